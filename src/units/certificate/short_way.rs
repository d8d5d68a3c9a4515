//! The short ways to a certificate that people know, and what they lack.

mod recipes;
mod words;

use super::check_certificate::table;
use super::form::{self as form, COMMON_NAME};
use super::opening;
use crate::desk::{Kind, Origin};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::pki::certificate::{IssuedCertificate, Profile};
use crate::engine::pki::host::Host;
use crate::engine::pki::layout;
use crate::engine::pki::name::{Attribute, Subject};
use crate::engine::pki::path::Question;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::validity::{DAY, Period};
use crate::engine::pki::verify::{self, Validation};
use crate::engine::source::Source;
use crate::engine::trace::{Observer, Step};
use crate::units::form::judges;
use crate::units::{
    About, Agreement, Break, Comparison, Context, Control, Draws, Input, Inputs, Outcome, Output,
    Page, Showing, Start, choices,
};
use std::task::{Poll, ready};

/// What to notice where no name is that of the host.
pub const NOTICE: &str = "The signature holds. What is missing is somebody who vouches for it, and a name that a browser takes for the host.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 5280", "4.2.1.6"),
    Source::new("RFC 9525", "6.3"),
];

choices! {
    /// The short ways.
    enum ShortWay, at first Adhoc {
        Adhoc: "adhoc", "Flask's ssl_context=\"adhoc\"";
        Req: "req", "openssl req -x509";
        Addext: "addext", "openssl req -x509 with -addext";
    }
}

/// Those of openssl, which ask for a name and for days.
const BY_OPENSSL: &[&str] = &[ShortWay::Req.value(), ShortWay::Addext.value()];

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "short-way",
    page: Page::Certificate,
    title: "The short ways",
    question: "One line makes a certificate. Why does the browser warn of it?",
    start: Start::Opened("Make it the short way"),
    row: &["way", "host", "days"],
    inputs: &[
        Input {
            ..ShortWay::input("way", "Way")
        },
        Input {
            default: "localhost",
            hint: "What openssl asks for as \"Common Name\".",
            showing: Showing::While("way", BY_OPENSSL),
            ..COMMON_NAME
        },
        Input {
            default: "365",
            showing: Showing::While("way", BY_OPENSSL),
            ..Input::new(
                "days",
                "-days",
                Control::Number {
                    min: 1,
                    max: 36_500,
                },
            )
        },
        Input {
            default: "localhost",
            hint: "What stands in the address bar.",
            ..Input::new("host", "Host", Control::Line)
        },
    ],
    breaks: &[Break {
        label: "Ask for another host",
        says: "With a name that clients look at, another host is refused whoever trusts it.",
        sets: &[("way", ShortWay::Addext.value()), ("host", "example.org")],
    }],
    small: &[],
    makes: &["certificate and key"],
    keeps: true,
    draws: Draws::Always,
};

/// Makes key and certificate as that way does, and checks it twice: as a client
/// that trusts nobody here, and as one that was told to trust it.
///
/// # Errors
/// When the name, the days or the host cannot be read.
pub fn run(
    Context {
        inputs,
        observer,
        mut means,
    }: Context<'_, '_>,
) -> Outcome {
    let host = Host::parse_asked(inputs.text("host").trim())
        .map_err(|error| error.diagnosis().of("host"))?;
    let (profile, period) = (profile(inputs)?, period(inputs)?);
    observer.step(|| opening::alone(name_of(inputs), period));
    form::progress(observer, "making the key", 0, 2);
    let what = ("key", "the new key");
    let key = ready!(form::new_key(
        inputs, &ABOUT, 2048, what, &mut means, observer
    ))?;
    form::progress(observer, "signing the certificate", 1, 2);
    let signs = (&profile, period);
    let made = form::certify(inputs, "short-way serial", signs, (&key, &key), observer)?;
    let IssuedCertificate {
        certificate,
        agrees,
    } = made;
    let nobody = looked_at(
        ("browser", "As a client sees it that knows nothing of it"),
        &certificate,
        &[],
        (&host, period.from),
        observer,
    );
    let accepted = looked_at(
        ("accepted", "As a client sees it that was told to trust it"),
        &certificate,
        &[&certificate],
        (&host, period.from),
        observer,
    );
    form::progress(observer, "done", 2, 2);
    let titled = |title: &'static str, of: &Validation| Comparison {
        title: title.into(),
        ..table(of)
    };
    Poll::Ready(Ok(Output {
        glance: "its own root".into(),
        headline: headline(&nobody, &accepted, &host).into(),
        notice: words::notice(ShortWay::read(inputs, "way")).into(),
        good: None,
        results: form::certificate_results(&certificate),
        bytes: vec![
            layout::certificate(&certificate)
                .with_makers(layout::CERTIFICATE_MAKERS)
                .with_makers(&[("subjectPublicKeyInfo", "key")]),
        ],
        comparisons: vec![
            words::table(ShortWay::read(inputs, "way"), &certificate),
            titled(
                "What is found by a client that knows nothing of it",
                &nobody,
            ),
            titled(
                "What is left, by the rules of browsers, once it is trusted",
                &accepted,
            ),
            words::clients(ShortWay::read(inputs, "way")),
            words::accepting(ShortWay::read(inputs, "way")),
        ],
        agreements: vec![
            Agreement::new("the key file", judges::RSA, key.agrees()),
            Agreement::new("the signature", judges::RSA, agrees),
        ],
        recipes: recipes::of(inputs),
        drafts: vec![
            form::key_draft(&key, &format!("Key of {}", name_of(inputs)), inputs)?,
            form::public_draft(
                format!("Certificate of {}", name_of(inputs)),
                Kind::Certificate,
                certificate.der(),
                vec![Origin::Sibling(0)],
                inputs.is_demonstration(),
            ),
        ],
        ..Output::default()
    }))
}

