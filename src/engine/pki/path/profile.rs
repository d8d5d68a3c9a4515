//! What RFC 5280 §4 and the CA/Browser Forum ask of whoever makes
//! certificates, and which clients look at it.

use super::super::extensions::BasicConstraints;
use super::super::host::Host;
use super::super::name;
use super::super::read::Certificate;
use super::rules::not_a_ca;
use super::search::points_at;
use super::{Objection, Refusers, Rule, constraints};
use const_oid::db::rfc4519::COMMON_NAME;
use const_oid::db::rfc5280::{
    ANY_EXTENDED_KEY_USAGE, ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_SUBJECT_ALT_NAME,
    ID_KP_SERVER_AUTH,
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
        let mut object = |says: &str, source, follows| {
            found.push(Objection {
                place,
                rule: Rule::Profile,
                says: format!("{name} {says}"),
                source,
                follows,
            });
        };
        let is_anchor = place > 0 && place + 1 == path.len();
        let stands = match place {
            0 => Place::Shown,
            _ if is_anchor => Place::Anchor,
            _ => Place::Between,
        };
        each(one, stands, &mut object);
        serial(one, stands, &mut object);
        if let Some(above) = path.get(place + 1) {
            pointed(one, above, &mut object);
        }
        match place {
            0 => shown(one, &mut object),
            _ => ca(one, &mut object),
        }
        if is_anchor {
            root(one, &mut object);
        }
    }
    found
}

/// Where a certificate stands in a path: clients ask for other things there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Shown,
    Between,
    Anchor,
}

/// Takes an objection: what the certificate does, where the rule stands, and
/// who refuses it.
type Object<'a> = dyn FnMut(&str, (&'static str, &'static str), Refusers) + 'a;

fn each(one: &Certificate, place: Place, object: &mut Object<'_>) {
    let extensions = one.extensions();
    match extensions.one::<AuthorityKeyIdentifier>() {
        Ok(Some(it)) if it.key_identifier.is_none() => object(
            "has an authorityKeyIdentifier without a keyIdentifier.",
            ("RFC 5280", "4.2.1.1"),
            match place {
                Place::Shown => Refusers::STRICT,
                Place::Between => Refusers::STRICT_AND_PYTHON,
                Place::Anchor => Refusers::PYTHON,
            },
        ),
        Ok(None) if !one.is_self_issued() => object(
            "has no authorityKeyIdentifier.",
            ("RFC 5280", "4.2.1.1"),
            match place {
                Place::Shown => Refusers::STRICT_AND_PYTHON,
                Place::Between => Refusers::STRICT,
                Place::Anchor => Refusers::NOBODY,
            },
        ),
        _ => {}
    }
    let is_ca = matches!(extensions.one::<BasicConstraints>(), Ok(Some(it)) if it.ca);
    if let Ok(Some(usage)) = extensions.one::<KeyUsage>()
        && usage.key_cert_sign()
        && !is_ca
    {
        object(
            "has keyCertSign and is no CA.",
            ("RFC 5280", "4.2.1.9"),
            Refusers::STRICT_AND_PYTHON,
        );
    }
    if let Some((says, follows)) = one.subject_key().remark(place != Place::Shown) {
        object(&format!("has {says}."), ("CA/B BR", "6.1.5"), follows);
    }
    if one.has_late_form() {
        object(
            "writes a time before 2050 with four digits for the year.",
            ("RFC 5280", "4.1.2.5"),
            Refusers::PYTHON,
        );
    }
}

/// More bytes than RFC 5280 allows, and one that is left to a sign.
const LONGEST_SERIAL: usize = 21;

/// Whether the serial number is below 0.
pub(super) fn has_negative_serial(one: &Certificate) -> bool {
    one.serial().first().is_some_and(|first| *first >= 0x80)
}

fn serial(one: &Certificate, place: Place, object: &mut Object<'_>) {
    let serial = one.serial();
    let (says, follows) = match serial {
        // A refusal.
        _ if has_negative_serial(one) && place == Place::Between => return,
        _ if has_negative_serial(one) => ("has a negative serial number.", Refusers::PYTHON),
        _ if serial.len() > LONGEST_SERIAL => (
            "has a serial number of more than 20 bytes.",
            Refusers::PYTHON,
        ),
        // What is trusted is a name and a key: nobody asks for the rest.
        _ if place == Place::Anchor => return,
        _ if serial.len() == LONGEST_SERIAL => (
            "has a serial number of more than 20 bytes.",
            Refusers::NOBODY,
        ),
        _ if serial.iter().all(|byte| *byte == 0) => ("has the serial number 0.", Refusers::NOBODY),
        _ => return,
    };
    object(says, ("RFC 5280", "4.1.2.2"), follows);
}

