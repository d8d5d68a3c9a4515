//! Requests and certificates in DER, and which of their bytes were signed.

mod certificate;

pub use certificate::Certificate;

use super::Error;
use super::extensions::{Extensions, inside};
use super::key::PublicKey;
use super::name;
use der::{Decode as _, Encode as _};
use spki::AlgorithmIdentifierOwned;
use std::ops::Range;
use x509_cert::request::CertReq;

/// A certification request that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    der: Vec<u8>,
    signed: Range<usize>,
    inner: CertReq,
    extensions: Extensions,
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// What is wrong, and at which byte.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        let expected = "a certification request in DER (RFC 2986)";
        let inner = CertReq::from_der(der).map_err(|error| Error::der(expected, error))?;
        let signed = signed_range(der).map_err(|error| Error::der(expected, error))?;
        let extensions = Extensions::of_request(der)
            .map_err(|error| Error::der("an extensionRequest (RFC 2985)", error))?;
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
    pub fn public_key(&self) -> Result<PublicKey, Error> {
        let spki = self.inner.info.public_key.to_der();
        PublicKey::from_spki_der(&spki.map_err(Error::internal)?)
    }

    /// The extensions that it asks for (RFC 2985 §5.4.2).
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }
}

/// Where the first element of the outermost SEQUENCE stands. Signatures are
/// over these bytes as they are, never over a fresh encoding of what was read.
fn signed_range(der: &[u8]) -> der::Result<Range<usize>> {
    let first = inside(der, &(0..der.len()))?.into_iter().next();
    first.ok_or_else(|| der::ErrorKind::Failed.into())
}
