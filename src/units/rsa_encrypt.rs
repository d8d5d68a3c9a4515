//! Encrypt with a public RSA key.

use super::rsa_shared::{
    ANY_KEY, CRATE, ENCRYPTION, as_wide_as, no_such_choice, public_key, python, shell, short,
    short_hex, textbook_number, to_bytes, trouble,
};
use super::{
    About, Agreement, Break, Choice, Comparison, Control, Draws, Input, Inputs, Output, Page, Recipe, Row,
    Showing, Start, Tool, Trouble,
};
use crate::desk::{Draft, Kind, Origin};
use crate::engine::rsa::{Error, PublicKey, oaep, pkcs1v15, textbook};
use crate::engine::trace::{Observer, Recorder, Source, Step, Value, Visibility};
use num_bigint::BigInt;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Encrypt with a public RSA key.
pub static ABOUT: About = About {
    id: "rsa-encrypt",
    page: Page::Rsa,
    title: "Encrypt",
    question: "How can anybody lock a message that only one person can open?",
    notice: "Padding does the real work: without it, the same message always gives the same ciphertext.",
    start: Start::Live,
    inputs: &[
        Input {
            default: "rsa-keygen#1",
            hint: "Encrypting needs the public half only.",
            ..Input::new("key", "Key", Control::Thing(ANY_KEY))
        },
        Input {
            default: "oaep",
            hint: "OAEP is the one to use. PKCS#1 v1.5 is old: a server that tells whether a block was well formed can be made to decrypt anything (Bleichenbacher, 1998).",
            ..Input::new("scheme", "Scheme", ENCRYPTION)
        },
        Input {
            default: "Meet me at noon.",
            hint: "RSA encrypts short messages only. With textbook RSA, a message of digits is taken as that number; any other text is read as one big number.",
            visibility: Visibility::Secret,
            ..Input::new("message", "Message", Control::Area)
        },
        Input {
            default: "key",
            hint: "Padding protects against what happens here with 3.",
            showing: Showing::While("scheme", &["textbook"]),
            ..Input::new(
                "exponent",
                "Exponent",
                Control::Choice(&[
                    Choice { value: "key", label: "The key's own e" },
                    Choice { value: "3", label: "3, with the same n" },
                ]),
            )
        },
    ],
    breaks: &[
        Break {
            label: "Leave the padding out",
            says: "Encrypting twice gives the same ciphertext twice: whoever guesses the message can check the guess with the public key.",
            sets: &[("scheme", "textbook"), ("message", "Meet me at noon."), ("exponent", "key")],
        },
        Break {
            label: "A short message and e = 3",
            says: "The cube of a short message is below n, so no reduction happens, and an ordinary cube root opens the ciphertext.",
            sets: &[("scheme", "textbook"), ("message", "42"), ("exponent", "3")],
        },
    ],
    sources: &[
        Source::new("RFC 8017", "7.1"),
        Source::new("RFC 8017", "7.2"),
        Source::new("RFC 8017", "5.1.1"),
    ],
    keeps: true,
    draws: Draws::While("scheme", &["oaep", "pkcs1v15"]),
};

/// Encrypts.
///
/// # Errors
/// When there is no usable key, or the message does not fit it.
pub fn run(inputs: &Inputs, observer: &mut Recorder<'_>) -> Result<Output, Trouble> {
    let key = public_key(inputs, "key")?;
    let message = inputs.text("message");
    let mut output = match inputs.text("scheme") {
        "textbook" => bare(inputs, &key, message, observer)?,
        "oaep" | "pkcs1v15" => padded(inputs, &key, message, observer)?,
        _ => return Err(no_such_choice(inputs, "scheme")),
    };
    output.recipes = recipes(inputs.text("scheme"), &key, message);
    Ok(output)
}

fn padded(
    inputs: &Inputs,
    key: &PublicKey,
    message: &str,
    observer: &mut impl Observer,
) -> Result<Output, Trouble> {
    let scheme = inputs.text("scheme");
    let bytes = message.as_bytes();
    let theirs = key.to_crate().map_err(at)?;
    // Both draw the same random bytes, so both must make the same ciphertext.
    let generator = |time: &str| inputs.randomness.generator(&format!("rsa-encrypt {scheme} {time}"));
    let (ours, again, theirs) = if scheme == "oaep" {
        (
            oaep::encrypt(key, bytes, b"", &mut generator("1"), observer).map_err(at)?,
            oaep::encrypt(key, bytes, b"", &mut generator("2"), &mut ()).map_err(at)?,
            theirs.oaep_encrypt_with_rng::<Sha256, _>(&mut generator("1"), bytes),
        )
    } else {
        (
            pkcs1v15::encrypt(key, bytes, &mut generator("1"), observer).map_err(at)?,
            pkcs1v15::encrypt(key, bytes, &mut generator("2"), &mut ()).map_err(at)?,
            theirs.pkcs1v15_encrypt_with_rng(&mut generator("1"), bytes),
        )
    };
    let agrees = theirs.as_ref().is_ok_and(|theirs| *theirs == ours);
    let ciphertext = theirs.unwrap_or_else(|_| ours.clone());
    Ok(Output {
        headline: format!(
            "The message of {} is locked in a ciphertext of {} bytes.",
            plural(bytes.len()),
            ciphertext.len()
        )
        .into(),
        good: Some(true),
        results: vec![Value::public_bytes("C", ciphertext.clone()).meaning("ciphertext")],
        comparisons: vec![twice(&ours, &again)],
        agreements: vec![Agreement::new("the ciphertext", CRATE, agrees)],
        drafts: vec![draft(inputs, ciphertext)],
        ..Output::default()
    })
}

