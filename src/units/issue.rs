//! Issuing: what a request asks for, what it is granted, and the signature.

use super::certificate_form::{self as form, FROM, PRIVATE_KEYS, trouble};
use super::certificate_recipes as pieces;
use super::{
    About, Agreement, Break, Choice, Comparison, Context, Control, Draws, Fits, Input, Inputs,
    Outcome, Output, Page, Recipe, Row, Showing, Start, Tool, Trouble,
};
use crate::desk::Kind;
use crate::engine::pki::host::{self, Host};
use crate::engine::pki::issue::{self, Decision, NamePolicy, Policy, SubjectPolicy};
use crate::engine::pki::read::Request;
use crate::engine::pki::validity;
use crate::engine::pki::verify::{self, Question};
use crate::engine::pki::{Error, layout, request, tamper};
use crate::engine::source::Source;
use crate::engine::trace::{Observer, Step};
use sha2::{Digest as _, Sha256};
use std::task::{Poll, ready};

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "issue",
    page: Page::Certificate,
    title: "Sign a certificate",
    question: "What does a CA put its name to?",
    notice: "A request is only a wish. Compare what it asks for with what it gets, then see the \
             bytes of the certificate become a number, and that number a signature.",
    start: Start::Button("Sign the certificate"),
    inputs: &[
        Input {
            default: "server-request#1",
            ..Input::new("request", "Request", Control::Thing(&[Kind::Request]))
        },
        Input {
            default: "ca-root#1",
            fits: Fits::Signer("issuer-key"),
            ..Input::new(
                "issuer",
                "Issuer's certificate",
                Control::Thing(&[Kind::Certificate]),
            )
        },
        Input {
            default: "ca-root",
            fits: Fits::KeyOf("issuer"),
            ..Input::new(
                "issuer-key",
                "Issuer's private key",
                Control::Thing(PRIVATE_KEYS),
            )
        },
        FROM,
        Input {
            default: "397",
            hint: "Browsers took at most 398 days from public CAs from 2020 on, 200 since March \
                   2026, and will take 47 from 2029. A root of your own is free of that; Apple's \
                   systems still want 825 or fewer.",
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
            showing: Showing::More,
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
            default: "all",
            ..Input::new(
                "grant-names",
                "Grant which names",
                Control::Choice(&[
                    Choice {
                        value: "all",
                        label: "All that it asks for",
                    },
                    Choice {
                        value: "dns",
                        label: "DNS names only",
                    },
                    Choice {
                        value: "listed",
                        label: "Those in a list",
                    },
                ]),
            )
        },
        Input {
            default: "localhost",
            hint: "One on each line. Whatever else the request asks for is refused.",
            showing: Showing::While("grant-names", &["listed"]),
            ..Input::new("listed", "Names that may be granted", Control::Area)
        },
        Input {
            default: "whole",
            showing: Showing::More,
            ..Input::new(
                "grant-subject",
                "Grant which subject",
                Control::Choice(&[
                    Choice {
                        value: "whole",
                        label: "All of it",
                    },
                    Choice {
                        value: "cn",
                        label: "The common name only",
                    },
                ]),
            )
        },
        Input {
            default: "none",
            hint: "One bit of the request, changed on its way to the CA.",
            showing: Showing::More,
            ..Input::new(
                "tamper",
                "Change one bit of",
                Control::Choice(&[
                    Choice {
                        value: "none",
                        label: "Nothing",
                    },
                    Choice {
                        value: "key",
                        label: "The public key in the request",
                    },
                    Choice {
                        value: "signature",
                        label: "The signature of the request",
                    },
                ]),
            )
        },
        Input {
            default: "issuer",
            showing: Showing::More,
            ..Input::new(
                "sign-with",
                "Sign with",
                Control::Choice(&[
                    Choice {
                        value: "issuer",
                        label: "The issuer's key",
                    },
                    Choice {
                        value: "foreign",
                        label: "Somebody else's key, made on the spot",
                    },
                ]),
            )
        },
    ],
    breaks: &[
        Break {
            label: "Flip a bit of the public key in the request",
            says: "The proof of possession fails, so the CA stops before it signs anything.",
            sets: &[("tamper", "key")],
        },
        Break {
            label: "Flip a bit of the request's signature",
            says: "What comes out of the power is no longer a padded hash.",
            sets: &[("tamper", "signature")],
        },
        Break {
            label: "Forge it with somebody else's key",
            says: "Anybody can write the root's name into a certificate. The signature gives the \
                   forger away.",
            sets: &[("sign-with", "foreign")],
        },
        Break {
            label: "Ask for a hundred years",
            says: "The end is cut to what the CA allows.",
            sets: &[("days", "36500")],
        },
    ],
    sources: &[
        Source::new("RFC 5280", "4.1.1.3"),
        Source::new("RFC 2986", "3"),
        Source::new("RFC 8017", "8.2.1"),
    ],
    keeps: true,
    draws: Draws::Always,
};

