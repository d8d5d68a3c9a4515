//! Bytes, and the number that they are read as.

mod draw;

use super::magnitude::{integer, short};
use super::{bytes, made};
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::text::plural;
use crate::engine::trace::{Expr, Operator, Picture, Relation, Step, Value};

/// A byte string that is read as one number, the highest byte first. Both are
/// the same bits: the number is as long as what follows its first 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the bytes are called.
    pub name: Text,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Who may know them.
    pub known_to: Knowers,
    /// The number.
    pub number: SizedNumber,
    /// What the number is compared with, and the sign between them.
    pub compared: Option<(&'static str, SizedNumber)>,
}

/// A number by its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizedNumber {
    /// What it is called.
    pub name: Text,
    /// The number, where it is short.
    pub short: Option<Text>,
    /// How many bits it has.
    pub bits: u64,
    /// Who may know it.
    pub known_to: Knowers,
}

impl Reading {
    /// The picture of a step that reads bytes as a number; `None` where it also
    /// says more than how long the bytes are and what the number is compared
    /// with.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let mut equations = step.equations.iter();
        let (number, operator, arguments) = made(equations.next()?)?;
        let (Operator::Os2ip, [Expr::Value(from)]) = (operator, arguments) else {
            return None;
        };
        let mut compared = None;
        for equation in equations {
            match (&equation.left, &equation.right) {
                (Expr::Apply(Operator::Length, of), Expr::Constant(_) | Expr::Value(_)) => {
                    let is_it = matches!(of.as_slice(), [Expr::Value(of)] if of == from);
                    is_it.then_some(())?;
                }
                (Expr::Value(one), Expr::Value(other)) if one.symbol == number.symbol => {
                    let is_order = matches!(equation.relation, Relation::Less | Relation::AtLeast);
                    is_order.then_some(())?;
                    compared = Some((equation.relation.sign(), SizedNumber::of(other)?));
                }
                _ => return None,
            }
        }
        let bytes = bytes(from).filter(|bytes| !bytes.is_empty())?;
        Some(Self {
            name: from.symbol.clone(),
            bytes: bytes.to_vec(),
            known_to: from.known_to,
            number: SizedNumber::of(number)?,
            compared,
        })
    }

    /// How many bits the bytes have.
    #[must_use]
    pub fn room(&self) -> u64 {
        8 * self.bytes.len() as u64
    }
}

impl Picture for Reading {
    fn kind(&self) -> &'static str {
        "reading"
    }

    fn says(&self) -> String {
        let compared = self
            .compared
            .as_ref()
            .map_or_else(String::new, |(sign, other)| {
                format!(
                    " {} {sign} {}, which has {}.",
                    self.number.name,
                    other.name,
                    other.size()
                )
            });
        format!(
            "{}, {} read as one number, the highest first: {}, {}.{compared}",
            self.name,
            plural(self.bytes.len()),
            self.number.name,
            self.number.size()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::reading(self)
    }
}

impl SizedNumber {
    fn of(value: &Value) -> Option<Self> {
        let number = integer(value)?;
        Some(Self {
            name: value.symbol.clone(),
            short: short(number),
            bits: number.bits(),
            known_to: value.known_to,
        })
    }

    /// How many bits it has.
    #[must_use]
    pub fn size(&self) -> String {
        match self.bits {
            1 => "1 bit".to_owned(),
            bits => format!("{bits} bits"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::trace::Equation;

    fn step(bytes: &[u8], number: i64) -> (Step, Value, Value) {
        let (from, m) = (Value::public_bytes("EM", bytes), Value::secret("m", number));
        let equation = Equation::equal(&m, Expr::os2ip(&from));
        (Step::new("number", "").equation(equation), from, m)
    }

    #[test]
    fn a_number_is_as_long_as_what_follows_its_first_bit() {
        let (step, ..) = step(&[0, 2, 1], 513);
        let reading = Reading::of(&step).unwrap();
        assert_eq!((reading.room(), reading.number.bits), (24, 10));
        assert_eq!(reading.number.short.as_deref(), Some("513"));
        assert!(reading.number.known_to.is_secret() && !reading.known_to.is_secret());
        assert_eq!(
            reading.says(),
            "EM, 3 bytes read as one number, the highest first: m, 10 bits."
        );
    }

    #[test]
    fn how_long_it_is_and_what_it_is_compared_with_belong_to_it() {
        let (step, from, m) = step(&[46], 46);
        let step = step
            .equation(Equation::equal(Expr::length(&from), 1))
            .equation(Equation::new(&m, Relation::Less, Value::public("n", 55)));
        let reading = Reading::of(&step).unwrap();
        let (sign, n) = reading.compared.as_ref().unwrap();
        assert_eq!((*sign, &*n.name, n.bits), ("<", "n", 6));
        assert!(reading.says().ends_with("m < n, which has 6 bits."));
        let other = Value::public_bytes("C", [1]);
        let more = step.equation(Equation::equal(Expr::length(&other), 1));
        assert_eq!(Reading::of(&more), None);
    }

    #[test]
    fn what_is_read_must_be_there() {
        assert_eq!(Reading::of(&step(&[], 0).0), None);
        let (m, from) = (Value::public("m", 1), Value::public_bytes("EM", [1]));
        let back = Equation::equal(&from, Expr::i2osp(&m, 1));
        assert_eq!(Reading::of(&Step::new("", "").equation(back)), None);
    }
}
