//! Goes through a connection, record by record, with the key schedule beside it.

use super::content::{content, fate, messages};
use super::ledger::Ledger;
use super::vouching::check;
use super::{Happening, Story, words};
use crate::engine::knowers::{Actor, Knowers};
use crate::engine::picture::Fate;
use crate::engine::pki::key::PublicKey;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::verify::Validation;
use crate::engine::tls::connection::{Connection, Failure, Reason, Transmission};
use crate::engine::tls::provider::{Group, Suite};
use crate::engine::tls::recording::{Operation, What};
use crate::engine::tls::schedule::SealedRecord;
use crate::engine::tls::{ENDS, Side, wire};
use crate::engine::trace::{Children, Data, Step, Value};
use std::ops::Range;

/// Who tells a connection, and how far it has come.
pub(super) struct Teller<'a> {
    connection: &'a Connection,
    ledger: Ledger,
    happenings: Vec<Happening>,
    /// The key of the server's certificate, once that has passed.
    key: Option<PublicKey>,
    /// What the client's check of it comes to.
    validation: Option<Validation>,
}

impl<'a> Teller<'a> {
    /// Tells all of it.
    pub(super) fn tell(connection: &'a Connection) -> Story {
        let mut teller = Self {
            connection,
            ledger: Ledger::default(),
            happenings: Vec::new(),
            key: None,
            validation: None,
        };
        let mut done = 0;
        for (number, record) in connection.records.iter().enumerate() {
            teller.pairs(done..record.sent_at);
            teller.record(number, record);
            teller.pairs(record.read.clone());
            done = record.read.end;
            let failures = connection.failures.iter();
            let failed = failures.filter(|one| one.after == number + 1);
            teller.happenings.extend(failed.map(failure));
        }
        if !connection.is_complete() && connection.failures.is_empty() {
            teller.happenings.push(stalled());
        }
        Story {
            happenings: teller.happenings,
            suite: teller.ledger.suite,
            derived: teller.ledger.derived,
            log: teller.ledger.log,
            validation: teller.validation,
        }
    }

    /// The key pairs that were drawn among these operations.
    fn pairs(&mut self, among: Range<usize>) {
        let operations = self.connection.operations.get(among).unwrap_or_default();
        let pairs = operations
            .iter()
            .filter_map(|operation| match &operation.what {
                What::Pair {
                    group,
                    private,
                    public,
                } => Some(pair(operation.by, *group, private, public)),
                _ => None,
            });
        for mut pair in pairs {
            // After a HelloRetryRequest the client draws another one.
            if self
                .happenings
                .iter()
                .any(|one| one.step.id == pair.step.id)
            {
                pair.step.id = format!("{}-again", pair.step.id).into();
            }
            self.happenings.push(pair);
        }
    }

    /// A record, with what can be derived once its messages are there.
    fn record(&mut self, number: usize, record: &Transmission) {
        let content = content(record, &self.connection.operations);
        let fate = fate(record);
        let nonce = content.sealed.as_ref().map(|sealed| {
            let whole = SealedRecord {
                sequence: sealed.sequence,
                header: record.bytes.get(..wire::HEADER).unwrap_or_default(),
                inner: &sealed.inner,
                body: &sealed.body,
            };
            let steps = self.ledger.sealing(&sealed.key, &whole);
            (steps, sealed.sequence)
        });
        for (place, mut happening) in messages(number, record, &content).into_iter().enumerate() {
            happening.fate.clone_from(&fate);
            if let Some((steps, sequence)) = &nonce {
                // A record is sealed once, whatever is in it.
                if place == 0 {
                    happening.step.inside = steps.clone();
                }
                happening.step.values.push(
                    Value::public("number", *sequence)
                        .meaning("how many records this end sealed with this key before"),
                );
            }
            let message = happening.message.clone();
            self.happenings.push(happening);
            if let Some(message) = message {
                self.message(record.from, &message, content.sealed.is_some());
            }
        }
    }

