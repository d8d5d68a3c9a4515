//! Bytes as one block on their way between worker and page.
//!
//! By itself serde hands bytes on one by one, and two million of them take
//! longer than the page may stand still. What is written is the same.

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// Writes the bytes as one block.
///
/// # Errors
/// What the format says.
pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(bytes)
}

/// Reads one block of bytes.
///
/// # Errors
/// What the format says.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    struct Block;

    impl Visitor<'_> for Block {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
    }

    from.deserialize_bytes(Block)
}
