//! From the text of a token to its bytes.

use super::{HEAD, Key, TAG, VERSION};
use crate::engine::knowers::Knowers;
use crate::engine::symmetric::base64url::{self, Base64Error};
use crate::engine::symmetric::hmac::{Names, hmac_sha256};
use crate::engine::symmetric::lenient::{Reading, readings};
use subtle::ConstantTimeEq;

/// Whether bytes begin as a token does, and have room for its fields.
#[must_use]
pub fn is_token(bytes: &[u8]) -> bool {
    bytes.first() == Some(&VERSION) && bytes.len() >= HEAD + TAG
}

/// Whether the HMAC of a token is the one that this key gives.
#[must_use]
pub fn is_made_with(key: &Key, token: &[u8]) -> bool {
    let names = Names {
        key: "",
        message: "",
        tag: "",
    };
    let Some((signed, tag)) = token.split_last_chunk::<TAG>() else {
        return false;
    };
    let computed = hmac_sha256(key.signing(), signed, names, Knowers::EVERYBODY, &mut ());
    bool::from(computed.ct_eq(tag))
}

/// The bytes of a token's text: canonical base64url, or a token that Python
/// finds in it. Where releases of Python find two, it is the one that was made
/// with the key.
///
/// # Errors
/// The first place where the text is not canonical, where Python finds no
/// token in it either.
pub fn read(key: &Key, text: &str) -> Result<Reading, Base64Error> {
    let error = match base64url::decode(text) {
        Ok(bytes) => return Ok(Reading::canonical(bytes)),
        Err(error) => error,
    };
    let mut tokens = readings(text);
    tokens.retain(|token| is_token(&token.bytes));
    let theirs = |token: &Reading| is_made_with(key, &token.bytes);
    let at = tokens.iter().position(theirs).unwrap_or(0);
    tokens.into_iter().nth(at).ok_or(error)
}
