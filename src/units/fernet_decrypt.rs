//! Check and decrypt a Fernet token from anywhere.

use super::fernet_encrypt::{count, python_bytes, shell_word};
use super::fernet_key::{KEY, KEY_FROM, KEY_THING, PUBLISHED_KEY, key_of, public_text, secret_text};
use super::{
    About, Agreement, Break, Choice, Comparison, Control, Input, Inputs, Output, Page, Recipe, Row,
    Showing, Start, Tool, Trouble,
};
use crate::desk::Kind;
use crate::engine::asn1::time::{parse_utc, utc};
use crate::engine::symmetric::fernet::{
    Check, Failure, HEAD, Key, Maker, Opened, TAG, decrypt, dissect_key, dissect_token,
};
use crate::engine::symmetric::{base64url, hex, pkcs7};
use crate::engine::trace::{Recorder, Source, Value};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit, block_padding::Pkcs7};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::borrow::Cow;

/// The longest token, in characters.
const LONGEST: usize = 1024 * 1024;

/// The valid token of the Fernet specification.
const PUBLISHED_TOKEN: &str = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

/// What this block says about itself.
pub static ABOUT: About = About {
    id: "fernet-decrypt",
    page: Page::Cipher,
    title: "Check and decrypt a token",
    question: "How does the receiver know that nobody touched the message?",
    notice: "The HMAC is checked before anything is decrypted: a changed token is refused without a look inside.",
    start: Start::Live,
    inputs: &[
        Input {
            default: "typed",
            ..Input::new(
                "token-from",
                "Token",
                Control::Choice(&[
                    Choice {
                        value: "typed",
                        label: "typed or pasted here",
                    },
                    Choice {
                        value: "desk",
                        label: "from the desk",
                    },
                ]),
            )
        },
        Input {
            hint: "From anywhere. The one given here is the valid token of the Fernet specification.",
            default: PUBLISHED_TOKEN,
            showing: Showing::While("token-from", &["typed"]),
            ..Input::new("token", "The token as text", Control::CodeArea)
        },
        Input {
            default: "fernet-encrypt",
            showing: Showing::While("token-from", &["desk"]),
            ..Input::new(
                "token-thing",
                "The token from the desk",
                Control::Thing(&[Kind::FernetToken]),
            )
        },
        KEY_FROM,
        KEY,
        KEY_THING,
        Input {
            hint: "In seconds. Empty: a token of any age is accepted.",
            default: "60",
            ..Input::new("ttl", "Time to live (TTL)", Control::Code)
        },
        Input {
            hint: "In UTC, such as 2026-11-23 18:00:00. Empty: the present. Looked at only where there is a time to live.",
            default: "1985-10-26 08:20:01",
            ..Input::new("now", "The clock", Control::Line)
        },
    ],
    breaks: BREAKS,
    sources: &[
        Source::new("Fernet", "Verifying"),
        Source::new("SP 800-38A", "6.2"),
        Source::new("RFC 5652", "6.3"),
        Source::new("RFC 2104", "2"),
    ],
    keeps: false,
};

