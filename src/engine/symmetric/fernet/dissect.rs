//! What each byte of a token and of a key is.

use super::{HEAD, Key, TAG, VERSION};
use crate::engine::dissect::{Dissection, Field, Parts, Problem};
use crate::engine::hex;
use crate::engine::symmetric::aes_block::BLOCK;
use crate::engine::time::utc;

/// Who made the bytes of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// Our own run: the fields point at its steps.
    Ourselves,
    /// Somebody else.
    Others,
}

/// The bytes of a token, laid out; for any bytes whatever. Fields point at
/// the steps of [`encrypt`](super::encrypt) that made them, if
/// [`Maker::Ourselves`].
#[must_use]
pub fn dissect_token(bytes: &[u8], maker: Maker) -> Dissection {
    let by = |field: Field, step: String| match maker {
        Maker::Ourselves => field.made_by(step),
        Maker::Others => field,
    };
    let length = bytes.len();
    let mut problems = Vec::new();
    let mut fields = Vec::new();
    if let Some(&version) = bytes.first() {
        let known = version == VERSION;
        fields.push(by(
            Field::new(0..1, "Version")
                .meaning(if known {
                    "0x80, the only version there is".to_owned()
                } else {
                    format!("{version:#04x}, which is no version of Fernet")
                })
                .source("Fernet", "Version"),
            "frame".into(),
        ));
        if !known {
            problems.push(problem(
                0,
                format!("Expected the version 0x80, found {version:#04x}."),
            ));
        }
    }
    if let Some((timestamp, _)) = bytes.get(1..).and_then(<[u8]>::split_first_chunk) {
        let timestamp = u64::from_be_bytes(*timestamp);
        fields.push(by(
            Field::new(1..9, "Timestamp")
                .meaning(format!(
                    "{} ({timestamp} seconds since 1970)",
                    utc(timestamp)
                ))
                .source("Fernet", "Timestamp"),
            "timestamp".into(),
        ));
    }
    if length >= HEAD {
        fields.push(by(
            Field::new(9..HEAD, "IV")
                .meaning("the initialization vector, random")
                .source("Fernet", "IV"),
            "iv".into(),
        ));
    }
    if length >= HEAD + TAG {
        let end = length - TAG;
        if end > HEAD {
            let ciphertext = Field::new(HEAD..end, "Ciphertext").source("Fernet", "Ciphertext");
            let blocks = Parts {
                size: u32::try_from(BLOCK).unwrap_or_default(),
                name: "Block".into(),
                meaning: "one block of AES in CBC mode".into(),
                made_by: match maker {
                    Maker::Ourselves => "cbc/block-".into(),
                    Maker::Others => "".into(),
                },
            };
            let count = (end - HEAD) / BLOCK;
            fields.push(by(
                ciphertext
                    .meaning(format!(
                        "the padded message, {} bytes in {count} {}",
                        end - HEAD,
                        if count == 1 { "block" } else { "blocks" }
                    ))
                    .parts(blocks),
                "cbc".into(),
            ));
        }
        if end == HEAD || !(end - HEAD).is_multiple_of(BLOCK) {
            problems.push(problem(
                end,
                format!(
                    "Expected a ciphertext of one or more whole blocks of 16 bytes, found {} bytes.",
                    end - HEAD
                ),
            ));
        }
        fields.push(by(
            Field::new(end..length, "HMAC")
                .meaning(format!(
                    "HMAC-SHA256 over the {end} bytes before it: {}…",
                    hex::encode(bytes.get(end..end + 4).unwrap_or_default())
                ))
                .source("Fernet", "HMAC"),
            "hmac".into(),
        ));
    } else {
        problems.push(problem(
            length,
            format!(
                "Expected at least {} bytes (version, timestamp, IV and HMAC), found {length}.",
                HEAD + TAG
            ),
        ));
        let start = fields.last().map_or(0, |field| field.range().end);
        if start < length {
            fields.push(
                Field::new(start..length, "cut off")
                    .meaning("too short to say what these bytes are"),
            );
        }
    }
    let mut whole = Dissection::new("Fernet token", bytes.to_vec(), fields);
    whole.problems = problems;
    whole
}

/// A key and its halves.
#[must_use]
pub fn dissect_key(key: &Key) -> Dissection {
    let half = |range, name: &'static str, meaning: &'static str| {
        Field::new(range, name)
            .meaning(meaning)
            .source("Fernet", "Key Format")
            .secret()
    };
    Dissection::new(
        "Fernet key",
        key.bytes(),
        vec![
            half(0..16, "Signing-key", "the key of HMAC-SHA256"),
            half(16..32, "Encryption-key", "the key of AES-128"),
        ],
    )
}

fn problem(at: usize, says: String) -> Problem {
    Problem {
        at: u32::try_from(at).unwrap_or(u32::MAX),
        says: says.into(),
    }
}
