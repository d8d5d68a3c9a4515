//! What the units of the RSA page share.

use super::{Inputs, Trouble};
use crate::desk::{KeyType, Kind};
use crate::engine::dissect::{Dissection, Field};
use crate::engine::rsa::{Error, PrivateKey, PublicKey};
use num_bigint::BigInt;

/// An RSA key, private or public.
pub(super) const ANY_KEY: &[Kind] = &[
    Kind::PublicKey(KeyType::Rsa),
    Kind::PrivateKey(KeyType::Rsa),
];

/// An RSA private key.
pub(super) const PRIVATE_KEY: &[Kind] = &[Kind::PrivateKey(KeyType::Rsa)];

/// The dissection of a PKCS#8 private key.
pub(super) fn dissect_private_key(der: &[u8]) -> Dissection {
    placeholder("PrivateKeyInfo", der, Field::secret)
}

/// The dissection of a SubjectPublicKeyInfo.
pub(super) fn dissect_public_key(der: &[u8]) -> Dissection {
    placeholder("SubjectPublicKeyInfo", der, |field| field)
}

// Stands in for `engine::asn1::{dissect_private_key, dissect_public_key}`.
fn placeholder(name: &'static str, der: &[u8], mark: impl Fn(Field) -> Field) -> Dissection {
    Dissection::new(
        name,
        der.to_vec(),
        vec![mark(Field::new(0..der.len(), name))],
    )
}

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
        Error::Fault | Error::Crate(_) | Error::Power(_) => Trouble::bug(error.to_string()),
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
        other => Trouble::at(id, "something else").found(other.to_string()),
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
