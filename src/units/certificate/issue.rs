//! Issuing: what a request asks for, what it is granted, and the signature.

use super::form::{self as form, FROM, ISSUER, ISSUER_KEY};
use super::issuing;
use super::opening;
use super::recipes as pieces;
use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::pki::host::{self, Host};
use crate::engine::pki::issue::{self, Decision, NamePolicy, Policy, SubjectPolicy};
use crate::engine::pki::key::{PrivateKey, SignatureCheck};
use crate::engine::pki::read::{Certificate, Request};
use crate::engine::pki::validity;
use crate::engine::pki::verify::Validation;
use crate::engine::pki::{layout, limits, request, tamper};
use crate::engine::source::Source;
use crate::engine::task::Means;
use crate::engine::trace::{Observer, Recorder, Value};
use crate::units::form::judges;
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Input, Inputs, Outcome, Output, Page, Recipe,
    Showing, Start, Tool, choices,
};
use std::task::{Poll, ready};

/// What to notice in what comes out.
pub const NOTICE: &str = "A request is only a wish. Compare what it asks for with what it gets, then see the bytes of the certificate become a number, and that number a signature.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 5280", "4.1.1.3"),
    Source::new("RFC 2986", "3"),
    Source::new("RFC 8017", "8.2.1"),
];

choices! {
    /// Which of the names that a request asks for are granted.
    enum GrantedNames, at first All {
        All: "all", "All that it asks for";
        Dns: "dns", "DNS names only";
        Listed: "listed", "Those in a list";
    }
}

choices! {
    /// What of the subject is granted.
    enum GrantedSubject, at first Whole {
        Whole: "whole", "All of it";
        CommonName: "cn", "The common name only";
    }
}

choices! {
    /// What of the request is changed on its way.
    enum RequestTampering, at first Nothing {
        Nothing: "none", "Nothing";
        Key: "key", "The public key in the request";
        Signature: "signature", "The signature of the request";
    }
}

