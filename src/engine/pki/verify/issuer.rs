//! What the certificate above must be: a CA whose key may sign, with room
//! below it.

use super::super::extensions::BasicConstraints;
use super::{CheckedStep, Question, by, outcome};
use x509_cert::ext::pkix::KeyUsage;

pub(super) fn is_a_ca(question: Question<'_>) -> CheckedStep {
    let (passed, says) = match question.issuer.extensions().one::<BasicConstraints>() {
        Ok(Some(it)) if it.ca => (true, "Its basicConstraints say CA:TRUE.".to_owned()),
        Ok(Some(_)) => (
            false,
            "Its basicConstraints say CA:FALSE: it may not vouch for others.".into(),
        ),
        Ok(None) => (
            false,
            "It has no basicConstraints, so it is not a CA.".into(),
        ),
        Err(malformed) => (false, malformed.says("issuer")),
    };
    outcome(
        "issuer-ca",
        "The issuer is a CA",
        passed,
        says,
        by("RFC 5280", "6.1.4"),
    )
}

pub(super) fn may_sign(question: Question<'_>) -> CheckedStep {
    let (passed, says) = match question.issuer.extensions().one::<KeyUsage>() {
        Ok(None) => (
            true,
            "It has no keyUsage, which leaves all uses open.".to_owned(),
        ),
        Ok(Some(usage)) if usage.key_cert_sign() => (true, "Its keyUsage has keyCertSign.".into()),
        Ok(Some(_)) => (false, "Its keyUsage lacks keyCertSign.".into()),
        Err(malformed) => (false, malformed.says("issuer")),
    };
    outcome(
        "issuer-usage",
        "The issuer's key may sign certificates",
        passed,
        says,
        by("RFC 5280", "6.1.4"),
    )
}

pub(super) fn path_length(question: Question<'_>) -> CheckedStep {
    let above = question.issuer.extensions().one::<BasicConstraints>();
    let below = question.certificate.extensions().one::<BasicConstraints>();
    let (passed, says) = match (above, below) {
        (Err(malformed), _) => (false, malformed.says("issuer")),
        (_, Err(malformed)) => (false, malformed.says("certificate")),
        (Ok(above), Ok(below)) => match above.and_then(|it| it.path_length) {
            None => (true, "The issuer sets no limit.".into()),
            // The limit counts the CAs below, and not the last certificate.
            Some(0) if below.is_some_and(|it| it.ca) => (
                false,
                "The issuer allows no further CA below it, but this certificate is one.".into(),
            ),
            Some(limit) => (
                true,
                format!(
                    "The issuer allows {limit} further CAs between it and a server; here is none."
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
