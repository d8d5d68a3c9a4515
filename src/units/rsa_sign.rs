//! Sign with a private RSA key.

use super::rsa_shared::{
    CRATE, MESSAGE, PRIVATE_KEY, SIGNING, no_such_choice, private_key, python, shell, short_hex,
    trouble,
};
use super::{
    About, Agreement, Break, Comparison, Control, Input, Inputs, Output, Page, Recipe, Row, Start,
    Tool, Trouble,
};
use crate::desk::{Draft, Kind, Origin};
use crate::engine::rsa::{Error, How, PrivateKey, pkcs1v15, pss};
use crate::engine::trace::{Recorder, Source, Value};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Sign with a private RSA key.
pub static ABOUT: About = About {
    id: "rsa-sign",
    page: Page::Rsa,
    title: "Sign",
    question: "How does a key prove that its owner meant exactly this message?",
    notice: "What is signed is not the message but a block built from its hash, so a signature has the length of the key however long the message is.",
    start: Start::Live,
    inputs: &[
        Input {
            default: "rsa-keygen",
            ..Input::new("key", "Private key", Control::Thing(PRIVATE_KEY))
        },
        Input {
            default: MESSAGE,
            hint: "Signing hides nothing: whoever verifies must have the message.",
            ..Input::new("message", "Message", Control::Area)
        },
        Input {
            default: "pkcs1v15",
            hint: "Most certificates signed with RSA use PKCS#1 v1.5; PSS is newer, has a proof of security, and is what TLS 1.3 asks for in the handshake when the key is RSA.",
            ..Input::new("scheme", "Scheme", SIGNING)
        },
    ],
    breaks: &[Break {
        label: "Sign the same thing twice",
        says: "With PSS the two signatures differ, because each has its own random salt; with PKCS#1 v1.5 they are the same.",
        sets: &[("scheme", "pss")],
    }],
    sources: &[
        Source::new("RFC 8017", "8.1"),
        Source::new("RFC 8017", "8.2"),
        Source::new("RFC 8017", "9"),
        Source::new("FIPS 186-5", "5"),
    ],
    keeps: true,
};

/// Signs.
///
/// # Errors
/// When there is no usable key, or it is too short for a signature.
pub fn run(inputs: &Inputs, observer: &mut Recorder<'_>) -> Result<Output, Trouble> {
    let key = private_key(inputs, "key")?;
    let message = inputs.text("message");
    let bytes = message.as_bytes();
    let scheme = inputs.text("scheme");
    let at = |error: Error| trouble("key", error);
    // Both draw the same salt, so both must make the same signature.
    let generator = |time: &str| inputs.randomness.generator(&format!("rsa-sign {scheme} {time}"));
    let (ours, again, theirs) = match scheme {
        "pkcs1v15" => {
            let ours = pkcs1v15::sign(&key, bytes, How::Crt, observer).map_err(at)?;
            let theirs = key
                .to_crate()
                .map_err(at)?
                .pkcs1v15_sign_with_rng::<Sha256, _>(&mut generator("1"), bytes);
            (ours, None, theirs)
        }
        "pss" => {
            let ours = pss::sign(&key, bytes, pss::SALT, How::Crt, &mut generator("1"), observer)
                .map_err(at)?;
            let theirs = key.to_crate().map_err(at)?;
            let sign = |time| theirs.pss_sign_with_rng::<Sha256, _>(&mut generator(time), bytes);
            // The second one is only looked at: the faster of the two makes it.
            (ours, sign("2").ok(), sign("1"))
        }
        _ => return Err(no_such_choice(inputs, "scheme")),
    };
    let agrees = theirs.as_ref().is_ok_and(|theirs| *theirs == ours);
    let again = again.unwrap_or_else(|| ours.clone());
    let signature = theirs.unwrap_or_else(|_| ours.clone());
    Ok(Output {
        headline: format!("Signed: the signature has {} bytes.", signature.len()).into(),
        good: Some(true),
        results: vec![Value::public_bytes("S", signature.clone()).meaning("signature")],
        comparisons: vec![twice(&ours, &again)],
        agreements: vec![
            Agreement::new("the signature", CRATE, agrees),
            Agreement::new("validity", CRATE, accepts(&key, scheme, bytes, &ours)),
        ],
        drafts: vec![Draft {
            name: "Signature".to_owned(),
            kind: Kind::Signature,
            bytes: Zeroizing::new(signature),
            made_from: vec![Origin::Input(0)],
            demonstration: inputs.is_demonstration(),
        }],
        recipes: recipes(scheme, message),
        ..Output::default()
    })
}

fn accepts(key: &PrivateKey, scheme: &str, message: &[u8], signature: &[u8]) -> bool {
    key.public().to_crate().is_ok_and(|key| {
        if scheme == "pss" {
            key.pss_verify::<Sha256>(message, signature).is_ok()
        } else {
            key.pkcs1v15_verify::<Sha256>(message, signature).is_ok()
        }
    })
}

fn twice(first: &[u8], second: &[u8]) -> Comparison {
    Comparison {
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

fn recipes(scheme: &str, message: &str) -> Vec<Recipe> {
    let (options, padding) = if scheme == "pss" {
        (
            " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sigopt rsa_mgf1_md:sha256",
            "padding.PSS(padding.MGF1(hashes.SHA256()), 32)",
        )
    } else {
        ("", "padding.PKCS1v15()")
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Sign the same message".into(),
            code: format!(
                "printf %s {} > message.txt\nopenssl dgst -sha256 -sign key.pem{options} -out signature.bin message.txt\n",
                shell(message)
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Sign the same message".into(),
            code: format!(
                "from cryptography.hazmat.primitives import hashes, serialization\nfrom cryptography.hazmat.primitives.asymmetric import padding\n\nwith open(\"key.pem\", \"rb\") as file:\n    key = serialization.load_pem_private_key(file.read(), None)\nsignature = key.sign({}, {padding}, hashes.SHA256())\nwith open(\"signature.bin\", \"wb\") as file:\n    file.write(signature)\n",
                python(message.as_bytes())
            ),
        },
    ]
}
