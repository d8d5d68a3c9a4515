//! A byte string to scale.

mod draw;

pub(super) use draw::brackets;

use super::{bytes, made, name};
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::text::plural;
use crate::engine::trace::{Data, Equation, Expr, Operator, Picture, Value};
use std::ops::Range;

/// A byte string and the parts that it is put together from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it is called.
    pub name: Text,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Who may know it.
    pub known_to: Knowers,
    /// Its parts, in order; they cover it.
    pub parts: Vec<Part>,
    /// Whether it is there for one part that is taken out of it.
    pub is_cut: bool,
}

/// A part of a byte string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub name: Text,
    /// Its bytes, by their places in the whole.
    pub range: Range<usize>,
    /// Who may know it.
    pub known_to: Knowers,
    /// Whether it is what the picture is about; the rest is only around it.
    pub lit: bool,
}

impl Bar {
    /// The picture of `result = a ‖ b ‖ …`; `None` where the length of a part
    /// is not told, or the parts do not make up the whole.
    pub(super) fn of(result: &Value, arguments: &[Expr]) -> Option<Self> {
        let whole = bytes(result)?;
        let mut parts = Vec::new();
        let mut at = 0;
        for argument in arguments {
            let end = at + length(argument)?;
            if end > at {
                parts.push(Part {
                    name: name(argument),
                    range: at..end,
                    known_to: known_to(argument),
                    lit: true,
                });
            }
            at = end;
        }
        (at == whole.len() && at > 0).then(|| Self {
            name: result.symbol.clone(),
            bytes: whole.to_vec(),
            known_to: result.known_to,
            parts,
            is_cut: false,
        })
    }

    /// The picture of `result`, bytes `from` to `to` of another string; `None`
    /// where these are not told, or nothing is taken out.
    pub(super) fn cut(result: &Value, arguments: &[Expr]) -> Option<Self> {
        let [Expr::Value(whole), from, to] = arguments else {
            return None;
        };
        let (all, from, to) = (bytes(whole)?, number(from)?, number(to)?);
        let part = |range: Range<usize>, lit| Part {
            name: if lit {
                result.symbol.clone()
            } else {
                Text::Borrowed("")
            },
            range,
            known_to: if lit { result.known_to } else { whole.known_to },
            lit,
        };
        let parts = [(0..from, false), (from..to, true), (to..all.len(), false)];
        let parts = parts.into_iter().filter(|(range, _)| !range.is_empty());
        (from < to && to <= all.len()).then(|| Self {
            name: whole.symbol.clone(),
            bytes: all.to_vec(),
            known_to: whole.known_to,
            parts: parts.map(|(range, lit)| part(range, lit)).collect(),
            is_cut: true,
        })
    }

    /// The picture of bytes by themselves; `None` of anything else.
    pub(super) fn alone(value: &Value) -> Option<Self> {
        let all = bytes(value).filter(|all| !all.is_empty())?;
        Some(Self {
            name: value.symbol.clone(),
            bytes: all.to_vec(),
            known_to: value.known_to,
            parts: vec![Part {
                name: value.symbol.clone(),
                range: 0..all.len(),
                known_to: value.known_to,
                lit: true,
            }],
            is_cut: false,
        })
    }

    /// The picture of a byte string of which each equation takes the next piece;
    /// `None` of fewer than two, and where something is left over.
    pub(super) fn pieces(equations: &[Equation]) -> Option<Self> {
        let mut all: Option<Self> = None;
        for equation in equations {
            let (result, Operator::Slice, arguments) = made(equation)? else {
                return None;
            };
            let one = Self::cut(result, arguments)?;
            let piece = one.parts.iter().find(|part| part.lit)?.clone();
            match &mut all {
                None if piece.range.start == 0 => {
                    all = Some(Self {
                        parts: vec![piece],
                        is_cut: false,
                        ..one
                    });
                }
                Some(all) if all.bytes == one.bytes && all.end() == piece.range.start => {
                    all.parts.push(piece);
                }
                _ => return None,
            }
        }
        all.filter(|all| all.parts.len() > 1 && all.end() == all.bytes.len())
    }

