//! Encrypt a message into a Fernet token.

use super::fernet_key::{
    KEY, KEY_FROM, KEY_THING, is_known, key_draft, key_of, key_origin, public_text,
};
use super::opening;
use crate::desk::{Draft, Kind};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::hex;
use crate::engine::knowers::Knowers;
use crate::engine::source::Source;
use crate::engine::symmetric::aes_block::Block;
use crate::engine::symmetric::fernet::{
    HEAD, Key, Maker, TAG, Token, VERSION, dissect_key, dissect_token, encrypt,
};
use crate::engine::symmetric::pkcs7;
use crate::engine::text::plural;
use crate::engine::trace::Observer;
use crate::units::form::judges;
use crate::units::form::quoted;
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Input, Inputs, Output, Page, Recipe, Start,
    Tool,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng as _;
use sha2::Sha256;

/// The longest message, in bytes: 2 MiB.
pub(in crate::units) const LONGEST: usize = 2 * 1024 * 1024;

/// A recipe holds a message or a token that is longer, in bytes, as a file:
/// no command line takes it.
pub(in crate::units) const IN_A_FILE: usize = 2 * 1024;

/// What to notice in what comes out.
pub const NOTICE: &str = "Change one letter: an IV is drawn anew, so all of the token changes but its version. Set the IV under More and change it again: the blocks before the letter stay.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("Fernet", "Generating"),
    Source::new("SP 800-38A", "6.2"),
    Source::new("RFC 5652", "6.3"),
    Source::new("RFC 2104", "2"),
    Source::new("RFC 4648", "5"),
];

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "fernet-encrypt",
    page: Page::Cipher,
    title: "Encrypt a message",
    question: "How is a message locked so that only its key opens it?",
    start: Start::Live,
    row: &["message", "key-from", "key", "key-thing"],
    inputs: &[
        Input {
            default: "Hello. Only we two can read this.",
            known_to: Knowers::OWNER,
            ..Input::new("message", "Your message", Control::Area)
        },
        KEY_FROM,
        KEY,
        KEY_THING,
        Input {
            hint: "16 bytes as 32 hexadecimal digits. Empty: drawn at random, as it should be.",
            ..Input::new("iv", "Initialization vector (IV)", Control::Code)
        },
    ],
    breaks: &[Break {
        label: "Use an IV of zeros",
        says: "With a fixed IV the same message gives the same ciphertext each time, and an onlooker sees that you repeat yourself.",
        sets: &[("iv", "00000000000000000000000000000000")],
    }],
    small: &[],
    makes: &[],
    keeps: true,
    draws: Draws::While("iv", &[""]),
};

/// Makes the token.
///
/// # Errors
/// When the key or the IV cannot be read, or the message is too long.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let message = inputs.text("message").as_bytes();
    if message.len() > LONGEST {
        return Err(Diagnosis::expected(format!("at most {LONGEST} bytes"))
            .of("message")
            .found(format!("{} bytes", message.len()))
            .help("A token is held in memory as a whole; encrypt large files in parts."));
    }
    observer.step(|| opening::made(message));
    let (key, remark) = key_of(inputs, |_| true)?;
    let iv = iv_of(inputs, &key, message)?;
    let ours = encrypt(&key, message, &iv, inputs.now, observer);
    let theirs = by_the_crates(&key, message, &iv, inputs.now)?;
    observer.opening(|step| opening::finished(step, &theirs.bytes));
    let agreements = compare(&ours, &theirs);
    let padded = pkcs7::pad(message, &mut ());
    let key_draft = key_draft(inputs, &key);
    let mut drafts = vec![Draft {
        name: "Fernet token".into(),
        kind: Kind::FernetToken,
        bytes: theirs.text.clone().into_bytes().into(),
        made_from: vec![key_origin(&ABOUT, inputs, 1)],
        demonstration: is_known(inputs, &key),
    }];
    drafts.extend(key_draft);
    Ok(Output {
        glance: format!("{} characters", theirs.text.len()).into(),
        headline: format!(
            "Your message of {} became a token of {} characters.",
            plural(message.len()),
            theirs.text.len()
        )
        .into(),
        results: vec![public_text("token", theirs.text.clone()).meaning("the Fernet token")],
        bytes: vec![
            dissect_token(&theirs.bytes, Maker::Ourselves),
            pkcs7::dissect(&padded, message.len()).with_makers(&[("PKCS#7 padding", "pad")]),
            dissect_key(&key),
        ],
        agreements,
        drafts,
        notice: remark.unwrap_or_default().into(),
        recipes: recipes(&key, message, &iv, inputs.now, &theirs),
        ..Output::default()
    })
}

