//! Which scheme a block follows, as far as the block itself tells.
//!
//! Recognising is for whoever learns from it. Somebody who answers strangers
//! takes one scheme for one key, and never says what a block looked like.

use super::block::{bytes_value, count, i2osp, open_signature, os2ip};
use super::{DecryptionOutcome, Error, How, PrivateKey, PublicKey, VerificationOutcome};
use super::{block, oaep, pkcs1v15, pss, textbook};
use crate::engine::knowers::Knowers;
use crate::engine::number::NamedInteger;
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};
use num_bigint::BigInt;
use zeroize::Zeroizing;

/// A way to encrypt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// OAEP with SHA-256 (RFC 8017 §7.1).
    Oaep,
    /// PKCS#1 v1.5 (§7.2).
    Pkcs1v15,
    /// No padding.
    Textbook,
}

/// A way to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// PKCS#1 v1.5 with SHA-256 (RFC 8017 §8.2).
    Pkcs1v15,
    /// PSS with SHA-256 (§8.1).
    Pss,
    /// The bare hash.
    Textbook,
}

impl Encryption {
    /// The one to take for a key: OAEP, or no padding where the key has no
    /// room for any.
    #[must_use]
    pub fn fitting(key: &PublicKey) -> Self {
        if key.size() < oaep::ADDS {
            Self::Textbook
        } else {
            Self::Oaep
        }
    }

    /// Its name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Oaep => "OAEP",
            Self::Pkcs1v15 => "PKCS#1 v1.5",
            Self::Textbook => "textbook RSA",
        }
    }
}

impl Signing {
    /// The one to take for a key: PKCS#1 v1.5, or the bare hash where the key
    /// has no room for a block.
    #[must_use]
    pub fn fitting(key: &PublicKey) -> Self {
        if key.size() < pkcs1v15::SIGN_LEAST {
            Self::Textbook
        } else {
            Self::Pkcs1v15
        }
    }

    /// Whether a key has room for it.
    #[must_use]
    pub fn fits(self, key: &PublicKey) -> bool {
        match self {
            Self::Pkcs1v15 => pkcs1v15::fits(key.size()).is_ok(),
            Self::Pss => pss::fits(key, pss::SALT).is_ok(),
            Self::Textbook => true,
        }
    }

    /// Its name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pkcs1v15 => "PKCS#1 v1.5",
            Self::Pss => "PSS",
            Self::Textbook => "textbook RSA",
        }
    }
}

/// What decrypting found out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decryption {
    /// The scheme that was followed.
    pub scheme: Encryption,
    /// The scheme that the block shows, where it plainly shows one.
    pub looks_like: Option<Encryption>,
    /// The message, or why there is none.
    pub opened: DecryptionOutcome,
    /// The numbers that came out, where the scheme is textbook RSA.
    pub numbers: Vec<BigInt>,
}

/// Decrypts by a scheme, or by the one that the block shows.
///
/// # Errors
/// When the computation itself fails, or the key is too short for the scheme.
pub fn decrypt(
    key: &PrivateKey,
    ciphertext: &[u8],
    wanted: Option<Encryption>,
    how: How,
    observer: &mut impl Observer,
) -> Result<Decryption, Error> {
    let public = key.public();
    let fitting = Encryption::fitting(&public);
    let several = ciphertext.len() > key.size() && ciphertext.len().is_multiple_of(key.size());
    let bare = match wanted {
        Some(wanted) => wanted == Encryption::Textbook,
        None => fitting == Encryption::Textbook || several,
    };
    if bare {
        return by_numbers(key, &public, ciphertext, how, observer);
    }
    if wanted == Some(Encryption::Oaep) && fitting == Encryption::Textbook {
        return Err(Error::KeyTooShort {
            scheme: "OAEP with SHA-256",
            expected: oaep::ADDS,
            found: key.size(),
        });
    }
    let em = match block::decrypt_block(key, ciphertext, how, observer)? {
        Ok(em) => em,
        Err(opened) => {
            return Ok(Decryption {
                scheme: wanted.unwrap_or(fitting),
                looks_like: None,
                opened,
                numbers: Vec::new(),
            });
        }
    };
    let looks_like = encryption_of(&em);
    let scheme = wanted.or(looks_like).unwrap_or(fitting);
    if wanted != looks_like {
        observer.step(|| recognised(&em, looks_like));
    }
    let mut numbers = Vec::new();
    let opened = match scheme {
        Encryption::Oaep => oaep::unpad(&em, b"", observer),
        Encryption::Pkcs1v15 => pkcs1v15::unpad(&em, observer),
        Encryption::Textbook => {
            numbers.push(os2ip(&em));
            plain(&public, &numbers)
        }
    };
    Ok(Decryption {
        scheme,
        looks_like,
        opened,
        numbers,
    })
}

