//! Keys that sign and keys that verify.

mod elliptic;
mod public;

use self::elliptic::{Half, Secret};
use super::error;
use super::judge::{Judgement, judge};
use super::kind::KeyKind;
use crate::engine;
use crate::engine::asn1::refused;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::trace::{Observer, Step, Value};
use ::rsa::signature::{Keypair, RandomizedSigner as _, SignatureEncoding as _, Signer as _};
use chacha20::ChaCha20Rng;
use const_oid::db::rfc5912;
use der::{Decode, Encode};
use pkcs8::{EncodePrivateKey as _, PrivateKeyInfoRef};
use rand::{CryptoRng, SeedableRng as _};
use sha2::Sha256;
use spki::{AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier};
use zeroize::Zeroizing;

pub use public::{PublicKey, RSA_BITS, SignatureCheck};

/// A private key that signs requests and certificates.
pub struct PrivateKey {
    numbers: Numbers,
    public: PublicKey,
}

/// What a private key holds.
enum Numbers {
    /// The numbers that tell the steps of a signature, and the crate that makes
    /// it: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2), which signs almost all
    /// RSA certificates.
    Rsa(Box<(engine::rsa::PrivateKey, ::rsa::pkcs1v15::SigningKey<Sha256>)>),
    /// A key of a curve, for which the crate alone computes.
    Elliptic(Box<Secret>),
}

/// A signature value, and whether both ways to compute it agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureValue {
    /// The signature value, as the crate made it.
    pub value: Vec<u8>,
    /// Whether the steps that were told lead to the same value. Where the crate
    /// alone computes: whether its signature holds under the public key.
    pub agrees: bool,
}

