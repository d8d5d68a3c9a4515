//! A power along the bits of its exponent.

mod draw;

use super::magnitude::{integer, written};
use super::name;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Children, Expr, Picture, Step, Value};
use num_bigint::{BigInt, Sign};
use std::rc::Rc;

/// A power by square-and-multiply (Knuth, volume 2, §4.6.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// What the exponent is called.
    pub exponent: Text,
    /// What the base is called.
    pub base: Text,
    /// The bits of the exponent, the highest first: each squares, and a 1 also
    /// multiplies by the base.
    pub bits: Vec<bool>,
    /// Who may know the exponent.
    pub known_to: Knowers,
    /// Whether its numbers are long.
    is_long: bool,
    /// The bit of the first row that is here.
    first: u32,
    /// The rows that are here, one for each bit.
    rows: Vec<Rc<Step>>,
}

/// The numbers that one bit makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The number after the square, where it is multiplied then.
    pub squared: Option<Number>,
    /// The number after the bit.
    pub after: Number,
}

/// A number on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// What it is called.
    pub name: Text,
    /// The number; of a long one its first and its last byte.
    pub says: Text,
    /// Whether that is not all of it.
    pub is_long: bool,
    /// Who may know it.
    pub known_to: Knowers,
}

/// Numbers below a modulus of at most so many bits are written whole.
const SHORT: u64 = 20;

impl Track {
    /// The picture of `result = base^exponent mod modulus`, whose rows are the
    /// inner steps; `None` where a number is missing or the exponent is 0.
    pub(super) fn of(arguments: &[Expr], rows: &Children) -> Option<Self> {
        let [base, Expr::Value(exponent), Expr::Value(modulus)] = arguments else {
            return None;
        };
        let (e, n) = (integer(exponent)?, integer(modulus)?);
        if e.sign() != Sign::Plus || n.sign() != Sign::Plus {
            return None;
        }
        Some(Self {
            exponent: exponent.symbol.clone(),
            base: name(base),
            bits: bits(e),
            known_to: exponent.known_to,
            is_long: n.bits() > SHORT,
            first: rows.first,
            rows: rows.kept.clone(),
        })
    }

    /// The numbers that a bit makes, from 0 for the highest; `None` where its
    /// row is not here.
    #[must_use]
    pub fn stop(&self, bit: usize) -> Option<Stop> {
        let row = self.rows.get(bit.checked_sub(self.first as usize)?)?;
        // A row that multiplies says the square first.
        let squared = row.equations.first().filter(|_| row.equations.len() > 1);
        Some(Stop {
            squared: squared.and_then(|one| match &one.left {
                Expr::Value(value) => number(value, self.is_long),
                _ => None,
            }),
            after: number(row.values.last()?, self.is_long)?,
        })
    }

    /// How often it multiplies: at each 1 but the first.
    #[must_use]
    pub fn multiplications(&self) -> usize {
        self.bits.iter().skip(1).filter(|bit| **bit).count()
    }
}

impl Picture for Track {
    fn kind(&self) -> &'static str {
        "track"
    }

    fn says(&self) -> String {
        let Self { exponent, base, .. } = self;
        format!(
            "A staircase of the {} bits of {exponent} from the left. The first begins with {base}. Each after it squares, which writes a 0 behind the exponent so far; {} of them are 1 and multiply by {base}, too, which makes it a 1.",
            self.bits.len(),
            self.multiplications(),
        )
    }

    fn draw(&self, row: Option<u32>) -> Ink {
        draw::track(self, row)
    }
}

fn number(value: &Value, is_long: bool) -> Option<Number> {
    Some(Number {
        name: value.symbol.clone(),
        says: written(integer(value)?, if is_long { 0 } else { SHORT }),
        is_long,
        known_to: value.known_to,
    })
}

/// The bits of a number, the highest first.
fn bits(number: &BigInt) -> Vec<bool> {
    let digits: Vec<u32> = number.iter_u32_digits().collect();
    let all = digits.iter().rev();
    let bits = all.flat_map(|digit| (0..32).rev().map(move |bit| digit >> bit & 1 == 1));
    bits.skip_while(|bit| !bit).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::number::NamedInteger;
    use crate::engine::number::power::{Purpose, power};
    use crate::engine::picture;
    use crate::engine::trace::Recorder;

    fn track(base: BigInt, e: i64, n: BigInt) -> Option<Track> {
        let purpose = Purpose {
            id: "power",
            title: "power",
            result: "c",
            known_to: Knowers::EVERYBODY,
        };
        let [m, e, n] = [
            NamedInteger::secret("m", base),
            NamedInteger::public("e", e),
            NamedInteger::public("n", n),
        ];
        let mut recorder = Recorder::default();
        power(&purpose, &m, &e, &n, &mut recorder).unwrap();
        let trace = recorder.finish();
        let picture = picture::of(trace.at("power").unwrap()).pop()?;
        picture.downcast().cloned()
    }

    #[test]
    fn each_bit_squares_and_a_one_multiplies() {
        // 4¹³ = 49 mod 55; 13 is 1101.
        let track = track(4.into(), 13, 55.into()).unwrap();
        assert_eq!(track.bits, [true, true, false, true]);
        assert_eq!(track.multiplications(), 2);
        let numbers: Vec<(Option<Text>, Text)> = (0..4)
            .map(|bit| track.stop(bit).unwrap())
            .map(|stop| (stop.squared.map(|one| one.says), stop.after.says))
            .collect();
        // 4; 16, 64 = 9; 81 = 26; 676 = 16, 64 = 9.
        let sixteen = || Some(Text::from("16"));
        assert_eq!(
            numbers,
            [
                (None, "4".into()),
                (sixteen(), "9".into()),
                (None, "26".into()),
                (sixteen(), "9".into()),
            ]
        );
        let after = track.stop(1).unwrap().after;
        assert_eq!(after.name, "x_2");
        assert!(after.known_to.is_secret(), "as the base is");
        assert_eq!(track.stop(4), None, "there is no such bit");
    }

    #[test]
    fn of_a_long_number_its_ends_are_shown() {
        let n = (BigInt::from(0xab_u8) << 72) + 0xcd;
        let track = track(&n - 1_u8, 2, n).unwrap();
        let says = |bit: usize| track.stop(bit).unwrap().after.says;
        assert_eq!([says(0), says(1)], ["ab…cc", "01…01"], "(−1)² = 1");
    }

    #[test]
    fn a_power_of_zero_has_no_stairs() {
        assert_eq!(track(4.into(), 0, 55.into()), None);
    }
}
