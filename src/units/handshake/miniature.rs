//! A connection in small, as it ran: what the start shows of it.

use super::passing::{self, CERTIFICATE, LEGS, SECRET, SIGNATURE};
use crate::engine::hex;
use crate::engine::ink::{Ink, plain};
use crate::engine::knowers::Actor;
use crate::engine::source::Source;
use crate::engine::text::plural;
use crate::engine::tls::connection::{Check, Connection, Failure};
use crate::engine::tls::conversation::{Happening, Story};
use crate::engine::tls::provider::Group;
use crate::engine::tls::recording::What;

/// How many bytes of the secret are shown.
const SHOWN: usize = 2;

/// A connection in small.
pub struct Miniature {
    /// Whom the client reached.
    pub(super) host: String,
    /// Its messages, in the order of [`LEGS`].
    pub(super) legs: Vec<Passed>,
    /// How the shared secret begins, where both have the same.
    pub(super) secret: Option<String>,
    /// Whether the padlock may close: all went as it should, and was checked.
    pub(super) is_good: bool,
    /// The check that did not hold.
    failed: Option<Check>,
}

/// A message as it passed.
#[derive(Default)]
pub(super) struct Passed {
    /// What it says, where a run knows better than words in general.
    pub(super) spoken: Option<String>,
    /// What else there is to know of it: markup, which goes on behind its name.
    pub(super) details: String,
    /// The page, the exhibit and the step that show it.
    pub(super) leads_to: Option<String>,
    /// Whether it comes after an end gave up.
    pub(super) is_gone: bool,
    /// Why an end gave up on it.
    pub(super) fate: Option<String>,
}

/// Who is spoken of: whom the client asks for, the server's name as its certificate
/// has it, and who signed that; and whether the client checks it.
pub(super) struct Parties {
    pub(super) host: String,
    pub(super) server: String,
    pub(super) issuer: String,
    pub(super) checks: bool,
}

impl Miniature {
    /// What the start shows of a connection.
    pub(super) fn of(parties: Parties, connection: &Connection, story: &Story) -> Self {
        let secret = story.happenings.iter().find(|one| one.step.id == "shared");
        let secret = secret.and_then(|_| shared(connection));
        let failure = connection.failures.first();
        let failed = failure.and_then(|failure| failure.check());
        let steps: Vec<Option<&Happening>> =
            (0..LEGS.len()).map(|leg| happening(story, leg)).collect();
        // Somebody gave up on the last message that came, but for what is checked of
        // one before it.
        let last = steps.iter().rposition(Option::is_some).unwrap_or(0);
        let ends_at = match failed {
            Some(Check::Signature) => SIGNATURE,
            Some(_) => CERTIFICATE,
            None => last,
        };
        let is_whole = connection.is_complete();
        let legs = steps.iter().enumerate().map(|(leg, step)| Passed {
            spoken: step.and_then(|_| spoken(leg, &parties, connection)),
            details: details(leg, *step, connection, story),
            leads_to: (leg > 0).then(|| {
                let step = step.map_or_else(String::new, |one| format!("&step={}", one.step.id));
                format!("handshake?at=https{step}")
            }),
            is_gone: !is_whole && leg > ends_at,
            fate: (leg == ends_at && !is_whole).then(|| fate(failure)),
        });
        Self {
            legs: legs.collect(),
            secret: secret.map(|(secret, _)| format!("{}…", hex::encode(secret))),
            is_good: is_whole && parties.checks,
            failed,
            host: parties.host,
        }
    }

    /// Whether a check held; `None` where nobody came to it.
    pub(super) fn holds(&self, check: Check) -> Option<bool> {
        match self.failed {
            Some(failed) => (failed == check).then_some(false),
            None => self.is_good.then_some(true),
        }
    }

    /// Its markup.
    pub(super) fn into_markup(self) -> String {
        let mut ink = Ink::default();
        passing::put(Some(&self), &mut ink);
        ink.into_markup()
    }
}

/// What a leg is in a story, where it came so far.
fn happening(story: &Story, leg: usize) -> Option<&Happening> {
    let http = Some(Source::new("RFC 9112", "2.1"));
    let from = |actor| move |one: &&Happening| one.step.actor == Some(actor);
    let mut all = story.happenings.iter().filter(|one| one.passing.is_some());
    match leg {
        0 => None,
        5 => (all.filter(|one| one.step.source == http)).find(from(Actor::Client)),
        6 => (all.filter(|one| one.step.source == http)).find(from(Actor::Server)),
        _ => LEGS
            .get(leg)
            .and_then(|leg| all.find(|one| one.step.title == leg.name)),
    }
}

/// The secret that both came to, as it begins, and the name of its group.
fn shared(connection: &Connection) -> Option<(&[u8], &'static str)> {
    let mut operations = connection.operations.iter();
    operations.find_map(|operation| match &operation.what {
        What::Shared { secret, group, .. } => {
            Some((secret.get(..SHOWN)?, Group::numbered(*group)?.name()))
        }
        _ => None,
    })
}

/// What a message says, where this run has it.
fn spoken(leg: usize, parties: &Parties, connection: &Connection) -> Option<String> {
    let line = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().next().unwrap_or_default().to_owned()
    };
    match leg {
        CERTIFICATE => Some(format!("{}, signed by {}", parties.server, parties.issuer)),
        5 => Some(line(&connection.request)),
        6 => {
            let all = String::from_utf8_lossy(&connection.response).into_owned();
            let (head, body) = all.split_once("\r\n\r\n")?;
            let status = head.lines().next()?.trim_start_matches("HTTP/1.1 ");
            Some(format!("{status}: {body}"))
        }
        _ => None,
    }
}

