//! A connection as a story: what each end computes, what goes over the wire, and
//! what became of it, in order.

mod ledger;
mod words;

use self::ledger::Ledger;
use super::connection::{Connection, Failure, Transmission};
use super::provider::{Group, Suite};
use super::recording::{Operation, Sealed, What};
use super::wire::{self, HEADER, alert};
use super::{ENDS, Side};
use crate::engine::dissect::{Dissection, Field};
use crate::engine::knowers::{Actor, Knowers, Viewer};
use crate::engine::picture::{Exchange, Fate, Turn, VisibleValue};
use crate::engine::pki::key::PublicKey;
use crate::engine::pki::read::Certificate;
use crate::engine::source::Source;
use crate::engine::text::Text;
use crate::engine::trace::{Children, Data, Observer, Step, Value};
use std::collections::HashSet;
use std::ops::Range;

/// The columns of the picture, from left to right.
const COLUMNS: [Actor; 3] = [Actor::Client, Actor::Eavesdropper, Actor::Server];

/// Something that happens in a connection.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Its step, as who may know all of it sees it.
    pub step: Step,
    /// What who listens reads of it, in a sentence.
    pub outside: Text,
    /// What it is on the wire; `None` where an end is by itself.
    pub passing: Option<Passing>,
    /// What became of it.
    pub fate: Option<Fate>,
    /// Its bytes, where it is a message of the handshake.
    message: Option<Vec<u8>>,
}

/// A message on the wire.
#[derive(Clone, Debug)]
pub struct Passing {
    /// The number of its record, from 0.
    pub record: usize,
    /// How many bytes the message has: of a record that has it alone, those of the
    /// record.
    pub length: usize,
    /// How many bytes the record has.
    pub whole: usize,
    /// Whether the record is sealed.
    pub is_sealed: bool,
}

/// What is in a record.
struct Content {
    /// Its type (RFC 8446 §5.1), that inside where it is sealed.
    kind: u8,
    /// The bytes of it, without header, type byte and zeros.
    bytes: Vec<u8>,
    /// How it was sealed.
    sealed: Option<Sealed>,
}

/// A connection as it is told.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// What happens, in order.
    pub happenings: Vec<Happening>,
    /// What our own key schedule derived along the way.
    pub derived: Vec<Value>,
    /// What belongs into a key log: label and secret.
    pub log: Vec<(&'static str, Vec<u8>)>,
}

/// Who tells a connection, and how far it has come.
struct Teller<'a> {
    connection: &'a Connection,
    ledger: Ledger,
    happenings: Vec<Happening>,
    /// The key of the server's certificate, once that has passed.
    key: Option<PublicKey>,
}

impl Story {
    /// What happens in a connection.
    #[must_use]
    pub fn of(connection: &Connection) -> Self {
        let mut teller = Teller {
            connection,
            ledger: Ledger::default(),
            happenings: Vec::new(),
            key: None,
        };
        let mut done = 0;
        for (number, record) in connection.records.iter().enumerate() {
            teller.pairs(done..record.sent_at);
            teller.record(number, record);
            teller.pairs(record.read.clone());
            done = record.read.end;
            let failed = connection
                .failures
                .iter()
                .filter(|one| one.after == number + 1);
            teller.happenings.extend(failed.map(failure));
        }
        if !connection.is_complete() && connection.failures.is_empty() {
            teller.happenings.push(stalled());
        }
        Self {
            happenings: teller.happenings,
            derived: teller.ledger.derived,
            log: teller.ledger.log,
        }
    }

    /// How many of the values that our own schedule derived an end of the connection
    /// computed, too: all of them, or there is a bug.
    #[must_use]
    pub fn agreeing(&self, connection: &Connection) -> usize {
        let theirs: HashSet<&[u8]> = connection.operations.iter().filter_map(computed).collect();
        let is_theirs = |value: &&Value| match &value.data {
            Data::Bytes(bytes) => theirs.contains(bytes.as_slice()),
            _ => false,
        };
        self.derived.iter().filter(is_theirs).count()
    }
}

