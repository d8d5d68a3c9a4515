//! How long numbers are that nobody can draw one by one.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::Picture;
use num_bigint::BigInt;

/// Numbers by their lengths in bits, one under the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lengths {
    /// The numbers, in the order in which one becomes the next.
    pub rows: Vec<Length>,
    /// How many bits the bars have room for: those of the modulus.
    pub room: u64,
}

/// A number by its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// What it is called, as a formula.
    pub name: Text,
    /// How many bits it has; nearly, where it is never written out.
    pub bits: u64,
    /// Who may know it.
    pub known_to: Knowers,
    /// Its digits, where they are few; empty elsewhere.
    pub digits: Text,
    /// What makes it of the one above; empty where nothing does.
    pub by: Text,
}

/// A number of at most so many bits is written out beside its length.
const SHORT: u64 = 40;

impl Length {
    /// The length of a number.
    #[must_use]
    pub fn of(name: impl Into<Text>, number: &BigInt, known_to: Knowers) -> Self {
        let is_short = number.bits() <= SHORT;
        Self {
            name: name.into(),
            bits: number.bits(),
            known_to,
            digits: match is_short {
                true => number.to_string().into(),
                false => Text::default(),
            },
            by: Text::default(),
        }
    }

    /// With what makes it of the one above.
    #[must_use]
    pub fn by(mut self, by: impl Into<Text>) -> Self {
        self.by = by.into();
        self
    }
}

impl Lengths {
    /// The way of m to c, its e-th power modulo n.
    #[must_use]
    pub fn of_power(m: &BigInt, c: &BigInt, e: &BigInt, n: &BigInt) -> Self {
        let times = u64::try_from(e).unwrap_or(u64::MAX);
        let rows = vec![
            Length::of("m", m, Knowers::OWNER),
            Length {
                name: "m^e".into(),
                bits: m.bits().saturating_mul(times),
                known_to: Knowers::OWNER,
                digits: Text::default(),
                by: "to the power e".into(),
            },
            Length::of("n", n, Knowers::EVERYBODY),
            Length::of("c", c, Knowers::EVERYBODY).by("what n leaves of the power"),
        ];
        Self {
            rows,
            room: n.bits(),
        }
    }
}

impl Picture for Lengths {
    fn kind(&self) -> &'static str {
        "lengths"
    }

    fn says(&self) -> String {
        let said = |row: &Length| {
            let over = if row.bits > self.room { "about " } else { "" };
            let by = match &*row.by {
                "" => String::new(),
                by => format!("{by}, "),
            };
            format!("{by}{}: {over}{} bits", row.name, row.bits)
        };
        let all: Vec<String> = self.rows.iter().map(said).collect();
        format!("Numbers by their lengths. {}.", all.join(", "))
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::lengths(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_goes_far_over_the_modulus() {
        let n = (BigInt::from(1) << 2048) - 1;
        let m = BigInt::from(1) << 126;
        let lengths = Lengths::of_power(&m, &(&n - 1), &65537.into(), &n);
        let bits: Vec<u64> = lengths.rows.iter().map(|row| row.bits).collect();
        assert_eq!(bits, [127, 127 * 65537, 2048, 2048]);
        assert_eq!(lengths.room, 2048);
        assert!((lengths.says()).contains("to the power e, m^e: about 8323199 bits"));
    }
}
