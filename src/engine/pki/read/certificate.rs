//! A certificate in DER (RFC 5280 §4.1).
//!
//! Read part by part and not by the crate as a whole: one that begins in 1960
//! or has an odd serial number is to be judged, and not to be called broken.

use super::super::algorithm::algorithm_name;
use super::super::error;
use super::super::extensions::{BasicConstraints, Extensions};
use super::super::judge::SubjectKey;
use super::super::key::PublicKey;
use super::super::name;
use super::super::validity::{self, Period};
use crate::engine::asn1::elements::{inside, rebased, slice};
use crate::engine::asn1::refused;
use crate::engine::diagnosis::Diagnosis;
use der::asn1::{Any, AnyRef, BitStringRef, IntRef};
use der::{Decode as _, Encode as _, Tag, Tagged as _};
use num_bigint::BigInt;
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
    late_form: bool,
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
        parts.finish("signatureValue")?;
        let mut tbs = Parts::of(der, signed.clone()).map_err(error)?;
        let version = version(&mut tbs)?;
        let serial = tbs.read::<IntRef<'_>>().map_err(error)?;
        let signed_algorithm = tbs.read().map_err(error)?;
        let issuer = tbs.name().map_err(error)?;
        let (period, late_form) = period(der, &tbs.next().map_err(error)?)?;
        let subject = tbs.name().map_err(error)?;
        let spki = tbs.read().map_err(error)?;
        let extensions = extensions(&mut tbs)?;
        Ok(Self {
            der: der.to_vec(),
            version,
            serial: serial.as_bytes().to_vec(),
            signed_algorithm,
            issuer,
            period,
            late_form,
            subject,
            spki,
            extensions,
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

    /// Whether one of its times before 2050 has the form for those from 2050
    /// on, GeneralizedTime (RFC 5280 §4.1.2.5).
    #[must_use]
    pub fn has_late_form(&self) -> bool {
        self.late_form
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

    /// How the two algorithms of its signature differ, where they do; both
    /// must be the same (RFC 5280 §4.1.1.2).
    #[must_use]
    pub fn mismatch(&self) -> Option<String> {
        let (inner, outer) = (&self.signed_algorithm, &self.algorithm);
        if inner == outer {
            return None;
        }
        let parameters = |of: &AlgorithmIdentifierOwned| match &of.parameters {
            None => "without parameters",
            Some(it) if *it == Any::null() => "with NULL",
            Some(_) => "with parameters",
        };
        let name = algorithm_name(inner.oid);
        Some(if inner.oid != outer.oid {
            format!(
                "says one signature algorithm inside, {name}, and another outside, {}.",
                algorithm_name(outer.oid)
            )
        } else if parameters(inner) == parameters(outer) {
            format!("says {name} with one kind of parameters inside, and with another outside.")
        } else {
            format!(
                "says {name} {} inside, and {} outside.",
                parameters(inner),
                parameters(outer)
            )
        })
    }

    /// The key that it certifies, of whatever kind.
    #[must_use]
    pub fn spki(&self) -> &SubjectPublicKeyInfoOwned {
        &self.spki
    }

    /// The kind of its key.
    #[must_use]
    pub fn subject_key(&self) -> SubjectKey {
        SubjectKey::of(&self.spki)
    }

    /// The key that it certifies.
    ///
    /// # Errors
    /// When it is of a family or size that cannot be used here.
    pub fn public_key(&self) -> Result<PublicKey, Diagnosis> {
        PublicKey::from_spki_der(&self.spki.to_der().map_err(error::internal)?)
    }

    /// Whether it says that it is of a CA (RFC 5280 §4.2.1.9).
    #[must_use]
    pub fn is_ca(&self) -> bool {
        matches!(self.extensions.one::<BasicConstraints>(), Ok(Some(it)) if it.ca)
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

    /// Those inside a field with a tag of its own.
    fn within(der: &'a [u8], field: &Range<usize>) -> der::Result<Self> {
        Ok(Self {
            der,
            rest: inside(der, field)?.into_iter(),
            whole: field.end,
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

    /// The field with this tag, where it comes next.
    fn optional(&mut self, tag: u8) -> Option<Range<usize>> {
        let at = self.rest.as_slice().first()?;
        (self.der.get(at.start) == Some(&tag)).then(|| self.rest.next())?
    }

    /// That nothing is left: clients do not pass over what stands there.
    fn finish(&mut self, last: &str) -> Result<(), Diagnosis> {
        let Some(surplus) = self.rest.next() else {
            return Ok(());
        };
        let tag = self.der.get(surplus.start).copied().unwrap_or_default();
        Err(
            Diagnosis::expected(format!("nothing behind {last} (RFC 5280 §4.1)"))
                .found(format!("another element, with the tag 0x{tag:02x}"))
                .byte(surplus.start),
        )
    }
}

/// The version, as people count it; its default is 1.
fn version(tbs: &mut Parts<'_>) -> Result<u8, Diagnosis> {
    let error = |error| refused(EXPECTED, error);
    let Some(at) = tbs.optional(0xa0) else {
        return Ok(1);
    };
    let mut inner = Parts::within(tbs.der, &at).map_err(error)?;
    let number = inner.next().map_err(error)?;
    let integer = IntRef::from_der(slice(tbs.der, &number))
        .map_err(|wrong| error(rebased(wrong, number.start)))?;
    inner.finish("the version")?;
    match integer.as_bytes() {
        [version @ 0..=2] => Ok(version + 1),
        other => Err(Diagnosis::expected(
            "the version of a certificate: 0, 1 or 2 for v1, v2 or v3 (RFC 5280 §4.1.2.1)",
        )
        .found(format!("{}", BigInt::from_signed_bytes_be(other)))
        .byte(number.start)),
    }
}

/// What stands behind the key: two identifiers that nobody uses any more, and
/// the extensions, each at most once and in this order (RFC 5280 §4.1).
fn extensions(tbs: &mut Parts<'_>) -> Result<Extensions, Diagnosis> {
    let error = |error| refused(EXPECTED, error);
    let mut last = "subjectPublicKeyInfo";
    for (tag, name) in [(0x81, "issuerUniqueID"), (0x82, "subjectUniqueID")] {
        if tbs.optional(tag).is_some() {
            last = name;
        }
    }
    let mut found = Extensions::default();
    if let Some(field) = tbs.optional(0xa3) {
        let mut field = Parts::within(tbs.der, &field).map_err(error)?;
        let list = field.next().map_err(error)?;
        field.finish("the list of extensions")?;
        found = Extensions::of_list(tbs.der, &list).map_err(error)?;
        last = "extensions";
    }
    tbs.finish(last)?;
    Ok(found)
}

/// The two times of a validity, and whether one before 2050 has the form of
/// those from then on.
fn period(der: &[u8], range: &Range<usize>) -> Result<(Period, bool), Diagnosis> {
    let error = |error| refused(EXPECTED, error);
    let mut parts = Parts::of(der, range.clone()).map_err(error)?;
    let mut time = || -> Result<(u64, bool), Diagnosis> {
        let at = parts.next().map_err(error)?;
        let value = AnyRef::from_der(slice(der, &at)).map_err(error)?;
        let seconds = validity::read(value.tag(), value.value()).map_err(|found| {
            Diagnosis::expected("a time of a certificate: YYMMDDHHMMSSZ or, from 2050 on, YYYYMMDDHHMMSSZ (RFC 5280 §4.1.2.5)")
                .found(found)
                .byte(at.start)
        })?;
        let is_late = value.tag() == Tag::GeneralizedTime;
        Ok((
            seconds,
            is_late && (1..validity::YEAR_2050).contains(&seconds),
        ))
    };
    let ((from, is_from_late), (to, is_to_late)) = (time()?, time()?);
    parts.finish("notAfter")?;
    Ok((Period { from, to }, is_from_late || is_to_late))
}