/// Checks the request, decides about it, and signs.
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
    let (request, changed_at) = tampered(form::request(inputs, "request")?, inputs)?;
    let issuer = form::certificate(inputs, "issuer")?;
    let checked = request::check_possession(&request, observer)
        .map_err(|error| trouble("request", &error))?;
    let possession = Agreement::new("the proof of possession", "rsa 0.10", checked.agrees);
    if !checked.holds {
        let place = changed_at.map_or(String::new(), |at| {
            format!(" One bit was changed in its byte {at}.")
        });
        let why = format!(
            "The signature of the request does not hold under the public key inside it, so its \
             sender has not shown the private key.{place}"
        );
        return Poll::Ready(Ok(nothing_signed(&why, &request, possession)));
    }
    if let Err(malformed) = request.extensions().check() {
        let why = malformed.says("request");
        return Poll::Ready(Ok(nothing_signed(&why, &request, possession)));
    }
    let policy = policy(inputs)?;
    let decision =
        issue::decide(&request, &issuer, &policy).map_err(|error| trouble("from", &error))?;
    let key = if inputs.text("sign-with") == "foreign" {
        let what = ("foreign", "the foreign key");
        ready!(form::new_key(
            inputs, &ABOUT, 2048, what, &mut means, observer
        ))?
    } else {
        let key = form::private_key(inputs, "issuer-key")?;
        issue::check_signer(&issuer, &key, observer).map_err(|error| {
            let field = match error {
                Error::Extension { .. } => "issuer",
                _ => "issuer-key",
            };
            trouble(field, &error)
        })?;
        key
    };
    let mut random = inputs
        .randomness
        .generator(&serial_purpose(&decision, &request));
    let made = issue::issue(&decision, &request, &issuer, &key, &mut random, observer)
        .map_err(|error| trouble("grant-names", &error))?;
    let certificate = made.certificate;
    let Some(asked) = asked_host(&decision) else {
        return Poll::Ready(Err(Trouble::bug("a certificate without names was issued")));
    };
    observer.enter(|| {
        Step::new("check", "Check it as a browser would")
            .says("The certificate under its issuer, for its first name, at its first second.")
    });
    let answer = verify::check(
        Question {
            certificate: &certificate,
            issuer: &issuer,
            host: &asked,
            at: decision.period.from,
        },
        observer,
    );
    observer.amend(|step| *step = std::mem::take(step).passes_if(answer.holds()));
    observer.leave();
    let demonstration = inputs.is_demonstration();
    Poll::Ready(Ok(Output {
        headline: match answer.first_failure() {
            None => format!(
                "{} signed a certificate for {}, valid until {}.",
                issuer.subject(),
                host::describe(&decision.hosts),
                validity::show(decision.period.to)
            ),
            Some(failure) => format!(
                "A certificate was signed, but nobody will take it. {}",
                failure.says
            ),
        }
        .into(),
        good: Some(answer.holds()),
        results: form::certificate_results(&certificate),
        bytes: vec![layout::certificate(&certificate).with_makers(layout::CERTIFICATE_MAKERS)],
        comparisons: vec![comparison(&decision)],
        agreements: vec![
            possession,
            Agreement::new("the signature", "rsa 0.10", made.agrees),
            Agreement::new("the signature's verification", "rsa 0.10", answer.agrees),
        ],
        recipes: recipes(&request, &decision),
        drafts: vec![form::public_draft(
            "Server",
            Kind::Certificate,
            certificate.der(),
            ["request", "issuer", "issuer-key"]
                .map(|id| form::input(&ABOUT, id))
                .to_vec(),
            demonstration,
        )],
        ..Output::default()
    }))
}

