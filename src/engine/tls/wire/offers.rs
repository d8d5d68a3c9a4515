//! The extensions that TLS 1.3 is made of: versions, key shares and shared keys
//! (RFC 8446 §4.2.1, 4.2.8 to 4.2.11).

use super::extension::Place;
use super::names;
use super::reader::{Reader, listed};
use crate::engine::source::Source;
use crate::engine::text::{Text, plural};

/// Where the hybrid groups are defined.
const HYBRID: Source = Source::new("draft-ietf-tls-ecdhe-mlkem", "4");

/// X25519MLKEM768, in which ML-KEM comes first.
const X25519MLKEM768: u16 = 0x11ec;

/// An X25519 public key, in bytes (RFC 7748 §5).
const X25519: usize = 32;

/// The keys and ciphertexts of ML-KEM-768, in bytes (FIPS 203 §8, table 3).
const ENCAPSULATION_KEY: usize = 1184;
const CIPHERTEXT: usize = 1088;

/// `SupportedVersions` (RFC 8446 §4.2.1).
pub(super) fn versions(reader: &mut Reader<'_>, at: Source, place: Place) -> Text {
    let mut all = Vec::new();
    let mut version = |version| {
        all.push(names::version(version));
        names::version(version)
    };
    if place == Place::ClientHello {
        reader.vector(1, "versions", at.clone(), |reader| {
            while !reader.is_done() {
                reader.code("version", at.clone(), &mut version);
            }
            Text::Borrowed("the best one first")
        });
    } else {
        reader.code("selected_version", at, version);
    }
    listed(&all)
}

/// `PskKeyExchangeModes` (RFC 8446 §4.2.9).
pub(super) fn modes(reader: &mut Reader<'_>, at: Source) -> Text {
    let mode = |number: u32| match number {
        0 => "psk_ke (0), the shared key alone".into(),
        1 => "psk_dhe_ke (1), the shared key and a fresh key exchange".into(),
        // RFC 8701 §2 has eight of one byte, 31 apart.
        other if other % 31 == 11 && other <= 0xe4 => format!("GREASE ({other})").into(),
        other => format!("unknown ({other})").into(),
    };
    let mut all: Vec<Text> = Vec::new();
    reader.vector(1, "ke_modes", at.clone(), |reader| {
        while !reader.is_done() {
            all.extend(reader.number(1, "ke_mode", at.clone(), mode).map(mode));
        }
        listed(&all)
    });
    listed(&all)
}

/// `EarlyDataIndication` (RFC 8446 §4.2.10).
pub(super) fn early_data(reader: &mut Reader<'_>, at: Source, place: Place) -> Text {
    if place == Place::Ticket {
        let mut words = Text::Borrowed("");
        reader.number(4, "max_early_data_size", at, |most| {
            words = format!("at most {most} bytes with the first message").into();
            words.clone()
        });
        return words;
    }
    match place {
        Place::EncryptedExtensions => "the server takes what was sent with the first message",
        _ => "data comes with the first message",
    }
    .into()
}

/// `KeyShare` (RFC 8446 §4.2.8).
pub(super) fn key_share(reader: &mut Reader<'_>, at: Source, place: Place) -> Text {
    let mut all = Vec::new();
    match place {
        Place::Retry => {
            let group = reader.code("selected_group", at, names::group);
            all.extend(group.map(names::group));
        }
        Place::ClientHello => reader.vector(2, "client_shares", at.clone(), |reader| {
            while !reader.is_done() {
                entry(reader, &at, &mut all);
            }
            listed(&all)
        }),
        _ => entry(reader, &at, &mut all),
    }
    listed(&all)
}

/// `KeyShareEntry`: a group and a public key.
fn entry(reader: &mut Reader<'_>, at: &Source, all: &mut Vec<Text>) {
    reader.group("KeyShareEntry", at.clone(), |reader| {
        let Some(group) = reader.code("group", at.clone(), names::group) else {
            return Text::Borrowed("");
        };
        all.push(names::group(group));
        reader.vector(2, "key_exchange", at.clone(), |reader| {
            let length = reader.left();
            let first = length.checked_sub(X25519);
            match first {
                Some(first @ ENCAPSULATION_KEY) if group == X25519MLKEM768 => {
                    reader.bytes(first, "ML-KEM-768 key", HYBRID, "the client's public key");
                    reader.rest("X25519 key", HYBRID, "the client's public key");
                }
                Some(first @ CIPHERTEXT) if group == X25519MLKEM768 => {
                    let words = "a secret, sealed for the client's public key";
                    reader.bytes(first, "ML-KEM-768 ciphertext", HYBRID, words);
                    reader.rest("X25519 key", HYBRID, "the server's public key");
                }
                _ => {
                    let words = match group {
                        code if names::is_grease(code) => "means nothing",
                        _ => "a public key, made for this connection",
                    };
                    reader.rest("content", at.clone(), words);
                }
            }
            plural(length).into()
        });
        names::group(group)
    });
}

/// `OfferedPsks`, or the one that was chosen (RFC 8446 §4.2.11).
pub(super) fn pre_shared_key(reader: &mut Reader<'_>, at: Source, place: Place) -> Text {
    if place != Place::ClientHello {
        reader.code("selected_identity", at, |number| {
            format!("{number}, counted from 0").into()
        });
        return "the server knows the key that the client named".into();
    }
    reader.vector(2, "identities", at.clone(), |reader| {
        while !reader.is_done() {
            reader.group("PskIdentity", at.clone(), |reader| {
                reader.opaque(2, "identity", at.clone(), |name| {
                    format!("{}, such as a ticket", plural(name.len())).into()
                });
                reader.number(4, "obfuscated_ticket_age", at.clone(), |_| {
                    "how old the ticket is, hidden by a number that came with it".into()
                });
                "names a key that both had before".into()
            });
        }
        Text::Borrowed("")
    });
    reader.vector(2, "binders", at.clone(), |reader| {
        while !reader.is_done() {
            reader.opaque(1, "PskBinderEntry", at.clone(), |_| {
                "an HMAC: the client has the key that it names".into()
            });
        }
        Text::Borrowed("")
    });
    "the client names keys that both had before".into()
}
