//! RSA keys: whether they work everywhere here, and if not, why.

use super::item::{Item, broken};
use crate::desk::{KeyKind, Kind};
use crate::engine::dissect::Dissection;
use crate::engine::pki::key::RSA_BITS;
use crate::engine::rsa::{Error, PrivateKey, PublicKey};
use num_bigint::BigInt;
use zeroize::Zeroizing;

/// The form of a key, and its bytes where the desk can keep them as they are.
pub(super) struct Form<'a> {
    /// Such as `PKCS#8`.
    pub(super) name: &'static str,
    /// The key in the form that the desk keeps.
    pub(super) der: Option<&'a [u8]>,
    /// Whether the NULL is missing after rsaEncryption.
    pub(super) bare: bool,
}

/// What is said where the NULL is missing (RFC 8017 §A.1).
const BARE: &str = "The NULL that belongs after rsaEncryption (RFC 8017 §A.1) is missing in it; openssl reads it all the same, and the desk keeps the key with the NULL.";

/// A private key, as it was read.
pub(super) fn private(
    read: Result<(PrivateKey, Vec<&'static str>), Error>,
    form: &Form<'_>,
    layout: Dissection,
) -> Item {
    let works = read.and_then(|(key, wrong)| {
        key.to_crate()?;
        let canonical = key.to_pkcs8_der()?;
        Ok((key, wrong, canonical))
    });
    let (key, wrong, canonical) = match works {
        Ok(works) => works,
        Err(error) => return objection("an RSA private key", &error, layout),
    };
    let bits = key.n.integer.bits();
    let mut says = format!("an RSA private key of {bits} bits ({}).", form.name);
    let (p, q) = (key.p.integer.bits(), key.q.integer.bits());
    if p.abs_diff(q) > 1 {
        says = format!("{says} Its primes differ in length: p has {p} bits and q has {q}.");
    }
    if form.bare {
        says = format!("{says} {BARE}");
    }
    if !wrong.is_empty() {
        let (are, they) = match wrong.as_slice() {
            [one] => (format!("{one} is"), "it was"),
            [all @ .., last] => (format!("{} and {last} are", all.join(", ")), "they were"),
            [] => (String::new(), ""),
        };
        says = format!(
            "{says} {are} wrong in the file; {they} computed anew from p, q and d (RFC 8017 §3.2), and the desk gets the repaired key. Other programs may refuse the file, or sign wrongly with it, and one wrong signature can give the key away."
        );
    }
    let kept = match form.der {
        Some(der) if wrong.is_empty() && !form.bare => Zeroizing::new(der.to_vec()),
        _ => canonical,
    };
    if !RSA_BITS.contains(&bits) {
        says = format!(
            "{says} For requests and certificates it is too short: they need at least {} bits here.",
            RSA_BITS.start()
        );
    }
    let repaired = if wrong.is_empty() { "" } else { ", repaired" };
    Item {
        title: format!("an RSA private key of {bits} bits{repaired}"),
        says,
        source: Some(("RFC 8017", "A.1.2")),
        ..Item::default()
    }
    .with_rsa(&bytes(&key.n.integer), &bytes(&key.e.integer))
    .with_draft(
        format!("RSA key, {bits} bits"),
        Kind::PrivateKey(KeyKind::Rsa),
        &kept,
    )
    .with_bytes(layout)
}

/// A public key, as it was read.
pub(super) fn public(read: Result<PublicKey, Error>, form: &Form<'_>, layout: Dissection) -> Item {
    let works = read.and_then(|key| {
        key.to_crate()?;
        let canonical = key.to_spki_der()?;
        Ok((key, canonical))
    });
    let (key, canonical) = match works {
        Ok(works) => works,
        Err(error) => return objection("an RSA public key", &error, layout),
    };
    let bits = key.bits();
    let mut says = format!("an RSA public key of {bits} bits.");
    if form.bare {
        says = format!("{says} {BARE}");
    }
    Item {
        title: format!("an RSA public key of {bits} bits"),
        says,
        source: Some(("RFC 8017", "A.1.1")),
        ..Item::default()
    }
    .with_rsa(&bytes(&key.n.integer), &bytes(&key.e.integer))
    .with_draft(
        format!("RSA public key, {bits} bits"),
        Kind::PublicKey(KeyKind::Rsa),
        form.der.filter(|_| !form.bare).unwrap_or(&canonical),
    )
    .with_bytes(layout)
}

fn bytes(number: &BigInt) -> Vec<u8> {
    number.to_bytes_be().1
}

/// A key that cannot be used here: what it is, and why.
fn objection(what: &str, error: &Error, layout: Dissection) -> Item {
    let which = match error {
        Error::MorePrimes { found } => format!("of {found} primes"),
        Error::Exponent { found, below } if found >= below => {
            "whose public exponent e is too large".to_owned()
        }
        Error::Exponent { .. } => "whose public exponent e is out of range".to_owned(),
        Error::Size { found, .. } => format!("of {found} bits"),
        Error::Integer { which, .. } => format!("whose {which} is no positive INTEGER"),
        Error::OtherPublicKey => "with the public key of another".to_owned(),
        Error::Inconsistent { .. } => "whose numbers do not fit together".to_owned(),
        Error::NotPrime { which, .. } => format!("whose {which} is no prime"),
        Error::EqualPrimes { .. } => "whose p and q are the same".to_owned(),
        Error::Der(_) => return broken(what, error, layout),
        _ => "that cannot be used here".to_owned(),
    };
    let title = format!("{what} {which}");
    let mut diagnosis = error.diagnosis();
    // What is found may be long, so its place goes before it.
    if let Some(at) = diagnosis.at.take() {
        diagnosis.expected = format!("{} at byte {at}", diagnosis.expected).into();
    }
    let why = format!("{title}. {diagnosis}");
    Item::refused(title, why).with_bytes(layout)
}

/// Keys of the RSA family that say what they may be used for (RFC 4055 §1.2
/// and §4.1).
pub(super) fn limited(oid: &str, private: bool, layout: Dissection) -> Option<Item> {
    let (name, to, why) = match oid {
        "1.2.840.113549.1.1.10" => (
            "id-RSASSA-PSS",
            "PSS signatures",
            "certificates and requests are signed with PKCS#1 v1.5 here, which such a key must not do",
        ),
        "1.2.840.113549.1.1.7" => (
            "id-RSAES-OAEP",
            "OAEP encryption",
            "signing is what keys are needed for here most, which such a key must not do",
        ),
        _ => return None,
    };
    let what = if private {
        "an RSA private key"
    } else {
        "an RSA public key"
    };
    let command = match (name, private) {
        ("id-RSASSA-PSS", true) => {
            " To use its numbers without the limit, this writes them as a plain RSA key (PKCS#1): openssl rsa -in old.pem -traditional -outform DER -out new.der"
        }
        ("id-RSASSA-PSS", false) => {
            " To use its numbers without the limit, this writes them as a plain RSA key (PKCS#1): openssl rsa -pubin -in old.pem -RSAPublicKey_out -outform DER -out new.der"
        }
        _ => "",
    };
    Some(
        Item::refused(
            format!("{what} limited to {to} ({name})"),
            format!("{what} that is limited to {to} ({name}, RFC 4055). It is not used here: {why}.{command}"),
        )
        .with_bytes(layout),
    )
}
