//! What the forms of the RSA page ask for, and what they hold.

use crate::desk::{KeyKind, Kind};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::rsa::{Encryption, How, PrivateKey, PublicKey, Signing};
use crate::units::{Choice, Control, Input, Inputs, Showing, choices};
use num_bigint::BigInt;

/// An RSA key, private or public.
pub(in crate::units) const ANY_KEY: &[Kind] = &[
    Kind::PublicKey(KeyKind::Rsa),
    Kind::PrivateKey(KeyKind::Rsa),
];

/// An RSA private key.
pub(in crate::units) const PRIVATE_KEY: &[Kind] = &[Kind::PrivateKey(KeyKind::Rsa)];

/// The owner's key, of the exhibit that makes one.
pub(in crate::units) const OWN_KEY: Input = Input {
    default: "rsa-keygen",
    ..Input::new("key", "Private key", Control::Thing(PRIVATE_KEY))
};

/// The public key chosen in a field, or the public half of a private key.
pub(in crate::units) fn public_key(
    inputs: &Inputs,
    id: &'static str,
) -> Result<PublicKey, Diagnosis> {
    let material = inputs.thing(id)?;
    match material.kind {
        Kind::PrivateKey(KeyKind::Rsa) => private_key(inputs, id).map(|key| key.public()),
        Kind::PublicKey(KeyKind::Rsa) => {
            PublicKey::from_spki_der(&material.bytes).map_err(|error| error.diagnosis().of(id))
        }
        other => Err(Diagnosis::expected("an RSA key")
            .of(id)
            .found(format!("a {}", other.name()))),
    }
}

/// The private key chosen in a field.
pub(in crate::units) fn private_key(
    inputs: &Inputs,
    id: &'static str,
) -> Result<PrivateKey, Diagnosis> {
    let material = inputs.thing(id)?;
    match material.kind {
        Kind::PrivateKey(KeyKind::Rsa) => {
            PrivateKey::from_pkcs8_der(&material.bytes).map_err(|error| error.diagnosis().of(id))
        }
        Kind::PublicKey(_) => Err(Diagnosis::expected("an RSA private key")
            .of(id)
            .found("a public key")
            .help("Only the owner of the private key can do this.")),
        other => Err(Diagnosis::expected("an RSA private key")
            .of(id)
            .found(format!("a {}", other.name()))),
    }
}

/// A number in decimal digits; spaces and underscores between them are fine.
pub(in crate::units) fn decimal(
    inputs: &Inputs,
    id: &'static str,
    expected: &'static str,
    most_bits: u64,
) -> Result<BigInt, Diagnosis> {
    let text = inputs.text(id);
    let mut digits = String::new();
    for (at, character) in text.char_indices() {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '_' | '\n' | '\r' | '\t' => {}
            other => {
                return Err(Diagnosis::expected(expected)
                    .of(id)
                    .found(format!("{other:?}"))
                    .byte(at)
                    .help("Write the number in decimal digits."));
            }
        }
    }
    if digits.is_empty() {
        return Err(Diagnosis::expected(expected).of(id).found("nothing"));
    }
    // Longer than any number of so many bits: not worth converting.
    let limit = usize::try_from(most_bits).unwrap_or(usize::MAX) / 3 + 2;
    let number: Option<BigInt> = digits
        .get(..digits.len().min(limit))
        .and_then(|digits| digits.parse().ok());
    match number {
        Some(number) if digits.len() <= limit && number.bits() <= most_bits => Ok(number),
        _ => Err(Diagnosis::expected(expected)
            .of(id)
            .found(format!("a number of {} digits", digits.len()))
            .help(format!("Numbers here have at most {most_bits} bits."))),
    }
}

choices! {
    /// The ways to encrypt, and to decrypt.
    pub(in crate::units) enum EncryptionChoice, at first Fitting {
        Fitting: "auto", "What fits the key";
        Oaep: "oaep", "OAEP with SHA-256";
        Pkcs1v15: "pkcs1v15", "PKCS#1 v1.5 (old)";
        Textbook: "textbook", "Textbook, no padding (never)";
    }
}

choices! {
    /// The ways to sign, and to verify.
    pub(in crate::units) enum SigningChoice, at first Fitting {
        Fitting: "auto", "What fits the key";
        Pkcs1v15: "pkcs1v15", "PKCS#1 v1.5 with SHA-256";
        Pss: "pss", "PSS with SHA-256";
        Textbook: "textbook", "Textbook, no padding (never)";
    }
}

