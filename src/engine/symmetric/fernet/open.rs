//! Checking and decrypting a token, in the order of the specification
//! ("Verifying"). The checks of the length, of the clock skew and of whole
//! blocks are no steps of it: two follow from the format, and the skew is in its
//! list of invalid tokens and in Python's `cryptography`.

use super::{HEAD, Key, MAX_CLOCK_SKEW, SIGNED, TAG, VERSION};
use crate::engine::knowers::Knowers;
use crate::engine::symmetric::aes_block::{BLOCK, Block};
use crate::engine::symmetric::{base64url, cbc, hmac, pkcs7};
use crate::engine::time::utc;
use crate::engine::trace::{Data, Equation, Expr, Observer, Relation, Step, Value};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The checks, in their order: the first that fails ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The text is base64url.
    Base64,
    /// The first byte is 0x80.
    Version,
    /// There is room for all fields.
    Length,
    /// The token is not older than the TTL.
    Age,
    /// The token is not from the future.
    Skew,
    /// The HMAC matches.
    Tag,
    /// The ciphertext is made of whole blocks.
    Blocks,
    /// The padding is right.
    Padding,
}

impl Check {
    /// All checks, in their order.
    pub const ALL: [Self; 8] = [
        Self::Base64,
        Self::Version,
        Self::Length,
        Self::Age,
        Self::Skew,
        Self::Tag,
        Self::Blocks,
        Self::Padding,
    ];

    /// The id of the step that makes the check.
    #[must_use]
    pub fn step(self) -> &'static str {
        match self {
            Self::Base64 => "check-base64",
            Self::Version => "check-version",
            Self::Length => "check-length",
            Self::Age => "check-age",
            Self::Skew => "check-skew",
            Self::Tag => "check-tag",
            Self::Blocks => "check-blocks",
            Self::Padding => "unpad",
        }
    }

    /// The check in a few words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Base64 => "base64url",
            Self::Version => "version",
            Self::Length => "length",
            Self::Age => "age (TTL)",
            Self::Skew => "clock skew",
            Self::Tag => "HMAC",
            Self::Blocks => "whole blocks",
            Self::Padding => "padding",
        }
    }
}

/// Why a token was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The check that failed.
    pub check: Check,
    /// Why, as a sentence without its full stop.
    pub says: String,
}

/// A token that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecryptedToken {
    /// The message.
    pub message: Zeroizing<Vec<u8>>,
    /// The padded message.
    pub padded: Zeroizing<Vec<u8>>,
    /// When the token was made, in seconds since 1970-01-01 UTC.
    pub timestamp: u64,
}

/// Verifies and decrypts a token.
///
/// `ttl` is the greatest age in seconds; without it neither the age nor the
/// clock skew is looked at. `now` is in seconds since 1970-01-01 UTC.
///
/// # Errors
/// The first check that fails, and why.
pub fn decrypt(
    key: &Key,
    text: &str,
    ttl: Option<u64>,
    now: u64,
    observer: &mut impl Observer,
) -> Result<DecryptedToken, Failure> {
    let bytes = read_text(key, text, observer)?;
    let (timestamp, iv) = check_frame(&bytes, observer)?;
    check_time(timestamp, ttl, now, observer)?;
    let (signed, tag) = bytes
        .split_at_checked(bytes.len() - TAG)
        .unwrap_or_default();
    check_tag(key, signed, tag, observer)?;
    let ciphertext = signed.get(HEAD..).unwrap_or_default();
    let blocks = check_blocks(ciphertext, observer)?;
    let padded = Zeroizing::new(
        cbc::decrypt(key.encryption(), &iv, blocks, observer)
            .as_flattened()
            .to_vec(),
    );
    match pkcs7::unpad(&padded, observer) {
        Ok(message) => Ok(DecryptedToken {
            message: Zeroizing::new(message.to_vec()),
            padded: padded.clone(),
            timestamp,
        }),
        Err(error) => Err(Failure {
            check: Check::Padding,
            says: error.to_string(),
        }),
    }
}

/// Ends with a failure where a check does not hold.
fn require(holds: bool, check: Check, says: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds {
        Ok(())
    } else {
        Err(Failure {
            check,
            says: says(),
        })
    }
}