fn nothing_signed(why: &str, request: &Request, possession: Agreement) -> Output {
    Output {
        headline: format!("Nothing is signed. {why}").into(),
        good: Some(false),
        bytes: vec![layout::request(request)],
        agreements: vec![possession],
        ..Output::default()
    }
}

/// What the serial number is drawn for: no two certificates of a CA may share
/// one, also where a seed makes a run repeatable.
pub(super) fn serial_purpose(decision: &Decision, request: &Request) -> String {
    let mut purpose = format!("issue serial {:?} {:?} ", decision.period, decision.hosts);
    for byte in Sha256::digest(request.der()) {
        purpose.push_str(&format!("{byte:02x}"));
    }
    purpose
}

/// The request, with the bit changed that the form asks for, and the byte
/// where that is.
fn tampered(request: Request, inputs: &Inputs) -> Result<(Request, Option<usize>), Trouble> {
    let (der, at) = match inputs.text("tamper") {
        "key" => tamper::request_key(&request),
        "signature" => tamper::request_signature(&request),
        _ => return Ok((request, None)),
    };
    let request = Request::parse(&der).map_err(|error| trouble("tamper", &error))?;
    Ok((request, Some(at)))
}

fn policy(inputs: &Inputs) -> Result<Policy, Trouble> {
    let most = inputs.number("most-days", 1..=36_500)?;
    Ok(Policy {
        subject: match inputs.text("grant-subject") {
            "cn" => SubjectPolicy::CommonName,
            _ => SubjectPolicy::Whole,
        },
        names: match inputs.text("grant-names") {
            "dns" => NamePolicy::Dns,
            "listed" => NamePolicy::Listed(form::hosts(inputs, "listed")?),
            _ => NamePolicy::All,
        },
        period: form::period(inputs)?,
        most_days: u64::try_from(most).unwrap_or(1),
    })
}

/// A host that the first granted name covers.
pub(super) fn asked_host(decision: &Decision) -> Option<Host> {
    decision.hosts.first().map(|host| match host {
        Host::Dns(name) => Host::Dns(name.replacen('*', "www", 1)),
        Host::Ip(_) => host.clone(),
    })
}

/// What was decided, as a table.
pub(super) fn comparison(decision: &Decision) -> Comparison {
    Comparison {
        title: "Requested and granted".into(),
        left: "Requested".into(),
        right: "Granted".into(),
        rows: decision
            .rows
            .iter()
            .map(|row| Row {
                name: row.name.into(),
                left: row.requested.clone().into(),
                right: row.granted.clone().into(),
                note: row.note.clone().into(),
            })
            .collect(),
    }
}

fn recipes(request: &Request, decision: &Decision) -> Vec<Recipe> {
    let (hosts, period) = (&decision.hosts, decision.period);
    let name = hosts.first().map(Host::to_string).unwrap_or_default();
    let whole = decision.subject == request.inner().info.subject;
    let mut recipes = vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Check the request, then sign it".into(),
            code: pieces::openssl_sign(hosts, period),
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
                    }
                )
            ),
        },
    ];
    recipes.extend(pieces::use_it(&name));
    recipes
}
