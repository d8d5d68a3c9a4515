//! Bytes as a strip, and under it the number by its length: it begins under the
//! first bit that is 1.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::shades::shades;
use crate::engine::picture::{Reading, SizedNumber};
use crate::engine::picture::{across, mark, tone};
use crate::engine::text::plural;

/// So many bytes are written into their cells.
const WRITTEN: usize = 16;

pub(super) fn reading(reading: &Reading) -> Ink {
    let (length, kind) = (reading.bytes.len(), tone(reading.known_to));
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"opening reading\" aria-hidden=\"true\"><p class=\"title\"><small>{}</small> ",
        mark(reading.known_to)
    ));
    ink.symbol(&reading.name);
    ink.put(format_args!(" <small>{}</small></p><svg class=\"strip\" data-visibility=\"{kind}\" data-symbol=\"{}\" viewBox=\"0 0 {length} 1\" preserveAspectRatio=\"none\">", plural(length), plain(&reading.name)));
    shades(&reading.bytes, 0..length, &mut ink);
    ink.put(format_args!("</svg>"));
    if length <= WRITTEN {
        ink.put(format_args!("<p class=\"digits\">"));
        for byte in &reading.bytes {
            ink.put(format_args!("<span>{byte:02x}</span>"));
        }
        ink.put(format_args!("</p>"));
    }
    ink.put(format_args!(
        "<p class=\"as\">OS2IP: read as one number, the highest byte first</p>"
    ));
    bar("", &reading.number, reading.room(), &mut ink);
    if let Some((sign, other)) = &reading.compared {
        bar(sign, other, reading.room(), &mut ink);
    }
    ink.put(format_args!("</div>"));
    ink
}

/// A number as a bar that ends where the bytes do.
fn bar(sign: &str, number: &SizedNumber, room: u64, ink: &mut Ink) {
    let room = room.max(number.bits).max(1);
    let share = number.bits * 1000 / room;
    let width = usize::try_from(share).unwrap_or(1000);
    let (kind, name) = (tone(number.known_to), plain(&number.name));
    ink.put(format_args!(
        "<p class=\"title\"><small>{}</small> ",
        mark(number.known_to)
    ));
    if !sign.is_empty() {
        ink.put(format_args!("{} ", plain(sign)));
    }
    ink.symbol(&number.name);
    if let Some(short) = &number.short {
        ink.put(format_args!(" = {short}"));
    }
    ink.put(format_args!(" <small>{}</small></p><svg class=\"bar\" data-visibility=\"{kind}\" data-symbol=\"{name}\"><rect x=\"{}\" width=\"{}\" height=\"100%\"/></svg>", number.size(), across(1000 - width.min(1000)), across(width)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::Knowers;

    fn number(name: &'static str, bits: u64, known_to: Knowers) -> SizedNumber {
        SizedNumber {
            name: name.into(),
            short: None,
            bits,
            known_to,
        }
    }

    fn drawn(bytes: usize, bits: u64, compared: Option<(&'static str, SizedNumber)>) -> String {
        reading(&Reading {
            name: "EM".into(),
            bytes: vec![0; bytes],
            known_to: Knowers::OWNER,
            number: number("m", bits, Knowers::OWNER),
            compared,
        })
        .into_markup()
    }

    #[test]
    fn a_number_begins_under_its_first_bit() {
        let all = drawn(256, 1024, None);
        assert!(all.contains("<rect x=\"50.0%\" width=\"50.0%\""), "{all}");
        assert_eq!(all.matches("<small>◆</small>").count(), 2);
        assert!(all.contains("256 bytes") && all.contains("1024 bits"));
        assert_eq!(all.matches("data-visibility=\"secret\"").count(), 2);
        assert!(!all.contains("digits"), "too many to be written");
        let short = drawn(2, 9, None);
        assert_eq!(short.matches("<span>00</span>").count(), 2);
    }

    #[test]
    fn what_it_is_compared_with_stands_under_it() {
        let n = number("n", 2048, Knowers::EVERYBODY);
        let all = drawn(256, 2046, Some(("<", n)));
        assert!(
            all.contains("</small> &lt; <i data-symbol=\"n\">n</i> <small>2048 bits"),
            "{all}"
        );
        assert!(all.contains("<rect x=\"0.0%\" width=\"100.0%\""), "{all}");
        // Whatever is longer than the bytes ends with them, too.
        let long = number("n", 16, Knowers::EVERYBODY);
        assert!(drawn(1, 6, Some(("<", long))).contains("<rect x=\"0.0%\" width=\"100.0%\""));
    }
}
