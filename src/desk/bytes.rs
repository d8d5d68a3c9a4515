//! The bytes of a thing.

use crate::engine::bulk;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes that many hold. Clones share them, so that a token of megabytes is
/// not copied whenever the page looks at it; the last one to let go wipes
/// them. Those that are shared are equal without a look at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes(Arc<Zeroizing<Vec<u8>>>);

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Zeroizing::new(bytes).into()
    }
}

impl From<Zeroizing<Vec<u8>>> for Bytes {
    fn from(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        bulk::serialize(self, to)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        bulk::deserialize(from).map(Self::from)
    }
}
