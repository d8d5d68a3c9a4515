//! The certificates of a PKCS#7 file (RFC 2315 §9.1, RFC 5652 §5.1), as
//! Windows and some CAs hand out chains.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, TagNumber, Tagged};

/// What is said about such a file.
pub(super) const NOTE: &str = "It is PKCS#7 (RFC 5652): its certificates were taken out; a signature in it, if there is one, was not checked.";

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");

/// An element: its tag, its content, and the whole of it.
struct Element<'a> {
    tag: Tag,
    value: &'a [u8],
    whole: &'a [u8],
}

/// The certificates of a SignedData in DER; `None` where it is none, or has
/// no certificate.
pub(super) fn certificates(der: &[u8]) -> Option<Vec<&[u8]>> {
    let outer = elements(der)?;
    let [content_info] = outer.as_slice() else {
        return None;
    };
    let members = elements(content_info.value)?;
    let [id, content] = members.as_slice() else {
        return None;
    };
    let is = |element: &Element<'_>, tag: Tag| element.tag == tag;
    let id = ObjectIdentifier::from_der(id.whole).ok()?;
    if !is(content_info, Tag::Sequence) || id != SIGNED_DATA || !is(content, context(0)) {
        return None;
    }
    let signed_data = elements(content.value)?.into_iter().next()?;
    let list = elements(signed_data.value)?
        .into_iter()
        .find(|member| is(member, context(0)))?;
    let found: Vec<_> = elements(list.value)?
        .into_iter()
        .filter(|certificate| is(certificate, Tag::Sequence))
        .map(|certificate| certificate.whole)
        .collect();
    (!found.is_empty()).then_some(found)
}

fn context(number: u32) -> Tag {
    Tag::ContextSpecific {
        constructed: true,
        number: TagNumber(number),
    }
}

/// The elements that stand one after the other.
fn elements(mut bytes: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let mut reader = SliceReader::new(bytes).ok()?;
        let element = AnyRef::decode(&mut reader).ok()?;
        let (whole, rest) = bytes.split_at_checked(usize::try_from(reader.position()).ok()?)?;
        all.push(Element {
            tag: element.tag(),
            value: element.value(),
            whole,
        });
        bytes = rest;
    }
    Some(all)
}

/// The SEQUENCEs that stand one after the other from the start of some bytes,
/// and what follows them.
pub(super) fn split(bytes: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let (mut all, mut rest) = (Vec::new(), bytes);
    while let Some(length) = first_length(rest).filter(|_| rest.first() == Some(&0x30)) {
        let (whole, after) = rest.split_at(length);
        all.push(whole);
        rest = after;
    }
    (all, rest)
}

fn first_length(bytes: &[u8]) -> Option<usize> {
    let mut reader = SliceReader::new(bytes).ok()?;
    AnyRef::decode(&mut reader).ok()?;
    let length = usize::try_from(reader.position()).ok()?;
    (length <= bytes.len()).then_some(length)
}
