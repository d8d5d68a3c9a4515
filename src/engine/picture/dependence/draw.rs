//! Squares of lines of bits.

use super::Dependence;
use crate::engine::ink::Ink;
use crate::engine::picture::bits;

pub(super) fn dependence(all: &Dependence) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<ol class=\"dependence\" aria-hidden=\"true\">"
    ));
    for (rounds, lines) in &all.after {
        ink.put(format_args!("<li><svg viewBox=\"0 0 128 128\"><path d=\""));
        for (at, line) in lines.iter().enumerate() {
            bits::line(*line, at, &mut ink);
        }
        ink.put(format_args!(
            "\"/></svg><span>after {}</span></li>",
            Dependence::caption(*rounds, lines)
        ));
    }
    ink.put(format_args!("</ol>"));
    ink
}
