//! An inverse: how many hops on a ring end at 1.

mod draw;

use super::magnitude::worth;
use super::permutation::small;
use crate::engine::ink::Ink;
use crate::engine::trace::{Equation, Expr, Operator, Picture, Relation, Step, Value};

/// A ring of λ places and hops of e on it, from 0 until one lands on 1: the
/// number of hops is the inverse of e.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hops {
    /// The width of a hop.
    pub hop: Value,
    /// How many there are.
    pub count: Value,
    /// What the number of places is called.
    pub ring: Value,
    /// The number of places.
    pub places: u32,
    /// The width of a hop, in places.
    pub width: u32,
    /// The places that the hops come by, from 0; the last is 1.
    pub stops: Vec<u32>,
}

/// So many hops are told apart.
const HOPS: u32 = 60;

/// So many places stand apart.
const PLACES: u32 = 600;

impl Hops {
    /// The picture of `e·d ≡ 1 (mod λ)`, which says what `d = e⁻¹ mod λ` is, or
    /// of `e·d = k·λ + 1`; `None` where there are too many hops, or a step says
    /// more than that.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let (hop, count, ring) = step.equations.iter().find_map(leading_to_one)?;
        let is_told = |equation: &Equation| {
            leading_to_one(equation) == Some((hop, count, ring))
                || is_inverse(equation, (hop, count, ring))
        };
        let (width, times, places) = (small(hop)?, small(count)?, small(ring)?);
        let fits = (2..places).contains(&width)
            && (2..=HOPS).contains(&times)
            && places <= PLACES
            && step.equations.iter().all(is_told);
        let stops: Vec<u32> = (0..=times).map(|hop| hop * width % places).collect();
        let ends = stops.last() == Some(&1);
        (fits && ends).then(|| Self {
            hop: hop.clone(),
            count: count.clone(),
            ring: ring.clone(),
            places,
            width,
            stops,
        })
    }

    /// How many hops there are.
    #[must_use]
    pub fn times(&self) -> u32 {
        u32::try_from(self.stops.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// How many whole rounds they make; 1 place is left.
    #[must_use]
    pub fn rounds(&self) -> u32 {
        self.times() * self.width / self.places.max(1)
    }
}

impl Picture for Hops {
    fn kind(&self) -> &'static str {
        "hops"
    }

    fn says(&self) -> String {
        let stops: Vec<String> = self.stops.iter().map(ToString::to_string).collect();
        let (times, rounds) = (self.times(), self.rounds());
        let turns = if rounds == 1 { "round" } else { "rounds" };
        format!(
            "A ring of {} = {} places. Hops of {} = {} go by {}. {} = {times} hops are {} places: {rounds} {turns} and 1, so the last lands on 1.",
            self.ring.symbol,
            self.places,
            self.hop.symbol,
            self.width,
            stops.join(", "),
            self.count.symbol,
            times * self.width,
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::hops(self)
    }
}

/// The parts of `e·d ≡ 1 (mod λ)` or `e·d = k·λ + 1`.
pub(super) fn leading_to_one(equation: &Equation) -> Option<(&Value, &Value, &Value)> {
    let Expr::Apply(Operator::Product, factors) = &equation.left else {
        return None;
    };
    let [Expr::Value(e), Expr::Value(d)] = factors.as_slice() else {
        return None;
    };
    match (&equation.relation, &equation.right) {
        (Relation::Congruent(modulus), one) if worth(one) == Some(1) => match &**modulus {
            Expr::Value(λ) => Some((e, d, λ)),
            _ => None,
        },
        (Relation::Equal, Expr::Apply(Operator::Sum, parts)) => match parts.as_slice() {
            [Expr::Apply(Operator::Product, rounds), one] if worth(one) == Some(1) => {
                match rounds.as_slice() {
                    [Expr::Value(_), Expr::Value(λ)] => Some((e, d, λ)),
                    _ => None,
                }
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether an equation is `d = e⁻¹ mod λ`.
fn is_inverse(equation: &Equation, (e, d, λ): (&Value, &Value, &Value)) -> bool {
    matches!(&equation.relation, Relation::Equal)
        && equation.left == Expr::from(d)
        && equation.right == Expr::inverse(e, λ)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    fn value(symbol: &'static str, number: i64) -> Value {
        Value::secret(symbol, number)
    }

    fn of(e: i64, d: i64, λ: i64) -> Option<Hops> {
        let (e, d, λ) = (Value::public("e", e), value("d", d), value("λ", λ));
        let step = Step::new("d", "")
            .equation(Equation::equal(&d, Expr::inverse(&e, &λ)))
            .equation(Equation::congruent(Expr::product(&e, &d), 1, &λ));
        Hops::of(&step)
    }

    #[test]
    fn the_last_hop_lands_on_one() {
        let hops = of(3, 7, 20).unwrap();
        assert_eq!(hops.stops, [0, 3, 6, 9, 12, 15, 18, 1]);
        assert_eq!((hops.times(), hops.rounds()), (7, 1));
        assert!(
            hops.says()
                .contains("d = 7 hops are 21 places: 1 round and 1")
        );
        let far = of(17, 53, 60).unwrap();
        assert_eq!((far.times(), far.rounds()), (53, 15));
    }

    #[test]
    fn rounds_that_are_counted_are_a_ring_too() {
        let (e, d) = (value("e", 3), value("d", 7));
        let rounds = Expr::product(value("k", 1), value("λ", 20));
        let step = Step::new("exponents", "")
            .equation(Equation::equal(Expr::product(&e, &d), Expr::sum(rounds, 1)));
        assert_eq!(Hops::of(&step).unwrap().places, 20);
        // What says more than that keeps the pictures of its equations.
        let more = step.equation(Equation::new(&d, Relation::Greater, 2));
        assert_eq!(Hops::of(&more), None);
    }

    #[test]
    fn what_has_too_many_hops_or_does_not_end_at_one_is_refused() {
        assert_eq!(of(3, 6, 20), None, "18 is not 1");
        assert_eq!(of(17, 2753, 3120 / 4), None);
        assert_eq!(of(7, 103, 720), None, "too many places");
        assert_eq!(of(11, 1, 5), None, "a hop longer than the ring");
    }
}
