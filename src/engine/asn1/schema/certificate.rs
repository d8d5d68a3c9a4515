//! Certificates (RFC 5280 §4.1) and requests (RFC 2986 §4).

use super::extensions::extensions;
use super::keys::public_key_info;
use super::name::name;
use super::{Members, algorithm, integer_words, open_all};
use crate::engine::asn1::node::{Node, tag};
use crate::engine::asn1::read::Reader;
use crate::engine::asn1::{oid, primitive};

/// ```text
/// Certificate ::= SEQUENCE {
///     tbsCertificate       TBSCertificate,
///     signatureAlgorithm   AlgorithmIdentifier,
///     signatureValue       BIT STRING }
/// ```
pub(super) fn certificate(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("Certificate", "RFC 5280", "4.1");
    let mut members = Members::of(node, reader)?;
    let content = members.required("tbsCertificate", tag::SEQUENCE, reader)?;
    let words = tbs_certificate(content, reader);
    let method = members.required("signatureAlgorithm", tag::SEQUENCE, reader)?;
    algorithm(method, "signatureAlgorithm", reader);
    let value = members.required("signatureValue", tag::BIT_STRING, reader)?;
    value.label("signatureValue", "RFC 5280", "4.1.1.3");
    members.finish(reader)?;
    if let Some(words) = words {
        node.says(words);
    }
    Some(())
}

/// ```text
/// TBSCertificate ::= SEQUENCE {
///     version         [0] EXPLICIT Version DEFAULT v1,
///     serialNumber         CertificateSerialNumber,
///     signature            AlgorithmIdentifier,
///     issuer               Name,
///     validity             Validity,
///     subject              Name,
///     subjectPublicKeyInfo SubjectPublicKeyInfo,
///     issuerUniqueID  [1] IMPLICIT UniqueIdentifier OPTIONAL,
///     subjectUniqueID [2] IMPLICIT UniqueIdentifier OPTIONAL,
///     extensions      [3] EXPLICIT Extensions OPTIONAL }
/// ```
fn tbs_certificate(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.label("TBSCertificate", "RFC 5280", "4.1.2")
        .says("what the issuer signs");
    let mut members = Members::of(node, reader)?;
    if let Some(version) = members.optional(|node| node.is_context(0)) {
        explicit_version(version, reader);
    }
    let serial = members.required("serialNumber", tag::INTEGER, reader)?;
    let digits = primitive::bytes_words(serial.bytes(reader.whole));
    serial
        .label("serialNumber", "RFC 5280", "4.1.2.2")
        .says(digits);
    let method = members.required("signature", tag::SEQUENCE, reader)?;
    algorithm(method, "signature", reader);
    let issuer = members.required("issuer", tag::SEQUENCE, reader)?;
    let issuer = name(issuer, "issuer", reader).unwrap_or_default();
    let validity = members.required("validity", tag::SEQUENCE, reader)?;
    self::validity(validity, reader);
    let subject = members.required("subject", tag::SEQUENCE, reader)?;
    let subject = name(subject, "subject", reader).unwrap_or_default();
    let key = members.required("subjectPublicKeyInfo", tag::SEQUENCE, reader)?;
    public_key_info(key, reader);
    key.name = "subjectPublicKeyInfo".into();
    for (number, name) in [(1, "issuerUniqueID"), (2, "subjectUniqueID")] {
        if let Some(id) = members.optional(|node| node.is_context(number)) {
            id.label(name, "RFC 5280", "4.1.2.8");
        }
    }
    if let Some(wrapper) = members.optional(|node| node.is_context(3)) {
        wrapper.label("extensions [3]", "RFC 5280", "4.1.2.9");
        if let Some(list) = Members::inside(wrapper).any("extensions", reader) {
            extensions(list, reader);
        }
    }
    members.finish(reader)?;
    Some(if issuer == subject {
        format!("{subject}, issued by itself")
    } else {
        format!("{subject}, issued by {issuer}")
    })
}

