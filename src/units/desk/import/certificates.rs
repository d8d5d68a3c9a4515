//! Certificates and requests, read.

use super::item::{Item, broken};
use crate::desk::Kind;
use crate::engine::asn1::{dissect_certificate, dissect_request};
use crate::engine::dissect::Dissection;
use crate::engine::pki::key::PublicKey;
use crate::engine::pki::name::label;
use crate::engine::pki::read::{Certificate, Request};
use der::Encode;
use rsa::pkcs1::RsaPublicKeyRef as RsaPublicKey;
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::name::Name;

pub(super) fn certificate(der: &[u8]) -> Item {
    let layout = dissect_certificate(der);
    let certificate = match Certificate::parse(der) {
        Ok(certificate) => certificate,
        Err(error) => return broken("a certificate", &error.clause(), layout),
    };
    let name = common_name(certificate.subject_name());
    let shown = certificate.subject();
    let mut says = format!(
        "a certificate for {shown}, valid from {}.",
        layout.find("validity").map_or("", |field| &*field.meaning)
    );
    if let Err(malformed) = certificate.extensions().check() {
        says = format!("{says} {}", malformed.says("certificate"));
    }
    named(
        Item {
            title: format!("a certificate for {shown}"),
            says,
            source: Some(("RFC 5280", "4.1")),
            ..Item::default()
        },
        &layout,
        certificate.spki(),
        name.clone(),
    )
    .with_draft(
        name.unwrap_or_else(|| "certificate".into()),
        Kind::Certificate,
        der,
    )
    .with_bytes(layout)
}

pub(super) fn request(der: &[u8]) -> Item {
    let layout = dissect_request(der);
    let request = match Request::parse(der) {
        Ok(request) => request,
        Err(error) => return broken("a certificate request", &error.clause(), layout),
    };
    let content = &request.inner().info;
    let name = common_name(&content.subject);
    let shown = request.subject();
    let mut says = format!("a certificate request for {shown}.");
    if !request.has_attributes() {
        says = format!(
            "{says} It has no field of attributes, which RFC 2986 §4.1 has in every request, if only empty; openssl reads it all the same, other programs may not."
        );
    }
    if let Err(malformed) = request.extensions().check() {
        says = format!("{says} {}", malformed.says("request"));
    }
    named(
        Item {
            title: format!("a certificate request for {shown}"),
            says,
            source: Some(("RFC 2986", "4")),
            ..Item::default()
        },
        &layout,
        &content.public_key,
        name.clone(),
    )
    .with_draft(
        name.map_or_else(|| "request".into(), |name| format!("request of {name}")),
        Kind::Request,
        der,
    )
    .with_bytes(layout)
}

/// Adds what the public key inside tells.
fn named(
    mut item: Item,
    layout: &Dissection,
    spki: &SubjectPublicKeyInfoOwned,
    name: Option<String>,
) -> Item {
    let encoded = spki.to_der().unwrap_or_default();
    let field = layout
        .find("subjectPublicKeyInfo")
        .or_else(|| layout.find("subjectPKInfo"));
    item.same_key = Some(field.map(|field| layout.slice(field)) == Some(&encoded));
    item.common_name = name;
    let rsa = spki
        .subject_public_key
        .as_bytes()
        .and_then(|bytes| RsaPublicKey::try_from(bytes).ok());
    match rsa {
        Some(key) if spki.algorithm.oid == rsa::pkcs1::ALGORITHM_OID => {
            item.with_rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())
        }
        _ => {
            // A point is the same key however it is written.
            let key = PublicKey::from_spki_der(&encoded).map(|key| key.spki_der().to_vec());
            item.public = Some(key.unwrap_or(encoded));
            item
        }
    }
}

fn common_name(name: &Name) -> Option<String> {
    name.common_name()
        .ok()
        .flatten()
        .map(|text| text.value().into_owned())
        .filter(|text| !text.trim().is_empty())
        .map(|text| label(&text))
}
