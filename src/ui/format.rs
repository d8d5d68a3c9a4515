//! Values as short text.

use super::digits::{decimal, hexadecimal};
/// Seconds since 1970 as a date and time in UTC.
pub use crate::engine::asn1::time::utc as date_time;
use crate::engine::trace::{Data, Value};
use num_bigint::{BigInt, Sign};

/// Integers with at most so many decimal digits are written out in decimal.
const DIGITS: usize = 24;

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
        Data::Bytes(bytes) => shorten(&hex(bytes, ""), 16, 8),
        Data::Text(text) => shorten(text, 40, 8),
    }
}

/// How large the value is, in words; empty where [`short`] shows all of it.
#[must_use]
pub fn size(data: &Data) -> String {
    match data {
        Data::Integer(integer) if is_short(integer) => String::new(),
        Data::Integer(integer) => format!("{} bits", integer.bits()),
        Data::Bytes(bytes) => match bytes.len() {
            1 => "1 byte".to_owned(),
            count => format!("{count} bytes"),
        },
        Data::Text(text) if text.chars().count() <= 48 => String::new(),
        Data::Text(text) => format!("{} characters", text.chars().count()),
    }
}

/// The ways to write a value out in full: a name for each and the text.
#[must_use]
pub fn full(value: &Value) -> Vec<(&'static str, String)> {
    match &value.data {
        Data::Integer(integer) => {
            vec![("decimal", decimal(integer)), ("hex", hexadecimal(integer))]
        }
        Data::Bytes(bytes) => {
            let mut ways = vec![("hex", hex(bytes, " "))];
            if let Ok(text) = std::str::from_utf8(bytes)
                && !bytes.is_empty()
                && !text.contains(|c: char| c.is_control() && c != '\n')
            {
                ways.push(("text", text.to_owned()));
            }
            ways
        }
        Data::Text(text) => vec![("text", text.clone())],
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
    let count = text.chars().count();
    if count <= head + tail + 1 {
        return text.to_owned();
    }
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
