//! What to notice in what was read.

use super::item::Item;
use crate::desk::{KeyKind, Kind};

/// What there is to say of things that have nothing to do with each other.
const SEPARATE: &str = "Each thing in a file is read by itself, and goes onto the desk by itself.";

/// What to notice; nothing where it is what the unit always says: that a private
/// key and what stands beside it may belong together.
pub(super) fn of(items: &[Item]) -> &'static str {
    let mut kinds = items.iter().filter_map(|item| item.kind);
    let Some(first) = kinds.next() else {
        return "What cannot be used here is not put on the desk.";
    };
    if kinds.all(|kind| kind == first) {
        return one_kind(first);
    }
    let private = items.iter().any(Item::is_private);
    let public = items.iter().any(Item::has_public);
    match (private, public) {
        (true, true) => "",
        (false, true)
            if items
                .iter()
                .all(|item| item.kind.is_none() || item.has_public()) =>
        {
            "Those that have the same public key belong to the same private key."
        }
        _ => SEPARATE,
    }
}

/// What to notice in one thing, or in several of its kind.
fn one_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::FernetKey => {
            "The 32 bytes of a Fernet key are two keys: the first 16 make the HMAC, the last 16 encrypt."
        }
        Kind::FernetToken => {
            "Version, time and IV of a token are there for everybody to read. Only the message needs the key."
        }
        Kind::PrivateKey(KeyKind::P256 | KeyKind::P384 | KeyKind::Ed25519) => {
            "The public key follows from the private one, by one multiplication of a point: whoever has the private key has both."
        }
        Kind::PrivateKey(KeyKind::Rsa) => {
            "The public key, n and e, stands in the private key too: whoever has the private key has both."
        }
        Kind::PublicKey(_) => {
            "A public key does not say whose it is. A certificate does, and somebody signs that."
        }
        Kind::Request => {
            "A request says what somebody wants in a certificate. No CA has vouched for any of it yet."
        }
        Kind::Certificate => {
            "That a certificate can be read does not mean that it can be trusted: “Check a certificate” looks at that."
        }
        Kind::Ciphertext | Kind::Signature => SEPARATE,
    }
}
