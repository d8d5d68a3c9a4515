//! The words of the RSA page: errors of the engine, numbers and bytes.

use super::{Comparison, Row};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::hex;
use crate::engine::rsa::{Error, PublicKey};
use num_bigint::BigInt;

/// An engine's error, in words at a field.
pub(super) fn diagnosis(id: &'static str, error: Error) -> Diagnosis {
    match error {
        Error::Fault | Error::Power(_) => Diagnosis::bug(error.to_string()),
        Error::Der { expected, found, at } => {
            let diagnosis = Diagnosis::expected(expected).of(id).found(found);
            match at {
                Some(at) => diagnosis.byte(at),
                None => diagnosis,
            }
        }
        Error::Integer { which, flaw, at } => {
            Diagnosis::expected(format!("a key whose {which} is a positive INTEGER")).of(id)
                .found(flaw.to_string())
                .byte(at)
                .help("The key was written wrongly; export it again with another program.")
        }
        Error::MorePrimes { found } => Diagnosis::expected("a private key of two primes").of(id)
            .found(format!("one of {found} (multi-prime RSA, RFC 8017 §3.2)"))
            .help("Make a new key; this one cannot be turned into one of two primes."),
        Error::OtherPublicKey => Diagnosis::expected("a private key with its own public key beside it").of(id)
            .found("the public key of another")
            .help("Find out which of the two you want, and export it again."),
        Error::Inconsistent { rule } => {
            Diagnosis::expected(format!("a key whose numbers belong together: {rule}")).of(id)
                .found("a key for which that does not hold")
                .help("The key is damaged or was put together wrongly; export it again from where it came.")
        }
        Error::MessageTooLong { most, found } => {
            Diagnosis::expected(format!("a message of at most {}", plural(most))).of(id)
                .found(plural(found))
                .help("RSA encrypts short messages only. In practice it encrypts a key, and that key encrypts the message.")
        }
        Error::NoRoom { n } => Diagnosis::expected(format!("a number below n = {n}, in decimal digits")).of(id)
        .found("text")
        .help("One letter is a number up to 255, which needs an n above 255. Take larger primes, such as 61 and 53, or write a number."),
        Error::KeyTooShort { scheme, expected, found } => Diagnosis::expected(format!("a key with a modulus of at least {expected} bytes for {scheme}")).of(id)
        .found(format!("one of {found}"))
        .help("Take a larger key, or textbook RSA to play with small numbers."),
        Error::KeyTooFewBits { scheme, expected, found } => Diagnosis::expected(format!("a key with a modulus of at least {expected} bits for {scheme}")).of(id)
        .found(format!("one of {found}"))
        .help("Take a larger key, or textbook RSA to play with small numbers."),
        Error::OutOfRange { what, below, found } => {
            Diagnosis::expected(format!("{what} as a number below n = {}", short(&below))).of(id)
                .found(short(&found))
                .help("Take a shorter message or a larger key.")
        }
        Error::Exponent { found, below } => Diagnosis::expected(format!(
                "a key with an odd public exponent from 3 and below {}",
                short(&below)
            )).of(id)
        .found(short(&found)),
        other => Diagnosis::expected("a usable key").of(id).found(other.to_string()),
    }
}

/// A number as text, shortened in the middle where it is long.
pub(super) fn short(number: &BigInt) -> String {
    let digits = number.to_string();
    match (
        digits.get(..12),
        digits.get(digits.len().saturating_sub(12)..),
    ) {
        (Some(start), Some(end)) if digits.len() > 40 => {
            format!("{start}…{end} ({} bits)", number.bits())
        }
        _ => digits,
    }
}

/// The text whose bytes a number is, in quotation marks; nothing where they
/// are no text that can be read.
pub(super) fn as_text(number: &BigInt) -> Option<String> {
    let text = String::from_utf8(number.to_bytes_be().1).ok()?;
    (!text.chars().any(char::is_control)).then(|| format!("“{text}”"))
}

/// Why a key too short for padding gets none, in one sentence.
pub(super) fn no_room(key: &PublicKey, what: &str, least: usize) -> String {
    format!(
        "Textbook RSA, because n has {} and {what} needs {least}.",
        plural(key.size())
    )
}

/// A number of bytes.
pub(super) fn plural(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".into(),
        bytes => format!("{bytes} bytes"),
    }
}

/// What openssl and Python are told for PSS with a salt of this many bytes.
pub(super) fn pss_options(salt: usize) -> (String, String) {
    (
        format!(
            " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:{salt} -sigopt rsa_mgf1_md:sha256"
        ),
        format!("padding.PSS(padding.MGF1(hashes.SHA256()), {salt})"),
    )
}

/// Bytes in hexadecimal, shortened in the middle where there are many.
pub(super) fn short_hex(bytes: &[u8]) -> String {
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
pub(super) fn side_by_side(
    title: &'static str,
    (left, right): (&'static str, &'static str),
    (a, b): (&[u8], &[u8]),
) -> Comparison {
    let rows = a.len().max(b.len()).div_ceil(16);
    let part = |bytes: &'_ [u8], row: usize| -> Vec<u8> {
        bytes.iter().skip(row * 16).take(16).copied().collect()
    };
    Comparison {
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