/// The IV that the form names, or one drawn for this run.
fn iv_of(inputs: &Inputs, key: &Key, message: &[u8]) -> Result<Block, Diagnosis> {
    let text = inputs.text("iv");
    if text.trim().is_empty() {
        let mut iv = Block::default();
        let halves = [key.signing(), key.encryption()].map(|half| &half[..]);
        let what = [halves[0], halves[1], message];
        let mut random = inputs.randomness.generator_for("iv", &what);
        random.fill_bytes(&mut iv);
        return Ok(iv);
    }
    let diagnosis = |error: Diagnosis| {
        Diagnosis {
            expected: "16 bytes as 32 hexadecimal digits, or nothing".into(),
            ..error
        }
        .of("iv")
        .help("Leave the field empty to have an IV drawn at random.")
    };
    let bytes = hex::decode(text).map_err(diagnosis)?;
    let found = plural(bytes.len());
    bytes
        .try_into()
        .map_err(|_| diagnosis(Diagnosis::expected("16 bytes").found(found)))
}

/// The same token, made by the crates of the field alone.
fn by_the_crates(key: &Key, message: &[u8], iv: &Block, now: u64) -> Result<Token, Diagnosis> {
    let cipher = cbc::Encryptor::<aes::Aes128>::new(key.encryption().into(), iv.into());
    let mut bytes = vec![VERSION];
    bytes.extend(now.to_be_bytes());
    bytes.extend(iv);
    bytes.extend(cipher.encrypt_padded_vec::<Pkcs7>(message));
    let mut mac = Hmac::<Sha256>::new_from_slice(key.signing())
        .map_err(|error| Diagnosis::bug(error.to_string()))?;
    mac.update(&bytes);
    bytes.extend(mac.finalize().into_bytes());
    let text = BASE64_URL_SAFE.encode(&bytes);
    Ok(Token { bytes, text })
}

fn compare(ours: &Token, theirs: &Token) -> Vec<Agreement> {
    let part = |token: &Token, from: usize, from_end: usize| {
        let end = token.bytes.len().saturating_sub(from_end);
        token.bytes.get(from..end).unwrap_or_default().to_vec()
    };
    let tag = |token: &Token| part(token, token.bytes.len().saturating_sub(TAG), 0);
    vec![
        Agreement::new(
            "the ciphertext",
            judges::CIPHERTEXT,
            part(ours, HEAD, TAG) == part(theirs, HEAD, TAG),
        ),
        Agreement::new("the HMAC", judges::TAG, tag(ours) == tag(theirs)),
        Agreement::new(
            "the token as text",
            judges::BASE64,
            ours.text == theirs.text,
        ),
    ]
}

