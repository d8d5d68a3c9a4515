//! Why the d-th power undoes the e-th power, where there are too many numbers to
//! draw them: how often the way from m goes round.

mod draw;

use super::Length;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::trace::Picture;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::One;

/// The way of a number that is multiplied by itself again and again, modulo n:
/// λ(n) times lead it round to where it was, and e · d − 1 times lead it round so
/// and so often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orbit {
    /// How often to multiply to come round: λ(n).
    pub round: Length,
    /// How often both powers together multiply: e · d − 1.
    pub whole: Length,
    /// How many rounds that is.
    pub turns: Length,
}

impl Orbit {
    /// The way of both powers; `None` where it does not end where it began.
    #[must_use]
    pub fn of(e: &BigInt, d: &BigInt, lambda: &BigInt) -> Option<Self> {
        let whole: BigInt = e * d - BigInt::one();
        let (turns, rest) = whole.div_mod_floor(lambda);
        let length = |name: &'static str, number| Length::of(name, number, Knowers::OWNER);
        (rest == BigInt::ZERO && turns >= BigInt::one()).then(|| Self {
            round: length("λ(n)", lambda),
            whole: length("e·d − 1", &whole),
            turns: length("k", &turns),
        })
    }
}

impl Picture for Orbit {
    fn kind(&self) -> &'static str {
        "orbit"
    }

    fn says(&self) -> String {
        format!(
            "A ring. It begins at m, and each step multiplies by m, modulo n. λ(n), a number of {} bits, steps lead back to m. The e-th power, c, is on the way, and the d-th power of that goes on from there: together e·d − 1 steps, which are whole rounds and end at m.",
            self.round.bits
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::orbit(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_ends_where_it_began_or_is_none() {
        // 3 · 7 − 1 = 20, which is once λ(55).
        let orbit = Orbit::of(&3.into(), &7.into(), &20.into());
        assert_eq!(orbit.map(|orbit| orbit.turns.digits), Some("1".into()));
        assert_eq!(Orbit::of(&3.into(), &9.into(), &20.into()), None);
    }
}
