//! Keys that sign and keys that verify.

use super::error;
use super::kind::KeyKind;
use crate::engine;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::trace::{Equation, Expr, Hash, Observer, Step, Value, Verdict};
use ::rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::SHA_256_WITH_RSA_ENCRYPTION;
use der::asn1::Any;
use der::{Decode, Encode};
use pkcs8::EncodePrivateKey as _;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use zeroize::Zeroizing;

/// A private key that signs requests and certificates.
pub struct PrivateKey {
    signer: Signer,
    shown: Shown,
    public: PublicKey,
}

/// What tells the steps of a signature, by family.
enum Shown {
    Rsa(engine::rsa::PrivateKey),
}

/// What signs, by family.
pub(super) enum Signer {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2): what signs almost all
    /// RSA certificates.
    Rsa(::rsa::pkcs1v15::SigningKey<Sha256>),
}

/// A public key that verifies requests and certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    spki: Vec<u8>,
    verifier: Verifier,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Verifier {
    Rsa(engine::rsa::PublicKey),
}

/// A signature value, and whether both ways to compute it agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The signature value, as the `rsa` crate made it.
    pub value: Vec<u8>,
    /// Whether the steps that were told lead to the same value.
    pub agrees: bool,
}

impl PrivateKey {
    /// Reads an unencrypted PKCS#8 key.
    ///
    /// # Errors
    /// When it is no such key, or one that cannot sign a certificate.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, Diagnosis> {
        engine::rsa::PrivateKey::from_pkcs8_der(der)
            .map_err(|error| error.diagnosis())
            .and_then(Self::from_rsa)
    }

    /// An RSA key.
    ///
    /// # Errors
    /// When it is too short or too long to sign a certificate, or p or q is not
    /// prime: crate `crypto-primes` is asked of new keys too.
    pub fn from_rsa(key: engine::rsa::PrivateKey) -> Result<Self, Diagnosis> {
        let public = PublicKey::from_rsa(key.public())?;
        key.check_primes().map_err(|error| error.diagnosis())?;
        let signer = key.to_crate().map_err(|error| error.diagnosis())?;
        Ok(Self {
            signer: Signer::Rsa(::rsa::pkcs1v15::SigningKey::new(signer)),
            shown: Shown::Rsa(key),
            public,
        })
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match self.signer {
            Signer::Rsa(_) => KeyKind::Rsa,
        }
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The key as unencrypted PKCS#8.
    ///
    /// # Errors
    /// Only when the crate refuses to encode it.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
        match &self.signer {
            Signer::Rsa(key) => key
                .to_pkcs8_der()
                .map(|der| Zeroizing::new(der.as_bytes().to_vec()))
                .map_err(error::internal),
        }
    }

    /// Whether the file that the steps lead to is the one that leaves: our
    /// PKCS#8 bytes and those of the crate are the same.
    #[must_use]
    pub fn agrees(&self) -> bool {
        let Shown::Rsa(shown) = &self.shown;
        match (shown.to_pkcs8_der(), self.to_pkcs8_der()) {
            (Ok(ours), Ok(theirs)) => ours == theirs,
            _ => false,
        }
    }

    pub(super) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Signs the bytes of a dissection and tells each step: the bytes, their
    /// SHA-256, the block, the power. What says that they are signed is a section
    /// of an RFC: of a certificate or of a request.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn sign(
        &self,
        message: &Dissection,
        (document, section): (&'static str, &'static str),
        observer: &mut impl Observer,
    ) -> Result<Signed, Diagnosis> {
        observer.enter(|| {
            Step::new("sign", "Sign these bytes")
                .says("A signature is computed over these bytes exactly, with the private key.")
                .bytes(message.clone())
                .source(document, section)
        });
        let Signer::Rsa(key) = &self.signer;
        let value = key
            .try_sign(&message.bytes)
            .map_err(error::internal)?
            .to_vec();
        let Shown::Rsa(shown) = &self.shown;
        let ours =
            engine::rsa::pkcs1v15::sign(shown, &message.bytes, engine::rsa::How::Crt, observer);
        observer.leave();
        Ok(Signed {
            agrees: ours.map_err(|error| error.diagnosis())? == value,
            value,
        })
    }
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// When it is none, or of a family or size that cannot be used here.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Diagnosis> {
        engine::rsa::PublicKey::from_spki_der(der)
            .map_err(|error| error.diagnosis())
            .and_then(Self::from_rsa)
    }

    fn from_rsa(key: engine::rsa::PublicKey) -> Result<Self, Diagnosis> {
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
            spki: key.to_spki_der().map_err(|error| error.diagnosis())?,
            verifier: Verifier::Rsa(key),
        })
    }

    /// The key as SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    pub(super) fn spki(&self) -> Result<SubjectPublicKeyInfoOwned, Diagnosis> {
        SubjectPublicKeyInfoOwned::from_der(&self.spki).map_err(error::internal)
    }

    /// The number that it is about: for RSA, `n`.
    fn number(&self) -> Value {
        match &self.verifier {
            Verifier::Rsa(key) => key.n.value(),
        }
    }

    /// What of it may stand in a structure that holds it: its bits, and the number
    /// that it is about.
    pub(super) fn values(&self) -> Vec<Value> {
        let bits = self.spki().map(|spki| {
            let bits = spki.subject_public_key.raw_bytes().to_vec();
            Value::public_bytes("subjectPublicKey", bits)
        });
        bits.into_iter().chain([self.number()]).collect()
    }

    /// Its size in bits: for RSA, that of `n`.
    #[must_use]
    pub fn bits(&self) -> u64 {
        match &self.verifier {
            Verifier::Rsa(key) => key.bits(),
        }
    }

    /// The key in words: `RSA, 2048 bits`.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.verifier {
            Verifier::Rsa(_) => format!("RSA, {} bits", self.bits()),
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

    /// Verifies a signature and tells each step.
    ///
    /// # Errors
    /// When the algorithm is not one that this key can verify.
    pub fn verify(
        &self,
        algorithm: &AlgorithmIdentifierOwned,
        message: &[u8],
        signature: &[u8],
        observer: &mut impl Observer,
    ) -> Result<Verified, Diagnosis> {
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
        let Verifier::Rsa(key) = &self.verifier;
        let theirs = key.to_crate().map_err(|error| error.diagnosis())?;
        let theirs = ::rsa::pkcs1v15::VerifyingKey::<Sha256>::new(theirs);
        let holds = ::rsa::pkcs1v15::Signature::try_from(signature)
            .is_ok_and(|signature| theirs.verify(message, &signature).is_ok());
        let ours = engine::rsa::pkcs1v15::verify(key, message, signature, observer);
        Ok(Verified {
            holds,
            agrees: (ours.map_err(|error| error.diagnosis())? == Verdict::Passed) == holds,
        })
    }
}

