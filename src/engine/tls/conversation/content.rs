//! What is in a record, and what its messages are.

use super::{Happening, Passing, words};
use crate::engine::dissect::{Dissection, Field};
use crate::engine::knowers::{Actor, Knowers};
use crate::engine::picture::Fate;
use crate::engine::text::Text;
use crate::engine::tls::ENDS;
use crate::engine::tls::connection::Transmission;
use crate::engine::tls::recording::{Operation, Sealed, What};
use crate::engine::tls::wire::{self, HEADER, alert};
use crate::engine::trace::Step;
use std::ops::Range;

/// What is in a record.
pub(super) struct Content {
    /// Its type (RFC 8446 §5.1), that inside where it is sealed.
    pub(super) kind: u8,
    /// The bytes of it, without header, type byte and zeros.
    pub(super) bytes: Vec<u8>,
    /// How it was sealed.
    pub(super) sealed: Option<Sealed>,
}

/// What is in a record: for one that is sealed, what was put in.
pub(super) fn content(record: &Transmission, operations: &[Operation]) -> Content {
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
pub(super) fn messages(number: usize, record: &Transmission, content: &Content) -> Vec<Happening> {
    let parts: Vec<(Range<usize>, Step, bool)> = match content.kind {
        22 => wire::messages(&content.bytes)
            .into_iter()
            .map(|message| {
                let bytes = content.bytes.get(message.range.clone()).unwrap_or_default();
                let retries = message.kind == 2 && wire::is_retry(bytes);
                let (name, says, section) = words::message(message.kind, retries);
                let step = Step::new(id(number, message.range.start, name), name)
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
    let to = match record.from {
        Actor::Client => Actor::Server,
        _ => Actor::Client,
    };
    let build = |(range, mut step, is_message): (Range<usize>, Step, bool)| {
        let whole = record.bytes.len();
        let length = if is_message { range.len() } else { whole };
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

/// What a message is called in a link: the first of a record as the record, others by
/// their names, whatever their lengths.
fn id(record: usize, start: usize, name: &str) -> String {
    match start {
        0 => format!("record-{record}"),
        _ => format!("record-{record}-{}", name.to_lowercase()),
    }
}

/// A record that is no message of the handshake.
fn other(number: usize, kind: u8, from: Actor, bytes: &[u8]) -> Step {
    let id = id(number, 0, "");
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
pub(super) fn fate(record: &Transmission) -> Option<Fate> {
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
