//! The certificates of a PKCS#7 file (RFC 2315 §9.1, RFC 5652 §5.1), as
//! Windows and some CAs hand out chains.

use crate::engine::asn1::elements::{elements, slice};
use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Tag, TagNumber, Tagged};

/// What is said about such a file.
pub(super) const NOTE: &str = "It is PKCS#7 (RFC 5652): its certificates were taken out; a signature in it, if there is one, was not checked.";

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");

/// `[0]`, which holds the content, and in it the certificates.
const TAG_0: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber(0),
};

/// The certificates of a SignedData in DER; `None` where it is none, or has
/// no certificate.
pub(super) fn certificates(der: &[u8]) -> Option<Vec<&[u8]>> {
    let outer = elements(der, 0).ok()?;
    let [(_, content_info)] = outer.as_slice() else {
        return None;
    };
    let members = elements(content_info.value(), 0).ok()?;
    let [(id, _), (_, content)] = members.as_slice() else {
        return None;
    };
    let id = ObjectIdentifier::from_der(slice(content_info.value(), id)).ok()?;
    let is_signed_data = id == SIGNED_DATA && content.tag() == TAG_0;
    if content_info.tag() != Tag::Sequence || !is_signed_data {
        return None;
    }
    let (_, signed_data) = elements(content.value(), 0).ok()?.into_iter().next()?;
    let mut members = elements(signed_data.value(), 0).ok()?.into_iter();
    let (_, list) = members.find(|(_, member)| member.tag() == TAG_0)?;
    let list = list.value();
    let found = elements(list, 0).ok()?.into_iter();
    let found: Vec<_> = found
        .filter(|(_, certificate)| certificate.tag() == Tag::Sequence)
        .map(|(at, _)| slice(list, &at))
        .collect();
    (!found.is_empty()).then_some(found)
}

/// The SEQUENCEs that stand one after the other from the start of some bytes,
/// and what follows them.
pub(super) fn split(bytes: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let (mut all, mut rest) = (Vec::new(), bytes);
    while let Ok((element, after)) = AnyRef::from_der_partial(rest)
        && element.tag() == Tag::Sequence
    {
        all.push(slice(rest, &(0..rest.len() - after.len())));
        rest = after;
    }
    (all, rest)
}
