//! What the content of a primitive element says.

use super::node::{Class, Node, tag};
use super::oid;
use super::read::Reader;
use crate::engine::hex;
use crate::engine::text::{Text, plural};
use crate::engine::time;
use num_bigint::BigInt;

/// The longest integer that is written out, in bytes.
const SHORT: usize = 16;

/// Says what an element means by its tag alone, and notes what its type does
/// not allow.
pub(super) fn describe(node: &mut Node, reader: &mut Reader<'_>) {
    let bytes = node.bytes(reader.whole);
    if node.is(tag::BIT_STRING) && !node.tag.constructed {
        node.prefix = 1;
    }
    if node.tag.constructed {
        let count = node.children.len();
        node.meaning = match count {
            1 => Text::Borrowed("one element"),
            _ => format!("{count} elements").into(),
        };
        return;
    }
    if node.tag.class != Class::Universal {
        node.meaning = bytes_or_text(bytes).into();
        return;
    }
    let described: Result<Text, &'static str> = match node.tag.number {
        tag::BOOLEAN => match bytes {
            [0] => Ok("FALSE".into()),
            [0xff] => Ok("TRUE".into()),
            [_] => Err("TRUE, but DER demands the byte 0xff for it"),
            _ => Err("Expected one byte of a BOOLEAN, found another number of bytes"),
        },
        tag::INTEGER | tag::ENUMERATED => integer(bytes),
        tag::BIT_STRING => bit_string(bytes),
        tag::OCTET_STRING => Ok(bytes_words(bytes).into()),
        tag::NULL if bytes.is_empty() => Ok("".into()),
        tag::NULL => Err("Expected nothing inside a NULL, found bytes"),
        tag::OID => match oid::dotted(bytes) {
            Some(dotted) => Ok(match oid::name(bytes) {
                Some(name) => format!("{name}: {dotted}").into(),
                None => dotted.into(),
            }),
            None => Err("Expected an object identifier, found bytes that are none"),
        },
        tag::UTC_TIME | tag::GENERALIZED_TIME => match moment(node.tag.number, bytes) {
            Some(text) => Ok(text.into()),
            None => Err("Expected a date and a time that end with Z, found something else"),
        },
        tag::SEQUENCE | tag::SET => {
            Err("Expected the form with elements inside, found the primitive form")
        }
        number => match text(number, bytes) {
            Some(text) => Ok(text.into()),
            None => Err("Expected text, found bytes that are none in this encoding"),
        },
    };
    match described {
        Ok(meaning) => node.meaning = meaning,
        Err(says) => {
            reader.problem(node.content, format!("{says}."));
            node.meaning = bytes_or_text(bytes).into();
        }
    }
}

/// The text of a string type by its tag; `None` for what is no string.
pub(super) fn text(number: u32, bytes: &[u8]) -> Option<String> {
    match number {
        tag::BMP_STRING => {
            let (units, rest) = bytes.as_chunks::<2>();
            let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
            let text: Option<String> = char::decode_utf16(units).map(Result::ok).collect();
            text.filter(|_| rest.is_empty())
        }
        tag::UNIVERSAL_STRING => {
            let (units, rest) = bytes.as_chunks::<4>();
            let text: Option<String> = units
                .iter()
                .map(|unit| char::from_u32(u32::from_be_bytes(*unit)))
                .collect();
            text.filter(|_| rest.is_empty())
        }
        tag::UTF8_STRING | 18 | 19 | 22 | 25..=27 => {
            std::str::from_utf8(bytes).ok().map(str::to_owned)
        }
        // Teletex is read as Latin-1, as everybody does.
        20 | 21 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        _ => None,
    }
}

/// A time as `2026-11-23 18:00:00 UTC` (RFC 5280 §4.1.2.5).
pub(super) fn moment(number: u32, bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = if number == tag::UTC_TIME { 2 } else { 4 };
    let (year, rest) = text.split_at_checked(digits)?;
    let year: u64 = year.parse().ok()?;
    let year = match number {
        tag::UTC_TIME if year >= 50 => 1900 + year,
        tag::UTC_TIME => 2000 + year,
        _ => year,
    };
    let part = |index: usize| -> Option<u64> { rest.get(index * 2..index * 2 + 2)?.parse().ok() };
    let second = match rest.len() {
        10 => part(4)?,
        8 => 0,
        _ => return None,
    };
    let (month, day, hour, minute) = (part(0)?, part(1)?, part(2)?, part(3)?);
    match time::seconds(year, month, day, hour, minute, second) {
        Some(seconds) => Some(time::utc(seconds)),
        // Certificates may begin before 1970; the calendar here does not.
        None if year < 1970
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60 =>
        {
            Some(format!(
                "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC"
            ))
        }
        None => None,
    }
}

/// Bytes as text where they are readable, else in hexadecimal or by count.
pub(super) fn bytes_or_text(bytes: &[u8]) -> String {
    let readable = bytes.len() > 2 && bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    match std::str::from_utf8(bytes) {
        Ok(text) if readable => text.to_owned(),
        _ => bytes_words(bytes),
    }
}

/// Bytes in hexadecimal where they are few, else by count.
pub(super) fn bytes_words(bytes: &[u8]) -> String {
    match bytes.len() {
        0 => "no bytes".to_owned(),
        1..=32 => hex::encode(bytes),
        length => plural(length),
    }
}

fn integer(bytes: &[u8]) -> Result<Text, &'static str> {
    match bytes {
        [] => Err("Expected at least one byte of an INTEGER, found none"),
        [0, second, ..] if second & 0x80 == 0 => Err(
            "The integer begins with a zero byte that it does not need, which DER does not allow",
        ),
        [0xff, second, ..] if second & 0x80 != 0 => Err(
            "The integer begins with a byte 0xff that it does not need, which DER does not allow",
        ),
        _ if bytes.len() <= SHORT => Ok(BigInt::from_signed_bytes_be(bytes).to_string().into()),
        _ => {
            let integer = BigInt::from_signed_bytes_be(bytes);
            Ok(format!("an integer of {} bits", integer.bits()).into())
        }
    }
}

fn bit_string(bytes: &[u8]) -> Result<Text, &'static str> {
    let Some((unused, bits)) = bytes.split_first() else {
        return Err("Expected the count of unused bits of a BIT STRING, found nothing");
    };
    let unused = usize::from(*unused);
    if unused > 7 || unused > 0 && bits.is_empty() {
        return Err("Expected a count of unused bits from 0 to 7, found another");
    }
    Ok(match bits {
        [] => "no bits".into(),
        _ if bits.len() <= 4 => bits_in_digits(bits, unused).into(),
        _ => format!("{} bits", bits.len() * 8 - unused).into(),
    })
}

/// A few bits as 0 and 1.
pub(super) fn bits_in_digits(bytes: &[u8], unused: usize) -> String {
    let count = (bytes.len() * 8).saturating_sub(unused);
    bytes
        .iter()
        .flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0))
        .take(count)
        .map(|bit| if bit { '1' } else { '0' })
        .collect()
}