choices! {
    /// Whose key signs.
    enum SigningKeyChoice, at first Issuer {
        Issuer: "issuer", "The issuer's key";
        Foreign: "foreign", "Somebody else's key, made on the spot";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "issue",
    page: Page::Certificate,
    title: "Sign a certificate",
    question: "What does a CA put its name to?",
    start: Start::Button("Sign the certificate"),
    row: &["request", "issuer", "days"],
    inputs: &[
        Input {
            default: "server-request#1",
            ..Input::new("request", "Request", Control::Thing(&[Kind::Request]))
        },
        ISSUER,
        ISSUER_KEY,
        FROM,
        Input {
            default: "397",
            hint: limits::IN_WORDS,
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
            default: "825",
            hint: "The policy of this CA; more is cut.",
            ..Input::new(
                "most-days",
                "At most days",
                Control::Number {
                    min: 1,
                    max: 36_500,
                },
            )
        },
        Input {
            ..GrantedNames::input("grant-names", "Grant which names")
        },
        Input {
            default: "localhost",
            hint: "One on each line. Whatever else the request asks for is refused.",
            showing: Showing::While("grant-names", &[GrantedNames::Listed.value()]),
            ..Input::new("listed", "Names that may be granted", Control::Area)
        },
        Input {
            ..GrantedSubject::input("grant-subject", "Grant which subject")
        },
        Input {
            hint: "One bit of the request, changed on its way to the CA.",
            tells: true,
            ..RequestTampering::input("tamper", "Change one bit of")
        },
        Input {
            ..SigningKeyChoice::input("sign-with", "Sign with")
        },
    ],
    breaks: &[
        Break {
            label: "Flip a bit of the public key in the request",
            says: "The proof of possession fails, so the CA stops before it signs anything.",
            sets: &[("tamper", RequestTampering::Key.value())],
        },
        Break {
            label: "Flip a bit of the request's signature",
            says: "What comes out of the power is no longer a padded hash.",
            sets: &[("tamper", RequestTampering::Signature.value())],
        },
        Break {
            label: "Forge it with somebody else's key",
            says: "Anybody can write the root's name into a certificate. The signature gives the \
                   forger away.",
            sets: &[("sign-with", SigningKeyChoice::Foreign.value())],
        },
        Break {
            label: "Ask for a hundred years",
            says: "The end is cut to what the CA allows.",
            sets: &[("days", "36500")],
        },
    ],
    small: &[],
    makes: &["server certificate"],
    keeps: true,
    draws: Draws::Always,
};

/// Reads what is asked, decides once, signs, checks, and tells.
///
/// # Errors
/// When request, issuer and key cannot be read or do not belong together, or
/// the wanted period lies outside the issuer's.
pub fn run(
    Context {
        inputs,
        observer,
        mut means,
    }: Context<'_, '_>,
) -> Outcome {
    let asked = IssuanceRequest::read(inputs)?;
    observer.step(|| opening::issue(&asked.request, &asked.issuer));
    let possession = match request::check_possession(&asked.request, observer) {
        Ok(possession) => possession,
        // Changed bits may leave no key, where those of RSA leave another one.
        Err(error) if asked.changed_at.is_some() => {
            observer.opening(opening::refused);
            let why = format!(
                "The key in the request is none any more: {}.",
                error.clause()
            );
            return Poll::Ready(Ok(nothing_signed(&why, &asked.request, None)));
        }
        Err(error) => return Poll::Ready(Err(error.of("request"))),
    };
    if let Some(why) = asked.refusal(&possession) {
        observer.opening(opening::refused);
        return Poll::Ready(Ok(nothing_signed(&why, &asked.request, Some(&possession))));
    }
    let own = own_key(inputs, &asked.issuer, observer)?;
    let decision = issue::decide(&asked.request, &asked.issuer, &policy(inputs)?)
        .map_err(|error| error.of("from"))?;
    if decision.hosts.is_empty() {
        let why = "No name in it can be granted; the table says why, name by name.";
        observer.opening(opening::refused);
        return Poll::Ready(Ok(Output {
            comparisons: vec![issuing::comparison(&decision)],
            ..nothing_signed(why, &asked.request, Some(&possession))
        }));
    }
    let key = match own {
        Some(key) => key,
        None => ready!(foreign_key(inputs, &mut means, observer))?,
    };
    let signed = issuing::sign(
        &decision,
        &asked.request,
        &asked.issuer,
        &key,
        &inputs.randomness,
        observer,
    )
    .map_err(|error| error.of("grant-names"))?;
    let validation = issuing::check(&decision, &signed.certificate, &asked.issuer, observer);
    let Some(validation) = validation else {
        return Poll::Ready(Err(Diagnosis::bug(
            "a certificate without names was issued",
        )));
    };
    observer.opening(|step| {
        let asked = (&asked.request, &asked.issuer);
        opening::issued(step, &decision, &signed.certificate, asked);
    });
    let whole = decision.subject == asked.request.inner().info.subject;
    let certificate = &signed.certificate;
    let keys = pieces::Keys {
        server: asked.request.public_key()?.kind(),
        issuer: key.kind(),
    };
    Poll::Ready(Ok(Output {
        glance: match validation.first_failure() {
            _ if validation.holds() => "✓ signed",
            Some(failure) if failure.id == STRENGTH => "✗ no browser takes it",
            _ => "✗ nobody takes it",
        }
        .into(),
        headline: headline(&asked.issuer, &decision, &validation).into(),
        good: Some(validation.holds()),
        results: results(certificate, &asked.issuer),
        bytes: vec![layout::certificate(certificate).with_makers(layout::CERTIFICATE_MAKERS)],
        agreements: proof(&possession)
            .into_iter()
            .chain(judges::compared(
                key.kind(),
                &[
                    ("the signature", signed.agrees),
                    ("the signature's verification", validation.agrees),
                ],
            ))
            .collect(),
        recipes: recipes(whole, &decision, keys),
        comparisons: vec![issuing::comparison(&decision)],
        drafts: vec![form::public_draft(
            form::named_after(&inputs.thing("request")?.name, " request", "", "Server"),
            Kind::Certificate,
            certificate.der(),
            ["request", "issuer", "issuer-key"]
                .map(|id| form::input(&ABOUT, id))
                .to_vec(),
            inputs.is_demonstration(),
        )],
        ..Output::default()
    }))
}

/// Who asks whom.
struct IssuanceRequest {
    request: Request,
    /// The byte of the request that was changed on its way.
    changed_at: Option<usize>,
    issuer: Certificate,
}

impl IssuanceRequest {
    fn read(inputs: &Inputs) -> Result<Self, Diagnosis> {
        let (request, changed_at) = tampered(form::request(inputs, "request")?, inputs)?;
        Ok(Self {
            request,
            changed_at,
            issuer: form::certificate(inputs, "issuer")?,
        })
    }

    /// Why nothing is signed whatever the CA's policy, in words.
    fn refusal(&self, possession: &SignatureCheck) -> Option<String> {
        if !possession.holds {
            let place = self.changed_at.map_or(String::new(), |at| {
                format!(" One bit was changed in its byte {at}.")
            });
            return Some(format!(
                "The signature of the request does not hold under the public key inside it, so it \
                 does not prove that its maker had the private key.{place}"
            ));
        }
        let malformed = self.request.extensions().check().err()?;
        Some(malformed.says("request"))
    }
}

/// The issuer's key, once it is clear that the issuer may sign and that the key
/// is its own; `None` where another one is to sign.
fn own_key(
    inputs: &Inputs,
    issuer: &Certificate,
    observer: &mut Recorder<'_>,
) -> Result<Option<PrivateKey>, Diagnosis> {
    if SigningKeyChoice::read(inputs, "sign-with") == SigningKeyChoice::Foreign {
        return Ok(None);
    }
    let key = form::private_key(inputs, "issuer-key")?;
    issue::check_issuer(issuer).map_err(|error| error.of("issuer"))?;
    issue::check_signer(issuer, &key, observer).map_err(|error| error.of("issuer-key"))?;
    Ok(Some(key))
}

/// A key that only claims to be the issuer's.
fn foreign_key(
    inputs: &Inputs,
    means: &mut Means<'_>,
    observer: &mut Recorder<'_>,
) -> Poll<Result<PrivateKey, Diagnosis>> {
    let what = ("foreign", "the foreign key");
    form::new_key(inputs, &ABOUT, 2048, what, means, observer)
}

/// The certificate, and the file that a server sends: it with its issuer's.
fn results(certificate: &Certificate, issuer: &Certificate) -> Vec<Value> {
    let mut results = form::certificate_results(certificate);
    let chain = [certificate, issuer].map(|one| form::pem(Kind::Certificate, one.der()));
    results.push(
        form::text("server-chain.pem", chain.concat())
            .meaning("what a server sends: its certificate, then its issuer's"),
    );
    results
}

/// The check of what browsers alone refuse: other programs take such keys.
const STRENGTH: &str = "strength";

fn headline(issuer: &Certificate, decision: &Decision, validation: &Validation) -> String {
    match validation.first_failure() {
        None => format!(
            "{} signed a certificate for {}, valid until {}.",
            issuer.subject(),
            host::describe(&decision.hosts),
            validity::show(decision.period.to)
        ),
        Some(failure) if failure.id == STRENGTH => format!(
            "A certificate was signed, and browsers will not take it. {}",
            failure.says
        ),
        Some(failure) => format!(
            "A certificate was signed, but nobody will take it. {}",
            failure.says
        ),
    }
}

/// Where its steps are told, and so compared.
fn proof(possession: &SignatureCheck) -> Option<Agreement> {
    let what = "the proof of possession";
    possession
        .is_told
        .then(|| Agreement::new(what, judges::RSA, possession.agrees))
}

fn nothing_signed(why: &str, request: &Request, possession: Option<&SignatureCheck>) -> Output {
    Output {
        headline: format!("Nothing is signed. {why}").into(),
        good: Some(false),
        bytes: vec![layout::request(request)],
        agreements: possession.and_then(proof).into_iter().collect(),
        ..Output::default()
    }
}

/// The request, with the bit changed that the form asks for, and the byte
/// where that is.
fn tampered(request: Request, inputs: &Inputs) -> Result<(Request, Option<usize>), Diagnosis> {
    let (der, at) = match RequestTampering::read(inputs, "tamper") {
        RequestTampering::Key => tamper::request_key(&request),
        RequestTampering::Signature => tamper::request_signature(&request),
        RequestTampering::Nothing => return Ok((request, None)),
    };
    let request = Request::parse(&der).map_err(|error| error.of("tamper"))?;
    Ok((request, Some(at)))
}

fn policy(inputs: &Inputs) -> Result<Policy, Diagnosis> {
    let most = inputs.number("most-days", 1..=36_500)?;
    Ok(Policy {
        subject: match GrantedSubject::read(inputs, "grant-subject") {
            GrantedSubject::CommonName => SubjectPolicy::CommonName,
            GrantedSubject::Whole => SubjectPolicy::Whole,
        },
        names: match GrantedNames::read(inputs, "grant-names") {
            GrantedNames::Dns => NamePolicy::Dns,
            GrantedNames::Listed => NamePolicy::Listed(form::hosts(inputs, "listed")?),
            GrantedNames::All => NamePolicy::All,
        },
        period: form::period(inputs)?,
        most_days: u64::try_from(most).unwrap_or(1),
    })
}

fn recipes(whole: bool, decision: &Decision, keys: pieces::Keys) -> Vec<Recipe> {
    let (hosts, period) = (&decision.hosts, decision.period);
    let name = hosts.first().map(Host::to_string).unwrap_or_default();
    let mut recipes = vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Check the request, then sign it".into(),
            code: pieces::openssl_sign(hosts, period, keys),
        },
        Recipe {
            tool: Tool::Openssl,
            title: "Check the certificate".into(),
            code: pieces::openssl_check(hosts),
        },
        Recipe {
            tool: Tool::Python,
            title: "Sign the request".into(),
            code: format!(
                "from datetime import datetime, timezone\n\
                 from ipaddress import ip_address\n\
                 from cryptography import x509\n\
                 from cryptography.hazmat.primitives import hashes, serialization\n\
                 from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID\n\
                 \n\
                 root = x509.load_pem_x509_certificate(open('root.pem', 'rb').read())\n\
                 root_key = serialization.load_pem_private_key(\n    \
                 open('root-key.pem', 'rb').read(), password=None)\n\
                 request = x509.load_pem_x509_csr(open('server-request.pem', 'rb').read())\n\
                 assert request.is_signature_valid\n\
                 {}\n",
                pieces::python_sign(
                    hosts,
                    period,
                    if whole {
                        pieces::PythonSubject::Whole
                    } else {
                        pieces::PythonSubject::CommonName
                    },
                    keys,
                )
            ),
        },
    ];
    recipes.extend(pieces::use_it(&name));
    recipes
}
