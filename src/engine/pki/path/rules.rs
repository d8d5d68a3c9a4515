//! What every client refuses (RFC 5280 §6.1, RFC 9525 §6), and what browsers
//! refuse beyond it.

use super::super::algorithm::algorithm_name;
use super::super::extensions::{self, BasicConstraints, Names};
use super::super::judge::{Judgement, judge, pss_objection};
use super::super::read::Certificate;
use super::super::validity;
use super::leaf;
use super::profile::has_negative_serial;
use super::{Objection, Question, Refusers, Rule};
use const_oid::db::rfc5280::{ID_CE_AUTHORITY_KEY_IDENTIFIER, ID_CE_SUBJECT_KEY_IDENTIFIER};
use x509_cert::ext::pkix::KeyUsage;

/// What speaks against a path.
pub(super) fn all(path: &[&Certificate], question: Question<'_>) -> Vec<Objection> {
    let mut found = Vec::new();
    for (place, one) in path.iter().enumerate() {
        let is_of_ca = place > 0;
        let mut object = |rule, says: String, source| {
            found.push(Objection {
                place,
                rule,
                says,
                source,
                follows: Refusers::NOBODY,
            });
        };
        whole(one, question, is_of_ca, &mut object);
        if let Some(above) = path.get(place + 1) {
            signed(one, above, &mut object);
        }
        match place {
            0 => {
                for fault in leaf::all(one, question) {
                    object(fault.rule, fault.says, fault.source);
                }
            }
            _ => ca(one, question, &mut object),
        }
    }
    lengths(path, question.depth, &mut found);
    found
}

/// Takes an objection: its rule, its words, and where it is written down.
type Object<'a> = dyn FnMut(Rule, String, (&'static str, &'static str)) + 'a;

/// What holds for each certificate of a path.
fn whole(one: &Certificate, question: Question<'_>, is_of_ca: bool, object: &mut Object<'_>) {
    let name = one.subject();
    if let Err(malformed) = one.extensions().check() {
        let says = format!("{name}: {}", malformed.says_of_it());
        object(Rule::Path, says, ("RFC 5280", "4.2"));
    }
    if let Some(extension) = one.extensions().says_false() {
        object(
            Rule::Browser,
            format!(
                "{name} writes out that its {extension} is not critical, which DER leaves out: Chromium refuses it, Firefox takes it."
            ),
            ("RFC 5280", "4.2"),
        );
    }
    if let Ok(Names {
        broken: Some(what), ..
    }) = one.extensions().names()
    {
        object(
            Rule::Browser,
            format!(
                "{name} has {what} in its subjectAltName: Chromium refuses it, Firefox takes it."
            ),
            ("RFC 5280", "4.2.1.6"),
        );
    }
    for extension in one.extensions().iter().filter(|it| it.critical) {
        let id = extension.extn_id;
        if extensions::is_unjudged(id) {
            object(
                Rule::Unjudged,
                format!(
                    "{name} has {}, marked critical, which is not followed here.",
                    algorithm_name(id)
                ),
                ("RFC 5280", "6.1.3"),
            );
        } else if !extensions::is_followed(id) {
            object(
                Rule::Path,
                format!(
                    "Extension {} of {name} is marked critical and not understood here, so the certificate must be rejected.",
                    algorithm_name(id)
                ),
                ("RFC 5280", "4.2"),
            );
        }
    }
    for (id, what, section) in [
        (
            ID_CE_AUTHORITY_KEY_IDENTIFIER,
            "an authorityKeyIdentifier",
            "4.2.1.1",
        ),
        (
            ID_CE_SUBJECT_KEY_IDENTIFIER,
            "a subjectKeyIdentifier",
            "4.2.1.2",
        ),
    ] {
        if one
            .extensions()
            .iter()
            .any(|it| it.extn_id == id && it.critical)
        {
            object(
                Rule::Browser,
                format!(
                    "{name} has {what} that is marked critical, which it must not be: Chromium, Firefox and openssl refuse it."
                ),
                ("RFC 5280", section),
            );
        }
    }
    if one.version() < 3 && one.extensions().iter().next().is_some() {
        object(
            Rule::Path,
            format!(
                "{name} says version {}, which has no extensions, and has some.",
                one.version()
            ),
            ("RFC 5280", "4.1.2.1"),
        );
    }
    if one.issuer_name().is_empty() {
        object(
            Rule::Browser,
            format!("{name} names no issuer: Firefox refuses it, Chromium takes it."),
            ("RFC 5280", "4.1.2.4"),
        );
    }
    if let Some(says) = one.mismatch() {
        object(
            Rule::Path,
            format!("{name} {says}"),
            ("RFC 5280", "4.1.1.2"),
        );
    }
    let period = one.period();
    if question.at < period.from {
        object(
            Rule::Path,
            format!("{name} begins only at {}.", validity::show(period.from)),
            ("RFC 5280", "4.1.2.5"),
        );
    }
    if question.at > period.to {
        object(
            Rule::Path,
            format!("{name} ended at {}.", validity::show(period.to)),
            ("RFC 5280", "4.1.2.5"),
        );
    }
    if let Some(says) = one.subject_key().objection(is_of_ca) {
        object(
            Rule::Browser,
            format!("{name}: {says}"),
            ("CA/B BR", "6.1.5"),
        );
    }
    if let Some(says) = pss_objection(one.algorithm()).filter(|_| !is_anchor(one, question)) {
        object(
            Rule::Browser,
            format!("{name} {says}"),
            ("CA/B BR", "7.1.3.2.1"),
        );
    }
}

