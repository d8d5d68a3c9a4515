//! A remainder: numbers on a ring on which n is 0 again.

mod draw;

use super::magnitude::{integer, share, short, worth};
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Expr, Picture, Value};
use num_bigint::{BigInt, Sign};

/// The numbers modulo n, as places on a ring from 0 at its top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// What the modulus is called.
    pub modulus: Text,
    /// How many places there are, where they can be told apart by the eye.
    pub places: Option<u32>,
    /// The numbers on it; the last one is where it ends.
    pub marks: Vec<Mark>,
    /// How many whole rounds lead there, where that is short enough to say.
    pub rounds: Option<Text>,
}

/// A number on a ring or a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is called.
    pub name: Text,
    /// The number, where it is short enough for a head.
    pub number: Option<Text>,
    /// Where it is, in thousandths of the whole, to within one.
    pub place: u32,
    /// Who may know it.
    pub known_to: Knowers,
}

/// Up to so many places stand apart.
const PLACES: u32 = 60;

impl Ring {
    /// The picture of what leads to `result` modulo `modulus`: with the
    /// numbers below the modulus that it begins with. `None` where a number is
    /// missing.
    pub(super) fn of(from: &Expr, result: &Expr, modulus: &Expr) -> Option<Self> {
        let (name, n) = match modulus {
            Expr::Value(value) => (value.symbol.clone(), integer(value)?.clone()),
            other => (other.to_string().into(), BigInt::from(worth(other)?)),
        };
        let n = (n.sign() == Sign::Plus).then_some(n)?;
        let small = (n.bits() <= 32).then(|| worth(modulus)).flatten();
        let end = match result {
            Expr::Value(value) => mark(value, &n)?,
            other => {
                let number = worth(other)?;
                Mark {
                    name: from.to_string().into(),
                    number: Some(number.to_string().into()),
                    place: share(&BigInt::from(number), &n),
                    known_to: Knowers::EVERYBODY,
                }
            }
        };
        let mut marks: Vec<Mark> = Vec::new();
        for value in from.values() {
            let below = mark(value, &n).filter(|mark| mark.name != end.name && mark.name != name);
            if let Some(mark) = below
                && marks.iter().all(|other| other.name != mark.name)
            {
                marks.push(mark);
            }
        }
        marks.push(end);
        let rounds = small.and_then(|n| {
            let (way, n) = (u64::try_from(worth(from)?).ok()?, u64::try_from(n).ok()?);
            Some((way / n).to_string().into())
        });
        Some(Self {
            modulus: name,
            places: small
                .and_then(|n| u32::try_from(n).ok())
                .filter(|n| *n <= PLACES),
            marks,
            rounds,
        })
    }
}

impl Picture for Ring {
    fn kind(&self) -> &'static str {
        "ring"
    }

    fn says(&self) -> String {
        let marks: Vec<String> = self.marks.iter().map(Mark::says).collect();
        let rounds = self.rounds.as_ref().map_or_else(String::new, |rounds| {
            format!(" The way there goes {rounds} times round.")
        });
        format!(
            "The numbers modulo {}, on a ring from 0 at the top: {}.{rounds}",
            self.modulus,
            marks.join(", ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::ring(self)
    }
}

impl Mark {
    fn says(&self) -> String {
        let number = self
            .number
            .as_ref()
            .map_or_else(String::new, |number| format!(" = {number}"));
        format!("{}{number} at {} thousandths", self.name, self.place)
    }
}

/// Where a number is on the way from 0 to n; `None` where it is not below n.
fn mark(value: &Value, n: &BigInt) -> Option<Mark> {
    let number = integer(value)?;
    let is_on_it = number.sign() != Sign::Minus && number.magnitude() < n.magnitude();
    is_on_it.then(|| Mark {
        name: value.symbol.clone(),
        number: short(number),
        place: share(number, n),
        known_to: value.known_to,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn what_is_divided_has_its_name_where_it_ends() {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let product = Expr::product(value("e", 3), value("d", 7));
        let from = Expr::difference(product, 1);
        let before = Expr::difference(value("p", 5), 1);
        let ring = Ring::of(&from, &Expr::Constant(0), &before).unwrap();
        let end = ring.marks.last().unwrap();
        assert_eq!(
            (&*end.name, end.number.as_deref()),
            ("e · d − 1", Some("0"))
        );
    }
}
