//! Requests and certificates in DER, and which of their bytes were signed.

use super::Error;
use super::host::Host;
use super::key::PublicKey;
use super::name;
use super::validity::Period;
use const_oid::AssociatedOid;
use der::{Decode, Encode, Header, Reader, SliceReader};
use spki::AlgorithmIdentifierOwned;
use std::ops::Range;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName,
    SubjectKeyIdentifier, name::GeneralName,
};
use x509_cert::request::{CertReq, ExtensionReq};

/// A certificate that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Range<usize>,
    inner: x509_cert::Certificate,
}

/// A certification request that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    der: Vec<u8>,
    signed: Range<usize>,
    inner: CertReq,
    extensions: Vec<Extension>,
}

/// The names in a subjectAltName.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// DNS names and addresses.
    pub hosts: Vec<Host>,
    /// Names of other kinds, and those that break the rules, in words.
    pub others: Vec<String>,
}

impl Certificate {
    /// Reads a certificate.
    ///
    /// # Errors
    /// What is wrong, and at which byte.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        let expected = "a certificate in DER (RFC 5280)";
        let inner =
            x509_cert::Certificate::from_der(der).map_err(|error| Error::der(expected, error))?;
        let signed = signed_range(der).map_err(|error| Error::der(expected, error))?;
        Ok(Self {
            der: der.to_vec(),
            signed,
            inner,
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

    /// The certificate as the crate reads it.
    #[must_use]
    pub fn inner(&self) -> &x509_cert::Certificate {
        &self.inner
    }

    /// The subject in words.
    #[must_use]
    pub fn subject(&self) -> String {
        name::describe(self.inner.tbs_certificate().subject())
    }

    /// The issuer in words.
    #[must_use]
    pub fn issuer(&self) -> String {
        name::describe(self.inner.tbs_certificate().issuer())
    }

    /// From when until when.
    #[must_use]
    pub fn period(&self) -> Period {
        Period::of(self.inner.tbs_certificate().validity())
    }

    /// The signature value; empty where its bits do not fill bytes.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.inner.signature().as_bytes().unwrap_or_default()
    }

    /// The algorithm of the signature, as the unsigned outer field says.
    #[must_use]
    pub fn algorithm(&self) -> &AlgorithmIdentifierOwned {
        self.inner.signature_algorithm()
    }

    /// The key that it certifies.
    ///
    /// # Errors
    /// When it is of a family or size that cannot be used here.
    pub fn public_key(&self) -> Result<PublicKey, Error> {
        let spki = self.inner.tbs_certificate().subject_public_key_info();
        PublicKey::from_spki_der(&spki.to_der().map_err(Error::internal)?)
    }

    /// Its extensions.
    #[must_use]
    pub fn extensions(&self) -> &[Extension] {
        self.inner
            .tbs_certificate()
            .extensions()
            .map_or(&[], Vec::as_slice)
    }

    /// One extension; nothing where it is missing, stands there twice or
    /// cannot be read.
    #[must_use]
    pub fn extension<'a, T: Decode<'a> + AssociatedOid>(&'a self) -> Option<T> {
        one(self.extensions())
    }

    /// The names in its subjectAltName.
    #[must_use]
    pub fn names(&self) -> Names {
        names(self.extensions())
    }

    /// Its subjectKeyIdentifier.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<Vec<u8>> {
        self.extension::<SubjectKeyIdentifier>()
            .map(|identifier| identifier.0.as_bytes().to_vec())
    }

    /// The keyIdentifier of its authorityKeyIdentifier.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<Vec<u8>> {
        self.extension::<AuthorityKeyIdentifier>()?
            .key_identifier
            .map(|identifier| identifier.as_bytes().to_vec())
    }

    /// Its basicConstraints.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.extension()
    }

    /// Its keyUsage.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.extension()
    }

    /// Its extKeyUsage.
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<ExtendedKeyUsage> {
        self.extension()
    }
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
        let mut extensions = Vec::new();
        for attribute in inner.info.attributes.iter() {
            if attribute.oid == ExtensionReq::OID {
                for value in attribute.values.iter() {
                    let list = value
                        .decode_as::<ExtensionReq>()
                        .map_err(|error| Error::der("an extensionRequest (RFC 2985)", error))?;
                    extensions.extend(list.0);
                }
            }
        }
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
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }

    /// One of them; nothing where it is missing, stands there twice or cannot
    /// be read.
    #[must_use]
    pub fn extension<'a, T: Decode<'a> + AssociatedOid>(&'a self) -> Option<T> {
        one(&self.extensions)
    }

    /// The names that it asks for.
    #[must_use]
    pub fn names(&self) -> Names {
        names(&self.extensions)
    }

    /// Whether it asks to become a CA.
    #[must_use]
    pub fn asks_for_ca(&self) -> bool {
        self.extension::<BasicConstraints>()
            .is_some_and(|constraints| constraints.ca)
    }
}

/// Where the first element of the outermost SEQUENCE stands. Signatures are
/// over these bytes as they are, never over a fresh encoding of what was read.
fn signed_range(der: &[u8]) -> der::Result<Range<usize>> {
    let mut reader = SliceReader::new(der)?;
    Header::decode(&mut reader)?;
    let start = usize::try_from(reader.position()).unwrap_or(usize::MAX);
    let signed = reader.tlv_bytes()?;
    Ok(start..start + signed.len())
}

fn one<'a, T: Decode<'a> + AssociatedOid>(extensions: &'a [Extension]) -> Option<T> {
    let mut found = extensions
        .iter()
        .filter(|extension| extension.extn_id == T::OID);
    let (first, None) = (found.next()?, found.next()) else {
        return None;
    };
    T::from_der(first.extn_value.as_bytes()).ok()
}

fn names(extensions: &[Extension]) -> Names {
    let mut names = Names::default();
    let Some(list) = one::<SubjectAltName>(extensions) else {
        return names;
    };
    for name in &list.0 {
        match Host::from_general_name(name) {
            Some(host) => names.hosts.push(host),
            None => names.others.push(match name {
                GeneralName::DnsName(name) => format!("DNS:{}", name.as_str()),
                GeneralName::Rfc822Name(name) => format!("email:{}", name.as_str()),
                GeneralName::UniformResourceIdentifier(name) => format!("URI:{}", name.as_str()),
                GeneralName::IpAddress(bytes) => {
                    format!("an address of {} bytes", bytes.as_bytes().len())
                }
                GeneralName::DirectoryName(name) => format!("DirName:{}", name::describe(name)),
                GeneralName::RegisteredId(oid) => format!("RID:{oid}"),
                _ => "a name of another kind".into(),
            }),
        }
    }
    names
}
