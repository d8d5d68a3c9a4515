//! What a power does to every number below n at once, and what undoes it.

mod draw;

pub(super) use draw::{bead, choices, dots, written};

use super::made;
use super::magnitude::{integer, worth};
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Operator, Picture, Value};

/// All numbers below n, to the power e: none is hit twice, and the d-th power
/// leads each back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permutation {
    /// What the modulus is called.
    pub modulus: Text,
    /// The number that is followed, before and after.
    pub one: [Value; 2],
    /// Its places.
    pub places: [u32; 2],
    /// The exponents of the way there and of the way back.
    pub exponents: [Value; 2],
    /// Where the first power leads from each number, from 0 on.
    pub forth: Vec<u32>,
    /// Where the second power leads from each number.
    pub back: Vec<u32>,
    /// The input that another number goes into; empty where there is none.
    pub input: &'static str,
}

/// Up to so many numbers stand in rows with a line for each; more are dots.
pub const LINES: usize = 64;

/// Up to so many numbers are drawn.
pub(super) const MOST: u32 = 1 << 12;

impl Permutation {
    /// The picture of `c = m^e mod n` and `m = c^d mod n`, in any order, that
    /// of the exponent that more may know first; `None` where there are too
    /// many numbers, or one does not come back.
    #[must_use]
    pub fn of(equations: &[Equation]) -> Option<Self> {
        let [one, other] = equations else { return None };
        let (mut there, mut back) = (power(one)?, power(other)?);
        let turns = |a: &Power<'_>, b: &Power<'_>| a.base == b.result && a.modulus == b.modulus;
        if !turns(&there, &back) || !turns(&back, &there) {
            return None;
        }
        if there.exponent.known_to == Knowers::OWNER {
            std::mem::swap(&mut there, &mut back);
        }
        let n = small(there.modulus).filter(|n| (2..=MOST).contains(n))?;
        let by = |power: &Power<'_>| {
            let exponent = u64::try_from(worth(&power.exponent.into())?).ok()?;
            Some((0..n).map(|x| raised(x, exponent, n)).collect::<Vec<_>>())
        };
        let (forth, home) = (by(&there)?, by(&back)?);
        let all = forth.iter().zip(0..);
        let comes_home = |(to, from): (&u32, u32)| home.get(*to as usize) == Some(&from);
        all.clone().all(comes_home).then_some(Self {
            modulus: there.modulus.symbol.clone(),
            one: [there.base.clone(), there.result.clone()],
            places: [small(there.base)?, small(there.result)?],
            exponents: [there.exponent.clone(), back.exponent.clone()],
            forth,
            back: home,
            input: "",
        })
    }

    /// Whether each number has a line of its own that the eye can follow.
    #[must_use]
    pub fn is_in_lines(&self) -> bool {
        self.forth.len() <= LINES
    }

    /// With the input that another number goes into.
    #[must_use]
    pub fn filling(self, input: &'static str) -> Self {
        Self { input, ..self }
    }
}

impl Picture for Permutation {
    fn kind(&self) -> &'static str {
        "permutation"
    }

    fn says(&self) -> String {
        let [from, to] = self.places;
        let [e, d] = &self.exponents;
        let stay = self.forth.iter().zip(0..).filter(|(to, from)| *to == from);
        format!(
            "All {} numbers below {}, to the power {} and from there to the power {}. No two arrive at the same place, {} stay where they are, and each comes home: {from} goes to {to} and back.",
            self.forth.len(),
            self.modulus,
            e.symbol,
            d.symbol,
            stay.count()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::permutation(self)
    }
}

/// The parts of `result = base^exponent mod modulus`.
pub(super) struct Power<'a> {
    pub(super) result: &'a Value,
    pub(super) base: &'a Value,
    pub(super) exponent: &'a Value,
    pub(super) modulus: &'a Value,
}

pub(super) fn power(equation: &Equation) -> Option<Power<'_>> {
    let (result, Operator::PowerMod, arguments) = made(equation)? else {
        return None;
    };
    let [
        Expr::Value(base),
        Expr::Value(exponent),
        Expr::Value(modulus),
    ] = arguments
    else {
        return None;
    };
    Some(Power {
        result,
        base,
        exponent,
        modulus,
    })
}

/// A number of few bits.
pub(super) fn small(value: &Value) -> Option<u32> {
    integer(value)?;
    u32::try_from(worth(&value.into())?).ok()
}

/// `x^exponent mod n`, for an n of at most 32 bits.
pub(super) fn raised(x: u32, mut exponent: u64, n: u32) -> u32 {
    let n = u64::from(n.max(1));
    let (mut result, mut square) = (1 % n, u64::from(x) % n);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * square % n;
        }
        square = square * square % n;
        exponent >>= 1;
    }
    u32::try_from(result).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(n: i64, e: i64, d: i64, m: i64, c: i64) -> [Equation; 2] {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let d = Value::secret("d", d);
        let power = |to: &Value, from: &Value, by: &Value| {
            Equation::equal(to, Expr::power_mod(from, by, value("n", n)))
        };
        let (m, c) = (value("m", m), value("c", c));
        [power(&m, &c, &d), power(&c, &m, &value("e", e))]
    }

    #[test]
    fn every_number_comes_home() {
        let all = Permutation::of(&there_and_back(55, 3, 7, 42, 3)).unwrap();
        assert_eq!(all.places, [42, 3]);
        assert_eq!(all.exponents[0].symbol, "e");
        assert_eq!(all.forth[2], 8);
        assert_eq!(all.back[8], 2);
        let mut hit = all.forth.clone();
        hit.sort_unstable();
        assert_eq!(hit, (0..55).collect::<Vec<_>>());
    }

    #[test]
    fn what_does_not_come_home_has_no_picture() {
        // 9 is a square of a prime: 3 and 6 fall into 0.
        assert_eq!(Permutation::of(&there_and_back(9, 5, 5, 2, 5)), None);
        assert_eq!(Permutation::of(&there_and_back(5000, 3, 7, 1, 1)), None);
    }

    #[test]
    fn powers_are_those_of_the_definition() {
        for n in [1_u32, 2, 7, 55, u32::MAX] {
            for x in [0, 1, 5, n - 1] {
                let mut slow = 1 % u64::from(n);
                for exponent in 0..20 {
                    assert_eq!(
                        u64::from(raised(x, exponent, n)),
                        slow,
                        "{x}^{exponent} mod {n}"
                    );
                    slow = slow * u64::from(x) % u64::from(n);
                }
            }
        }
    }
}
