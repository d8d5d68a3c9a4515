//! The kinds of extensions that are known: each with its name, how its
//! content is read, and what is done with it.

use super::names;
use super::{BasicConstraints, Wrong};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280::{
    ID_CE_AUTHORITY_KEY_IDENTIFIER, ID_CE_BASIC_CONSTRAINTS, ID_CE_CERTIFICATE_POLICIES,
    ID_CE_CRL_DISTRIBUTION_POINTS, ID_CE_EXT_KEY_USAGE, ID_CE_FRESHEST_CRL,
    ID_CE_INHIBIT_ANY_POLICY, ID_CE_ISSUER_ALT_NAME, ID_CE_KEY_USAGE, ID_CE_NAME_CONSTRAINTS,
    ID_CE_POLICY_CONSTRAINTS, ID_CE_POLICY_MAPPINGS, ID_CE_PRIVATE_KEY_USAGE_PERIOD,
    ID_CE_SUBJECT_ALT_NAME, ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES, ID_CE_SUBJECT_KEY_IDENTIFIER,
    ID_PE_AUTHORITY_INFO_ACCESS, ID_PE_SUBJECT_INFO_ACCESS,
};
use der::asn1::{BitString, Ia5String, Null, OctetString};
use der::{Decode, Tag};
use std::collections::BTreeSet;
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, CertificatePolicies, CrlDistributionPoints,
    ExtendedKeyUsage, FreshestCrl, InhibitAnyPolicy, KeyUsage, NameConstraints, PolicyConstraints,
    PolicyMappings, PrivateKeyUsagePeriod, SubjectDirectoryAttributes, SubjectInfoAccessSyntax,
    SubjectKeyIdentifier,
};

/// id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1).
const OCSP_NO_CHECK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.5");
/// id-pe-tlsfeature (RFC 7633 §6).
const TLS_FEATURE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.24");
/// The signed certificate timestamps of Certificate Transparency (RFC 6962 §3.3).
const TIMESTAMPS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.11129.2.4.2");
/// Netscape Certificate Type and Comment, which openssl wrote for years.
const NETSCAPE_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113730.1.1");
const NETSCAPE_COMMENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113730.1.13");

/// What is done with extensions of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// A verdict follows it.
    Followed,
    /// Nobody here follows it: where it is critical, a verdict cannot be given.
    Unjudged,
    /// It asks nothing of a path; marked critical, it is refused as one that
    /// is not understood (RFC 5280 §4.2).
    Passed,
}

/// A kind of extensions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Its object identifier.
    pub(super) id: ObjectIdentifier,
    /// Its name in its standard.
    name: &'static str,
    /// What is done with it.
    used: Use,
    /// Whether its content can be read.
    pub(super) read: fn(&[u8]) -> Result<(), Wrong>,
}

/// All that are known. What of them is there and cannot be read is malformed,
/// whether a verdict follows it or not.
pub(super) const KNOWN: &[Kind] = &[
    kind(
        ID_CE_BASIC_CONSTRAINTS,
        "basicConstraints",
        Use::Followed,
        is::<BasicConstraints>,
    ),
    kind(ID_CE_KEY_USAGE, "keyUsage", Use::Followed, is::<KeyUsage>),
    kind(ID_CE_EXT_KEY_USAGE, "extKeyUsage", Use::Followed, purposes),
    kind(
        ID_CE_SUBJECT_ALT_NAME,
        "subjectAltName",
        Use::Followed,
        general_names,
    ),
    kind(
        ID_CE_SUBJECT_KEY_IDENTIFIER,
        "subjectKeyIdentifier",
        Use::Followed,
        is::<SubjectKeyIdentifier>,
    ),
    kind(
        ID_CE_AUTHORITY_KEY_IDENTIFIER,
        "authorityKeyIdentifier",
        Use::Followed,
        is::<AuthorityKeyIdentifier>,
    ),
    kind(
        ID_CE_NAME_CONSTRAINTS,
        "nameConstraints",
        Use::Followed,
        is::<NameConstraints>,
    ),
    // Asks for nothing unless a client does: every policy is good here.
    kind(
        ID_CE_CERTIFICATE_POLICIES,
        "certificatePolicies",
        Use::Followed,
        policies,
    ),
    kind(
        ID_CE_POLICY_CONSTRAINTS,
        "policyConstraints",
        Use::Unjudged,
        policy_constraints,
    ),
    kind(
        ID_CE_INHIBIT_ANY_POLICY,
        "inhibitAnyPolicy",
        Use::Unjudged,
        is::<InhibitAnyPolicy>,
    ),
    kind(
        ID_CE_POLICY_MAPPINGS,
        "policyMappings",
        Use::Unjudged,
        mappings,
    ),
    kind(
        ID_CE_CRL_DISTRIBUTION_POINTS,
        "cRLDistributionPoints",
        Use::Unjudged,
        is::<CrlDistributionPoints>,
    ),
    kind(
        ID_CE_FRESHEST_CRL,
        "freshestCRL",
        Use::Unjudged,
        is::<FreshestCrl>,
    ),
    kind(
        ID_CE_ISSUER_ALT_NAME,
        "issuerAltName",
        Use::Unjudged,
        general_names,
    ),
    kind(
        ID_PE_AUTHORITY_INFO_ACCESS,
        "authorityInfoAccess",
        Use::Passed,
        access,
    ),
    kind(
        ID_PE_SUBJECT_INFO_ACCESS,
        "subjectInfoAccess",
        Use::Passed,
        is::<SubjectInfoAccessSyntax>,
    ),
    kind(
        ID_CE_PRIVATE_KEY_USAGE_PERIOD,
        "privateKeyUsagePeriod",
        Use::Passed,
        is::<PrivateKeyUsagePeriod>,
    ),
    kind(
        ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES,
        "subjectDirectoryAttributes",
        Use::Passed,
        is::<SubjectDirectoryAttributes>,
    ),
    kind(
        OCSP_NO_CHECK,
        "id-pkix-ocsp-nocheck",
        Use::Passed,
        is::<Null>,
    ),
    kind(TLS_FEATURE, "TLS feature", Use::Passed, is::<Vec<u16>>),
    kind(
        TIMESTAMPS,
        "signed certificate timestamps",
        Use::Passed,
        is::<OctetString>,
    ),
    kind(
        NETSCAPE_TYPE,
        "Netscape Certificate Type",
        Use::Passed,
        is::<BitString>,
    ),
    kind(
        NETSCAPE_COMMENT,
        "Netscape Comment",
        Use::Passed,
        is::<Ia5String>,
    ),
];

