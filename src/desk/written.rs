//! A thing as one word of an address.

use super::{Bytes, KeyKind, Kind};
use crate::engine::symmetric::base64url;

/// A thing as one word: its kind, and its bytes in base64url without padding
/// (RFC 4648 §5); the text itself for what is base64url already.
#[must_use]
pub fn to_word(kind: Kind, bytes: &[u8]) -> String {
    let text = match kind {
        Kind::FernetToken => String::from_utf8_lossy(bytes).into_owned(),
        _ => base64url::text(bytes),
    };
    format!("{}.{}", tag(kind), text.trim_end_matches('='))
}

/// Reads what [`to_word`] wrote, of one of these kinds. Bytes that do not say
/// their kind are of the first. `None` for anything else.
#[must_use]
pub fn from_word(kinds: &[Kind], word: &str) -> Option<(Kind, Bytes)> {
    let (kind, text) = match word.split_once('.') {
        Some((named, text)) => (kinds.iter().find(|kind| tag(**kind) == named)?, text),
        None => (kinds.first()?, word),
    };
    let padded = base64url::padded(text);
    let bytes = base64url::decode(&padded).ok()?;
    let bytes = match kind {
        Kind::FernetToken => padded.into_bytes(),
        _ => bytes,
    };
    (!bytes.is_empty()).then(|| (*kind, bytes.into()))
}

/// What a kind is called in an address; never changed, for links hold it.
fn tag(kind: Kind) -> &'static str {
    match kind {
        Kind::PrivateKey(KeyKind::Rsa) => "private-key",
        Kind::PrivateKey(KeyKind::P256) => "private-p256",
        Kind::PrivateKey(KeyKind::P384) => "private-p384",
        Kind::PrivateKey(KeyKind::Ed25519) => "private-ed25519",
        Kind::PublicKey(KeyKind::Rsa) => "public-key",
        Kind::PublicKey(KeyKind::P256) => "public-p256",
        Kind::PublicKey(KeyKind::P384) => "public-p384",
        Kind::PublicKey(KeyKind::Ed25519) => "public-ed25519",
        Kind::Request => "request",
        Kind::Certificate => "certificate",
        Kind::FernetKey => "fernet-key",
        Kind::FernetToken => "fernet-token",
        Kind::Ciphertext => "ciphertext",
        Kind::Signature => "signature",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [Kind; 2] = [
        Kind::PublicKey(KeyKind::Rsa),
        Kind::PrivateKey(KeyKind::Rsa),
    ];

    #[test]
    fn a_word_leads_back_to_the_thing() {
        for length in 1..5 {
            let bytes: Bytes = vec![0xfb; length].into();
            for kind in KEYS {
                let word = to_word(kind, &bytes);
                assert!(!word.contains('='), "{word}");
                assert_eq!(from_word(&KEYS, &word), Some((kind, bytes.clone())));
            }
        }
        let token: Bytes = b"gAAAAA==".to_vec().into();
        let word = to_word(Kind::FernetToken, &token);
        assert_eq!(word, "fernet-token.gAAAAA");
        let back = from_word(&[Kind::FernetToken], &word);
        assert_eq!(back, Some((Kind::FernetToken, token)));
    }

    #[test]
    fn what_was_written_by_hand_is_of_the_first_kind_and_nothing_else_is_a_thing() {
        assert_eq!(from_word(&KEYS, "AQI="), Some((KEYS[0], vec![1, 2].into())));
        for word in [
            "",
            "1",
            "public-key.",
            "certificate.AQI",
            "public-key.A%",
            ".",
        ] {
            assert_eq!(from_word(&KEYS, word), None, "{word}");
        }
    }
}
