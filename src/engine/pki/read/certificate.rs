//! A certificate in DER (RFC 5280 §4.1).
//!
//! Read part by part and not by the crate as a whole: one that begins in 1960
//! or has an odd serial number is to be judged, and not to be called broken.

use super::super::error;
use super::super::extensions::Extensions;
use super::super::judge::KeyKind;
use super::super::key::PublicKey;
use super::super::name;
use super::super::validity::{self, Period};
use crate::engine::asn1::elements::{inside, rebased, slice};
use crate::engine::asn1::refused;
use crate::engine::diagnosis::Diagnosis;
use der::asn1::{AnyRef, BitStringRef, IntRef};
use der::{Decode as _, Encode as _, Tag, Tagged as _};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use std::ops::Range;
use x509_cert::name::Name;

/// What is expected where a certificate cannot be read.
const EXPECTED: &str = "a certificate in DER (RFC 5280)";

/// A certificate that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Range<usize>,
    version: u8,
    serial: Vec<u8>,
    signed_algorithm: AlgorithmIdentifierOwned,
    issuer: Name,
    subject: Name,
    period: Period,
    spki: SubjectPublicKeyInfoOwned,
    extensions: Extensions,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate.
    ///
    /// # Errors
    /// What is wrong, and at which byte.
    pub fn parse(der: &[u8]) -> Result<Self, Diagnosis> {
        let error = |error| refused(EXPECTED, error);
        let mut parts = Parts::of(der, 0..der.len()).map_err(error)?;
        if parts.whole != der.len() {
            return Err(Diagnosis::expected(EXPECTED)
                .found(format!(
                    "{} more bytes after its end",
                    der.len() - parts.whole
                ))
                .byte(parts.whole));
        }
        let signed = parts.next().map_err(error)?;
        let algorithm = parts.read().map_err(error)?;
        let signature = parts.read::<BitStringRef<'_>>().map_err(error)?;
        let mut tbs = Parts::of(der, signed.clone()).map_err(error)?;
        let version = version(&mut tbs).map_err(error)?;
        let serial = tbs.read::<IntRef<'_>>().map_err(error)?;
        let signed_algorithm = tbs.read().map_err(error)?;
        let issuer = tbs.name().map_err(error)?;
        let period = period(der, &tbs.next().map_err(error)?)?;
        Ok(Self {
            der: der.to_vec(),
            version,
            serial: serial.as_bytes().to_vec(),
            signed_algorithm,
            issuer,
            period,
            subject: tbs.name().map_err(error)?,
            spki: tbs.read().map_err(error)?,
            extensions: Extensions::of_certificate(der).map_err(error)?,
            signed,
            algorithm,
            // Empty where its bits do not fill bytes: then nothing fits it.
            signature: signature.as_bytes().unwrap_or_default().to_vec(),
        })
    }

    /// The whole.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Where the TBSCertificate stands: the bytes that were signed.
    #[must_use]
    pub fn signed_range(&self) -> Range<usize> {
        self.signed.clone()
    }

    /// The TBSCertificate, byte for byte as it was signed.
    #[must_use]
    pub fn signed(&self) -> &[u8] {
        self.der.get(self.signed.clone()).unwrap_or_default()
    }

    /// Its version: 3 with extensions, else 1.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.version
    }

    /// The bytes of its serial number, as they stand there.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// Whom it is for.
    #[must_use]
    pub fn subject_name(&self) -> &Name {
        &self.subject
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer_name(&self) -> &Name {
        &self.issuer
    }

    /// The subject in words.
    #[must_use]
    pub fn subject(&self) -> String {
        name::describe(&self.subject)
    }

    /// The issuer in words.
    #[must_use]
    pub fn issuer(&self) -> String {
        name::describe(&self.issuer)
    }

    /// Whether issuer and subject are the same name (RFC 5280 §3.2).
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        name::same(&self.issuer, &self.subject)
    }

    /// From when until when; times before 1970 count as 1970.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The signature value; empty where its bits do not fill bytes.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The algorithm of the signature, as the unsigned outer field says.
    #[must_use]
    pub fn algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.algorithm
    }

    /// The algorithm of the signature, as the signed inner field says.
    #[must_use]
    pub fn signed_algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.signed_algorithm
    }

    /// The key that it certifies, of whatever kind.
    #[must_use]
    pub fn spki(&self) -> &SubjectPublicKeyInfoOwned {
        &self.spki
    }

    /// The kind of its key.
    #[must_use]
    pub fn key_kind(&self) -> KeyKind {
        KeyKind::of(&self.spki)
    }

    /// The key that it certifies.
    ///
    /// # Errors
    /// When it is of a family or size that cannot be used here.
    pub fn public_key(&self) -> Result<PublicKey, Diagnosis> {
        PublicKey::from_spki_der(&self.spki.to_der().map_err(error::internal)?)
    }

    /// Its extensions.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }
}

