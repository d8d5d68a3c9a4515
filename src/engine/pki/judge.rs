//! Whether a signature holds, by the crates of the field: the schemes that
//! certificates are signed with today. Only RSA with PKCS#1 v1.5 and SHA-256
//! is also told step by step, in [`key`](super::key).

mod point;
mod rsa;
mod subject_key;

pub use rsa::pss_objection;
pub use subject_key::SubjectKey;

pub(super) use self::point::Point;
use super::algorithm::in_words;
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};
use der::asn1::Any;
use ed25519_dalek::Verifier as _;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// ecdsa-with-SHA1 (RFC 3279 §2.2.3).
const ECDSA_WITH_SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");

/// What is to be said of SHA-1, wherever it stands.
const SHA_1: &str = "SHA-1, for which collisions (two messages with the same hash) have been found";

/// What was found about a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It holds.
    Holds,
    /// It does not hold: other bytes, or another key.
    Broken,
    /// It is not allowed, whatever its bytes are, and why.
    Unfit(&'static str),
    /// It proves nothing any more, whether it holds or not.
    Outdated(&'static str),
    /// It cannot be told here, and why not.
    Unjudged(String),
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
        rfc5912::SHA_256_WITH_RSA_ENCRYPTION => rsa::v15(key, algorithm, S256, message, signature),
        rfc5912::SHA_384_WITH_RSA_ENCRYPTION => rsa::v15(key, algorithm, S384, message, signature),
        rfc5912::SHA_512_WITH_RSA_ENCRYPTION => rsa::v15(key, algorithm, S512, message, signature),
        rfc5912::ID_RSASSA_PSS if rsa::is_sha_1(algorithm) => return Judgement::Outdated(SHA_1),
        rfc5912::ID_RSASSA_PSS => rsa::pss(key, algorithm, message, signature),
        // Theirs must be absent (RFC 5758 §3.2, RFC 8410 §3).
        rfc5912::ECDSA_WITH_SHA_256 | rfc5912::ECDSA_WITH_SHA_384 | rfc5912::ECDSA_WITH_SHA_512
            if algorithm.parameters == Some(Any::null()) =>
        {
            return Judgement::Unfit(
                "its algorithm has NULL as parameters, which must be absent (Chromium refuses it, Firefox takes it)",
            );
        }
        rfc5912::ECDSA_WITH_SHA_256
        | rfc5912::ECDSA_WITH_SHA_384
        | rfc5912::ECDSA_WITH_SHA_512
        | rfc8410::ID_ED_25519
            if algorithm.parameters.is_some() =>
        {
            return Judgement::Unfit("its algorithm has parameters, which must be absent");
        }
        rfc5912::ECDSA_WITH_SHA_256 => ecdsa(key, S256, message, signature),
        rfc5912::ECDSA_WITH_SHA_384 => ecdsa(key, S384, message, signature),
        rfc5912::ECDSA_WITH_SHA_512 => ecdsa(key, S512, message, signature),
        rfc8410::ID_ED_25519 => ed25519(key, message, signature),
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION | ECDSA_WITH_SHA_1 => {
            return Judgement::Outdated(SHA_1);
        }
        rfc5912::MD_5_WITH_RSA_ENCRYPTION => {
            return Judgement::Outdated(
                "MD5, for which anybody can make collisions (two messages with the same hash)",
            );
        }
        rfc5912::MD_2_WITH_RSA_ENCRYPTION => {
            return Judgement::Outdated("MD2, which was given up long ago (RFC 6149)");
        }
        other => {
            return Judgement::Unjudged(format!("{} is not judged here", in_words(other)));
        }
    };
    match holds {
        Ok(true) => Judgement::Holds,
        Ok(false) => Judgement::Broken,
        Err(why) => why,
    }
}

impl From<String> for Judgement {
    fn from(why: String) -> Self {
        Self::Unjudged(why)
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

    /// How many bytes it gives.
    fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}

fn ecdsa(
    key: &SubjectPublicKeyInfoOwned,
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, Judgement> {
    let digest = digest.of(message);
    let broken = |_| "the key is no point of its curve".to_owned();
    let point =
        |curve| Point::of(curve, key.subject_public_key.raw_bytes()).map(|point| point.sec1);
    match SubjectKey::of(key) {
        SubjectKey::Curve(curve @ "P-256") | SubjectKey::OddPoint(curve @ "P-256", _) => {
            let point = point(curve)?;
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(broken)?;
            let signature = p256::ecdsa::DerSignature::from_bytes(signature);
            Ok(signature.is_ok_and(|it| key.verify_prehash(&digest, &it).is_ok()))
        }
        SubjectKey::Curve(curve @ "P-384") | SubjectKey::OddPoint(curve @ "P-384", _) => {
            let point = point(curve)?;
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(broken)?;
            let signature = p384::ecdsa::DerSignature::from_bytes(signature);
            Ok(signature.is_ok_and(|it| key.verify_prehash(&digest, &it).is_ok()))
        }
        SubjectKey::Curve(_) | SubjectKey::OddPoint(..) => Err(Judgement::Unjudged(
            "its key is on P-521, which nothing here computes with; Chromium and Firefox take such a CA".into(),
        )),
        SubjectKey::Other(_) => Err(Judgement::Unjudged(
            "ECDSA is judged here with P-256 and P-384 only".into(),
        )),
        SubjectKey::Rsa(_) | SubjectKey::RsaPss(_) | SubjectKey::Ed25519 | SubjectKey::Malformed(_) => {
            Ok(false)
        }
    }
}

fn ed25519(
    key: &SubjectPublicKeyInfoOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, Judgement> {
    if SubjectKey::of(key) != SubjectKey::Ed25519 {
        return Ok(false);
    }
    let bytes = key.subject_public_key.raw_bytes();
    let key = <[u8; 32]>::try_from(bytes)
        .ok()
        .and_then(|bytes| ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok())
        .ok_or_else(|| "the key is no point of Ed25519".to_owned())?;
    let signature = ed25519_dalek::Signature::from_slice(signature);
    Ok(signature.is_ok_and(|it| key.verify(message, &it).is_ok()))
}
