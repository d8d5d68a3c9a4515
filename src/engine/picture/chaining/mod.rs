//! Blocks in a chain: each is mixed with what came out of the one before.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// A block of AES.
type Block = [u8; 16];

/// Blocks beside each other, with the way of each through the cipher (SP 800-38A
/// §6.2, figure 2). Of many blocks those around the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chaining {
    /// Which way it goes.
    pub way: Direction,
    /// What the key is called.
    pub key: Text,
    /// What is mixed into the first block that is shown: the IV, or the
    /// ciphertext of the block before it.
    pub before: Block,
    /// The blocks that are shown.
    pub blocks: Vec<ChainedBlock>,
    /// Which of them is told, from 0.
    pub present: usize,
    /// How many there are in all.
    pub total: usize,
}

/// Which way blocks go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the ciphertext.
    Cipher,
    /// Back to the plaintext.
    Plain,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainedBlock {
    /// Its number, from 1.
    pub number: usize,
    /// The plaintext, once it is known.
    pub plain: Option<Block>,
    /// The ciphertext, once it is known.
    pub cipher: Option<Block>,
}

/// So many blocks are shown beside each other.
const SHOWN: usize = 3;

impl Chaining {
    /// The picture of the block at a place, from 0, as far as both sides are
    /// known; `None` where there is no such block.
    #[must_use]
    pub fn of(
        way: Direction,
        iv: &Block,
        plain: &[Block],
        cipher: &[Block],
        at: usize,
    ) -> Option<Self> {
        let total = plain.len().max(cipher.len());
        if at >= total {
            return None;
        }
        let from = at.saturating_sub(1).min(total.saturating_sub(SHOWN));
        let to = (from + SHOWN).min(total);
        let before = from.checked_sub(1).and_then(|before| cipher.get(before));
        let block = |at: usize| ChainedBlock {
            number: at + 1,
            plain: plain.get(at).copied(),
            cipher: cipher.get(at).copied(),
        };
        Some(Self {
            way,
            key: "K_enc".into(),
            before: *before.unwrap_or(iv),
            blocks: (from..to).map(block).collect(),
            present: at - from,
            total,
        })
    }

    /// What is mixed into the first block that is shown is called so.
    #[must_use]
    pub fn before_is_called(&self) -> Text {
        match self.blocks.first().map_or(1, |block| block.number) {
            1 => "IV".into(),
            number => format!("c_{}", number - 1).into(),
        }
    }
}

impl Picture for Chaining {
    fn kind(&self) -> &'static str {
        "chaining"
    }

    fn says(&self) -> String {
        let Some(block) = self.blocks.get(self.present) else {
            return String::new();
        };
        let (number, key) = (block.number, &self.key);
        let before = match number {
            1 => "IV".to_owned(),
            number => format!("c_{}", number - 1),
        };
        let way = match self.way {
            Direction::Cipher => format!(
                "p_{number} is mixed with {before} and goes through AES with {key}, which gives c_{number}"
            ),
            Direction::Plain => format!(
                "c_{number} goes back through AES with {key} and is mixed with {before}, which gives p_{number}"
            ),
        };
        let next = if number < self.total {
            format!(", and is mixed into block {} next", number + 1)
        } else {
            String::new()
        };
        let out = match (self.way, next.is_empty()) {
            (Direction::Plain, false) => {
                format!("; c_{number} goes into block {}, too", number + 1)
            }
            _ => next,
        };
        format!("Block {number} of {}: {way}{out}.", self.total)
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::chaining(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    fn blocks(numbers: std::ops::Range<u8>) -> Vec<Block> {
        numbers.map(|number| [number; 16]).collect()
    }

    fn at(at: usize, done: u8) -> Option<Chaining> {
        let (plain, cipher) = (blocks(0..5), blocks(100..100 + done));
        Chaining::of(Direction::Cipher, &[9; 16], &plain, &cipher, at)
    }

    #[test]
    fn what_is_not_made_yet_is_not_there() {
        let first = at(0, 1).unwrap();
        let cipher: Vec<_> = first
            .blocks
            .iter()
            .map(|one| one.cipher.is_some())
            .collect();
        assert_eq!(cipher, [true, false, false]);
        assert!(first.blocks.iter().all(|one| one.plain.is_some()));
        assert_eq!((first.present, first.before), (0, [9; 16]));
        assert_eq!(first.before_is_called(), "IV");
        assert_eq!(
            first.says(),
            "Block 1 of 5: p_1 is mixed with IV and goes through AES with K_enc, which gives c_1, and is mixed into block 2 next."
        );
    }

    #[test]
    fn the_window_goes_along() {
        let middle = at(2, 3).unwrap();
        let numbers: Vec<usize> = middle.blocks.iter().map(|one| one.number).collect();
        assert_eq!((numbers, middle.present), (vec![2, 3, 4], 1));
        assert_eq!(
            (middle.before, &*middle.before_is_called()),
            ([100; 16], "c_1")
        );
        let last = at(4, 5).unwrap();
        assert_eq!((last.blocks[0].number, last.present), (3, 2));
        assert!(last.says().ends_with("which gives c_5."), "{}", last.says());
    }

    #[test]
    fn fewer_blocks_are_all_there_and_no_other() {
        let one = Chaining::of(Direction::Plain, &[9; 16], &[], &blocks(0..1), 0).unwrap();
        assert_eq!(
            (one.blocks.len(), one.total, one.blocks[0].plain),
            (1, 1, None)
        );
        assert_eq!(
            one.says(),
            "Block 1 of 1: c_1 goes back through AES with K_enc and is mixed with IV, which gives p_1."
        );
        assert_eq!(at(5, 5), None);
    }
}
