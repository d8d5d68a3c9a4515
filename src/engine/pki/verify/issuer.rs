//! What the certificate above must be: a CA whose key may sign, with room
//! below it.

use super::super::extensions::BasicConstraints;
use super::super::path::rules::not_a_ca;
use super::{CheckedStep, Link, by, outcome};
use x509_cert::ext::pkix::KeyUsage;

pub(super) fn is_a_ca(link: Link<'_>) -> CheckedStep {
    let issuer = link.issuer;
    let (passed, says) = match (
        issuer.extensions().one::<BasicConstraints>(),
        not_a_ca(issuer, link.is_anchored),
    ) {
        (Err(malformed), _) => (false, malformed.says_of_it()),
        (Ok(_), Some((_, says))) => (false, says),
        (Ok(Some(_)), None) => (true, "Its basicConstraints say CA:TRUE.".to_owned()),
        (Ok(None), None) => (
            true,
            "It is of version 1, which has no basicConstraints, and trusted all the same: a trust anchor is a name and a key (RFC 5280 §6.1.1).".to_owned(),
        ),
    };
    outcome(
        "issuer-ca",
        "The issuer is a CA",
        passed,
        says,
        by("RFC 5280", "6.1.4"),
    )
}

pub(super) fn may_sign(link: Link<'_>) -> CheckedStep {
    let (passed, says) = match link.issuer.extensions().one::<KeyUsage>() {
        Ok(None) => (
            true,
            "It has no keyUsage, which leaves all uses open.".to_owned(),
        ),
        Ok(Some(usage)) if usage.key_cert_sign() => (true, "Its keyUsage has keyCertSign.".into()),
        Ok(Some(_)) => (false, "Its keyUsage lacks keyCertSign.".into()),
        Err(malformed) => (false, malformed.says_of_it()),
    };
    outcome(
        "issuer-usage",
        "The issuer's key may sign certificates",
        passed,
        says,
        by("RFC 5280", "6.1.4"),
    )
}

pub(super) fn path_length(link: Link<'_>) -> CheckedStep {
    let below = link.below;
    let (passed, says) = match link.issuer.extensions().one::<BasicConstraints>() {
        Err(malformed) => (false, malformed.says_of_it()),
        Ok(constraints) => match constraints.and_then(|it| it.path_length) {
            None => (true, "The issuer sets no limit.".into()),
            // The limit counts the CAs between, and not the last certificate.
            Some(limit) => (
                below <= limit as usize,
                format!(
                    "The issuer allows {limit} further {} between it and the last certificate; {}.",
                    if limit == 1 { "CA" } else { "CAs" },
                    match below {
                        1 => "here is 1".to_owned(),
                        more => format!("here are {more}"),
                    }
                ),
            ),
        },
    };
    outcome(
        "path-length",
        "The path is not too long",
        passed,
        says,
        by("RFC 5280", "4.2.1.9"),
    )
}
