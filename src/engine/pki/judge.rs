//! Whether a signature holds, by the crates of the field: the schemes that
//! certificates are signed with today. Only RSA with PKCS#1 v1.5 and SHA-256
//! is also told step by step, in [`key`](super::key).

use super::key::algorithm_name;
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};
use der::asn1::Any;
use der::{Decode as _, Encode as _};
use ed25519_dalek::Verifier as _;
use num_bigint::{BigInt, Sign};
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use rsa::Pss;
use rsa::pkcs1::{self, RsaPssParams, TrailerField};
use rsa::pkcs1v15::Pkcs1v15Sign;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// ecdsa-with-SHA1 (RFC 3279 §2.2.3).
const ECDSA_WITH_SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");

/// What was found about a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It holds.
    Holds,
    /// It does not hold: other bytes, or another key.
    Broken,
    /// It proves nothing any more, whether it holds or not.
    Outdated(&'static str),
    /// It cannot be told here, and why not.
    Unjudged(String),
}

/// A kind of key, as far as it can be judged and told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA, with this many bits.
    Rsa(u64),
    /// An elliptic curve by its common name.
    Curve(&'static str),
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// Something else, by its name.
    Other(String),
}

impl KeyKind {
    /// The kind of the key in a SubjectPublicKeyInfo.
    #[must_use]
    pub fn of(spki: &SubjectPublicKeyInfoOwned) -> Self {
        match spki.algorithm.oid {
            rfc5912::RSA_ENCRYPTION | rfc5912::ID_RSASSA_PSS => rsa_key(spki).map_or_else(
                || Self::Other("a broken RSA key".into()),
                |key| Self::Rsa(key.bits()),
            ),
            rfc5912::ID_EC_PUBLIC_KEY => {
                let parameters = spki.algorithm.parameters.as_ref();
                match parameters.and_then(|it| it.decode_as::<ObjectIdentifier>().ok()) {
                    Some(rfc5912::SECP_256_R_1) => Self::Curve("P-256"),
                    Some(rfc5912::SECP_384_R_1) => Self::Curve("P-384"),
                    Some(rfc5912::SECP_521_R_1) => Self::Curve("P-521"),
                    Some(other) => Self::Other(format!("the curve {}", algorithm_name(other))),
                    None => Self::Other("a curve without a name".into()),
                }
            }
            rfc8410::ID_ED_25519 => Self::Ed25519,
            other => Self::Other(algorithm_name(other)),
        }
    }

    /// Why browsers do not take such a key, where they do not (CA/Browser
    /// Forum, Baseline Requirements §6.1.5).
    #[must_use]
    pub fn objection(&self) -> Option<String> {
        match self {
            Self::Rsa(bits) if *bits < 2048 => Some(format!(
                "An RSA key of {bits} bits: browsers ask for 2048 or more."
            )),
            Self::Rsa(bits) if bits % 8 != 0 => Some(format!(
                "An RSA key of {bits} bits: browsers ask for whole bytes."
            )),
            Self::Other(what) => Some(format!("Browsers take no key of this kind: {what}.")),
            _ => None,
        }
    }
}

