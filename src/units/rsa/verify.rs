//! Verify a signature with a public RSA key.

use super::form::{ANY_KEY, MESSAGE, VERIFICATION, bit, flipped, public_key, signing, which_bit};
use super::opening;
use super::rsa_crate::{CRATE, bare_holds};
use super::wording::{no_room, pss_options, side_by_side};
use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::rsa::scheme::{self, Verification};
use crate::engine::rsa::{PublicKey, Signing, pkcs1v15, pss};
use crate::engine::source::Source;
use crate::engine::trace::Observer;
use crate::units::form::quoted::{python_bytes, shell_print};
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Fits, Input, Output, Page, Recipe, Start,
    Tool, choices,
};
use num_bigint::{BigInt, Sign};
use sha2::{Digest as _, Sha256};

/// What to notice in what comes out.
pub const NOTICE: &str = "The public power opens the signature, and what comes out must match what the message makes, down to the last bit.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8017", "8.1.2"),
    Source::new("RFC 8017", "8.2.2"),
    Source::new("RFC 8017", "9.1.2"),
];

choices! {
    /// What changes on the way.
    pub(in crate::units) enum SignatureTampering, at first Nothing {
        Nothing: "none", "Nothing";
        Message: "message", "One bit of the message";
        Signature: "signature", "One bit of the signature";
        Key: "key", "One bit of the key's n";
    }
}

/// Verify a signature with a public RSA key.
pub static ABOUT: About = About {
    id: "rsa-verify",
    page: Page::Rsa,
    title: "Verify",
    question: "How can all check what only one can sign?",
    start: Start::Live,
    row: &["signature", "message", "key"],
    inputs: &[
        Input {
            default: "rsa-keygen#1",
            fits: Fits::KeyOf("signature"),
            hint: "Verifying needs the public half only.",
            ..Input::new("key", "Key", Control::Thing(ANY_KEY))
        },
        Input {
            default: MESSAGE,
            hint: "The message as it arrived.",
            ..Input::new("message", "Message", Control::Area)
        },
        Input {
            default: "rsa-sign",
            ..Input::new("signature", "Signature", Control::Thing(&[Kind::Signature]))
        },
        Input {
            hint: "Padlock can read it off the padding in the signature.",
            ..VERIFICATION
        },
        Input {
            tells: true,
            ..SignatureTampering::input("tamper", "Change on the way")
        },
        which_bit(&[
            SignatureTampering::Message.value(),
            SignatureTampering::Signature.value(),
            SignatureTampering::Key.value(),
        ]),
    ],
    breaks: &[
        Break {
            label: "Change one bit of the message",
            says: "The hash changes in about half of its bits, and the block with it.",
            sets: &[("tamper", SignatureTampering::Message.value())],
        },
        Break {
            label: "Change one bit of the signature",
            says: "The power scatters the change over the whole block: not even its first bytes are right.",
            sets: &[("tamper", SignatureTampering::Signature.value())],
        },
        Break {
            label: "Change one bit of the key",
            says: "It is another key then, and this signature means nothing to it.",
            sets: &[("tamper", SignatureTampering::Key.value())],
        },
        Break {
            label: "Another amount",
            says: "The signature was made for 10 euros. Nobody without the private key can make one for 1000.",
            sets: &[
                ("message", "I owe you 1000 euros."),
                ("tamper", SignatureTampering::Nothing.value()),
            ],
        },
    ],
    small: &[],
    makes: &[],
    keeps: false,
    draws: Draws::Never,
};

