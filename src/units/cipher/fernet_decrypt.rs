//! Check and decrypt a Fernet token from anywhere.

mod breaks;

use super::fernet_encrypt::IN_A_FILE;
use super::fernet_key::{KEY, KEY_FROM, KEY_THING, key_of, public_text, secret_text, unquoted};
use super::opening;
use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::hex;
use crate::engine::source::Source;
use crate::engine::symmetric::fernet::{
    Check, DecryptedToken, Failure, HEAD, Key, Maker, TAG, decrypt, dissect_key, dissect_token,
    is_made_with, read,
};
use crate::engine::symmetric::lenient::Reading;
use crate::engine::symmetric::{base64url, pkcs7};
use crate::engine::text::{count, plural};
use crate::engine::time::{parse_utc, utc};
use crate::engine::trace::{Observer, Value};
use crate::units::form::judges;
use crate::units::form::quoted;
use crate::units::{
    About, Agreement, Comparison, Context, Control, Draws, Example, Input, Inputs, Output, Page,
    Recipe, Row, Showing, Start, Tool, choices,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit, block_padding::Pkcs7};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::borrow::Cow;

/// The longest token, in characters: room for the longest message.
const LONGEST: usize = 3 * 1024 * 1024;

/// The valid token of the Fernet specification.
const PUBLISHED_TOKEN: &str = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

/// What the clock and the time to live of the published token belong to.
const EXAMPLE: Option<Example> = Some(Example {
    of: &["token-from", "token", "key-from", "key"],
    then: "",
});

/// What to notice in what comes out.
pub const NOTICE: &str = "The HMAC is checked before anything is decrypted: of a changed token only what travels in the open, such as its time, is ever looked at.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("Fernet", "Verifying"),
    Source::new("SP 800-38A", "6.2"),
    Source::new("RFC 5652", "6.3"),
    Source::new("RFC 2104", "2"),
];

