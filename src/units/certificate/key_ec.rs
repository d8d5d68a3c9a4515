//! Make a key of an elliptic curve.

use super::form;
use super::key_recipes;
use super::opening_elliptic as opening;
use crate::desk::{Kind, Origin};
use crate::engine::asn1::{dissect_private_key, dissect_public_key};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::pki::key::PrivateKey;
use crate::engine::pki::kind::KeyKind;
use crate::engine::source::Source;
use crate::engine::trace::{Data, Observer, Value};
use crate::units::form::judges;
use crate::units::{
    About, Comparison, Context, Draws, Input, Inputs, Output, Page, Recipe, Row, Start, Tool,
    choices,
};

/// What to notice in what comes out.
pub const NOTICE: &str = "Nothing is searched for: any number below n is a key. It can be short because the best way known from the point back to the number takes so many steps: about 2 to the power of half its bits. Factoring has quicker ways, so RSA needs longer numbers.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("SP 800-186", "3.2.1"),
    Source::new("FIPS 186-5", "6"),
    Source::new("RFC 5480", "2"),
    Source::new("RFC 5915", "3"),
    Source::new("RFC 8032", "5.1.5"),
    Source::new("RFC 8410", "7"),
    Source::new("SP 800-57", "5.6.1"),
];

choices! {
    /// The curves.
    enum Curve, at first P256 {
        P256: "p256", "P-256";
        P384: "p384", "P-384";
        Ed25519: "ed25519", "Ed25519";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "key-ec",
    page: Page::Certificate,
    title: "A key on a curve",
    question: "How can a key be so short?",
    start: Start::Opened("Make the key"),
    row: &["kind"],
    inputs: &[Input {
        ..Curve::input("kind", "Curve")
    }],
    breaks: &[],
    small: &[],
    makes: &["private key", "public key"],
    keeps: true,
    draws: Draws::Always,
};

/// Draws the key, and writes it in each form.
///
/// # Errors
/// When the curve is none of those.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let kind = kind(inputs);
    observer.step(|| opening::key(kind, None));
    let mut random = inputs
        .randomness
        .generator(&format!("key-ec {}", kind.name()));
    let key = PrivateKey::draw(kind, &mut random, observer)?;
    observer.opening(|step| *step = opening::key(kind, Some(&key.public().number())));
    let name = format!("{} key", kind.name());
    let (pkcs8, spki) = (key.to_pkcs8_der()?, key.public().spki_der());
    let mut results = vec![key.public().number(), key.secret()];
    if let Some(sec1) = key.to_sec1_der() {
        let pem = form::pem_labelled("EC PRIVATE KEY", &sec1?);
        let file = Value::new("key-sec1.pem", Data::Text(pem), Knowers::OWNER);
        results.push(file.meaning("the private key in the form before PKCS#8"));
    }
    Ok(Output {
        glance: kind.name().into(),
        headline: headline(kind).into(),
        good: Some(true),
        results,
        bytes: vec![dissect_private_key(&pkcs8), dissect_public_key(spki)],
        comparisons: vec![beside_rsa(kind)],
        agreements: judges::compared(kind, &[("the key file", key.agrees())]),
        recipes: recipes(kind),
        drafts: vec![
            form::key_draft(&key, &name, inputs)?,
            form::public_draft(
                format!("{} public key", kind.name()),
                Kind::PublicKey(kind),
                spki,
                vec![Origin::Sibling(0)],
                inputs.randomness.is_lesson(),
            ),
        ],
        ..Output::default()
    })
}

fn kind(inputs: &Inputs) -> KeyKind {
    match Curve::read(inputs, "kind") {
        Curve::P256 => KeyKind::P256,
        Curve::P384 => KeyKind::P384,
        Curve::Ed25519 => KeyKind::Ed25519,
    }
}

fn headline(kind: KeyKind) -> String {
    let made = match kind {
        KeyKind::Ed25519 => "An Ed25519 key is made.".to_owned(),
        _ => format!("A {} key is made.", kind.name()),
    };
    let who = match kind {
        KeyKind::Ed25519 => " openssl and Python take it; in a certificate, browsers do not.",
        _ => "",
    };
    format!("{made} Choose it for a root, a request or a CA in between.{who}")
}

/// The lengths of keys and signatures, beside those of RSA at the same strength
/// (SP 800-57 part 1, table 2; RFC 8032 §5.1.6; RFC 3279 §2.2.3).
fn beside_rsa(kind: KeyKind) -> Comparison {
    let (rsa, strength, public, signature) = match kind {
        KeyKind::P384 => (
            "7,680",
            "192 bits",
            ["97 bytes", "960 bytes"],
            ["102 to 104 bytes in most cases", "960 bytes"],
        ),
        KeyKind::Ed25519 => (
            "3,072",
            "about 128 bits",
            ["32 bytes", "384 bytes"],
            ["64 bytes", "384 bytes"],
        ),
        _ => (
            "3,072",
            "128 bits",
            ["65 bytes", "384 bytes"],
            ["70 to 72 bytes in most cases", "384 bytes"],
        ),
    };
    let row = |name: &'static str, [left, right]: [&'static str; 2], note: &'static str| Row {
        name: name.into(),
        left: left.into(),
        right: right.into(),
        note: note.into(),
    };
    Comparison {
        title: "Beside RSA of the same strength".into(),
        names: "".into(),
        left: kind.name().into(),
        right: format!("RSA, {rsa} bits").into(),
        rows: vec![
            row(
                "strength",
                [strength, strength],
                "The steps that an attacker needs are about 2 to this power.",
            ),
            row(
                "public key",
                public,
                "The point with both coordinates, or n.",
            ),
            row("signature", signature, ""),
        ],
    }
}

fn recipes(kind: KeyKind) -> Vec<Recipe> {
    let mut all = vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Make a key, and look at it".into(),
            code: format!(
                "{}openssl pkey -in key.pem -noout -text\nopenssl pkey -in key.pem -pubout -out public.pem\n",
                key_recipes::openssl(kind, "key.pem")
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Make a key".into(),
            code: format!(
                "from cryptography.hazmat.primitives import serialization\n\
                 from cryptography.hazmat.primitives.asymmetric import {}\n\
                 \n\
                 key = {}\n\
                 with open('key.pem', 'wb') as file:\n    \
                 file.write(key.private_bytes(\n        \
                 serialization.Encoding.PEM,\n        \
                 serialization.PrivateFormat.PKCS8,\n        \
                 serialization.NoEncryption(),\n    ))\n",
                key_recipes::python_module(kind),
                key_recipes::python(kind)
            ),
        },
    ];
    if kind != KeyKind::Ed25519 {
        all.insert(
            1,
            Recipe {
                tool: Tool::Openssl,
                title: "Write it in the form before PKCS#8".into(),
                code: "openssl ec -in key.pem -out key-sec1.pem\n".into(),
            },
        );
    }
    all
}
