//! A modulus as its owner has it, and as all others do.

use super::magnitude::{share, short};
use super::ring::Mark;
use crate::engine::knowers::Knowers;
use crate::engine::number::prime::SMALL_PRIMES;
use num_bigint::BigInt;
use num_integer::Integer;

/// A rectangle whose edges are secret and whose area everybody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modulus {
    /// The longer edge and the shorter one; a place is the share of the longer.
    pub edges: [Mark; 2],
    /// The area.
    pub area: Mark,
    /// Both edges, where they are short enough to draw each unit.
    pub units: Option<[u32; 2]>,
    /// For each edge the primes before and after it that would do as well.
    pub others: [Vec<u32>; 2],
}

/// Up to so many units along an edge are drawn.
const UNITS: u32 = 64;

impl Modulus {
    /// The picture of `p·q` with an exponent; `None` where one edge is nothing
    /// beside the other.
    #[must_use]
    pub fn of(p: &BigInt, q: &BigInt, e: &BigInt) -> Option<Self> {
        let mut sides = [("p", p), ("q", q)];
        sides.sort_by(|(_, one), (_, other)| other.cmp(one));
        let [(_, wide), (_, high)] = sides;
        if *high < BigInt::from(2) || share(high, wide) < 20 {
            return None;
        }
        let mark = |(name, number): (&'static str, &BigInt)| Mark {
            name: name.into(),
            number: Some(written(number)),
            place: share(number, wide),
            known_to: Knowers::OWNER,
        };
        let unit = |number: &BigInt| u32::try_from(number).ok().filter(|it| *it <= UNITS);
        let others = |own: &BigInt, other: &BigInt| {
            let Some(own) = unit(own) else {
                return Vec::new();
            };
            let does = |prime: &&u32| {
                let before = BigInt::from(**prime - 1);
                BigInt::from(**prime) != *other && before.gcd(e) == BigInt::from(1)
            };
            let odd = || SMALL_PRIMES.iter().skip(1).filter(does);
            let before = odd().take_while(|prime| **prime < own).last();
            let after = odd().find(|prime| **prime > own);
            before.into_iter().chain(after).copied().collect()
        };
        Some(Self {
            edges: sides.map(mark),
            area: Mark {
                known_to: Knowers::EVERYBODY,
                place: 1000,
                ..mark(("n", &(p * q)))
            },
            units: unit(wide).zip(unit(high)).map(|(wide, high)| [wide, high]),
            others: [others(wide, high), others(high, wide)],
        })
    }

    /// The picture of a modulus of so many bits, whose primes are yet to be
    /// found.
    #[must_use]
    pub fn sized(bits: u64) -> Self {
        let mark = |name: &'static str, bits: u64, known_to| Mark {
            name: name.into(),
            number: Some(format!("{bits} bits").into()),
            place: 1000,
            known_to,
        };
        Self {
            edges: ["p", "q"].map(|name| mark(name, bits / 2, Knowers::OWNER)),
            area: mark("n", bits, Knowers::EVERYBODY),
            units: None,
            others: [Vec::new(), Vec::new()],
        }
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        let said = |mark: &Mark| {
            let number = mark.number.as_deref().unwrap_or_default();
            match number.ends_with("bits") {
                true => format!("{} of {number}", mark.name),
                false => format!("{} = {number}", mark.name),
            }
        };
        let [wide, high] = self.edges.each_ref().map(said);
        format!(
            "A rectangle with the secret edges {wide} and {high}; its area is {}. Beside it what others see: the area, and edges that nobody tells them.",
            said(&self.area)
        )
    }
}

/// A number in digits, or how long it is.
fn written(number: &BigInt) -> crate::engine::text::Text {
    short(number).unwrap_or_else(|| format!("{} bits", number.bits()).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    fn of(p: u64, q: u64, e: u64) -> Option<Modulus> {
        Modulus::of(&p.into(), &q.into(), &e.into())
    }

    #[test]
    fn the_edges_are_to_scale_and_secret() {
        let toy = of(5, 11, 3).unwrap();
        assert_eq!(toy.units, Some([11, 5]));
        let [wide, high] = &toy.edges;
        assert_eq!((&*wide.name, wide.place), ("q", 1000));
        assert_eq!((&*high.name, high.place), ("p", 5000 / 11));
        assert!(wide.known_to.is_secret() && !toy.area.known_to.is_secret());
        assert_eq!(toy.area.number.as_deref(), Some("55"));
        let long = of(18_446_744_073_709_551_557, 18_446_744_073_709_551_533, 3).unwrap();
        assert_eq!(long.units, None);
        assert_eq!(long.area.number.as_deref(), Some("128 bits"));
        assert_eq!(of(1_000_003, 17, 3), None);
    }

    #[test]
    fn the_primes_beside_an_edge_make_a_key_too() {
        // 7 and 13 are one more than a multiple of 3, and 11 is taken.
        assert_eq!(of(5, 11, 3).unwrap().others, [vec![3, 17], vec![3, 17]]);
        assert_eq!(of(5, 11, 7).unwrap().others, [vec![7, 13], vec![3, 7]]);
    }

    #[test]
    fn a_key_that_is_yet_to_be_found_has_its_lengths() {
        let sized = Modulus::sized(2048);
        assert_eq!(sized.edges[0].number.as_deref(), Some("1024 bits"));
        assert!(sized.says().contains("n of 2048 bits"));
    }
}
