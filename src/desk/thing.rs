//! One thing on the desk.

use super::Bytes;
use crate::engine::knowers::Knowers;
use crate::engine::pki::kind::KeyKind;
use crate::engine::text::Text;
use serde::ser::{self, SerializeTuple};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What a thing is, which also says what its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A private key: PKCS#8 `OneAsymmetricKey` in DER (RFC 5958), unencrypted,
    /// with its public half.
    PrivateKey(KeyKind),
    /// A public key: `SubjectPublicKeyInfo` in DER (RFC 5280 §4.1.2.7).
    PublicKey(KeyKind),
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
            Self::PrivateKey(KeyKind::Rsa) => "RSA private key",
            Self::PrivateKey(KeyKind::P256) => "P-256 private key",
            Self::PrivateKey(KeyKind::P384) => "P-384 private key",
            Self::PrivateKey(KeyKind::Ed25519) => "Ed25519 private key",
            Self::PublicKey(KeyKind::Rsa) => "RSA public key",
            Self::PublicKey(KeyKind::P256) => "P-256 public key",
            Self::PublicKey(KeyKind::P384) => "P-384 public key",
            Self::PublicKey(KeyKind::Ed25519) => "Ed25519 public key",
            Self::Request => "certificate request",
            Self::Certificate => "certificate",
            Self::FernetKey => "Fernet key",
            Self::FernetToken => "Fernet token",
            Self::Ciphertext => "ciphertext",
            Self::Signature => "signature",
        }
    }

    /// How the name of its file ends: as text where it has one.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Ciphertext | Self::Signature => "bin",
            _ if self.pem_label().is_some() => "pem",
            _ => "txt",
        }
    }

    /// Who may have it.
    #[must_use]
    pub fn known_to(self) -> Knowers {
        match self {
            Self::PrivateKey(_) | Self::FernetKey => Knowers::OWNER,
            _ => Knowers::EVERYBODY,
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

impl Kind {
    /// What stands for each kind in desk files, which must stay readable: a
    /// tag, and for keys a second one for their kind. Nothing here is ever
    /// changed or used again; new kinds get new tags.
    const TAGS: [(Self, &'static [u8]); 14] = [
        (Self::PrivateKey(KeyKind::Rsa), &[0, 0]),
        (Self::PublicKey(KeyKind::Rsa), &[1, 0]),
        (Self::Request, &[2]),
        (Self::Certificate, &[3]),
        (Self::FernetKey, &[4]),
        (Self::FernetToken, &[5]),
        (Self::Ciphertext, &[6]),
        (Self::Signature, &[7]),
        (Self::PrivateKey(KeyKind::P256), &[0, 1]),
        (Self::PublicKey(KeyKind::P256), &[1, 1]),
        (Self::PrivateKey(KeyKind::P384), &[0, 2]),
        (Self::PublicKey(KeyKind::P384), &[1, 2]),
        (Self::PrivateKey(KeyKind::Ed25519), &[0, 3]),
        (Self::PublicKey(KeyKind::Ed25519), &[1, 3]),
    ];

    /// The greatest number of tags of a kind.
    const MOST_TAGS: usize = 2;
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let tags = Self::TAGS.iter().find(|(kind, _)| kind == self);
        let (_, tags) = tags.ok_or_else(|| ser::Error::custom("a kind without a tag"))?;
        let mut tuple = to.serialize_tuple(tags.len())?;
        for tag in *tags {
            tuple.serialize_element(tag)?;
        }
        tuple.end()
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_tuple(Self::MOST_TAGS, Tags)
    }
}

/// Reads tags until they stand for a kind.
struct Tags;

impl<'de> de::Visitor<'de> for Tags {
    type Value = Kind;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the tags of a kind of thing")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut tags: A) -> Result<Kind, A::Error> {
        let mut read: Vec<u8> = Vec::new();
        while read.len() < Kind::MOST_TAGS
            && let Some(tag) = tags.next_element()?
        {
            read.push(tag);
            if let Some((kind, _)) = Kind::TAGS.iter().find(|(_, tags)| *tags == read) {
                return Ok(*kind);
            }
        }
        Err(de::Error::custom(format_args!(
            "no kind of thing has the tags {read:?}"
        )))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn every_kind_has_tags_of_its_own() {
        for key in KeyKind::ALL {
            for kind in [Kind::PrivateKey(key), Kind::PublicKey(key)] {
                assert!(
                    Kind::TAGS.iter().any(|(known, _)| *known == kind),
                    "{kind:?}"
                );
            }
        }
        for (kind, tags) in Kind::TAGS {
            assert_eq!(postcard::to_allocvec(&kind).unwrap(), tags);
            assert_eq!(postcard::from_bytes::<Kind>(tags).unwrap(), kind);
            let begins = |(_, other): &&(Kind, &[u8])| other.starts_with(tags);
            assert_eq!(Kind::TAGS.iter().filter(begins).count(), 1, "{kind:?}");
        }
        for unknown in [&[8][..], &[0, 4], &[0]] {
            assert!(postcard::from_bytes::<Kind>(unknown).is_err());
        }
    }
}
