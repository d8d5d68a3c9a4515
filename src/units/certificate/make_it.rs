//! Everything in one run: a root, a server's key, its request, its
//! certificate.

use super::ca_root;
use super::csr;
use super::form::{self as form, NAMES};
use super::issuing;
use super::opening;
use super::recipes::{self as pieces, PythonSubject};
use super::trust_recipes::trust_it;
use crate::desk::{Kind, Origin};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::knowers::Knowers;
use crate::engine::pki::certificate::Profile;
use crate::engine::pki::host::{self, Host};
use crate::engine::pki::issue::{self, NamePolicy, Policy, SubjectPolicy};
use crate::engine::pki::key::PrivateKey;
use crate::engine::pki::kind::KeyKind;
use crate::engine::pki::layout;
use crate::engine::pki::name::{Attribute, Subject};
use crate::engine::pki::read::{Certificate, Request};
use crate::engine::pki::request::{self, Role, Wish};
use crate::engine::pki::validity::Period;
use crate::engine::source::Source;
use crate::engine::task::Means;
use crate::engine::trace::{Data, Observer, Recorder, Step, Value};
use crate::units::form::judges;
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Fits, Input, Inputs, Outcome, Output, Page,
    Recipe, Start, Tool, choices,
};
use std::task::{Poll, ready};

/// What to notice in what comes out.
pub const NOTICE: &str = "Two keys, one signature of the root under itself, one request and one certificate. Each of them is a step below that opens.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 5280", "3.2"),
    Source::new("RFC 2986", "3"),
    Source::new("RFC 8017", "8.2"),
];

