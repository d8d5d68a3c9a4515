//! Decrypt with a private RSA key.

use super::rsa_shared::{
    CRATE, ENCRYPTION, PRIVATE_KEY, as_wide_as, bit, flipped, no_such_choice, private_key, short,
    to_bytes, trouble,
};
use super::{
    About, Agreement, Break, Choice, Control, Input, Inputs, Output, Page, Recipe, Showing, Start,
    Tool, Trouble,
};
use crate::desk::Kind;
use crate::engine::rsa::{How, Opened, PrivateKey, oaep, pkcs1v15, textbook};
use crate::engine::trace::{Data, Observer, Recorder, Source, Value, Visibility};
use chacha20::ChaCha20Rng;
use num_bigint::{BigInt, Sign};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Decrypt with a private RSA key.
pub static ABOUT: About = About {
    id: "rsa-decrypt",
    page: Page::Rsa,
    title: "Decrypt",
    question: "How does the private key open what the public key locked?",
    notice: "The work is done modulo p and modulo q, with half as many bits, and put together at the end; only whoever knows p and q can do that.",
    start: Start::Live,
    inputs: &[
        Input {
            default: "rsa-keygen",
            ..Input::new("key", "Private key", Control::Thing(PRIVATE_KEY))
        },
        Input {
            default: "rsa-encrypt",
            ..Input::new("ciphertext", "Ciphertext", Control::Thing(&[Kind::Ciphertext]))
        },
        Input {
            default: "oaep",
            hint: "The one that was used for encrypting.",
            ..Input::new("scheme", "Scheme", ENCRYPTION)
        },
        Input {
            default: "none",
            ..Input::new(
                "tamper",
                "Change on the way",
                Control::Choice(&[
                    Choice { value: "none", label: "Nothing" },
                    Choice { value: "ciphertext", label: "One bit of the ciphertext" },
                ]),
            )
        },
        Input {
            default: "100",
            hint: "Counted from the left, from 0.",
            showing: Showing::While("tamper", &["ciphertext"]),
            ..Input::new("bit", "Which bit", Control::Number { min: 0, max: 65535 })
        },
    ],
    breaks: &[
        Break {
            label: "Flip a bit on the way",
            says: "One bit of the ciphertext changes the whole block, and the padding no longer fits.",
            sets: &[("tamper", "ciphertext")],
        },
        Break {
            label: "Decrypt with the wrong scheme",
            says: "The power is the same for all schemes; what the block must look like is not.",
            sets: &[("scheme", "pkcs1v15"), ("tamper", "none")],
        },
    ],
    sources: &[
        Source::new("RFC 8017", "5.1.2"),
        Source::new("RFC 8017", "7.1.2"),
        Source::new("RFC 8017", "7.2.2"),
    ],
    keeps: false,
};

/// Decrypts.
///
/// # Errors
/// When there is no usable key or no ciphertext.
pub fn run(inputs: &Inputs, observer: &mut Recorder<'_>) -> Result<Output, Trouble> {
    let key = private_key(inputs, "key")?;
    let ciphertext = &inputs.thing("ciphertext")?.bytes;
    let ciphertext = match inputs.text("tamper") {
        "none" | "" => ciphertext.to_vec(),
        "ciphertext" => flipped(ciphertext, bit(inputs)?),
        _ => return Err(no_such_choice(inputs, "tamper")),
    };
    let mut output = match inputs.text("scheme") {
        "textbook" => bare(&key, &ciphertext, observer)?,
        "oaep" => {
            let opened = oaep::decrypt(&key, &ciphertext, b"", How::Crt, observer)
                .map_err(|error| trouble("key", error))?;
            let theirs = key.to_crate().map_err(|error| trouble("key", error))?;
            let theirs = theirs
                .oaep_decrypt_with_rng::<Sha256, _>(&mut blinding(inputs), &ciphertext)
                .ok();
            opened_output(&opened, theirs.as_ref() == opened.message.as_deref())
        }
        "pkcs1v15" => {
            let opened = pkcs1v15::decrypt(&key, &ciphertext, How::Crt, observer)
                .map_err(|error| trouble("key", error))?;
            let theirs = key.to_crate().map_err(|error| trouble("key", error))?;
            let theirs = theirs.pkcs1v15_decrypt_with_rng(&mut blinding(inputs), &ciphertext);
            old_output(&opened, theirs.ok())
        }
        _ => return Err(no_such_choice(inputs, "scheme")),
    };
    output.recipes = recipes(inputs.text("scheme"), &key, &ciphertext);
    Ok(output)
}

/// The crate's blinding does not change its result.
fn blinding(inputs: &Inputs) -> ChaCha20Rng {
    inputs.randomness.generator("rsa-decrypt blinding")
}

