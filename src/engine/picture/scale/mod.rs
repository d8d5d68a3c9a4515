//! Numbers beside each other, as lengths from 0.

mod draw;

pub(super) use draw::scale;

use super::magnitude::{integer, share, short};
use super::ring::Mark;
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Picture, Value};
use num_bigint::BigInt;

/// Numbers as lengths, on one scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The numbers, in the order of reading. A place is a length.
    pub marks: Vec<Mark>,
    /// Whether the lengths are those in bits: the numbers themselves are too
    /// far apart.
    pub in_bits: bool,
    /// How they stand to each other, as the equation says it.
    pub relation: Text,
}

/// Numbers further apart than this many bits are compared by their bits.
const APART: u64 = 7;

impl Scale {
    /// The picture of the numbers in an equation; `None` where there are none.
    pub(super) fn of(equation: &Equation) -> Option<Self> {
        let mut all: Vec<(&Value, &BigInt)> = Vec::new();
        for value in equation
            .left
            .values()
            .into_iter()
            .chain(equation.right.values())
        {
            if let Some(number) = integer(value)
                && all.iter().all(|(other, _)| other.symbol != value.symbol)
            {
                all.push((value, number));
            }
        }
        let largest = all
            .iter()
            .map(|(_, number)| *number)
            .max_by(|a, b| a.magnitude().cmp(b.magnitude()))?;
        let least = all.iter().map(|(_, number)| number.bits()).min()?;
        let bits = largest.bits();
        let in_bits = bits > least + APART && bits > 24;
        let place = |number: &BigInt| match u32::try_from(number.bits() * 1000 / bits.max(1)) {
            Ok(place) if in_bits => place,
            _ => share(number, largest),
        };
        let marks = all.iter().map(|(value, number)| Mark {
            name: value.symbol.clone(),
            number: short(number).or_else(|| Some(format!("{} bits", number.bits()).into())),
            place: place(number),
            known_to: value.known_to,
        });
        Some(Self {
            marks: marks.collect(),
            in_bits,
            relation: equation.to_string().into(),
        })
    }
}

impl Picture for Scale {
    fn kind(&self) -> &'static str {
        "scale"
    }

    fn says(&self) -> String {
        let marks: Vec<String> = self
            .marks
            .iter()
            .map(|mark| {
                let number = mark.number.clone().unwrap_or_default();
                format!("{} {number}", mark.name)
            })
            .collect();
        let by = if self.in_bits {
            "their lengths in bits"
        } else {
            "their size"
        };
        format!(
            "{}. The numbers by {by}: {}.",
            self.relation,
            marks.join(", ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::scale(self)
    }
}