fn read_text(key: &Key, text: &str, observer: &mut impl Observer) -> Result<Vec<u8>, Failure> {
    let result = super::read(key, text);
    observer.step(|| {
        let t = Value::new("token", Data::Text(text.to_owned()), Knowers::EVERYBODY);
        let step = Step::new(Check::Base64.step(), "Read the text: base64url")
            .source("Fernet", "Verifying")
            .passes_if(result.is_ok());
        match &result {
            Ok(reading) => {
                let b = Value::public_bytes("bytes", &reading.bytes[..]);
                let says = format!(
                    "{} characters give {} bytes.",
                    text.len(),
                    reading.bytes.len()
                );
                let written = Expr::base64_url(&b);
                let step = match reading.remark() {
                    None => step.says(says).equation(Equation::equal(written, &t)),
                    Some(remark) => {
                        let canonical = Data::Text(base64url::text(&reading.bytes));
                        let canonical = Value::new("token'", canonical, Knowers::EVERYBODY)
                            .meaning("the token as it should be written");
                        step.says(format!("{remark} {says}"))
                            .equation(Equation::equal(written, &canonical))
                            .value(canonical)
                    }
                };
                step.value(t).value(b)
            }
            Err(error) => step
                .says(format!("This is not base64url: {error}."))
                .value(t),
        }
    });
    let bytes = result.map(|reading| reading.bytes);
    bytes.map_err(|error| Failure {
        check: Check::Base64,
        says: error.to_string(),
    })
}

/// The timestamp and the IV of bytes that have the right version and length.
fn check_frame(bytes: &[u8], observer: &mut impl Observer) -> Result<(u64, Block), Failure> {
    let version = bytes.first().copied();
    let known = version == Some(VERSION);
    observer.step(|| {
        let step = Step::new(Check::Version.step(), "Is it version 0x80?")
            .says("The first byte names the version of the format; there is only one.")
            .source("Fernet", "Version")
            .passes_if(known);
        match version {
            Some(version) => {
                let v = Value::public("version", version);
                let relation = if known {
                    Relation::Equal
                } else {
                    Relation::NotEqual
                };
                step.equation(Equation::new(&v, relation, i64::from(VERSION)))
                    .value(v)
            }
            None => step,
        }
    });
    require(known, Check::Version, || match version {
        Some(version) => format!(
            "the first byte is {version:#04x}, not 0x80{}",
            match is_written_twice(bytes) {
                true =>
                    "; what comes out is the text of a token again, so it was written in base64 once more than it should be",
                false => "",
            }
        ),
        None => "the token is empty".to_owned(),
    })?;
    let long_enough = bytes.len() >= HEAD + TAG;
    observer.step(|| {
        let b = Value::public_bytes("bytes", bytes);
        let relation = if long_enough { Relation::AtLeast } else { Relation::Less };
        Step::new(Check::Length.step(), "Is it long enough?")
            .says("Version, timestamp, IV and HMAC take 1 + 8 + 16 + 32 = 57 bytes, whatever the message.")
            .equation(Equation::new(
                Expr::length(&b),
                relation,
                pkcs7::size(HEAD + TAG),
            ))
            .source("Fernet", "Token Format")
            .passes_if(long_enough)
    });
    if long_enough {
        observer.step(|| parts(bytes));
    }
    require(long_enough, Check::Length, || {
        format!(
            "the token has {} bytes, but its fields need at least {}",
            bytes.len(),
            HEAD + TAG
        )
    })?;
    let timestamp = bytes
        .get(1..)
        .and_then(<[u8]>::first_chunk)
        .copied()
        .unwrap_or_default();
    let iv = bytes
        .get(9..)
        .and_then(<[u8]>::first_chunk)
        .copied()
        .unwrap_or_default();
    Ok((u64::from_be_bytes(timestamp), iv))
}

/// Whether bytes are again the text of a token.
fn is_written_twice(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).map(str::trim);
    let inner = text.ok().and_then(|text| base64url::decode(text).ok());
    inner.is_some_and(|bytes| super::is_token(&bytes) || is_written_twice(&bytes))
}

/// The step that takes the bytes of a token apart.
fn parts(bytes: &[u8]) -> Step {
    let (signed, tag) = bytes
        .split_at_checked(bytes.len() - TAG)
        .unwrap_or_default();
    let part = |range| signed.get(range).unwrap_or_default();
    let named = |symbol, bytes: &[u8]| Value::public_bytes(symbol, bytes);
    let all = named("bytes", bytes);
    let signed_part = named(SIGNED, signed).meaning("the token without its HMAC");
    let tag = named("tag", tag).meaning("the HMAC in the token");
    let inner = [
        named("version", part(0..1)),
        named("T", part(1..9)).meaning("the timestamp"),
        named("IV", part(9..HEAD)).meaning("the initialization vector"),
        named("C", part(HEAD..signed.len())).meaning("the ciphertext"),
    ];
    let names = inner.each_ref().map(Expr::from).to_vec();
    let whole = Expr::concat(vec![(&signed_part).into(), (&tag).into()]);
    let mut step = Step::new("parts", "Take it apart")
        .says("The lengths of all fields but the ciphertext are fixed, so the ends tell where they are.")
        .source("Fernet", "Token Format")
        .equation(Equation::equal(whole, &all))
        .equation(Equation::equal(Expr::concat(names), &signed_part))
        .value(all)
        .value(signed_part)
        .value(tag);
    step.values.extend(inner);
    step
}

