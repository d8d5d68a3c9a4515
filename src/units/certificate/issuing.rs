//! What a CA does once it has decided, wherever an exhibit issues: sign, check
//! as a browser would, and say what was granted.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::pki::certificate::IssuedCertificate;
use crate::engine::pki::host::Host;
use crate::engine::pki::issue::{self, Decision};
use crate::engine::pki::key::PrivateKey;
use crate::engine::pki::path::Question;
use crate::engine::pki::read::{Certificate, Request};
use crate::engine::pki::verify::{self, Validation};
use crate::engine::trace::{Observer, Step};
use crate::units::{Comparison, Randomness, Row};
use sha2::{Digest as _, Sha256};

/// Signs what was decided.
///
/// # Errors
/// When no name was granted, or the engine refuses.
pub(in crate::units) fn sign(
    decision: &Decision,
    request: &Request,
    issuer: &Certificate,
    key: &PrivateKey,
    randomness: &Randomness,
    observer: &mut impl Observer,
) -> Result<IssuedCertificate, Diagnosis> {
    let mut random = randomness.generator(&serial_purpose(decision, request));
    issue::issue(decision, request, issuer, key, &mut random, observer)
}

/// Checks what was signed, for its first name and at its first second; `None`
/// where no name was granted.
pub(in crate::units) fn check(
    decision: &Decision,
    certificate: &Certificate,
    issuer: &Certificate,
    observer: &mut impl Observer,
) -> Option<Validation> {
    let host = asked_host(decision)?;
    observer.enter(|| {
        Step::new("check", "Check it as a browser would")
            .says("The certificate under its issuer, for its first name, at its first second. Of a public CA’s certificate a browser asks two things more: whether it was revoked, and whether public logs list it (Certificate Transparency).")
            .source("RFC 5280", "6.1")
    });
    let trusted = [issuer];
    let question = Question::of_server(certificate, &trusted, &[], decision.period.from);
    let validation = verify::check(question, &host, observer);
    observer.amend(|step| *step = std::mem::take(step).passes_if(validation.holds()));
    observer.leave();
    Some(validation)
}

/// What the serial number is drawn for: no two certificates of a CA may share
/// one, also where a seed makes a run repeatable.
fn serial_purpose(decision: &Decision, request: &Request) -> String {
    let mut purpose = format!("issue serial {:?} {:?} ", decision.period, decision.hosts);
    for byte in Sha256::digest(request.der()) {
        purpose.push_str(&format!("{byte:02x}"));
    }
    purpose
}

/// A host that the first granted name covers.
fn asked_host(decision: &Decision) -> Option<Host> {
    decision.hosts.first().map(|host| match host {
        Host::Dns(name) => Host::Dns(name.replacen('*', "www", 1)),
        Host::Ip(_) => host.clone(),
    })
}

/// What was decided, as a table.
pub(in crate::units) fn comparison(decision: &Decision) -> Comparison {
    Comparison {
        names: "".into(),
        title: "Requested and granted".into(),
        left: "Requested".into(),
        right: "Granted".into(),
        rows: decision
            .rows
            .iter()
            .map(|row| Row {
                name: row.name.into(),
                left: row.requested.clone().into(),
                right: row.granted.clone().into(),
                note: row.note.clone().into(),
            })
            .collect(),
    }
}
