//! Hashes, ciphers and what is built of them, by their crates.

use super::{Answer, Arguments, EvalError, Evaluation};
use crate::engine::trace::Hash;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use ghash::GHash;
use ghash::universal_hash::UniversalHash;
use hkdf::Hkdf;
use hmac::Mac;
use sha2::Digest;

pub(in crate::engine::trace) fn digest(hash: Hash, of: &mut Arguments) -> Answer {
    Ok(Evaluation::Bytes(hashed(hash, &of.bytes()?)))
}

pub(in crate::engine::trace) fn hmac(hash: Hash, of: &mut Arguments) -> Answer {
    let (key, message) = (of.bytes()?, of.bytes()?);
    let tag = match hash {
        Hash::Sha1 => mac::<hmac::Hmac<sha1::Sha1>>(&key, &message)?,
        Hash::Sha256 => mac::<hmac::Hmac<sha2::Sha256>>(&key, &message)?,
        Hash::Sha384 => mac::<hmac::Hmac<sha2::Sha384>>(&key, &message)?,
    };
    Ok(Evaluation::Bytes(tag))
}

/// The mask of RFC 8017 §B.2.1.
pub(in crate::engine::trace) fn mgf1(hash: Hash, of: &mut Arguments) -> Answer {
    let (seed, length) = (of.bytes()?, of.size()?);
    let mut mask = Vec::new();
    let mut counter = 0_u32;
    while mask.len() < length {
        mask.extend(hashed(hash, &[&seed[..], &counter.to_be_bytes()].concat()));
        counter += 1;
    }
    mask.truncate(length);
    Ok(Evaluation::Bytes(mask))
}

pub(in crate::engine::trace) fn hkdf_extract(hash: Hash, of: &mut Arguments) -> Answer {
    let (salt, material) = (of.bytes()?, of.bytes()?);
    let key = match hash {
        Hash::Sha1 => Hkdf::<sha1::Sha1>::extract(Some(&salt), &material)
            .0
            .to_vec(),
        Hash::Sha256 => Hkdf::<sha2::Sha256>::extract(Some(&salt), &material)
            .0
            .to_vec(),
        Hash::Sha384 => Hkdf::<sha2::Sha384>::extract(Some(&salt), &material)
            .0
            .to_vec(),
    };
    Ok(Evaluation::Bytes(key))
}

pub(in crate::engine::trace) fn hkdf_expand(hash: Hash, of: &mut Arguments) -> Answer {
    let (key, info, length) = (of.bytes()?, of.bytes()?, of.size()?);
    let mut expanded = vec![0; length];
    let short = |_| EvalError::Length {
        expected: hash.size(),
        found: key.len(),
    };
    let result = match hash {
        Hash::Sha1 => Hkdf::<sha1::Sha1>::from_prk(&key)
            .map_err(short)?
            .expand(&info, &mut expanded),
        Hash::Sha256 => Hkdf::<sha2::Sha256>::from_prk(&key)
            .map_err(short)?
            .expand(&info, &mut expanded),
        Hash::Sha384 => Hkdf::<sha2::Sha384>::from_prk(&key)
            .map_err(short)?
            .expand(&info, &mut expanded),
    };
    match result {
        Ok(()) => Ok(Evaluation::Bytes(expanded)),
        Err(_) => Err(EvalError::OutOfRange {
            found: length.into(),
        }),
    }
}

pub(in crate::engine::trace) fn aes_encrypt(of: &mut Arguments) -> Answer {
    let (cipher, mut block) = aes_block(&of.bytes()?, &of.bytes()?)?;
    cipher.encrypt_block(&mut block);
    Ok(Evaluation::Bytes(block.to_vec()))
}

pub(in crate::engine::trace) fn aes_decrypt(of: &mut Arguments) -> Answer {
    let (cipher, mut block) = aes_block(&of.bytes()?, &of.bytes()?)?;
    cipher.decrypt_block(&mut block);
    Ok(Evaluation::Bytes(block.to_vec()))
}

pub(in crate::engine::trace) fn aes_256_encrypt(of: &mut Arguments) -> Answer {
    let (cipher, mut block) = aes_256_block(&of.bytes()?, &of.bytes()?)?;
    cipher.encrypt_block(&mut block);
    Ok(Evaluation::Bytes(block.to_vec()))
}

pub(in crate::engine::trace) fn aes_256_decrypt(of: &mut Arguments) -> Answer {
    let (cipher, mut block) = aes_256_block(&of.bytes()?, &of.bytes()?)?;
    cipher.decrypt_block(&mut block);
    Ok(Evaluation::Bytes(block.to_vec()))
}

/// GHASH of one block is its product with the key (SP 800-38D §6.4).
pub(in crate::engine::trace) fn block_product(of: &mut Arguments) -> Answer {
    let [a, b] = [block(&of.bytes()?)?, block(&of.bytes()?)?];
    let mut hash = GHash::new(&a.into());
    hash.update(&[b.into()]);
    Ok(Evaluation::Bytes(hash.finalize().to_vec()))
}