impl PrivateKey {
    /// Reads an unencrypted PKCS#8 key (RFC 5958 §2).
    ///
    /// # Errors
    /// When it is no such key, or one that cannot sign a certificate.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, Diagnosis> {
        let info = PrivateKeyInfoRef::from_der(der)
            .map_err(|error| refused("a private key in DER (PKCS#8, RFC 5958)", error))?;
        if info.algorithm.oid == rfc5912::RSA_ENCRYPTION {
            return engine::rsa::PrivateKey::from_pkcs8_der(der)
                .map_err(|error| error.diagnosis())
                .and_then(Self::from_rsa);
        }
        Self::from_secret(Secret::from_pkcs8(&info)?)
    }

    /// Reads an ECPrivateKey that names its curve (RFC 5915 §3), which openssl
    /// calls the traditional form.
    ///
    /// # Errors
    /// When it is none, or on a curve that is not handled here.
    pub fn from_sec1_der(der: &[u8]) -> Result<Self, Diagnosis> {
        Self::from_secret(Secret::from_sec1(der, None)?)
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
        let signer = ::rsa::pkcs1v15::SigningKey::new(signer);
        Ok(Self {
            numbers: Numbers::Rsa(Box::new((key, signer))),
            public,
        })
    }

    /// Draws a key of a curve, and tells how.
    ///
    /// # Errors
    /// For RSA, whose keys are searched for
    /// ([`engine::rsa::generate`](crate::engine::rsa::generate)).
    pub fn draw(
        kind: KeyKind,
        random: &mut impl CryptoRng,
        observer: &mut impl Observer,
    ) -> Result<Self, Diagnosis> {
        let secret = Secret::draw(kind, random)
            .ok_or_else(|| Diagnosis::bug(format!("no {} key could be drawn", kind.name())))?;
        let key = Self::from_secret(secret)?;
        observer.step(|| key.drawn());
        observer.step(|| key.multiplied());
        Ok(key)
    }

    fn from_secret(secret: Secret) -> Result<Self, Diagnosis> {
        Ok(Self {
            public: PublicKey::elliptic(secret.kind(), &secret.public_bits())?,
            numbers: Numbers::Elliptic(Box::new(secret)),
        })
    }

    /// The step that draws it.
    fn drawn(&self) -> Step {
        let step = match self.kind() {
            KeyKind::Ed25519 => Step::new("d", "Draw 32 random bytes")
                .says("They are the private key. SHA-512 makes two numbers of them: one that multiplies G, and one from which each signature takes its own secret number.")
                .source("RFC 8032", "5.1.5"),
            _ => Step::new("d", "Draw d")
                .says("A random number from 1 to n − 1, where n says how many points G leads to. It is the whole private key: nothing is searched for, so it takes no time.")
                .source("FIPS 186-5", "A.2.2"),
        };
        step.value(self.secret())
    }

    /// The step that computes its public half.
    fn multiplied(&self) -> Step {
        let (says, source) = match self.kind() {
            KeyKind::Ed25519 => (
                "The point A = s·G, where s comes from the first half of SHA-512 of the key. Crate ed25519-dalek computes it; Padlock has no arithmetic of its own for curves yet.",
                ("RFC 8032", "5.1.5"),
            ),
            KeyKind::P384 => (
                "The point Q = d·G: G added to itself d times, in some four hundred doublings. Crate p384 computes it; Padlock has no arithmetic of its own for curves yet.",
                ("SEC 1", "3.2.1"),
            ),
            _ => (
                "The point Q = d·G: G added to itself d times, in some three hundred doublings and additions. Crate p256 computes it; Padlock has no arithmetic of its own for curves yet.",
                ("SEC 1", "3.2.1"),
            ),
        };
        Step::new("public", "Multiply G by it")
            .says(says)
            .value(self.public.number())
            .source(source.0, source.1)
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.public.kind
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// What of it is secret: d, or the seed of Ed25519, as bytes.
    #[must_use]
    pub fn secret(&self) -> Value {
        match &self.numbers {
            Numbers::Rsa(key) => key.0.d.value(),
            Numbers::Elliptic(secret) => {
                let symbol = match secret.kind() {
                    KeyKind::Ed25519 => "k",
                    _ => "d",
                };
                Value::secret_bytes(symbol, secret.private_bytes().to_vec())
                    .meaning("the private key")
            }
        }
    }

    /// The key as unencrypted PKCS#8, as all programs read it.
    ///
    /// # Errors
    /// Only when the crate refuses to encode it.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
        self.to_pkcs8(Half::Private)
    }

    /// The key as unencrypted PKCS#8 that holds its public half too, so that
    /// nobody has to compute it: for RSA and ECDSA the same as
    /// [`to_pkcs8_der`](Self::to_pkcs8_der).
    ///
    /// # Errors
    /// Only when the crate refuses to encode it.
    pub fn to_pkcs8_der_with_public(&self) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
        self.to_pkcs8(Half::Both)
    }

    fn to_pkcs8(&self, half: Half) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
        match &self.numbers {
            Numbers::Rsa(key) => key
                .1
                .to_pkcs8_der()
                .map(|der| Zeroizing::new(der.as_bytes().to_vec()))
                .map_err(error::internal),
            Numbers::Elliptic(secret) => secret.to_pkcs8(half),
        }
    }

    /// The key in the form before PKCS#8: an ECPrivateKey (RFC 5915 §3). `None`
    /// where it is not of ECDSA.
    ///
    /// # Errors
    /// Only when the crate refuses to encode it.
    pub fn to_sec1_der(&self) -> Option<Result<Zeroizing<Vec<u8>>, Diagnosis>> {
        match &self.numbers {
            Numbers::Rsa(..) => None,
            Numbers::Elliptic(secret) => secret.to_sec1(),
        }
    }

    /// Whether the file that the steps lead to is the one that leaves: our
    /// PKCS#8 bytes and those of the crate are the same. Where the crate alone
    /// computes: whether what leaves is read as the same key.
    #[must_use]
    pub fn agrees(&self) -> bool {
        let Ok(theirs) = self.to_pkcs8_der() else {
            return false;
        };
        match &self.numbers {
            Numbers::Rsa(key) => key.0.to_pkcs8_der().is_ok_and(|ours| ours == theirs),
            Numbers::Elliptic(_) => {
                Self::from_pkcs8_der(&theirs).is_ok_and(|read| read.public == self.public)
            }
        }
    }

    /// Signs the bytes of a dissection and tells each step: the bytes, their
    /// SHA-256, the block, the power. What says that they are signed is a section
    /// of an RFC: of a certificate or of a request. Where the crate alone
    /// computes, that is said.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn sign(
        &self,
        message: &Dissection,
        (document, section): (&'static str, &'static str),
        observer: &mut impl Observer,
    ) -> Result<SignatureValue, Diagnosis> {
        observer.enter(|| {
            Step::new("sign", "Sign these bytes")
                .says("A signature is computed over these bytes exactly, with the private key.")
                .bytes(message.clone())
                .source(document, section)
        });
        let signed = match &self.numbers {
            Numbers::Rsa(both) => {
                let (numbers, key) = &**both;
                let value = key
                    .try_sign(&message.bytes)
                    .map_err(error::internal)?
                    .to_vec();
                let how = engine::rsa::How::Crt;
                let ours = engine::rsa::pkcs1v15::sign(numbers, &message.bytes, how, observer);
                SignatureValue {
                    agrees: ours.map_err(|error| error.diagnosis())? == value,
                    value,
                }
            }
            Numbers::Elliptic(secret) => {
                let value = secret.sign(&message.bytes)?;
                observer.step(|| self.signed(&value));
                let (spki, algorithm) = (self.public.spki()?, self.public.signs_with());
                let found = judge(&spki, &algorithm, &message.bytes, &value);
                SignatureValue {
                    agrees: found == Judgement::Holds,
                    value,
                }
            }
        };
        observer.leave();
        Ok(signed)
    }

    /// Signs what a handshake of TLS 1.3 asks for, by the crates alone: with an
    /// RSA key RSASSA-PSS with SHA-256 and a salt from this seed, with others as
    /// they sign certificates (RFC 8446 §4.2.3).
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn sign_handshake(&self, message: &[u8], seed: [u8; 32]) -> Result<Vec<u8>, Diagnosis> {
        match &self.numbers {
            Numbers::Rsa(both) => {
                let key: &::rsa::PrivateKey = both.1.as_ref();
                let key = ::rsa::pss::SigningKey::<Sha256>::new(key.clone());
                let mut random = ChaCha20Rng::from_seed(seed);
                let signature = key
                    .try_sign_with_rng(&mut random, message)
                    .map_err(error::internal)?;
                Ok(signature.to_vec())
            }
            Numbers::Elliptic(secret) => secret.sign(message),
        }
    }

    /// A key of the same kind that is not this one, to show that its signatures do
    /// not hold for this one: of RSA with the same primes and another public
    /// exponent, so that none have to be found.
    ///
    /// # Errors
    /// When no such key can be made.
    pub fn another(&self, random: &mut impl CryptoRng) -> Result<Self, Diagnosis> {
        let Numbers::Rsa(both) = &self.numbers else {
            return Self::draw(self.kind(), random, &mut ());
        };
        let own = &both.0;
        let exponents = [257_u32, 17, 5, 3].map(num_bigint::BigInt::from);
        let mut others = exponents.iter().filter(|e| **e != own.e.integer);
        let made = others.find_map(|e| {
            let (p, q) = (&own.p.integer, &own.q.integer);
            engine::rsa::PrivateKey::from_primes(p, q, e, &mut ()).ok()
        });
        let made = made.ok_or_else(|| Diagnosis::bug("no exponent fits these primes"))?;
        Self::from_rsa(made)
    }

    /// The step of a signature by a curve.
    fn signed(&self, signature: &[u8]) -> Step {
        let (title, says, source) = match self.kind() {
            KeyKind::Ed25519 => (
                "Sign with Ed25519",
                "The signature is a point R and a number S. Crate ed25519-dalek computes it: Padlock has no arithmetic of its own for curves yet, so its steps are not shown.",
                ("RFC 8032", "5.1.6"),
            ),
            KeyKind::P384 => (
                "Sign with ECDSA",
                "The signature is two numbers, r and s, from d, SHA-384 of the bytes, and a number k that no other signature has. Crate p384 computes it, with k from d and the hash (RFC 6979): Padlock has no arithmetic of its own for curves yet, so its steps are not shown.",
                ("FIPS 186-5", "6.4.1"),
            ),
            _ => (
                "Sign with ECDSA",
                "The signature is two numbers, r and s, from d, SHA-256 of the bytes, and a number k that no other signature has. Crate p256 computes it, with k from d and the hash (RFC 6979): Padlock has no arithmetic of its own for curves yet, so its steps are not shown.",
                ("FIPS 186-5", "6.4.1"),
            ),
        };
        Step::new("curve", title)
            .says(says)
            .value(Value::public_bytes("signature", signature))
            .source(source.0, source.1)
    }
}

/// What the builder of certificates asks of a signer.
impl Keypair for PrivateKey {
    type VerifyingKey = PublicKey;

    fn verifying_key(&self) -> PublicKey {
        self.public.clone()
    }
}

impl DynSignatureAlgorithmIdentifier for PrivateKey {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(self.public.signs_with())
    }
}

/// Checks that a private key belongs to a public one, which stands in the certificate
/// of whom this says, such as "the issuer's".
///
/// # Errors
/// Both key identifiers, when it does not.
pub fn check_pair(private: &PrivateKey, public: &PublicKey, whose: &str) -> Result<(), Diagnosis> {
    if private.public() == public {
        return Ok(());
    }
    let name = |key: &PublicKey| key.identifier(&mut ()).map(|id| super::serial::colons(&id));
    Err(Diagnosis::expected(format!(
        "the private key of {whose} certificate, with key identifier {}",
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

#[cfg(test)]
mod tests;
