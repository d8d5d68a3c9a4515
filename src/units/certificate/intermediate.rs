//! A CA between a root and servers.

use super::form::{
    self as form, COMMON_NAME, FROM, ISSUER, ISSUER_KEY, KEY, KEY_FROM, ORGANIZATION,
};
use super::opening;
use crate::desk::{Kind, Origin};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::pki::certificate::Profile;
use crate::engine::pki::extensions::BasicConstraints;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::validity::Period;
use crate::engine::pki::{issue, layout, validity};
use crate::engine::source::Source;
use crate::engine::trace::Observer;
use crate::units::form::judges;
use crate::units::{
    About, Break, Context, Control, Draws, Input, Inputs, Outcome, Output, Page, Start,
};
use std::task::{Poll, ready};

/// What to notice in what comes out.
pub const NOTICE: &str = "The root’s key can lie in a safe, since it signs only now and then. The server sends the certificate of the CA in between along, and that links its own certificate to the root.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 5280", "3.2"),
    Source::new("RFC 5280", "4.2.1.9"),
];

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "intermediate",
    page: Page::Certificate,
    title: "A CA in between",
    question: "Why does hardly any root sign servers itself?",
    start: Start::Opened("Sign the CA"),
    row: &["cn", "issuer", "days"],
    inputs: &[
        Input {
            default: "Padlock demo CA",
            hint: "The name under which it is listed.",
            ..COMMON_NAME
        },
        Input {
            default: "Padlock",
            ..ORGANIZATION
        },
        Input {
            hint: "Its path length has to allow a CA below it: 1 or more, or no limit.",
            ..ISSUER
        },
        ISSUER_KEY,
        FROM,
        Input {
            default: "1825",
            hint: "Not longer than its issuer lives.",
            ..Input::new(
                "days",
                "Valid for days",
                Control::Number {
                    min: 1,
                    max: 36_500,
                },
            )
        },
        KEY_FROM,
        KEY,
    ],
    breaks: &[Break {
        label: "Ask for a hundred years",
        says: "Nothing that it signs could be checked once its issuer has ended.",
        sets: &[("days", "36500")],
    }],
    small: &[],
    makes: &["CA key", "CA certificate"],
    keeps: true,
    draws: Draws::Always,
};

/// Makes the key of the CA, and signs its certificate with the issuer's.
///
/// # Errors
/// When subject, issuer, key or period cannot be used, or the period goes
/// beyond the issuer's.
pub fn run(
    Context {
        inputs,
        observer,
        mut means,
    }: Context<'_, '_>,
) -> Outcome {
    let subject = form::subject(inputs)?;
    let issuer = form::certificate(inputs, "issuer")?;
    observer.step(|| opening::between(&issuer, &subject));
    let issuer_key = form::private_key(inputs, "issuer-key")?;
    issue::check_issuer(&issuer).map_err(|error| error.of("issuer"))?;
    issue::check_signer(&issuer, &issuer_key, observer).map_err(|error| error.of("issuer-key"))?;
    let period = period(inputs, &issuer)?;
    form::progress(observer, "making the key", 0, 2);
    let name = "Key of the CA in between";
    let (key, key_draft) = ready!(form::key(inputs, &ABOUT, name, &mut means, observer))?;
    form::progress(observer, "signing the certificate", 1, 2);
    let profile = Profile::Between {
        subject: subject.to_name().map_err(|error| error.of("cn"))?,
        issuer: issuer.subject_name().clone(),
        authority: issue::authority(&issuer).map_err(|error| error.of("issuer"))?,
    };
    let (signs, keys) = ((&profile, period), (&key, &issuer_key));
    let made = form::certify(inputs, "intermediate serial", signs, keys, observer)
        .map_err(|error| error.of("issuer-key"))?;
    form::progress(observer, "done", 2, 2);
    let certificate = &made.certificate;
    let demonstration = form::demonstration(inputs, &["issuer", "issuer-key"]);
    let chain = [certificate, &issuer].map(|one| form::pem(Kind::Certificate, one.der()));
    let mut results = form::certificate_results(certificate);
    results.push(form::text("ca-chain.pem", chain.concat()).meaning("it, then its issuer’s"));
    Poll::Ready(Ok(Output {
        glance: inputs.text("cn").trim().to_owned().into(),
        headline: headline(&issuer, certificate).into(),
        good: has_room(&issuer, certificate).then_some(made.agrees),
        results,
        bytes: vec![
            layout::certificate(certificate)
                .with_makers(layout::CERTIFICATE_MAKERS)
                .with_makers(form::key_maker(inputs)),
        ],
        agreements: [
            judges::compared(key.kind(), &[("the key file", key.agrees())]),
            judges::compared(issuer_key.kind(), &[("the signature", made.agrees)]),
        ]
        .concat(),
        drafts: vec![
            key_draft,
            form::public_draft(
                "CA in between",
                Kind::Certificate,
                certificate.der(),
                vec![
                    Origin::Sibling(0),
                    form::input(&ABOUT, "issuer"),
                    form::input(&ABOUT, "issuer-key"),
                ],
                demonstration,
            ),
        ],
        ..Output::default()
    }))
}

/// The period that is asked for, within that of the issuer.
fn period(inputs: &Inputs, issuer: &Certificate) -> Result<Period, Diagnosis> {
    let (wanted, own) = (form::period(inputs)?, issuer.period());
    if own.contains(wanted.from) && own.contains(wanted.to) {
        return Ok(wanted);
    }
    Err(Diagnosis::expected(format!(
        "a period within that of the issuer, {} to {}",
        validity::show(own.from),
        validity::show(own.to)
    ))
    .of("days")
    .found(format!(
        "{} to {}",
        validity::show(wanted.from),
        validity::show(wanted.to)
    )))
}

/// Whether an issuer allows this CA below it. One of the issuer's own name does
/// not count (RFC 5280 §4.2.1.9).
fn has_room(issuer: &Certificate, ca: &Certificate) -> bool {
    let constraints = issuer.extensions().one::<BasicConstraints>();
    ca.is_self_issued() || constraints.is_ok_and(|it| it.is_none_or(|it| it.path_length != Some(0)))
}

fn headline(issuer: &Certificate, certificate: &Certificate) -> String {
    let (above, ca) = (issuer.subject(), certificate.subject());
    if has_room(issuer, certificate) {
        return format!(
            "{above} signed the CA {ca}, valid until {}. Choose it as the issuer, and let the server send its certificate along.",
            validity::show(certificate.period().to)
        );
    }
    format!(
        "No chain through this CA can hold: the path length of {above} is 0, which allows no CA below it. {ca} is signed, but nobody will take what it signs. Make a root with path length 1, and choose that one."
    )
}