/// The invalid tokens of the Fernet specification, in its order, and a wrong
/// key. The tests compare them with the published file.
const BREAKS: &[Break] = &[
    Break {
        label: "Incorrect MAC",
        says: "The end of the HMAC was overwritten: the comparison of the tags fails, and nothing is decrypted.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ=="),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Too short",
        says: "The HMAC is missing: the token has no room for all of its fields.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA=="),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Invalid base64",
        says: "Percent signs are not in the alphabet of base64url, so the text does not even give bytes.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q=="),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Payload is not whole blocks",
        says: "The HMAC is right, so whoever made it knew the key; but the ciphertext ends inside a block.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm"),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Payload padding error",
        says: "The HMAC is right, but behind the decrypted text there is no proper padding.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw=="),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Token from the far future",
        says: "Its timestamp lies more than 60 seconds ahead of the clock.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw=="),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Expired TTL",
        says: "Everything about the token is right, but the clock says that its time to live is over.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q=="),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:21:31"),
        ],
    },
    Break {
        label: "Incorrect IV",
        says: "The HMAC covers the wrong IV, so it is right; the first block decrypts to nonsense, and so does its padding.",
        sets: &[
            ("token-from", "typed"),
            ("key-from", "typed"),
            ("token", "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ=="),
            ("key", PUBLISHED_KEY),
            ("ttl", "60"),
            ("now", "1985-10-26 08:20:01"),
        ],
    },
    Break {
        label: "Another key",
        says: "With another key the HMAC comes out different: who does not have the key can neither read nor change the token.",
        sets: &[
            ("key-from", "typed"),
            ("key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ],
    },
];

/// Checks and decrypts.
///
/// # Errors
/// When the key, the time to live or the clock cannot be read, or there is no
/// token.
pub fn run(inputs: &Inputs, observer: &mut Recorder<'_>) -> Result<Output, Trouble> {
    let key = key_of(inputs)?;
    let token = token_of(inputs)?;
    let ttl = ttl_of(inputs)?;
    let (now, chosen) = now_of(inputs)?;
    let result = decrypt(&key, &token, ttl, now, observer);
    let mut output = Output {
        good: Some(result.is_ok()),
        comparisons: vec![checklist(&result, ttl)],
        recipes: recipes(&key, &token, ttl, now, chosen),
        ..Output::default()
    };
    let bytes = base64url::decode(&token).ok();
    if let Some(bytes) = &bytes {
        output.bytes.push(dissect_token(bytes, Maker::Others));
    }
    let theirs = bytes
        .as_ref()
        .and_then(|bytes| by_the_crates(&key, bytes));
    match &result {
        Ok(opened) => {
            output.headline = format!(
                "The token is valid. It was made at {}, and the message is {} long.",
                utc(opened.timestamp),
                count(opened.message.len(), "byte")
            )
            .into();
            output.results.push(message(opened));
            output
                .bytes
                .push(pkcs7::dissect(&opened.padded, opened.message.len()));
            output.agreements.push(Agreement::new(
                "the message",
                "cbc 0.2, aes 0.9 and hmac 0.13",
                theirs.as_deref() == Some(&opened.message[..]),
            ));
        }
        Err(failure) => {
            output.headline = format!(
                "The token is refused. The check that fails is {}: {}.",
                failure.check.name(),
                failure.says
            )
            .into();
            output.agreements.push(match failure.check {
                Check::Base64 => Agreement::new(
                    "that the text is not base64url",
                    "base64 0.22",
                    BASE64_URL_SAFE.decode(&*token).is_err(),
                ),
                // Of these the crates know nothing.
                Check::Version | Check::Age | Check::Skew => return Ok(with_clock(output, &key, ttl, now, chosen)),
                _ => Agreement::new(
                    "that the token is refused",
                    "cbc 0.2, aes 0.9 and hmac 0.13",
                    theirs.is_none(),
                ),
            });
        }
    }
    Ok(with_clock(output, &key, ttl, now, chosen))
}

/// Which clock it was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clock {
    Moved,
    Present,
}

fn with_clock(
    mut output: Output,
    key: &Key,
    ttl: Option<u64>,
    now: u64,
    chosen: Clock,
) -> Output {
    let which = match (ttl, chosen) {
        (None, _) => "not looked at: there is no time to live",
        (Some(_), Clock::Moved) => "the clock, as you set it",
        (Some(_), Clock::Present) => "the clock, at present",
    };
    output
        .results
        .push(public_text("now", utc(now)).meaning(which));
    output.bytes.push(dissect_key(key));
    output
}

/// The message as text where it is text, else as bytes.
fn message(opened: &Opened) -> Value {
    match std::str::from_utf8(&opened.message) {
        Ok(text) => secret_text("M", text.to_owned()).meaning("the message"),
        Err(error) => Value::secret_bytes("M", &opened.message[..]).meaning(format!(
            "the message; it is not UTF-8 text (byte {}), so it is shown as bytes",
            error.valid_up_to()
        )),
    }
}

