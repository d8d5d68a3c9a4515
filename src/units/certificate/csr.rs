//! A certification request for a server.

use super::form::{
    self as form, COMMON_NAME, COUNTRY, EMAIL, KEY, KEY_FROM, KeySource, LOCALITY, NAMES,
    ORGANIZATION, STATE, UNIT,
};
use super::key_recipes;
use super::opening;
use super::recipes as pieces;
use crate::desk::{Kind, Origin};
use crate::engine::pki::host::{self, Host};
use crate::engine::pki::kind::KeyKind;
use crate::engine::pki::layout;
use crate::engine::pki::name::Subject;
use crate::engine::pki::request::{self, Role, Wish};
use crate::engine::source::Source;
use crate::engine::trace::{Observer, Value};
use crate::units::form::judges;
use crate::units::form::quoted;
use crate::units::{
    About, Break, Context, Draws, Input, Outcome, Output, Page, Recipe, Start, Tool, choices,
};
use std::task::{Poll, ready};

/// What to notice in what comes out.
pub const NOTICE: &str = "Only the public key leaves the server. The signature under the request proves that whoever made it had the private key.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 2986", "4"),
    Source::new("RFC 2985", "5.4.2"),
    Source::new("RFC 5280", "4.2.1.6"),
];

choices! {
    /// What the request asks for.
    enum AskedRole, at first Server {
        Server: "no", "A server certificate";
        Ca: "yes", "A server certificate that is a CA too (CA:TRUE)";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "server-request",
    page: Page::Certificate,
    title: "A certificate request",
    question: "How can a server ask for a certificate and keep its key?",
    start: Start::Button("Make the request"),
    row: &["names", "cn", "key-from"],
    inputs: &[
        Input {
            default: "localhost",
            hint: "Browsers ignore it; people read it in lists.",
            ..COMMON_NAME
        },
        NAMES,
        ORGANIZATION,
        UNIT,
        COUNTRY,
        STATE,
        LOCALITY,
        EMAIL,
        KEY_FROM,
        KEY,
        Input {
            hint: "A request may ask for anything. What it gets is for the CA to decide.",
            ..AskedRole::input("ask-ca", "Ask for")
        },
    ],
    breaks: &[
        Break {
            label: "Ask to become a CA",
            says: "The request is well formed and its signature holds. Watch what the CA makes of \
                   it where the certificate is signed.",
            sets: &[("ask-ca", AskedRole::Ca.value())],
        },
        Break {
            label: "Ask for a URL instead of a host",
            says: "Names are hosts, without https://, port and path.",
            sets: &[("names", "https://localhost:5000/")],
        },
        Break {
            label: "Ask for a name with an umlaut",
            says: "Certificates hold the ASCII form of such names, Punycode.",
            sets: &[("names", "bücher.example")],
        },
    ],
    small: &[],
    makes: &["server key", "request"],
    keeps: true,
    draws: Draws::While("key-from", &[KeySource::New.value()]),
};

/// Makes the key, if one is to be made, and the request, and checks it as a CA
/// would.
///
/// # Errors
/// When the subject, the names or the key cannot be used.
pub fn run(
    Context {
        inputs,
        observer,
        mut means,
    }: Context<'_, '_>,
) -> Outcome {
    let wish = Wish {
        subject: form::subject(inputs)?,
        hosts: form::hosts(inputs, "names")?,
        role: if AskedRole::read(inputs, "ask-ca") == AskedRole::Ca {
            Role::Ca
        } else {
            Role::Unsaid
        },
    };
    observer.step(|| opening::request(&wish.hosts));
    form::progress(observer, "making the key", 0, 2);
    let (key, key_draft) = ready!(form::key(
        inputs,
        &ABOUT,
        "Server key",
        &mut means,
        observer
    ))?;
    form::progress(observer, "signing the request", 1, 2);
    let made = request::make(&wish, &key, observer).map_err(|error| error.of("key"))?;
    let checked =
        request::check_possession(&made.request, observer).map_err(|error| error.of("key"))?;
    form::progress(observer, "done", 2, 2);
    let request = made.request;
    let demonstration = key_draft.demonstration || form::demonstration(inputs, &[]);
    let name = form::named_after(&key_draft.name, " key", " request", "Server request");
    Poll::Ready(Ok(Output {
        glance: host::describe(&wish.hosts).into(),
        headline: format!(
            "The request asks for {}, and proves that its maker had the private key.",
            host::describe(&wish.hosts)
        )
        .into(),
        good: Some(checked.holds),
        results: vec![
            form::text("request", form::pem(Kind::Request, request.der())).meaning("PEM"),
            Value::public_bytes("signature", request.signature()),
        ],
        bytes: vec![
            layout::request(&request)
                .with_makers(layout::REQUEST_MAKERS)
                .with_makers(form::key_maker(inputs)),
        ],
        agreements: judges::compared(
            key.kind(),
            &[
                ("the key file", key.agrees()),
                ("the signature", made.agrees),
                ("the proof of possession", checked.agrees),
            ],
        ),
        recipes: recipes(&wish, key.kind()),
        drafts: vec![
            key_draft,
            form::public_draft(
                name,
                Kind::Request,
                request.der(),
                vec![Origin::Sibling(0)],
                demonstration,
            ),
        ],
        ..Output::default()
    }))
}

fn recipes(wish: &Wish, kind: KeyKind) -> Vec<Recipe> {
    let ca = match wish.role {
        Role::Ca => {
            "    .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)\n"
        }
        Role::Unsaid => "",
    };
    let python = format!(
        "from ipaddress import ip_address\n\
         from cryptography import x509\n\
         from cryptography.hazmat.primitives import hashes, serialization\n\
         from cryptography.hazmat.primitives.asymmetric import {}\n\
         from cryptography.x509.oid import NameOID\n\
         \n\
         {}\n",
        key_recipes::python_module(kind),
        python_request(&wish.subject, &wish.hosts, ca, kind)
    );
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Make a key and a request".into(),
            code: openssl_request(wish, kind),
        },
        Recipe {
            tool: Tool::Openssl,
            title: "Look at it, and check the proof of possession".into(),
            code: "openssl req -in server-request.pem -noout -text -verify\n".into(),
        },
        Recipe {
            tool: Tool::Python,
            title: "Make a key and a request".into(),
            code: python,
        },
    ]
}

