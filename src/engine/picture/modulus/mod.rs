//! A modulus as its owner has it, and as all others do.

mod draw;

use super::Plane;
use super::magnitude::{share, short};
use super::ring::Mark;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::Picture;
use num_bigint::BigInt;

/// A rectangle whose edges are secret and whose area everybody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modulus {
    /// The longer edge and the shorter one; a place is the share of the longer.
    pub edges: [Mark; 2],
    /// The area.
    pub area: Mark,
    /// How many divisions find the edges, in words.
    pub finding: Text,
    /// The same on a plane, where it is small enough to be taken in hand.
    pub plane: Option<Plane>,
}

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
        Some(Self {
            edges: sides.map(mark),
            area: Mark {
                known_to: Knowers::EVERYBODY,
                place: 1000,
                ..mark(("n", &(p * q)))
            },
            finding: finding(high),
            plane: Plane::of(p, q, e),
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
            edges: ["q", "p"].map(|name| mark(name, bits / 2, Knowers::OWNER)),
            area: mark("n", bits, Knowers::EVERYBODY),
            finding: at_most(bits / 2),
            plane: None,
        }
    }
}

impl Picture for Modulus {
    fn kind(&self) -> &'static str {
        "modulus"
    }

    fn says(&self) -> String {
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

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::modulus(self)
    }
}

/// How many divisions by odd numbers find a factor: one for each from 3 to it.
fn finding(factor: &BigInt) -> Text {
    match u32::try_from(factor) {
        Ok(short) => match (short / 2).max(1) {
            1 => "1 division finds the edges".into(),
            steps => format!("{steps} divisions find the edges").into(),
        },
        Err(_) => at_most(factor.bits()),
    }
}

/// The same of a factor of which only the length is known.
fn at_most(bits: u64) -> Text {
    let power = bits.saturating_sub(1).to_string();
    let raised = power.bytes().filter_map(|digit| {
        let place = usize::from(digit.wrapping_sub(b'0'));
        "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(place)
    });
    let raised: String = raised.collect();
    format!("up to 2{raised} divisions find the edges").into()
}

/// A number in digits, or how long it is.
fn written(number: &BigInt) -> Text {
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
        assert!(toy.plane.is_some());
        let [wide, high] = &toy.edges;
        assert_eq!((&*wide.name, wide.place), ("q", 1000));
        assert_eq!((&*high.name, high.place), ("p", 5000 / 11));
        assert!(wide.known_to.is_secret() && !toy.area.known_to.is_secret());
        assert_eq!(toy.area.number.as_deref(), Some("55"));
        let long = of(18_446_744_073_709_551_557, 18_446_744_073_709_551_533, 3).unwrap();
        assert_eq!(long.plane, None);
        assert_eq!(toy.finding, "2 divisions find the edges");
        assert_eq!(long.finding, "up to 2⁶³ divisions find the edges");
        assert_eq!(long.area.number.as_deref(), Some("128 bits"));
        assert_eq!(of(1_000_003, 17, 3), None);
    }

    #[test]
    fn a_key_that_is_yet_to_be_found_has_its_lengths() {
        let sized = Modulus::sized(2048);
        assert_eq!(sized.edges[0].number.as_deref(), Some("1024 bits"));
        assert!(sized.says().contains("n of 2048 bits"));
    }
}
