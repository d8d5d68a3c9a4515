//! One link: a certificate under the one above it.

use super::super::algorithm::algorithm_name;
use super::super::extensions;
use super::super::judge::{Judgement, judge, pss_objection};
use super::super::name;
use super::super::read::Certificate;
use super::super::request::text;
use super::super::serial::colons;
use super::super::validity;
use super::{Check, CheckedStep, Link, PictureContext, SIGNED, by, outcome};
use crate::engine::trace::{Equation, Observer, Relation, Step, Value};
use std::rc::Rc;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

/// Whether the issuer's key signed it, as its crate judges, and nothing told.
pub(super) fn is_signed(link: Link<'_>) -> bool {
    let Link {
        certificate,
        issuer,
        ..
    } = link;
    let (signed, algorithm) = (certificate.signed(), certificate.algorithm());
    certificate.mismatch().is_none()
        && judge(issuer.spki(), algorithm, signed, certificate.signature()) == Judgement::Holds
}

/// Whether the issuer's key signed it; and whether the steps say the same as the
/// crate, where they are told.
pub(super) fn signature(
    context: &PictureContext<'_>,
    observer: &mut impl Observer,
) -> (Check, Option<bool>) {
    let Link {
        certificate,
        issuer,
        ..
    } = context.link;
    let (id, title) = ("signature", SIGNED);
    observer.enter(|| {
        Step::new(id, title)
            .value(Value::public_bytes("tbsCertificate", certificate.signed()))
            .value(Value::public_bytes(
                "signatureValue",
                certificate.signature(),
            ))
            .source("RFC 5280", "6.1.3")
    });
    let kind = issuer.subject_key();
    let (passed, agrees, says) = if let Some(says) = certificate.mismatch() {
        (Some(false), None, format!("It {says}"))
    } else {
        let judgement = judge(
            issuer.spki(),
            certificate.algorithm(),
            certificate.signed(),
            certificate.signature(),
        );
        // What can be told step by step is.
        let verified = issuer.public_key().and_then(|key| {
            key.verify(
                certificate.algorithm(),
                certificate.signed(),
                certificate.signature(),
                observer,
            )
        });
        let agrees = verified
            .as_ref()
            .ok()
            .map(|verified| verified.agrees && verified.holds == (judgement == Judgement::Holds));
        let by = match verified {
            Ok(_) => String::new(),
            Err(_) => format!(" ({kind}: verified by a library; its steps are not shown yet)"),
        };
        let by_browsers = pss_objection(certificate.algorithm());
        let (passed, says) = match judgement {
            Judgement::Holds | Judgement::Unjudged(_) if let Some(says) = &by_browsers => {
                (Some(false), format!("It {says}"))
            }
            Judgement::Holds => (
                Some(true),
                format!("The signature holds under the issuer's public key{by}."),
            ),
            Judgement::Broken => (
                Some(false),
                format!(
                    "The signature does not hold: these bytes were changed, or another key signed them{by}."
                ),
            ),
            Judgement::Unfit(why) => (Some(false), format!("The signature is not allowed: {why}.")),
            Judgement::Outdated(what) => (
                Some(false),
                format!("It is signed with {what}: such a signature proves nothing any more."),
            ),
            Judgement::Unjudged(why) => (None, format!("Its signature is not judged here: {why}.")),
        };
        (passed, agrees, says)
    };
    let check = Check {
        id,
        title,
        about: certificate.subject(),
        passed,
        is_remark: false,
        says,
    };
    observer.amend(|step| {
        step.says = check.says.clone().into();
        step.picture = Some(Rc::new(context.of(&check)));
        if let Some(passed) = passed {
            *step = std::mem::take(step).passes_if(passed);
        }
    });
    observer.leave();
    (check, agrees)
}

pub(super) fn chaining(link: Link<'_>) -> CheckedStep {
    let passed = name::same(link.certificate.issuer_name(), link.issuer.subject_name());
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
            .value(text("issuer", link.certificate.issuer()))
            .value(text("subject", link.issuer.subject()).meaning("of the issuer")),
    )
}

