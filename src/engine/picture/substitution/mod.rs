//! The S-box, with the row and the column of one byte.

mod draw;

use super::Direction;
use crate::engine::ink::Ink;
use crate::engine::trace::Picture;

/// One byte and what it is replaced by, in the table of all (FIPS 197 §5.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// Which of the two tables it is.
    pub way: Direction,
    /// The table.
    pub table: &'static [u8; 256],
    /// The byte.
    pub byte: u8,
    /// Its way: the byte, what is between, and what it is replaced by.
    pub through: [u8; 3],
}

impl Substitution {
    /// What the byte is replaced by.
    #[must_use]
    pub fn replaced(&self) -> u8 {
        let entry = self.table.get(usize::from(self.byte));
        entry.copied().unwrap_or_default()
    }
}

impl Picture for Substitution {
    fn kind(&self) -> &'static str {
        "substitution"
    }

    fn says(&self) -> String {
        let (byte, name) = (self.byte, self.name());
        format!(
            "The {name} as a table of 16 rows and 16 columns: in row {:x}, column {:x} stands {:02x}.",
            byte >> 4,
            byte & 15,
            self.replaced()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::substitution(self)
    }
}

impl Substitution {
    fn name(&self) -> &'static str {
        match self.way {
            Direction::Cipher => "S-box",
            Direction::Plain => "inverse S-box",
        }
    }

    /// What leads from the byte to its replacement.
    fn steps(&self) -> [&'static str; 2] {
        match self.way {
            Direction::Cipher => ["inverse", "affine map"],
            Direction::Plain => ["affine map, back", "inverse"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: [u8; 256] = {
        let mut table = [0; 256];
        table[0x53] = 0xed;
        table
    };

    #[test]
    fn a_byte_stands_where_its_row_and_its_column_meet() {
        let all = Substitution {
            way: Direction::Cipher,
            table: &TABLE,
            byte: 0x53,
            through: [0x53, 0xca, 0xed],
        };
        assert_eq!(all.replaced(), 0xed);
        assert!(all.says().contains("row 5, column 3 stands ed"));
        let drawn = all.draw(None).into_markup();
        assert_eq!(
            drawn.matches("<b>ed</b>").count(),
            2,
            "in the table and after it"
        );
        assert_eq!(drawn.matches("<u>").count(), 30, "its row and its column");
        assert_eq!(drawn.matches("<s data-on>").count(), 2);
        assert!(drawn.len() < 4000, "{}", drawn.len());
    }
}
