//! What the units of the RSA page share.

use super::{Choice, Comparison, Control, Inputs, Row, Trouble};
use crate::desk::{KeyType, Kind};
use crate::engine::rsa::{Error, PrivateKey, PublicKey};
use num_bigint::BigInt;
use rsa::traits::PublicKeyParts;

/// An RSA key, private or public.
pub(super) const ANY_KEY: &[Kind] = &[
    Kind::PublicKey(KeyType::Rsa),
    Kind::PrivateKey(KeyType::Rsa),
];

/// An RSA private key.
pub(super) const PRIVATE_KEY: &[Kind] = &[Kind::PrivateKey(KeyType::Rsa)];

/// The public key chosen in a field, or the public half of a private key.
pub(super) fn public_key(inputs: &Inputs, id: &'static str) -> Result<PublicKey, Trouble> {
    let material = inputs.thing(id)?;
    match material.kind {
        Kind::PrivateKey(KeyType::Rsa) => private_key(inputs, id).map(|key| key.public()),
        Kind::PublicKey(KeyType::Rsa) => {
            PublicKey::from_spki_der(&material.bytes).map_err(|error| trouble(id, error))
        }
        other => Err(Trouble::at(id, "an RSA key").found(format!("a {}", other.name()))),
    }
}

/// The private key chosen in a field.
pub(super) fn private_key(inputs: &Inputs, id: &'static str) -> Result<PrivateKey, Trouble> {
    let material = inputs.thing(id)?;
    match material.kind {
        Kind::PrivateKey(KeyType::Rsa) => {
            PrivateKey::from_pkcs8_der(&material.bytes).map_err(|error| trouble(id, error))
        }
        Kind::PublicKey(_) => Err(Trouble::at(id, "an RSA private key")
            .found("a public key")
            .help("Only the owner of the private key can do this.")),
        other => Err(Trouble::at(id, "an RSA private key").found(format!("a {}", other.name()))),
    }
}

/// A number in decimal digits; spaces and underscores between them are fine.
pub(super) fn decimal(
    inputs: &Inputs,
    id: &'static str,
    expected: &'static str,
    most_bits: u64,
) -> Result<BigInt, Trouble> {
    let text = inputs.text(id);
    let mut digits = String::new();
    for (at, character) in text.char_indices() {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '_' | '\n' | '\r' | '\t' => {}
            other => {
                return Err(Trouble::at(id, expected)
                    .found(format!("{other:?}"))
                    .byte(at)
                    .help("Write the number in decimal digits."));
            }
        }
    }
    if digits.is_empty() {
        return Err(Trouble::at(id, expected).found("nothing"));
    }
    // Longer than any number of so many bits: not worth converting.
    let limit = usize::try_from(most_bits).unwrap_or(usize::MAX) / 3 + 2;
    let number: Option<BigInt> = digits
        .get(..digits.len().min(limit))
        .and_then(|digits| digits.parse().ok());
    match number {
        Some(number) if digits.len() <= limit && number.bits() <= most_bits => Ok(number),
        _ => Err(Trouble::at(id, expected)
            .found(format!("a number of {} digits", digits.len()))
            .help(format!("Numbers here have at most {most_bits} bits."))),
    }
}

