//! A root: a CA that signs its own certificate.

use super::form::{
    self as form, COMMON_NAME, COUNTRY, EMAIL, FROM, KEY, KEY_FROM, LOCALITY, ORGANIZATION, STATE,
    UNIT,
};
use super::key_recipes;
use super::opening;
use super::recipes as pieces;
use super::trust_recipes::trust_it;
use crate::desk::{Kind, Origin};
use crate::engine::pki::certificate::Profile;
use crate::engine::pki::kind::KeyKind;
use crate::engine::pki::name::Subject;
use crate::engine::pki::validity::Period;
use crate::engine::pki::{layout, validity};
use crate::engine::source::Source;
use crate::engine::trace::Observer;
use crate::units::form::judges;
use crate::units::form::quoted;
use crate::units::{
    About, Break, Context, Control, Draws, Input, Inputs, Outcome, Output, Page, Recipe, Start,
    Tool, choices,
};
use std::task::{Poll, ready};

/// What to notice in what comes out.
pub const NOTICE: &str = "Issuer and subject are the same: a root vouches for itself, so it counts only where it is on a list. Makers of browsers and systems ship such lists; a root of your own you add yourself.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 5280", "4.1"),
    Source::new("RFC 5280", "4.2.1.9"),
    Source::new("RFC 8017", "8.2"),
];

choices! {
    /// How many CAs may stand below a root.
    enum PathLength, at first One {
        Unlimited: "none", "No limit";
        Zero: "0", "0: it signs servers only";
        One: "1", "1: one CA below it";
        Two: "2", "2: two CAs below it";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "ca-root",
    page: Page::Certificate,
    title: "A certificate authority",
    question: "Who is at the top, and who vouches for it?",
    start: Start::Button("Sign the root"),
    row: &["cn", "days", "key-from"],
    inputs: &[
        Input {
            default: "Padlock demo root",
            hint: "The name under which it is listed.",
            ..COMMON_NAME
        },
        Input {
            default: "Padlock",
            ..ORGANIZATION
        },
        UNIT,
        COUNTRY,
        STATE,
        LOCALITY,
        EMAIL,
        FROM,
        Input {
            default: "3650",
            hint: "Roots live long, because each device has to be told about a new one.",
            ..Input::new(
                "days",
                "Valid for days",
                Control::Number {
                    min: 1,
                    max: 36_500,
                },
            )
        },
        Input {
            hint: "How many further CAs may stand between this root and a server.",
            ..PathLength::input("path-length", "Path length")
        },
        KEY_FROM,
        KEY,
    ],
    breaks: &[
        Break {
            label: "Leave the subject empty",
            says: "A CA needs a name: it is how certificates point at it (RFC 5280 §4.1.2.6).",
            sets: &[
                ("cn", ""),
                ("o", ""),
                ("ou", ""),
                ("c", ""),
                ("st", ""),
                ("l", ""),
                ("email", ""),
            ],
        },
        Break {
            label: "Write the country out",
            says: "countryName holds exactly two letters.",
            sets: &[("c", "Germany")],
        },
        Break {
            label: "Ask for a common name that is too long",
            says: "RFC 5280 gives each part an upper bound; for the common name it is 64 \
                   characters.",
            sets: &[(
                "cn",
                "A certificate authority with a name that is much longer than any list could show",
            )],
        },
    ],
    small: &[],
    makes: &["root key", "root certificate"],
    keeps: true,
    draws: Draws::Always,
};

/// Makes the key, if one is to be made, and the certificate.
///
/// # Errors
/// When the subject, the period or the key cannot be used.
pub fn run(
    Context {
        inputs,
        observer,
        mut means,
    }: Context<'_, '_>,
) -> Outcome {
    let subject = form::subject(inputs)?;
    let period = form::period(inputs)?;
    let path_length = path_length(inputs);
    observer.step(|| opening::root(&subject, period));
    form::progress(observer, "making the key", 0, 2);
    let (key, key_draft) = ready!(form::key(inputs, &ABOUT, "Root key", &mut means, observer))?;
    form::progress(observer, "signing the certificate", 1, 2);
    let profile = Profile::Root {
        subject: subject.to_name().map_err(|error| error.of("cn"))?,
        path_length,
    };
    let signs = (&profile, period);
    let made = form::certify(inputs, "ca-root serial", signs, (&key, &key), observer)
        .map_err(|error| error.of("key"))?;
    form::progress(observer, "done", 2, 2);
    let certificate = made.certificate;
    let name = form::named_after(&key_draft.name, " key", "", "Root");
    let demonstration = key_draft.demonstration || form::demonstration(inputs, &[]);
    Poll::Ready(Ok(Output {
        glance: inputs.text("cn").trim().to_owned().into(),
        headline: format!(
            "{} signed its own certificate, valid until {}.",
            certificate.subject(),
            validity::show(period.to)
        )
        .into(),
        good: Some(made.agrees),
        results: form::certificate_results(&certificate),
        bytes: vec![
            layout::certificate(&certificate)
                .with_makers(layout::CERTIFICATE_MAKERS)
                .with_makers(form::key_maker(inputs)),
        ],
        agreements: judges::compared(
            key.kind(),
            &[
                ("the key file", key.agrees()),
                ("the signature", made.agrees),
            ],
        ),
        recipes: recipes(&subject, period, path_length, key.kind()),
        drafts: vec![
            key_draft,
            form::public_draft(
                name,
                Kind::Certificate,
                certificate.der(),
                vec![Origin::Sibling(0)],
                demonstration,
            ),
        ],
        ..Output::default()
    }))
}

fn path_length(inputs: &Inputs) -> Option<u8> {
    match PathLength::read(inputs, "path-length") {
        PathLength::Unlimited => None,
        PathLength::Zero => Some(0),
        PathLength::One => Some(1),
        PathLength::Two => Some(2),
    }
}

fn recipes(
    subject: &Subject,
    period: Period,
    path_length: Option<u8>,
    kind: KeyKind,
) -> Vec<Recipe> {
    let python = format!(
        "from datetime import datetime, timezone\n\
         from cryptography import x509\n\
         from cryptography.hazmat.primitives import hashes, serialization\n\
         from cryptography.hazmat.primitives.asymmetric import {}\n\
         from cryptography.x509.oid import NameOID\n\
         \n\
         {}\n",
        key_recipes::python_module(kind),
        python_root(subject, period, path_length, kind)
    );
    let mut recipes = vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Make a root".into(),
            code: openssl_root(subject, period, path_length, kind),
        },
        Recipe {
            tool: Tool::Openssl,
            title: "Look at it, and check it under itself".into(),
            code: "openssl x509 -in root.pem -noout -text\n\
                   openssl verify -CAfile root.pem root.pem\n"
                .into(),
        },
        Recipe {
            tool: Tool::Python,
            title: "Make a root".into(),
            code: python,
        },
    ];
    recipes.extend(trust_it());
    recipes
}