/// Whether the key above it is the one that it names.
fn pointed(one: &Certificate, above: &Certificate, object: &mut Object<'_>) {
    if points_at(one, above) == Some(false) {
        object(
            &format!(
                "names another key than that of {}, which signed it.",
                above.subject()
            ),
            ("RFC 5280", "4.2.1.1"),
            Refusers::OPENSSL.saying(
                "An identifier tells where to look first and proves nothing; openssl goes by it, and finds no issuer.",
            ),
        );
    }
}

fn shown(one: &Certificate, object: &mut Object<'_>) {
    let extensions = one.extensions();
    let critical = |id| {
        let mut all = extensions.iter().filter(|it| it.extn_id == id);
        all.next().map(|it| it.critical)
    };
    if critical(ID_CE_SUBJECT_ALT_NAME) == Some(true) && !one.subject_name().is_empty() {
        object(
            "has a subject, and a subjectAltName that is marked critical.",
            ("CA/B BR", "7.1.2.7.12"),
            Refusers::PYTHON,
        );
    }
    if critical(ID_CE_EXT_KEY_USAGE) == Some(true) {
        object(
            "has an extKeyUsage that is marked critical.",
            ("CA/B BR", "7.1.2.7.6"),
            Refusers::PYTHON,
        );
    }
    // Alone it is a refusal.
    if let Ok(Some(list)) = extensions.one::<ExtendedKeyUsage>()
        && list.0.contains(&ANY_EXTENDED_KEY_USAGE)
        && list.0.contains(&ID_KP_SERVER_AUTH)
    {
        object(
            "has anyExtendedKeyUsage.",
            ("CA/B BR", "7.1.2.7.10"),
            Refusers::NOBODY,
        );
    }
    // A common name is to be one of the names as it stands there; what is told
    // here are those that have the form of an address, or of a name that is not
    // in ASCII.
    let names = extensions.names().unwrap_or_default();
    let texts: Vec<String> = names.hosts.iter().map(Host::to_string).collect();
    for part in one.subject_name().iter().filter(|it| it.oid == COMMON_NAME) {
        let common = name::text_of(&part.value);
        let is_an_address = common.parse::<IpAddr>().is_ok()
            || common.strip_prefix("0x").is_some_and(|hex| hex.len() == 8);
        if (is_an_address || !common.is_ascii() && common.contains('.')) && !texts.contains(&common)
        {
            object(
                "has a common name that is none of its names as they stand there.",
                ("CA/B BR", "7.1.4.3"),
                Refusers::NOBODY,
            );
        }
    }
}

fn ca(one: &Certificate, object: &mut Object<'_>) {
    // What is none is refused.
    if not_a_ca(one, true).is_some() {
        return;
    }
    let extensions = one.extensions();
    if one.version() == 1 {
        object(
            "is of version 1, which cannot say that it is a CA.",
            ("RFC 5280", "4.1.2.1"),
            Refusers::STRICT_AND_PYTHON,
        );
    } else if matches!(extensions.one::<SubjectKeyIdentifier>(), Ok(None)) {
        object(
            "is a CA and has no subjectKeyIdentifier.",
            ("RFC 5280", "4.2.1.2"),
            Refusers::STRICT,
        );
    }
    let mut constraints = extensions.iter();
    if constraints.any(|it| it.extn_id == ID_CE_BASIC_CONSTRAINTS && !it.critical) {
        object(
            "is a CA whose basicConstraints are not marked critical.",
            ("RFC 5280", "4.2.1.9"),
            Refusers::STRICT_AND_PYTHON,
        );
    }
    // A version without extensions has none to leave out.
    if one.version() == 3 && matches!(extensions.one::<KeyUsage>(), Ok(None)) {
        object(
            "is a CA and has no keyUsage.",
            ("RFC 5280", "4.2.1.3"),
            Refusers::STRICT_AND_PYTHON,
        );
    }
    for bound in constraints::dotted(one) {
        object(
            &format!("has nameConstraints with a dot before a DNS name: {bound}."),
            ("RFC 5280", "4.2.1.10"),
            Refusers::PYTHON
                .saying("The others let the names below that one stand, and not that one itself."),
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
            Refusers::NOBODY,
        );
    }
    if one.is_self_issued() && matches!(extensions.one::<ExtendedKeyUsage>(), Ok(Some(_))) {
        object(
            "is a root and has an extKeyUsage.",
            ("CA/B BR", "7.1.2.1.2"),
            Refusers::NOBODY,
        );
    }
}
