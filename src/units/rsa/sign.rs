//! Sign with a private RSA key.

use super::form::{HOW, MESSAGE, OWN_KEY, SigningChoice, how, private_key, signing};
use super::opening;
use super::rsa_crate::{CRATE, as_wide_as, to_bytes};
use super::wording::{no_room, short_hex};
use crate::desk::{Draft, Kind, Origin};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::rsa::{Error, PrivateKey, Signing, pkcs1v15, pss, textbook};
use crate::engine::source::Source;
use crate::engine::text::plural;
use crate::engine::trace::{Observer, Value};
use crate::units::form::quoted::{python_bytes, shell_print};
use crate::units::{
    About, Agreement, Break, Comparison, Context, Control, Draws, Input, Output, Page, Recipe, Row,
    Start, Tool,
};
use chacha20::ChaCha20Rng;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use sha2::{Digest, Sha256};

/// What to notice in what comes out.
pub const NOTICE: &str = "What is signed is not the message but a block built from its hash, so a signature has the length of the key however long the message is.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8017", "8.1"),
    Source::new("RFC 8017", "8.2"),
    Source::new("RFC 8017", "9"),
    Source::new("FIPS 186-5", "5"),
];

/// Sign with a private RSA key.
pub static ABOUT: About = About {
    id: "rsa-sign",
    page: Page::Rsa,
    title: "Sign",
    question: "How does a key prove that its owner meant this?",
    start: Start::Live,
    row: &["message", "key", "scheme"],
    inputs: &[
        OWN_KEY,
        Input {
            default: MESSAGE,
            hint: "Signing hides nothing: whoever verifies must have the message.",
            ..Input::new("message", "Message", Control::Area)
        },
        Input {
            hint: "Most certificates signed with RSA use PKCS#1 v1.5; PSS is newer, and is what TLS 1.3 asks for in the handshake when the key is RSA. Both have a proof of security in the random oracle model, PKCS#1 v1.5 since 2018 and for longer hashes than this one (Jager, Kakvi and May).",
            ..SigningChoice::input("scheme", "Scheme")
        },
        HOW,
    ],
    breaks: &[
        Break {
            label: "Sign the same thing twice",
            says: "With PSS the two signatures differ, because each has its own random salt; with PKCS#1 v1.5 they are the same.",
            sets: &[("scheme", SigningChoice::Pss.value())],
        },
        Break {
            label: "Leave the padding out",
            says: "The bare hash is raised to the power d. Products of such signatures are signatures again: of the product of their hashes.",
            sets: &[("scheme", SigningChoice::Textbook.value())],
        },
    ],
    small: &[],
    makes: &[],
    keeps: true,
    draws: Draws::While("scheme", &[SigningChoice::Pss.value()]),
};

/// Signs.
///
/// # Errors
/// When there is no usable key, or it is too short for a signature.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let key = private_key(inputs, "key")?;
    let message = inputs.text("message");
    let bytes = message.as_bytes();
    let wanted = signing(inputs);
    let scheme = wanted.unwrap_or_else(|| Signing::fitting(&key.public()));
    let how = how(inputs);
    let at = |error: Error| error.diagnosis().of("key");
    observer.step(|| opening::signing(&key.public(), bytes, scheme));
    // Both draw the same salt, so both must make the same signature.
    let generator = |time: &str| {
        let name = if scheme == Signing::Pss {
            "pss"
        } else {
            "pkcs1v15"
        };
        let what = [&key.n.integer.to_bytes_be().1[..], bytes];
        inputs
            .randomness
            .generator_for(&format!("rsa-sign {name} {time}"), &what)
    };
    let (ours, again, theirs) = match scheme {
        Signing::Pkcs1v15 => {
            let ours = pkcs1v15::sign(&key, bytes, how, observer).map_err(at)?;
            let theirs = key
                .to_crate()
                .map_err(at)?
                .pkcs1v15_sign_with_rng::<Sha256, _>(&mut generator("1"), bytes);
            (ours, None, theirs.ok())
        }
        Signing::Pss => {
            let ours = pss::sign(&key, bytes, pss::SALT, how, &mut generator("1"), observer)
                .map_err(at)?;
            let theirs = key.to_crate().map_err(at)?;
            let sign = |time| theirs.pss_sign_with_rng::<Sha256, _>(&mut generator(time), bytes);
            // The second one is only looked at: the faster of the two makes it.
            (ours, sign("2").ok(), sign("1").ok())
        }
        Signing::Textbook => {
            let ours = textbook::sign(&key, bytes, how, observer).map_err(at)?;
            let theirs = bare_by_crate(&key, bytes);
            (ours, None, theirs)
        }
    };
    let agrees = theirs.as_ref() == Some(&ours);
    let accepted = accepts(&key, scheme, bytes, &ours);
    observer.opening(|step| opening::signed(step, &ours, accepted));
    let again = again.unwrap_or_else(|| ours.clone());
    let signature = theirs.unwrap_or_else(|| ours.clone());
    let mut headline = format!("Signed: the signature has {}.", plural(signature.len()));
    if scheme == Signing::Textbook {
        headline.push_str(" Do not sign without padding: a bare hash is short, many hashes fall apart into small primes, and from signatures of such ones others can be multiplied together (Desmedt and Odlyzko, 1985).");
    }
    if wanted.is_none() {
        headline.push(' ');
        headline.push_str(&match scheme {
            Signing::Textbook => no_room(&key.public(), "a padded signature", pkcs1v15::SIGN_LEAST),
            _ => "Scheme: PKCS#1 v1.5, as in most certificates.".to_owned(),
        });
    }
    Ok(Output {
        headline: headline.into(),
        good: Some(scheme != Signing::Textbook),
        results: vec![result(scheme, &signature).meaning("signature")],
        comparisons: vec![twice(&ours, &again)],
        agreements: vec![
            Agreement::new("the signature", CRATE, agrees),
            Agreement::new("validity", CRATE, accepted),
        ],
        drafts: vec![Draft {
            name: "Signature".to_owned(),
            kind: Kind::Signature,
            bytes: signature.into(),
            made_from: vec![Origin::Input(0)],
            demonstration: inputs.is_demonstration(),
        }],
        recipes: recipes(scheme, &key, message),
        ..Output::default()
    })
}