pub(super) fn key_identifiers(link: Link<'_>) -> CheckedStep {
    let below = link.certificate.extensions().authority_key_identifier();
    let above = link.issuer.extensions().one::<SubjectKeyIdentifier>();
    let step = by("RFC 5280", "4.2.1.1");
    let (mut is_remark, mut about) = (false, String::new());
    let (passed, says, step) = match (below, above) {
        (Err(malformed), _) => (false, malformed.says_of_it(), step),
        (_, Err(malformed)) => {
            about = link.issuer.subject();
            (false, format!("{about}: {}", malformed.says_of_it()), step)
        }
        (Ok(Some(below)), Ok(Some(above))) => {
            let above = above.0.as_bytes();
            is_remark = below != above;
            let (relation, says) = if is_remark {
                let says = format!(
                    "The certificate points at key {}, the issuer has {}. That refuses nothing: an identifier only tells where to look first.",
                    colons(&below),
                    colons(above)
                );
                (Relation::NotEqual, says)
            } else {
                let says = "The certificate points at the issuer's key by its identifier.";
                (Relation::Equal, says.to_owned())
            };
            let equation = Equation::new(
                Value::public_bytes("authorityKeyIdentifier", below),
                relation,
                Value::public_bytes("subjectKeyIdentifier", above),
            );
            (true, says, step.equation(equation))
        }
        _ => (
            true,
            "One of the two has no key identifier, so there is nothing to compare.".into(),
            step,
        ),
    };
    let title = "The key identifiers fit";
    let (check, step) = outcome("key-identifiers", title, passed, says, step);
    let passed = check.passed.filter(|_| !is_remark);
    let check = Check {
        about,
        passed,
        is_remark,
        ..check
    };
    (check, step)
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

pub(super) fn period_of_certificate(link: Link<'_>) -> CheckedStep {
    period(
        "validity",
        "The certificate is valid now",
        link.certificate,
        link.at,
    )
}

pub(super) fn period_of_issuer(link: Link<'_>) -> CheckedStep {
    period(
        "issuer-validity",
        "The issuer is valid now",
        link.issuer,
        link.at,
    )
}

/// Whether the extensions of both are in order.
pub(super) fn extensions_in_order(link: Link<'_>) -> CheckedStep {
    in_order(&[link.certificate, link.issuer])
}

/// Whether those of the issuer are: the link below has told of the other.
pub(super) fn extensions_of_issuer(link: Link<'_>) -> CheckedStep {
    in_order(&[link.issuer])
}

/// Whether the extensions of certificates are in order; the check is about the
/// first whose are not.
fn in_order(all: &[&Certificate]) -> CheckedStep {
    let fault = all.iter().find_map(|one| {
        let says = disorder(one)?;
        Some((one.subject(), says))
    });
    let (about, says) = match fault {
        Some((about, says)) => (about.clone(), format!("{about}: {says}")),
        None => (String::new(), understood(all)),
    };
    let (check, step) = outcome(
        "all-extensions",
        "The extensions are in order",
        about.is_empty(),
        says,
        by("RFC 5280", "4.2"),
    );
    (Check { about, ..check }, step)
}

/// What is said of extensions that are in order.
fn understood(all: &[&Certificate]) -> String {
    let extensions = all.iter().flat_map(|one| one.extensions().iter());
    let left = extensions.filter(|it| it.critical && extensions::is_unjudged(it.extn_id));
    let left: Vec<String> = left.map(|it| algorithm_name(it.extn_id)).collect();
    let except = match left.as_slice() {
        [] => String::new(),
        all => format!(", except {}: not followed here", all.join(", ")),
    };
    format!("None is there twice, and every one that is marked critical was understood{except}.")
}

/// Why the extensions of a certificate are not in order.
fn disorder(one: &Certificate) -> Option<String> {
    if let Err(malformed) = one.extensions().check() {
        return Some(malformed.says_of_it());
    }
    let mut critical = one.extensions().iter().filter(|it| it.critical);
    let unknown = critical
        .find(|it| !extensions::is_followed(it.extn_id) && !extensions::is_unjudged(it.extn_id))?;
    Some(format!(
        "Its extension {} is marked critical and not understood here, so the certificate must be rejected.",
        unknown.extn_id
    ))
}
