//! Key files: PKCS#8 and PKCS#1 for private keys, SPKI for public ones.

use super::{Error, PrivateKey, PublicKey, numbers};
use crate::engine::asn1;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use der::asn1::{BitString, OctetStringRef, UintRef};
use der::{Decode, Encode};
use num_bigint::BigInt;
use rsa::BoxedUint;
use rsa::pkcs1::{ALGORITHM_ID, ALGORITHM_OID, RsaPrivateKey, RsaPublicKeyRef};
use zeroize::Zeroizing;

const PKCS8: &str = "a PKCS#8 private key (PrivateKeyInfo, RFC 5958)";
const PKCS1: &str = "a PKCS#1 private key (RSAPrivateKey, RFC 8017 §A.1.2)";
const PUBLIC: &str = "a PKCS#1 public key (RSAPublicKey, RFC 8017 §A.1.1)";
const SPKI: &str = "a public key (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7)";

impl PrivateKey {
    /// Reads `PrivateKeyInfo` (RFC 5958), unencrypted, in DER.
    ///
    /// # Errors
    /// When the bytes are not that, the key is not an RSA key of two primes, p
    /// or q is not prime, its numbers do not belong together, or the public key
    /// beside it is another's.
    pub fn from_pkcs8_der(bytes: &[u8]) -> Result<Self, Error> {
        let numbers = pkcs8_numbers(bytes)?;
        Self::from_numbers(public(numbers.public)?, numbers.secret)
    }

    /// Reads the same, and computes d_p, d_q and q_inv anew from p, q and d
    /// (RFC 8017 §3.2). Says which of them, or d itself, were others in the
    /// file: of a d above n, the remainder modulo λ(n) does the same.
    ///
    /// # Errors
    /// As those of [`from_pkcs8_der`](Self::from_pkcs8_der), but for these
    /// numbers.
    pub fn mended_from_pkcs8_der(bytes: &[u8]) -> Result<(Self, Vec<&'static str>), Error> {
        let numbers = pkcs8_numbers(bytes)?;
        Self::mended(public(numbers.public)?, numbers.secret)
    }

    /// Reads `RSAPrivateKey` (RFC 8017 §A.1.2) in DER.
    ///
    /// # Errors
    /// When the bytes are not that, the key has more than two primes, p or q is
    /// not prime, or its numbers do not belong together.
    pub fn from_pkcs1_der(bytes: &[u8]) -> Result<Self, Error> {
        let numbers = numbers::private(bytes, 0, PKCS1)?;
        Self::from_numbers(public(numbers.public)?, numbers.secret)
    }

    /// Reads the same, and computes d_p, d_q and q_inv anew, as
    /// [`mended_from_pkcs8_der`](Self::mended_from_pkcs8_der) does.
    ///
    /// # Errors
    /// As those of [`from_pkcs1_der`](Self::from_pkcs1_der), but for these
    /// numbers.
    pub fn mended_from_pkcs1_der(bytes: &[u8]) -> Result<(Self, Vec<&'static str>), Error> {
        let numbers = numbers::private(bytes, 0, PKCS1)?;
        Self::mended(public(numbers.public)?, numbers.secret)
    }

    /// Writes `PrivateKeyInfo` (RFC 5958), unencrypted, in DER.
    ///
    /// # Errors
    /// When the key is too large for DER, which no real key is.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let inner = self.to_pkcs1_der()?;
        let octets = OctetStringRef::new(&inner).map_err(|error| diagnosis(PKCS8, error))?;
        pkcs8::PrivateKeyInfoRef::new(ALGORITHM_ID, octets)
            .to_der()
            .map(Zeroizing::new)
            .map_err(|error| diagnosis(PKCS8, error))
    }

    /// Writes `RSAPrivateKey` (RFC 8017 §A.1.2) in DER.
    ///
    /// # Errors
    /// When the key is too large for DER, which no real key is.
    pub fn to_pkcs1_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let numbers = [
            &self.n,
            &self.e,
            &self.d,
            &self.p,
            &self.q,
            &self.d_p,
            &self.d_q,
            &self.q_inv,
        ];
        let [n, e, d, p, q, d_p, d_q, q_inv] =
            numbers.map(|number| Zeroizing::new(number.integer.to_bytes_be().1));
        let encode = || -> der::Result<Vec<u8>> {
            RsaPrivateKey {
                modulus: UintRef::new(&n)?,
                public_exponent: UintRef::new(&e)?,
                private_exponent: UintRef::new(&d)?,
                prime1: UintRef::new(&p)?,
                prime2: UintRef::new(&q)?,
                exponent1: UintRef::new(&d_p)?,
                exponent2: UintRef::new(&d_q)?,
                coefficient: UintRef::new(&q_inv)?,
                other_prime_infos: None,
            }
            .to_der()
        };
        encode()
            .map(Zeroizing::new)
            .map_err(|error| diagnosis(PKCS1, error))
    }

    /// The same key for the `rsa` crate, which validates it.
    ///
    /// # Errors
    /// When the crate refuses: for exponents above 2³³ − 1.
    pub fn to_crate(&self) -> Result<rsa::PrivateKey, Error> {
        let n = self.n.integer.bits();
        let widest = self.p.integer.bits().max(self.q.integer.bits());
        let make = if widest > n.div_ceil(2) {
            // Two toy primes may differ in length.
            rsa::PrivateKey::from_components_with_wide_primes
        } else {
            rsa::PrivateKey::from_components
        };
        Ok(make(
            boxed(&self.n.integer),
            boxed(&self.e.integer),
            boxed(&self.d.integer),
            vec![boxed(&self.p.integer), boxed(&self.q.integer)],
        )?)
    }
}

