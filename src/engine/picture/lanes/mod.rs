//! Byte strings under each other.

mod draw;

pub(super) use draw::{caption, strip};

use super::bytes;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::text::plural;
use crate::engine::trace::{Expr, Picture, Value};

/// Byte strings of one length, of which the last is made from those above it,
/// byte by byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lanes {
    /// The byte strings, from the top.
    pub lanes: Vec<Lane>,
    /// The operator between them, such as `⊕`, or `=` where they are compared.
    pub sign: &'static str,
}

/// One byte string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What it is called.
    pub name: Text,
    /// Its bytes; of a long one its beginning.
    pub bytes: Vec<u8>,
    /// Where others begin in it, of which it is put together.
    pub cuts: Vec<usize>,
    /// How long it is, in words.
    pub size: Text,
    /// Who may know it.
    pub known_to: Knowers,
}

impl Lanes {
    /// The picture of `result = a ⊕ b`, or with another sign; `None` where an
    /// argument has no name.
    pub(super) fn of(sign: &'static str, result: &Value, arguments: &[Expr]) -> Option<Self> {
        let mut lanes = Vec::new();
        for argument in arguments {
            let Expr::Value(value) = argument else {
                return None;
            };
            lanes.push(lane(value)?);
        }
        lanes.push(lane(result)?);
        let length = lanes.first()?.bytes.len();
        let same = lanes.iter().all(|lane| lane.bytes.len() == length);
        (same && length > 0).then_some(Self { lanes, sign })
    }

    /// The picture of two byte strings that are compared; `None` where they
    /// are not byte strings.
    pub(super) fn compared(one: &Value, other: &Value) -> Option<Self> {
        let lanes = vec![lane(one)?, lane(other)?];
        Some(Self { lanes, sign: "=" })
    }

    /// The bytes that differ, where two are compared, by their places.
    #[must_use]
    pub fn differing(&self) -> Vec<usize> {
        let [one, other] = self.lanes.as_slice() else {
            return Vec::new();
        };
        let length = one.bytes.len().max(other.bytes.len());
        (0..length)
            .filter(|at| one.bytes.get(*at) != other.bytes.get(*at))
            .collect()
    }
}

impl Picture for Lanes {
    fn kind(&self) -> &'static str {
        "lanes"
    }

    fn says(&self) -> String {
        let names: Vec<&str> = self.lanes.iter().map(|lane| &*lane.name).collect();
        let Some((result, from)) = names.split_last() else {
            return String::new();
        };
        let length = self.lanes.first().map_or(0, |lane| lane.bytes.len());
        if self.sign == "=" {
            return match self.differing().len() {
                0 => format!(
                    "{} under each other: every byte is the same.",
                    names.join(" and ")
                ),
                some => format!(
                    "{} under each other: {} differ.",
                    names.join(" and "),
                    plural(some)
                ),
            };
        }
        format!(
            "{} under each other, {} each: every byte of {result} is the XOR of the bytes above it.",
            [&from.join(" and "), *result].join(" and "),
            plural(length)
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::lanes(self)
    }
}

fn lane(value: &Value) -> Option<Lane> {
    let bytes = bytes(value)?;
    Some(Lane {
        name: value.symbol.clone(),
        bytes: bytes.to_vec(),
        cuts: Vec::new(),
        size: plural(bytes.len()).into(),
        known_to: value.known_to,
    })
}