fn check_time(
    timestamp: u64,
    ttl: Option<u64>,
    now: u64,
    observer: &mut impl Observer,
) -> Result<(), Failure> {
    let Some(ttl) = ttl else {
        observer.step(|| {
            Step::new(Check::Age.step(), "No time to live is given")
                .says(format!("So neither the age of the token nor the clock matters. It says that it was made at {}.", utc(timestamp)))
                .value(Value::public("t", timestamp).meaning("when it was made"))
                .source("Fernet", "Verifying")
        });
        return Ok(());
    };
    // Wide enough for a timestamp and a TTL near the end of 64 bits.
    let (t, n) = (u128::from(timestamp), u128::from(now));
    let fresh = t + u128::from(ttl) >= n;
    let values = || {
        (
            Value::public("t", timestamp).meaning(format!("when it was made: {}", utc(timestamp))),
            Value::public("now", now).meaning(format!("the clock: {}", utc(now))),
        )
    };
    observer.step(|| {
        let (made, clock) = values();
        let life = Value::public("ttl", ttl).meaning("the time to live in seconds");
        let relation = if fresh { Relation::AtLeast } else { Relation::Less };
        Step::new(Check::Age.step(), "Is it not too old?")
            .says("A receiver that asks for a time to live refuses what somebody kept or stole once it is over.")
            .equation(Equation::new(Expr::sum(&made, &life), relation, &clock))
            .value(made)
            .value(life)
            .value(clock)
            .source("Fernet", "Verifying")
            .passes_if(fresh)
    });
    require(fresh, Check::Age, || {
        format!(
            "it was made at {}, its time to live is {ttl} seconds, and it is {}",
            utc(timestamp),
            utc(now)
        )
    })?;
    let past = t <= n + u128::from(MAX_CLOCK_SKEW);
    observer.step(|| {
        let (made, clock) = values();
        let relation = if past {
            Relation::AtMost
        } else {
            Relation::Greater
        };
        Step::new(Check::Skew.step(), "Is it not from the future?")
            .says("Clocks differ a little, so up to 60 seconds are allowed. The specification has no such step: Python’s cryptography makes this check, and a published token is made to fail it.")
            .equation(Equation::new(
                &made,
                relation,
                Expr::sum(&clock, pkcs7::size(60)),
            ))
            .value(made)
            .value(clock)
            .passes_if(past)
    });
    require(past, Check::Skew, || {
        format!(
            "it says that it was made at {}, but it is only {}; 60 seconds are allowed",
            utc(timestamp),
            utc(now)
        )
    })
}

fn check_tag(
    key: &Key,
    signed: &[u8],
    tag: &[u8],
    observer: &mut impl Observer,
) -> Result<(), Failure> {
    key.tell_halves(observer);
    let names = hmac::Names {
        key: "K_sign",
        message: SIGNED,
        tag: "tag'",
    };
    let computed = hmac::hmac_sha256(key.signing(), signed, names, Knowers::EVERYBODY, observer);
    let same = bool::from(computed.ct_eq(tag));
    observer.step(|| {
        let computed =
            Value::public_bytes("tag'", computed).meaning("the HMAC that belongs there");
        let found = Value::public_bytes("tag", tag).meaning("the HMAC in the token");
        let relation = if same { Relation::Equal } else { Relation::NotEqual };
        Step::new(Check::Tag.step(), "Is it the HMAC in the token?")
            .says("The comparison takes the same time wherever the two differ, so that nobody can find the right HMAC byte by byte with a stopwatch.")
            .equation(Equation::new(&computed, relation, &found))
            .value(computed)
            .value(found)
            .source("Fernet", "Verifying")
            .passes_if(same)
    });
    require(same, Check::Tag, || {
        "the HMAC in the token is not the one that this key gives: the token was changed, or it was made with another key".to_owned()
    })
}

fn check_blocks<'a>(
    ciphertext: &'a [u8],
    observer: &mut impl Observer,
) -> Result<&'a [Block], Failure> {
    let (blocks, rest) = ciphertext.as_chunks::<BLOCK>();
    let whole = rest.is_empty() && !blocks.is_empty();
    observer.step(|| {
        let c = Value::public_bytes("C", ciphertext).meaning("the ciphertext");
        let step = Step::new(
            Check::Blocks.step(),
            "Is the ciphertext made of whole blocks?",
        )
        .says("AES works on blocks of 16 bytes, and padding makes at least one.")
        .source("Fernet", "Ciphertext")
        .passes_if(whole);
        let length = || Expr::length(&c);
        let step = if whole {
            step.equation(Equation::congruent(length(), 0, 16))
        } else if rest.is_empty() {
            step.equation(Equation::equal(length(), 0))
        } else {
            step.equation(Equation::equal(
                Expr::remainder(length(), 16),
                pkcs7::size(rest.len()),
            ))
        };
        step.value(c)
    });
    require(whole, Check::Blocks, || {
        format!(
            "the ciphertext has {} bytes, which is not a whole number of blocks of 16",
            ciphertext.len()
        )
    })?;
    Ok(blocks)
}