fn by_numbers(
    key: &PrivateKey,
    public: &PublicKey,
    ciphertext: &[u8],
    how: How,
    observer: &mut impl Observer,
) -> Result<Decryption, Error> {
    let scheme = Encryption::Textbook;
    let numbers = match textbook::numbers(public, ciphertext) {
        Ok(numbers) => textbook::decrypt_numbers(key, &numbers, how, observer)?,
        Err(opened) => {
            return Ok(Decryption {
                scheme,
                looks_like: None,
                opened,
                numbers: Vec::new(),
            });
        }
    };
    let mut looks_like = None;
    if let [m] = numbers.as_slice() {
        let em = Zeroizing::new(i2osp("the block", m, key.size())?);
        looks_like = encryption_of(&em).filter(|shown| *shown != scheme);
        if looks_like.is_some() {
            observer.step(|| recognised(&em, looks_like));
        }
    }
    Ok(Decryption {
        scheme,
        looks_like,
        opened: plain(public, &numbers),
        numbers,
    })
}

fn plain(key: &PublicKey, numbers: &[BigInt]) -> DecryptionOutcome {
    match textbook::text(&key.n.integer, numbers) {
        Some(text) => DecryptionOutcome::message(&text),
        None => DecryptionOutcome::failed("A number is too large for a block of whole bytes."),
    }
}

/// How many zero bytes in front of a block no padding leaves: by chance one
/// in 2⁵⁶ blocks begins so.
const ZEROS: usize = 8;

/// The scheme of a block that was encrypted, where it shows one.
fn encryption_of(em: &[u8]) -> Option<Encryption> {
    // OAEP holds a hash, which no chance does; one of 256 of its blocks begins as
    // those of PKCS#1 v1.5 do.
    if oaep::unpad(em, b"", &mut ()).message.is_some() {
        Some(Encryption::Oaep)
    } else if pkcs1v15::encrypts(em) {
        Some(Encryption::Pkcs1v15)
    } else if em.len() > ZEROS && em.iter().take(ZEROS).all(|byte| *byte == 0) {
        Some(Encryption::Textbook)
    } else {
        None
    }
}

fn recognised(em: &[u8], looks_like: Option<Encryption>) -> Step {
    const CAUTION: &str = "Detecting the scheme is for learning only: a server fixes one scheme for each key, and never says what a block looked like.";
    let step = Step::new("recognise", "What does the block look like?");
    let whole = bytes_value("EM", em, Knowers::OWNER);
    let bytes = |from: usize, to: usize| Expr::slice(&whole, count(from), count(to));
    match looks_like {
        Some(Encryption::Pkcs1v15) => step
            .says(format!("It begins with 00 02, then bytes other than 0, then a 0: the form of PKCS#1 v1.5. {CAUTION}"))
            .equation(Equation::equal(
                bytes(0, 2),
                Expr::concat(vec![Expr::repeat(0, 1), Expr::repeat(2, 1)]),
            )),
        Some(Encryption::Oaep) => step
            .says(format!("It begins with 00, and with the masks taken off it holds the hash of the empty label: the form of OAEP. {CAUTION}"))
            .equation(Equation::equal(bytes(0, 1), Expr::repeat(0, 1))),
        Some(Encryption::Textbook) => step
            .says(format!("It begins with more zeros than any padding leaves: a bare number. {CAUTION}"))
            .equation(Equation::equal(bytes(0, ZEROS), Expr::repeat(0, count(ZEROS)))),
        None => step.says("It shows no scheme that is known here: the ciphertext was made with another hash (OAEP of openssl and Java takes SHA-1 unless told otherwise), key or exponent, or it was changed."),
    }
}

/// What verifying found out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verification {
    /// The scheme that was followed.
    pub scheme: Signing,
    /// The scheme that the signature shows, where it plainly shows one.
    pub looks_like: Option<Signing>,
    /// The length of the salt in bytes, where the scheme is PSS: what the block
    /// shows, else the usual one.
    pub salt: usize,
    /// What was compared.
    pub checked: VerificationOutcome,
}