fn hashed(hash: Hash, bytes: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
        Hash::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
        Hash::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
    }
}

fn mac<M: Mac + hmac::KeyInit>(key: &[u8], message: &[u8]) -> Result<Vec<u8>, EvalError> {
    let mut mac = <M as hmac::KeyInit>::new_from_slice(key).map_err(|_| EvalError::Length {
        expected: 64,
        found: key.len(),
    })?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

fn aes_block(key: &[u8], text: &[u8]) -> Result<(aes::Aes128, aes::Block), EvalError> {
    let cipher = aes::Aes128::new_from_slice(key).map_err(|_| EvalError::Length {
        expected: 16,
        found: key.len(),
    })?;
    Ok((cipher, block(text)?.into()))
}

fn aes_256_block(key: &[u8], text: &[u8]) -> Result<(aes::Aes256, aes::Block), EvalError> {
    let cipher = aes::Aes256::new_from_slice(key).map_err(|_| EvalError::Length {
        expected: 32,
        found: key.len(),
    })?;
    Ok((cipher, block(text)?.into()))
}

/// The 16 bytes of a block.
pub(super) fn block(bytes: &[u8]) -> Result<[u8; 16], EvalError> {
    bytes.try_into().map_err(|_| EvalError::Length {
        expected: 16,
        found: bytes.len(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use crate::engine::hex;
    use crate::engine::trace::{Expr, Hash, Value};

    fn bytes(digits: &str) -> Value {
        let pairs = digits.as_bytes().chunks(2);
        let bytes =
            pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap());
        Value::public_bytes("x", bytes.collect::<Vec<u8>>())
    }

    fn worth(expr: &Expr) -> String {
        let bytes = expr.evaluate().unwrap().bytes().unwrap();
        hex::spaced(&bytes).replace(' ', "")
    }

    /// RFC 5869, appendix A.1 and A.4.
    #[test]
    fn keys_are_derived_as_published() {
        let salt = bytes("000102030405060708090a0b0c");
        let info = bytes("f0f1f2f3f4f5f6f7f8f9");
        let material = bytes(&"0b".repeat(22));
        let key = Expr::hkdf_extract(Hash::Sha256, &salt, &material);
        assert_eq!(
            worth(&key),
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
        );
        assert_eq!(
            worth(&Expr::hkdf_expand(Hash::Sha256, key, &info, 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        );
        let key = Expr::hkdf_extract(Hash::Sha1, &salt, bytes(&"0b".repeat(11)));
        assert_eq!(worth(&key), "9b6c18c432a7bf8f0e71c8eb88f4b30baa2ba243");
        let short = Expr::hkdf_expand(Hash::Sha256, bytes("00"), &info, 42);
        assert!(short.evaluate().is_err());
        let long = Expr::hkdf_expand(Hash::Sha256, bytes(&"00".repeat(32)), &info, 255 * 32 + 1);
        assert!(long.evaluate().is_err());
    }

    /// SHA-384 of `abc` (FIPS 180-4's example), HMAC of RFC 4231 §4.2; the keys are those
    /// of RFC 5869, appendix A.1, with this hash, as Python's `cryptography` 48 has them.
    #[test]
    fn sha_384_is_hashed_and_derived_with() {
        let hash = Hash::Sha384;
        let key = "704b39990779ce1dc548052c7dc39f303570dd13fb39f7acc564680bef80e8dec70ee9a7e1f3e293ef68eceb072a5ade";
        for (expr, expected) in [
            (
                Expr::digest(hash, bytes("616263")),
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
            ),
            (
                Expr::hmac(hash, bytes(&"0b".repeat(20)), bytes("4869205468657265")),
                "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
            ),
            (
                Expr::hkdf_extract(
                    hash,
                    bytes("000102030405060708090a0b0c"),
                    bytes(&"0b".repeat(22)),
                ),
                key,
            ),
            (
                Expr::hkdf_expand(hash, bytes(key), bytes("f0f1f2f3f4f5f6f7f8f9"), 42),
                "9b5097a86038b805309076a44b3a9f38063e25b516dcbf369f394cfab43685f748b6457763e4f0204fc5",
            ),
        ] {
            assert_eq!(worth(&expr), expected);
        }
        for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384] {
            assert_eq!(worth(&Expr::digest(hash, bytes(""))).len(), 2 * hash.size());
        }
    }

    /// The first block of GHASH in test case 2 of the specification of GCM
    /// (McGrew and Viega, appendix B).
    #[test]
    fn blocks_are_multiplied_as_polynomials() {
        let h = bytes("66e94bd4ef8a2c3b884cfa59ca342b2e");
        let c = bytes("0388dace60b6a392f328c2b971b2fe78");
        assert_eq!(
            worth(&Expr::block_product(&c, &h)),
            "5e2ec746917062882c85b0685353deb7"
        );
        // The polynomial 1 has its only bit first.
        let one = bytes("80000000000000000000000000000000");
        assert_eq!(
            worth(&Expr::block_product(&h, one)),
            "66e94bd4ef8a2c3b884cfa59ca342b2e"
        );
    }
}
