//! A product in GF(2⁸), as it is done by hand.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::trace::Picture;

/// Two bytes as polynomials, multiplied: the rows of the product, their sum, and
/// what is taken off it (FIPS 197 §4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carryless {
    /// The two bytes.
    pub factors: [u8; 2],
    /// For each bit of the second from the lowest: the first, shifted, or nothing.
    pub rows: Vec<Option<u16>>,
    /// The rows together.
    pub sum: u16,
    /// What is taken off: the modulus, shifted.
    pub taken: Vec<u16>,
    /// What is left.
    pub result: u8,
}

impl Picture for Carryless {
    fn kind(&self) -> &'static str {
        "carryless"
    }

    fn says(&self) -> String {
        let [a, b] = self.factors;
        let taken = match self.taken.len() {
            0 => "it has no bit too many".to_owned(),
            1 => "11b is taken off it once, shifted to its highest bit".to_owned(),
            times => {
                format!("11b is taken off it {times} times, each time shifted to its highest bit")
            }
        };
        format!(
            "{a:02x} • {b:02x}: {a:02x} is shifted for each bit of {b:02x} that is 1, and the rows are added without carry, which gives {:x}; {taken}. {:02x} is left.",
            self.sum, self.result
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::carryless(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of FIPS 197 §4.2.
    #[test]
    fn rows_that_do_not_count_are_seen_not_to() {
        let all = Carryless {
            factors: [0x57, 0x83],
            rows: (0..8)
                .map(|bit| (0x83 >> bit & 1 == 1).then_some(0x57 << bit))
                .collect(),
            sum: 0x2b79,
            taken: vec![0x11b << 5, 0x11b << 3],
            result: 0xc1,
        };
        let drawn = all.draw(None).into_markup();
        assert_eq!(drawn.matches("class=\"skipped\"").count(), 5);
        assert_eq!(drawn.matches("class=\"counts\"").count(), 3 + 2);
        assert!(
            all.says()
                .contains("which gives 2b79; 11b is taken off it 2 times"),
            "{}",
            all.says()
        );
        // x⁷ + x⁶ + 1.
        let result = drawn.rsplit("class=\"result\"").next().unwrap_or_default();
        assert_eq!(result.matches("<b>1</b>").count(), 3);
    }
}
