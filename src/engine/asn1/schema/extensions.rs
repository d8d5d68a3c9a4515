//! Extensions of certificates and requests (RFC 5280 §4.2).

use super::name::{general_name, general_names};
use super::{INSIDE, Members, integer_words, open_all};
use crate::engine::asn1::node::{Node, tag};
use crate::engine::asn1::read::Reader;
use crate::engine::asn1::{oid, primitive};

/// `Extensions`.
pub(super) fn extensions(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("extensions", "RFC 5280", "4.1.2.9");
    let members = Members::of(node, reader)?;
    let mut names = Vec::new();
    for one in members.left {
        if let Some(name) = extension(one, reader) {
            names.push(name);
        }
    }
    node.says(names.join(", "));
    Some(())
}

fn extension(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.label("Extension", "RFC 5280", "4.2");
    let mut members = Members::of(node, reader)?;
    let id = members.required("extnID", tag::OID, reader)?;
    id.label("extnID", "RFC 5280", "4.2");
    let dotted = oid::dotted(id.bytes(reader.whole))?;
    let name = oid::name(id.bytes(reader.whole)).map_or_else(|| dotted.clone(), str::to_owned);
    let mut critical = false;
    if let Some(flag) = members.optional(|node| node.is(tag::BOOLEAN)) {
        critical = flag
            .bytes(reader.whole)
            .first()
            .is_some_and(|byte| *byte != 0);
        flag.label("critical", "RFC 5280", "4.2");
        if !critical {
            reader.problem(
                flag.start,
                "FALSE is the default of critical, so DER demands to leave it out.",
            );
        }
    }
    let value = members.required("extnValue", tag::OCTET_STRING, reader)?;
    let section = section(&dotted);
    value.label("extnValue", "RFC 5280", section);
    let known = KNOWN.contains(&&*dotted);
    let opened = reader.open(value, INSIDE);
    let words = match value.children.first_mut() {
        Some(inner) if opened => content(&dotted, inner, reader),
        _ if known => {
            reader.problem(
                value.content,
                format!("Expected the content of {name} in DER, found bytes that do not parse as one element."),
            );
            None
        }
        _ => None,
    };
    let words = words.unwrap_or_else(|| primitive::bytes_words(value.bytes(reader.whole)));
    if let Some(inner) = value.children.first_mut() {
        if inner.name.is_empty() {
            open_all(inner, reader, INSIDE);
        } else {
            inner.source = value.source.clone();
        }
    }
    value.says(words.clone());
    members.finish(reader);
    let words = if critical {
        format!("critical, {words}")
    } else {
        words
    };
    node.name = name.clone().into();
    node.label(name.clone(), "RFC 5280", section).says(words);
    Some(name)
}

/// The extensions whose content is named here.
const KNOWN: &[&str] = &[
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.35",
    "2.5.29.37",
    "1.3.6.1.5.5.7.1.1",
];

fn section(dotted: &str) -> &'static str {
    match dotted {
        "2.5.29.14" => "4.2.1.2",
        "2.5.29.15" => "4.2.1.3",
        "2.5.29.17" => "4.2.1.6",
        "2.5.29.18" => "4.2.1.7",
        "2.5.29.19" => "4.2.1.9",
        "2.5.29.30" => "4.2.1.10",
        "2.5.29.31" => "4.2.1.13",
        "2.5.29.32" => "4.2.1.4",
        "2.5.29.35" => "4.2.1.1",
        "2.5.29.37" => "4.2.1.12",
        "1.3.6.1.5.5.7.1.1" => "4.2.2.1",
        _ => "4.2",
    }
}

/// Names the content of an extension and says it in words.
fn content(dotted: &str, node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    let words = match dotted {
        "2.5.29.14" => {
            node.name = "SubjectKeyIdentifier".into();
            wanted(node, tag::OCTET_STRING, reader)?;
            primitive::bytes_words(node.bytes(reader.whole))
        }
        "2.5.29.15" => {
            node.name = "KeyUsage".into();
            wanted(node, tag::BIT_STRING, reader)?;
            key_usage(node.bytes(reader.whole))
        }
        "2.5.29.17" | "2.5.29.18" => {
            node.name = "GeneralNames".into();
            wanted(node, tag::SEQUENCE, reader)?;
            general_names(node, reader)?
        }
        "2.5.29.19" => basic_constraints(node, reader)?,
        "2.5.29.35" => authority_key(node, reader)?,
        "2.5.29.37" => purposes(node, reader)?,
        "1.3.6.1.5.5.7.1.1" => access(node, reader)?,
        _ => return None,
    };
    node.says(words.clone());
    Some(words)
}