choices! {
    /// Where the token comes from.
    enum TokenSource, at first Typed {
        Typed: "typed", "typed or pasted here";
        Desk: "desk", "from the desk";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "fernet-decrypt",
    page: Page::Cipher,
    title: "Check and decrypt a token",
    question: "How does the receiver know that nobody touched the message?",
    start: Start::Live,
    row: &["token-from", "token", "token-thing", "ttl"],
    inputs: &[
        Input {
            ..TokenSource::input("token-from", "Token")
        },
        Input {
            hint: "From anywhere. The one given here is the valid token of the Fernet specification.",
            default: PUBLISHED_TOKEN,
            showing: Showing::While("token-from", &[TokenSource::Typed.value()]),
            ..Input::new("token", "The token as text", Control::CodeArea)
        },
        Input {
            default: "fernet-encrypt",
            showing: Showing::While("token-from", &[TokenSource::Desk.value()]),
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
            hint: "In seconds. Empty: a token of any age is accepted. The 60 of the example go when you bring a token or a key of your own.",
            default: "60",
            example: EXAMPLE,
            ..Input::new("ttl", "Time to live (TTL)", Control::Code)
        },
        Input {
            hint: "In UTC, such as 2026-11-23 18:00:00. Empty: the present. Looked at only where there is a time to live. The clock of the example goes when you bring a token or a key of your own.",
            default: "1985-10-26 08:20:01",
            example: EXAMPLE,
            ..Input::new("now", "The clock", Control::Clock)
        },
    ],
    breaks: breaks::BREAKS,
    small: &[],
    makes: &[],
    keeps: false,
    draws: Draws::Never,
};

/// Checks and decrypts.
///
/// # Errors
/// When the key, the time to live or the clock cannot be read, or there is no
/// token.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let token = token_of(inputs)?;
    let fits = |key: &Key| read(key, &token).is_ok_and(|read| is_made_with(key, &read.bytes));
    let (key, of_key) = key_of(inputs, fits)?;
    let ttl = ttl_of(inputs)?;
    let (now, chosen) = now_of(inputs)?;
    let reading = read(&key, &token).ok();
    observer.step(|| opening::opened(reading.as_ref().map(|reading| &*reading.bytes)));
    let result = decrypt(&key, &token, ttl, now, observer);
    observer.opening(|step| opening::judged(step, &result, ttl.is_some()));
    let of_token = reading.as_ref().and_then(Reading::remark);
    let bytes = reading.map(|reading| reading.bytes);
    let remarks: Vec<&str> = [&of_token, &of_key]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut output = Output {
        glance: if result.is_ok() {
            "✓ it opens"
        } else {
            "✗ refused"
        }
        .into(),
        good: Some(result.is_ok()),
        notice: remarks.join(" ").into(),
        comparisons: vec![checklist(&result, ttl, of_token)],
        recipes: recipes(&key, &token, bytes.as_deref(), ttl, now, chosen),
        ..Output::default()
    };
    if let Some(bytes) = &bytes {
        output.bytes.push(dissect_token(bytes, Maker::Others));
    }
    let theirs = bytes.as_ref().and_then(|bytes| by_the_crates(&key, bytes));
    match &result {
        Ok(opened) => {
            output.headline = format!(
                "The token is valid. It was made at {}, and the message is {} long.",
                utc(opened.timestamp),
                plural(opened.message.len())
            )
            .into();
            output.results.push(message(opened));
            output
                .bytes
                .push(pkcs7::dissect(&opened.padded, opened.message.len()));
            output.agreements.push(Agreement::new(
                "the message",
                judges::TOKEN,
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
                    judges::BASE64,
                    BASE64_URL_SAFE.decode(&*token).is_err(),
                ),
                // Of these the crates know nothing.
                Check::Version | Check::Age | Check::Skew => {
                    return Ok(with_clock(output, &key, ttl, now, chosen));
                }
                _ => Agreement::new("that the token is refused", judges::TOKEN, theirs.is_none()),
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

fn with_clock(mut output: Output, key: &Key, ttl: Option<u64>, now: u64, chosen: Clock) -> Output {
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
fn message(opened: &DecryptedToken) -> Value {
    match std::str::from_utf8(&opened.message) {
        Ok(text) => secret_text("M", text.to_owned()).meaning("the message"),
        Err(error) => Value::secret_bytes("M", &opened.message[..]).meaning(format!(
            "the message; it is not UTF-8 text (byte {}), so it is shown as bytes",
            error.valid_up_to()
        )),
    }
}

/// Each check and what became of it.
fn checklist(
    result: &Result<DecryptedToken, Failure>,
    ttl: Option<u64>,
    remark: Option<String>,
) -> Comparison {
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
                _ if check == Check::Base64 => {
                    ("passed", Cow::Owned(remark.clone().unwrap_or_default()))
                }
                _ => ("passed", Cow::Borrowed(origin(check))),
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
        names: "".into(),
        title: "The checks, in their order".into(),
        left: "what it asks".into(),
        right: "outcome".into(),
        rows,
    }
}

/// Where a check comes from that is no step of the specification.
fn origin(check: Check) -> &'static str {
    match check {
        Check::Length | Check::Blocks => "follows from the format; no step of the specification",
        Check::Skew => "no step of the specification, but in its list of invalid tokens",
        _ => "",
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
fn token_of(inputs: &Inputs) -> Result<Cow<'_, str>, Diagnosis> {
    let (id, text) = if TokenSource::read(inputs, "token-from") == TokenSource::Desk {
        let thing = inputs.thing("token-thing")?;
        let text = std::str::from_utf8(&thing.bytes).map_err(|error| {
            Diagnosis::expected("a token, which is text")
                .of("token-thing")
                .found("bytes that are not UTF-8")
                .byte(error.valid_up_to())
        })?;
        ("token-thing", text)
    } else {
        ("token", inputs.text("token"))
    };
    if text.len() > LONGEST {
        return Err(
            Diagnosis::expected(format!("a token of at most {LONGEST} characters"))
                .of(id)
                .found(count(text.len(), "character")),
        );
    }
    let text = unquoted(text);
    if text.is_empty() {
        return Err(Diagnosis::expected("a Fernet token")
            .of(id)
            .found("nothing")
            .help("Encrypt a message above and copy its token, or paste one from elsewhere."));
    }
    if text.contains(char::is_whitespace) {
        return Ok(Cow::Owned(text.split_whitespace().collect()));
    }
    Ok(Cow::Borrowed(text))
}

fn ttl_of(inputs: &Inputs) -> Result<Option<u64>, Diagnosis> {
    let text = inputs.text("ttl").trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        Diagnosis::expected("a whole number of seconds, or nothing")
            .of("ttl")
            .found(format!("{text:?}"))
            .help("Leave the field empty to accept a token of any age.")
    })
}

fn now_of(inputs: &Inputs) -> Result<(u64, Clock), Diagnosis> {
    let text = inputs.text("now").trim();
    if text.is_empty() {
        return Ok((inputs.now, Clock::Present));
    }
    parse_utc(text)
        .map(|now| (now, Clock::Moved))
        .ok_or_else(|| {
            Diagnosis::expected("a date and a time in UTC, such as 2026-11-23 18:00:00")
                .of("now")
                .found(format!("{text:?}"))
                .help("Leave the field empty for the present. The year is 1970 or later.")
        })
}

fn recipes(
    key: &Key,
    token: &str,
    bytes: Option<&[u8]>,
    ttl: Option<u64>,
    now: u64,
    chosen: Clock,
) -> Vec<Recipe> {
    let call = match (ttl, chosen) {
        (None, _) => "fernet.decrypt(token)".to_owned(),
        (Some(ttl), Clock::Present) => format!("fernet.decrypt(token, ttl={ttl})"),
        (Some(ttl), Clock::Moved) => {
            format!("fernet.decrypt_at_time(token, ttl={ttl}, current_time={now})")
        }
    };
    let apart = token.len() > IN_A_FILE;
    let python = format!(
        "from cryptography.fernet import Fernet, InvalidToken\n\n\
         fernet = Fernet(\"{}\")\n\
         {}\n\
         try:\n    print({call})\n\
         except InvalidToken:\n    print(\"refused\")  # it never says why\n",
        key.text(),
        if apart {
            "# The token is too long to stand here: save it as token.txt.\nwith open(\"token.txt\", \"rb\") as file:\n    token = file.read()".to_owned()
        } else {
            format!("token = {}", quoted::python_bytes(token.as_bytes()))
        },
    );
    let mut recipes = vec![Recipe {
        tool: Tool::Python,
        title: "Decrypt this token".into(),
        code: python,
    }];
    let parts = bytes.and_then(|bytes| {
        let iv = bytes.get(HEAD - 16..HEAD).map(hex::encode)?;
        Some((bytes, bytes.len().saturating_sub(TAG), iv))
    });
    if let Some((bytes, signed, iv)) = parts {
        let openssl = format!(
            r#"{token} | tr -- '-_' '+/' | openssl base64 -d -A > token.bin
head -c {signed} token.bin > signed.bin
tail -c 32 token.bin > hmac.bin
# Nothing is decrypted unless the HMAC is right.
openssl dgst -sha256 -mac hmac -macopt hexkey:{signing} -binary signed.bin |
  cmp - hmac.bin && echo "the HMAC is right" &&
  tail -c +26 signed.bin |
  openssl enc -d -aes-128-cbc -K {encryption} -iv {iv}
"#,
            token = if apart {
                "# The token is too long to stand here: save it as token.txt.\ncat token.txt"
                    .to_owned()
            } else {
                // openssl reads canonical text alone.
                quoted::shell_print(base64url::text(bytes).as_bytes())
            },
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
mod tests;