impl PublicKey {
    /// Reads `SubjectPublicKeyInfo` in DER.
    ///
    /// # Errors
    /// When the bytes are not that, or the key is not an RSA key.
    pub fn from_spki_der(bytes: &[u8]) -> Result<Self, Error> {
        let located = |error| located(SPKI, error, &asn1::dissect_public_key(bytes));
        let info = spki::SubjectPublicKeyInfoRef::from_der(bytes).map_err(located)?;
        rsa_only(info.algorithm.oid)?;
        let inner = info.subject_public_key.as_bytes().unwrap_or_default();
        public(numbers::public(inner, start(bytes, inner), SPKI)?)
    }

    /// Reads `RSAPublicKey` (RFC 8017 §A.1.1) in DER.
    ///
    /// # Errors
    /// When the bytes are not that.
    pub fn from_pkcs1_der(bytes: &[u8]) -> Result<Self, Error> {
        public(numbers::public(bytes, 0, PUBLIC)?)
    }

    /// Writes `SubjectPublicKeyInfo` in DER.
    ///
    /// # Errors
    /// When the key is too large for DER, which no real key is.
    pub fn to_spki_der(&self) -> Result<Vec<u8>, Error> {
        let (n, e) = (
            self.n.integer.to_bytes_be().1,
            self.e.integer.to_bytes_be().1,
        );
        let encode = || -> der::Result<Vec<u8>> {
            let inner = RsaPublicKeyRef {
                modulus: UintRef::new(&n)?,
                public_exponent: UintRef::new(&e)?,
            }
            .to_der()?;
            spki::SubjectPublicKeyInfo {
                algorithm: ALGORITHM_ID,
                subject_public_key: BitString::from_bytes(&inner)?,
            }
            .to_der()
        };
        encode().map_err(|error| diagnosis(SPKI, error))
    }

    /// The same key for the `rsa` crate.
    ///
    /// # Errors
    /// When the crate refuses: for exponents above 2³³ − 1.
    pub fn to_crate(&self) -> Result<rsa::PublicKey, Error> {
        Ok(rsa::PublicKey::new_with_size_limits(
            boxed(&self.n.integer),
            boxed(&self.e.integer),
            1..=1 << 16,
        )?)
    }
}

/// The numbers inside a `PrivateKeyInfo`.
fn pkcs8_numbers(bytes: &[u8]) -> Result<numbers::Private, Error> {
    let info = pkcs8::PrivateKeyInfoRef::from_der(bytes)
        .map_err(|error| located(PKCS8, error, &asn1::dissect_private_key(bytes)))?;
    rsa_only(info.algorithm.oid)?;
    let inner = info.private_key.as_bytes();
    let private = numbers::private(inner, start(bytes, inner), PKCS1)?;
    if let Some(beside) = &info.public_key {
        let inner = beside.as_bytes().unwrap_or_default();
        if numbers::public(inner, start(bytes, inner), PUBLIC)? != private.public {
            return Err(Error::OtherPublicKey);
        }
    }
    Ok(private)
}

/// Where a part of some bytes begins: the last place where it stands.
fn start(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len().max(1))
        .rposition(|window| window == part)
        .unwrap_or(0)
}

fn public([n, e]: [BigInt; 2]) -> Result<PublicKey, Error> {
    PublicKey::new(n, e)
}

fn rsa_only(oid: der::asn1::ObjectIdentifier) -> Result<(), Error> {
    if oid == ALGORITHM_OID {
        return Ok(());
    }
    Err(Error::Der(
        Diagnosis::expected("an RSA key (rsaEncryption, 1.2.840.113549.1.1.1)")
            .found(format!("a key of algorithm {oid}")),
    ))
}

fn diagnosis(expected: &'static str, error: impl Into<der::Error>) -> Error {
    Error::Der(asn1::refused(expected, error.into()))
}

/// The decoder's complaint at the place where the dissection sees the first
/// problem: it knows the byte more often, and says more.
fn located(expected: &'static str, error: impl Into<der::Error>, dissection: &Dissection) -> Error {
    match dissection.problems.first() {
        None => diagnosis(expected, error),
        Some(problem) => {
            let says = problem.says.trim_end_matches('.');
            let says = says.replacen("Expected", "expected", 1);
            Error::Der(
                Diagnosis::expected(expected)
                    .found(format!("something else: {says}"))
                    .byte(problem.at as usize),
            )
        }
    }
}

/// The crate's key that verifies, with an exponent of any size; the modulus
/// must be odd.
pub(in crate::engine) fn verifier(n: &BigInt, e: &BigInt) -> rsa::PublicKey {
    rsa::PublicKey::new_unchecked(boxed(n), boxed(e))
}

fn boxed(number: &BigInt) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(&number.to_bytes_be().1)
}
