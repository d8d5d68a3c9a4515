//! Keys of elliptic curves: read once they work everywhere here, and if not, why.

use super::item::Item;
use crate::desk::Kind;
use crate::engine::asn1::{dissect_any, dissect_private_key};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::pki::key::{PrivateKey, PublicKey};
use crate::engine::pki::kind::KeyKind;

/// A PKCS#8 key of any kind but RSA.
pub(super) fn pkcs8(der: &[u8]) -> Item {
    let layout = dissect_private_key(der);
    private(PrivateKey::from_pkcs8_der(der), "PKCS#8", layout)
}

/// An ECPrivateKey becomes PKCS#8, which is what the desk keeps.
pub(super) fn sec1(der: &[u8]) -> Item {
    private(PrivateKey::from_sec1_der(der), "SEC 1", dissect_any(der))
}

fn private(read: Result<PrivateKey, Diagnosis>, form: &str, layout: Dissection) -> Item {
    let kept = read.and_then(|key| Ok((key.to_pkcs8_der_with_public()?, key)));
    let (kept, key) = match kept {
        Ok(works) => works,
        Err(error) => return objection("a private key", &error, layout),
    };
    let kind = key.kind();
    let title = format!("{} {} private key", article(kind), kind.name());
    let mut says = format!("{title} ({form}).");
    let has_half = layout.find("publicKey").is_some();
    if kind != KeyKind::Ed25519 && !has_half {
        says = format!(
            "{says} Its public half is not in the file; it was computed, and the desk keeps both."
        );
    }
    if kind == KeyKind::Ed25519 {
        says = format!("{says} {BROWSERS}");
    }
    Item {
        title,
        says,
        source: Some(source(kind)),
        public: Some(key.public().spki_der().to_vec()),
        ..Item::default()
    }
    .with_draft(
        format!("{} key", kind.name()),
        Kind::PrivateKey(kind),
        &kept,
    )
    .with_bytes(layout)
}

/// A SubjectPublicKeyInfo of any kind but RSA.
pub(super) fn public(der: &[u8], layout: Dissection) -> Item {
    let key = match PublicKey::from_spki_der(der) {
        Ok(key) => key,
        Err(error) => return objection("a public key", &error, layout),
    };
    let kind = key.kind();
    let title = format!("{} {} public key", article(kind), kind.name());
    let mut says = format!("{title}.");
    if key.spki_der() != der {
        says = format!(
            "{says} Its point is not written out in full in the file; the desk keeps it so, as certificates have it (RFC 5480 §2.2)."
        );
    }
    Item {
        title,
        says,
        source: Some(source(kind)),
        public: Some(key.spki_der().to_vec()),
        ..Item::default()
    }
    .with_draft(
        format!("{} public key", kind.name()),
        Kind::PublicKey(kind),
        key.spki_der(),
    )
    .with_bytes(layout)
}

/// What is to be known before a certificate is made with it.
const BROWSERS: &str = "openssl and Python take it; in a certificate, Chromium and Firefox do not.";

fn article(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa | KeyKind::Ed25519 => "an",
        KeyKind::P256 | KeyKind::P384 => "a",
    }
}

fn source(kind: KeyKind) -> (&'static str, &'static str) {
    match kind {
        KeyKind::Ed25519 => ("RFC 8410", "7"),
        _ => ("RFC 5915", "3"),
    }
}

/// A key that cannot be used here: what it is, and why.
fn objection(what: &str, error: &Diagnosis, layout: Dissection) -> Item {
    let title = format!("{what} that cannot be used here: {}", error.found);
    Item::refused(title, format!("{what} that cannot be used here. {error}")).with_bytes(layout)
}
