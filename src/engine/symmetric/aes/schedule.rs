//! The key schedule (FIPS 197 §5.2): words made from the key, four for each round.

use super::sbox::{replaced, table};
use super::{Block, Key, field};
use zeroize::Zeroizing;

/// Four bytes of the schedule.
pub type Word = [u8; 4];

/// What is done to the word before, where a new word begins a key's length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// RotWord, SubWord, and this byte of Rcon.
    Whole(u8),
    /// SubWord alone: in the middle of a key of 256 bits.
    Sub,
}

/// The words of a key.
pub struct KeySchedule {
    /// How many of them are the key itself.
    size: usize,
    words: Zeroizing<Vec<Word>>,
}

impl KeySchedule {
    /// The words of a key, all of them.
    #[must_use]
    pub fn of(key: &Key) -> Self {
        let (first, _) = key.bytes().as_chunks::<4>();
        let size = first.len();
        let all = 4 * (key.rounds() + 1);
        let mut words = Zeroizing::new(Vec::with_capacity(all));
        words.extend_from_slice(first);
        for number in size..all {
            let before = number.checked_sub(1).and_then(|at| words.get(at));
            let before = before.copied().unwrap_or_default();
            let above = words.get(number - size).copied().unwrap_or_default();
            let changed = change(size, number).apply(before);
            words.push(xor(above, changed));
        }
        Self { size, words }
    }

    /// How many words the key itself has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The four words of a round, from 0.
    #[must_use]
    pub fn round_key(&self, round: usize) -> Block {
        let words = self.words.get(4 * round..4 * round + 4);
        let bytes = words.map(<[Word]>::as_flattened);
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .unwrap_or_default()
    }

    /// What is done to the word before a word, from the first that is made.
    #[must_use]
    pub fn change(&self, number: usize) -> Change {
        change(self.size, number)
    }
}

impl Change {
    /// The word, changed.
    #[must_use]
    pub fn apply(self, word: Word) -> Word {
        match self {
            Self::None => word,
            Self::Sub => sub_word(word),
            Self::Whole(rcon) => xor(sub_word(rot_word(word)), [rcon, 0, 0, 0]),
        }
    }
}

fn change(size: usize, number: usize) -> Change {
    match number % size {
        0 => Change::Whole((1..number / size).fold(1, |rcon, _| field::double(rcon))),
        4 if size > 6 => Change::Sub,
        _ => Change::None,
    }
}

/// RotWord: the first byte goes to the end.
#[must_use]
pub fn rot_word([a, b, c, d]: Word) -> Word {
    [b, c, d, a]
}

/// SubWord: each byte through the S-box.
#[must_use]
pub fn sub_word(word: Word) -> Word {
    word.map(|byte| replaced(table(), byte))
}

/// `a ⊕ b`.
#[must_use]
pub fn xor([a, b, c, d]: Word, [e, f, g, h]: Word) -> Word {
    [a ^ e, b ^ f, c ^ g, d ^ h]
}
