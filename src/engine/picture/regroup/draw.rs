//! Bits in groups of eight above, and in groups of six below.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Regroup;

pub(super) fn regroup(regroup: &Regroup) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!("<div class=\"regroup\" aria-hidden=\"true\">"));
    for byte in regroup.bytes {
        ink.put(format_args!("<span class=\"eight\">{byte:02x}</span>"));
    }
    let shade = |group: usize| if group % 2 == 1 { "odd" } else { "even" };
    let bits = regroup.bytes.map(|byte| format!("{byte:08b}")).concat();
    for (at, bit) in bits.chars().enumerate() {
        ink.put(format_args!(
            "<span class=\"{}\">{bit}</span>",
            shade(at / 6)
        ));
    }
    for (group, number) in regroup.numbers.iter().enumerate() {
        ink.put(format_args!(
            "<span class=\"six {}\">{number}</span>",
            shade(group)
        ));
    }
    for (group, letter) in regroup.text.chars().enumerate() {
        let letter = plain(&letter.to_string());
        ink.put(format_args!(
            "<span class=\"six letter {}\">{letter}</span>",
            shade(group)
        ));
    }
    ink.put(format_args!("</div>"));
    ink
}