impl std::fmt::Display for KeyKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "RSA, {bits} bits"),
            Self::Curve(name) => write!(f, "ECDSA, {name}"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

/// Whether a signature over a message holds under a key.
#[must_use]
pub fn judge(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Judgement {
    use Digest::{Sha256 as S256, Sha384 as S384, Sha512 as S512};
    let holds = match algorithm.oid {
        rfc5912::SHA_256_WITH_RSA_ENCRYPTION => v15(key, algorithm, S256, message, signature),
        rfc5912::SHA_384_WITH_RSA_ENCRYPTION => v15(key, algorithm, S384, message, signature),
        rfc5912::SHA_512_WITH_RSA_ENCRYPTION => v15(key, algorithm, S512, message, signature),
        rfc5912::ID_RSASSA_PSS => pss(key, algorithm, message, signature),
        rfc5912::ECDSA_WITH_SHA_256 => ecdsa(key, S256, message, signature),
        rfc5912::ECDSA_WITH_SHA_384 => ecdsa(key, S384, message, signature),
        rfc5912::ECDSA_WITH_SHA_512 => ecdsa(key, S512, message, signature),
        rfc8410::ID_ED_25519 => ed25519(key, message, signature),
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION | ECDSA_WITH_SHA_1 => {
            return Judgement::Outdated("SHA-1, for which two messages of one hash can be made");
        }
        rfc5912::MD_5_WITH_RSA_ENCRYPTION | rfc5912::MD_2_WITH_RSA_ENCRYPTION => {
            return Judgement::Outdated("MD5, for which anybody can make two messages of one hash");
        }
        other => {
            return Judgement::Unjudged(format!(
                "the algorithm {} is not known here",
                algorithm_name(other)
            ));
        }
    };
    match holds {
        Ok(true) => Judgement::Holds,
        Ok(false) => Judgement::Broken,
        Err(why) => Judgement::Unjudged(why),
    }
}

/// A hash function that signatures are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(message).to_vec(),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        match oid {
            rfc5912::ID_SHA_1 => Some(Self::Sha1),
            rfc5912::ID_SHA_256 => Some(Self::Sha256),
            rfc5912::ID_SHA_384 => Some(Self::Sha384),
            rfc5912::ID_SHA_512 => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// An RSA key of a size that somebody verifies with.
fn rsa_key(spki: &SubjectPublicKeyInfoOwned) -> Option<crate::engine::rsa::PublicKey> {
    let bytes = spki.subject_public_key.as_bytes()?;
    let numbers = pkcs1::RsaPublicKey::from_der(bytes).ok()?;
    let integer = |uint: pkcs1::UintRef<'_>| BigInt::from_bytes_be(Sign::Plus, uint.as_bytes());
    let (n, e) = (integer(numbers.modulus), integer(numbers.public_exponent));
    crate::engine::rsa::PublicKey::new(n, e).ok()
}

fn rsa_crate(spki: &SubjectPublicKeyInfoOwned) -> Result<rsa::PublicKey, String> {
    let key = rsa_key(spki).ok_or("the key is no RSA key that can be read")?;
    key.to_crate().map_err(|_| {
        format!(
            "the crate that judges takes no RSA key of {} bits",
            key.bits()
        )
    })
}

fn v15(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    // They must be NULL; leaving them out is to be accepted (RFC 8017 §A.2.4).
    let parameters = algorithm.parameters.as_ref();
    if parameters.is_some_and(|it| *it != Any::null()) {
        return Ok(false);
    }
    let key = rsa_crate(key)?;
    let scheme = match digest {
        Digest::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
        Digest::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Digest::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Digest::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    };
    Ok(key.verify(scheme, &digest.of(message), signature).is_ok())
}

fn pss(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    let parameters = algorithm
        .parameters
        .as_ref()
        .and_then(|it| it.to_der().ok());
    let parameters = parameters.unwrap_or_else(|| vec![0x30, 0]);
    let parameters = RsaPssParams::<Any>::from_der(&parameters)
        .map_err(|_| "the parameters of PSS are broken")?;
    let hash = Digest::from_oid(parameters.hash.oid).ok_or("PSS with a hash unknown here")?;
    let mask = parameters.mask_gen.parameters.as_ref().map(|it| it.oid);
    if mask.and_then(Digest::from_oid) != Some(hash) {
        return Err("PSS with one hash for the message and another for the mask".into());
    }
    if parameters.trailer_field != TrailerField::BC {
        return Ok(false);
    }
    let salt = usize::from(parameters.salt_len);
    let key = rsa_crate(key)?;
    let digest = hash.of(message);
    Ok(match hash {
        Digest::Sha1 => key.verify(Pss::<Sha1>::new_with_salt(salt), &digest, signature),
        Digest::Sha256 => key.verify(Pss::<Sha256>::new_with_salt(salt), &digest, signature),
        Digest::Sha384 => key.verify(Pss::<Sha384>::new_with_salt(salt), &digest, signature),
        Digest::Sha512 => key.verify(Pss::<Sha512>::new_with_salt(salt), &digest, signature),
    }
    .is_ok())
}

fn ecdsa(
    key: &SubjectPublicKeyInfoOwned,
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    let point = key.subject_public_key.raw_bytes();
    let digest = digest.of(message);
    let broken = |_| "the key is no point of its curve".to_owned();
    match KeyKind::of(key) {
        KeyKind::Curve("P-256") => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(broken)?;
            let signature = p256::ecdsa::DerSignature::from_bytes(signature);
            Ok(signature.is_ok_and(|it| key.verify_prehash(&digest, &it).is_ok()))
        }
        KeyKind::Curve("P-384") => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(broken)?;
            let signature = p384::ecdsa::DerSignature::from_bytes(signature);
            Ok(signature.is_ok_and(|it| key.verify_prehash(&digest, &it).is_ok()))
        }
        KeyKind::Curve(_) | KeyKind::Other(_) => {
            Err("ECDSA is judged here with P-256 and P-384 only".into())
        }
        KeyKind::Rsa(_) | KeyKind::Ed25519 => Ok(false),
    }
}

fn ed25519(
    key: &SubjectPublicKeyInfoOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    if KeyKind::of(key) != KeyKind::Ed25519 {
        return Ok(false);
    }
    let bytes = key.subject_public_key.raw_bytes();
    let key = <[u8; 32]>::try_from(bytes)
        .ok()
        .and_then(|bytes| ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok())
        .ok_or("the key is no point of Ed25519")?;
    let signature = ed25519_dalek::Signature::from_slice(signature);
    Ok(signature.is_ok_and(|it| key.verify(message, &it).is_ok()))
}
