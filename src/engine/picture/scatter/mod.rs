//! Where one power sends every number below n.

mod draw;

use super::magnitude::worth;
use super::permutation::{MOST, power, raised, small};
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Picture, Value};

/// All numbers below n, each with where a power sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scatter {
    /// What the modulus is called.
    pub modulus: Text,
    /// The number that is followed, before and after.
    pub one: [Value; 2],
    /// Its places.
    pub places: [u32; 2],
    /// The exponent.
    pub exponent: Value,
    /// Where the power leads from each number, from 0 on.
    pub ways: Vec<u32>,
    /// The input that another number goes into; empty where there is none.
    pub input: &'static str,
}

impl Scatter {
    /// The picture of `c = m^e mod n`; `None` where there are too many numbers,
    /// or two of them meet.
    #[must_use]
    pub fn of(equation: &Equation, input: &'static str) -> Option<Self> {
        let power = power(equation)?;
        let n = small(power.modulus).filter(|n| (2..=MOST).contains(n))?;
        let exponent = u64::try_from(worth(&power.exponent.into())?).ok()?;
        let ways: Vec<u32> = (0..n).map(|x| raised(x, exponent, n)).collect();
        let mut met = ways.clone();
        met.sort_unstable();
        met.dedup();
        (met.len() == ways.len()).then_some(Self {
            modulus: power.modulus.symbol.clone(),
            one: [power.base.clone(), power.result.clone()],
            places: [small(power.base)?, small(power.result)?],
            exponent: power.exponent.clone(),
            ways,
            input,
        })
    }
}

impl Picture for Scatter {
    fn kind(&self) -> &'static str {
        "scatter"
    }

    fn says(&self) -> String {
        let [from, to] = self.places;
        format!(
            "All {} numbers below {}, each with its {}-th power. No two arrive at the same place; {from} goes to {to}.",
            self.ways.len(),
            self.modulus,
            self.exponent.symbol
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::scatter(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::trace::Expr;

    fn cube(n: i64, m: i64, c: i64) -> Option<Scatter> {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let power = Expr::power_mod(value("m", m), value("e", 3), value("n", n));
        Scatter::of(&Equation::equal(value("c", c), power), "message")
    }

    #[test]
    fn cubes_below_55_never_meet() {
        let all = cube(55, 4, 9).unwrap();
        assert_eq!(all.places, [4, 9]);
        assert_eq!(all.ways[..5], [0, 1, 8, 27, 9]);
        assert!(all.says().ends_with("4 goes to 9."));
    }

    #[test]
    fn where_numbers_meet_or_are_many_there_is_no_picture() {
        // 2³ and 4³ are both 1 modulo 7.
        assert_eq!(cube(7, 2, 1), None);
        assert_eq!(cube(5000, 4, 64), None);
    }
}