fn bare(
    inputs: &Inputs,
    key: &PublicKey,
    message: &str,
    observer: &mut impl Observer,
) -> Result<Output, Trouble> {
    let small = match inputs.text("exponent") {
        "key" | "" => false,
        "3" => true,
        _ => return Err(no_such_choice(inputs, "exponent")),
    };
    let key = if small {
        PublicKey::new(key.n.integer.clone(), 3.into()).map_err(at)?
    } else {
        key.clone()
    };
    let m = textbook_number(message);
    observer.step(|| {
        Step::new("number", "The message as a number")
            .says("Digits are taken as they stand. Any other text is read byte by byte as one big number.")
            .value(Value::secret("m", m.clone()).meaning("message"))
    });
    let c = textbook::encrypt(&key, &m, observer).map_err(at)?;
    let bytes = to_bytes(&c, key.size());
    let unreduced = key.e.integer == BigInt::from(3) && m.pow(3) == c;
    let agrees = key.to_crate().is_ok_and(|theirs| {
        rsa::hazmat::rsa_encrypt(&theirs, &as_wide_as(&theirs, &m))
            .is_ok_and(|result| result == as_wide_as(&theirs, &c))
    });
    let headline = if unreduced {
        format!("The cube root of the ciphertext is the message: {}. No key is needed.", short(&c.cbrt()))
    } else {
        "Encrypted without padding. Encrypting the message again gives the same ciphertext, so a guess can be checked.".into()
    };
    Ok(Output {
        headline: headline.into(),
        good: Some(false),
        results: vec![Value::public("c", c).meaning("ciphertext")],
        comparisons: vec![twice(&bytes, &bytes)],
        agreements: vec![Agreement::new("the power", CRATE, agrees)],
        // With a foreign exponent, the key cannot open it.
        drafts: if small { Vec::new() } else { vec![draft(inputs, bytes)] },
        ..Output::default()
    })
}

fn draft(inputs: &Inputs, ciphertext: Vec<u8>) -> Draft {
    Draft {
        name: "Ciphertext".to_owned(),
        kind: Kind::Ciphertext,
        bytes: Zeroizing::new(ciphertext),
        made_from: vec![Origin::Input(0)],
        demonstration: inputs.is_demonstration(),
    }
}

fn twice(first: &[u8], second: &[u8]) -> Comparison {
    Comparison {
        title: "The same message, encrypted twice".into(),
        left: "First".into(),
        right: "Again".into(),
        rows: vec![Row {
            name: "ciphertext".into(),
            left: short_hex(first).into(),
            right: short_hex(second).into(),
            note: if first == second {
                "The same: an eavesdropper sees when a message is repeated.".into()
            } else {
                "Different, because the padding is random.".into()
            },
        }],
    }
}

fn plural(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".into(),
        bytes => format!("{bytes} bytes"),
    }
}

fn at(error: Error) -> Trouble {
    match error {
        Error::KeyTooShort { .. } | Error::Exponent { .. } => trouble("key", error),
        _ => trouble("message", error),
    }
}

fn recipes(scheme: &str, key: &PublicKey, message: &str) -> Vec<Recipe> {
    let (options, padding) = match scheme {
        "oaep" => (
            "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256",
            "padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)",
        ),
        "pkcs1v15" => ("-pkeyopt rsa_padding_mode:pkcs1", "padding.PKCS1v15()"),
        _ => {
            return vec![Recipe {
                tool: Tool::Python,
                title: "The same power with plain Python".into(),
                code: format!(
                    "n = {}\ne = {}\nm = {}\nprint(pow(m, e, n))\n",
                    key.n.integer,
                    key.e.integer,
                    textbook_number(message)
                ),
            }];
        }
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Encrypt the same message with the public key".into(),
            code: format!(
                "printf %s {} > message.txt\nopenssl pkeyutl -encrypt -pubin -inkey public-key.pem {options} -in message.txt -out ciphertext.bin\n",
                shell(message)
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Encrypt the same message with the public key".into(),
            code: format!(
                "from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\nwith open(\"public-key.pem\", \"rb\") as file:\n    key = serialization.load_pem_public_key(file.read())\nciphertext = key.encrypt({}, {padding})\nwith open(\"ciphertext.bin\", \"wb\") as file:\n    file.write(ciphertext)\n",
                python(message.as_bytes())
            ),
        },
    ]
}