/// The openssl commands that make `server-key.pem` and `server-request.pem`.
pub(in crate::units) fn openssl_request(wish: &Wish, kind: KeyKind) -> String {
    let ca = match wish.role {
        Role::Ca => "  -addext 'basicConstraints=critical,CA:TRUE' \\\n",
        Role::Unsaid => "",
    };
    format!(
        "{}openssl req -new -utf8 -key server-key.pem{} \\\n  \
         -subj {} \\\n  \
         -addext {} \\\n\
         {ca}  -out server-request.pem\n",
        key_recipes::openssl(kind, "server-key.pem"),
        key_recipes::openssl_hash(kind),
        quoted::shell(&wish.subject.openssl()),
        pieces::openssl_hosts(&wish.hosts),
    )
}

/// The Python code that makes `server-key.pem` and `server-request.pem`, without
/// its imports.
pub(in crate::units) fn python_request(
    subject: &Subject,
    hosts: &[Host],
    more: &str,
    kind: KeyKind,
) -> String {
    format!(
        "server_key = {key}\n\
         request = (\n    \
         x509.CertificateSigningRequestBuilder()\n    \
         .subject_name({name})\n    \
         .add_extension({hosts}, critical=False)\n\
         {more}    \
         .sign(server_key, {hash})\n)\n\
         assert request.is_signature_valid\n\
         with open('server-key.pem', 'wb') as file:\n    \
         file.write(server_key.private_bytes(\n        \
         serialization.Encoding.PEM,\n        \
         serialization.PrivateFormat.PKCS8,\n        \
         serialization.NoEncryption(),\n    ))\n\
         with open('server-request.pem', 'wb') as file:\n    \
         file.write(request.public_bytes(serialization.Encoding.PEM))",
        key = key_recipes::python(kind),
        hash = key_recipes::python_hash(kind),
        name = pieces::indented(&pieces::python_name(subject), 4),
        hosts = pieces::indented(&pieces::python_hosts(hosts), 4),
    )
}
