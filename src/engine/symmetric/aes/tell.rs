//! The rounds, told: a step for each, with its operations inside.

use super::rounds::{Round, by};
use super::schedule::KeySchedule;
use super::{Block, Key};
use crate::engine::picture::{Direction, Operation, Rounds};
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};

/// Tells all of a block where somebody asks for it.
pub(in crate::engine::symmetric) fn on_request(
    way: Direction,
    key: &Key,
    block: &Block,
    result: &Block,
    observer: &mut impl Observer,
) {
    let steps = u32::try_from(key.rounds() + 3).unwrap_or(u32::MAX);
    observer.on_request(steps, |observer| {
        Telling::of(way, key, block).tell(result, false, observer);
    });
}

/// A block on its way, and what its values are called.
pub struct Telling<'a> {
    way: Direction,
    key: &'a Key,
    schedule: KeySchedule,
    rounds: Vec<Round>,
    k: Value,
    w: Value,
    input: Value,
}

impl<'a> Telling<'a> {
    /// One block through all rounds, or back.
    #[must_use]
    pub fn of(way: Direction, key: &'a Key, block: &Block) -> Self {
        let schedule = KeySchedule::of(key);
        let words = schedule.words().as_flattened().to_vec();
        Self {
            way,
            key,
            rounds: by(way, &schedule, key.rounds(), block),
            k: Value::secret_bytes("K", key.bytes()).meaning("the key"),
            w: Value::secret_bytes("w", words).meaning("the words of all round keys"),
            input: Value::secret_bytes("in", *block).meaning("the block that goes in"),
            schedule,
        }
    }

    /// The rounds, as they went.
    #[must_use]
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// The picture of a round with so many of its operations done; `linked` where
    /// the rounds are steps that one can go to.
    #[must_use]
    pub fn picture(&self, round: &Round, done: usize, linked: bool) -> Rounds {
        let states = round.done.iter().take(done);
        Rounds {
            way: self.way,
            number: round.number,
            of: self.key.rounds(),
            key: Some(round.key),
            start: Some(round.start),
            done: states.map(|(_, state)| *state).collect(),
            present: done.checked_sub(1),
            linked,
        }
    }

    /// Tells the key schedule, the rounds, and that they come to what the crate
    /// has: `key`, `round-0`, `round-1` and so on, `agreed`.
    pub fn tell(&self, result: &Block, linked: bool, observer: &mut impl Observer) {
        super::expand::tell(self.key, &self.schedule, &self.k, &self.w, observer);
        for round in &self.rounds {
            self.round(round, linked, observer);
        }
        let end = self.rounds.last().map_or(Block::default(), Round::end);
        debug_assert_eq!(end, *result, "the rounds come to what the crate has");
        observer.step(|| {
            let last = self.state(self.key.rounds(), &end);
            let out = made("out", self.way, result).meaning("the block that comes out");
            let whole = whole(self.way, self.key, &self.k, &self.input);
            Step::new("agreed", "The crate comes to the same")
                .says("What the last round leaves is what comes out; the crate “aes” computed it on its own.")
                .equation(Equation::equal(&last, &out))
                .equation(Equation::equal(whole, &out))
                .passes_if(end == *result)
                .value(last)
                .value(out)
                .source("FIPS 197", "5")
        });
    }

    /// The state after a round.
    fn state(&self, round: usize, state: &Block) -> Value {
        Value::secret_bytes(format!("s_{round}"), *state)
            .meaning(format!("the state after round {round}"))
    }

    fn round(&self, round: &Round, linked: bool, observer: &mut impl Observer) {
        let (number, of) = (round.number, self.key.rounds());
        let key_number = match self.way {
            Direction::Cipher => number,
            Direction::Plain => of - number,
        };
        let k = Value::secret_bytes(format!("k_{key_number}"), round.key)
            .meaning(format!("round key {key_number}"));
        let end = self.state(number, &round.end());
        let cut = |at: usize| i64::try_from(16 * (key_number + at)).unwrap_or(0);
        let cut = Expr::slice(&self.w, cut(0), cut(1));
        let taken = Equation::equal(cut, &k);
        let Some(before) = number.checked_sub(1) else {
            return observer.step(|| {
                Step::new("round-0", "Round 0: a round key and no more")
                    .says(match self.way {
                        Direction::Cipher => "Before the first round the block is mixed (XOR) with the first words of the key.",
                        Direction::Plain => "On the way back the last round key comes off first, by the same XOR.",
                    })
                    .picture(self.picture(round, 1, linked))
                    .equation(taken)
                    .equation(Equation::equal(Expr::xor(&self.input, &k), &end))
                    .value(k)
                    .value(end)
                    .source("FIPS 197", section(self.way, Operation::AddRoundKey))
            });
        };
        let start = self.state(before, &round.start);
        observer.enter(|| {
            Step::new(format!("round-{number}"), format!("Round {number} of {of}"))
                .says(match (self.way, number == of) {
                    (Direction::Cipher, false) => {
                        "Replace, shift, mix, add a key: the same four operations in each round."
                    }
                    (Direction::Cipher, true) => {
                        "The last round does not mix: that would make it no safer."
                    }
                    (Direction::Plain, false) => "Each operation is undone, the last one first.",
                    (Direction::Plain, true) => {
                        "The last round has nothing to unmix: the first way did not mix there."
                    }
                })
                .picture(self.picture(round, 0, linked))
                .equation(taken)
                .value(start.clone())
                .value(k.clone())
                .source(
                    "FIPS 197",
                    match self.way {
                        Direction::Cipher => "5.1",
                        Direction::Plain => "5.3",
                    },
                )
        });
        let mut from = start;
        for (place, (operation, state)) in round.done.iter().enumerate() {
            let is_last = place + 1 == round.done.len();
            let to = if is_last {
                end.clone()
            } else {
                self.middle(place, number, state)
            };
            observer.enter(|| {
                let picture = self.picture(round, place + 1, linked);
                self.operation(*operation, &from, &k, &to).picture(picture)
            });
            super::bytes::tell(self.way, *operation, &round.before(place), state, observer);
            observer.leave();
            from = to;
        }
        observer.leave();
    }

