//! What holds for the certificate that is shown: whether a handshake can use
//! its key, what it is for, and for which hosts.
//!
//! What Chromium and Firefox do was seen in Chromium 156 and Firefox 153.

use super::super::extensions::Names;
use super::super::host::Host;
use super::super::judge::SubjectKey;
use super::super::read::Certificate;
use super::{Purpose, Question, Rule};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280::{
    ANY_EXTENDED_KEY_USAGE, ID_CE_SUBJECT_ALT_NAME, ID_KP_CLIENT_AUTH, ID_KP_SERVER_AUTH,
};
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage, NameConstraints};

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Fault {
    /// What kind of rule it breaks.
    pub(in super::super) rule: Rule,
    /// What is wrong, in a sentence.
    pub(in super::super) says: String,
    /// Where the rule is written down.
    pub(in super::super) source: (&'static str, &'static str),
}

/// Everything that is wrong with it. What cannot be read is told with the
/// extensions.
pub(super) fn all(one: &Certificate, question: Question<'_>) -> Vec<Fault> {
    let found = [
        usage(one),
        purpose(one, question.purpose),
        constraints(one),
        nameless(one),
        host(one, question),
    ];
    found.into_iter().flatten().collect()
}

/// Whether its keyUsage lets its key be used in a handshake.
pub(in super::super) fn usage(one: &Certificate) -> Option<Fault> {
    let usage = one.extensions().one::<KeyUsage>().ok()??;
    if usage.digital_signature() {
        return None;
    }
    let kind = one.subject_key();
    let (rule, says) = match (
        kind.only_signs(),
        usage.key_encipherment(),
        usage.key_agreement(),
    ) {
        (_, false, false) => (
            Rule::Path,
            "Its keyUsage has neither digitalSignature nor keyEncipherment, so no handshake can use its key: Chromium and Firefox refuse it.".to_owned(),
        ),
        (true, ..) => {
            let firefox = match kind {
                SubjectKey::Curve(_) => "; Firefox does so with TLS 1.2",
                _ => "",
            };
            (
                Rule::Browser,
                format!(
                    "Its keyUsage lacks digitalSignature, and a key of its kind ({kind}) does nothing else in a handshake: Chromium refuses it{firefox}."
                ),
            )
        }
        (false, true, _) => (
            Rule::Browser,
            "Its keyUsage has keyEncipherment without digitalSignature, good only for the RSA key exchange that TLS 1.3 no longer has: Chromium refuses it, Firefox takes it.".to_owned(),
        ),
        (false, false, true) => (
            Rule::Browser,
            "Its keyUsage has keyAgreement without digitalSignature, and RSA agrees on no key: Chromium refuses it, Firefox takes it.".to_owned(),
        ),
    };
    Some(Fault {
        rule,
        says,
        source: ("RFC 5280", "4.2.1.3"),
    })
}

/// Whether it is for this purpose, and not for vouching for others.
pub(in super::super) fn purpose(one: &Certificate, purpose: Purpose) -> Option<Fault> {
    let fault = |rule, says, source| Some(Fault { rule, says, source });
    let extensions = one.extensions();
    if let Ok(Some(list)) = extensions.one::<ExtendedKeyUsage>()
        && !list.0.contains(&id(purpose))
    {
        let word = word(purpose);
        return if list.0.contains(&ANY_EXTENDED_KEY_USAGE) {
            fault(
                Rule::Browser,
                format!(
                    "Its extKeyUsage has anyExtendedKeyUsage and not {word}: Firefox and curl refuse it, Chromium takes it."
                ),
                ("CA/B BR", "7.1.2.7.10"),
            )
        } else {
            fault(
                Rule::Path,
                format!("Its extKeyUsage lacks {word}."),
                ("RFC 5280", "4.2.1.12"),
            )
        };
    }
    if purpose == Purpose::Server && one.is_ca() {
        return fault(
            Rule::Browser,
            "It is a CA itself (CA:TRUE): Firefox takes no CA as a server, Chromium does."
                .to_owned(),
            ("CA/B BR", "7.1.2.7.6"),
        );
    }
    None
}

/// Whether it says which names may stand below it, and is no CA.
fn constraints(one: &Certificate) -> Option<Fault> {
    one.extensions().one::<NameConstraints>().ok()??;
    (!one.is_ca()).then(|| Fault {
        rule: Rule::Path,
        says: format!(
            "{} has nameConstraints and is no CA, so nothing can stand below it: Python’s cryptography refuses it; Chromium, Firefox and openssl pass over it.",
            one.subject()
        ),
        source: ("RFC 5280", "4.2.1.10"),
    })
}

/// Whether its names stand in a subjectAltName alone that may be passed over.
fn nameless(one: &Certificate) -> Option<Fault> {
    let mut all = one.extensions().iter();
    let names = all.find(|it| it.extn_id == ID_CE_SUBJECT_ALT_NAME)?;
    (one.subject_name().is_empty() && !names.critical).then(|| Fault {
        rule: Rule::Browser,
        says: "It has no subject, and a subjectAltName that is not marked critical: Chromium refuses it, Firefox takes it.".to_owned(),
        source: ("RFC 5280", "4.2.1.6"),
    })
}

/// Whether it names the host that is asked for.
fn host(one: &Certificate, question: Question<'_>) -> Option<Fault> {
    let host = question.host?;
    let names = one.extensions().names().ok()?;
    let is_named = names.hosts.iter().any(|own| own.covers(host));
    (!is_named).then(|| Fault {
        rule: Rule::Path,
        says: not_covered(host, &names),
        source: ("RFC 9525", "6"),
    })
}

/// That none of its names covers a host.
pub(in super::super) fn not_covered(host: &Host, names: &Names) -> String {
    if names.hosts.is_empty() && names.others.is_empty() {
        format!("It has no names in a subjectAltName, so none covers {host}.")
    } else {
        format!("{host} is not covered by any of its names: {names}.")
    }
}

/// Why the extKeyUsage of a CA does not let it vouch for a purpose, where it
/// does not.
pub(super) fn no_voucher(one: &Certificate, purpose: Purpose) -> Option<String> {
    let list = one.extensions().one::<ExtendedKeyUsage>().ok()??.0;
    let word = word(purpose);
    if list.contains(&id(purpose)) {
        None
    } else if list.contains(&ANY_EXTENDED_KEY_USAGE) {
        Some(format!(
            "has anyExtendedKeyUsage and not {word}: Firefox and curl refuse it, Chromium takes it."
        ))
    } else {
        Some(format!(
            "lacks {word}, so browsers accept no such certificate from it."
        ))
    }
}

fn id(purpose: Purpose) -> ObjectIdentifier {
    match purpose {
        Purpose::Server => ID_KP_SERVER_AUTH,
        Purpose::Client => ID_KP_CLIENT_AUTH,
    }
}

/// The name of a purpose in an extKeyUsage.
fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Server => "serverAuth",
        Purpose::Client => "clientAuth",
    }
}
