//! Hashes and ciphers, by their crates.

use super::bytes::exact;
use super::{Arguments, EvalError, Evaluated};
use crate::engine::trace::{Hash, Operator};
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use hmac::Mac;
use sha2::Digest;

/// The result of a cryptographic operator.
pub(super) fn apply(operator: Operator, arguments: &mut Arguments) -> Result<Evaluated, EvalError> {
    let result = match operator {
        Operator::Digest(hash) => digest(hash, &arguments.bytes()?),
        Operator::Hmac(hash) => {
            let (key, message) = (arguments.bytes()?, arguments.bytes()?);
            match hash {
                Hash::Sha1 => mac::<hmac::Hmac<sha1::Sha1>>(&key, &message)?,
                Hash::Sha256 => mac::<hmac::Hmac<sha2::Sha256>>(&key, &message)?,
            }
        }
        Operator::Mgf1(hash) => mgf1(hash, &arguments.bytes()?, arguments.size()?),
        Operator::AesEncrypt => {
            let (cipher, mut block) = aes_block(&arguments.bytes()?, &arguments.bytes()?)?;
            cipher.encrypt_block(&mut block);
            block.to_vec()
        }
        Operator::AesDecrypt => {
            let (cipher, mut block) = aes_block(&arguments.bytes()?, &arguments.bytes()?)?;
            cipher.decrypt_block(&mut block);
            block.to_vec()
        }
        // Every other operator belongs to another domain.
        _ => return Err(arguments.wrong()),
    };
    Ok(Evaluated::Bytes(result))
}

fn digest(hash: Hash, bytes: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
        Hash::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
    }
}

/// The mask of RFC 8017 §B.2.1.
fn mgf1(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    let mut mask = Vec::new();
    let mut counter = 0_u32;
    while mask.len() < length {
        mask.extend(digest(hash, &[seed, &counter.to_be_bytes()].concat()));
        counter += 1;
    }
    mask.truncate(length);
    mask
}

fn mac<M: Mac + hmac::KeyInit>(key: &[u8], message: &[u8]) -> Result<Vec<u8>, EvalError> {
    let mut mac = <M as hmac::KeyInit>::new_from_slice(key).map_err(|_| EvalError::Length {
        expected: 64,
        found: key.len(),
    })?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

fn aes_block(key: &[u8], block: &[u8]) -> Result<(aes::Aes128, aes::Block), EvalError> {
    exact(block, 16)?;
    let cipher = aes::Aes128::new_from_slice(key).map_err(|_| EvalError::Length {
        expected: 16,
        found: key.len(),
    })?;
    let block = aes::Block::try_from(block).map_err(|_| EvalError::Length {
        expected: 16,
        found: block.len(),
    })?;
    Ok((cipher, block))
}
