//! Hashes, HMAC and HKDF, by crates `sha2`, `hmac` and `hkdf`.

use crate::engine::tls::recording::{What, record};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rustls::crypto::hash::{Context, Hash, HashAlgorithm, Output};
use rustls::crypto::hmac::Tag;
use rustls::crypto::tls13::{self, HkdfExpander, OkmBlock, OutputLengthError};
use sha2::{Digest as _, Sha256, Sha384};
use zeroize::Zeroizing;

/// A hash function.
#[derive(Debug)]
pub(super) enum Digests {
    Sha256,
    Sha384,
}

/// A hash of what has come so far.
#[derive(Clone)]
enum Running {
    Sha256(Sha256),
    Sha384(Sha384),
}

impl Hash for Digests {
    fn start(&self) -> Box<dyn Context> {
        Box::new(match self {
            Self::Sha256 => Running::Sha256(Sha256::new()),
            Self::Sha384 => Running::Sha384(Sha384::new()),
        })
    }

    fn hash(&self, data: &[u8]) -> Output {
        match self {
            Self::Sha256 => Output::new(&Sha256::digest(data)),
            Self::Sha384 => Output::new(&Sha384::digest(data)),
        }
    }

    fn output_len(&self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }

    fn algorithm(&self) -> HashAlgorithm {
        match self {
            Self::Sha256 => HashAlgorithm::SHA256,
            Self::Sha384 => HashAlgorithm::SHA384,
        }
    }
}

impl Context for Running {
    fn fork_finish(&self) -> Output {
        let digest = match self {
            Self::Sha256(hash) => hash.clone().finalize().to_vec(),
            Self::Sha384(hash) => hash.clone().finalize().to_vec(),
        };
        let output = Output::new(&digest);
        record(|| What::Digest(digest));
        output
    }

    fn fork(&self) -> Box<dyn Context> {
        Box::new(self.clone())
    }

    fn finish(self: Box<Self>) -> Output {
        self.fork_finish()
    }

    fn update(&mut self, data: &[u8]) {
        match self {
            Self::Sha256(hash) => hash.update(data),
            Self::Sha384(hash) => hash.update(data),
        }
    }
}

/// HKDF and HMAC with a hash.
#[derive(Clone, Copy, Debug)]
pub(super) enum Derivation {
    Sha256,
    Sha384,
}

/// What a pseudorandom key is expanded by.
enum Expansion {
    Sha256(Hkdf<Sha256>),
    Sha384(Hkdf<Sha384>),
}

impl Derivation {
    fn size(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }

    fn extract(self, salt: Option<&[u8]>, material: &[u8]) -> Box<dyn HkdfExpander> {
        let (key, expansion) = match self {
            Self::Sha256 => {
                let (key, hkdf) = Hkdf::extract(salt, material);
                (key.to_vec(), Expansion::Sha256(hkdf))
            }
            Self::Sha384 => {
                let (key, hkdf) = Hkdf::extract(salt, material);
                (key.to_vec(), Expansion::Sha384(hkdf))
            }
        };
        record(|| What::Extract {
            salt: salt.map_or_else(|| vec![0; self.size()], <[u8]>::to_vec),
            material: material.to_vec().into(),
            key: key.into(),
        });
        Box::new(expansion)
    }
}

impl tls13::Hkdf for Derivation {
    fn extract_from_zero_ikm(&self, salt: Option<&[u8]>) -> Box<dyn HkdfExpander> {
        self.extract(salt, &vec![0; self.size()])
    }

    fn extract_from_secret(&self, salt: Option<&[u8]>, secret: &[u8]) -> Box<dyn HkdfExpander> {
        self.extract(salt, secret)
    }

    fn expander_for_okm(&self, key: &OkmBlock) -> Box<dyn HkdfExpander> {
        let key = key.as_ref();
        // A block has the hash's length, so neither is refused.
        Box::new(match self {
            Self::Sha256 => {
                Expansion::Sha256(Hkdf::from_prk(key).unwrap_or_else(|_| Hkdf::new(None, key)))
            }
            Self::Sha384 => {
                Expansion::Sha384(Hkdf::from_prk(key).unwrap_or_else(|_| Hkdf::new(None, key)))
            }
        })
    }

    fn hmac_sign(&self, key: &OkmBlock, message: &[u8]) -> Tag {
        let tag = match self {
            Self::Sha256 => Hmac::<Sha256>::new_from_slice(key.as_ref())
                .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec()),
            Self::Sha384 => Hmac::<Sha384>::new_from_slice(key.as_ref())
                .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec()),
        };
        // HMAC takes keys of any length.
        let tag = tag.unwrap_or_default();
        record(|| What::Mac {
            key: Zeroizing::new(key.as_ref().to_vec()),
            message: message.to_vec(),
            tag: tag.clone(),
        });
        Tag::new(&tag)
    }
}

impl HkdfExpander for Expansion {
    fn expand_slice(&self, info: &[&[u8]], output: &mut [u8]) -> Result<(), OutputLengthError> {
        let info = info.concat();
        let done = match self {
            Self::Sha256(hkdf) => hkdf.expand(&info, output),
            Self::Sha384(hkdf) => hkdf.expand(&info, output),
        };
        done.map_err(|_| OutputLengthError)?;
        record(|| What::Expand {
            info,
            output: output.to_vec().into(),
        });
        Ok(())
    }

    fn expand_block(&self, info: &[&[u8]]) -> OkmBlock {
        let mut block = Zeroizing::new(vec![0; self.hash_len()]);
        // One block is never too long.
        let _ = self.expand_slice(info, &mut block);
        OkmBlock::new(&block)
    }

    fn hash_len(&self) -> usize {
        match self {
            Self::Sha256(_) => 32,
            Self::Sha384(_) => 48,
        }
    }
}
