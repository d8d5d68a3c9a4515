//! What the forms of the RSA page ask for, and what they hold.

use crate::desk::{KeyKind, Kind};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::rsa::{Encryption, How, PrivateKey, PublicKey, Signing};
use crate::units::{Choice, Control, Input, Inputs, Showing};
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
    label: "What the padding shows",
};

/// The ways to encrypt.
pub(in crate::units) const ENCRYPTION: Control =
    Control::Choice(&[FITTING, OAEP, OLD_ENCRYPTION, BARE]);

/// The ways to decrypt.
pub(in crate::units) const DECRYPTION: Control =
    Control::Choice(&[SHOWN, OAEP, OLD_ENCRYPTION, BARE]);

/// The ways to sign.
pub(in crate::units) const SIGNING: Control = Control::Choice(&[FITTING, OLD_SIGNATURE, PSS, BARE]);

/// The ways to verify.
pub(in crate::units) const VERIFICATION: Control =
    Control::Choice(&[SHOWN, OLD_SIGNATURE, PSS, BARE]);

/// The scheme of encryption that was asked for; `None` for the one that fits.
pub(in crate::units) fn encryption(inputs: &Inputs) -> Result<Option<Encryption>, Diagnosis> {
    Ok(Some(match inputs.text("scheme") {
        "auto" | "" => return Ok(None),
        "oaep" => Encryption::Oaep,
        "pkcs1v15" => Encryption::Pkcs1v15,
        "textbook" => Encryption::Textbook,
        _ => return Err(no_such_choice(inputs, "scheme")),
    }))
}

/// The scheme of signing that was asked for; `None` for the one that fits.
pub(in crate::units) fn signing(inputs: &Inputs) -> Result<Option<Signing>, Diagnosis> {
    Ok(Some(match inputs.text("scheme") {
        "auto" | "" => return Ok(None),
        "pkcs1v15" => Signing::Pkcs1v15,
        "pss" => Signing::Pss,
        "textbook" => Signing::Textbook,
        _ => return Err(no_such_choice(inputs, "scheme")),
    }))
}

/// How the private power is computed.
pub(in crate::units) const HOW: Input = Input {
    default: "crt",
    hint: "The result is the same. Most libraries compute modulo p and q, which is about four times as fast; one power shows every bit of d at work.",
    ..Input::new(
        "how",
        "How to compute the d-th power",
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
pub(in crate::units) fn how(inputs: &Inputs) -> Result<How, Diagnosis> {
    match inputs.text("how") {
        "crt" | "" => Ok(How::Crt),
        "one" => Ok(How::OnePower),
        _ => Err(no_such_choice(inputs, "how")),
    }
}

/// What to change between one side and the other.
pub(in crate::units) const fn tamper(choices: &'static [Choice]) -> Input {
    Input {
        default: "none",
        tells: true,
        ..Input::new("tamper", "Change on the way", Control::Choice(choices))
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

/// A value outside the list of a choice.
pub(in crate::units) fn no_such_choice(inputs: &Inputs, id: &'static str) -> Diagnosis {
    Diagnosis::expected("one of the choices")
        .of(id)
        .found(format!("{:?}", inputs.text(id)))
}

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