/// What came out of an operation of the key schedule.
fn computed(operation: &Operation) -> Option<&[u8]> {
    match &operation.what {
        What::Digest(bytes) | What::Mac { tag: bytes, .. } => Some(bytes),
        What::Extract { key, .. } => Some(key),
        // rustls makes 32 bytes for each key and takes as many as the label says.
        What::Expand { info, output } => {
            let length = usize::from(u16::from_be_bytes(*info.first_chunk()?));
            output.get(..length)
        }
        _ => None,
    }
}

impl Teller<'_> {
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
        self.happenings.extend(pairs);
    }

    /// A record, with what can be derived once its messages are there.
    fn record(&mut self, number: usize, record: &Transmission) {
        let content = content(record, &self.connection.operations);
        let fate = fate(record);
        let nonce = content.sealed.as_ref().map(|sealed| {
            let steps = self.ledger.nonce(&sealed.key, sealed.sequence);
            (steps, sealed.sequence)
        });
        for mut happening in messages(number, record, &content) {
            happening.fate.clone_from(&fate);
            if let Some((steps, sequence)) = &nonce {
                happening.step.inside = steps.clone();
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

    /// What a message of the handshake makes possible.
    fn message(&mut self, from: Actor, message: &[u8], is_sealed: bool) {
        let (side, kind) = (side(from), message.first().copied().unwrap_or_default());
        let body = message.get(wire::MESSAGE_HEADER..).unwrap_or_default();
        let retries = kind == 2 && wire::is_retry(message);
        let inside = match kind {
            2 if retries => suite(body).map(|suite| self.ledger.retry(suite)),
            15 => {
                let signature = body.get(4..).unwrap_or_default();
                Some(self.ledger.verify(side, signature, self.key.as_ref()))
            }
            20 => Some(self.ledger.finished(side, body)),
            4 => self.ledger.resumption(),
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
            (11, _) => self.key = certified_key(body),
            (20, Side::Server) => {
                let happening = self.ledger.application().map(application);
                self.happenings.extend(happening);
            }
            _ => {}
        }
    }
}

/// Puts steps behind those that are there.
fn append(all: &mut Children, mut more: Children) {
    all.total += more.total;
    all.kept.append(&mut more.kept);
}

fn side(actor: Actor) -> Side {
    match actor {
        Actor::Server => Side::Server,
        _ => Side::Client,
    }
}

/// The suite that the body of a ServerHello names: behind version, random and the
/// session's name (RFC 8446 §4.1.3).
fn suite(body: &[u8]) -> Option<Suite> {
    let session = usize::from(*body.get(34)?);
    let rest = body.get(35 + session..)?;
    let [high, low] = *rest.first_chunk()?;
    Suite::numbered(u16::from_be_bytes([high, low]))
}

/// The key of the first certificate in the body of a Certificate message (RFC 8446
/// §4.4.2).
fn certified_key(body: &[u8]) -> Option<PublicKey> {
    let context = usize::from(*body.first()?);
    let rest = body.get(1 + context + 3..)?;
    let [a, b, c] = *rest.first_chunk()?;
    let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
    let der = rest.get(3..3 + length)?;
    Certificate::parse(der).ok()?.public_key().ok()
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

/// The secrets for data.
fn application((inside, made): (Children, Vec<Value>)) -> Happening {
    let mut step = Step::new("application", "The secrets for data")
        .says(words::APPLICATION)
        .source("RFC 8446", "7.1");
    step.inside = inside;
    step.values = made;
    Happening::inside(step, words::APPLICATION_OUTSIDE)
}

/// What is in a record: for one that is sealed, what was put in.
fn content(record: &Transmission, operations: &[Operation]) -> Content {
    let body = record.bytes.get(HEADER..).unwrap_or_default();
    let sealed = operations
        .iter()
        .find_map(|operation| match &operation.what {
            What::Seal(sealed) if sealed.body == body => Some(sealed.clone()),
            _ => None,
        });
    let Some(sealed) = sealed else {
        return Content {
            kind: record.bytes.first().copied().unwrap_or_default(),
            bytes: body.to_vec(),
            sealed: None,
        };
    };
    // The last byte that is not zero says the type (RFC 8446 §5.4).
    let inner = sealed.inner.as_slice();
    let length = inner.iter().rposition(|byte| *byte != 0).unwrap_or(0);
    let (bytes, kind) = inner.split_at_checked(length).unwrap_or_default();
    Content {
        kind: kind.first().copied().unwrap_or_default(),
        bytes: bytes.to_vec(),
        sealed: Some(sealed),
    }
}

/// The messages of a record: one or more of the handshake, or what else it is.
fn messages(number: usize, record: &Transmission, content: &Content) -> Vec<Happening> {
    let parts: Vec<(Range<usize>, Step, bool)> = match content.kind {
        22 => wire::messages(&content.bytes)
            .into_iter()
            .map(|message| {
                let bytes = content.bytes.get(message.range.clone()).unwrap_or_default();
                let retries = message.kind == 2 && wire::is_retry(bytes);
                let (name, says, section) = words::message(message.kind, retries);
                let step = Step::new(id(number, message.range.start), name)
                    .says(says)
                    .source("RFC 8446", section);
                (message.range, step, true)
            })
            .collect(),
        kind => {
            let step = other(number, kind, record.from, &content.bytes);
            vec![(0..content.bytes.len(), step, false)]
        }
    };
    let alone = parts.len() == 1;
    let to = match record.from {
        Actor::Client => Actor::Server,
        _ => Actor::Client,
    };
    let build = |(range, mut step, is_message): (Range<usize>, Step, bool)| {
        let whole = record.bytes.len();
        let length = if alone { whole } else { range.len() };
        step.actor = Some(record.from);
        step.to = Some(Knowers::these(&[to, Actor::Eavesdropper]));
        step = step.bytes(wire::dissect(&record.bytes));
        let message = content.bytes.get(range.clone()).filter(|_| is_message);
        let message = message.map(<[u8]>::to_vec);
        if let Some(sealed) = &content.sealed {
            let bytes = content.bytes.get(range).unwrap_or_default();
            let inside = match is_message {
                true => wire::dissect_message(bytes),
                false => wire::dissect_inner(&sealed.inner),
            };
            step = step.bytes(known_to(inside, ENDS));
        }
        Happening {
            step,
            outside: match content.sealed {
                Some(_) => words::sealed(whole).into(),
                None => Text::default(),
            },
            passing: Some(Passing {
                record: number,
                length,
                whole,
                is_sealed: content.sealed.is_some(),
            }),
            fate: None,
            message,
        }
    };
    parts.into_iter().map(build).collect()
}

fn id(record: usize, start: usize) -> String {
    match start {
        0 => format!("record-{record}"),
        _ => format!("record-{record}-{start}"),
    }
}

/// A record that is no message of the handshake.
fn other(number: usize, kind: u8, from: Actor, bytes: &[u8]) -> Step {
    let id = id(number, 0);
    match (kind, bytes) {
        (20, _) => Step::new(id, "ChangeCipherSpec")
            .says(words::CHANGE_CIPHER_SPEC)
            .source("RFC 8446", "D.4"),
        (21, [_, code]) => {
            let name = alert::name(*code).unwrap_or("an unknown alert");
            let says = match code {
                0 => words::CLOSE_NOTIFY.to_owned(),
                _ => alert::says(*code).to_owned(),
            };
            Step::new(id, format!("Alert: {name}"))
                .says(says)
                .source("RFC 8446", if *code == 0 { "6.1" } else { "6.2" })
        }
        (23, _) => {
            let line = bytes
                .split(|byte| *byte == b'\r')
                .next()
                .unwrap_or_default();
            let line = String::from_utf8_lossy(line.get(..line.len().min(40)).unwrap_or(line));
            let says = match from {
                Actor::Client => words::REQUEST,
                _ => words::RESPONSE,
            };
            Step::new(id, line.into_owned())
                .says(says)
                .source("RFC 9112", "2.1")
        }
        _ => Step::new(id, format!("A record of type {kind}")),
    }
}

/// What became of a record on its way.
fn fate(record: &Transmission) -> Option<Fate> {
    let says = match record.arrived.as_slice() {
        [one] if *one == record.bytes => return None,
        [] => "does not arrive",
        [one, other] if one == other => "arrives twice",
        [_, _] => "arrives out of order",
        _ => "arrives changed",
    };
    Some(Fate {
        says: says.into(),
        ends: false,
    })
}

/// An end gives up.
fn failure(failure: &Failure) -> Happening {
    let name = failure.by.name();
    let step = Step::new(format!("failure-{name}"), format!("The {name} gives up"))
        .by(failure.by)
        .says(words::failure(&failure.says))
        .passes_if(false);
    Happening {
        fate: Some(Fate {
            says: failure.says.clone().into(),
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

/// The same bytes, all of them known to these alone.
fn known_to(mut bytes: Dissection, knowers: Knowers) -> Dissection {
    fn field(one: &mut Field, knowers: Knowers) {
        one.known_to = knowers;
        one.inside
            .iter_mut()
            .for_each(|inner| field(inner, knowers));
    }
    bytes.fields.iter_mut().for_each(|one| field(one, knowers));
    bytes
}

impl Happening {
    /// One that no byte goes over the wire for.
    fn inside(step: Step, outside: &'static str) -> Self {
        Self {
            step,
            outside: outside.into(),
            passing: None,
            fate: None,
            message: None,
        }
    }

    /// Whether who looks cannot read what passes here.
    fn is_closed_to(&self, viewer: Viewer) -> bool {
        let sealed = self
            .passing
            .as_ref()
            .is_some_and(|passing| passing.is_sealed);
        sealed && !viewer.sees(ENDS)
    }

    /// Its step as who looks sees it: what nobody on the wire can read has neither
    /// its name nor its bytes there.
    fn seen_by(&self, viewer: Viewer) -> Step {
        let mut step = self.step.seen_by(viewer);
        if self.is_closed_to(viewer) {
            step.title = "A sealed record".into();
            step.source = Some(Source::new("RFC 8446", "5.2"));
        }
        if step.says.is_empty() || self.is_closed_to(viewer) {
            step.says = self.outside.clone();
        }
        // What the ends compute is theirs, also where it begins with what all know.
        if !viewer.sees(ENDS) {
            step.inside = Children::default();
        }
        step
    }

    /// Its row in the picture.
    fn turn(&self, viewer: Viewer) -> Turn {
        let step = self.seen_by(viewer);
        let column = |actor| COLUMNS.iter().position(|one| *one == actor).unwrap_or(0);
        let closed = self.is_closed_to(viewer);
        let (columns, from) = match (&self.passing, step.actor) {
            (Some(_), Some(from)) => ([0, 2], column(from)),
            (None, Some(by)) => ([column(by); 2], column(by)),
            _ => ([0, 2], 0),
        };
        // By their names: how long they are is among the numbers of the step.
        let known = step.values.iter().map(|value| {
            let known = VisibleValue::of(value);
            let is = known.is.map(|_| Text::default());
            VisibleValue { is, ..known }
        });
        Turn {
            title: step.title,
            columns,
            from,
            is_message: self.passing.is_some(),
            length: (self.passing.as_ref()).map(|one| if closed { one.whole } else { one.length }),
            values: match self.passing {
                None => known.collect(),
                Some(_) => Vec::new(),
            },
            is_sealed: self.passing.as_ref().is_some_and(|one| one.is_sealed),
            fate: self.fate.clone(),
        }
    }
}

/// The rows of the picture, as who looks sees them, and the row of each happening:
/// of a sealed record, who listens sees one row, whatever is in it.
#[must_use]
pub fn rows(all: &[Happening], viewer: Viewer) -> (Vec<Turn>, Vec<usize>) {
    let mut turns: Vec<Turn> = Vec::new();
    let mut at = Vec::new();
    let mut before = None;
    for happening in all {
        let record = happening.passing.as_ref().map(|passing| passing.record);
        let is_same = record.is_some() && record == before && happening.is_closed_to(viewer);
        if !is_same {
            turns.push(happening.turn(viewer));
        }
        before = record;
        at.push(turns.len().saturating_sub(1));
    }
    (turns, at)
}

/// Tells what happens, each with the picture of all of it.
pub fn tell(all: &[Happening], captions: &[Text; 3], viewer: Viewer, observer: &mut impl Observer) {
    let (turns, at) = rows(all, viewer);
    for (happening, row) in all.iter().zip(at) {
        observer.step(|| {
            happening
                .seen_by(viewer)
                .picture(picture(&turns, captions, Some(row)))
        });
    }
}

/// The picture of a connection, with what happens now.
#[must_use]
pub fn picture(turns: &[Turn], captions: &[Text; 3], now: Option<usize>) -> Exchange {
    Exchange {
        actors: COLUMNS.to_vec(),
        captions: captions.to_vec(),
        turns: turns.to_vec(),
        now,
    }
}
