//! A connection as a story: what each end computes, what goes over the wire, and
//! what became of it, in order.

mod content;
mod growth;
mod ledger;
mod scene;
mod segments;
mod teller;
mod vouching;
mod words;

pub use scene::Scene;
pub use segments::segments;

use self::scene::COLUMNS;
use self::teller::Teller;
use super::ENDS;
use super::connection::Connection;
use super::provider::Suite;
use super::recording::{Operation, What};
use super::wire;
use crate::engine::knowers::Viewer;
use crate::engine::picture::{Fate, Turn, VisibleValue};
use crate::engine::pki::verify::Validation;
use crate::engine::source::Source;
use crate::engine::text::Text;
use crate::engine::trace::{Children, Data, Recorder, Step, Value};
use std::collections::HashSet;

/// The type of the message Certificate (RFC 8446 §4).
const CERTIFICATE: u8 = 11;

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
    /// How many bytes the message has; of what is no message of the handshake, those of
    /// its record.
    pub length: usize,
    /// How many bytes the record has.
    pub whole: usize,
    /// Whether the record is sealed.
    pub is_sealed: bool,
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
    /// What the client's check of the certificates comes to; `None` where it makes
    /// none, or does not come to it.
    pub validation: Option<Validation>,
    /// The suite that the server chose; `None` before it did.
    pub suite: Option<Suite>,
}

/// The steps that are told.
fn told(tell: impl FnOnce(&mut Recorder<'_>)) -> Children {
    let mut recorder = Recorder::new(u32::MAX);
    tell(&mut recorder);
    recorder.finish().steps
}

impl Story {
    /// What happens in a connection.
    #[must_use]
    pub fn of(connection: &Connection) -> Self {
        Teller::tell(connection)
    }

    /// The certificates that the server sent, its own first, in DER.
    #[must_use]
    pub fn chain(&self) -> Vec<Vec<u8>> {
        let mut messages = self
            .happenings
            .iter()
            .filter_map(|one| one.message.as_ref());
        let certificate = messages.find(|message| message.first() == Some(&CERTIFICATE));
        certificate.map_or(Vec::new(), |message| wire::certificates(message))
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
            step: step.id,
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
fn rows(all: &[Happening], viewer: Viewer) -> (Vec<Turn>, Vec<usize>) {
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
