//! The words of the RSA page: numbers and bytes.

use crate::engine::hex;
use crate::engine::rsa::PublicKey;
use crate::engine::text::plural;
use crate::units::{Comparison, Row};
use num_bigint::BigInt;

/// The text whose bytes a number is, in quotation marks; nothing where they
/// are no text that can be read.
pub(in crate::units) fn as_text(number: &BigInt) -> Option<String> {
    let text = String::from_utf8(number.to_bytes_be().1).ok()?;
    (!text.chars().any(char::is_control)).then(|| format!("“{text}”"))
}

/// Why a key too short for padding gets none, in one sentence.
pub(in crate::units) fn no_room(key: &PublicKey, what: &str, least: usize) -> String {
    format!(
        "Textbook RSA, because n has {} and {what} needs {least}.",
        plural(key.size())
    )
}

/// What openssl and Python are told for PSS with a salt of this many bytes.
pub(in crate::units) fn pss_options(salt: usize) -> (String, String) {
    (
        format!(
            " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:{salt} -sigopt rsa_mgf1_md:sha256"
        ),
        format!("padding.PSS(padding.MGF1(hashes.SHA256()), {salt})"),
    )
}

/// Bytes in hexadecimal, shortened in the middle where there are many.
pub(in crate::units) fn short_hex(bytes: &[u8]) -> String {
    match (bytes.get(..8), bytes.get(bytes.len().saturating_sub(8)..)) {
        (Some(start), Some(end)) if bytes.len() > 24 => {
            format!(
                "{}…{} ({} bytes)",
                hex::encode(start),
                hex::encode(end),
                bytes.len()
            )
        }
        _ => hex::encode(bytes),
    }
}

/// Two byte strings next to each other, 16 bytes in a row.
pub(in crate::units) fn side_by_side(
    title: &'static str,
    (left, right): (&'static str, &'static str),
    (a, b): (&[u8], &[u8]),
) -> Comparison {
    let rows = a.len().max(b.len()).div_ceil(16);
    let part = |bytes: &'_ [u8], row: usize| -> Vec<u8> {
        bytes.iter().skip(row * 16).take(16).copied().collect()
    };
    Comparison {
        names: "".into(),
        title: title.into(),
        left: left.into(),
        right: right.into(),
        rows: (0..rows)
            .map(|row| {
                let (left, right) = (part(a, row), part(b, row));
                let differ = left.iter().zip(&right).filter(|(a, b)| a != b).count()
                    + left.len().abs_diff(right.len());
                Row {
                    name: format!(
                        "bytes {} to {}",
                        row * 16,
                        row * 16 + left.len().max(right.len()) - 1
                    )
                    .into(),
                    left: hex::encode(&left).into(),
                    right: hex::encode(&right).into(),
                    note: match differ {
                        0 => "".into(),
                        1 => "1 byte differs".into(),
                        differ => format!("{differ} bytes differ").into(),
                    },
                }
            })
            .collect(),
    }
}