/// What is told of a message behind its name.
fn details(leg: usize, step: Option<&Happening>, connection: &Connection, story: &Story) -> String {
    let Some(passing) = step.and_then(|step| step.passing.as_ref()) else {
        return String::new();
    };
    let mut details = String::new();
    if leg == SECRET {
        let suite = story.suite.map(|suite| suite.cipher_name());
        let group = shared(connection).map(|(_, group)| group.to_owned());
        for chosen in suite.into_iter().chain(group) {
            details.push_str(&format!(", {}", plain(&chosen)));
        }
    }
    details.push_str(&format!(", {}", plural(passing.length)));
    details
}

/// Why a connection ended, in the words of who ended it; of these the first, which
/// say what it is.
fn fate(failure: Option<&Failure>) -> String {
    let Some(failure) = failure else {
        return "Both wait".to_owned();
    };
    format!("The {} gives up: {}", failure.by.name(), failure.short())
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests may fail loudly"
    )]

    use super::*;
    use crate::engine::pki::{NOW, pair};
    use crate::engine::tls::connected;
    use crate::engine::tls::connection::{Client, Interference, Server};
    use crate::engine::tls::provider::HandshakeKey;
    use crate::engine::tls::provider::Suite;

    type Change = fn(&mut Client, &mut Server);

    fn ran(change: Change, checks: bool) -> (Miniature, Connection, Story) {
        let connection = connected(change, Interference::Nothing);
        let story = Story::of(&connection);
        let parties = Parties {
            host: "localhost".into(),
            server: "localhost".into(),
            issuer: "a <root>".into(),
            checks,
        };
        let small = Miniature::of(parties, &connection, &story);
        (small, connection, story)
    }

    #[test]
    fn each_message_leads_to_its_step_and_has_its_length() {
        let (small, connection, story) = ran(|_, _| {}, true);
        assert!(small.is_good);
        assert_eq!(small.legs.len(), LEGS.len());
        for (leg, passed) in small.legs.iter().enumerate().skip(1) {
            let (_, id) = passed
                .leads_to
                .as_ref()
                .unwrap()
                .split_once("&step=")
                .unwrap();
            let step = story
                .happenings
                .iter()
                .find(|one| one.step.id == *id)
                .unwrap();
            let length = step.passing.as_ref().unwrap().length;
            assert!(
                passed.details.ends_with(&format!(", {length} bytes")),
                "{leg}"
            );
            assert!(!passed.is_gone && passed.fate.is_none(), "{leg}");
        }
        let secrets = connection
            .operations
            .iter()
            .filter_map(|one| match &one.what {
                What::Shared { secret, .. } => Some(hex::encode(&secret[..2]) + "…"),
                _ => None,
            });
        let secrets: Vec<String> = secrets.collect();
        assert_eq!(secrets, vec![small.secret.clone().unwrap(); 2]);
        let spoken = |leg: usize| small.legs[leg].spoken.clone().unwrap();
        assert_eq!(spoken(5), "GET / HTTP/1.1");
        assert_eq!(spoken(6), "200 OK: secret");
        let drawn = small.into_markup();
        assert!(
            drawn.contains("localhost, signed by a &lt;root>"),
            "{drawn}"
        );
        assert_eq!(drawn.matches("data-holds=\"true\"").count(), 4);
    }

    #[test]
    fn what_does_not_hold_is_marked_where_it_was_found() {
        let cases: [(Change, Option<Check>, usize, &str); 5] = [
            (
                |client, _| client.now = NOW + 400 * 86_400,
                Some(Check::Dates),
                CERTIFICATE,
                "The client gives up: certificate expired",
            ),
            (
                |client, _| client.host = "example.com".into(),
                Some(Check::Name),
                CERTIFICATE,
                "The client gives up: certificate not valid for name \"example.com\"",
            ),
            (
                |client, _| client.roots.clear(),
                Some(Check::Chain),
                CERTIFICATE,
                "The client gives up: UnknownIssuer",
            ),
            (
                |_, server| server.key = HandshakeKey::new(pair(9, Some(0)).0.server_key),
                Some(Check::Signature),
                SIGNATURE,
                "The client gives up: BadSignature",
            ),
            (
                |client, server| {
                    client.suites = vec![Suite::Aes128Gcm];
                    server.suites = vec![Suite::Aes256Gcm];
                },
                None,
                1,
                "The server gives up: peer is incompatible: NoCipherSuitesInCommon",
            ),
        ];
        for (change, check, at, fate) in cases {
            let (small, ..) = ran(change, true);
            assert!(!small.is_good, "{fate}");
            for (leg, passed) in small.legs.iter().enumerate() {
                assert_eq!(passed.is_gone, leg > at, "{fate}: {leg}");
                let said = passed.fate.as_deref();
                assert_eq!(said, (leg == at).then_some(fate), "{leg}");
            }
            for one in Check::ALL {
                let holds = (check == Some(one)).then_some(false);
                assert_eq!(small.holds(one), holds, "{fate}");
            }
        }
    }

    #[test]
    fn who_checks_nothing_closes_no_padlock() {
        let (small, ..) = ran(|client, _| client.checks = false, false);
        assert!(!small.is_good);
        assert_eq!(Check::ALL.map(|check| small.holds(check)), [None; 4]);
        assert!(small.legs.iter().all(|passed| passed.fate.is_none()));
    }
}
