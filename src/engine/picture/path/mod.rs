//! Miller–Rabin as lanes: a row for each base, from the base to its power and
//! the squares of that, to one of the two doors by which a prime's way ends.

mod draw;

use super::magnitude::written;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::Picture;
use num_bigint::BigInt;
use num_traits::One;

/// The rounds of a test, under each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// What the number is called that is tested.
    pub modulus: Text,
    /// Who may know it, and the numbers on the way.
    pub known_to: Knowers,
    /// The rounds in their order.
    pub rounds: Vec<Round>,
    /// The round that is told, from 0; none where all are looked at.
    pub present: Option<usize>,
}

/// One round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The base; of a long one its first and its last byte.
    pub base: Text,
    /// The numbers that it comes by, each the square of the one before; the
    /// last may be written −1.
    pub stops: Vec<Text>,
    /// Where it ends.
    pub end: End,
    /// How many bases up to this one were drawn by lot; none where no lot is
    /// drawn, so that there is nothing to say of chance.
    pub drawn: Option<u32>,
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

impl End {
    /// Whether it ends as it does for every prime.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::One | Self::MinusOne)
    }
}

/// Numbers of at most so many bits are written whole.
const SHORT: u64 = 20;

impl Round {
    /// A round modulo n with this base, which comes by these numbers.
    #[must_use]
    pub fn of(n: &BigInt, base: &BigInt, numbers: &[BigInt], drawn: Option<u32>) -> Self {
        let last = numbers.last();
        let end = match last {
            Some(last) if last.is_one() && numbers.len() > 1 => End::Root,
            Some(last) if last.is_one() => End::One,
            Some(last) if *last == n - 1 => End::MinusOne,
            _ => End::Elsewhere,
        };
        let mut stops: Vec<Text> = numbers.iter().map(|one| written(one, SHORT)).collect();
        if let (End::MinusOne, Some(last)) = (end, stops.last_mut()) {
            *last = "−1".into();
        }
        Self {
            base: written(base, SHORT),
            stops,
            end,
            drawn,
        }
    }
}

impl Path {}

impl Picture for Path {
    fn kind(&self) -> &'static str {
        "path"
    }

    fn says(&self) -> String {
        let rows = match self.rounds.len() {
            1 => "one base".to_owned(),
            more => format!("{more} bases"),
        };
        let mut says = format!(
            "Miller–Rabin for {} with {rows}, a row for each: from the base to its power, and on to the squares of that, up to a door, 1 or −1.",
            self.modulus
        );
        if let Some((at, lane)) = self.present.and_then(|at| Some((at, self.rounds.get(at)?))) {
            let squares = match lane.stops.len() {
                0 | 1 => "no square".to_owned(),
                2 => "one square".to_owned(),
                more => format!("{} squares", more - 1),
            };
            let end = match lane.end {
                End::One => "it begins with 1, as it may for a prime",
                End::MinusOne => "it comes to −1, as it may for a prime",
                End::Root => "it comes to 1 and not from −1, as for no prime",
                End::Elsewhere => "it passes by both doors, as for no prime",
            };
            says.push_str(&format!(
                " Row {}, base {}, {squares}: {end}.",
                at + 1,
                lane.base
            ));
        } else {
            let failed = self.rounds.iter().filter(|lane| !lane.end.holds()).count();
            says.push_str(match failed {
                0 => " Every row ends at a door.",
                _ => " One row passes by, as for no prime.",
            });
        }
        if let Some(drawn) = self.rounds.iter().rev().find_map(|lane| lane.drawn) {
            says.push_str(&format!(
                " Of composite numbers at most 1 in 4 to the power of {drawn} would come this far."
            ));
        }
        says
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::path(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::number::miller_rabin::MillerRabin;

    fn round(n: i64, base: i64) -> Round {
        let n = BigInt::from(n);
        let test = MillerRabin::new(&n).unwrap();
        let base = BigInt::from(base);
        let first = base.modpow(&odd_part(&n), &n);
        let round = test.round(base, first);
        Round::of(&n, &round.base, round.sequence(), None)
    }

    fn odd_part(n: &BigInt) -> BigInt {
        let even: BigInt = n - 1;
        &even >> even.trailing_zeros().unwrap()
    }

    #[test]
    fn a_liars_way_ends_like_a_primes() {
        // 2047 = 23 · 89 is the least number that base 2 takes for a prime.
        let lane = round(2047, 2);
        assert_eq!((lane.end, &lane.stops[..]), (End::One, &["1".into()][..]));
        // 561 = 3 · 11 · 17: 2^35 = 263, 166, 67, 1.
        let lane = round(561, 2);
        assert_eq!(lane.stops, ["263", "166", "67", "1"]);
        assert!(lane.end == End::Root && !lane.end.holds());
        // 13: 2^3 = 8, 8² = 12 = −1.
        let lane = round(13, 2);
        assert_eq!(lane.stops, ["8", "−1"]);
        assert!(lane.end == End::MinusOne && lane.end.holds());
        assert_eq!(round(15, 2).end, End::Elsewhere);
    }

    #[test]
    fn of_long_numbers_their_ends_are_shown() {
        let n = (BigInt::from(0xab_u8) << 72) + 0xcd;
        let lane = Round::of(&n, &2.into(), &[&n - 2_u8, &n - 1_u8], Some(0));
        assert_eq!((&*lane.base, lane.end), ("2", End::MinusOne));
        assert_eq!(lane.stops, ["ab…cb", "−1"]);
    }

    #[test]
    fn the_present_row_is_said_and_what_chance_is_left() {
        let rounds = vec![round(13, 2), round(13, 3)];
        let mut path = Path {
            modulus: "n".into(),
            known_to: Knowers::EVERYBODY,
            rounds,
            present: Some(0),
        };
        let says = path.says();
        assert!(says.contains("2 bases"), "{says}");
        assert!(
            says.ends_with("Row 1, base 2, one square: it comes to −1, as it may for a prime.")
        );
        path.present = None;
        path.rounds[1].drawn = Some(1);
        let says = path.says();
        assert!(says.contains("Every row ends at a door."), "{says}");
        assert!(says.ends_with("at most 1 in 4 to the power of 1 would come this far."));
    }
}
