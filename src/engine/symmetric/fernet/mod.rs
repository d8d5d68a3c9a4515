//! Fernet tokens (the Fernet specification, version 0x80): AES-128-CBC and
//! HMAC-SHA256 with a timestamp, as text.
//!
//! # Where implementations differ
//! - The specification checks the age of a token only where a maximum age
//!   (TTL) is given, and its text says nothing of tokens from the future; its
//!   list of invalid tokens has one with "unacceptable clock skew". Like
//!   Python's `cryptography` and the Go implementation, this one allows a
//!   skew of 60 seconds and checks it only together with the TTL: without a
//!   TTL no clock is looked at.
//! - Python decodes base64 leniently: it passes over characters that do not
//!   belong and over bits behind the last byte. Here the text is read as
//!   canonical base64url first; where it is not, a token or a key that Python
//!   finds in it is taken, with a remark ([`super::lenient`]). White space
//!   around it is for the caller to trim.

mod dissect;
mod key;
mod open;
mod text;

pub use dissect::{Maker, dissect_key, dissect_token};
pub use key::{Key, KeyError};
pub use open::{Check, DecryptedToken, Failure, decrypt};
pub use text::{is_made_with, is_token, read};

use super::aes_block::{BLOCK, Block};
use super::{base64url, cbc, hmac, pkcs7};
use crate::engine::knowers::Knowers;
use crate::engine::time::utc;
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};

/// The only version there is.
pub const VERSION: u8 = 0x80;

/// How far ahead of the own clock a token may be, in seconds.
pub const MAX_CLOCK_SKEW: u64 = 60;

/// The bytes before the ciphertext: version, timestamp and IV.
pub const HEAD: usize = 1 + 8 + BLOCK;

/// The bytes of the HMAC.
pub const TAG: usize = 32;

/// The symbol of a token without its tag.
const SIGNED: &str = "signed";

/// A finished token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes: version, timestamp, IV, ciphertext, HMAC.
    pub bytes: Vec<u8>,
    /// The bytes in base64url, which is what travels.
    pub text: String,
}

/// Makes a token, in the order of the specification ("Generating").
///
/// `iv` must never be used twice with a key; `now` is in seconds since
/// 1970-01-01 UTC.
pub fn encrypt(
    key: &Key,
    message: &[u8],
    iv: &Block,
    now: u64,
    observer: &mut impl Observer,
) -> Token {
    key.tell_halves(observer);
    let timestamp = now.to_be_bytes();
    observer.step(|| {
        let t = Value::public("t", now).meaning("seconds since 1970-01-01 UTC");
        let bytes = Value::public_bytes("T", timestamp).meaning("the timestamp");
        Step::new("timestamp", "Record the time")
            .says(format!("It is {}. The token carries its time in the open, so that the receiver can refuse old ones.", utc(now)))
            .equation(Equation::equal(Expr::i2osp(&t, 8), &bytes))
            .value(t)
            .value(bytes)
            .source("Fernet", "Timestamp")
    });
    observer.step(|| {
        Step::new("iv", "Choose an initialization vector")
            .says("16 random bytes. A sender draws new ones for every token, so that the same message never gives the same token twice; they are no secret. Here another message or another key gets others, and the same message keeps them until you draw anew.")
            .value(Value::public_bytes("IV", *iv).meaning("the initialization vector"))
            .source("Fernet", "IV")
    });
    let padded = pkcs7::pad(message, observer);
    let blocks = cbc::encrypt(key.encryption(), iv, padded.as_chunks().0, observer);
    let ciphertext = blocks.as_flattened();
    let mut bytes = vec![VERSION];
    bytes.extend(timestamp);
    bytes.extend(iv);
    bytes.extend(ciphertext);
    observer.step(|| {
        let m = Value::public_bytes(SIGNED, &bytes[..]).meaning("what the HMAC protects");
        Step::new("frame", "Put the parts together")
            .says("Version, timestamp, IV and ciphertext, one after the other. All of this will be protected by the HMAC.")
            .equation(Equation::equal(
                Expr::concat(vec![
                    Value::public_bytes("version", [VERSION]).into(),
                    Value::public_bytes("T", timestamp).into(),
                    Value::public_bytes("IV", *iv).into(),
                    Value::public_bytes("C", ciphertext).into(),
                ]),
                &m,
            ))
            .value(m)
            .source("Fernet", "Token Format")
    });
    let names = hmac::Names {
        key: "K_sign",
        message: SIGNED,
        tag: "tag",
    };
    let tag = hmac::hmac_sha256(key.signing(), &bytes, names, Knowers::EVERYBODY, observer);
    let parts = [(SIGNED, &bytes[..]), ("tag", &tag[..])];
    let text = base64url::encode(&parts, "token", Knowers::EVERYBODY, observer);
    bytes.extend(tag);
    Token { bytes, text }
}

#[cfg(test)]
mod tests;
