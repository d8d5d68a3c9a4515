//! Which things belong together, read from their bytes.
//!
//! A short walk through DER, not a parser: it finds what it looks for or
//! nothing, whatever the bytes are. It works for things from elsewhere too,
//! of which nobody knows what they were made from, and saved desks need not
//! say more than they do.

use super::{KeyKind, Kind};

/// The public key that a thing holds, which is the same for a private key, its
/// public key, and the requests and certificates of that: for RSA modulus and
/// exponent, two INTEGERs (RFC 8017 §A.1.1); else the bits of its
/// `SubjectPublicKeyInfo`, a point as it is written there.
#[must_use]
pub fn key_of(kind: Kind, bytes: &[u8]) -> Option<&[u8]> {
    match kind {
        Kind::PrivateKey(kind) => {
            // OneAsymmetricKey: version, algorithm, key (RFC 5958 §2).
            let fields = open(SEQUENCE, bytes)?.0;
            if kind == KeyKind::Ed25519 {
                return bits(find(PUBLIC_KEY, fields)?);
            }
            let key = open(SEQUENCE, find(OCTET_STRING, fields)?)?.0;
            if kind == KeyKind::Rsa {
                // RSAPrivateKey: version, n, e (RFC 8017 §A.1.2).
                let numbers = skip(key, 1)?;
                return numbers.get(..numbers.len() - skip(numbers, 2)?.len());
            }
            // ECPrivateKey: version, key, curve, point (RFC 5915 §3).
            bits(open(BIT_STRING, find(CONTEXT_1, key)?)?.0)
        }
        Kind::PublicKey(_) => public(bytes),
        Kind::Request => {
            // CertificationRequestInfo: version, subject, key (RFC 2986 §4.1).
            let fields = open(SEQUENCE, open(SEQUENCE, bytes)?.0)?.0;
            public(skip(fields, 2)?)
        }
        Kind::Certificate => public(Tbs::read(bytes)?.after_subject),
        _ => None,
    }
}

/// How long the modulus of an RSA key is, in bits. Keys of other kinds have one
/// length each.
#[must_use]
pub fn key_bits(kind: Kind, bytes: &[u8]) -> Option<usize> {
    let (n, rest) = open(INTEGER, key_of(kind, bytes)?)?;
    // A point may begin like a number, but is no two of them.
    let (_, []) = open(INTEGER, rest)? else {
        return None;
    };
    let first = n.iter().position(|byte| *byte != 0)?;
    let leading = n.get(first)?.leading_zeros() as usize;
    Some((n.len() - first) * 8 - leading)
}

/// Whether a certificate says of itself that it is a CA's (RFC 5280 §4.2.1.9).
#[must_use]
pub fn is_ca(certificate: &[u8]) -> bool {
    Tbs::read(certificate)
        .and_then(|tbs| tbs.extension(BASIC_CONSTRAINTS))
        .and_then(|value| open(BOOLEAN, open(SEQUENCE, value)?.0))
        .is_some_and(|(says, _)| says != [0])
}

/// Whether a certificate says for which hosts it is (RFC 5280 §4.2.1.6), as that
/// of a server does; a root that names anything there names a mail address.
#[must_use]
pub fn names_a_host(certificate: &[u8]) -> bool {
    let names = Tbs::read(certificate).and_then(|tbs| tbs.extension(ALTERNATIVE_NAME));
    let mut rest = names.and_then(|names| Some(open(SEQUENCE, names)?.0));
    while let Some((tag, _, after)) = rest.and_then(next) {
        if tag == DNS_NAME || tag == IP_ADDRESS {
            return true;
        }
        rest = Some(after);
    }
    false
}

/// Whether a certificate names this issuer by its subject alone: its key may be
/// another's.
#[must_use]
pub fn is_namely_issued_by(certificate: &[u8], issuer: &[u8]) -> bool {
    let both = Tbs::read(certificate).zip(Tbs::read(issuer));
    both.is_some_and(|(certificate, issuer)| certificate.issuer == issuer.subject)
}

