//! A round of AES: the state after each operation, as squares of sixteen bytes,
//! under a strip of all rounds.

mod draw;
mod lineage;

use super::Direction;
use crate::engine::hex;
use crate::engine::ink::Ink;
use crate::engine::trace::Picture;

/// A state of AES: sixteen bytes, column by column (FIPS 197 §3.4).
type Block = [u8; 16];

/// What is done to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Each byte through the S-box.
    SubBytes,
    /// Each row, by its place.
    ShiftRows,
    /// Each column, times a matrix.
    MixColumns,
    /// The key of the round.
    AddRoundKey,
}

impl Operation {
    /// The standard's name.
    #[must_use]
    pub fn name(self, way: Direction) -> &'static str {
        match (self, way) {
            (Self::SubBytes, Direction::Cipher) => "SubBytes",
            (Self::SubBytes, Direction::Plain) => "InvSubBytes",
            (Self::ShiftRows, Direction::Cipher) => "ShiftRows",
            (Self::ShiftRows, Direction::Plain) => "InvShiftRows",
            (Self::MixColumns, Direction::Cipher) => "MixColumns",
            (Self::MixColumns, Direction::Plain) => "InvMixColumns",
            (Self::AddRoundKey, _) => "AddRoundKey",
        }
    }

    /// Its name in paths and style sheets.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::SubBytes => "sub-bytes",
            Self::ShiftRows => "shift-rows",
            Self::MixColumns => "mix-columns",
            Self::AddRoundKey => "add-round-key",
        }
    }

    /// The operations of a round, in their order: the first round only adds a
    /// key, the last one does not mix (FIPS 197 §5.1 and 5.3).
    #[must_use]
    pub fn of_round(way: Direction, number: usize, of: usize) -> &'static [Self] {
        use Operation::{AddRoundKey, MixColumns, ShiftRows, SubBytes};
        match way {
            _ if number == 0 => &[AddRoundKey],
            Direction::Cipher if number < of => &[SubBytes, ShiftRows, MixColumns, AddRoundKey],
            Direction::Cipher => &[SubBytes, ShiftRows, AddRoundKey],
            Direction::Plain if number < of => &[ShiftRows, SubBytes, AddRoundKey, MixColumns],
            Direction::Plain => &[ShiftRows, SubBytes, AddRoundKey],
        }
    }
}

/// A round, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounds {
    /// Which way it goes.
    pub way: Direction,
    /// The round that is shown, from 0.
    pub number: usize,
    /// How many there are after the one that only adds a key.
    pub of: usize,
    /// Its key; none while nothing is known.
    pub key: Option<Block>,
    /// The state that it begins with.
    pub start: Option<Block>,
    /// The states after its operations, as far as these are done.
    pub done: Vec<Block>,
    /// The place of the operation that is told, among those of the round.
    pub present: Option<usize>,
    /// Whether the rounds of the strip are steps that one can go to.
    pub linked: bool,
}

/// Whether an operation is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Before,
    Now,
    Later,
    /// Not in this round.
    Never,
}

impl Rounds {
    /// The operations of the round.
    #[must_use]
    pub fn operations(&self) -> &'static [Operation] {
        Operation::of_round(self.way, self.number, self.of)
    }

    /// The places of a whole round, each with what is done there, when, and the
    /// state after it.
    fn places(&self) -> impl Iterator<Item = (Operation, When, Option<&Block>)> {
        let whole = Operation::of_round(self.way, 1, 2);
        whole.iter().map(|operation| {
            let mut own = self.operations().iter();
            let Some(at) = own.position(|own| own == operation) else {
                return (*operation, When::Never, None);
            };
            let state = self.done.get(at);
            let when = match state {
                _ if self.present == Some(at) => When::Now,
                Some(_) => When::Before,
                None => When::Later,
            };
            (*operation, when, state)
        })
    }
}

impl Picture for Rounds {
    fn kind(&self) -> &'static str {
        "rounds"
    }

    fn says(&self) -> String {
        let round = format!("Round {} of {}", self.number, self.of);
        let Some(start) = self.start else {
            return format!("{round}; the state of sixteen bytes is not known yet.");
        };
        let states = self.operations().iter().zip(&self.done);
        let states = states.map(|(operation, state)| {
            format!(
                "; after {}: {}",
                operation.name(self.way),
                hex::spaced(state)
            )
        });
        format!(
            "{round}. The state, column by column, at its start: {}{}.",
            hex::spaced(&start),
            states.collect::<String>()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::rounds(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(number: usize, done: usize) -> Rounds {
        Rounds {
            way: Direction::Cipher,
            number,
            of: 10,
            key: Some([7; 16]),
            start: Some([1; 16]),
            done: vec![[2; 16]; done],
            present: done.checked_sub(1),
            linked: true,
        }
    }

    #[test]
    fn a_round_has_its_places_whatever_it_does() {
        let when = |number, done| {
            let round = round(number, done);
            round.places().map(|(_, when, _)| when).collect::<Vec<_>>()
        };
        use When::{Before, Later, Never, Now};
        assert_eq!(when(0, 1), [Never, Never, Never, Now]);
        assert_eq!(when(3, 0), [Later; 4]);
        assert_eq!(when(3, 2), [Before, Now, Later, Later]);
        assert_eq!(when(10, 3), [Before, Before, Never, Now]);
    }

    #[test]
    fn it_says_what_is_known() {
        let says = round(3, 1).says();
        assert!(says.starts_with("Round 3 of 10. The state"), "{says}");
        assert!(says.contains("; after SubBytes: 02 02"), "{says}");
        assert!(!says.contains("ShiftRows"), "{says}");
        let unknown = Rounds {
            start: None,
            ..round(1, 0)
        };
        assert!(unknown.says().ends_with("is not known yet."));
    }
}