    /// The state between two operations.
    fn middle(&self, place: usize, round: usize, state: &Block) -> Value {
        let name = ["a", "b", "c"].get(place).copied().unwrap_or("d");
        Value::secret_bytes(format!("{name}_{round}"), *state)
    }

    /// The step of an operation.
    fn operation(&self, operation: Operation, from: &Value, k: &Value, to: &Value) -> Step {
        use Operation::{AddRoundKey, MixColumns, ShiftRows, SubBytes};
        let (makes, says) = match (operation, self.way) {
            (SubBytes, Direction::Cipher) => (
                Expr::sub_bytes(from),
                "Each byte is replaced by the one that a fixed table, the S-box, has for it.",
            ),
            (SubBytes, Direction::Plain) => (
                Expr::inv_sub_bytes(from),
                "Each byte is looked up in the S-box the other way round.",
            ),
            (ShiftRows, Direction::Cipher) => (
                Expr::shift_rows(from),
                "The second row goes one place to the left, the third two, the fourth three.",
            ),
            (ShiftRows, Direction::Plain) => (
                Expr::inv_shift_rows(from),
                "The second row goes one place to the right, the third two, the fourth three.",
            ),
            (MixColumns, Direction::Cipher) => (
                Expr::mix_columns(from),
                "Each column is multiplied by a matrix: each of its bytes now depends on all four.",
            ),
            (MixColumns, Direction::Plain) => (
                Expr::inv_mix_columns(from),
                "Each column is multiplied by the inverse of the matrix.",
            ),
            (AddRoundKey, _) => (
                Expr::xor(from, k),
                "Each byte is mixed (XOR) with its byte of the round key: only here a secret comes in.",
            ),
        };
        let step = Step::new(operation.id(), operation.name(self.way))
            .says(says)
            .equation(Equation::equal(makes, to))
            .value(from.clone())
            .value(to.clone())
            .source("FIPS 197", section(self.way, operation));
        match operation {
            SubBytes | MixColumns => step.rows(),
            ShiftRows | AddRoundKey => step,
        }
    }
}

/// What comes out: a ciphertext may be known to all.
pub(super) fn made(name: &'static str, way: Direction, block: &Block) -> Value {
    match way {
        Direction::Cipher => Value::public_bytes(name, *block),
        Direction::Plain => Value::secret_bytes(name, *block),
    }
}

/// All of AES as one operator.
pub(super) fn whole(way: Direction, key: &Key, k: &Value, input: &Value) -> Expr {
    match (way, key) {
        (Direction::Cipher, Key::Aes128(_)) => Expr::aes_encrypt(k, input),
        (Direction::Plain, Key::Aes128(_)) => Expr::aes_decrypt(k, input),
        (Direction::Cipher, Key::Aes256(_)) => Expr::aes_256_encrypt(k, input),
        (Direction::Plain, Key::Aes256(_)) => Expr::aes_256_decrypt(k, input),
    }
}

/// Where the standard has an operation.
fn section(way: Direction, operation: Operation) -> &'static str {
    match (operation, way) {
        (Operation::SubBytes, Direction::Cipher) => "5.1.1",
        (Operation::ShiftRows, Direction::Cipher) => "5.1.2",
        (Operation::MixColumns, Direction::Cipher) => "5.1.3",
        (Operation::AddRoundKey, _) => "5.1.4",
        (Operation::ShiftRows, Direction::Plain) => "5.3.1",
        (Operation::SubBytes, Direction::Plain) => "5.3.2",
        (Operation::MixColumns, Direction::Plain) => "5.3.3",
    }
}
