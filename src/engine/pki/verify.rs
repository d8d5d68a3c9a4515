//! The checks of one link: a server's certificate under the certificate of
//! its issuer (RFC 5280 §6.1.3 and §6.1.4, RFC 9525 §6).
//!
//! All checks are made, also after one has failed, so that everything that is
//! wrong is seen at once.

mod issuer;
mod server;

use super::Error;
use super::extensions;
use super::host::Host;
use super::key::algorithm_name;
use super::read::Certificate;
use super::request::text;
use super::serial::colons;
use super::validity;
use crate::engine::figure::{Chain, Link, Plate};
use crate::engine::trace::{Equation, Observer, Relation, Step, Value};
use x509_cert::ext::pkix::SubjectKeyIdentifier;

/// What is to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The server's certificate.
    pub certificate: &'a Certificate,
    /// The certificate that should stand above it, and that is trusted.
    pub issuer: &'a Certificate,
    /// The host that is asked for.
    pub host: &'a Host,
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: u64,
}

/// One check and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub id: &'static str,
    /// What is checked.
    pub title: &'static str,
    /// Whether it holds.
    pub passed: bool,
    /// What was found.
    pub says: String,
}

/// All outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// The checks in order.
    pub checks: Vec<Check>,
    /// Whether the steps of the signature say the same as the crate.
    pub agrees: bool,
}

impl Validation {
    /// Whether all checks hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.checks.iter().all(|check| check.passed)
    }

    /// The first that does not hold.
    #[must_use]
    pub fn first_failure(&self) -> Option<&Check> {
        self.checks.iter().find(|check| !check.passed)
    }
}

/// Makes all checks and tells each.
pub fn check(question: Question<'_>, observer: &mut impl Observer) -> Validation {
    observer.step(|| at_a_glance(question));
    let (signature, agrees) = signature(question, observer);
    let mut checks = vec![signature];
    for one in [
        chaining,
        key_identifiers,
        period_of_certificate,
        period_of_issuer,
        issuer::is_a_ca,
        issuer::may_sign,
        issuer::path_length,
        server::usage,
        server::purpose,
        extensions_in_order,
        server::host_name,
    ] {
        let (check, step) = one(question);
        observer.step(|| {
            let step = Step {
                id: check.id.into(),
                title: check.title.into(),
                says: check.says.clone().into(),
                ..step
            };
            step.passes_if(check.passed)
        });
        checks.push(check);
    }
    Validation { checks, agrees }
}

/// The chain as a picture, before its checks one by one.
fn at_a_glance(question: Question<'_>) -> Step {
    let passed = |check: CheckedStep| check.0.passed;
    let key = |of: &Certificate| {
        let identifier = of.extensions().one::<SubjectKeyIdentifier>().ok().flatten();
        identifier.map_or_else(String::new, |id| colons(id.0.as_bytes()))
    };
    let link = |of: &Certificate| Link {
        subject: of.subject().into(),
        issuer: of.issuer().into(),
        key: key(of).into(),
        signed: None,
        named: None,
        pointed: None,
        period: [of.period().from, of.period().to],
    };
    let identifiers = key_identifiers(question);
    let are_both_there = !identifiers.1.equations.is_empty();
    let below = Link {
        signed: Some(signature(question, &mut ()).0.passed),
        named: Some(passed(chaining(question))),
        pointed: are_both_there.then_some(identifiers.0.passed),
        ..link(question.certificate)
    };
    Step::new("chain", "The chain at a glance")
        .says("Who signed whom, and when each is valid. The checks follow one by one; all of them have to hold.")
        .source("RFC 5280", "6.1")
        .plate(Plate::Chain(Chain {
            links: vec![link(question.issuer), below],
            now: question.at,
        }))
}

type CheckedStep = (Check, Step);

fn outcome(
    id: &'static str,
    title: &'static str,
    passed: bool,
    says: impl Into<String>,
    step: Step,
) -> CheckedStep {
    let says = says.into();
    (
        Check {
            id,
            title,
            passed,
            says,
        },
        step,
    )
}

/// A step that is only a source; the rest is filled in later.
fn by(document: &'static str, section: &'static str) -> Step {
    Step::default().source(document, section)
}

fn signature(question: Question<'_>, observer: &mut impl Observer) -> (Check, bool) {
    let Question {
        certificate,
        issuer,
        ..
    } = question;
    let (id, title) = ("signature", "The issuer's key signed these bytes");
    observer.enter(|| {
        Step::new(id, title)
            .value(Value::public_bytes("tbsCertificate", certificate.signed()))
            .value(Value::public_bytes(
                "signatureValue",
                certificate.signature(),
            ))
            .source("RFC 5280", "6.1.3")
    });
    let inner = certificate.inner().tbs_certificate().signature();
    let outer = certificate.algorithm();
    let verified = if inner == outer {
        issuer.public_key().and_then(|key| {
            key.verify(
                outer,
                certificate.signed(),
                certificate.signature(),
                observer,
            )
        })
    } else {
        Err(Error::Foreign {
            expected: format!(
                "the algorithm that was signed, {}",
                algorithm_name(inner.oid)
            ),
            found: format!(
                "another one outside the signed bytes, {}",
                algorithm_name(outer.oid)
            ),
            help: "",
        })
    };
    let (passed, agrees, says) = match verified {
        Ok(verified) if verified.holds => (
            true,
            verified.agrees,
            "The signature holds under the issuer's public key.".into(),
        ),
        Ok(verified) => (
            false,
            verified.agrees,
            "The signature does not hold: these bytes were changed, or another key signed them."
                .into(),
        ),
        Err(error) => {
            let complaint = error.complaint();
            (
                false,
                true,
                format!(
                    "Cannot be checked here: expected {}, found {}.",
                    complaint.expected, complaint.found
                ),
            )
        }
    };
    observer.amend(|step| {
        step.says = says.clone().into();
        *step = std::mem::take(step).passes_if(passed);
    });
    observer.leave();
    (
        Check {
            id,
            title,
            passed,
            says,
        },
        agrees,
    )
}

