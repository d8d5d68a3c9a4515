//! One thing on the desk.

use super::Bytes;
use crate::engine::trace::{Text, Visibility};
use serde::{Deserialize, Serialize};

/// A family of keys. Later families are added here and nowhere else first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KeyType {
    /// RSA (RFC 8017).
    Rsa,
}

/// What a thing is, which also says what its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Kind {
    /// A private key: PKCS#8 `PrivateKeyInfo` in DER (RFC 5958), unencrypted.
    PrivateKey(KeyType),
    /// A public key: `SubjectPublicKeyInfo` in DER (RFC 5280 §4.1.2.7).
    PublicKey(KeyType),
    /// A certification request: PKCS#10 in DER (RFC 2986).
    Request,
    /// A certificate: X.509 in DER (RFC 5280).
    Certificate,
    /// A Fernet key: its 32 bytes, signing half first.
    FernetKey,
    /// A Fernet token: its text, in base64url.
    FernetToken,
    /// What RSA encryption made: bytes.
    Ciphertext,
    /// A signature value: bytes.
    Signature,
}

impl Kind {
    /// The kind in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PrivateKey(KeyType::Rsa) => "RSA private key",
            Self::PublicKey(KeyType::Rsa) => "RSA public key",
            Self::Request => "certificate request",
            Self::Certificate => "certificate",
            Self::FernetKey => "Fernet key",
            Self::FernetToken => "Fernet token",
            Self::Ciphertext => "ciphertext",
            Self::Signature => "signature",
        }
    }

    /// Who may have it.
    #[must_use]
    pub fn visibility(self) -> Visibility {
        match self {
            Self::PrivateKey(_) | Self::FernetKey => Visibility::Secret,
            _ => Visibility::Public,
        }
    }

    /// The label of its PEM block (RFC 7468), where it has one.
    #[must_use]
    pub fn pem_label(self) -> Option<&'static str> {
        match self {
            Self::PrivateKey(_) => Some("PRIVATE KEY"),
            Self::PublicKey(_) => Some("PUBLIC KEY"),
            Self::Request => Some("CERTIFICATE REQUEST"),
            Self::Certificate => Some("CERTIFICATE"),
            _ => None,
        }
    }
}

/// The number of a thing on its desk; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ThingId(pub u32);

/// A thing on the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// Its number.
    pub id: ThingId,
    /// Its name, which the person can change.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its bytes, in the encoding that the kind names.
    pub bytes: Bytes,
    /// The unit that made it.
    pub made_by: Text,
    /// What it was made from; a number may name a thing deleted since.
    pub made_from: Vec<ThingId>,
    /// When it was made, in seconds since 1970-01-01 UTC.
    pub made_at: u64,
    /// Whether a seed that others may know went into it: never to be used in
    /// earnest.
    pub demonstration: bool,
}

impl Thing {
    /// Whether both are the same key, request, certificate…, whatever their
    /// names.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.bytes == other.bytes
    }
}

/// Where something that a unit made comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// From a thing that was handed in through this input of the unit.
    Input(u32),
    /// From another draft of the same run, by its index.
    Sibling(u32),
}

/// Something that a unit made and that is not on the desk yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The name proposed for it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Bytes,
    /// What it was made from.
    pub made_from: Vec<Origin>,
    /// Whether a known seed went into it, here or in what it was made from.
    pub demonstration: bool,
}
