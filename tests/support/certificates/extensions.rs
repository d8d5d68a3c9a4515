//! Extensions (RFC 5280 §4.2), as bytes.

use super::super::built::{element, sequence};

pub(super) const SKI: u8 = 14;
pub(super) const KEY_USAGE: u8 = 15;
pub(super) const SAN: u8 = 17;
pub(super) const BASIC: u8 = 19;
pub(super) const CONSTRAINTS: u8 = 30;
pub(super) const AKI: u8 = 35;
pub(super) const EKU: u8 = 37;
pub(super) const POLICIES: u8 = 32;
pub(super) const MAPPINGS: u8 = 33;
pub(super) const POLICY_CONSTRAINTS: u8 = 36;
/// authorityInfoAccess, by a number that nothing below `2.5.29` has.
pub(super) const INFO_ACCESS: u8 = 0;

/// One of those below `2.5.29`, or authorityInfoAccess.
#[derive(Clone)]
pub(super) struct Extension {
    pub(super) id: u8,
    critical: bool,
    /// Whether FALSE stands there where it is not critical.
    says_false: bool,
    value: Vec<u8>,
}

impl Extension {
    fn new(id: u8, critical: bool, value: Vec<u8>) -> Self {
        Self {
            id,
            critical,
            says_false: false,
            value,
        }
    }

    pub(super) fn der(&self) -> Vec<u8> {
        let critical: &[u8] = match (self.critical, self.says_false) {
            (true, _) => &[1, 1, 0xff],
            (false, true) => &[1, 1, 0],
            (false, false) => &[],
        };
        let id = match self.id {
            // The one here that stands elsewhere.
            INFO_ACCESS => element(6, &[0x2b, 6, 1, 5, 5, 7, 1, 1]),
            id => vec![6, 3, 0x55, 0x1d, id],
        };
        sequence(&[&id, critical, &element(4, &self.value)])
    }

    /// The same, not critical in so many bytes.
    pub(super) fn saying_false(self) -> Self {
        Self {
            critical: false,
            says_false: true,
            ..self
        }
    }

    /// The same, marked critical or not.
    pub(super) fn critical(self, critical: bool) -> Self {
        Self { critical, ..self }
    }
}

/// Any, with this value.
pub(super) fn extension(id: u8, value: &[u8]) -> Extension {
    Extension::new(id, false, value.to_vec())
}

/// subjectKeyIdentifier.
pub(super) fn ski(id: &[u8]) -> Extension {
    Extension::new(SKI, false, element(4, id))
}

/// authorityKeyIdentifier with a keyIdentifier.
pub(super) fn aki(id: &[u8]) -> Extension {
    Extension::new(AKI, false, sequence(&[&element(0x80, id)]))
}

/// authorityKeyIdentifier that says nothing.
pub(super) fn aki_of_nothing() -> Extension {
    Extension::new(AKI, false, sequence(&[]))
}

/// authorityKeyIdentifier that names a certificate by issuer and serial number,
/// with a keyIdentifier where one is given.
pub(super) fn aki_naming(id: Option<&[u8]>, issuer: &[u8], serial: &[u8]) -> Extension {
    let id = id.map_or_else(Vec::new, |id| element(0x80, id));
    let issuer = element(0xa1, &element(0xa4, issuer));
    let value = sequence(&[&id, &issuer, &element(0x82, serial)]);
    Extension::new(AKI, false, value)
}

/// keyUsage with these bits (RFC 5280 §4.2.1.3).
pub(super) fn usage(bits: &[u8]) -> Extension {
    let byte = bits.iter().fold(0, |byte, bit| byte | 0x80 >> bit);
    let unused = u8::try_from(u8::trailing_zeros(byte)).unwrap();
    Extension::new(KEY_USAGE, true, element(3, &[unused, byte]))
}

pub(super) const DIGITAL_SIGNATURE: u8 = 0;
pub(super) const NON_REPUDIATION: u8 = 1;
pub(super) const KEY_ENCIPHERMENT: u8 = 2;
pub(super) const KEY_AGREEMENT: u8 = 4;
pub(super) const CERT_SIGN: u8 = 5;
pub(super) const CRL_SIGN: u8 = 6;

/// basicConstraints: of a CA, with a length of the path where one is given, or
/// of none.
pub(super) fn basic(ca: bool, length: Option<u8>) -> Extension {
    let ca: &[u8] = if ca { &[1, 1, 0xff] } else { &[] };
    let length = length.map_or_else(Vec::new, |it| element(2, &[it]));
    Extension::new(BASIC, true, sequence(&[ca, &length]))
}

/// extKeyUsage with these purposes.
pub(super) fn purposes(all: &[&[u8]]) -> Extension {
    let all: Vec<u8> = all.iter().flat_map(|id| element(6, id)).collect();
    Extension::new(EKU, false, element(0x30, &all))
}

pub(super) const SERVER_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];
pub(super) const CLIENT_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];
pub(super) const ANY_PURPOSE: &[u8] = &[0x55, 0x1d, 0x25, 0];

/// subjectAltName with these DNS names.
pub(super) fn names(all: &[&str]) -> Extension {
    let all = all.iter().flat_map(|name| element(0x82, name.as_bytes()));
    alt_names(&all.collect::<Vec<u8>>())
}

/// subjectAltName with these names, each an element.
pub(super) fn alt_names(all: &[u8]) -> Extension {
    Extension::new(SAN, false, element(0x30, all))
}

/// nameConstraints that permit what is below a DNS name; with the tag and the
/// number of a minimum or a maximum where one is given.
pub(super) fn permits(bound: &str, distance: Option<(u8, u8)>) -> Extension {
    let distance = distance.map_or_else(Vec::new, |(tag, it)| element(tag, &[it]));
    let subtree = sequence(&[&element(0x82, bound.as_bytes()), &distance]);
    let value = sequence(&[&element(0xa0, &subtree)]);
    Extension::new(CONSTRAINTS, true, value)
}
