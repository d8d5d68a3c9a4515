//! Values as short text.

use super::digits::{decimal, hexadecimal};
use crate::engine::text::plural;
/// Seconds since 1970 as a date and time in UTC.
pub use crate::engine::time::utc as date_time;
use crate::engine::trace::{Data, HIDDEN};
use num_bigint::{BigInt, Sign};
use std::borrow::Cow;

/// Integers with at most so many decimal digits are written out in decimal.
const DIGITS: usize = 24;

/// Texts of at most so many bytes stand on the page as a whole.
const SHOWN: usize = 8 * 1024;

/// How much of the two ends of a longer one does.
const HEAD: usize = 2 * 1024;
const TAIL: usize = 512;

/// The value, shortened so that it fits into a line.
#[must_use]
pub fn short(data: &Data) -> String {
    match data {
        Data::Integer(integer) if is_short(integer) => decimal(integer),
        Data::Integer(integer) => {
            let hex = hexadecimal(integer);
            let hex = hex.trim_start_matches('-');
            let sign = if integer.sign() == Sign::Minus {
                "−"
            } else {
                ""
            };
            format!("{sign}0x{}", shorten(hex, 8, 8))
        }
        Data::Bytes(bytes) => match (bytes.get(..8), bytes.get(bytes.len().saturating_sub(4)..)) {
            (Some(head), Some(tail)) if bytes.len() > 12 => {
                format!("{}…{}", hex(head, ""), hex(tail, ""))
            }
            _ => hex(bytes, ""),
        },
        Data::Text(text) => shorten(text, 40, 8),
        Data::Ends(ends) => {
            let (head, tail) = (short(&ends.head), short(&ends.tail));
            let first = head.split('…').next().unwrap_or_default();
            let last = tail.rsplit('…').next().unwrap_or_default();
            format!("{first}…{last}")
        }
        Data::Withheld => HIDDEN.to_owned(),
    }
}

/// How large the value is, in words; empty where [`short`] shows all of it.
#[must_use]
pub fn size(data: &Data) -> String {
    match data {
        Data::Integer(integer) if is_short(integer) => String::new(),
        Data::Integer(integer) => format!("{} bits", integer.bits()),
        Data::Bytes(bytes) => plural(bytes.len()),
        Data::Text(text) if text.chars().count() <= 48 => String::new(),
        Data::Text(text) => format!("{} characters", text.chars().count()),
        Data::Ends(ends) if matches!(ends.head, Data::Text(_)) => {
            format!("{} characters", ends.length)
        }
        Data::Ends(ends) => plural(ends.length as usize),
        Data::Withheld => String::new(),
    }
}

/// The ways to write a value out in full: a name for each.
#[must_use]
pub fn ways(data: &Data) -> Vec<&'static str> {
    match data {
        Data::Integer(_) => vec!["decimal", "hex"],
        Data::Bytes(bytes) => {
            let mut ways = vec!["hex"];
            if let Ok(text) = std::str::from_utf8(bytes)
                && !bytes.is_empty()
                && !text.contains(|c: char| c.is_control() && c != '\n')
            {
                ways.push("text");
            }
            ways
        }
        Data::Text(_) => vec!["text"],
        Data::Ends(_) => vec!["both ends"],
        Data::Withheld => Vec::new(),
    }
}

/// A value written out in full in one of its ways.
#[must_use]
pub fn full(data: &Data, way: &str) -> String {
    match data {
        Data::Integer(integer) if way == "hex" => hexadecimal(integer),
        Data::Integer(integer) => decimal(integer),
        Data::Bytes(bytes) if way == "text" => String::from_utf8_lossy(bytes).into_owned(),
        Data::Bytes(bytes) => hex(bytes, " "),
        Data::Text(text) => text.clone(),
        Data::Ends(ends) => {
            let ends = [&ends.head, &ends.tail].map(|end| full(end, ""));
            ends.join(" … ")
        }
        Data::Withheld => HIDDEN.to_owned(),
    }
}

/// The same as the page shows it: where it is long, its two ends, since
/// browsers lay out megabytes of text for seconds.
#[must_use]
pub fn seen(data: &Data, way: &str) -> String {
    match data {
        Data::Bytes(bytes) if way == "hex" => hex_seen(bytes, " "),
        Data::Bytes(bytes) => text_seen(&String::from_utf8_lossy(bytes)).into_owned(),
        Data::Text(text) => text_seen(text).into_owned(),
        short => full(short, way),
    }
}

/// The bytes of a value, to be downloaded where it is too long to be seen, or
/// is no text that one could copy.
#[must_use]
pub fn file(data: &Data) -> Option<&[u8]> {
    let (bytes, is_file): (&[u8], bool) = match data {
        Data::Bytes(bytes) => (bytes, ways(data) == ["hex"] && !bytes.is_empty()),
        Data::Text(text) => (text.as_bytes(), false),
        Data::Integer(_) | Data::Ends(_) | Data::Withheld => return None,
    };
    (is_file || bytes.len() > HEAD + TAIL).then_some(bytes)
}