/// An engine's error, in words at a field.
pub(super) fn trouble(id: &'static str, error: Error) -> Trouble {
    match error {
        Error::Fault | Error::Power(_) => Trouble::bug(error.to_string()),
        Error::Der { expected, found, at } => {
            let trouble = Trouble::at(id, expected).found(found);
            match at {
                Some(at) => trouble.byte(at),
                None => trouble,
            }
        }
        Error::Inconsistent { rule } => {
            Trouble::at(id, format!("a key whose numbers belong together: {rule}"))
                .found("a key for which that does not hold")
                .help("The key is damaged or was put together wrongly; export it again from where it came.")
        }
        Error::MessageTooLong { most, found } => {
            Trouble::at(id, format!("a message of at most {most} bytes"))
                .found(format!("{found} bytes"))
                .help("RSA encrypts short messages only. In practice it encrypts a key, and that key encrypts the message.")
        }
        Error::KeyTooShort { scheme, expected, found } => Trouble::at(
            id,
            format!("a key with a modulus of at least {expected} bytes for {scheme}"),
        )
        .found(format!("one of {found}"))
        .help("Take a larger key, or textbook RSA to play with small numbers."),
        Error::OutOfRange { what, below, found } => {
            Trouble::at(id, format!("{what} as a number below n = {}", short(&below)))
                .found(short(&found))
                .help("Take a shorter message or a larger key.")
        }
        Error::Exponent { found, below } => Trouble::at(
            id,
            format!(
                "a key with an odd public exponent from 3 and below {}",
                short(&below)
            ),
        )
        .found(short(&found)),
        other => Trouble::at(id, "a usable key").found(other.to_string()),
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

/// Bytes in lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The ways to encrypt.
pub(super) const ENCRYPTION: Control = Control::Choice(&[
    Choice {
        value: "oaep",
        label: "OAEP with SHA-256",
    },
    Choice {
        value: "pkcs1v15",
        label: "PKCS#1 v1.5 (old)",
    },
    Choice {
        value: "textbook",
        label: "Textbook, no padding (never)",
    },
]);

/// The ways to sign.
pub(super) const SIGNING: Control = Control::Choice(&[
    Choice {
        value: "pkcs1v15",
        label: "PKCS#1 v1.5 with SHA-256",
    },
    Choice {
        value: "pss",
        label: "PSS with SHA-256",
    },
]);

/// What signing and verifying begin with.
pub(super) const MESSAGE: &str = "I owe you 10 euros.";

/// The implementation that ours is compared with.
pub(super) const CRATE: &str = "rsa 0.10";

/// A value outside the list of a choice.
pub(super) fn no_such_choice(inputs: &Inputs, id: &'static str) -> Trouble {
    Trouble::at(id, "one of the choices").found(format!("{:?}", inputs.text(id)))
}

/// The bytes with one bit changed, counted from the left and round again
/// past the end; nothing to change in no bytes.
pub(super) fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = bit.checked_rem(bytes.len() * 8).unwrap_or(0);
    if let Some(byte) = bytes.get_mut(at / 8) {
        *byte ^= 0x80 >> (at % 8);
    }
    bytes
}

/// Which bit to change.
pub(super) fn bit(inputs: &Inputs) -> Result<usize, Trouble> {
    let bit = inputs.number("bit", 0..=65535)?;
    Ok(usize::try_from(bit).unwrap_or(0))
}

/// Text as one word of a shell command.
pub(super) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Bytes as a Python literal.
pub(super) fn python(bytes: &[u8]) -> String {
    let inside: String = bytes
        .iter()
        .map(|byte| match byte {
            b'"' => "\\\"".to_owned(),
            b'\\' => "\\\\".to_owned(),
            b' '..=b'~' => char::from(*byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        })
        .collect();
    format!("b\"{inside}\"")
}

/// Bytes in hexadecimal, shortened in the middle where there are many.
pub(super) fn short_hex(bytes: &[u8]) -> String {
    match (bytes.get(..8), bytes.get(bytes.len().saturating_sub(8)..)) {
        (Some(start), Some(end)) if bytes.len() > 24 => {
            format!("{}…{} ({} bytes)", hex(start), hex(end), bytes.len())
        }
        _ => hex(bytes),
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
                    left: hex(&left).into(),
                    right: hex(&right).into(),
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

/// A message for textbook RSA: digits are a number, anything else is text
/// whose bytes are read as one.
pub(super) fn textbook_number(text: &str) -> BigInt {
    let digits = text.trim();
    if !digits.is_empty()
        && digits.len() <= 5000
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = digits.parse()
    {
        return number;
    }
    BigInt::from_bytes_be(num_bigint::Sign::Plus, text.as_bytes())
}

/// A number as big-endian bytes of a given length; longer where it does not
/// fit.
pub(super) fn to_bytes(number: &BigInt, length: usize) -> Vec<u8> {
    let bytes = if number.sign() == num_bigint::Sign::NoSign {
        Vec::new()
    } else {
        number.to_bytes_be().1
    };
    [vec![0; length.saturating_sub(bytes.len())], bytes].concat()
}

/// A number in the type of the `rsa` crate, as wide as the modulus.
pub(super) fn as_wide_as(key: &impl PublicKeyParts, number: &BigInt) -> rsa::BoxedUint {
    rsa::BoxedUint::from_be_slice_truncated(&number.to_bytes_be().1, key.n_bits_precision())
}