const fn kind(
    id: ObjectIdentifier,
    name: &'static str,
    used: Use,
    read: fn(&[u8]) -> Result<(), Wrong>,
) -> Kind {
    Kind {
        id,
        name,
        used,
        read,
    }
}

/// Whether a verdict follows extensions of this kind.
#[must_use]
pub fn is_followed(id: ObjectIdentifier) -> bool {
    is_used(id, Use::Followed)
}

/// Whether extensions of this kind ask for something that nobody here does.
#[must_use]
pub fn is_unjudged(id: ObjectIdentifier) -> bool {
    is_used(id, Use::Unjudged)
}

fn is_used(id: ObjectIdentifier, used: Use) -> bool {
    KNOWN.iter().any(|kind| kind.id == id && kind.used == used)
}

/// The name of a kind, or its number.
pub(super) fn name(id: ObjectIdentifier) -> String {
    let known = KNOWN.iter().find(|kind| kind.id == id);
    known.map_or_else(|| id.to_string(), |kind| kind.name.to_owned())
}

/// That some bytes are one value of a type and nothing more.
fn is<T: for<'a> Decode<'a, Error = der::Error>>(value: &[u8]) -> Result<(), Wrong> {
    T::from_der(value)?;
    Ok(())
}

/// What a list without an entry does, where it must have one.
const EMPTY: Wrong = Wrong::Rule("has no entry, and must have one");

/// Policies, at least one and each once (RFC 5280 §4.2.1.4), and qualifiers
/// where their list is there.
fn policies(value: &[u8]) -> Result<(), Wrong> {
    let all = CertificatePolicies::from_der(value)?.0;
    let mut seen = BTreeSet::new();
    if all.is_empty() {
        Err(EMPTY)
    } else if !all.iter().all(|it| seen.insert(it.policy_identifier)) {
        Err(Wrong::Rule("has one policy twice"))
    } else if all
        .iter()
        .any(|it| it.policy_qualifiers.as_ref().is_some_and(Vec::is_empty))
    {
        Err(Wrong::Rule(
            "has a policy whose list of qualifiers is empty",
        ))
    } else {
        Ok(())
    }
}

/// Constraints of policies, at least one (RFC 5280 §4.2.1.11).
fn policy_constraints(value: &[u8]) -> Result<(), Wrong> {
    let it = PolicyConstraints::from_der(value)?;
    match (it.require_explicit_policy, it.inhibit_policy_mapping) {
        (None, None) => Err(Wrong::Rule("constrains nothing, and must")),
        _ => Ok(()),
    }
}

/// Mappings of policies, at least one (RFC 5280 §4.2.1.5).
fn mappings(value: &[u8]) -> Result<(), Wrong> {
    match PolicyMappings::from_der(value)?.0.as_slice() {
        [] => Err(EMPTY),
        _ => Ok(()),
    }
}

/// Places to ask, at least one (RFC 5280 §4.2.2.1).
fn access(value: &[u8]) -> Result<(), Wrong> {
    match AuthorityInfoAccessSyntax::from_der(value)?.0.as_slice() {
        [] => Err(EMPTY),
        _ => Ok(()),
    }
}

/// An extKeyUsage, which has at least one purpose.
fn purposes(value: &[u8]) -> Result<(), Wrong> {
    let list = ExtendedKeyUsage::from_der(value)?;
    match list.0.as_slice() {
        [] => Err(der::Error::from(Tag::Sequence.length_error()).into()),
        _ => Ok(()),
    }
}

/// Names, each of which may be odd (RFC 5280 §4.2.1.6).
fn general_names(value: &[u8]) -> Result<(), Wrong> {
    names::read(value)?;
    Ok(())
}
