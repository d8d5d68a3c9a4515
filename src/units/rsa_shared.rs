//! What the units of the RSA page share.

use super::{Choice, Comparison, Control, Input, Inputs, Row, Showing, Trouble};
use crate::desk::{KeyType, Kind};
use crate::engine::hex;
use crate::engine::rsa::{Encryption, Error, How, PrivateKey, PublicKey, Signing};
use num_bigint::BigInt;
use num_integer::Integer;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256};

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
            Trouble::at(id, format!("a message of at most {}", plural(most)))
                .found(plural(found))
                .help("RSA encrypts short messages only. In practice it encrypts a key, and that key encrypts the message.")
        }
        Error::NoRoom { n } => Trouble::at(
            id,
            format!("a number below n = {n}, in decimal digits"),
        )
        .found("text")
        .help("One letter is a number up to 255, which needs an n above 255. Take larger primes, such as 61 and 53, or write a number."),
        Error::KeyTooShort { scheme, expected, found } => Trouble::at(
            id,
            format!("a key with a modulus of at least {expected} bytes for {scheme}"),
        )
        .found(format!("one of {found}"))
        .help("Take a larger key, or textbook RSA to play with small numbers."),
        Error::KeyTooFewBits { scheme, expected, found } => Trouble::at(
            id,
            format!("a key with a modulus of at least {expected} bits for {scheme}"),
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

/// The text whose bytes a number is, in quotation marks; nothing where they
/// are no text that can be read.
pub(super) fn as_text(number: &BigInt) -> Option<String> {
    let text = String::from_utf8(number.to_bytes_be().1).ok()?;
    (!text.chars().any(char::is_control)).then(|| format!("“{text}”"))
}

const OAEP: Choice = Choice {
    value: "oaep",
    label: "OAEP with SHA-256",
};
const OLD_ENCRYPTION: Choice = Choice {
    value: "pkcs1v15",
    label: "PKCS#1 v1.5 (old)",
};
const BARE: Choice = Choice {
    value: "textbook",
    label: "Textbook, no padding (never)",
};
const OLD_SIGNATURE: Choice = Choice {
    value: "pkcs1v15",
    label: "PKCS#1 v1.5 with SHA-256",
};
const PSS: Choice = Choice {
    value: "pss",
    label: "PSS with SHA-256",
};
const FITTING: Choice = Choice {
    value: "auto",
    label: "What fits the key",
};
const SHOWN: Choice = Choice {
    value: "auto",
    label: "What the block shows",
};

/// The ways to encrypt.
pub(super) const ENCRYPTION: Control = Control::Choice(&[FITTING, OAEP, OLD_ENCRYPTION, BARE]);

/// The ways to decrypt.
pub(super) const DECRYPTION: Control = Control::Choice(&[SHOWN, OAEP, OLD_ENCRYPTION, BARE]);

/// The ways to sign.
pub(super) const SIGNING: Control = Control::Choice(&[FITTING, OLD_SIGNATURE, PSS, BARE]);

/// The ways to verify.
pub(super) const VERIFICATION: Control = Control::Choice(&[SHOWN, OLD_SIGNATURE, PSS, BARE]);

/// The scheme of encryption that was asked for; `None` for the one that fits.
pub(super) fn encryption(inputs: &Inputs) -> Result<Option<Encryption>, Trouble> {
    Ok(Some(match inputs.text("scheme") {
        "auto" | "" => return Ok(None),
        "oaep" => Encryption::Oaep,
        "pkcs1v15" => Encryption::Pkcs1v15,
        "textbook" => Encryption::Textbook,
        _ => return Err(no_such_choice(inputs, "scheme")),
    }))
}

/// The scheme of signing that was asked for; `None` for the one that fits.
pub(super) fn signing(inputs: &Inputs) -> Result<Option<Signing>, Trouble> {
    Ok(Some(match inputs.text("scheme") {
        "auto" | "" => return Ok(None),
        "pkcs1v15" => Signing::Pkcs1v15,
        "pss" => Signing::Pss,
        "textbook" => Signing::Textbook,
        _ => return Err(no_such_choice(inputs, "scheme")),
    }))
}

/// Why a key too short for padding gets none, in one sentence.
pub(super) fn no_room(key: &PublicKey, what: &str, least: usize) -> String {
    format!(
        "Textbook RSA, because n has {} and {what} needs {least}.",
        plural(key.size())
    )
}

/// How the private power is computed.
pub(super) const HOW: Input = Input {
    default: "crt",
    hint: "The result is the same. Every library computes modulo p and q, which is about four times as fast; one power shows every bit of d at work.",
    showing: Showing::More,
    ..Input::new(
        "how",
        "How to compute the power of d",
        Control::Choice(&[
            Choice {
                value: "crt",
                label: "Modulo p and q (usual)",
            },
            Choice {
                value: "one",
                label: "One power modulo n",
            },
        ]),
    )
};

/// What [`HOW`] holds.
pub(super) fn how(inputs: &Inputs) -> Result<How, Trouble> {
    match inputs.text("how") {
        "crt" | "" => Ok(How::Crt),
        "one" => Ok(How::OnePower),
        _ => Err(no_such_choice(inputs, "how")),
    }
}

/// What to change between one side and the other.
pub(super) const fn tamper(choices: &'static [Choice]) -> Input {
    Input {
        default: "none",
        ..Input::new("tamper", "Change on the way", Control::Choice(choices))
    }
}

/// Which bit to change, asked while something is to be changed.
pub(super) const fn which_bit(changes: &'static [&'static str]) -> Input {
    Input {
        default: "100",
        hint: "Counted from the left, from 0; past the end it begins again.",
        showing: Showing::While("tamper", changes),
        ..Input::new("bit", "Which bit", Control::Number { min: 0, max: 65535 })
    }
}

/// A number of bytes.
pub(super) fn plural(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".into(),
        bytes => format!("{bytes} bytes"),
    }
}

/// What signing and verifying begin with.
pub(super) const MESSAGE: &str = "I owe you 10 euros.";

/// What openssl and Python are told for PSS.
pub(super) const PSS_OPTIONS: (&str, &str) = (
    " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sigopt rsa_mgf1_md:sha256",
    "padding.PSS(padding.MGF1(hashes.SHA256()), 32)",
);

/// Whether the crate's public power of a signature is the bare hash of a
/// message.
pub(super) fn bare_holds(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let n = &key.n.integer;
    let s = BigInt::from_bytes_be(num_bigint::Sign::Plus, signature);
    let m = BigInt::from_bytes_be(num_bigint::Sign::Plus, &Sha256::digest(message)).mod_floor(n);
    signature.len() == key.size()
        && s < *n
        && key.to_crate().is_ok_and(|theirs| {
            rsa::hazmat::rsa_encrypt(&theirs, &as_wide_as(&theirs, &s))
                .is_ok_and(|opened| opened == as_wide_as(&theirs, &m))
        })
}

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

/// A message for textbook RSA that is a number: decimal digits.
pub(super) fn textbook_number(text: &str) -> Option<BigInt> {
    let digits = text.trim();
    if digits.is_empty() || digits.len() > 5000 || !digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    digits.parse().ok()
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
