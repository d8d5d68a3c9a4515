//! Signatures by RSA, as the `rsa` crate judges them.

use super::Digest;
use super::kind::RsaSize;
use crate::engine::rsa::{file, key::LARGEST};
use const_oid::db::rfc5912;
use der::asn1::Any;
use der::{Decode as _, Encode as _};
use num_bigint::{BigInt, Sign};
use rsa::Pss;
use rsa::pkcs1::{self, RsaPssParams, TrailerField};
use rsa::pkcs1v15::Pkcs1v15Sign;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// Larger exponents than this many bits are tried below
/// [`LARGE_MODULUS`] only, as openssl does: verifying takes as long as they
/// are.
const LARGE_EXPONENT: u64 = 64;
const LARGE_MODULUS: u64 = 3072;

/// The numbers of a public key of a certificate. Unlike
/// [`PublicKey`](crate::engine::rsa::PublicKey), which encrypts, its exponent
/// may be large.
pub(super) struct RsaKey {
    n: BigInt,
    e: BigInt,
}

impl RsaKey {
    /// Reads them (RFC 8017 §A.1.1).
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub(super) fn of(spki: &SubjectPublicKeyInfoOwned) -> Result<Self, String> {
        let broken = || "a broken RSA key".to_owned();
        let bytes = spki.subject_public_key.as_bytes().ok_or_else(broken)?;
        let numbers = pkcs1::RsaPublicKey::from_der(bytes).map_err(|_| broken())?;
        let integer = |uint: pkcs1::UintRef<'_>| BigInt::from_bytes_be(Sign::Plus, uint.as_bytes());
        let (n, e) = (integer(numbers.modulus), integer(numbers.public_exponent));
        if n < BigInt::from(15) || !n.bit(0) {
            return Err("an RSA key whose modulus is no product of two odd primes".into());
        }
        if e < BigInt::from(3) || !e.bit(0) || e >= n {
            return Err("an RSA key whose public exponent undoes nothing".into());
        }
        Ok(Self { n, e })
    }

    /// How large they are.
    pub(super) fn size(&self) -> RsaSize {
        RsaSize {
            modulus: self.n.bits(),
            exponent: self.e.bits(),
        }
    }

    fn to_crate(&self) -> Result<rsa::PublicKey, String> {
        let RsaSize { modulus, exponent } = self.size();
        if modulus > LARGEST as u64 {
            return Err(format!("an RSA key of {modulus} bits is too long for here"));
        }
        if exponent > LARGE_EXPONENT && modulus > LARGE_MODULUS {
            return Err(format!(
                "a public exponent of {exponent} bits is too long for here"
            ));
        }
        Ok(file::verifier(&self.n, &self.e))
    }
}

/// Whether a signature of PKCS#1 v1.5 holds. A key that is kept for PSS has
/// none (RFC 4055 §1.2).
pub(super) fn v15(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Digest,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    // They must be NULL; leaving them out is to be accepted (RFC 8017 §A.2.4).
    let parameters = algorithm.parameters.as_ref();
    if parameters.is_some_and(|it| *it != Any::null()) || !has_algorithm(key, &[Family::Any]) {
        return Ok(false);
    }
    let key = RsaKey::of(key)?.to_crate()?;
    let scheme = match digest {
        Digest::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
        Digest::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Digest::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Digest::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    };
    Ok(key.verify(scheme, &digest.of(message), signature).is_ok())
}

/// What an RSA key may be used for, by its algorithm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// rsaEncryption: for any scheme.
    Any,
    /// id-RSASSA-PSS: for PSS alone.
    Pss,
}

fn has_algorithm(key: &SubjectPublicKeyInfoOwned, wanted: &[Family]) -> bool {
    let parameters = key.algorithm.parameters.as_ref();
    let family = match key.algorithm.oid {
        rfc5912::RSA_ENCRYPTION if parameters == Some(&Any::null()) => Family::Any,
        rfc5912::ID_RSASSA_PSS => Family::Pss,
        _ => return false,
    };
    wanted.contains(&family)
}