fn chaining(question: Question<'_>) -> CheckedStep {
    let below = question.certificate.inner().tbs_certificate().issuer();
    let above = question.issuer.inner().tbs_certificate().subject();
    let passed = below == above;
    outcome(
        "chaining",
        "The names chain",
        passed,
        if passed {
            "The issuer named in the certificate is the subject of the certificate above it."
        } else {
            "The certificate names another issuer than the one above it."
        },
        by("RFC 5280", "6.1.3")
            .value(text("issuer", question.certificate.issuer()))
            .value(text("subject", question.issuer.subject()).meaning("of the issuer")),
    )
}

fn key_identifiers(question: Question<'_>) -> CheckedStep {
    let below = question.certificate.extensions().authority_key_identifier();
    let above = question.issuer.extensions().one::<SubjectKeyIdentifier>();
    let step = by("RFC 5280", "4.2.1.1");
    let (passed, says, step) = match (below, above) {
        (Err(malformed), _) => (false, malformed.says("certificate"), step),
        (_, Err(malformed)) => (false, malformed.says("issuer"), step),
        (Ok(Some(below)), Ok(Some(above))) => {
            let above = above.0.as_bytes();
            let (relation, says) = if below == above {
                let says = "The certificate points at the issuer's key by its identifier.";
                (Relation::Equal, says.to_owned())
            } else {
                let says = format!(
                    "The certificate points at key {}, the issuer has {}.",
                    colons(&below),
                    colons(above)
                );
                (Relation::NotEqual, says)
            };
            let passed = below == above;
            let equation = Equation::new(
                Value::public_bytes("authorityKeyIdentifier", below),
                relation,
                Value::public_bytes("subjectKeyIdentifier", above),
            );
            (passed, says, step.equation(equation))
        }
        _ => (
            true,
            "One of the two has no key identifier, so there is nothing to compare.".into(),
            step,
        ),
    };
    outcome(
        "key-identifiers",
        "The key identifiers fit",
        passed,
        says,
        step,
    )
}

fn period(id: &'static str, title: &'static str, of: &Certificate, at: u64) -> CheckedStep {
    let period = of.period();
    let now = Value::public("now", at).meaning(validity::show(at));
    let from = Value::public("notBefore", period.from).meaning(validity::show(period.from));
    let to = Value::public("notAfter", period.to).meaning(validity::show(period.to));
    let (early, late) = (at < period.from, at > period.to);
    let says = if early {
        format!(
            "It begins only at {}; the clock says {}.",
            validity::show(period.from),
            validity::show(at)
        )
    } else if late {
        format!(
            "It ended at {}; the clock says {}.",
            validity::show(period.to),
            validity::show(at)
        )
    } else {
        format!(
            "The clock says {}, within {} to {}.",
            validity::show(at),
            validity::show(period.from),
            validity::show(period.to)
        )
    };
    let first = if early {
        Relation::Greater
    } else {
        Relation::AtMost
    };
    let second = if late {
        Relation::Greater
    } else {
        Relation::AtMost
    };
    let step = by("RFC 5280", "4.1.2.5")
        .equation(Equation::new(&from, first, &now))
        .equation(Equation::new(&now, second, &to));
    outcome(id, title, !early && !late, says, step)
}

fn period_of_certificate(question: Question<'_>) -> CheckedStep {
    period(
        "validity",
        "The certificate is valid now",
        question.certificate,
        question.at,
    )
}

fn period_of_issuer(question: Question<'_>) -> CheckedStep {
    period(
        "issuer-validity",
        "The issuer is valid now",
        question.issuer,
        question.at,
    )
}

fn extensions_in_order(question: Question<'_>) -> CheckedStep {
    let of = [
        (question.certificate, "certificate"),
        (question.issuer, "issuer"),
    ];
    let malformed = of.iter().find_map(|(it, owner)| {
        let malformed = it.extensions().check().err()?;
        Some(malformed.says(owner))
    });
    let unknown = of
        .iter()
        .flat_map(|(it, _)| it.extensions().iter())
        .find(|extension| extension.critical && !extensions::is_known(extension.extn_id));
    let (passed, says) = match (malformed, unknown) {
        (Some(says), _) => (false, says),
        (None, Some(extension)) => (
            false,
            format!(
                "Extension {} is marked critical and not understood here, so the certificate \
                 must be rejected.",
                extension.extn_id
            ),
        ),
        (None, None) => (
            true,
            "None stands there twice, and every one that is marked critical was understood.".into(),
        ),
    };
    outcome(
        "all-extensions",
        "The extensions are in order",
        passed,
        says,
        by("RFC 5280", "4.2"),
    )
}