/// Verifies a signature by a scheme, or by the one that the signature shows.
///
/// # Errors
/// When the key is too short for the scheme.
pub fn verify(
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
    wanted: Option<Signing>,
    observer: &mut impl Observer,
) -> Result<Verification, Error> {
    let fitting = Signing::fitting(key);
    match wanted {
        Some(Signing::Pkcs1v15) => {
            pkcs1v15::fits(key.size())?;
        }
        Some(Signing::Pss) => {
            pss::fits(key, 0)?;
        }
        Some(Signing::Textbook) | None => {}
    }
    let m = match open_signature(key, signature, observer)? {
        Ok(m) => m,
        Err(checked) => {
            return Ok(Verification {
                scheme: wanted.unwrap_or(fitting),
                looks_like: None,
                salt: pss::SALT,
                checked,
            });
        }
    };
    let salt = pss::salt_length(key, &m).unwrap_or(pss::SALT);
    let looks_like = match fitting {
        Signing::Textbook => None,
        _ => signing_of(key, &m),
    };
    let scheme = wanted.or(looks_like).unwrap_or(fitting);
    if wanted != looks_like && fitting != Signing::Textbook {
        let em = i2osp("the block", &m.integer, key.size())?;
        let em = bytes_value("EM", &em, Knowers::EVERYBODY);
        observer.step(|| signed_by(&m, &em, key, looks_like));
    }
    let checked = match scheme {
        Signing::Pkcs1v15 => pkcs1v15::compare(key, message, &m, observer),
        Signing::Pss => pss::compare(key, message, &m, salt, observer),
        Signing::Textbook => textbook::compare(key, message, &m, observer),
    }?;
    Ok(Verification {
        scheme,
        looks_like,
        salt,
        checked,
    })
}

/// The scheme that a signature shows, where it plainly shows one.
#[must_use]
pub fn recognise(key: &PublicKey, signature: &[u8]) -> Option<Signing> {
    match open_signature(key, signature, &mut ()) {
        Ok(Ok(m)) if Signing::fitting(key) != Signing::Textbook => signing_of(key, &m),
        _ => None,
    }
}

/// The scheme of the number in a signature, where it shows one.
fn signing_of(key: &PublicKey, m: &NamedInteger) -> Option<Signing> {
    let em = i2osp("the block", &m.integer, key.size()).ok()?;
    if pkcs1v15::signs(&em) {
        Some(Signing::Pkcs1v15)
    } else if pss::salt_length(key, m).is_some() {
        Some(Signing::Pss)
    } else if m.integer.bits() <= 256 {
        Some(Signing::Textbook)
    } else {
        None
    }
}

fn signed_by(m: &NamedInteger, em: &Value, key: &PublicKey, looks_like: Option<Signing>) -> Step {
    let step = Step::new("recognise", "What does the block look like?");
    let k = key.size();
    let bytes = |from: usize, to: usize| Expr::slice(em, count(from), count(to));
    let step = match looks_like {
        Some(Signing::Pkcs1v15) => step
            .says("It begins with 00 01 and bytes ff: the form of PKCS#1 v1.5.")
            .equation(Equation::equal(
                bytes(0, 10),
                Expr::concat(vec![
                    Expr::repeat(0, 1),
                    Expr::repeat(1, 1),
                    Expr::repeat(0xff, 8),
                ]),
            )),
        Some(Signing::Pss) => step
            .says("It ends with bc, and with the mask taken off it begins with zeros, a 1 and a salt: the form of PSS.")
            .equation(Equation::equal(bytes(k - 1, k), Expr::repeat(0xbc, 1))),
        Some(Signing::Textbook) => step
            .says("It is as short as a bare hash, with zeros in front: no padding at all.")
            .equation(Equation::new(
                Expr::bit_length(m),
                crate::engine::trace::Relation::AtMost,
                256,
            )),
        None => {
            return step.says(
                "It shows no scheme that is known here (PKCS#1 v1.5 or PSS, with SHA-256): the signature was made with another hash or another key, or it was changed.",
            );
        }
    };
    step.value(em.clone())
        .equation(Equation::equal(em, Expr::i2osp(m, count(k))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    /// A masked seed may begin with a 2, and then the block begins with 00 02.
    #[test]
    fn a_block_of_oaep_that_begins_like_the_old_padding_is_one_of_oaep() {
        let block = |seed: u16| {
            let [high, low] = seed.to_be_bytes();
            let mut whole = [0; 32];
            (whole[0], whole[1]) = (high, low);
            oaep::encode(b"sixteen bytes ok", b"", &whole, 128 - 66 - 16, &mut ())
        };
        let em = (0..=u16::MAX).map(block).find(|em| pkcs1v15::encrypts(em));
        assert_eq!(encryption_of(&em.unwrap()), Some(Encryption::Oaep));
    }
}
