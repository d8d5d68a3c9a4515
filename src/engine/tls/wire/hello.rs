//! ClientHello, ServerHello and HelloRetryRequest (RFC 8446 §4.1): what is offered
//! and what is chosen.

use super::extension::{self, Place};
use super::reader::{Reader, listed, tls};
use super::{handshake, names};
use crate::engine::text::{Text, plural};

/// The random number by which a ServerHello is a HelloRetryRequest: the SHA-256 of
/// `HelloRetryRequest` (RFC 8446 §4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// Whether a message of the type ServerHello is a HelloRetryRequest, header and all.
#[must_use]
pub fn is_retry(message: &[u8]) -> bool {
    let random = message.get(handshake::HEADER + 2..handshake::HEADER + 34);
    message.first() == Some(&2) && random == Some(&RETRY[..])
}

/// `ClientHello` (RFC 8446 §4.1.2).
pub(super) fn client(reader: &mut Reader<'_>) -> Text {
    let at = tls("4.1.2");
    version(reader, "4.1.2");
    let words = "32 random bytes: no two connections are alike";
    reader.bytes(32, "random", at.clone(), words);
    reader.opaque(1, "legacy_session_id", at.clone(), session);
    reader.codes("cipher_suites", "cipher_suite", at.clone(), names::suite);
    reader.vector(1, "legacy_compression_methods", at.clone(), |reader| {
        let mut all = Vec::new();
        while !reader.is_done() {
            all.extend(reader.number(1, "method", at.clone(), method).map(method));
        }
        listed(&all)
    });
    if !reader.is_done() {
        extension::list(reader, Place::ClientHello);
    }
    "the client begins: what it can, what it wants, and its half of a key exchange".into()
}

/// `ServerHello` or `HelloRetryRequest` (RFC 8446 §4.1.3 and 4.1.4).
pub(super) fn server(reader: &mut Reader<'_>) -> Text {
    let at = tls("4.1.3");
    version(reader, "4.1.3");
    let ahead = reader.ahead().get(..32).unwrap_or_default();
    let is_retry = ahead == RETRY;
    reader.bytes(32, "random", at.clone(), random(ahead));
    reader.opaque(1, "legacy_session_id_echo", at.clone(), session);
    reader.code("cipher_suite", at.clone(), names::suite);
    reader.number(1, "legacy_compression_method", at, method);
    if is_retry {
        extension::list(reader, Place::Retry);
        return "the server asks the client to begin once more, with another key exchange".into();
    }
    if !reader.is_done() {
        extension::list(reader, Place::ServerHello);
    }
    "the server chooses, and sends its half of the key exchange".into()
}

fn version(reader: &mut Reader<'_>, section: &'static str) {
    reader.code("legacy_version", tls(section), |version| {
        let name = names::version(version);
        format!("{name}; the true one is in supported_versions").into()
    });
}

/// What a server's random number says (RFC 8446 §4.1.3).
fn random(bytes: &[u8]) -> &'static str {
    if bytes == RETRY {
        "a number that is no chance: it makes this a HelloRetryRequest"
    } else if bytes.ends_with(b"DOWNGRD\x01") || bytes.ends_with(b"DOWNGRD\x00") {
        "ends in a mark: the server could do a newer version, and was asked for an older one"
    } else {
        "32 random bytes: no two connections are alike"
    }
}

fn session(id: &[u8]) -> Text {
    match id.len() {
        0 => "empty".into(),
        length => format!("{}, so that it looks like TLS 1.2", plural(length)).into(),
    }
}

fn method(number: u32) -> Text {
    match number {
        0 => "none".into(),
        other => format!("{other}; TLS 1.3 has no compression").into(),
    }
}
