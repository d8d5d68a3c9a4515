//! Keys that verify.

use super::super::algorithm::algorithm_name;
use super::super::error;
use super::super::judge::{Point, SubjectKey};
use super::super::kind::KeyKind;
use super::elliptic::{self, unhandled};
use crate::engine;
use crate::engine::asn1::refused;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::{Equation, Expr, Hash, Observer, Step, Value, Verdict};
use ::rsa::signature::Verifier as _;
use const_oid::db::rfc5912::{self, SHA_256_WITH_RSA_ENCRYPTION};
use const_oid::db::rfc8410;
use der::asn1::{Any, BitString};
use der::{Decode, Document, Encode};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use spki::{AlgorithmIdentifierOwned, EncodePublicKey, SubjectPublicKeyInfoOwned};

/// A public key that verifies requests and certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    pub(super) kind: KeyKind,
    spki: Vec<u8>,
    /// Its numbers, where it is of RSA.
    rsa: Option<engine::rsa::PublicKey>,
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// When it is none, or of a kind or size that cannot be used here.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Diagnosis> {
        let spki = SubjectPublicKeyInfoOwned::from_der(der)
            .map_err(|error| refused("a SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7)", error))?;
        if spki.algorithm.oid == rfc5912::RSA_ENCRYPTION {
            return engine::rsa::PublicKey::from_spki_der(der)
                .map_err(|error| error.diagnosis())
                .and_then(Self::from_rsa);
        }
        let key = SubjectKey::of(&spki);
        let bits = spki.subject_public_key.raw_bytes();
        match key.kind() {
            Some(kind @ (KeyKind::P256 | KeyKind::P384)) => {
                let point = Point::of(kind.name(), bits)
                    .and_then(|point| elliptic::uncompressed(kind, &point.sec1));
                Self::elliptic(kind, &point.map_err(|why| unhandled(&why))?)
            }
            Some(_) if elliptic::is_weak(bits) => Err(unhandled(
                "an Ed25519 key that is a point of small order, with which anybody can sign",
            )),
            Some(kind) => Self::elliptic(kind, bits),
            None => Err(unhandled(&key.to_string())),
        }
    }

    pub(super) fn elliptic(kind: KeyKind, bits: &[u8]) -> Result<Self, Diagnosis> {
        let spki = SubjectPublicKeyInfoOwned {
            algorithm: elliptic::key_algorithm(kind),
            subject_public_key: BitString::from_bytes(bits).map_err(error::internal)?,
        };
        Ok(Self {
            kind,
            spki: spki.to_der().map_err(error::internal)?,
            rsa: None,
        })
    }

    pub(super) fn from_rsa(key: engine::rsa::PublicKey) -> Result<Self, Diagnosis> {
        let bits = key.bits();
        if !RSA_BITS.contains(&bits) {
            return Err(Diagnosis::expected(format!(
                "an RSA key of {} to {} bits, as certificates carry them",
                RSA_BITS.start(),
                RSA_BITS.end()
            ))
            .found(format!("one of {bits} bits")));
        }
        Ok(Self {
            kind: KeyKind::Rsa,
            spki: key.to_spki_der().map_err(|error| error.diagnosis())?,
            rsa: Some(key),
        })
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The key as SubjectPublicKeyInfo in DER, a point uncompressed.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    pub(in super::super) fn spki(&self) -> Result<SubjectPublicKeyInfoOwned, Diagnosis> {
        SubjectPublicKeyInfoOwned::from_der(&self.spki).map_err(error::internal)
    }

    /// What signatures by its private half say of themselves (RFC 8017 §A.2.4,
    /// RFC 5758 §3.2, RFC 8410 §3).
    pub(in super::super) fn signs_with(&self) -> AlgorithmIdentifierOwned {
        let (oid, parameters) = match self.kind {
            KeyKind::Rsa => (SHA_256_WITH_RSA_ENCRYPTION, Some(Any::null())),
            KeyKind::P256 => (rfc5912::ECDSA_WITH_SHA_256, None),
            KeyKind::P384 => (rfc5912::ECDSA_WITH_SHA_384, None),
            KeyKind::Ed25519 => (rfc8410::ID_ED_25519, None),
        };
        AlgorithmIdentifierOwned { oid, parameters }
    }

    /// Its numbers, where it is of RSA.
    #[must_use]
    pub fn rsa(&self) -> Option<&engine::rsa::PublicKey> {
        self.rsa.as_ref()
    }

    /// What it is about: for RSA n, else the point.
    #[must_use]
    pub fn number(&self) -> Value {
        let symbol = match (&self.rsa, self.kind) {
            (Some(key), _) => return key.n.value(),
            (None, KeyKind::Ed25519) => "A",
            (None, _) => "Q",
        };
        Value::public_bytes(symbol, self.bits()).meaning("the public key")
    }

    /// The bits of its SubjectPublicKeyInfo.
    fn bits(&self) -> Vec<u8> {
        let spki = self.spki();
        spki.map_or_else(
            |_| Vec::new(),
            |spki| spki.subject_public_key.raw_bytes().to_vec(),
        )
    }

    /// What of it may stand in a structure that holds it: its bits, and the number
    /// that it is about.
    pub(in super::super) fn values(&self) -> Vec<Value> {
        let bits = Value::public_bytes("subjectPublicKey", self.bits());
        vec![bits, self.number()]
    }

    /// The key in words: `RSA, 2048 bits`, `ECDSA, P-256`, `Ed25519`.
    #[must_use]
    pub fn describe(&self) -> String {
        match (&self.rsa, self.kind) {
            (Some(key), _) => format!("RSA, {} bits", key.bits()),
            (None, KeyKind::P256 | KeyKind::P384) => format!("ECDSA, {}", self.kind.name()),
            (None, _) => self.kind.name().to_owned(),
        }
    }

    /// The first method of RFC 5280 §4.2.1.2: SHA-1 over the bits of the key,
    /// here as a name and not for security.
    ///
    /// # Errors
    /// Only when the key cannot be taken apart.
    pub fn identifier(&self, observer: &mut impl Observer) -> Result<[u8; 20], Diagnosis> {
        let spki = self.spki()?;
        let bits = spki.subject_public_key.raw_bytes();
        let identifier: [u8; 20] = Sha1::digest(bits).into();
        observer.step(|| {
            let key = Value::public_bytes("subjectPublicKey", bits);
            let name = Value::public_bytes("keyIdentifier", identifier);
            Step::new("key-identifier", "Name the key")
                .says(
                    "SHA-1 over the bits of the public key gives its identifier. It is a short \
                     name that lets a certificate point at the key of its issuer; no security \
                     hangs on it.",
                )
                .encloses(key.clone(), vec![self.number()])
                .equation(Equation::equal(Expr::digest(Hash::Sha1, key), name))
                .source("RFC 5280", "4.2.1.2")
        });
        Ok(identifier)
    }

    /// Verifies a signature by RSA with PKCS#1 v1.5 and SHA-256, and tells each
    /// step. All others are [`judge`]d and not told.
    ///
    /// # Errors
    /// When key or algorithm are others.
    pub fn verify(
        &self,
        algorithm: &AlgorithmIdentifierOwned,
        message: &[u8],
        signature: &[u8],
        observer: &mut impl Observer,
    ) -> Result<SignatureCheck, Diagnosis> {
        if algorithm.oid != SHA_256_WITH_RSA_ENCRYPTION {
            return Err(
                Diagnosis::expected("the signature algorithm sha256WithRSAEncryption")
                    .found(algorithm_name(algorithm.oid)),
            );
        }
        // They must be NULL; leaving them out is to be accepted (RFC 8017
        // §A.2.4). Nothing signs the outer ones, so nothing else may pass.
        if algorithm
            .parameters
            .as_ref()
            .is_some_and(|it| *it != Any::null())
        {
            return Err(
                Diagnosis::expected("sha256WithRSAEncryption with NULL as its parameters")
                    .found("other parameters"),
            );
        }
        let Some(key) = &self.rsa else {
            return Err(
                Diagnosis::expected("a key of RSA, whose steps are told").found(self.describe())
            );
        };
        let theirs = key.to_crate().map_err(|error| error.diagnosis())?;
        let theirs = ::rsa::pkcs1v15::VerifyingKey::<Sha256>::new(theirs);
        let holds = ::rsa::pkcs1v15::Signature::try_from(signature)
            .is_ok_and(|signature| theirs.verify(message, &signature).is_ok());
        let ours = engine::rsa::pkcs1v15::verify(key, message, signature, observer);
        Ok(SignatureCheck {
            holds,
            agrees: (ours.map_err(|error| error.diagnosis())? == Verdict::Passed) == holds,
            is_told: true,
        })
    }
}

/// The outcome of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureCheck {
    /// Whether the signature holds, as the crate says.
    pub holds: bool,
    /// Whether the steps that were told, if any, say the same.
    pub agrees: bool,
    /// Whether steps were told: the crate alone judges most algorithms.
    pub is_told: bool,
}

/// The sizes of RSA keys that certificates carry, in bits: below, the padding
/// is hardly there; above, nobody verifies.
pub const RSA_BITS: std::ops::RangeInclusive<u64> = 1024..=16_384;

impl EncodePublicKey for PublicKey {
    fn to_public_key_der(&self) -> spki::Result<Document> {
        Ok(Document::try_from(self.spki.as_slice())?)
    }
}
