//! Hashes and HKDF (RFC 5869), computed.

use crate::engine::trace::{Data, Hash, Value};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest as _;
use zeroize::Zeroizing;

/// A hash of bytes.
pub(super) fn digest(hash: Hash, bytes: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
        Hash::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
        Hash::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
    }
}

/// HMAC of parts, one after the other (RFC 2104).
pub(super) fn hmac(hash: Hash, key: &[u8], parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    match hash {
        Hash::Sha1 => mac::<Hmac<sha1::Sha1>>(key, parts),
        Hash::Sha256 => mac::<Hmac<sha2::Sha256>>(key, parts),
        Hash::Sha384 => mac::<Hmac<sha2::Sha384>>(key, parts),
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return Zeroizing::default();
    };
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

/// `HKDF-Extract` (RFC 5869 §2.2).
pub(super) fn extract(hash: Hash, salt: &[u8], material: &[u8]) -> Zeroizing<Vec<u8>> {
    hmac(hash, salt, &[material])
}

/// `HKDF-Expand` (RFC 5869 §2.3): at most 255 blocks, of which nobody needs so many.
pub(super) fn expand(hash: Hash, key: &[u8], info: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut all = Zeroizing::new(Vec::new());
    let mut block = Zeroizing::new(Vec::new());
    for counter in 1..=u8::MAX {
        if all.len() >= length {
            break;
        }
        block = hmac(hash, key, &[&block, info, &[counter]]);
        all.extend(&block[..]);
    }
    all.truncate(length);
    all
}

/// The bytes of a value; none where it has no bytes.
pub(super) fn bytes_of(value: &Value) -> &[u8] {
    match &value.data {
        Data::Bytes(bytes) => bytes,
        _ => &[],
    }
}

/// A length in an expression.
pub(super) fn constant(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
