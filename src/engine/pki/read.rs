//! Requests and certificates in DER, and which of their bytes were signed.

mod certificate;

pub use certificate::Certificate;

use super::error;
use super::extensions::Extensions;
use super::key::PublicKey;
use super::name;
use crate::engine::asn1::{elements::inside, refused};
use crate::engine::diagnosis::Diagnosis;
use der::asn1::ContextSpecific;
use der::{Decode, Encode as _, Reader as _, SliceReader, TagNumber};
use spki::AlgorithmIdentifierOwned;
use std::ops::Range;
use x509_cert::request::{CertReq, CertReqInfo};

/// A certification request that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    der: Vec<u8>,
    signed: Range<usize>,
    inner: CertReq,
    extensions: Extensions,
}

impl Request {
    /// Reads a request, also one without the field of attributes, which RFC
    /// 2986 §4.1 has in every request, if only empty: some programs leave it
    /// out, and openssl reads what they write.
    ///
    /// # Errors
    /// What is wrong, and at which byte.
    pub fn parse(der: &[u8]) -> Result<Self, Diagnosis> {
        let expected = "a certification request in DER (RFC 2986)";
        let inner = request(der).map_err(|error| refused(expected, error))?;
        let signed = signed_range(der).map_err(|error| refused(expected, error))?;
        let extensions = Extensions::of_request(der)
            .map_err(|error| refused("an extensionRequest (RFC 2985)", error))?;
        Ok(Self {
            der: der.to_vec(),
            signed,
            inner,
            extensions,
        })
    }

    /// The whole.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Where the CertificationRequestInfo stands: the bytes that were signed.
    #[must_use]
    pub fn signed_range(&self) -> Range<usize> {
        self.signed.clone()
    }

    /// The CertificationRequestInfo, byte for byte as it was signed.
    #[must_use]
    pub fn signed(&self) -> &[u8] {
        self.der.get(self.signed.clone()).unwrap_or_default()
    }

    /// The request as the crate reads it.
    #[must_use]
    pub fn inner(&self) -> &CertReq {
        &self.inner
    }

    /// The subject in words.
    #[must_use]
    pub fn subject(&self) -> String {
        name::describe(&self.inner.info.subject)
    }

    /// The signature value; empty where its bits do not fill bytes.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.inner.signature.as_bytes().unwrap_or_default()
    }

    /// The algorithm of the signature.
    #[must_use]
    pub fn algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.inner.algorithm
    }

    /// The key that it is about.
    ///
    /// # Errors
    /// When it is of a family or size that cannot be used here.
    pub fn public_key(&self) -> Result<PublicKey, Diagnosis> {
        let spki = self.inner.info.public_key.to_der();
        PublicKey::from_spki_der(&spki.map_err(error::internal)?)
    }

    /// Whether the field of attributes is there (RFC 2986 §4.1).
    #[must_use]
    pub fn has_attributes(&self) -> bool {
        let members = inside(&self.der, &self.signed).unwrap_or_default();
        members.len() > 3
    }

    /// The extensions that it asks for (RFC 2985 §5.4.2).
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }
}

/// ```text
/// CertificationRequest ::= SEQUENCE {
///     certificationRequestInfo SEQUENCE {
///         version       INTEGER { v1(0) },
///         subject       Name,
///         subjectPKInfo SubjectPublicKeyInfo,
///         attributes    [0] Attributes },
///     signatureAlgorithm AlgorithmIdentifier,
///     signature          BIT STRING }
/// ```
///
/// The crate's own reader wants the attributes.
fn request(der: &[u8]) -> der::Result<CertReq> {
    let mut reader = SliceReader::new(der)?;
    let whole = reader.sequence(|reader| {
        let info = reader.sequence(|reader| {
            Ok::<_, der::Error>(CertReqInfo {
                version: Decode::decode(reader)?,
                subject: Decode::decode(reader)?,
                public_key: Decode::decode(reader)?,
                attributes: ContextSpecific::decode_implicit(reader, TagNumber(0))?
                    .map(|field| field.value)
                    .unwrap_or_default(),
            })
        })?;
        Ok::<_, der::Error>(CertReq {
            info,
            algorithm: Decode::decode(reader)?,
            signature: Decode::decode(reader)?,
        })
    })?;
    reader.finish()?;
    Ok(whole)
}

/// Where the first element of the outermost SEQUENCE stands. Signatures are
/// over these bytes as they are, never over a fresh encoding of what was read.
fn signed_range(der: &[u8]) -> der::Result<Range<usize>> {
    let first = inside(der, &(0..der.len()))?.into_iter().next();
    first.ok_or_else(|| der::ErrorKind::Failed.into())
}
