//! The rounds, with the state after each operation (FIPS 197 §5.1 and 5.3).

use super::schedule::KeySchedule;
use super::state::{self, MIX, UNMIX};
use super::{Block, Key, sbox};
use crate::engine::picture::{Direction, Operation};
use crate::engine::symmetric::aes_block::xor;

/// A round, as it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Which one, in the order in which they are done: 0 adds a key and no more.
    pub number: usize,
    /// Its key.
    pub key: Block,
    /// The state that it begins with.
    pub start: Block,
    /// What is done, each with the state after it.
    pub done: Vec<(Operation, Block)>,
}

impl Round {
    /// The state that it ends with.
    #[must_use]
    pub fn end(&self) -> Block {
        self.done.last().map_or(self.start, |(_, state)| *state)
    }

    /// The state before the operation at a place.
    #[must_use]
    pub fn before(&self, place: usize) -> Block {
        let done = place.checked_sub(1).and_then(|at| self.done.get(at));
        done.map_or(self.start, |(_, state)| *state)
    }
}

/// One block through all rounds, or back.
#[must_use]
pub fn all(way: Direction, key: &Key, block: &Block) -> Vec<Round> {
    by(way, &KeySchedule::of(key), key.rounds(), block)
}

/// The same with words that are there already.
#[must_use]
pub fn by(way: Direction, schedule: &KeySchedule, of: usize, block: &Block) -> Vec<Round> {
    let mut state = *block;
    let mut rounds = Vec::with_capacity(of + 1);
    for number in 0..=of {
        let key = schedule.round_key(match way {
            Direction::Cipher => number,
            Direction::Plain => of - number,
        });
        let start = state;
        let mut done = Vec::with_capacity(4);
        for operation in Operation::of_round(way, number, of) {
            state = apply(way, *operation, &state, &key);
            done.push((*operation, state));
        }
        rounds.push(Round {
            number,
            key,
            start,
            done,
        });
    }
    rounds
}

/// One operation on a state.
#[must_use]
pub fn apply(way: Direction, operation: Operation, state: &Block, key: &Block) -> Block {
    match (operation, way) {
        (Operation::SubBytes, Direction::Cipher) => state::sub_bytes(sbox::table(), state),
        (Operation::SubBytes, Direction::Plain) => state::sub_bytes(sbox::inverse_table(), state),
        (Operation::ShiftRows, Direction::Cipher) => state::shift_rows(state),
        (Operation::ShiftRows, Direction::Plain) => state::unshift_rows(state),
        (Operation::MixColumns, Direction::Cipher) => state::mix_columns(&MIX, state),
        (Operation::MixColumns, Direction::Plain) => state::mix_columns(&UNMIX, state),
        (Operation::AddRoundKey, _) => xor(state, key),
    }
}