choices! {
    /// How large both keys are.
    enum KeyLength, at first Bits2048 {
        Bits2048: "2048", "2048 bits";
        Bits3072: "3072", "3072 bits";
        Bits4096: "4096", "4096 bits";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "make-it",
    page: Page::Road,
    title: "Make it for me",
    question: "What does it take to show a padlock for localhost?",
    start: Start::Asked("Make it for me"),
    row: &["names"],
    inputs: &[
        Input {
            default: "Padlock Root",
            hint: "The name shown in lists of trusted roots. Two roots on your desk cannot have the same.",
            fits: Fits::Unused,
            ..Input::new("ca", "Name of the CA", Control::Line)
        },
        Input { ..NAMES },
        Input {
            hint: "Of both keys. Larger ones take longer to find.",
            ..KeyLength::input("size", "Key size")
        },
    ],
    breaks: &[Break {
        label: "Ask for a URL instead of a host",
        says: "Names are hosts, without https://, port and path.",
        sets: &[("names", "https://localhost:5000/")],
    }],
    small: &[],
    makes: &[
        "root.pem, for your browser",
        "server-chain.pem, for the server",
        "server-key.pem, for the server alone",
    ],
    keeps: true,
    draws: Draws::Always,
};

const ROOT_DAYS: u64 = 3650;
const SERVER_DAYS: u64 = 397;
const STAGES: u32 = 6;

/// What one run makes.
struct ServerSetup {
    root_key: PrivateKey,
    root: Certificate,
    server_key: PrivateKey,
    request: Request,
    server: Certificate,
    holds: bool,
    decision: issue::Decision,
    agreements: Vec<Agreement>,
}

/// Makes all five things.
///
/// # Errors
/// When the names or the size cannot be used.
pub fn run(
    Context {
        inputs,
        observer,
        mut means,
    }: Context<'_, '_>,
) -> Outcome {
    let hosts = form::hosts(inputs, "names")?;
    let bits = match KeyLength::read(inputs, "size") {
        KeyLength::Bits2048 => 2048,
        KeyLength::Bits3072 => 3072,
        KeyLength::Bits4096 => 4096,
    };
    let subjects = Subjects::new(inputs.text("ca").trim(), &hosts)?;
    let periods = Periods::new(inputs.now)?;
    observer.step(|| opening::machines(inputs.text("ca").trim(), &hosts));
    let made = ready!(make(
        inputs, &hosts, bits, &subjects, periods, &mut means, observer
    ))?;
    form::progress(observer, "done", STAGES, STAGES);
    let demonstration = inputs.randomness.is_lesson();
    let key = |key: &PrivateKey, name: &str| form::key_draft(key, name, inputs);
    let certificate = |name: &str, certificate: &Certificate, from: &[u32]| {
        let from = from.iter().copied().map(Origin::Sibling).collect();
        form::public_draft(
            name,
            Kind::Certificate,
            certificate.der(),
            from,
            demonstration,
        )
    };
    Poll::Ready(Ok(Output {
        glance: host::describe(&hosts).into(),
        headline: format!(
            "Made: a root, and a certificate for {} that it signed. Serve with server-chain.pem \
             and server-key.pem, and trust root.pem.",
            host::describe(&hosts)
        )
        .into(),
        good: Some(made.holds),
        results: results(&made)?,
        bytes: dissections(&made),
        comparisons: vec![issuing::comparison(&made.decision)],
        recipes: recipes(&hosts, &subjects, periods, bits),
        drafts: vec![
            key(&made.root_key, "Root key")?,
            certificate("Root", &made.root, &[0]),
            key(&made.server_key, "Server key")?,
            form::public_draft(
                "Server request",
                Kind::Request,
                made.request.der(),
                vec![Origin::Sibling(2)],
                demonstration,
            ),
            certificate("Server", &made.server, &[3, 1, 0]),
        ],
        agreements: made.agreements,
        ..Output::default()
    }))
}

struct Subjects {
    root: Subject,
    server: Subject,
}

impl Subjects {
    fn new(ca: &str, hosts: &[Host]) -> Result<Self, Diagnosis> {
        if ca.is_empty() {
            return Err(Diagnosis::expected("a name for the CA")
                .of("ca")
                .found("nothing"));
        }
        // A name that does not fit into CN stands among the names anyway.
        let first = hosts.first().map(Host::to_string).unwrap_or_default();
        let fits = first.len() <= Attribute::CommonName.longest();
        let common = if fits { first.as_str() } else { "server" };
        let subject = |field, parts: &[(Attribute, &str)]| {
            Subject::new(parts.iter().copied()).map_err(|error| error.diagnosis().of(field))
        };
        Ok(Self {
            root: subject(
                "ca",
                &[
                    (Attribute::Organization, "Padlock"),
                    (Attribute::CommonName, ca),
                ],
            )?,
            server: subject("names", &[(Attribute::CommonName, common)])?,
        })
    }
}

#[derive(Clone, Copy)]
struct Periods {
    root: Period,
    server: Period,
}

impl Periods {
    fn new(now: u64) -> Result<Self, Diagnosis> {
        let period = |days| Period::days(now, days).map_err(|error| error.diagnosis());
        Ok(Self {
            root: period(ROOT_DAYS)?,
            server: period(SERVER_DAYS)?,
        })
    }
}

fn make(
    inputs: &Inputs,
    hosts: &[Host],
    bits: usize,
    subjects: &Subjects,
    periods: Periods,
    means: &mut Means<'_>,
    observer: &mut Recorder<'_>,
) -> Poll<Result<ServerSetup, Diagnosis>> {
    form::progress(observer, "making the root's key", 0, STAGES);
    let what = ("root-key", "the root key");
    let root_key = ready!(form::new_key(inputs, &ABOUT, bits, what, means, observer))?;

    form::progress(observer, "signing the root", 1, STAGES);
    observer.enter(|| {
        Step::new("root", "Sign the root")
            .says("The root vouches for itself: subject and issuer are the same.")
            .source("RFC 5280", "3.2")
    });
    let profile = Profile::Root {
        subject: subjects.root.to_name()?,
        path_length: Some(0),
    };
    let signs = (&profile, periods.root);
    let keys = (&root_key, &root_key);
    let root = form::certify(inputs, "make-it root serial", signs, keys, observer)?;
    observer.leave();

    form::progress(observer, "making the server's key", 2, STAGES);
    let what = ("server-key", "the server key");
    let server_key = ready!(form::new_key(inputs, &ABOUT, bits, what, means, observer))?;

    form::progress(observer, "signing the request", 3, STAGES);
    observer.enter(|| {
        Step::new("request", "Ask for a certificate")
            .says("The server asks, and proves that it has the private key.")
            .source("RFC 2986", "3")
    });
    let wish = Wish {
        subject: subjects.server.clone(),
        hosts: hosts.to_vec(),
        role: Role::Unsaid,
    };
    let request = request::make(&wish, &server_key, observer)?;
    let possession = request::check_possession(&request.request, observer)?;
    observer.leave();

    form::progress(observer, "signing the certificate", 4, STAGES);
    observer.enter(|| {
        Step::new("issue", "Sign the certificate")
            .says("The root decides what to grant, and signs it.")
            .source("RFC 5280", "4.1.1.3")
    });
    let policy = Policy {
        subject: SubjectPolicy::Whole,
        names: NamePolicy::All,
        period: periods.server,
        most_days: SERVER_DAYS,
    };
    let decision = issue::decide(&request.request, &root.certificate, &policy)?;
    issue::check_signer(&root.certificate, &root_key, observer)?;
    let server = issuing::sign(
        &decision,
        &request.request,
        &root.certificate,
        &root_key,
        &inputs.randomness,
        observer,
    )?;
    observer.leave();

    form::progress(observer, "checking the certificate", 5, STAGES);
    let answer = issuing::check(&decision, &server.certificate, &root.certificate, observer);
    let (holds, agrees) = answer.map_or((false, true), |answer| (answer.holds(), answer.agrees));
    Poll::Ready(Ok(ServerSetup {
        agreements: vec![
            Agreement::new("the root's key file", judges::RSA, root_key.agrees()),
            Agreement::new("the server's key file", judges::RSA, server_key.agrees()),
            Agreement::new("the root's signature", judges::RSA, root.agrees),
            Agreement::new("the request's signature", judges::RSA, request.agrees),
            Agreement::new("the proof of possession", judges::RSA, possession.agrees),
            Agreement::new("the certificate's signature", judges::RSA, server.agrees),
            Agreement::new("the signature's verification", judges::RSA, agrees),
        ],
        holds: holds && possession.holds,
        root_key,
        root: root.certificate,
        server_key,
        request: request.request,
        server: server.certificate,
        decision,
    }))
}

/// Root, request and certificate; each field points at its step in its stage.
fn dissections(made: &ServerSetup) -> Vec<Dissection> {
    let by = |whole: Dissection, makers, stage, key| {
        whole
            .with_makers(makers)
            .within(stage)
            .with_makers(&[("subjectPublicKeyInfo", key), ("subjectPKInfo", key)])
    };
    let certificate = layout::CERTIFICATE_MAKERS;
    let request = layout::REQUEST_MAKERS;
    vec![
        by(
            layout::certificate(&made.root),
            certificate,
            "root",
            "root-key",
        ),
        by(
            layout::request(&made.request),
            request,
            "request",
            "server-key",
        ),
        by(
            layout::certificate(&made.server),
            certificate,
            "issue",
            "server-key",
        ),
    ]
}

/// The files, ready to be copied.
fn results(made: &ServerSetup) -> Result<Vec<Value>, Diagnosis> {
    let root = form::pem(Kind::Certificate, made.root.der());
    let chain = form::pem(Kind::Certificate, made.server.der()) + &root;
    let key = made.server_key.to_pkcs8_der()?;
    let key = form::pem(form::kind_of(&made.server_key), &key);
    Ok(vec![
        form::text("root.pem", root).meaning("give it to clients: they trust it"),
        form::text("server-chain.pem", chain)
            .meaning("give it to the server: its certificate, then the root's"),
        Value::new("server-key.pem", Data::Text(key), Knowers::OWNER)
            .meaning("the server's private key"),
    ])
}

fn recipes(hosts: &[Host], subjects: &Subjects, periods: Periods, bits: usize) -> Vec<Recipe> {
    let first = hosts.first().map(Host::to_string).unwrap_or_default();
    let mut recipes = pieces::use_it(&first);
    let sized = |code: String| {
        code.replace("rsa_keygen_bits:2048", &format!("rsa_keygen_bits:{bits}"))
            .replace("key_size=2048", &format!("key_size={bits}"))
    };
    let wish = Wish {
        subject: subjects.server.clone(),
        hosts: hosts.to_vec(),
        role: Role::Unsaid,
    };
    let openssl = [
        ca_root::openssl_root(&subjects.root, periods.root, Some(0), KeyKind::Rsa),
        csr::openssl_request(&wish, KeyKind::Rsa),
        pieces::openssl_sign(hosts, periods.server, pieces::Keys::RSA),
        pieces::openssl_check(hosts),
    ]
    .concat();
    recipes.push(Recipe {
        tool: Tool::Openssl,
        title: "Do the same from scratch".into(),
        code: sized(openssl),
    });
    let python = format!(
        "from datetime import datetime, timezone\n\
         from ipaddress import ip_address\n\
         from cryptography import x509\n\
         from cryptography.hazmat.primitives import hashes, serialization\n\
         from cryptography.hazmat.primitives.asymmetric import rsa\n\
         from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID\n\
         \n\
         {}\n\n{}\n\n{}\n",
        ca_root::python_root(&subjects.root, periods.root, Some(0), KeyKind::Rsa),
        csr::python_request(&subjects.server, hosts, "", KeyKind::Rsa),
        pieces::python_sign(
            hosts,
            periods.server,
            PythonSubject::Whole,
            pieces::Keys::RSA
        ),
    );
    recipes.push(Recipe {
        tool: Tool::Python,
        title: "Do the same from scratch".into(),
        code: sized(python),
    });
    recipes.extend(trust_it());
    recipes
}