fn wanted(node: &Node, number: u32, reader: &mut Reader<'_>) -> Option<()> {
    if node.is(number) {
        return Some(());
    }
    let wanted = crate::engine::asn1::node::Tag {
        number,
        ..crate::engine::asn1::node::Tag {
            class: crate::engine::asn1::node::Class::Universal,
            constructed: false,
            number,
        }
    };
    reader.problem(
        node.start,
        format!("Expected {wanted} as {}, found {}.", node.name, node.tag),
    );
    None
}

/// The bits of a `KeyUsage`, in their order (RFC 5280 §4.2.1.3).
pub const USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

fn key_usage(content: &[u8]) -> String {
    let bits = content.get(1..).unwrap_or_default();
    let names: Vec<_> = (0_u32..)
        .zip(USAGES)
        .filter(|(bit, _)| {
            let byte = bits.get((bit / 8) as usize).copied().unwrap_or(0);
            byte & (0x80 >> (bit % 8)) != 0
        })
        .map(|(_, name)| name)
        .collect();
    if names.is_empty() {
        return "no usage at all".to_owned();
    }
    names.join(", ")
}

fn basic_constraints(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.name = "BasicConstraints".into();
    let mut members = Members::of(node, reader)?;
    let mut words = "CA: FALSE".to_owned();
    if let Some(ca) = members.optional(|node| node.is(tag::BOOLEAN)) {
        ca.label("cA", "RFC 5280", "4.2.1.9");
        if ca
            .bytes(reader.whole)
            .first()
            .is_some_and(|byte| *byte != 0)
        {
            words = "CA: TRUE".to_owned();
        }
    }
    if let Some(length) = members.optional(|node| node.is(tag::INTEGER)) {
        length.label("pathLenConstraint", "RFC 5280", "4.2.1.9");
        if let Some(number) = integer_words(length, reader) {
            words = format!("{words}, path length {number}");
        }
    }
    members.finish(reader)?;
    Some(words)
}

fn authority_key(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.name = "AuthorityKeyIdentifier".into();
    let mut members = Members::of(node, reader)?;
    let mut words = Vec::new();
    if let Some(id) = members.optional(|node| node.is_context(0)) {
        let text = primitive::bytes_words(id.bytes(reader.whole));
        id.label("keyIdentifier", "RFC 5280", "4.2.1.1")
            .says(text.clone());
        words.push(text);
    }
    if let Some(issuer) = members.optional(|node| node.is_context(1)) {
        issuer.label("authorityCertIssuer", "RFC 5280", "4.2.1.1");
        words.extend(general_names(issuer, reader));
    }
    if let Some(serial) = members.optional(|node| node.is_context(2)) {
        let text = primitive::bytes_words(serial.bytes(reader.whole));
        serial
            .label("authorityCertSerialNumber", "RFC 5280", "4.2.1.1")
            .says(text.clone());
        words.push(format!("serial number {text}"));
    }
    members.finish(reader)?;
    Some(words.join(", "))
}

fn purposes(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.name = "ExtKeyUsageSyntax".into();
    let members = Members::of(node, reader)?;
    let mut names = Vec::new();
    for purpose in members.left {
        purpose.label("KeyPurposeId", "RFC 5280", "4.2.1.12");
        let id = purpose.bytes(reader.whole);
        names.push(match oid::name(id) {
            Some(name) => name.to_owned(),
            None => oid::dotted(id).unwrap_or_default(),
        });
    }
    Some(names.join(", "))
}

fn access(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.name = "AuthorityInfoAccessSyntax".into();
    let members = Members::of(node, reader)?;
    let mut words = Vec::new();
    for one in members.left {
        one.label("AccessDescription", "RFC 5280", "4.2.2.1");
        let mut parts = Members::of(one, reader)?;
        let method = parts.required("accessMethod", tag::OID, reader)?;
        method.label("accessMethod", "RFC 5280", "4.2.2.1");
        let name = oid::name(method.bytes(reader.whole)).unwrap_or("another method");
        let place = parts.any("accessLocation", reader)?;
        let text = format!("{name}: {}", general_name(place, reader));
        place.name = "accessLocation".into();
        parts.finish(reader)?;
        one.says(text.clone());
        words.push(text);
    }
    Some(words.join(", "))
}
