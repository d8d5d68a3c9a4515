//! The S-box, row by row, and the way of one byte through it.

use super::Substitution;
use crate::engine::ink::Ink;

pub(super) fn substitution(all: &Substitution) -> Ink {
    let (row, column) = (all.byte >> 4, all.byte & 15);
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"substitution\" aria-hidden=\"true\"><p class=\"table\"><i></i>"
    ));
    for number in 0..16 {
        head(number, number == column, &mut ink);
    }
    for (line, entries) in (0..16).zip(all.table.as_chunks::<16>().0) {
        head(line, line == row, &mut ink);
        for (place, entry) in (0..16).zip(entries) {
            let tag = match (line == row, place == column) {
                (true, true) => "b",
                (true, false) | (false, true) => "u",
                (false, false) => "i",
            };
            ink.put(format_args!("<{tag}>{entry:02x}</{tag}>"));
        }
    }
    let [from, between, to] = all.through;
    let [first, then] = all.steps();
    ink.put(format_args!(
        "</p><p class=\"through\"><b>{from:02x}</b><span>{first}</span><b>{between:02x}</b><span>{then}</span><b>{to:02x}</b></p></div>"
    ));
    ink
}

fn head(number: u8, is_lit: bool, ink: &mut Ink) {
    let lit = if is_lit { " data-on" } else { "" };
    ink.put(format_args!("<s{lit}>{number:x}</s>"));
}