fn recipes(key: &Key, message: &[u8], iv: &Block, now: u64, token: &Token) -> Vec<Recipe> {
    let apart = message.len() > IN_A_FILE;
    let python = format!(
        r#"from cryptography.fernet import Fernet

fernet = Fernet("{key}")
{message}
print(fernet.encrypt(message).decode())  # a new time and a new IV: another token

# An internal function takes the time and the IV, and gives the very same token.
iv = bytes.fromhex("{iv}")
print(fernet._encrypt_from_parts(message, {now}, iv).decode())
"#,
        key = key.text(),
        message = if apart {
            "# The message is too long to stand here: save it as message.txt.\nwith open(\"message.txt\", \"rb\") as file:\n    message = file.read()".to_owned()
        } else {
            format!("message = {}", quoted::python_bytes(message))
        },
        iv = hex::encode(iv),
    );
    let openssl = format!(
        r"{message} |
  openssl enc -aes-128-cbc -K {encryption} -iv {iv} > ciphertext.bin
(printf '{head}'; cat ciphertext.bin) > signed.bin
openssl dgst -sha256 -mac hmac -macopt hexkey:{signing} -binary signed.bin > hmac.bin
cat signed.bin hmac.bin | openssl base64 -A | tr '+/' '-_'
",
        message = if apart {
            "# The message is too long to stand here: save it as message.txt.\ncat message.txt"
                .to_owned()
        } else {
            quoted::shell_print(message)
        },
        encryption = hex::encode(key.encryption()),
        signing = hex::encode(key.signing()),
        iv = hex::encode(iv),
        head = quoted::octal(token.bytes.get(..HEAD).unwrap_or_default()),
    );
    vec![
        Recipe {
            tool: Tool::Python,
            title: "Make this token".into(),
            code: python,
        },
        Recipe {
            tool: Tool::Openssl,
            title: "Make this token by hand".into(),
            code: openssl,
        },
    ]
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests may fail loudly"
    )]
    use super::*;
    use crate::engine::trace::Recorder;
    use crate::units::Material;
    use crate::units::cipher::fernet_key::PUBLISHED_KEY;
    use crate::units::{Inputs, run};

    fn run_whole(inputs: &Inputs) -> Output {
        let mut recorder = Recorder::new(3000);
        let output = run(ABOUT.id, inputs, &mut recorder).unwrap();
        let trace = recorder.finish();
        assert!(trace.lies().is_empty(), "{:?}", trace.lies());
        assert!(output.agreements.iter().all(|agreement| agreement.agrees));
        for bytes in &output.bytes {
            assert_eq!(bytes.check(), Ok(()));
            assert!(bytes.problems.is_empty());
            for field in &bytes.fields {
                field.visit(0, &mut |_, field| {
                    let made_by = &*field.made_by;
                    assert!(
                        made_by.is_empty() || trace.resolve("", made_by).is_some(),
                        "{made_by}"
                    );
                });
            }
        }
        output
    }

    #[test]
    fn makes_the_token_of_the_specification() {
        let inputs = Inputs {
            now: 499_162_800,
            ..Inputs::defaults(&ABOUT)
        }
        .with("message", "hello")
        .with("iv", "000102030405060708090a0b0c0d0e0f");
        let output = run_whole(&inputs);
        assert_eq!(
            &output.drafts[0].bytes[..],
            b"gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
        );
        assert_eq!(output.drafts[1].kind, Kind::FernetKey);
    }

    #[test]
    fn takes_a_key_from_the_desk() {
        let key = Material {
            name: "mine".into(),
            kind: Kind::FernetKey,
            bytes: vec![5; 32].into(),
            demonstration: false,
        };
        let inputs = Inputs::defaults(&ABOUT)
            .with("key-from", "desk")
            .with_thing("key-thing", key);
        let output = run_whole(&inputs);
        assert_eq!(output.drafts.len(), 1);
        assert_eq!(output.drafts[0].made_from, [crate::desk::Origin::Input(3)]);
    }

    #[test]
    fn defaults_and_odd_messages_work() {
        for message in ["", "ä😀'\"\\\n\0\u{7}", &"x".repeat(5000)] {
            run_whole(&Inputs::defaults(&ABOUT).with("message", message));
        }
        run_whole(&Inputs::defaults(&ABOUT));
        assert_eq!(ABOUT.input("key").unwrap().default, PUBLISHED_KEY);
    }

    #[test]
    fn a_message_of_two_mebibytes_is_encrypted() {
        let inputs = Inputs::defaults(&ABOUT).with("message", "x".repeat(LONGEST));
        let output = run(ABOUT.id, &inputs, &mut Recorder::default()).unwrap();
        assert!(output.agreements.iter().all(|agreement| agreement.agrees));
        assert!(output.recipes.iter().all(|recipe| recipe.code.len() < 2000));
        assert!(
            output
                .recipes
                .iter()
                .all(|recipe| recipe.code.contains("message.txt"))
        );
        assert!(output.bytes.iter().all(|bytes| bytes.fields.len() < 10));
    }

    #[test]
    fn wrong_inputs_are_named() {
        let inputs = Inputs::defaults(&ABOUT);
        for (id, value, at) in [
            ("iv", "zz", Some(0)),
            ("iv", "abc", None),
            ("iv", "abcd", None),
            ("key", "%", Some(0)),
        ] {
            let diagnosis = run(
                ABOUT.id,
                &inputs.clone().with(id, value),
                &mut Recorder::default(),
            );
            let diagnosis = diagnosis.unwrap_err();
            assert_eq!((&*diagnosis.input, diagnosis.at), (id, at), "{value}");
        }
        let long = inputs.with("message", "x".repeat(LONGEST + 1));
        let diagnosis = run(ABOUT.id, &long, &mut Recorder::default()).unwrap_err();
        assert_eq!(diagnosis.input, "message");
    }
}