/// Each check and what became of it.
fn checklist(result: &Result<Opened, Failure>, ttl: Option<u64>) -> Comparison {
    let failed = result.as_ref().err().map(|failure| failure.check);
    let rows = Check::ALL
        .into_iter()
        .map(|check| {
            let timed = matches!(check, Check::Age | Check::Skew);
            let (right, note) = match failed {
                Some(failed) if check > failed => ("not reached", Cow::Borrowed("")),
                Some(failed) if check == failed => (
                    "failed",
                    match result {
                        Err(failure) => Cow::Owned(failure.says.clone()),
                        Ok(_) => Cow::Borrowed(""),
                    },
                ),
                _ if timed && ttl.is_none() => (
                    "not made",
                    Cow::Borrowed("the clock matters only where there is a time to live"),
                ),
                _ => ("passed", Cow::Borrowed("")),
            };
            Row {
                name: check.name().into(),
                left: asks(check).into(),
                right: right.into(),
                note,
            }
        })
        .collect();
    Comparison {
        title: "The checks, in the order of the specification".into(),
        left: "what it asks".into(),
        right: "outcome".into(),
        rows,
    }
}

fn asks(check: Check) -> &'static str {
    match check {
        Check::Base64 => "Is the text base64url?",
        Check::Version => "Is the first byte 0x80?",
        Check::Length => "Is there room for all fields?",
        Check::Age => "Is it not older than its time to live?",
        Check::Skew => "Is it at most 60 seconds ahead of the clock?",
        Check::Tag => "Does the signing half of the key give the same HMAC?",
        Check::Blocks => "Is the ciphertext made of whole blocks?",
        Check::Padding => "Is there proper padding behind the message?",
    }
}

/// The message by the crates of the field alone, without a clock.
fn by_the_crates(key: &Key, bytes: &[u8]) -> Option<Vec<u8>> {
    let (signed, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.signing()).ok()?;
    mac.update(signed);
    mac.verify_slice(tag).ok()?;
    let iv: &[u8; 16] = signed.get(HEAD - 16..)?.first_chunk()?;
    let cipher = cbc::Decryptor::<aes::Aes128>::new(key.encryption().into(), iv.into());
    cipher.decrypt_padded_vec::<Pkcs7>(signed.get(HEAD..)?).ok()
}

/// The token without the white space and the quotes of Python around it.
fn token_of(inputs: &Inputs) -> Result<Cow<'_, str>, Trouble> {
    let (id, text) = if inputs.text("token-from") == "desk" {
        let thing = inputs.thing("token-thing")?;
        let text = std::str::from_utf8(&thing.bytes).map_err(|error| {
            Trouble::at("token-thing", "a token, which is text")
                .found("bytes that are not UTF-8")
                .byte(error.valid_up_to())
        })?;
        ("token-thing", text)
    } else {
        ("token", inputs.text("token"))
    };
    if text.len() > LONGEST {
        return Err(
            Trouble::at(id, format!("a token of at most {LONGEST} characters"))
                .found(count(text.len(), "character")),
        );
    }
    let text = text.trim();
    let text = ["'", "\""]
        .iter()
        .find_map(|quote| {
            text.strip_prefix('b')
                .unwrap_or(text)
                .strip_prefix(quote)?
                .strip_suffix(quote)
        })
        .unwrap_or(text);
    if text.is_empty() {
        return Err(Trouble::at(id, "a Fernet token")
            .found("nothing")
            .help("Encrypt a message above and copy its token, or paste one from elsewhere."));
    }
    if text.contains(char::is_whitespace) {
        return Ok(Cow::Owned(text.split_whitespace().collect()));
    }
    Ok(Cow::Borrowed(text))
}

fn ttl_of(inputs: &Inputs) -> Result<Option<u64>, Trouble> {
    let text = inputs.text("ttl").trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        Trouble::at("ttl", "a whole number of seconds, or nothing")
            .found(format!("{text:?}"))
            .help("Leave the field empty to accept a token of any age.")
    })
}