fn opened_output(opened: &Opened, agrees: bool) -> Output {
    let what = if opened.message.is_some() {
        "the message"
    } else {
        "that the ciphertext is refused"
    };
    let agreements = vec![Agreement::new(what, CRATE, agrees)];
    match &opened.message {
        Some(message) => Output {
            headline: match message.len() {
                1 => "Decrypted: the message has 1 byte.".into(),
                bytes => format!("Decrypted: the message has {bytes} bytes.").into(),
            },
            good: Some(true),
            results: vec![shown("M", message).meaning("message")],
            agreements,
            ..Output::default()
        },
        None => Output {
            headline: format!("Nothing to read. {}", opened.why).into(),
            good: Some(false),
            agreements,
            ..Output::default()
        },
    }
}

/// PKCS#1 v1.5: the crate does not say that a block is wrong, it answers with
/// a made-up message, so there is nothing to compare then.
fn old_output(opened: &Opened, theirs: Option<Vec<u8>>) -> Output {
    let agrees = theirs.as_ref() == opened.message.as_deref();
    let mut output = opened_output(opened, agrees);
    if opened.message.is_none()
        && let Some(made_up) = theirs
    {
        output.agreements.clear();
        output.results.push(shown("M′", &made_up).meaning(
            "what the rsa crate answers instead: a made-up message, so that nobody learns from the answer whether the padding was right",
        ));
    }
    output
}

fn bare(
    key: &PrivateKey,
    ciphertext: &[u8],
    observer: &mut impl Observer,
) -> Result<Output, Trouble> {
    let c = BigInt::from_bytes_be(Sign::Plus, ciphertext);
    if c >= key.n.integer {
        return Ok(Output {
            headline: "Nothing to read. The ciphertext as a number is not below n, so it was not made with this key.".into(),
            good: Some(false),
            ..Output::default()
        });
    }
    let m = textbook::decrypt(key, &c, How::Crt, observer).map_err(|error| trouble("ciphertext", error))?;
    let agrees = key.to_crate().is_ok_and(|theirs| {
        rsa::hazmat::rsa_decrypt(
            None::<&mut ChaCha20Rng>,
            &theirs,
            &as_wide_as(&theirs, &c),
        )
        .is_ok_and(|result| result == as_wide_as(&theirs, &m))
    });
    let bytes = Zeroizing::new(to_bytes(&m, 0));
    let mut results = vec![Value::secret("m", m.clone()).meaning("message, as a number")];
    if let Ok(text) = std::str::from_utf8(&bytes)
        && !text.is_empty()
        && !text.chars().any(char::is_control)
    {
        results.push(shown("M", &bytes).meaning("the number read as text"));
    }
    Ok(Output {
        headline: format!(
            "The number {} comes out. Without padding nothing tells whether it is what was encrypted.",
            short(&m)
        )
        .into(),
        good: None,
        results,
        agreements: vec![Agreement::new("the power", CRATE, agrees)],
        ..Output::default()
    })
}

/// Text where the bytes are text.
fn shown(symbol: &'static str, bytes: &[u8]) -> Value {
    let data = match std::str::from_utf8(bytes) {
        Ok(text) => Data::Text(text.to_owned()),
        Err(_) => Data::Bytes(bytes.to_vec()),
    };
    Value::new(symbol, data, Visibility::Secret)
}

fn recipes(scheme: &str, key: &PrivateKey, ciphertext: &[u8]) -> Vec<Recipe> {
    let (options, padding) = match scheme {
        "oaep" => (
            "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256",
            "padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)",
        ),
        "pkcs1v15" => ("-pkeyopt rsa_padding_mode:pkcs1", "padding.PKCS1v15()"),
        _ if key.is_toy() => {
            return vec![Recipe {
                tool: Tool::Python,
                title: "The same with plain Python".into(),
                code: format!(
                    "n, d = {}, {}\nc = {}\nprint(pow(c, d, n))\n",
                    key.n.integer,
                    key.d.integer,
                    BigInt::from_bytes_be(Sign::Plus, ciphertext)
                ),
            }];
        }
        _ => {
            return vec![Recipe {
                tool: Tool::Openssl,
                title: "The bare power, without looking at any padding".into(),
                code: "openssl pkeyutl -decrypt -inkey key.pem -pkeyopt rsa_padding_mode:none -in ciphertext.bin | xxd\n".into(),
            }];
        }
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Decrypt with the private key".into(),
            code: format!(
                "openssl pkeyutl -decrypt -inkey key.pem {options} -in ciphertext.bin\n"
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Decrypt with the private key".into(),
            code: format!(
                "from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\nwith open(\"key.pem\", \"rb\") as file:\n    key = serialization.load_pem_private_key(file.read(), None)\nwith open(\"ciphertext.bin\", \"rb\") as file:\n    ciphertext = file.read()\nprint(key.decrypt(ciphertext, {padding}))\n"
            ),
        },
    ]
}