/// The openssl commands that make `root-key.pem` and `root.pem`.
pub(in crate::units) fn openssl_root(
    subject: &Subject,
    period: Period,
    path_length: Option<u8>,
    kind: KeyKind,
) -> String {
    let days = period.seconds() / validity::DAY;
    let pathlen = path_length.map_or(String::new(), |length| format!(",pathlen:{length}"));
    format!(
        "{}openssl req -x509 -new -utf8 -key root-key.pem{} -days {days} \\\n  \
         -subj {} \\\n  \
         -addext 'basicConstraints=critical,CA:TRUE{pathlen}' \\\n  \
         -addext 'keyUsage=critical,keyCertSign,cRLSign' \\\n  \
         -out root.pem\n",
        key_recipes::openssl(kind, "root-key.pem"),
        key_recipes::openssl_hash(kind),
        quoted::shell(&subject.openssl())
    )
}

/// The Python code that makes `root-key.pem` and `root.pem`, without its
/// imports.
pub(in crate::units) fn python_root(
    subject: &Subject,
    period: Period,
    path_length: Option<u8>,
    kind: KeyKind,
) -> String {
    let length = path_length.map_or("None".to_owned(), |length| length.to_string());
    format!(
        "root_key = {key}\n\
         root_name = {name}\n\
         root = (\n    \
         x509.CertificateBuilder()\n    \
         .subject_name(root_name)\n    \
         .issuer_name(root_name)\n    \
         .public_key(root_key.public_key())\n    \
         .serial_number(x509.random_serial_number())\n    \
         .not_valid_before({from})\n    \
         .not_valid_after({to})\n    \
         .add_extension(x509.BasicConstraints(ca=True, path_length={length}), critical=True)\n    \
         .add_extension({usage}, critical=True)\n    \
         .add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), \
         critical=False)\n    \
         .sign(root_key, {hash})\n)\n\
         with open('root-key.pem', 'wb') as file:\n    \
         file.write(root_key.private_bytes(\n        \
         serialization.Encoding.PEM,\n        \
         serialization.PrivateFormat.PKCS8,\n        \
         serialization.NoEncryption(),\n    ))\n\
         with open('root.pem', 'wb') as file:\n    \
         file.write(root.public_bytes(serialization.Encoding.PEM))",
        key = key_recipes::python(kind),
        hash = key_recipes::python_hash(kind),
        name = pieces::python_name(subject),
        from = pieces::python_time(period.from),
        to = pieces::python_time(period.to),
        usage = pieces::indented(&pieces::python_key_usage(&["key_cert_sign", "crl_sign"]), 4),
    )
}