/// Whether the certificate above signed it.
fn signed(one: &Certificate, above: &Certificate, object: &mut Object<'_>) {
    let name = one.subject();
    let judgement = judge(above.spki(), one.algorithm(), one.signed(), one.signature());
    let (rule, says) = match judgement {
        Judgement::Holds => return,
        Judgement::Broken => (
            Rule::Path,
            format!(
                "The signature of {name} does not hold under the key of {}.",
                above.subject()
            ),
        ),
        Judgement::Unfit(why) => (
            Rule::Path,
            format!("The signature of {name} is not allowed: {why}."),
        ),
        Judgement::Outdated(what) => (Rule::Browser, format!("{name} is signed with {what}.")),
        Judgement::Unjudged(why) => (
            Rule::Unjudged,
            format!("The signature of {name} is not judged here: {why}."),
        ),
    };
    object(rule, says, ("RFC 5280", "6.1.3"));
}

/// Whether a certificate is one of those that are trusted: a name and a key,
/// which no other certificate vouches for (RFC 5280 §6.1.1).
fn is_anchor(one: &Certificate, question: Question<'_>) -> bool {
    question.trusted.iter().any(|it| it.der() == one.der())
}

/// Why a certificate that stands above others is not a CA. One of version 1
/// cannot say that it is: it is believed of those that are trusted.
pub(in super::super) fn not_a_ca(one: &Certificate, is_trusted: bool) -> Option<(Rule, String)> {
    match one.extensions().one::<BasicConstraints>().ok()? {
        Some(it) if it.ca => None,
        Some(_) => Some((
            Rule::Path,
            "Its basicConstraints say CA:FALSE: it may not vouch for others.".to_owned(),
        )),
        None if is_trusted && one.version() == 1 => None,
        None if is_trusted => Some((
            Rule::Browser,
            "It has no basicConstraints: Chromium takes such a root, Firefox does not.".to_owned(),
        )),
        None => Some((
            Rule::Path,
            "It has no basicConstraints, so it is not a CA.".to_owned(),
        )),
    }
}

/// What holds for those that stand above others. Clients look at it in those
/// that are trusted, too, though RFC 5280 §6.1.1 does not ask them to.
fn ca(one: &Certificate, question: Question<'_>, object: &mut Object<'_>) {
    let name = one.subject();
    let extensions = one.extensions();
    if let Some((rule, says)) = not_a_ca(one, is_anchor(one, question)) {
        object(rule, format!("{name}: {says}"), ("RFC 5280", "6.1.4"));
    }
    if has_negative_serial(one) && !is_anchor(one, question) {
        object(
            Rule::Browser,
            format!(
                "{name} has a negative serial number: Firefox refuses such a CA in between without a word, Chromium takes it."
            ),
            ("RFC 5280", "4.1.2.2"),
        );
    }
    if let Ok(Some(usage)) = extensions.one::<KeyUsage>()
        && !usage.key_cert_sign()
    {
        object(
            Rule::Path,
            format!("The keyUsage of {name} lacks keyCertSign."),
            ("RFC 5280", "6.1.4"),
        );
    }
    if let Some(says) = leaf::no_voucher(one, question.purpose) {
        object(
            Rule::Browser,
            format!("The extKeyUsage of {name} {says}"),
            ("CA/B BR", "7.1.2.10.6"),
        );
    }
}

/// How many may stand below each CA: the last certificate does not count, nor
/// do those that are issued by themselves (RFC 5280 §4.2.1.9).
fn lengths(path: &[&Certificate], depth: Option<usize>, found: &mut Vec<Objection>) {
    let counts = |one: &&&Certificate| !one.is_self_issued();
    for (place, one) in path.iter().enumerate().skip(1) {
        let below = path.get(1..place).unwrap_or_default();
        let below = below.iter().filter(counts).count();
        let limit = match one.extensions().one::<BasicConstraints>() {
            Ok(Some(it)) => it.path_length,
            _ => None,
        };
        if limit.is_some_and(|limit| below > limit as usize) {
            found.push(Objection {
                place,
                rule: Rule::Path,
                says: format!(
                    "{} allows {} below it; the CAs here are {below}.",
                    one.subject(),
                    match limit {
                        Some(1) => "1 CA".to_owned(),
                        limit => format!("{} CAs", limit.unwrap_or_default()),
                    }
                ),
                source: ("RFC 5280", "4.2.1.9"),
                follows: Refusers::NOBODY,
            });
        }
    }
    let between = path
        .get(1..path.len().saturating_sub(1))
        .unwrap_or_default();
    let between = between.iter().filter(counts).count();
    if depth.is_some_and(|depth| between > depth) {
        found.push(Objection {
            place: 0,
            rule: Rule::Path,
            says: match between {
                1 => "There is 1 CA in between, more than allowed.".to_owned(),
                more => format!("There are {more} CAs in between, more than allowed."),
            },
            source: ("RFC 5280", "6.1"),
            follows: Refusers::NOBODY,
        });
    }
}
