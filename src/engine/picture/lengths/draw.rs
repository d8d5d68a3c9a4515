//! Numbers as bars, as long as their bits.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::{Length, Lengths};
use crate::engine::picture::{mark, percent, tone};

/// The shortest bar is this part of the longest.
const LEAST: usize = 100;

pub(super) fn lengths(lengths: &Lengths) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!("<ol class=\"opening lengths\">"));
    for row in &lengths.rows {
        one(row, lengths.room.max(1), &mut ink);
    }
    ink.put(format_args!("</ol>"));
    ink
}

fn one(row: &Length, room: u64, ink: &mut Ink) {
    let (kind, over) = (tone(row.known_to), row.bits > room);
    let [bits, whole] = [row.bits.min(room), room].map(|it| usize::try_from(it).unwrap_or(0));
    // What is there is seen, however short it is.
    let width = percent(bits.max(whole / LEAST), whole);
    ink.put(format_args!("<li>"));
    if !row.by.is_empty() {
        ink.put(format_args!(
            "<span class=\"by\">↓ {}</span>",
            plain(&row.by)
        ));
    }
    ink.put(format_args!(
        "<b data-visibility=\"{kind}\">{} ",
        mark(row.known_to)
    ));
    match row.name.split_once('^') {
        Some((base, exponent)) => ink.put(format_args!(
            "<i>{}</i><sup>{}</sup>",
            plain(base),
            plain(exponent)
        )),
        None => ink.symbol(&row.name),
    }
    ink.put(format_args!("</b><svg class=\"length\" aria-hidden=\"true\"><rect data-visibility=\"{kind}\" data-over=\"{over}\" width=\"{width}\" height=\"100%\"/></svg><span class=\"size\">"));
    if over {
        let times = row.bits / room;
        ink.put(format_args!(
            "about {} bits: {} times as long</span></li>",
            thousands(row.bits),
            thousands(times)
        ));
    } else {
        let unit = if row.bits == 1 { "bit" } else { "bits" };
        if !row.digits.is_empty() {
            ink.put(format_args!("= {} · ", row.digits));
        }
        ink.put(format_args!("{} {unit}</span></li>", thousands(row.bits)));
    }
}

/// A number with a comma between its thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut parts = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parts.push(',');
        }
        parts.push(digit);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [7, 999, 1000, 8_323_199].map(thousands),
            ["7", "999", "1,000", "8,323,199"]
        );
    }
}