/// What fits, where a padding is there to be read.
const fn shown(fitting: Choice) -> Choice {
    Choice {
        label: "What the padding shows",
        ..fitting
    }
}

/// The ways to decrypt.
pub(in crate::units) const DECRYPTION: Input = Input {
    control: Control::Choice(&[
        shown(EncryptionChoice::Fitting.choice()),
        EncryptionChoice::Oaep.choice(),
        EncryptionChoice::Pkcs1v15.choice(),
        EncryptionChoice::Textbook.choice(),
    ]),
    ..EncryptionChoice::input("scheme", "Scheme")
};

/// The ways to verify.
pub(in crate::units) const VERIFICATION: Input = Input {
    control: Control::Choice(&[
        shown(SigningChoice::Fitting.choice()),
        SigningChoice::Pkcs1v15.choice(),
        SigningChoice::Pss.choice(),
        SigningChoice::Textbook.choice(),
    ]),
    ..SigningChoice::input("scheme", "Scheme")
};

/// The scheme of encryption that was asked for; `None` for the one that fits.
pub(in crate::units) fn encryption(inputs: &Inputs) -> Option<Encryption> {
    match EncryptionChoice::read(inputs, "scheme") {
        EncryptionChoice::Fitting => None,
        EncryptionChoice::Oaep => Some(Encryption::Oaep),
        EncryptionChoice::Pkcs1v15 => Some(Encryption::Pkcs1v15),
        EncryptionChoice::Textbook => Some(Encryption::Textbook),
    }
}

/// The scheme of signing that was asked for; `None` for the one that fits.
pub(in crate::units) fn signing(inputs: &Inputs) -> Option<Signing> {
    match SigningChoice::read(inputs, "scheme") {
        SigningChoice::Fitting => None,
        SigningChoice::Pkcs1v15 => Some(Signing::Pkcs1v15),
        SigningChoice::Pss => Some(Signing::Pss),
        SigningChoice::Textbook => Some(Signing::Textbook),
    }
}

choices! {
    /// How the private power is computed.
    pub(in crate::units) enum HowChoice, at first Crt {
        Crt: "crt", "Modulo p and q (usual)";
        OnePower: "one", "One power modulo n";
    }
}

/// How the private power is computed.
pub(in crate::units) const HOW: Input = Input {
    hint: "The result is the same. Most libraries compute modulo p and q, which is about four times as fast; one power shows every bit of d at work.",
    ..HowChoice::input("how", "How to compute the d-th power")
};

/// What [`HOW`] holds.
pub(in crate::units) fn how(inputs: &Inputs) -> How {
    match HowChoice::read(inputs, "how") {
        HowChoice::Crt => How::Crt,
        HowChoice::OnePower => How::OnePower,
    }
}

/// Which bit to change, asked while something is to be changed.
pub(in crate::units) const fn which_bit(changes: &'static [&'static str]) -> Input {
    Input {
        default: "100",
        hint: "Counted from the left, from 0; past the end it begins again.",
        showing: Showing::While("tamper", changes),
        tells: true,
        ..Input::new("bit", "Which bit", Control::Number { min: 0, max: 65535 })
    }
}

/// What signing and verifying begin with.
pub(in crate::units) const MESSAGE: &str = "I owe you 10 euros.";

/// The bytes with one bit changed, counted from the left and round again
/// past the end; nothing to change in no bytes.
pub(in crate::units) fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = bit.checked_rem(bytes.len() * 8).unwrap_or(0);
    if let Some(byte) = bytes.get_mut(at / 8) {
        *byte ^= 0x80 >> (at % 8);
    }
    bytes
}

/// Which bit to change.
pub(in crate::units) fn bit(inputs: &Inputs) -> Result<usize, Diagnosis> {
    let bit = inputs.number("bit", 0..=65535)?;
    Ok(usize::try_from(bit).unwrap_or(0))
}

/// A message for textbook RSA that is a number: decimal digits.
pub(in crate::units) fn textbook_number(text: &str) -> Option<BigInt> {
    let digits = text.trim();
    if digits.is_empty() || digits.len() > 5000 || !digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    digits.parse().ok()
}