/// A text as the page shows it.
#[must_use]
pub fn text_seen(text: &str) -> Cow<'_, str> {
    if text.len() <= SHOWN {
        return text.into();
    }
    let (head, rest) = text.split_at(text.floor_char_boundary(HEAD));
    let (between, tail) = rest.split_at(rest.ceil_char_boundary(rest.len() - TAIL));
    format!("{head} … {} bytes … {tail}", between.len()).into()
}

/// Bytes in hexadecimal as the page shows them.
#[must_use]
pub fn hex_seen(bytes: &[u8], between: &str) -> String {
    let cut = bytes.len().saturating_sub(HEAD + TAIL);
    match (bytes.get(..HEAD), bytes.get(HEAD + cut..)) {
        (Some(head), Some(tail)) if cut > 0 => {
            format!(
                "{} … {cut} bytes … {}",
                hex(head, between),
                hex(tail, between)
            )
        }
        _ => hex(bytes, between),
    }
}

/// Bytes in hexadecimal with something between them.
#[must_use]
pub fn hex(bytes: &[u8], between: &str) -> String {
    let mut text = String::with_capacity(bytes.len() * (2 + between.len()));
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 {
            text.push_str(between);
        }
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('?'));
        }
    }
    text
}

fn is_short(integer: &BigInt) -> bool {
    // A decimal digit is worth a little over 3.32 bits.
    integer.bits() <= (DIGITS as u64) * 332 / 100
}

fn shorten(text: &str, head: usize, tail: usize) -> String {
    if text.chars().nth(head + tail + 1).is_none() {
        return text.to_owned();
    }
    let start: String = text.chars().take(head).collect();
    let end = text.char_indices().nth_back(tail - 1);
    format!("{start}…{}", end.map_or("", |(at, _)| text.split_at(at).1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::trace::Ends;

    #[test]
    fn small_values_are_whole_and_large_ones_are_shortened() {
        assert_eq!(short(&Data::Integer(3233.into())), "3233");
        assert_eq!(short(&Data::Integer((-5).into())), "-5");
        let large: BigInt = BigInt::from(1) << 2047_u32;
        assert_eq!(short(&Data::Integer(large.clone())), "0x80000000…00000000");
        assert_eq!(size(&Data::Integer(large)), "2048 bits");
        assert_eq!(short(&Data::Bytes(vec![0x0a; 4])), "0a0a0a0a");
        assert_eq!(size(&Data::Bytes(vec![0])), "1 byte");
    }

    #[test]
    fn bytes_are_shortened_in_the_middle() {
        let bytes = |count| Data::Bytes((1..=count).collect());
        assert_eq!(short(&bytes(12)), "0102030405060708090a0b0c");
        assert_eq!(short(&bytes(13)), "0102030405060708…0a0b0c0d");
    }

    #[test]
    fn of_what_is_long_the_page_shows_both_ends_and_how_much_is_between() {
        let text = Data::Text(format!("{}ä{}", "a".repeat(2047), "z".repeat(9000)));
        let seen = seen(&text, "text");
        assert!(seen.len() < HEAD + TAIL + 40, "{}", seen.len());
        assert!(seen.contains("aaa … 8490 bytes … zzz"), "{seen}");
        assert_eq!(full(&text, "text").len(), 2047 + 2 + 9000);
        let bytes = Data::Bytes(vec![0xab; 1 << 20]);
        assert!(super::seen(&bytes, "hex").len() < 3 * (HEAD + TAIL) + 40);
        assert_eq!(file(&bytes).unwrap().len(), 1 << 20);
        assert_eq!(super::seen(&Data::Bytes(vec![1, 2]), "hex"), "01 02");
        // What is no text is a file, however short.
        assert_eq!(file(&Data::Bytes(vec![1, 2])), Some(&[1, 2][..]));
        assert_eq!(file(&Data::Bytes(b"text".to_vec())), None);
        assert_eq!(file(&Data::Bytes(Vec::new())), None);
    }

    #[test]
    fn ends_look_like_the_whole() {
        let ends = |head, tail, length| Data::Ends(Box::new(Ends { head, tail, length }));
        let bytes = |byte| Data::Bytes(vec![byte; 40]);
        let both = ends(bytes(1), bytes(2), 70_000);
        assert_eq!(short(&both), "0101010101010101…02020202");
        assert_eq!(size(&both), "70000 bytes");
        let text = |c: &str| Data::Text(c.repeat(90));
        let both = ends(text("a"), text("b"), 80_000);
        assert_eq!(
            short(&both),
            format!("{}…{}", "a".repeat(40), "b".repeat(8))
        );
        assert_eq!(size(&both), "80000 characters");
    }
}
