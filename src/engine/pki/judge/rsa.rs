//! Signatures by RSA, as the `rsa` crate judges them.

use super::subject_key::RsaSize;
use super::{Digest, Judgement};
use crate::engine::rsa::{file, key::LARGEST};
use const_oid::db::rfc5912;
use der::asn1::{Any, AnyRef, ContextSpecific, Uint};
use der::{Decode, Reader, TagNumber, Tagged};
use num_bigint::{BigInt, Sign};
use rsa::Pss;
use rsa::pkcs1;
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
) -> Result<bool, Judgement> {
    // They must be NULL; leaving them out is to be accepted (RFC 8017 §A.2.4).
    let parameters = algorithm.parameters.as_ref();
    if parameters.is_some_and(|it| *it != Any::null()) {
        return Err(Judgement::Unfit(
            "its algorithm has parameters other than NULL",
        ));
    }
    if key.algorithm.oid == rfc5912::ID_RSASSA_PSS {
        return Err(Judgement::Unfit(
            "its key is kept for PSS, and it is of PKCS#1 v1.5",
        ));
    }
    if !has_algorithm(key, &[Uses::Any]) {
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
enum Uses {
    /// rsaEncryption: for any scheme.
    Any,
    /// id-RSASSA-PSS: for PSS alone.
    Pss,
}

fn has_algorithm(key: &SubjectPublicKeyInfoOwned, wanted: &[Uses]) -> bool {
    let parameters = key.algorithm.parameters.as_ref();
    let uses = match key.algorithm.oid {
        rfc5912::RSA_ENCRYPTION if parameters == Some(&Any::null()) => Uses::Any,
        rfc5912::ID_RSASSA_PSS => Uses::Pss,
        _ => return false,
    };
    wanted.contains(&uses)
}

/// What a signature of PSS was made with (RFC 4055 §3.1).
struct Parameters {
    hash: Digest,
    mask: Digest,
    salt: usize,
    /// The number of its trailer field; `None` where it is left out, as DER
    /// wants it for the only one there is, 1.
    trailer: Option<usize>,
    /// Whether each hash has NULL as its parameters.
    has_nulls: bool,
}

impl Parameters {
    fn of(algorithm: &AlgorithmIdentifierOwned) -> Result<Self, String> {
        let broken = |_: der::Error| "the parameters of PSS cannot be read";
        let (mut hash, mut mask, mut salt, mut trailer) = (None, None, None, None);
        if let Some(parameters) = &algorithm.parameters {
            let read = AnyRef::from(parameters).sequence(|reader| {
                hash = field::<AlgorithmIdentifierOwned, _>(reader, 0)?;
                mask = field::<AlgorithmIdentifierOwned, _>(reader, 1)?;
                salt = field::<Uint, _>(reader, 2)?;
                trailer = field::<Uint, _>(reader, 3)?;
                Ok::<_, der::Error>(())
            });
            read.map_err(broken)?;
        }
        // Where one is left out, it is SHA-1 (RFC 4055 §3.1).
        let mask = match mask {
            Some(it) if it.oid == rfc5912::ID_MGF_1 => {
                let inner = it.parameters.as_ref().map(Any::decode_as);
                Some(
                    inner
                        .transpose()
                        .map_err(broken)?
                        .ok_or("the mask of PSS names no hash")?,
                )
            }
            Some(_) => return Err("the mask of PSS is not MGF1".into()),
            None => None,
        };
        let mut hashes = [&hash, &mask].into_iter().flatten();
        let has_nulls = hashes.all(|it| it.parameters.as_ref() == Some(&Any::null()));
        let digest = |of: Option<&AlgorithmIdentifierOwned>, what| match of {
            Some(it) => Digest::from_oid(it.oid).ok_or(what),
            None => Ok(Digest::Sha1),
        };
        Ok(Self {
            hash: digest(hash.as_ref(), "PSS with a hash unknown here")?,
            mask: digest(
                mask.as_ref(),
                "PSS with a hash for the mask that is unknown here",
            )?,
            salt: salt.map_or(20, |it| number(&it)),
            trailer: trailer.map(|it| number(&it)),
            has_nulls,
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

/// A field with a tag of its own, where it comes next.
fn field<'a, T, R>(reader: &mut R, tag: u32) -> der::Result<Option<T>>
where
    T: Decode<'a, Error = der::Error> + Tagged,
    R: Reader<'a>,
{
    let field = ContextSpecific::<T>::decode_explicit(reader, TagNumber(tag))?;
    Ok(field.map(|field| field.value))
}

/// A number; the largest where it is larger still.
fn number(of: &Uint) -> usize {
    of.as_bytes().iter().fold(0_usize, |sum, byte| {
        let more = sum.checked_mul(256);
        more.map_or(usize::MAX, |more| more | usize::from(*byte))
    })
}

/// Why browsers refuse a signature of PSS whatever its key says: they take
/// what TLS 1.3 has, one hash for the message and the mask, and a salt as long
/// as it (RFC 8446 §4.2.3), byte for byte as public CAs are to write it
/// (CA/Browser Forum, Baseline Requirements §7.1.3.2.1).
#[must_use]
pub fn pss_objection(algorithm: &AlgorithmIdentifierOwned) -> Option<String> {
    if algorithm.oid != rfc5912::ID_RSASSA_PSS {
        return None;
    }
    let used = match Parameters::of(algorithm) {
        Ok(used) => used,
        Err(why) => {
            return Some(format!(
                "is signed by PSS, and Chromium and Firefox refuse it: {why}."
            ));
        }
    };
    let (hash, mask) = (used.hash.name(), used.mask.name());
    // Refused as SHA-1.
    if used.hash == Digest::Sha1 {
        None
    } else if used.mask != used.hash {
        Some(format!(
            "is signed by PSS with {hash} for the message and {mask} for the mask: Chromium and Firefox take only one hash for both, as TLS 1.3 does."
        ))
    } else if used.salt != used.hash.size() {
        Some(format!(
            "is signed by PSS with {hash} and a salt of {} bytes: Chromium and Firefox take only one of {}, as TLS 1.3 does.",
            used.salt,
            used.hash.size()
        ))
    } else if used.trailer.is_some() {
        Some("is signed by PSS with a trailer field, which DER leaves out: Chromium and Firefox refuse it.".into())
    } else if used.has_nulls {
        None
    } else {
        Some("is signed by PSS with hashes that lack their parameters, NULL: Firefox refuses it, Chromium takes it.".into())
    }
}

/// Whether a signature of PSS holds.
pub(super) fn pss(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, Judgement> {
    if !has_algorithm(key, &[Uses::Any, Uses::Pss]) {
        return Ok(false);
    }
    let used = Parameters::of(algorithm)?;
    if used.trailer.is_some_and(|it| it != 1) {
        return Err(Judgement::Unfit("its trailer field is not 1"));
    }
    let is_kept = key.algorithm.oid == rfc5912::ID_RSASSA_PSS;
    if is_kept && key.algorithm.parameters.is_some() {
        let kept = Parameters::of(&key.algorithm)?;
        if !kept.allow(&used) {
            return Err(Judgement::Unfit(
                "its key is kept for other parameters of PSS",
            ));
        }
    }
    if used.mask != used.hash {
        return Err(Judgement::Unjudged(format!(
            "PSS with {} for the message and {} for the mask is not computed here",
            used.hash.name(),
            used.mask.name()
        )));
    }
    let key = RsaKey::of(key)?;
    // The block has the hash, the salt, and a byte at each end (RFC 8017 §9.1.1).
    let block = (key.size().modulus - 1).div_ceil(8);
    let room = block.checked_sub(used.hash.size() as u64 + 2);
    if room.is_none_or(|room| used.salt as u64 > room) {
        return Err(Judgement::Unfit(
            "its salt is too long for a block of its key",
        ));
    }
    let key = key.to_crate()?;
    let (digest, salt) = (used.hash.of(message), used.salt);
    Ok(match used.hash {
        Digest::Sha1 => key.verify(Pss::<Sha1>::new_with_salt(salt), &digest, signature),
        Digest::Sha256 => key.verify(Pss::<Sha256>::new_with_salt(salt), &digest, signature),
        Digest::Sha384 => key.verify(Pss::<Sha384>::new_with_salt(salt), &digest, signature),
        Digest::Sha512 => key.verify(Pss::<Sha512>::new_with_salt(salt), &digest, signature),
    }
    .is_ok())
}
