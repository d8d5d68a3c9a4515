//! The checks of one link: a server's certificate under the certificate of
//! its issuer (RFC 5280 §6.1.3 and §6.1.4, RFC 9525 §6).
//!
//! All checks are made, also after one has failed, so that everything that is
//! wrong is seen at once.

use super::Error;
use super::host::{self, Host};
use super::key::algorithm_name;
use super::read::Certificate;
use super::request::text;
use super::serial::colons;
use super::validity;
use crate::engine::trace::{Equation, Observer, Relation, Step, Value};
use const_oid::AssociatedOid;
use const_oid::db::rfc5280::{ANY_EXTENDED_KEY_USAGE, ID_KP_SERVER_AUTH};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName,
    SubjectKeyIdentifier,
};

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
pub struct Answer {
    /// The checks in order.
    pub checks: Vec<Check>,
    /// Whether the steps of the signature say the same as the crate.
    pub agrees: bool,
}

impl Answer {
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
pub fn check(question: Question<'_>, observer: &mut impl Observer) -> Answer {
    let (signature, agrees) = signature(question, observer);
    let mut checks = vec![signature];
    for one in [
        chaining,
        key_identifiers,
        period_of_certificate,
        period_of_issuer,
        issuer_is_a_ca,
        issuer_may_sign,
        path_length,
        usage,
        purpose,
        critical_extensions,
        host_name,
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
    Answer { checks, agrees }
}

type Outcome = (Check, Step);

fn outcome(
    id: &'static str,
    title: &'static str,
    passed: bool,
    says: impl Into<String>,
    step: Step,
) -> Outcome {
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

fn chaining(question: Question<'_>) -> Outcome {
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

fn key_identifiers(question: Question<'_>) -> Outcome {
    let below = question.certificate.authority_key_identifier();
    let above = question.issuer.subject_key_identifier();
    let step = by("RFC 5280", "4.2.1.1");
    let (passed, says, step) = match (below, above) {
        (Some(below), Some(above)) => {
            let passed = below == above;
            let says = if passed {
                "The certificate points at the issuer's key by its identifier.".into()
            } else {
                format!(
                    "The certificate points at key {}, the issuer has {}.",
                    colons(&below),
                    colons(&above)
                )
            };
            let relation = if passed {
                Relation::Equal
            } else {
                Relation::NotEqual
            };
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

fn period(id: &'static str, title: &'static str, of: &Certificate, at: u64) -> Outcome {
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

fn period_of_certificate(question: Question<'_>) -> Outcome {
    period(
        "validity",
        "The certificate is valid now",
        question.certificate,
        question.at,
    )
}

fn period_of_issuer(question: Question<'_>) -> Outcome {
    period(
        "issuer-validity",
        "The issuer is valid now",
        question.issuer,
        question.at,
    )
}

fn issuer_is_a_ca(question: Question<'_>) -> Outcome {
    let constraints = question.issuer.basic_constraints();
    let passed = constraints.as_ref().is_some_and(|it| it.ca);
    outcome(
        "issuer-ca",
        "The issuer is a CA",
        passed,
        match constraints {
            Some(it) if it.ca => "Its basicConstraints say CA:TRUE.",
            Some(_) => "Its basicConstraints say CA:FALSE: it may not vouch for others.",
            None => "It has no basicConstraints, so it is not a CA.",
        },
        by("RFC 5280", "6.1.4"),
    )
}

fn issuer_may_sign(question: Question<'_>) -> Outcome {
    let usage = question.issuer.key_usage();
    let passed = usage.is_none_or(|usage| usage.key_cert_sign());
    outcome(
        "issuer-usage",
        "The issuer's key may sign certificates",
        passed,
        match usage {
            None => "It has no keyUsage, which leaves all uses open.",
            Some(_) if passed => "Its keyUsage has keyCertSign.",
            Some(_) => "Its keyUsage lacks keyCertSign.",
        },
        by("RFC 5280", "6.1.4"),
    )
}

fn path_length(question: Question<'_>) -> Outcome {
    let limit = question
        .issuer
        .basic_constraints()
        .and_then(|it| it.path_len_constraint);
    let below_is_ca = question
        .certificate
        .basic_constraints()
        .is_some_and(|it| it.ca);
    // The limit counts the CAs below, and not the last certificate.
    let passed = limit != Some(0) || !below_is_ca;
    outcome(
        "path-length",
        "The path is not too long",
        passed,
        match limit {
            None => "The issuer sets no limit.".to_owned(),
            Some(limit) if passed => format!(
                "The issuer allows {limit} further CAs between it and a server; here is none."
            ),
            Some(_) => {
                "The issuer allows no further CA below it, but this certificate is one.".to_owned()
            }
        },
        by("RFC 5280", "4.2.1.9"),
    )
}

fn usage(question: Question<'_>) -> Outcome {
    let usage = question.certificate.key_usage();
    let passed = usage.is_none_or(|usage| usage.digital_signature() || usage.key_encipherment());
    outcome(
        "usage",
        "The key may be used in a handshake",
        passed,
        match usage {
            None => "It has no keyUsage, which leaves all uses open.",
            Some(usage) if usage.digital_signature() => {
                "Its keyUsage has digitalSignature, which TLS 1.3 needs."
            }
            Some(_) if passed => {
                "Its keyUsage has keyEncipherment only, good for TLS 1.2 with RSA key exchange."
            }
            Some(_) => "Its keyUsage has neither digitalSignature nor keyEncipherment.",
        },
        by("RFC 5280", "4.2.1.3"),
    )
}

fn purpose(question: Question<'_>) -> Outcome {
    let purposes = question.certificate.extended_key_usage();
    let passed = purposes.as_ref().is_none_or(|list| {
        list.0.contains(&ID_KP_SERVER_AUTH) || list.0.contains(&ANY_EXTENDED_KEY_USAGE)
    });
    outcome(
        "purpose",
        "The certificate is for a server",
        passed,
        match purposes {
            None => "It has no extKeyUsage, which leaves all purposes open.",
            Some(_) if passed => "Its extKeyUsage has serverAuth.",
            Some(_) => "Its extKeyUsage lacks serverAuth.",
        },
        by("RFC 5280", "4.2.1.12"),
    )
}

fn critical_extensions(question: Question<'_>) -> Outcome {
    let known = [
        BasicConstraints::OID,
        KeyUsage::OID,
        ExtendedKeyUsage::OID,
        SubjectAltName::OID,
        SubjectKeyIdentifier::OID,
        AuthorityKeyIdentifier::OID,
    ];
    let unknown = [question.certificate, question.issuer]
        .into_iter()
        .flat_map(Certificate::extensions)
        .find(|extension| extension.critical && !known.contains(&extension.extn_id));
    outcome(
        "critical",
        "No unknown extension is critical",
        unknown.is_none(),
        match unknown {
            None => "Every extension that is marked critical was understood.".to_owned(),
            Some(extension) => format!(
                "Extension {} is marked critical and not understood here, so the certificate \
                 must be rejected.",
                extension.extn_id
            ),
        },
        by("RFC 5280", "4.2"),
    )
}

fn host_name(question: Question<'_>) -> Outcome {
    let names = question.certificate.names();
    let found = names.hosts.iter().find(|own| own.covers(question.host));
    outcome(
        "host",
        "The certificate names the host",
        found.is_some(),
        match found {
            Some(own) => format!("{} covers {}.", own.openssl(), question.host),
            None => format!(
                "{} is not covered by any of its names: {}.",
                question.host,
                host::describe(&names.hosts)
            ),
        },
        by("RFC 9525", "6.3"),
    )
}