/// The signature: without padding a number as any other of its key.
fn result(scheme: Signing, signature: &[u8]) -> Value {
    match scheme {
        Signing::Textbook => Value::public("S", BigInt::from_bytes_be(Sign::Plus, signature)),
        _ => Value::public_bytes("S", signature.to_vec()),
    }
}

/// The bare power by the crate.
fn bare_by_crate(key: &PrivateKey, message: &[u8]) -> Option<Vec<u8>> {
    let m = BigInt::from_bytes_be(Sign::Plus, &Sha256::digest(message)).mod_floor(&key.n.integer);
    let theirs = key.to_crate().ok()?;
    let s = rsa::hazmat::rsa_decrypt(None::<&mut ChaCha20Rng>, &theirs, &as_wide_as(&theirs, &m))
        .ok()?;
    let s = BigInt::from_bytes_be(Sign::Plus, &s.to_be_bytes());
    Some(to_bytes(&s, key.size()))
}

fn accepts(key: &PrivateKey, scheme: Signing, message: &[u8], signature: &[u8]) -> bool {
    key.public().to_crate().is_ok_and(|theirs| match scheme {
        Signing::Pss => theirs.pss_verify::<Sha256>(message, signature).is_ok(),
        Signing::Pkcs1v15 => theirs.pkcs1v15_verify::<Sha256>(message, signature).is_ok(),
        Signing::Textbook => super::rsa_crate::bare_holds(&key.public(), message, signature),
    })
}

fn twice(first: &[u8], second: &[u8]) -> Comparison {
    Comparison {
        names: "".into(),
        title: "The same message, signed twice".into(),
        left: "First".into(),
        right: "Again".into(),
        rows: vec![Row {
            name: "signature".into(),
            left: short_hex(first).into(),
            right: short_hex(second).into(),
            note: if first == second {
                "The same: nothing in this scheme is random.".into()
            } else {
                "Different, because the salt is random. Both are valid.".into()
            },
        }],
    }
}

fn recipes(scheme: Signing, key: &PrivateKey, message: &str) -> Vec<Recipe> {
    let (options, padding) = match scheme {
        Signing::Pss => super::wording::pss_options(pss::SALT),
        Signing::Pkcs1v15 => (String::new(), "padding.PKCS1v15()".to_owned()),
        Signing::Textbook => {
            let message = python_bytes(message.as_bytes());
            let numbers = if key.is_toy() {
                format!("n, d = {}, {}\n", key.n.integer, key.d.integer)
            } else {
                "from cryptography.hazmat.primitives import serialization\n\nwith open(\"key.pem\", \"rb\") as file:\n    key = serialization.load_pem_private_key(file.read(), None)\nn, d = key.public_key().public_numbers().n, key.private_numbers().d\n".to_owned()
            };
            return vec![Recipe {
                tool: Tool::Python,
                title: "The same power with plain Python".into(),
                code: format!(
                    "from hashlib import sha256\n{numbers}m = int.from_bytes(sha256({message}).digest(), \"big\") % n\nprint(pow(m, d, n))\n"
                ),
            }];
        }
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Sign the same message".into(),
            code: format!(
                "{} > message.txt\nopenssl dgst -sha256 -sign key.pem{options} -out signature.bin message.txt\n",
                shell_print(message.as_bytes())
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Sign the same message".into(),
            code: format!(
                "from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\nwith open(\"key.pem\", \"rb\") as file:\n    key = serialization.load_pem_private_key(file.read(), None)\nsignature = key.sign({}, {padding}, hashes.SHA256())\nwith open(\"signature.bin\", \"wb\") as file:\n    file.write(signature)\n",
                python_bytes(message.as_bytes())
            ),
        },
    ]
}