    /// Whether an end computes something of this kind.
    fn computes(&self, side: Side, is_it: impl Fn(&What) -> bool) -> bool {
        let operations = self.connection.operations.iter();
        let mut own = operations.filter(|operation| operation.by == side.actor());
        own.any(|operation| is_it(&operation.what))
    }

    /// The server's certificates came: the client checks them once it has read them.
    fn certificate(&mut self, message: &[u8]) -> Children {
        let sent = wire::certificates(message);
        let sent = sent.iter().filter_map(|der| Certificate::parse(der).ok());
        let sent: Vec<Certificate> = sent.collect();
        self.key = sent.first().and_then(|own| own.public_key().ok());
        let reads =
            |what: &What| matches!(what, What::Open(sealed) if holds(&sealed.inner, message));
        if !self.computes(Side::Client, reads) {
            return Children::default();
        }
        let (steps, validation) = check(&sent, &self.connection.expects);
        self.validation = validation;
        steps
    }

    /// What a message of the handshake makes possible.
    fn message(&mut self, from: Actor, message: &[u8], is_sealed: bool) {
        let (side, kind) = (Side::of(from), message.first().copied().unwrap_or_default());
        let body = message.get(wire::MESSAGE_HEADER..).unwrap_or_default();
        let retries = kind == 2 && wire::is_retry(message);
        let inside = match kind {
            2 if retries => suite(body).map(|suite| self.ledger.retry(suite)),
            15 => {
                let signature = body.get(4..).unwrap_or_default();
                let is_checked = self.computes(
                    side.other(),
                    |what| matches!(what, What::Verify { signature: one, .. } if one == signature),
                );
                let key = self.key.as_ref().filter(|_| is_checked);
                Some(self.ledger.verify(side, signature, key))
            }
            20 => {
                let is_compared = self.computes(
                    side.other(),
                    |what| matches!(what, What::Mac { tag, .. } if tag == body),
                );
                Some(self.ledger.finished(side, body, is_compared))
            }
            4 => nonce(body).and_then(|nonce| self.ledger.ticket(nonce)),
            11 => Some(self.certificate(message)),
            _ => None,
        };
        if let (Some(inside), Some(last)) = (inside, self.happenings.last_mut()) {
            append(&mut last.step.inside, inside);
        }
        if kind != 4 {
            let name = match (kind, side) {
                (20, Side::Client) => "client Finished",
                (20, Side::Server) => "server Finished",
                _ => words::message(kind, retries).0,
            };
            self.ledger.take(name, message, is_sealed);
        }
        match (kind, side) {
            (2, _) if !retries => {
                let shared = shared(&self.connection.operations);
                let happening = shared
                    .zip(suite(body))
                    .map(|((mut happening, secret), suite)| {
                        let (inside, made) = self.ledger.hellos(suite, &secret);
                        happening.step.inside = inside;
                        happening.step.values.extend(made);
                        happening
                    });
                self.happenings.extend(happening);
            }
            (20, Side::Server) => {
                if let Some((inside, made)) = self.ledger.application() {
                    let is_made = |what: &What| match made.first().map(|value| &value.data) {
                        Some(Data::Bytes(bytes)) => {
                            matches!(what, What::Expand { output, .. } if **output == *bytes)
                        }
                        _ => false,
                    };
                    let both = self.computes(Side::Client, is_made);
                    self.happenings.push(application(inside, made, both));
                }
            }
            _ => {}
        }
    }
}

/// Whether bytes hold others.
fn holds(all: &[u8], some: &[u8]) -> bool {
    all.windows(some.len().max(1)).any(|window| window == some)
}

/// Puts steps behind those that are there.
fn append(all: &mut Children, mut more: Children) {
    all.total += more.total;
    all.kept.append(&mut more.kept);
}