/// What a signature of PSS was made with (RFC 4055 §3.1).
struct Parameters {
    hash: Digest,
    mask: Digest,
    salt: usize,
    trailer: TrailerField,
}

impl Parameters {
    fn of(algorithm: &AlgorithmIdentifierOwned) -> Result<Self, String> {
        let parameters = algorithm
            .parameters
            .as_ref()
            .and_then(|it| it.to_der().ok());
        let parameters = parameters.unwrap_or_else(|| vec![0x30, 0]);
        let parameters = RsaPssParams::<Any>::from_der(&parameters)
            .map_err(|_| "the parameters of PSS are broken")?;
        let mask = parameters.mask_gen.parameters.as_ref().map(|it| it.oid);
        Ok(Self {
            hash: Digest::from_oid(parameters.hash.oid).ok_or("PSS with a hash unknown here")?,
            mask: mask
                .and_then(Digest::from_oid)
                .ok_or("PSS with a hash for the mask that is unknown here")?,
            salt: usize::from(parameters.salt_len),
            trailer: parameters.trailer_field,
        })
    }

    /// Whether a key that is kept for these lets others be used: the hashes
    /// must be the same, and the salt no shorter (RFC 4055 §3.3).
    fn allow(&self, used: &Self) -> bool {
        self.hash == used.hash && self.mask == used.mask && self.salt <= used.salt
    }
}

/// Whether a signature of PSS is made with SHA-1, which is also the default of
/// both its hashes.
pub(super) fn is_sha_1(algorithm: &AlgorithmIdentifierOwned) -> bool {
    Parameters::of(algorithm).is_ok_and(|it| it.hash == Digest::Sha1)
}

/// Why browsers refuse a signature of PSS whatever its key says: they take
/// what TLS 1.3 has, one hash for the message and the mask, and a salt as long
/// as it (RFC 8446 §4.2.3; CA/Browser Forum, Baseline Requirements §7.1.3.2.1).
#[must_use]
pub fn pss_objection(algorithm: &AlgorithmIdentifierOwned) -> Option<String> {
    if algorithm.oid != rfc5912::ID_RSASSA_PSS {
        return None;
    }
    let Parameters { hash, salt, .. } = Parameters::of(algorithm).ok()?;
    (salt != hash.size()).then(|| {
        format!(
            "is signed by PSS with {} and a salt of {salt} bytes: Chromium and Firefox take only one of {}, as TLS 1.3 does.",
            hash.name(),
            hash.size()
        )
    })
}

/// Whether a signature of PSS holds.
pub(super) fn pss(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    if !has_algorithm(key, &[Family::Any, Family::Pss]) {
        return Ok(false);
    }
    let used = Parameters::of(algorithm)?;
    if used.trailer != TrailerField::BC {
        return Ok(false);
    }
    let is_kept = key.algorithm.oid == rfc5912::ID_RSASSA_PSS;
    if is_kept && key.algorithm.parameters.is_some() {
        let kept = Parameters::of(&key.algorithm)?;
        if !kept.allow(&used) {
            return Ok(false);
        }
    }
    if used.mask != used.hash {
        return Err(format!(
            "PSS with {} for the message and {} for the mask, which Chromium and Firefox refuse",
            used.hash.name(),
            used.mask.name()
        ));
    }
    let key = RsaKey::of(key)?.to_crate()?;
    let (digest, salt) = (used.hash.of(message), used.salt);
    Ok(match used.hash {
        Digest::Sha1 => key.verify(Pss::<Sha1>::new_with_salt(salt), &digest, signature),
        Digest::Sha256 => key.verify(Pss::<Sha256>::new_with_salt(salt), &digest, signature),
        Digest::Sha384 => key.verify(Pss::<Sha384>::new_with_salt(salt), &digest, signature),
        Digest::Sha512 => key.verify(Pss::<Sha512>::new_with_salt(salt), &digest, signature),
    }
    .is_ok())
}
