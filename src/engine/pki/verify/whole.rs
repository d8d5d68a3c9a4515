//! What is asked of a chain as a whole.

use super::super::path::{self, Answer, Gap, Rule};
use super::super::read::Certificate;
use super::{Check, CheckedStep, SIGNED, by, outcome};
use x509_cert::ext::pkix::NameConstraints;

/// Whether the names may stand where they stand; `None` where no CA of the
/// chain says anything about that.
pub(super) fn constraints(chain: &[&Certificate]) -> Option<CheckedStep> {
    let says_something =
        |one: &&Certificate| !matches!(one.extensions().one::<NameConstraints>(), Ok(None));
    chain.iter().skip(1).find(|one| says_something(one))?;
    let objections = path::constraints(chain);
    let refusal = objections.iter().find(|it| it.rule != Rule::Unjudged);
    let step = by("RFC 5280", "4.2.1.10");
    let (id, title) = ("constraints", "The names are allowed below these CAs");
    let (passed, says) = match (refusal, objections.first()) {
        (Some(it), _) => (Some(false), it.says.clone()),
        (None, Some(it)) => (None, it.says.clone()),
        (None, None) => (
            Some(true),
            "A CA of the chain says which names may stand below it, and these may.".into(),
        ),
    };
    Some((
        Check {
            id,
            title,
            about: String::new(),
            passed,
            is_remark: false,
            says,
        },
        step,
    ))
}

/// Whether browsers take keys of these kinds.
pub(super) fn strength(chain: &[&Certificate]) -> Option<CheckedStep> {
    let objection = chain.iter().enumerate().find_map(|(place, one)| {
        let objection = one.subject_key().objection(place > 0)?;
        Some(format!("{}: {objection}", one.subject()))
    });
    let kinds = chain
        .iter()
        .map(|one| format!("{}: {}", one.subject(), one.subject_key()));
    let kinds: Vec<String> = kinds.collect();
    Some(outcome(
        "strength",
        "Browsers take keys of this kind",
        objection.is_none(),
        objection.unwrap_or_else(|| format!("{}.", kinds.join("; "))),
        by("CA/B BR", "6.1.5"),
    ))
}

/// Whether anything else speaks against it, where everything else holds.
pub(super) fn rest(answer: &Answer<'_>, everything_else_holds: bool) -> CheckedStep {
    let grave = |it: &&path::Objection| it.rule != Rule::Profile;
    let mut objections: Vec<_> = answer.objections.iter().filter(grave).collect();
    objections.sort_by_key(|it| it.rule);
    let first = objections.first().filter(|_| everything_else_holds);
    let step = by("RFC 5280", "6.1");
    let (id, title) = ("rest", "Nothing else speaks against it");
    let (passed, says) = match first {
        Some(it) if it.rule == Rule::Unjudged => (None, it.says.clone()),
        Some(it) => (Some(false), it.says.clone()),
        None if everything_else_holds => (
            Some(true),
            "The whole chain was judged once more, by all the rules of RFC 5280 §6 that are known here.".into(),
        ),
        None => (Some(true), "Nothing beyond what was found above.".into()),
    };
    (
        Check {
            id,
            title,
            about: String::new(),
            passed,
            is_remark: false,
            says,
        },
        step,
    )
}

/// Whether the names lead to a certificate that is trusted.
pub(super) fn trusted(answer: &Answer<'_>) -> CheckedStep {
    let first = answer.first();
    let (passed, says) = match (answer.gap, answer.path.as_slice()) {
        (Some(_), _) => (
            first
                .is_none_or(|it| it.rule != Rule::Unjudged)
                .then_some(false),
            first.map_or_else(String::new, |it| it.says.clone()),
        ),
        (None, [_, .., root]) => (
            Some(true),
            format!("Its names lead to {}, which is trusted.", root.subject()),
        ),
        (None, _) => (
            Some(true),
            "This very certificate is among those that are trusted.".to_owned(),
        ),
    };
    (
        Check {
            id: "trusted",
            title: "A path leads to one that is trusted",
            about: String::new(),
            passed,
            is_remark: false,
            says,
        },
        by("RFC 5280", "6.1"),
    )
}

/// That nobody can check the last signature of a path without its issuer;
/// `None` where its issuer is there, or was not looked for to the end.
pub(super) fn unsigned(answer: &Answer<'_>) -> Option<CheckedStep> {
    let last = answer.path.last()?;
    let issuer = last.issuer();
    let says = match answer.gap? {
        Gap::Missing => format!(
            "No certificate of its issuer, {issuer}, is at hand, so there is no key to check the signature with."
        ),
        Gap::Unfit => format!(
            "None of the certificates at hand that bear the name of its issuer, {issuer}, can stand above it."
        ),
        Gap::Untrusted | Gap::Limit => return None,
    };
    let check = Check {
        id: "unsigned",
        title: SIGNED,
        about: last.subject(),
        passed: None,
        is_remark: false,
        says,
    };
    Some((check, by("RFC 5280", "6.1.3")))
}
