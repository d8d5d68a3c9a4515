//! What every client refuses (RFC 5280 §6.1, RFC 9525 §6), and what browsers
//! refuse beyond it.

use super::super::extensions::{self, BasicConstraints};
use super::super::judge::{Judgement, judge};
use super::super::key::algorithm_name;
use super::super::read::Certificate;
use super::super::validity;
use super::search::points_at;
use super::{Objection, Purpose, Question, Rule};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280::{ANY_EXTENDED_KEY_USAGE, ID_KP_CLIENT_AUTH, ID_KP_SERVER_AUTH};
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage};

/// What speaks against a path.
pub(super) fn all(path: &[&Certificate], question: Question<'_>) -> Vec<Objection> {
    let mut found = Vec::new();
    for (place, one) in path.iter().enumerate() {
        let mut object = |rule, says: String, source| {
            found.push(Objection {
                place,
                rule,
                says,
                source,
            });
        };
        whole(one, question, &mut object);
        if let Some(above) = path.get(place + 1) {
            signed(one, above, &mut object);
            pointed(one, above, &mut object);
        }
        match place {
            0 => shown(one, question, &mut object),
            _ => ca(one, question.purpose, &mut object),
        }
    }
    lengths(path, question.depth, &mut found);
    found
}

/// Takes an objection: its rule, its words, and where it is written down.
type Object<'a> = dyn FnMut(Rule, String, (&'static str, &'static str)) + 'a;

/// What holds for each certificate of a path.
fn whole(one: &Certificate, question: Question<'_>, object: &mut Object<'_>) {
    let name = one.subject();
    if let Err(malformed) = one.extensions().check() {
        object(
            Rule::Path,
            malformed.says("certificate"),
            ("RFC 5280", "4.2"),
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
        } else if !extensions::is_known(id) {
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
            Rule::Path,
            format!("{name} names no issuer."),
            ("RFC 5280", "4.1.2.4"),
        );
    }
    if one.algorithm() != one.signed_algorithm() {
        object(
            Rule::Path,
            format!(
                "{name} says one signature algorithm inside, {}, and another outside, {}.",
                algorithm_name(one.signed_algorithm().oid),
                algorithm_name(one.algorithm().oid)
            ),
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
    if let Some(says) = one.key_kind().objection() {
        object(
            Rule::Browser,
            format!("{name}: {says}"),
            ("CA/B BR", "6.1.5"),
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
        Judgement::Outdated(what) => (Rule::Browser, format!("{name} is signed with {what}.")),
        Judgement::Unjudged(why) => (
            Rule::Unjudged,
            format!("The signature of {name} cannot be judged here: {why}."),
        ),
    };
    object(rule, says, ("RFC 5280", "6.1.3"));
}

/// Whether the key above it is the one that it names.
fn pointed(one: &Certificate, above: &Certificate, object: &mut Object<'_>) {
    if points_at(one, above) == Some(false) {
        object(
            Rule::Path,
            format!(
                "The key identifier of {} is not the one that {} names.",
                above.subject(),
                one.subject()
            ),
            ("RFC 5280", "4.2.1.1"),
        );
    }
}

/// What holds for the certificate that is shown. That it is a CA, too, does
/// not matter.
fn shown(one: &Certificate, question: Question<'_>, object: &mut Object<'_>) {
    let extensions = one.extensions();
    if let Ok(Some(usage)) = extensions.one::<KeyUsage>()
        && !(usage.digital_signature() || usage.key_encipherment() || usage.key_agreement())
    {
        object(
            Rule::Path,
            "Its keyUsage allows no use in a handshake.".into(),
            ("RFC 5280", "4.2.1.3"),
        );
    }
    if !fits(one, question.purpose) {
        object(
            Rule::Path,
            format!("Its extKeyUsage lacks {}.", word(question.purpose)),
            ("RFC 5280", "4.2.1.12"),
        );
    }
    let Some(host) = question.host else { return };
    if let Ok(names) = extensions.names()
        && !names.hosts.iter().any(|own| own.covers(host))
    {
        object(
            Rule::Path,
            format!("{host} is not covered by any of its names: {names}."),
            ("RFC 9525", "6"),
        );
    }
}

/// What holds for those that stand above others.
fn ca(one: &Certificate, purpose: Purpose, object: &mut Object<'_>) {
    let name = one.subject();
    let extensions = one.extensions();
    match extensions.one::<BasicConstraints>() {
        Ok(Some(it)) if it.ca => {}
        Ok(Some(_)) => object(
            Rule::Path,
            format!("The basicConstraints of {name} say CA:FALSE: it may not vouch for others."),
            ("RFC 5280", "6.1.4"),
        ),
        Ok(None) => object(
            Rule::Path,
            format!("{name} has no basicConstraints, so it is not a CA."),
            ("RFC 5280", "6.1.4"),
        ),
        Err(_) => {}
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
    if !fits(one, purpose) {
        object(
            Rule::Browser,
            format!(
                "The extKeyUsage of {name} lacks {}, so browsers let it vouch for nobody of that kind.",
                word(purpose)
            ),
            ("CA/B BR", "7.1.2.10.6"),
        );
    }
}

/// Whether the extKeyUsage allows a purpose, or is not there.
fn fits(one: &Certificate, purpose: Purpose) -> bool {
    match one.extensions().one::<ExtendedKeyUsage>() {
        Ok(Some(list)) => list.0.contains(&id(purpose)) || list.0.contains(&ANY_EXTENDED_KEY_USAGE),
        _ => true,
    }
}

fn id(purpose: Purpose) -> ObjectIdentifier {
    match purpose {
        Purpose::Server => ID_KP_SERVER_AUTH,
        Purpose::Client => ID_KP_CLIENT_AUTH,
    }
}

fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Server => "serverAuth",
        Purpose::Client => "clientAuth",
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
                1 => "1 CA stands between, more than were asked for.".to_owned(),
                more => format!("{more} CAs stand between, more than were asked for."),
            },
            source: ("RFC 5280", "6.1"),
        });
    }
}
