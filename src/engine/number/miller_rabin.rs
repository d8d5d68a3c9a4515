//! The Miller–Rabin test (FIPS 186-5 §B.3.1), with the sequence of each round.

use super::NamedInteger;
use super::kernel::{Power, Powers};
use crate::engine::picture::{self, Path};
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step};
use num_bigint::BigInt;
use num_traits::One;

/// One number made ready for Miller–Rabin: `n − 1 = 2^s · t` with odd `t`.
pub struct MillerRabin {
    n: BigInt,
    minus_one: BigInt,
    twos: u32,
    odd_part: BigInt,
}

/// One round: the sequence a^t, a^2t, a^4t, … modulo n up to where it shows
/// what it shows.
pub struct Round {
    /// The base a.
    pub base: BigInt,
    sequence: Vec<BigInt>,
    /// Whether the sequence proves n composite.
    pub composite: bool,
}

impl Round {
    /// The power that the sequence begins with.
    #[must_use]
    pub fn first(&self) -> BigInt {
        self.sequence.first().cloned().unwrap_or_default()
    }

    /// The power and its squares, as far as they are needed.
    #[must_use]
    pub fn sequence(&self) -> &[BigInt] {
        &self.sequence
    }
}

/// Where the bases of a test come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bases {
    /// They are enough to prove it: nothing is left to chance.
    Proving,
    /// They are drawn by lot.
    Drawn,
    /// The first is always 2, all others are drawn by lot.
    DrawnAfterTwo,
}

impl MillerRabin {
    /// Makes an odd number of at least 5 ready; `None` for any other.
    #[must_use]
    pub fn new(n: &BigInt) -> Option<Self> {
        if n < &BigInt::from(5) || !n.bit(0) {
            return None;
        }
        let minus_one: BigInt = n - 1;
        let twos = u32::try_from(minus_one.trailing_zeros()?).ok()?;
        Some(Self {
            odd_part: &minus_one >> twos,
            n: n.clone(),
            minus_one,
            twos,
        })
    }

    /// The number.
    #[must_use]
    pub fn number(&self) -> &BigInt {
        &self.n
    }

    /// The power that a round begins with: `a^t mod n`; with no base, of 2.
    #[must_use]
    pub fn power<'a>(&'a self, base: Option<&'a BigInt>) -> Power<'a> {
        Power {
            base,
            exponent: &self.odd_part,
            modulus: &self.n,
        }
    }

    /// A round with a base from 2 to n − 2 whose first power is known (step 4).
    #[must_use]
    pub fn round(&self, base: BigInt, first: BigInt) -> Round {
        let ends = |x: &BigInt| x.is_one() || *x == self.minus_one;
        let mut sequence = vec![first];
        for _ in 1..self.twos {
            match sequence.last() {
                Some(x) if !ends(x) => sequence.push(x * x % &self.n),
                _ => break,
            }
        }
        let composite = match sequence.as_slice() {
            // a^t = 1: only the very first element may be 1.
            [first] => !ends(first),
            [.., last] => *last != self.minus_one,
            [] => true,
        };
        Round {
            base,
            sequence,
            composite,
        }
    }

    /// Rounds with these bases in order, up to the first witness.
    #[must_use]
    pub fn rounds(&self, bases: &[BigInt], powers: &mut Powers) -> Vec<Round> {
        let mut rounds = Vec::new();
        for pair in bases.chunks(2) {
            let (Some(first), Some(last)) = (pair.first(), pair.last()) else {
                break;
            };
            // An odd one out goes twice: it costs nothing.
            let both = powers.both([self.power(Some(first)), self.power(Some(last))]);
            for (base, power) in pair.iter().zip(both) {
                let round = self.round(base.clone(), power);
                let composite = round.composite;
                rounds.push(round);
                if composite {
                    return rounds;
                }
            }
        }
        rounds
    }

    /// Tells each round as a step.
    pub fn tell(
        &self,
        n: &NamedInteger,
        rounds: &[Round],
        bases: Bases,
        observer: &mut impl Observer,
    ) {
        for (at, round) in rounds.iter().enumerate() {
            observer.step(|| {
                let step = self.told(n, at + 1, round);
                step.picture(self.drawn(n, rounds, bases, Some(at)))
            });
        }
    }

    /// All rounds in one picture, of which one is told.
    #[must_use]
    pub fn drawn(
        &self,
        n: &NamedInteger,
        rounds: &[Round],
        bases: Bases,
        at: Option<usize>,
    ) -> Path {
        let round = |(number, round): (u32, &Round)| {
            let drawn = match bases {
                Bases::Proving => None,
                Bases::Drawn => Some(number),
                Bases::DrawnAfterTwo => Some(number - 1),
            };
            picture::Round::of(&self.n, &round.base, &round.sequence, drawn)
        };
        Path {
            modulus: n.symbol.clone(),
            known_to: n.known_to,
            rounds: (1..).zip(rounds).map(round).collect(),
            present: at,
        }
    }

    /// A round as a step: its sequence as equations.
    fn told(&self, n: &NamedInteger, number: usize, round: &Round) -> Step {
        let known_to = n.known_to;
        let a = NamedInteger::public("a", round.base.clone()).meaning("base");
        let t = NamedInteger::new("t", self.odd_part.clone(), known_to)
            .meaning(format!("odd part of {} − 1", n.symbol));
        let s = i64::from(self.twos);
        let elements: Vec<NamedInteger> = round
            .sequence
            .iter()
            .enumerate()
            .map(|(index, x)| NamedInteger::new(format!("x_{index}"), x.clone(), known_to))
            .collect();
        let mut step = Step::new(
            format!("round-{number}"),
            format!("Miller–Rabin, round {number}"),
        )
        .value(a.value())
        .equation(Equation::equal(
            Expr::difference(n, 1),
            Expr::product(Expr::power(2, s), &t),
        ));
        for (index, x) in elements.iter().enumerate() {
            let right = match index.checked_sub(1).and_then(|index| elements.get(index)) {
                None => Expr::power_mod(&a, &t, n),
                Some(before) => Expr::remainder(Expr::power(before, 2), n),
            };
            step = step.equation(Equation::equal(x, right));
        }
        if let Some(last) = elements.last() {
            step = self.conclude(step, n, last, round.composite);
        }
        step.passes_if(!round.composite)
            .source("FIPS 186-5", "B.3.1")
    }

    /// The last line: why the sequence does or does not prove anything.
    fn conclude(&self, step: Step, n: &NamedInteger, last: &NamedInteger, composite: bool) -> Step {
        if !composite {
            return step
                .says("The sequence ends in 1 or −1 as it does for every prime. This base is no witness.")
                .equation(Equation::congruent(
                    last,
                    if last.integer.is_one() { 1 } else { -1 },
                    n,
                ));
        }
        if last.integer.is_one() {
            return step
                .says("The sequence came to 1 from something that is neither 1 nor −1. A prime has no such square root of 1, so the number is composite, and its gcd with x − 1 is a factor.")
                .equation(Equation::congruent(last, 1, n));
        }
        step.says("Had the number been prime, the sequence would have begun with 1 or met −1 by now. It did neither, so the number is composite; what its factors are this does not say.")
            .equation(Equation::new(
                last,
                Relation::NotCongruent(Box::new(n.into())),
                -1,
            ))
    }
}