/// What that way is called in a sentence.
fn name_of(inputs: &Inputs) -> &'static str {
    match ShortWay::read(inputs, "way") {
        ShortWay::Req => "openssl req -x509",
        ShortWay::Addext => "openssl req -x509 -addext",
        ShortWay::Adhoc => "adhoc",
    }
}

/// What that way puts into a certificate.
fn profile(inputs: &Inputs) -> Result<Profile, Diagnosis> {
    let name = |parts: &[(Attribute, &str)]| {
        let subject = Subject::new(parts.iter().copied());
        let name = subject
            .map_err(|error| error.diagnosis())
            .and_then(|it| it.to_name());
        name.map_err(|error| error.of("cn"))
    };
    let common_name = inputs.text("cn").trim();
    Ok(match ShortWay::read(inputs, "way") {
        ShortWay::Req | ShortWay::Addext => Profile::Alone {
            subject: name(&[(Attribute::CommonName, common_name)])?,
            hosts: match ShortWay::read(inputs, "way") {
                ShortWay::Addext => {
                    let host = Host::parse(common_name);
                    vec![host.map_err(|error| error.diagnosis().of("cn"))?]
                }
                _ => Vec::new(),
            },
        },
        ShortWay::Adhoc => Profile::Adhoc {
            subject: name(&[
                (Attribute::Organization, "Dummy Certificate"),
                (Attribute::CommonName, "*"),
            ])?,
        },
    })
}

/// A year from now on, or what `-days` says.
fn period(inputs: &Inputs) -> Result<Period, Diagnosis> {
    let days = match ShortWay::read(inputs, "way") {
        ShortWay::Req | ShortWay::Addext => {
            u64::try_from(inputs.number("days", 1..=36_500)?).unwrap_or(1)
        }
        ShortWay::Adhoc => 365,
    };
    Period::new(inputs.now, inputs.now + days * DAY).map_err(|error| error.diagnosis().of("days"))
}

/// The checks of a client that trusts these.
fn looked_at(
    (id, title): (&'static str, &'static str),
    certificate: &Certificate,
    trusted: &[&Certificate],
    (host, at): (&Host, u64),
    observer: &mut impl Observer,
) -> Validation {
    observer.enter(|| Step::new(id, title).source("RFC 5280", "6.1"));
    let question = Question::of_server(certificate, trusted, &[], at);
    let validation = verify::check(question, host, observer);
    observer.amend(|step| *step = std::mem::take(step).passes_if(validation.holds()));
    observer.leave();
    validation
}

fn headline(nobody: &Validation, accepted: &Validation, host: &Host) -> String {
    let count = |of: &Validation| {
        let failed = of.checks.iter().filter(|check| check.passed == Some(false));
        failed.count()
    };
    let left = match accepted.first_failure() {
        None => format!("Once it is trusted, curl and Chrome take it for {host}."),
        // What these ways make is a CA and a server at once.
        Some(first) if count(accepted) == 1 && first.id == "purpose" => format!(
            "Once it is trusted, curl and Chrome take it for {host}, and Firefox does not: {}",
            first.says
        ),
        Some(first) => format!(
            "Also once it is trusted, browsers refuse it: {}",
            first.says
        ),
    };
    let fail = match count(nobody) {
        1 => "one check fails".to_owned(),
        more => format!("{more} checks fail"),
    };
    format!("A certificate that nobody vouches for: {fail}. {left}")
}

#[cfg(test)]
mod tests;