/// The outcome of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whether the signature holds, as the `rsa` crate says.
    pub holds: bool,
    /// Whether the steps that were told say the same.
    pub agrees: bool,
}

/// The sizes of RSA keys that certificates carry, in bits: below, the padding
/// is hardly there; above, nobody verifies.
pub const RSA_BITS: std::ops::RangeInclusive<u64> = 1024..=16_384;

/// The name of a signature algorithm, or its number.
#[must_use]
pub fn algorithm_name(oid: ObjectIdentifier) -> String {
    const_oid::db::DB
        .by_oid(&oid)
        .map_or_else(|| oid.to_string(), str::to_owned)
}

/// Checks that a private key belongs to a public one.
///
/// # Errors
/// Both key identifiers, when it does not.
pub fn check_pair(private: &PrivateKey, public: &PublicKey) -> Result<(), Diagnosis> {
    if private.public().verifier == public.verifier {
        return Ok(());
    }
    let name = |key: &PublicKey| key.identifier(&mut ()).map(|id| super::serial::colons(&id));
    Err(Diagnosis::expected(format!(
        "the private key of the issuer's certificate, with key identifier {}",
        name(public)?
    ))
    .found(format!(
        "a key with key identifier {}",
        name(private.public())?
    ))
    .help("Choose the key that this certificate was made with."))
}

/// DER of a value that the crates made.
pub(super) fn encode(value: &impl Encode) -> Result<Vec<u8>, Diagnosis> {
    value.to_der().map_err(error::internal)
}