    /// Where its last part ends.
    fn end(&self) -> usize {
        self.parts.last().map_or(0, |part| part.range.end)
    }

    /// What is taken out, in words.
    fn says_cut(&self) -> String {
        let lit = self.parts.iter().find(|part| part.lit);
        lit.map_or_else(String::new, |part| {
            format!(
                "{} is {} of the {} of {}, from byte {} on, drawn to scale.",
                part.name,
                part.range.len(),
                plural(self.bytes.len()),
                self.name,
                part.range.start
            )
        })
    }
}

impl Picture for Bar {
    fn kind(&self) -> &'static str {
        "bar"
    }

    fn says(&self) -> String {
        if self.is_cut {
            return self.says_cut();
        }
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| format!("{} {}", part.name, part.range.len()))
            .collect();
        format!(
            "{} is {}, drawn to scale: {}.",
            self.name,
            plural(self.bytes.len()),
            parts.join(", then ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::bar(self)
    }
}

/// How many bytes an argument has.
fn length(argument: &Expr) -> Option<usize> {
    match argument {
        Expr::Value(value) => bytes(value).map(<[u8]>::len),
        Expr::Apply(Operator::Slice, arguments) => {
            number(arguments.get(2)?)?.checked_sub(number(arguments.get(1)?)?)
        }
        Expr::Apply(Operator::Concat, arguments) => arguments.iter().map(length).sum(),
        Expr::Apply(operator, arguments) => number(arguments.get(operator.traits().length?)?),
        Expr::Constant(_) => None,
    }
}

/// A length or place.
fn number(argument: &Expr) -> Option<usize> {
    match argument {
        Expr::Constant(number) => usize::try_from(*number).ok(),
        Expr::Value(value) => match &value.data {
            Data::Integer(number) if number.bits() < 32 => {
                let digit = number.iter_u32_digits().next().unwrap_or(0);
                usize::try_from(digit).ok()
            }
            _ => None,
        },
        Expr::Apply(Operator::Length, arguments) => length(arguments.first()?),
        Expr::Apply(..) => None,
    }
}

/// Who may know an argument: those who know all that is in it.
fn known_to(argument: &Expr) -> Knowers {
    let values = argument.values().into_iter();
    values.fold(Knowers::EVERYBODY, |all, value| all.of_both(value.known_to))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn pieces_of_one_string_are_one_bar() {
        let whole = Value::secret_bytes("K", [7; 4]);
        let cut = |symbol: &'static str, from: u8, to: u8| {
            let piece = Value::secret_bytes(symbol, vec![7; usize::from(to - from)]);
            Equation::equal(piece, Expr::slice(&whole, i64::from(from), i64::from(to)))
        };
        let bar = Bar::pieces(&[cut("a", 0, 1), cut("b", 1, 4)]).unwrap();
        let parts: Vec<_> = bar
            .parts
            .iter()
            .map(|part| (&*part.name, part.range.clone()))
            .collect();
        assert_eq!((&*bar.name, parts), ("K", vec![("a", 0..1), ("b", 1..4)]));
        assert_eq!(Bar::pieces(&[cut("a", 0, 4)]), None, "that is one cut");
        assert_eq!(Bar::pieces(&[cut("a", 0, 1), cut("b", 2, 4)]), None);
        assert_eq!(Bar::pieces(&[cut("a", 0, 1), cut("b", 1, 2)]), None);
    }

    #[test]
    fn bytes_that_no_equation_gives_are_drawn_by_themselves() {
        let bar = Bar::alone(&Value::public_bytes("IV", [1; 16])).unwrap();
        assert_eq!((bar.parts.len(), bar.parts[0].range.clone()), (1, 0..16));
        assert_eq!(Bar::alone(&Value::public("n", 55)), None);
    }
}
