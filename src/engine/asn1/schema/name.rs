//! Distinguished names and general names (RFC 5280 §4.1.2.4, §4.2.1.6).

use super::{Members, text_of};
use crate::engine::asn1::node::{Node, tag};
use crate::engine::asn1::read::Reader;
use crate::engine::asn1::{oid, primitive};
use std::net::{Ipv4Addr, Ipv6Addr};

/// `Name`: its meaning is `CN=…, O=…`, in the order of the bytes.
pub(super) fn name(
    node: &mut Node,
    label: &'static str,
    reader: &mut Reader<'_>,
) -> Option<String> {
    node.label(label, "RFC 5280", "4.1.2.4");
    let members = Members::of(node, reader)?;
    let mut parts = Vec::new();
    for set in members.left {
        set.label("RelativeDistinguishedName", "RFC 5280", "4.1.2.4");
        let mut values = Vec::new();
        for pair in &mut set.children {
            if let Some(text) = attribute(pair, reader) {
                values.push(text);
            }
        }
        let words = values.join(" + ");
        set.says(words.clone());
        parts.push(words);
    }
    let words = if parts.is_empty() {
        "no name at all".to_owned()
    } else {
        parts.join(", ")
    };
    node.says(words.clone());
    Some(words)
}

fn attribute(pair: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    pair.label("AttributeTypeAndValue", "RFC 5280", "4.1.2.4");
    let mut members = Members::of(pair, reader)?;
    let kind = members.required("type", tag::OID, reader)?;
    kind.label("type", "RFC 5280", "4.1.2.4");
    let dotted = oid::dotted(kind.bytes(reader.whole))?;
    let value = members.any("value", reader)?;
    value.label("value", "RFC 5280", "4.1.2.4");
    let text =
        text_of(value, reader).unwrap_or_else(|| primitive::bytes_words(value.bytes(reader.whole)));
    members.finish(reader);
    let words = format!(
        "{}={}",
        oid::attribute(&dotted).unwrap_or(&dotted),
        escape(&text)
    );
    pair.says(words.clone());
    Some(words)
}

/// Marks the characters that would otherwise end a part of a name
/// (RFC 4514 §2.4).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// `GeneralNames`: its meaning lists them all.
pub(super) fn general_names(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    let mut words = Vec::new();
    for name in &mut node.children {
        words.push(general_name(name, reader));
    }
    let words = words.join(", ");
    node.says(words.clone());
    Some(words)
}

/// `GeneralName`, such as `DNS:localhost` or `IP:127.0.0.1`.
pub(super) fn general_name(node: &mut Node, reader: &mut Reader<'_>) -> String {
    let bytes = node.bytes(reader.whole);
    let text = || String::from_utf8_lossy(bytes).into_owned();
    let (name, words) = match node.tag.number {
        _ if !node.is_context(node.tag.number) => ("GeneralName", node.tag.to_string()),
        0 => ("otherName", "another kind of name".to_owned()),
        1 => ("rfc822Name", format!("email:{}", text())),
        2 => ("dNSName", format!("DNS:{}", text())),
        4 => {
            let words = node
                .children
                .first_mut()
                .and_then(|inner| self::name(inner, "Name", reader));
            (
                "directoryName",
                format!("directory name {}", words.unwrap_or_default()),
            )
        }
        6 => ("uniformResourceIdentifier", format!("URI:{}", text())),
        7 => ("iPAddress", format!("IP:{}", address(bytes))),
        8 => (
            "registeredID",
            format!("ID:{}", oid::dotted(bytes).unwrap_or_default()),
        ),
        number => ("GeneralName", format!("[{number}]")),
    };
    if node.is_context(7) && !matches!(bytes.len(), 4 | 8 | 16 | 32) {
        reader.problem(
            node.content,
            format!(
                "Expected 4 bytes of an IPv4 address or 16 of an IPv6 address, found {}.",
                bytes.len()
            ),
        );
    }
    node.label(name, "RFC 5280", "4.2.1.6").says(words.clone());
    words
}

/// An address, or an address and a mask as name constraints have them.
fn address(bytes: &[u8]) -> String {
    let one = |bytes: &[u8]| -> Option<String> {
        match bytes.len() {
            4 => Some(Ipv4Addr::from(*bytes.first_chunk()?).to_string()),
            16 => Some(Ipv6Addr::from(*bytes.first_chunk()?).to_string()),
            _ => None,
        }
    };
    one(bytes)
        .or_else(|| {
            let (address, mask) = bytes.split_at_checked(bytes.len() / 2)?;
            Some(format!("{}/{}", one(address)?, one(mask)?))
        })
        .unwrap_or_else(|| primitive::bytes_words(bytes))
}
