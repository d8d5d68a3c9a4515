//! A round of Miller–Rabin as a way around the ring: a power, and its squares.

use super::made;
use super::magnitude::{integer, share, short};
use super::ring::Mark;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Operator, Value};
use num_bigint::BigInt;
use num_traits::One;

/// The numbers that a round comes by, each the square of the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// What the modulus is called.
    pub modulus: Text,
    /// The base and its first exponent.
    pub start: [Text; 2],
    /// The numbers in order.
    pub stops: Vec<Mark>,
    /// Where the way ends.
    pub end: End,
}

/// Where the squares come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At 1 from the start: no witness.
    One,
    /// At −1: no witness.
    MinusOne,
    /// At 1 from another number than −1: a square root of 1 that no prime has.
    Root,
    /// Neither: no prime.
    Elsewhere,
}

impl Path {
    /// The picture of `x_0 = a^t mod n` and `x_i = x_{i−1}² mod n`, which stand
    /// among these equations in this order.
    pub(super) fn of(equations: &[Equation]) -> Option<Self> {
        let mut all = equations.iter().skip_while(|one| power(one).is_none());
        let (first, [base, exponent, n]) = power(all.next()?)?;
        let mut numbers = vec![first];
        numbers.extend(all.map_while(|one| square(one, n)));
        let n = integer(n)?;
        let stops: Option<Vec<Mark>> = numbers.iter().map(|one| mark(one, n)).collect();
        let last = integer(numbers.last()?)?;
        let end = if last.is_one() && numbers.len() > 1 {
            End::Root
        } else if last.is_one() {
            End::One
        } else if *last == n - 1 {
            End::MinusOne
        } else {
            End::Elsewhere
        };
        // A round says first what n − 1 is.
        let is_round = equations.len() > numbers.len() + 1;
        is_round.then_some(Self {
            modulus: power(equations.get(1)?)?.1[2].symbol.clone(),
            start: [base.symbol.clone(), exponent.symbol.clone()],
            stops: stops?,
            end,
        })
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        let [base, exponent] = &self.start;
        let squares = match self.stops.len() {
            1 => "no square".to_owned(),
            2 => "one square".to_owned(),
            more => format!("{} squares", more - 1),
        };
        let end = match self.end {
            End::One => "begins with 1, as it may for a prime",
            End::MinusOne => "comes to −1, as it may for a prime",
            End::Root => "comes to 1 and not from −1, as for no prime",
            End::Elsewhere => "comes neither to 1 nor to −1, as for no prime",
        };
        format!(
            "A way around the ring of the numbers modulo {}: {base} to the power of {exponent}, and {squares}. It {end}.",
            self.modulus
        )
    }
}

/// The parts of `x = a^t mod n`.
fn power(equation: &Equation) -> Option<(&Value, [&Value; 3])> {
    let (result, Operator::PowerMod, arguments) = made(equation)? else {
        return None;
    };
    match arguments {
        [Expr::Value(base), Expr::Value(exponent), Expr::Value(n)] => {
            Some((result, [base, exponent, n]))
        }
        _ => None,
    }
}

/// The result of `y = x² mod n`.
fn square<'a>(equation: &'a Equation, n: &Value) -> Option<&'a Value> {
    let (result, Operator::Remainder, [Expr::Apply(Operator::Power, _), Expr::Value(modulus)]) =
        made(equation)?
    else {
        return None;
    };
    (modulus.symbol == n.symbol).then_some(result)
}

fn mark(value: &Value, n: &BigInt) -> Option<Mark> {
    let number = integer(value)?;
    Some(Mark {
        name: value.symbol.clone(),
        number: short(number),
        place: share(number, n),
        known_to: value.known_to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(n: i64, a: i64, t: i64, numbers: &[i64]) -> Option<Path> {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let modulus = value("n", n);
        let x = |at: usize, number: i64| Value::public(format!("x_{at}"), number);
        let mut equations = vec![Equation::equal(
            Expr::difference(&modulus, 1),
            Expr::product(Expr::power(2, 1), value("t", t)),
        )];
        for (at, number) in numbers.iter().enumerate() {
            let right = match at {
                0 => Expr::power_mod(value("a", a), value("t", t), &modulus),
                _ => Expr::remainder(Expr::power(x(at - 1, numbers[at - 1]), 2), &modulus),
            };
            equations.push(Equation::equal(x(at, *number), right));
        }
        let last = x(numbers.len() - 1, numbers[numbers.len() - 1]);
        equations.push(Equation::congruent(last, -1, &modulus));
        Path::of(&equations)
    }

    #[test]
    fn a_liars_way_ends_like_a_primes() {
        // 2047 = 23 · 89 is the least number that base 2 takes for a prime.
        let path = round(2047, 2, 1023, &[1]).unwrap();
        assert_eq!(path.end, End::One);
        // 561 = 3 · 11 · 17: 2^35 = 263, 166, 67, 1.
        let path = round(561, 2, 35, &[263, 166, 67, 1]).unwrap();
        assert_eq!((path.end, path.stops.len()), (End::Root, 4));
        assert_eq!(path.stops[0].place, 263 * 1000 / 561);
        // 13: 2^3 = 8, 8² = 12 = −1.
        assert_eq!(round(13, 2, 3, &[8, 12]).unwrap().end, End::MinusOne);
        assert_eq!(round(15, 2, 7, &[8]).unwrap().end, End::Elsewhere);
    }

    #[test]
    fn a_power_alone_is_no_round() {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let power = Expr::power_mod(value("m", 2), value("e", 3), value("n", 55));
        assert_eq!(Path::of(&[Equation::equal(value("c", 8), power)]), None);
    }
}