/// Whether a certificate names this issuer: by its subject, and by its key
/// identifier where both say one (RFC 5280 §4.2.1.1).
#[must_use]
pub fn is_issued_by(certificate: &[u8], issuer: &[u8]) -> bool {
    let Some((certificate, issuer)) = Tbs::read(certificate).zip(Tbs::read(issuer)) else {
        return false;
    };
    let wanted = certificate
        .extension(AUTHORITY_KEY)
        .and_then(|value| open(KEY_IDENTIFIER, open(SEQUENCE, value)?.0));
    let is = issuer
        .extension(SUBJECT_KEY)
        .and_then(|value| open(OCTET_STRING, value));
    certificate.issuer == issuer.subject
        && wanted
            .zip(is)
            .is_none_or(|((wanted, _), (is, _))| wanted == is)
}

/// The common name of a certificate's subject.
#[must_use]
pub fn common_name(certificate: &[u8]) -> Option<&str> {
    let mut rest = Tbs::read(certificate)?.subject;
    while let Some((set, after)) = open(SET, rest) {
        let (name, value) = open(OID, open(SEQUENCE, set)?.0)?;
        if name == COMMON_NAME {
            return std::str::from_utf8(next(value)?.1).ok();
        }
        rest = after;
    }
    None
}

/// What is read of a `TBSCertificate`.
struct Tbs<'a> {
    issuer: &'a [u8],
    subject: &'a [u8],
    /// From the public key on.
    after_subject: &'a [u8],
}

impl<'a> Tbs<'a> {
    fn read(certificate: &'a [u8]) -> Option<Self> {
        let fields = open(SEQUENCE, open(SEQUENCE, certificate)?.0)?.0;
        // The version may be missing; then serial number and algorithm.
        let fields = open(VERSION, fields).map_or(fields, |(_, rest)| rest);
        let (issuer, rest) = open(SEQUENCE, skip(fields, 2)?)?;
        let (subject, after_subject) = open(SEQUENCE, skip(rest, 1)?)?;
        Some(Self {
            issuer,
            subject,
            after_subject,
        })
    }

    /// What an extension holds.
    fn extension(&self, id: &[u8]) -> Option<&'a [u8]> {
        let mut rest = skip(self.after_subject, 1)?;
        while let Some((tag, content, after)) = next(rest) {
            if tag == EXTENSIONS {
                let mut all = open(SEQUENCE, content)?.0;
                while let Some((extension, after)) = open(SEQUENCE, all) {
                    let (name, value) = open(OID, extension)?;
                    if name == id {
                        let value = open(BOOLEAN, value).map_or(value, |(_, rest)| rest);
                        return Some(open(OCTET_STRING, value)?.0);
                    }
                    all = after;
                }
            }
            rest = after;
        }
        None
    }
}

/// The key in a `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
fn public(spki: &[u8]) -> Option<&[u8]> {
    bits(find(BIT_STRING, open(SEQUENCE, spki)?.0)?)
}

/// The content of a BIT STRING whose bits fill bytes; where that is a SEQUENCE, as
/// for RSA, what is in it.
fn bits(content: &[u8]) -> Option<&[u8]> {
    let key = content.strip_prefix(&[0])?;
    Some(open(SEQUENCE, key).map_or(key, |(inside, _)| inside))
}

/// The content of the first value with this tag.
fn find(tag: u8, mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let (found, content, rest) = next(bytes)?;
        if found == tag {
            return Some(content);
        }
        bytes = rest;
    }
}

/// What comes after so many values.
fn skip(bytes: &[u8], count: usize) -> Option<&[u8]> {
    (0..count).try_fold(bytes, |bytes, _| Some(next(bytes)?.2))
}

/// The content of a value with this tag, and what follows it.
fn open(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (found, content, rest) = next(bytes)?;
    (found == tag).then_some((content, rest))
}