/// The elements inside a SEQUENCE, one after the other.
struct Parts<'a> {
    der: &'a [u8],
    rest: std::vec::IntoIter<Range<usize>>,
    /// Where the SEQUENCE ends.
    whole: usize,
}

impl<'a> Parts<'a> {
    fn of(der: &'a [u8], range: Range<usize>) -> der::Result<Self> {
        let bytes = slice(der, &range);
        let (whole, _) = AnyRef::from_der_partial(bytes)?;
        whole.tag().assert_eq(Tag::Sequence)?;
        let length = usize::try_from(whole.encoded_len()?).unwrap_or(bytes.len());
        let end = range.start + length;
        Ok(Self {
            der,
            rest: inside(der, &(range.start..end))?.into_iter(),
            whole: end,
        })
    }

    fn next(&mut self) -> der::Result<Range<usize>> {
        let missing = der::Error::incomplete(der::Length::try_from(self.whole)?);
        self.rest.next().ok_or(missing)
    }

    fn read<T: der::Decode<'a, Error = der::Error>>(&mut self) -> der::Result<T> {
        let at = self.next()?;
        T::from_der(slice(self.der, &at)).map_err(|error| rebased(error, at.start))
    }

    fn name(&mut self) -> der::Result<Name> {
        let at = self.next()?;
        name::read(slice(self.der, &at)).map_err(|error| rebased(error, at.start))
    }

    fn peek(&self) -> Option<&Range<usize>> {
        self.rest.as_slice().first()
    }
}

/// The version, as people count it; its default is 1.
fn version(tbs: &mut Parts<'_>) -> der::Result<u8> {
    let tag = tbs.peek().and_then(|at| tbs.der.get(at.start));
    if tag != Some(&0xa0) {
        return Ok(1);
    }
    let at = tbs.next()?;
    let inner = inside(tbs.der, &at)?.into_iter().next().unwrap_or(at);
    let number =
        IntRef::from_der(slice(tbs.der, &inner)).map_err(|error| rebased(error, inner.start))?;
    match number.as_bytes() {
        [number @ 0..=2] => Ok(number + 1),
        _ => {
            Err(der::ErrorKind::Value { tag: Tag::Integer }.at(der::Length::try_from(inner.start)?))
        }
    }
}

/// The two times of a validity.
fn period(der: &[u8], range: &Range<usize>) -> Result<Period, Diagnosis> {
    let error = |error| refused(EXPECTED, error);
    let mut parts = Parts::of(der, range.clone()).map_err(error)?;
    let mut time = || -> Result<u64, Diagnosis> {
        let at = parts.next().map_err(error)?;
        let value = AnyRef::from_der(slice(der, &at)).map_err(error)?;
        validity::read(value.tag(), value.value()).map_err(|found| {
            Diagnosis::expected("a time of a certificate: YYMMDDHHMMSSZ or, from 2050 on, YYYYMMDDHHMMSSZ (RFC 5280 §4.1.2.5)")
                .found(found)
                .byte(at.start)
        })
    };
    Ok(Period {
        from: time()?,
        to: time()?,
    })
}