/// Verifies.
///
/// # Errors
/// When there is no usable key or no signature, or the key is too short for
/// any signature.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let mut key = public_key(inputs, "key")?;
    let mut message = inputs.text("message").as_bytes().to_vec();
    let mut signature = inputs.thing("signature")?.bytes.to_vec();
    let wanted = signing(inputs);
    let tampered = SignatureTampering::read(inputs, "tamper");
    // A changed signature or key leaves a random block: which scheme it was
    // can only be told from what was sent.
    let before = match (wanted, tampered) {
        (None, SignatureTampering::Signature | SignatureTampering::Key) => {
            scheme::recognise(&key, &signature)
        }
        _ => None,
    };
    match tampered {
        SignatureTampering::Nothing => {}
        SignatureTampering::Message if message.is_empty() => {
            return Err(Diagnosis::expected("a message with a bit to change")
                .of("message")
                .found("an empty one")
                .help("Write a message, or change nothing."));
        }
        SignatureTampering::Message => message = flipped(&message, bit(inputs)?),
        SignatureTampering::Signature => signature = flipped(&signature, bit(inputs)?),
        SignatureTampering::Key => match with_changed_bit(&key, bit(inputs)?) {
            Some(changed) => key = changed,
            None => {
                return Ok(Output {
                    headline: "Not valid. With this bit changed, n is no RSA modulus at all: it is even or too small.".into(),
                    good: Some(false),
                    ..Output::default()
                });
            }
        },
    }
    let before = before.filter(|before| before.fits(&key));
    let scheme = wanted.or(before).unwrap_or_else(|| Signing::fitting(&key));
    observer.step(|| opening::verifying(&key, &message, &signature, (scheme, tampered)));
    let verified = scheme::verify(&key, &message, &signature, wanted.or(before), observer)
        .map_err(|error| error.diagnosis().of("key"))?;
    let (scheme, checked) = (verified.scheme, &verified.checked);
    observer.opening(|step| opening::verified(step, checked));
    let theirs = match scheme {
        Signing::Textbook => bare_holds(&key, &message, &signature),
        _ => key.to_crate().is_ok_and(|key| match scheme {
            Signing::Pss => {
                let pss = rsa::Pss::<Sha256>::new_with_salt(verified.salt);
                key.verify(pss, &Sha256::digest(&message), &signature)
                    .is_ok()
            }
            _ => key.pkcs1v15_verify::<Sha256>(&message, &signature).is_ok(),
        }),
    };
    let valid = checked.is_valid();
    let title = match scheme {
        Signing::Pss => "What is compared: the hash H",
        Signing::Pkcs1v15 => "What is compared: the whole block",
        Signing::Textbook => "What is compared: the number m",
    };
    Ok(Output {
        glance: if valid {
            "✓ it holds"
        } else {
            "✗ not valid"
        }
        .into(),
        headline: format!(
            "{} {}{}",
            if valid {
                "The signature is valid."
            } else {
                "Not valid."
            },
            checked.why,
            remark(&key, wanted, before, &verified)
        )
        .into(),
        good: Some(valid),
        comparisons: if checked.expected.is_empty() {
            Vec::new()
        } else {
            vec![side_by_side(
                title,
                ("Made from the message", "Found in the signature"),
                (&checked.expected, &checked.found),
            )]
        },
        agreements: vec![Agreement::new(
            if valid {
                "validity"
            } else {
                "that it is not valid"
            },
            CRATE,
            theirs == valid,
        )],
        recipes: recipes(&verified, &key, &message),
        ..Output::default()
    })
}

/// Which scheme it was, or which one the block looks like.
fn remark(
    key: &PublicKey,
    wanted: Option<Signing>,
    before: Option<Signing>,
    verified: &Verification,
) -> String {
    if let Some(before) = before {
        return format!(
            " Before the change its block had the form of {0}, so it is checked as {0}.",
            before.name()
        );
    }
    match verified.looks_like {
        Some(shown) if shown != verified.scheme => {
            format!(
                " But this block looks like {}: try that scheme.",
                shown.name()
            )
        }
        Some(Signing::Pss) if verified.salt != pss::SALT => format!(
            " The block has the form of PSS, with a salt of {} bytes.",
            verified.salt
        ),
        Some(shown) if wanted.is_none() => format!(" The block has the form of {}.", shown.name()),
        None if wanted.is_none() && Signing::fitting(key) == Signing::Textbook => format!(
            " {}",
            no_room(key, "a padded signature", pkcs1v15::SIGN_LEAST)
        ),
        None if wanted.is_none() && !verified.checked.found.is_empty() => {
            " It shows no scheme that is known here.".to_owned()
        }
        _ => String::new(),
    }
}

fn with_changed_bit(key: &PublicKey, bit: usize) -> Option<PublicKey> {
    let n = flipped(&key.n.integer.to_bytes_be().1, bit);
    PublicKey::new(BigInt::from_bytes_be(Sign::Plus, &n), key.e.integer.clone()).ok()
}

fn recipes(verified: &Verification, key: &PublicKey, message: &[u8]) -> Vec<Recipe> {
    let (options, padding) = match verified.scheme {
        Signing::Pss => pss_options(verified.salt),
        Signing::Pkcs1v15 => (String::new(), "padding.PKCS1v15()".to_owned()),
        Signing::Textbook => {
            return vec![Recipe {
                tool: Tool::Python,
                title: "The same comparison with plain Python".into(),
                code: format!(
                    "from hashlib import sha256\n\nn, e = {}, {}\nwith open(\"signature.bin\", \"rb\") as file:\n    s = int.from_bytes(file.read(), \"big\")\nm = int.from_bytes(sha256({}).digest(), \"big\") % n\nprint(pow(s, e, n) == m)\n",
                    key.n.integer,
                    key.e.integer,
                    python_bytes(message)
                ),
            }];
        }
    };
    let mut recipes = Vec::new();
    if let Ok(text) = std::str::from_utf8(message) {
        recipes.push(Recipe {
            tool: Tool::Openssl,
            title: "Verify the same signature".into(),
            code: format!(
                "{} > message.txt\nopenssl dgst -sha256 -verify public-key.pem{options} -signature signature.bin message.txt\n",
                shell_print(text.as_bytes())
            ),
        });
    }
    recipes.push(Recipe {
        tool: Tool::Python,
        title: "Verify the same signature".into(),
        code: format!(
            "from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\nwith open(\"public-key.pem\", \"rb\") as file:\n    key = serialization.load_pem_public_key(file.read())\nwith open(\"signature.bin\", \"rb\") as file:\n    signature = file.read()\nkey.verify(signature, {}, {padding}, hashes.SHA256())  # raises InvalidSignature\nprint(\"valid\")\n",
            python_bytes(message)
        ),
    });
    recipes
}
