//! What RFC 5280 §4 and the CA/Browser Forum ask of whoever makes
//! certificates. Most clients pass over it.

use super::super::extensions::BasicConstraints;
use super::super::host::Host;
use super::super::name;
use super::super::read::Certificate;
use super::{Objection, Rule};
use const_oid::db::rfc4519::COMMON_NAME;
use const_oid::db::rfc5280::{
    ANY_EXTENDED_KEY_USAGE, ID_CE_AUTHORITY_KEY_IDENTIFIER, ID_CE_BASIC_CONSTRAINTS,
    ID_CE_EXT_KEY_USAGE, ID_CE_SUBJECT_ALT_NAME, ID_CE_SUBJECT_KEY_IDENTIFIER,
};
use std::net::IpAddr;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};

/// What whoever made a path should not have.
pub(super) fn all(path: &[&Certificate]) -> Vec<Objection> {
    let mut found = Vec::new();
    for (place, one) in path.iter().enumerate() {
        let name = one.subject();
        let mut object = |says: &str, source| {
            found.push(Objection {
                place,
                rule: Rule::Profile,
                says: format!("{name} {says}"),
                source,
            });
        };
        each(one, &mut object);
        match place {
            0 => shown(one, &mut object),
            _ => ca(one, &mut object),
        }
        if place > 0 && place + 1 == path.len() {
            root(one, &mut object);
        }
    }
    found
}

/// Takes an objection: what the certificate does, and where the rule stands.
type Object<'a> = dyn FnMut(&str, (&'static str, &'static str)) + 'a;

fn each(one: &Certificate, object: &mut Object<'_>) {
    let extensions = one.extensions();
    let is_critical = |id| extensions.iter().any(|it| it.extn_id == id && it.critical);
    let serial = one.serial();
    let is_positive =
        serial.first().is_some_and(|first| *first < 0x80) && serial.iter().any(|byte| *byte != 0);
    if !is_positive || serial.len() > 20 {
        object(
            "has a serial number that is not positive, or has more than 20 bytes.",
            ("RFC 5280", "4.1.2.2"),
        );
    }
    let is_self_signed = one.is_self_issued();
    match extensions.one::<AuthorityKeyIdentifier>() {
        Ok(Some(it)) if it.key_identifier.is_none() => object(
            "has an authorityKeyIdentifier without a keyIdentifier.",
            ("RFC 5280", "4.2.1.1"),
        ),
        Ok(None) if !is_self_signed => {
            object("has no authorityKeyIdentifier.", ("RFC 5280", "4.2.1.1"))
        }
        _ => {}
    }
    if is_critical(ID_CE_AUTHORITY_KEY_IDENTIFIER) {
        object(
            "has an authorityKeyIdentifier that is marked critical.",
            ("RFC 5280", "4.2.1.1"),
        );
    }
    if is_critical(ID_CE_SUBJECT_KEY_IDENTIFIER) {
        object(
            "has a subjectKeyIdentifier that is marked critical.",
            ("RFC 5280", "4.2.1.2"),
        );
    }
    let is_ca = matches!(extensions.one::<BasicConstraints>(), Ok(Some(it)) if it.ca);
    if let Ok(Some(usage)) = extensions.one::<KeyUsage>()
        && usage.key_cert_sign()
        && !is_ca
    {
        object("has keyCertSign and is no CA.", ("RFC 5280", "4.2.1.9"));
    }
}

fn shown(one: &Certificate, object: &mut Object<'_>) {
    let extensions = one.extensions();
    let critical = |id| {
        let mut all = extensions.iter().filter(|it| it.extn_id == id);
        all.next().map(|it| it.critical)
    };
    match critical(ID_CE_SUBJECT_ALT_NAME) {
        Some(false) if one.subject_name().is_empty() => object(
            "has no subject, and a subjectAltName that is not marked critical.",
            ("RFC 5280", "4.2.1.6"),
        ),
        Some(true) if !one.subject_name().is_empty() => object(
            "has a subject, and a subjectAltName that is marked critical.",
            ("CA/B BR", "7.1.2.7.12"),
        ),
        _ => {}
    }
    if critical(ID_CE_EXT_KEY_USAGE) == Some(true) {
        object(
            "has an extKeyUsage that is marked critical.",
            ("CA/B BR", "7.1.2.7.6"),
        );
    }
    if let Ok(Some(list)) = extensions.one::<ExtendedKeyUsage>()
        && list.0.contains(&ANY_EXTENDED_KEY_USAGE)
    {
        object("has anyExtendedKeyUsage.", ("CA/B BR", "7.1.2.7.10"));
    }
    // A common name is to be one of the names as it stands there; what is told
    // here are those that say an address or an international name otherwise.
    let names = extensions.names().unwrap_or_default();
    let texts: Vec<String> = names.hosts.iter().map(Host::to_string).collect();
    for part in one.subject_name().iter().filter(|it| it.oid == COMMON_NAME) {
        let common = name::text_of(&part.value);
        let is_an_address = common.parse::<IpAddr>().is_ok()
            || common.strip_prefix("0x").is_some_and(|hex| hex.len() == 8);
        if (is_an_address || !common.is_ascii() && common.contains('.')) && !texts.contains(&common)
        {
            object(
                "has a common name that says one of its names in another way.",
                ("CA/B BR", "7.1.4.3"),
            );
        }
    }
}

fn ca(one: &Certificate, object: &mut Object<'_>) {
    let extensions = one.extensions();
    if matches!(extensions.one::<SubjectKeyIdentifier>(), Ok(None)) {
        object(
            "is a CA and has no subjectKeyIdentifier.",
            ("RFC 5280", "4.2.1.2"),
        );
    }
    if one.subject_name().is_empty() {
        object("is a CA and has no subject.", ("RFC 5280", "4.1.2.6"));
    }
    let mut constraints = extensions.iter();
    if constraints.any(|it| it.extn_id == ID_CE_BASIC_CONSTRAINTS && !it.critical) {
        object(
            "is a CA whose basicConstraints are not marked critical.",
            ("RFC 5280", "4.2.1.9"),
        );
    }
}

fn root(one: &Certificate, object: &mut Object<'_>) {
    let extensions = one.extensions();
    if let Ok(Some(it)) = extensions.one::<AuthorityKeyIdentifier>()
        && (it.authority_cert_issuer.is_some() || it.authority_cert_serial_number.is_some())
    {
        object(
            "is a root whose authorityKeyIdentifier names a certificate.",
            ("CA/B BR", "7.1.2.1.3"),
        );
    }
    if one.is_self_issued() && matches!(extensions.one::<ExtendedKeyUsage>(), Ok(Some(_))) {
        object(
            "is a root and has an extKeyUsage.",
            ("CA/B BR", "7.1.2.1.2"),
        );
    }
}
