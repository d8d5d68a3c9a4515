//! Names as others write them.

use crate::engine::asn1::elements::{inside, slice};
use const_oid::ObjectIdentifier;
use der::asn1::{Any, AnyRef, SetOfVec};
use der::{Decode as _, Encode as _};
use std::ops::Range;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};

/// Reads a name. One that the crate refuses, since a part of it is a
/// UniversalString or its sets are out of order, is put in order first.
///
/// # Errors
/// What is wrong with it.
pub(in crate::engine::pki) fn read(der: &[u8]) -> der::Result<Name> {
    let refused = match Name::from_der(der) {
        Ok(name) => return Ok(name),
        Err(error) => error,
    };
    let in_order = || -> Option<Name> {
        AnyRef::from_der(der).ok()?;
        let mut sequence = RdnSequence::default();
        for set in inside_a(SEQUENCE, der, &(0..der.len()))? {
            let mut all = Vec::new();
            for part in inside_a(SET, der, &set)? {
                let (oid, value) = two(der, &part).filter(|_| has(SEQUENCE, der, &part))?;
                let oid = ObjectIdentifier::from_der(slice(der, &oid)).ok()?;
                let value = value_of(slice(der, &value))?;
                all.push(AttributeTypeAndValue { oid, value });
            }
            let set = SetOfVec::try_from(all).ok()?;
            sequence.push(RelativeDistinguishedName::from(set));
        }
        Name::from_der(&sequence.to_der().ok()?).ok()
    };
    in_order().ok_or(refused)
}

/// The tags that a name is made of.
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;

/// Whether the element in this range has this tag.
fn has(tag: u8, der: &[u8], range: &Range<usize>) -> bool {
    der.get(range.start) == Some(&tag)
}

/// Where the elements inside one of this tag stand.
fn inside_a(tag: u8, der: &[u8], range: &Range<usize>) -> Option<Vec<Range<usize>>> {
    inside(der, range).ok().filter(|_| has(tag, der, range))
}

/// The tag of a UniversalString (X.680 §8.4), which the crate does not know.
const UNIVERSAL: u8 = 0x1c;

/// The value of an attribute; a UniversalString as a UTF8String.
fn value_of(der: &[u8]) -> Option<Any> {
    if der.first() != Some(&UNIVERSAL) {
        return Any::from_der(der).ok();
    }
    // The length is the same for every tag.
    let mut octets = der.to_vec();
    *octets.first_mut()? = 0x04;
    let octets = AnyRef::from_der(&octets).ok()?.value().to_vec();
    let text: Option<String> = octets
        .chunks(4)
        .map(|unit| {
            let number = unit
                .iter()
                .fold(0, |number, byte| number << 8 | u32::from(*byte));
            char::from_u32(number).filter(|_| unit.len() == 4)
        })
        .collect();
    Any::encode_from(&text?).ok()
}

/// The two elements inside a SEQUENCE.
fn two(der: &[u8], range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    // Their headers are read as bytes: the crate refuses the tag.
    let header = |at: usize| -> Option<(usize, usize)> {
        let length = usize::from(*der.get(at + 1)?);
        match length {
            0..=0x7f => Some((2, length)),
            0x81 => Some((3, usize::from(*der.get(at + 2)?))),
            _ => None,
        }
    };
    let (outer, _) = header(range.start)?;
    let first = range.start + outer;
    let (size, length) = header(first)?;
    let second = first + size + length;
    let (size, length) = header(second)?;
    let end = second + size + length;
    (end == range.end).then_some((first..second, second..end))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests may fail loudly"
    )]
    use super::super::{describe, same};
    use super::*;

    /// A name with one attribute, commonName, of this tag and these bytes.
    fn common_name(tag: u8, value: &[u8]) -> Vec<u8> {
        let length = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
        let mut der = vec![tag, length(value)];
        der.extend(value);
        let mut part = vec![0x06, 3, 0x55, 0x04, 0x03];
        part.extend(der);
        for tag in [0x30, 0x31, 0x30] {
            part.splice(0..0, [tag, length(&part)]);
        }
        part
    }

    #[test]
    fn a_universal_string_is_read() {
        let wide: Vec<u8> = "Wurzel ü"
            .chars()
            .flat_map(|c| u32::from(c).to_be_bytes())
            .collect();
        let name = read(&common_name(UNIVERSAL, &wide)).unwrap();
        assert_eq!(describe(&name), "CN=Wurzel ü");
        let plain = read(&common_name(0x0c, "wurzel  Ü".as_bytes())).unwrap();
        assert!(same(&name, &plain));
        let broken = common_name(UNIVERSAL, &[0, 0, 0]);
        assert!(read(&broken).is_err());
        assert!(read(&[0x30, 1]).is_err());
    }

    #[test]
    fn what_is_put_in_order_has_the_tags_of_a_name() {
        let name = common_name(UNIVERSAL, &[0, 0, 0, 0x41]);
        assert!(read(&name).is_ok());
        // The name, its set and the attribute inside.
        for at in [0, 2, 4] {
            let mut other = name.clone();
            other[at] = 0x04;
            assert!(read(&other).is_err(), "{at}");
        }
    }
}