/// The suite that the body of a ServerHello names: behind version, random and the
/// session's name (RFC 8446 §4.1.3).
fn suite(body: &[u8]) -> Option<Suite> {
    let session = usize::from(*body.get(34)?);
    let rest = body.get(35 + session..)?;
    let [high, low] = *rest.first_chunk()?;
    Suite::numbered(u16::from_be_bytes([high, low]))
}

/// The nonce of a ticket: behind its lifetime and what is added to its age (RFC 8446
/// §4.6.1).
fn nonce(body: &[u8]) -> Option<&[u8]> {
    let length = usize::from(*body.get(8)?);
    body.get(9..9 + length)
}

fn pair(by: Actor, group: u16, private: &[u8], public: &[u8]) -> Happening {
    let (small, large) = match by {
        Actor::Server => ("y", "Y"),
        _ => ("x", "X"),
    };
    let group = Group::numbered(group).map_or("a group", Group::name);
    let private = Value::new(small, Data::Bytes(private.to_vec()), Knowers::these(&[by]))
        .meaning("private half: drawn for this connection alone, and thrown away after it");
    let public = Value::public_bytes(large, public).meaning("public half: its key share");
    let step = Step::new(
        format!("pair-{}", by.name()),
        format!("A key pair of {group}"),
    )
    .by(by)
    .says(words::PAIR)
    .value(private)
    .value(public)
    .source("RFC 8446", "4.2.8");
    Happening::inside(step, words::PAIR_OUTSIDE)
}

/// What both ends computed of the two shares; `None` where they did not come to the
/// same.
fn shared(operations: &[Operation]) -> Option<(Happening, Value)> {
    let secrets = operations
        .iter()
        .filter_map(|operation| match &operation.what {
            What::Shared { secret, group, .. } => Some((secret, *group)),
            _ => None,
        });
    let secrets: Vec<_> = secrets.collect();
    let [(secret, group), (other, _)] = secrets.as_slice() else {
        return None;
    };
    let group = Group::numbered(*group).map_or("the group", Group::name);
    let value = Value::new("shared secret", Data::Bytes(secret.to_vec()), ENDS);
    let step = Step::new("shared", "The same secret on both sides")
        .says(words::SHARED.replace("{group}", group))
        .value(value.clone())
        .source("RFC 8446", "7.4");
    let happening = Happening::inside(step, words::SHARED_OUTSIDE);
    (secret == other).then_some((happening, value))
}

/// The secrets for data, which the server has once it has finished; the client may
/// have given up before.
fn application(inside: Children, made: Vec<Value>, both: bool) -> Happening {
    let mut step = Step::new("application", "The secrets for data")
        .says(match both {
            true => words::APPLICATION,
            false => words::APPLICATION_OF_SERVER,
        })
        .source("RFC 8446", "7.1");
    step.actor = (!both).then_some(Actor::Server);
    step.inside = inside;
    step.values = made;
    Happening::inside(step, words::APPLICATION_OUTSIDE)
}

/// An end gives up; or hears that the other did.
fn failure(failure: &Failure) -> Happening {
    let name = failure.by.name();
    if failure.reason == Reason::Told {
        let step = Step::new(format!("told-{name}"), format!("The {name} hears why"))
            .by(failure.by)
            .says(words::TOLD)
            .source("RFC 8446", "6.2");
        return Happening::inside(step, "");
    }
    let step = Step::new(format!("failure-{name}"), format!("The {name} gives up"))
        .by(failure.by)
        .says(words::failure(&failure.says))
        .passes_if(false);
    Happening {
        fate: Some(Fate {
            says: failure.short().to_owned().into(),
            ends: true,
        }),
        ..Happening::inside(step, "")
    }
}

/// Both wait for what does not come.
fn stalled() -> Happening {
    let step = Step::new("stalled", "Both wait")
        .says(words::STALLED)
        .passes_if(false);
    Happening {
        fate: Some(Fate {
            says: "nothing more comes".into(),
            ends: true,
        }),
        ..Happening::inside(step, "")
    }
}
