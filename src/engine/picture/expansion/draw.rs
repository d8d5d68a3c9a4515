//! Words in lines as long as the key.

use super::{Expansion, digits};
use crate::engine::ink::Ink;

pub(super) fn expansion(all: &Expansion) -> Ink {
    let mut ink = Ink::default();
    let size = all.size;
    ink.put(format_args!(
        "<div class=\"expansion\" data-size=\"{size}\" aria-hidden=\"true\"><ol>"
    ));
    for number in 0..all.total {
        let part = all.part(number);
        let change = match number % size {
            0 if number > 0 => " data-g",
            4 if size > 6 && number > size => " data-s",
            _ => "",
        };
        ink.put(format_args!("<li{part}{change}>"));
        if let Some([a, b, c, d]) = all.words.get(number) {
            ink.put(format_args!("{a:02x}{b:02x}<wbr>{c:02x}{d:02x}"));
        }
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ol>"));
    if let Some(present) = all.present() {
        all.formula(present, &mut ink);
    }
    ink.put(format_args!("</div>"));
    ink
}

impl Expansion {
    /// What is done for the present word, from left to right.
    fn formula(&self, present: usize, ink: &mut Ink) {
        let word = |number: Option<usize>| {
            let word = number.and_then(|number| self.words.get(number));
            word.map(digits).unwrap_or_default()
        };
        let before = present.saturating_sub(1);
        ink.put(format_args!("<p><span>"));
        ink.symbol(&format!("w_{before}"));
        ink.put(format_args!(" {}</span>", word(Some(before))));
        for (done, word) in &self.changes {
            ink.put(format_args!("<span>→ {done} {}</span>", digits(word)));
        }
        ink.put(format_args!("<span>⊕ "));
        let above = present.checked_sub(self.size);
        ink.symbol(&format!("w_{}", above.unwrap_or_default()));
        ink.put(format_args!(
            " {}</span><b>= {}</b></p>",
            word(above),
            word(Some(present))
        ));
    }
}
