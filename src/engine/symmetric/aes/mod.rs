//! The inside of AES (FIPS 197), told: the field, the S-box, the state, the key
//! schedule and the rounds, for keys of 128 and of 256 bits.
//!
//! This is code that is shown. What protects is the crate's, behind
//! [`aes_block`](super::aes_block), which is held against it.

mod bytes;
mod expand;
pub mod field;
pub mod flip;
pub mod rounds;
pub mod sbox;
pub mod schedule;
pub mod state;
pub mod tell;
#[cfg(test)]
mod tests;

use zeroize::Zeroizing;

/// The size of a block in bytes, whatever the size of the key.
pub const BLOCK: usize = 16;

/// A block, or a key of 128 bits.
pub type Block = [u8; BLOCK];

/// A key, which says how many rounds there are (FIPS 197, table 3).
#[derive(Clone)]
pub enum Key {
    /// Of 128 bits, for 10 rounds.
    Aes128(Zeroizing<Block>),
    /// Of 256 bits, for 14 rounds.
    Aes256(Zeroizing<[u8; 32]>),
}

impl Key {
    /// A key from its bytes; `None` unless they are 16 or 32.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let short = bytes
            .try_into()
            .map(|key| Self::Aes128(Zeroizing::new(key)));
        let long = || {
            bytes
                .try_into()
                .map(|key| Self::Aes256(Zeroizing::new(key)))
        };
        short.or_else(|_| long()).ok()
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Aes128(key) => &key[..],
            Self::Aes256(key) => &key[..],
        }
    }

    /// How many rounds there are, the one that only adds a key left out.
    #[must_use]
    pub fn rounds(&self) -> usize {
        match self {
            Self::Aes128(_) => 10,
            Self::Aes256(_) => 14,
        }
    }
}

impl Key {
    /// The key with one bit flipped, as [`flip::flipped`] counts them.
    #[must_use]
    pub fn flipped(&self, bit: usize) -> Self {
        match self {
            Self::Aes128(key) => Self::Aes128(Zeroizing::new(flip::flipped(**key, bit))),
            Self::Aes256(key) => Self::Aes256(Zeroizing::new(flip::flipped(**key, bit))),
        }
    }
}

impl From<&Block> for Key {
    fn from(key: &Block) -> Self {
        Self::Aes128(Zeroizing::new(*key))
    }
}