/// The first value: its tag, its content, and what follows it.
fn next(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [tag, first, rest @ ..] = bytes else {
        return None;
    };
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x83 => {
            let (length, rest) = rest.split_at_checked(usize::from(first & 3))?;
            let length = length
                .iter()
                .fold(0, |length, byte| length << 8 | usize::from(*byte));
            (length, rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0]` in front of a `TBSCertificate`'s fields.
const VERSION: u8 = 0xa0;
/// `[1]` at the end of an `ECPrivateKey`.
const CONTEXT_1: u8 = 0xa1;
/// `[1]` at the end of a `OneAsymmetricKey`, in place of BIT STRING.
const PUBLIC_KEY: u8 = 0x81;
/// `[3]` at their end.
const EXTENSIONS: u8 = 0xa3;
/// `[0]` in an `AuthorityKeyIdentifier`.
const KEY_IDENTIFIER: u8 = 0x80;
/// `[2]` and `[7]` of a `GeneralName`.
const DNS_NAME: u8 = 0x82;
const IP_ADDRESS: u8 = 0x87;
/// 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
/// 2.5.29.14.
const SUBJECT_KEY: &[u8] = &[0x55, 29, 14];
/// 2.5.29.17.
const ALTERNATIVE_NAME: &[u8] = &[0x55, 29, 17];
/// 2.5.29.19.
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 29, 19];
/// 2.5.29.35.
const AUTHORITY_KEY: &[u8] = &[0x55, 29, 35];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use proptest::prelude::*;

    /// The blocks of a PEM file, with whatever stands between them.
    fn blocks(text: &str) -> Vec<Vec<u8>> {
        let starts = text.split("-----BEGIN").skip(1);
        starts
            .map(|block| {
                let block = format!("-----BEGIN{}", block.split("-----END").next().unwrap());
                let label = block
                    .split("-----")
                    .nth(1)
                    .unwrap()
                    .trim_start_matches("BEGIN ");
                let whole = format!("{block}-----END {label}-----\n");
                der::pem::decode_vec(whole.as_bytes()).unwrap().1
            })
            .collect()
    }

    fn block(text: &str) -> Vec<u8> {
        blocks(text).swap_remove(0)
    }

    macro_rules! vector {
        ($name:literal) => {
            include_str!(concat!("../../tests/vectors/", $name, ".pem"))
        };
    }

    fn of_one_key() -> [(Kind, Vec<u8>); 4] {
        [
            (
                Kind::PrivateKey(KeyKind::Rsa),
                block(vector!("keys/rsa-pkcs8")),
            ),
            (
                Kind::PublicKey(KeyKind::Rsa),
                block(vector!("keys/rsa-spki")),
            ),
            (Kind::Request, block(vector!("keys/rsa-request"))),
            (Kind::Certificate, block(vector!("keys/rsa-certificate"))),
        ]
    }

    #[test]
    fn a_key_is_found_in_all_that_holds_it() {
        let all = of_one_key();
        let found: Vec<_> = all
            .iter()
            .map(|(kind, bytes)| key_of(*kind, bytes).unwrap())
            .collect();
        assert!(found.iter().all(|key| *key == found[0]));
        // 2048 bits with a zero in front, and 65537, each with its header.
        assert_eq!(found[0].len(), 4 + 257 + 2 + 3);
        for (kind, bytes) in &all {
            assert_eq!(key_bits(*kind, bytes), Some(2048));
        }
        let other = block(vector!("x509/webpki-cryptographydotio-chain"));
        assert_ne!(key_of(Kind::Certificate, &other).unwrap(), found[0]);
        let ec = block(vector!("keys/ec-certificate"));
        // A point, both coordinates.
        assert_eq!(key_of(Kind::Certificate, &ec).map(<[u8]>::len), Some(65));
        assert_eq!(key_bits(Kind::Certificate, &ec), None);
        let kind = Kind::PrivateKey(KeyKind::P256);
        let private = block(vector!("keys/ec-pkcs8"));
        assert_eq!(key_of(kind, &private), key_of(Kind::Certificate, &ec));
    }

    #[test]
    fn a_chain_is_told_by_its_names_and_key_identifiers() {
        let chain = blocks(vector!("x509/webpki-cryptographydotio-chain"));
        let [root, between, leaf] = [0, 1, 2].map(|index| chain[index].as_slice());
        assert!(is_ca(root) && is_ca(between) && !is_ca(leaf));
        assert!(is_issued_by(leaf, between) && is_issued_by(between, root));
        assert!(is_issued_by(root, root) && !is_issued_by(leaf, root));
        assert!(is_namely_issued_by(leaf, between) && !is_namely_issued_by(leaf, root));
        assert!(names_a_host(leaf) && !names_a_host(between) && !names_a_host(root));
        assert_eq!(common_name(root), Some("ISRG Root X1"));
        assert_eq!(common_name(leaf), Some("cryptography.io"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..ProptestConfig::default() })]
        #[test]
        fn damage_never_panics(which in 0_usize..4, at in 0_usize..2000, byte in any::<u8>(), cut in 0_usize..2000) {
            let (kind, mut bytes) = of_one_key()[which].clone();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(cut.max(1));
            let _ = (key_of(kind, &bytes), is_ca(&bytes), is_issued_by(&bytes, &bytes), common_name(&bytes));
        }
    }
}
