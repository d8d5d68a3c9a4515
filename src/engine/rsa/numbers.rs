//! The numbers of a key as they stand in a file, each with its place: so that
//! an objection can say which it is about.

use super::Error;
use super::error::Flaw;
use crate::engine::asn1;
use crate::engine::asn1::elements::{elements, rebased};
use crate::engine::diagnosis::Diagnosis;
use der::asn1::AnyRef;
use der::{Decode, Tag, Tagged};
use num_bigint::{BigInt, Sign};
use std::ops::Range;

/// The names of the numbers of `RSAPrivateKey`, after its version.
const PRIVATE: [&str; 8] = ["n", "e", "d", "p", "q", "d_p", "d_q", "q_inv"];

/// The numbers of a private key of two primes.
pub(super) struct Private {
    /// n and e.
    pub(super) public: [BigInt; 2],
    /// d, p, q, d_p, d_q and q_inv.
    pub(super) secret: [BigInt; 6],
}

/// Reads `RSAPrivateKey` (RFC 8017 §A.1.2), whose first byte stands at a
/// place in the file.
pub(super) fn private(der: &[u8], start: usize, expected: &'static str) -> Result<Private, Error> {
    let members = members(der, start, expected)?;
    let mut members = members.iter();
    let version = members
        .next()
        .ok_or_else(|| missing(expected, "version", start))?;
    let several = match (version.tag, version.value) {
        (Tag::Integer, [0]) => false,
        (Tag::Integer, [1]) => true,
        _ => {
            return Err(Error::Der(
                Diagnosis::expected("the version of an RSA private key, 0 or 1 (RFC 8017 §A.1.2)")
                    .found("another")
                    .byte(version.at),
            ));
        }
    };
    let mut numbers = Vec::new();
    for which in PRIVATE {
        let member = members.next();
        let member = member.ok_or_else(|| missing(expected, which, start + der.len()))?;
        // Of a key of more primes, only that it is one matters.
        if !several {
            numbers.push(member.integer(which)?);
        }
    }
    match members.next() {
        Some(others) if others.tag == Tag::Sequence => {
            let more = elements(others.value, 0).map_or(1, |others| others.len());
            return Err(Error::MorePrimes { found: 2 + more });
        }
        Some(other) => {
            return Err(Error::Der(
                Diagnosis::expected("the end of the private key after q_inv")
                    .found(format!("another element, {}", other.tag))
                    .byte(other.at),
            ));
        }
        None if several => {
            return Err(Error::Der(
                Diagnosis::expected("version 0, for a key of two primes (RFC 8017 §A.1.2)")
                    .found("version 1, for more than two, and no others behind the first two")
                    .byte(version.at),
            ));
        }
        None => {}
    }
    match <[BigInt; 8]>::try_from(numbers) {
        Ok([n, e, d, p, q, d_p, d_q, q_inv]) => Ok(Private {
            public: [n, e],
            secret: [d, p, q, d_p, d_q, q_inv],
        }),
        Err(_) => Err(missing(expected, "q_inv", start + der.len())),
    }
}

/// Reads `RSAPublicKey` (RFC 8017 §A.1.1): n and e.
pub(super) fn public(
    der: &[u8],
    start: usize,
    expected: &'static str,
) -> Result<[BigInt; 2], Error> {
    match members(der, start, expected)?.as_slice() {
        [n, e] => Ok([n.integer("n")?, e.integer("e")?]),
        members => Err(Error::Der(
            Diagnosis::expected(expected)
                .found(format!("{} elements where n and e belong", members.len()))
                .byte(start),
        )),
    }
}

/// An element of a SEQUENCE.
struct Member<'a> {
    tag: Tag,
    value: &'a [u8],
    /// The byte of the file where it begins.
    at: usize,
}

impl Member<'_> {
    /// The number of a non-negative INTEGER in the fewest bytes (X.690
    /// §8.3).
    fn integer(&self, which: &'static str) -> Result<BigInt, Error> {
        let flaw = match (self.tag, self.value) {
            (Tag::Integer, [0, second, ..]) if *second < 0x80 => Flaw::Padded,
            (Tag::Integer, [first, ..]) if *first >= 0x80 => Flaw::Negative { first: *first },
            (Tag::Integer, [_, ..]) => return Ok(BigInt::from_bytes_be(Sign::Plus, self.value)),
            (Tag::Integer, []) => Flaw::Empty,
            (other, _) => Flaw::Other {
                found: other.to_string(),
            },
        };
        Err(Error::Integer {
            which,
            flaw,
            at: self.at,
        })
    }
}

/// The elements of a SEQUENCE that fills all bytes.
fn members<'a>(
    der: &'a [u8],
    start: usize,
    expected: &'static str,
) -> Result<Vec<Member<'a>>, Error> {
    let refused = |error| Error::Der(asn1::refused(expected, error));
    let whole = AnyRef::from_der(der).map_err(|error| refused(rebased(error, start)))?;
    if whole.tag() != Tag::Sequence {
        return Err(Error::Der(
            Diagnosis::expected(expected)
                .found(whole.tag().to_string())
                .byte(start),
        ));
    }
    // Their places count from the first of them.
    let first = start + der.len() - whole.value().len();
    let all = elements(whole.value(), first).map_err(refused)?;
    let member = |(at, element): (Range<usize>, AnyRef<'a>)| Member {
        tag: element.tag(),
        value: element.value(),
        at: at.start,
    };
    Ok(all.into_iter().map(member).collect())
}

fn missing(expected: &'static str, which: &str, at: usize) -> Error {
    Error::Der(
        Diagnosis::expected(expected)
            .found(format!("its end where {which} belongs"))
            .byte(at),
    )
}