fn explicit_version(node: &mut Node, reader: &mut Reader<'_>) {
    node.label("version [0]", "RFC 5280", "4.1.2.1");
    let mut members = Members::inside(node);
    if let Some(version) = members.required("version", tag::INTEGER, reader) {
        let words = match version.bytes(reader.whole) {
            [0] => "v1",
            [1] => "v2",
            [2] => "v3",
            _ => "a version that does not exist",
        };
        version.label("version", "RFC 5280", "4.1.2.1").says(words);
        node.says(words);
    }
}

fn validity(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("validity", "RFC 5280", "4.1.2.5");
    let mut members = Members::of(node, reader)?;
    let mut times = Vec::new();
    for name in ["notBefore", "notAfter"] {
        let time = members.any(name, reader)?;
        if !time.is(tag::UTC_TIME) && !time.is(tag::GENERALIZED_TIME) {
            reader.problem(
                time.start,
                format!(
                    "Expected {name} as UTCTime or GeneralizedTime, found {}.",
                    time.tag
                ),
            );
        }
        time.label(name, "RFC 5280", "4.1.2.5");
        times.push(time.meaning.to_string());
    }
    members.finish(reader)?;
    node.says(times.join(" to "));
    Some(())
}

/// ```text
/// CertificationRequest ::= SEQUENCE {
///     certificationRequestInfo CertificationRequestInfo,
///     signatureAlgorithm       AlgorithmIdentifier,
///     signature                BIT STRING }
/// ```
pub(super) fn request(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("CertificationRequest", "RFC 2986", "4.2");
    let mut members = Members::of(node, reader)?;
    let content = members.required("certificationRequestInfo", tag::SEQUENCE, reader)?;
    let words = request_info(content, reader);
    let method = members.required("signatureAlgorithm", tag::SEQUENCE, reader)?;
    algorithm(method, "signatureAlgorithm", reader);
    let value = members.required("signature", tag::BIT_STRING, reader)?;
    value.label("signature", "RFC 2986", "4.2");
    members.finish(reader)?;
    if let Some(words) = words {
        node.says(words);
    }
    Some(())
}

/// ```text
/// CertificationRequestInfo ::= SEQUENCE {
///     version       INTEGER { v1(0) },
///     subject       Name,
///     subjectPKInfo SubjectPublicKeyInfo,
///     attributes    [0] Attributes }
/// ```
fn request_info(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.label("certificationRequestInfo", "RFC 2986", "4.1")
        .says("what the requester signs");
    let mut members = Members::of(node, reader)?;
    let version = members.required("version", tag::INTEGER, reader)?;
    let number = integer_words(version, reader);
    version.label("version", "RFC 2986", "4.1");
    if number.is_some_and(|number| number == 0.into()) {
        version.says("v1");
    }
    let subject = members.required("subject", tag::SEQUENCE, reader)?;
    let subject = name(subject, "subject", reader);
    let key = members.required("subjectPKInfo", tag::SEQUENCE, reader)?;
    public_key_info(key, reader);
    key.name = "subjectPKInfo".into();
    if let Some(attributes) = members.optional(|node| node.is_context(0)) {
        attributes.label("attributes", "RFC 2986", "4.1");
        for one in &mut attributes.children {
            attribute(one, reader);
        }
    }
    members.finish(reader)?;
    subject
}

fn attribute(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("Attribute", "RFC 2986", "4.1");
    let mut members = Members::of(node, reader)?;
    let kind = members.required("type", tag::OID, reader)?;
    kind.label("type", "RFC 2986", "4.1");
    let dotted = oid::dotted(kind.bytes(reader.whole))?;
    let name = oid::name(kind.bytes(reader.whole)).map_or_else(|| dotted.clone(), str::to_owned);
    let values = members.required("values", tag::SET, reader)?;
    values.label("values", "RFC 2986", "4.1");
    for value in &mut values.children {
        if dotted == "1.2.840.113549.1.9.14" {
            extensions(value, reader);
        } else {
            open_all(value, reader, super::INSIDE);
        }
    }
    members.finish(reader)?;
    node.name = name.into();
    Some(())
}
