//! The affine map of the S-box: a matrix of bits.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::trace::Picture;

/// A byte times a matrix of bits, and a constant (FIPS 197 §5.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affine {
    /// The byte that is mapped.
    pub from: u8,
    /// What is added.
    pub constant: u8,
    /// What it becomes.
    pub to: u8,
}

impl Affine {
    /// Whether the matrix has a 1 in a row, at a place: each bit is the sum of
    /// five (equation 5.2).
    #[must_use]
    pub fn has(row: u32, place: u32) -> bool {
        matches!((8 + place - row) % 8, 0 | 4..=7)
    }

    /// A bit of the result, by the matrix.
    #[must_use]
    pub fn bit(&self, row: u32) -> bool {
        let counted = (0..8).filter(|place| Self::has(row, *place) && bit(self.from, *place));
        (counted.count() % 2 == 1) ^ bit(self.constant, row)
    }
}

/// A bit of a byte, from the lowest.
fn bit(byte: u8, place: u32) -> bool {
    byte >> place & 1 == 1
}

impl Picture for Affine {
    fn kind(&self) -> &'static str {
        "affine"
    }

    fn says(&self) -> String {
        format!(
            "Eight rows of bits, one for each bit of the result, the lowest first. Each is the sum of the five bits of {:02x} where the matrix has a 1, and of a bit of {:02x}; that gives {:02x}.",
            self.from, self.constant, self.to
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::affine(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_makes_the_byte() {
        let all = Affine {
            from: 0xca,
            constant: 0x63,
            to: 0xed,
        };
        let made = (0..8).filter(|row| all.bit(*row)).map(|row| 1 << row);
        assert_eq!(made.sum::<u8>(), 0xed);
        let drawn = all.draw(None).into_markup();
        // The bits of the byte that count, in all rows.
        assert_eq!(drawn.matches("<b>1</b>").count(), 4 * 5);
        assert_eq!(drawn.matches("<u>").count(), 16);
        assert!(all.says().ends_with("that gives ed."));
    }
}
