//! The `rsa` crate, with which every result is compared.

use crate::engine::rsa::{PrivateKey, PublicKey};
use chacha20::ChaCha20Rng;
use num_bigint::BigInt;
use num_integer::Integer;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256};

/// Whether the crate's public power of a signature is the bare hash of a
/// message.
pub(in crate::units) fn bare_holds(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
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

/// Whether the crate's private power of a number is this other one.
pub(in crate::units) fn leads_back(key: &PrivateKey, c: &BigInt, m: &BigInt) -> bool {
    key.to_crate().is_ok_and(|theirs| {
        rsa::hazmat::rsa_decrypt(None::<&mut ChaCha20Rng>, &theirs, &as_wide_as(&theirs, c))
            .is_ok_and(|result| result == as_wide_as(&theirs, m))
    })
}

/// The implementation that ours is compared with.
pub(in crate::units) const CRATE: &str = crate::units::form::judges::RSA;

/// A number as big-endian bytes of a given length; longer where it does not
/// fit.
pub(in crate::units) fn to_bytes(number: &BigInt, length: usize) -> Vec<u8> {
    let bytes = if number.sign() == num_bigint::Sign::NoSign {
        Vec::new()
    } else {
        number.to_bytes_be().1
    };
    [vec![0; length.saturating_sub(bytes.len())], bytes].concat()
}

/// A number in the type of the `rsa` crate, as wide as the modulus.
pub(in crate::units) fn as_wide_as(key: &impl PublicKeyParts, number: &BigInt) -> rsa::BoxedUint {
    rsa::BoxedUint::from_be_slice_truncated(&number.to_bytes_be().1, key.n_bits_precision())
}
