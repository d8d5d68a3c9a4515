//! A private key for the road: encrypted under a passphrase.

use crate::desk::{KeyKind, Kind, file_name, to_der};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::pki::encrypted::{self, Kdf};
use crate::engine::pki::{key, layout};
use crate::engine::rsa;
use crate::engine::source::Source;
use crate::engine::trace::{Data, Value};
use crate::units::certificate::form::{self as form, PRIVATE_KEYS};
use crate::units::form::judges;
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Input, Output, Page, Recipe, Showing, Start,
    Tool, choices,
};

/// What to notice in what comes out.
pub const NOTICE: &str = "The salt, the IV and the settings are public and stand in the file. Only the passphrase is missing, and each guess at it costs as much as the right one.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 5958", "3"),
    Source::new("RFC 8018", "6.2"),
    Source::new("RFC 7914", "7"),
];

choices! {
    /// How a key comes from the passphrase.
    enum KdfChoice, at first Pbkdf2 {
        Pbkdf2: "pbkdf2", "PBKDF2 (read everywhere)";
        Scrypt: "scrypt", "scrypt (harder to guess)";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "desk-export",
    page: Page::Desk,
    title: "Encrypt a private key",
    question: "How does a key travel without giving itself away?",
    start: Start::Asked("Encrypt it"),
    row: &["thing", "passphrase", "kdf"],
    inputs: &[
        Input {
            default: "rsa-keygen",
            ..Input::new("thing", "Private key", Control::Thing(PRIVATE_KEYS))
        },
        Input {
            hint: "Four or five random words are good. Nobody can open the file without it.",
            known_to: Knowers::OWNER,
            ..Input::new("passphrase", "Passphrase", Control::Passphrase)
        },
        Input {
            ..KdfChoice::input("kdf", "Derive the key with")
        },
        Input {
            default: "600000",
            hint: "OWASP advises 600,000. More costs you and an attacker more time.",
            showing: Showing::While("kdf", &[KdfChoice::Pbkdf2.value()]),
            ..Input::new(
                "rounds",
                "Iterations",
                Control::Number {
                    min: 1000,
                    max: 10_000_000,
                },
            )
        },
    ],
    breaks: &[Break {
        label: "Leave the passphrase empty",
        says: "An empty passphrase protects nothing, so it is refused.",
        sets: &[("passphrase", "")],
    }],
    small: &[],
    makes: &["a file that only the passphrase opens"],
    keeps: false,
    draws: Draws::Afresh,
};

/// Encrypts the key.
///
/// # Errors
/// When there is no key or no passphrase, or the settings are out of range.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let thing = inputs.thing("thing")?;
    if thing.kind.pem_label() != Some("PRIVATE KEY") {
        return Err(Diagnosis::expected("a private key")
            .of("thing")
            .found(format!("a {}", thing.kind.name())));
    }
    // What leaves is a key; one of RSA may be of any size.
    match thing.kind {
        Kind::PrivateKey(KeyKind::Rsa) => rsa::PrivateKey::from_pkcs8_der(&thing.bytes)
            .map(|_| ())
            .map_err(|error| error.diagnosis().of("thing"))?,
        _ => key::PrivateKey::from_pkcs8_der(&thing.bytes)
            .map(|_| ())
            .map_err(|error| error.of("thing"))?,
    }
    let kdf = match KdfChoice::read(inputs, "kdf") {
        KdfChoice::Scrypt => Kdf::SCRYPT,
        KdfChoice::Pbkdf2 => Kdf::Pbkdf2 {
            rounds: u32::try_from(inputs.number("rounds", 1000..=10_000_000)?).unwrap_or(600_000),
        },
    };
    form::progress(observer, "deriving a key from the passphrase", 0, 1);
    let mut random = inputs.randomness.generator("desk-export salt");
    let made = encrypted::encrypt(
        &to_der(thing.kind, &thing.bytes),
        inputs.text("passphrase").as_bytes(),
        kdf,
        &mut random,
        observer,
    )
    .map_err(|error| error.of("passphrase"))?;
    form::progress(observer, "done", 1, 1);
    let pem = form::pem_labelled("ENCRYPTED PRIVATE KEY", &made.der);
    let plain = file_name(&thing.name, "pem");
    let locked = file_name(&thing.name, "enc.pem");
    Ok(Output {
        headline: format!(
            "{} is encrypted with AES-256 under a key from your passphrase.",
            thing.name
        )
        .into(),
        good: Some(made.agrees != Some(false)),
        results: vec![
            Value::new(locked.clone(), Data::Text(pem), Knowers::EVERYBODY)
                .meaning("the key as encrypted PKCS#8, in PEM"),
        ],
        bytes: vec![layout::encrypted_key(&made.der)],
        agreements: made
            .agrees
            .map(|agrees| Agreement::new("the encrypted key", judges::PKCS5, agrees))
            .into_iter()
            .collect(),
        recipes: recipes(&plain, &locked, kdf, thing.kind),
        ..Output::default()
    })
}

fn recipes(plain: &str, locked: &str, kdf: Kdf, kind: Kind) -> Vec<Recipe> {
    let print = match kind {
        Kind::PrivateKey(KeyKind::Ed25519) => "key.public_key()",
        _ => "key.key_size",
    };
    let derive = match kdf {
        Kdf::Pbkdf2 { rounds } => {
            format!("-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter {rounds}")
        }
        Kdf::Scrypt { log_n, p } => format!(
            "-v2 aes-256-cbc -scrypt -scrypt_N {} -scrypt_r 8 -scrypt_p {p}",
            1_u64 << log_n.min(63)
        ),
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Encrypt a key the same way (it asks for the passphrase)".into(),
            code: format!("openssl pkcs8 -topk8 -in {plain} {derive} \\\n  -out {locked}\n"),
        },
        Recipe {
            tool: Tool::Openssl,
            title: "Decrypt it again".into(),
            code: format!("openssl pkey -in {locked} -out {plain}\n"),
        },
        Recipe {
            tool: Tool::Python,
            title: "Read it".into(),
            code: format!(
                "from getpass import getpass\n\
                 from cryptography.hazmat.primitives import serialization\n\
                 \n\
                 key = serialization.load_pem_private_key(\n    \
                 open('{locked}', 'rb').read(),\n    \
                 password=getpass('Passphrase: ').encode(),\n\
                 )\n\
                 print({print})\n"
            ),
        },
    ]
}