fn now_of(inputs: &Inputs) -> Result<(u64, Clock), Trouble> {
    let text = inputs.text("now").trim();
    if text.is_empty() {
        return Ok((inputs.now, Clock::Present));
    }
    parse_utc(text)
        .map(|now| (now, Clock::Moved))
        .ok_or_else(|| {
            Trouble::at("now", "a date and a time in UTC, such as 2026-11-23 18:00:00")
                .found(format!("{text:?}"))
                .help("Leave the field empty for the present. The year is 1970 or later.")
        })
}

fn recipes(key: &Key, token: &str, ttl: Option<u64>, now: u64, chosen: Clock) -> Vec<Recipe> {
    let call = match (ttl, chosen) {
        (None, _) => "fernet.decrypt(token)".to_owned(),
        (Some(ttl), Clock::Present) => format!("fernet.decrypt(token, ttl={ttl})"),
        (Some(ttl), Clock::Moved) => {
            format!("fernet.decrypt_at_time(token, ttl={ttl}, current_time={now})")
        }
    };
    let python = format!(
        "from cryptography.fernet import Fernet, InvalidToken\n\n\
         fernet = Fernet(\"{}\")\n\
         token = {}\n\
         try:\n    print({call})\n\
         except InvalidToken:\n    print(\"refused\")  # it never says why\n",
        key.text(),
        python_bytes(token.as_bytes()),
    );
    let mut recipes = vec![Recipe {
        tool: Tool::Python,
        title: "Decrypt this token".into(),
        code: python,
    }];
    let iv = base64url::decode(token)
        .ok()
        .and_then(|bytes| bytes.get(HEAD - 16..HEAD).map(hex::encode));
    if let Some(iv) = iv {
        let openssl = format!(
            r#"printf '%s' {token} | tr -- '-_' '+/' | openssl base64 -d -A > token.bin
head -c -32 token.bin > signed.bin
tail -c 32 token.bin > tag.bin
openssl dgst -sha256 -mac hmac -macopt hexkey:{signing} -binary signed.bin |
  cmp - tag.bin && echo "the HMAC is right"
tail -c +26 signed.bin |
  openssl enc -d -aes-128-cbc -K {encryption} -iv {iv}
"#,
            token = shell_word(token),
            signing = hex::encode(key.signing()),
            encryption = hex::encode(key.encryption()),
        );
        recipes.push(Recipe {
            tool: Tool::Openssl,
            title: "Check and decrypt this token by hand".into(),
            code: openssl,
        });
    }
    recipes
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests may fail loudly"
    )]
    use super::*;
    use crate::engine::symmetric::fernet::encrypt;
    use crate::engine::trace::Data;
    use crate::units::Material;
    use proptest::prelude::*;
    use zeroize::Zeroizing;

    fn run_whole(inputs: &Inputs) -> Output {
        let mut recorder = Recorder::new(3000);
        let output = run(inputs, &mut recorder).unwrap();
        let trace = recorder.finish();
        assert!(trace.lies().is_empty(), "{:?}", trace.lies());
        assert!(output.agreements.iter().all(|agreement| agreement.agrees));
        for bytes in &output.bytes {
            assert_eq!(bytes.check(), Ok(()));
        }
        output
    }

    #[test]
    fn the_default_is_the_valid_token_of_the_specification() {
        let output = run_whole(&Inputs::defaults(&ABOUT));
        assert_eq!(output.good, Some(true));
        assert_eq!(output.results[0].data, Data::Text("hello".into()));
        let cases: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/vectors/fernet/verify.json")).unwrap();
        assert_eq!(cases[0]["token"], PUBLISHED_TOKEN);
        assert_eq!(cases[0]["secret"], PUBLISHED_KEY);
    }

    #[test]
    fn every_break_is_the_published_case_and_fails_at_its_check() {
        let cases: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../tests/vectors/fernet/invalid.json")).unwrap();
        assert_eq!(ABOUT.breaks.len(), cases.len() + 1);
        let mut failed = Vec::new();
        for (index, broken) in ABOUT.breaks.iter().enumerate() {
            let mut inputs = Inputs::defaults(&ABOUT);
            for (id, value) in broken.sets {
                assert!(ABOUT.input(id).is_some(), "{id}");
                inputs = inputs.with(id, *value);
            }
            if let Some(case) = cases.get(index) {
                assert_eq!(inputs.text("token"), case["token"]);
                assert_eq!(inputs.text("key"), case["secret"]);
                assert_eq!(inputs.text("ttl"), case["ttl_sec"].to_string());
                let (time, offset) = case["now"].as_str().unwrap().split_at(19);
                assert_eq!(offset, "-07:00");
                let now = parse_utc(time).unwrap() + 7 * 3600;
                assert_eq!(parse_utc(inputs.text("now")), Some(now));
            }
            let output = run_whole(&inputs);
            assert_eq!(output.good, Some(false), "{}", broken.label);
            let row = output.comparisons[0]
                .rows
                .iter()
                .find(|row| row.right == "failed")
                .unwrap();
            failed.push(row.name.to_string());
        }
        assert_eq!(
            failed,
            [
                "HMAC",
                "length",
                "base64url",
                "whole blocks",
                "padding",
                "clock skew",
                "age (TTL)",
                "padding",
                "HMAC"
            ]
        );
    }

    #[test]
    fn reads_tokens_as_people_paste_them() {
        for token in [
            format!("  {PUBLISHED_TOKEN}\n"),
            format!("b'{PUBLISHED_TOKEN}'"),
            format!("\"{PUBLISHED_TOKEN}\""),
            PUBLISHED_TOKEN.replace("ODy0", "OD\r\n  y0"),
        ] {
            let output = run_whole(&Inputs::defaults(&ABOUT).with("token", token));
            assert_eq!(output.good, Some(true));
        }
    }

    #[test]
    fn a_message_that_is_no_text_is_shown_as_bytes() {
        let key = Key::parse(PUBLISHED_KEY).unwrap();
        let token = encrypt(&key, &[0xff, 0xfe], &[0; 16], 5, &mut ());
        let inputs = Inputs::defaults(&ABOUT)
            .with("token-from", "desk")
            .with("ttl", "")
            .with_thing(
                "token-thing",
                Material {
                    name: "t".into(),
                    kind: Kind::FernetToken,
                    bytes: Zeroizing::new(token.text.into_bytes()),
                    demonstration: true,
                },
            );
        let output = run_whole(&inputs);
        assert_eq!(output.results[0].data, Data::Bytes(vec![0xff, 0xfe]));
    }

    #[test]
    fn wrong_inputs_are_named() {
        for (id, value) in [
            ("token", " \n"),
            ("ttl", "soon"),
            ("ttl", "-1"),
            ("now", "tomorrow"),
            ("key", ""),
        ] {
            let inputs = Inputs::defaults(&ABOUT).with(id, value);
            let trouble = run(&inputs, &mut Recorder::default()).unwrap_err();
            assert_eq!(trouble.input, id);
        }
        let long = Inputs::defaults(&ABOUT).with("token", "A".repeat(LONGEST + 1));
        assert!(run(&long, &mut Recorder::default()).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, rng_seed: proptest::test_runner::RngSeed::Fixed(2), ..ProptestConfig::default() })]

        #[test]
        fn a_mutated_token_never_passes(at in 0..PUBLISHED_TOKEN.len(), with in "[A-Za-z0-9_=%é-]") {
            let token = format!("{}{with}{}", &PUBLISHED_TOKEN[..at], &PUBLISHED_TOKEN[at + 1..]);
            let output = run_whole(&Inputs::defaults(&ABOUT).with("token", token.clone()));
            prop_assert_eq!(output.good, Some(token == PUBLISHED_TOKEN));
        }
    }
}
