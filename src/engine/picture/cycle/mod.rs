//! The powers of a number, which go round in a ring: exponents count modulo
//! the length of that ring.

mod draw;

use super::magnitude::worth;
use super::permutation::{raised, small};
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Operator, Picture, Relation, Step, Value};

/// The powers `m^0, m^1, …` on a ring of as many places as the exponents have,
/// and the jumps of width e that lead to the place of `m^1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The number whose powers they are.
    pub base: Value,
    /// What the length of the ring is called.
    pub length: Text,
    /// What the modulus of the powers is called.
    pub modulus: Text,
    /// The powers, by their exponents from 0. The first is the last of the
    /// round, which is 1 unless the number shares a factor with the modulus.
    pub powers: Vec<u32>,
    /// The width of a jump, and how many there are.
    pub jumps: [Value; 2],
    /// The places that the jumps come by, from 0.
    pub stops: Vec<u32>,
}

/// Rings of up to so many places are drawn.
const MOST: u32 = 60;

impl Cycle {
    /// The picture of `m^(λ + 1) mod n = m` and `e·d ≡ 1 (mod λ)`; `None`
    /// where the ring has too many places.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let [round, jumps] = step.equations.as_slice() else {
            return None;
        };
        let (base, length, modulus) = going_round(round)?;
        let (e, d) = jumping(jumps, length)?;
        let (m, λ, n) = (small(base)?, small(length)?, small(modulus)?);
        let width = small(e)?;
        let count = small(d).filter(|count| *count <= MOST)?;
        if !(1..=MOST).contains(&λ) || width >= λ {
            return None;
        }
        let stop = |jump: u32| u32::try_from(u64::from(jump) * u64::from(width) % u64::from(λ));
        Some(Self {
            base: base.clone(),
            length: length.symbol.clone(),
            modulus: modulus.symbol.clone(),
            powers: (0..λ)
                .map(|exponent| raised(m, u64::from(if exponent == 0 { λ } else { exponent }), n))
                .collect(),
            jumps: [e.clone(), d.clone()],
            stops: (0..=count).filter_map(|jump| stop(jump).ok()).collect(),
        })
    }
}

impl Picture for Cycle {
    fn kind(&self) -> &'static str {
        "cycle"
    }

    fn says(&self) -> String {
        let [e, d] = &self.jumps;
        let powers: Vec<String> = self.powers.iter().map(ToString::to_string).collect();
        format!(
            "The powers of {} modulo {} on a ring of {} = {} places, from the exponent 0 at the top: {}. {} jumps of {} places end at the exponent 1, where {} itself stands.",
            self.base.symbol,
            self.modulus,
            self.length,
            self.powers.len(),
            powers.join(", "),
            d.symbol,
            e.symbol,
            self.base.symbol
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::cycle(self)
    }
}

/// The base, the length and the modulus of `m^(λ + 1) mod n = m`.
fn going_round(equation: &Equation) -> Option<(&Value, &Value, &Value)> {
    let (Expr::Apply(Operator::PowerMod, all), Relation::Equal, Expr::Value(result)) =
        (&equation.left, &equation.relation, &equation.right)
    else {
        return None;
    };
    let [
        Expr::Value(base),
        Expr::Apply(Operator::Sum, sum),
        Expr::Value(modulus),
    ] = all.as_slice()
    else {
        return None;
    };
    let [Expr::Value(length), one] = sum.as_slice() else {
        return None;
    };
    (base == result && worth(one) == Some(1)).then_some((base, length, modulus))
}

/// The factors of `e·d ≡ 1` modulo this length.
fn jumping<'a>(equation: &'a Equation, length: &Value) -> Option<(&'a Value, &'a Value)> {
    let (Expr::Apply(Operator::Product, factors), Relation::Congruent(modulus)) =
        (&equation.left, &equation.relation)
    else {
        return None;
    };
    let [Expr::Value(e), Expr::Value(d)] = factors.as_slice() else {
        return None;
    };
    let is_one = worth(&equation.right) == Some(1);
    (is_one && **modulus == Expr::from(length)).then_some((e, d))
}
