//! What came of a connection, in words.

use super::settings::Presented;
use crate::engine::pki::host::Host;
use crate::engine::pki::read::Certificate;
use crate::engine::text::{count, plural};
use crate::engine::tls::connection::{Connection, Failure, Reason};
use crate::engine::tls::conversation::Story;
use crate::engine::tls::wire::alert;
use crate::units::Inputs;

/// What somebody on the wire knows of a connection.
pub(super) fn outside(connection: &Connection) -> String {
    let records = &connection.records;
    let sealed = records.iter().filter(|one| one.bytes.first() == Some(&23));
    let bytes: usize = records.iter().map(|one| one.bytes.len()).sum();
    format!(
        "Who listens counts {} of {}, {} of them sealed: who spoke when, and how much.",
        count(records.len(), "record"),
        plural(bytes),
        sealed.count()
    )
}

/// What came of it, in a sentence and at a glance, and whether that is good: to be
/// sealed is not enough, where nobody knows with whom.
pub(super) fn headline(
    connection: &Connection,
    story: &Story,
    host: &Host,
    inputs: &Inputs,
) -> (String, &'static str, bool) {
    if let Some(failure) = connection.failures.first() {
        return (
            gives_up(connection, story, failure),
            "✗ no connection",
            false,
        );
    }
    if !connection.is_complete() {
        let says = "Nothing more comes: a record is missing, and both wait.";
        return (says.to_owned(), "✗ stalled", false);
    }
    let unchecked = !connection.expects.checks;
    match Presented::read(inputs, "shows") {
        Presented::Rogue | Presented::RogueTrusted => (
            format!(
                "The padlock closes for {host}, and somebody else is behind it: whoever is trusted as a CA can speak in any server’s name."
            ),
            "✗ deceived",
            false,
        ),
        _ if unchecked => (
            format!(
                "Sealed, but with whom? The client did not check: anybody could have answered for {host}."
            ),
            "✗ with whom?",
            false,
        ),
        _ => (
            format!(
                "{host} is reached, and the padlock may close: what was asked and answered crossed the wire sealed."
            ),
            "✓ sealed",
            true,
        ),
    }
}

/// Why an end gives up: what its check of the certificates found, or what its alert
/// says.
pub(super) fn gives_up(connection: &Connection, story: &Story, failure: &Failure) -> String {
    let validation = story.validation.as_ref();
    let check = validation.and_then(|validation| validation.first_failure());
    let name = failure.by.name();
    let first = story.chain().into_iter().next();
    let first = first.and_then(|der| Certificate::parse(&der).ok());
    let is_ca = first.is_some_and(|first| first.is_ca());
    match (check, connection.alert()) {
        _ if failure.reason == Reason::Certificate && is_ca => format!(
            "The {name} refuses the certificate. The first one that was sent is of a CA, and is taken for the server’s."
        ),
        (None, _) if failure.reason == Reason::Signature => format!(
            "The {name} gives up. The signature over the handshake is not by the key of the certificate: whoever sent it does not have its private key."
        ),
        (None, _) if failure.reason == Reason::NoSuite => {
            format!("The {name} gives up. The two have no suite in common.")
        }
        (None, _) if failure.reason == Reason::NoGroup => {
            format!("The {name} gives up. The two have no group in common, and come to no secret.")
        }
        (Some(check), _) => format!("The {name} refuses the certificate. {}", check.says),
        (None, Some((by, code))) if by == failure.by => {
            format!("The {name} gives up. {}", alert::says(code))
        }
        _ => format!("The {name} gives up: {}.", failure.says),
    }
}
