//! Two runs that differ in one bit, told: the avalanche.

use super::rounds::{Round, by};
use super::schedule::KeySchedule;
use super::{Block, Key};
use crate::engine::picture::{Dependence, Diffusion, Direction};
use crate::engine::symmetric::aes_block::{through, xor};
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};

/// What a bit is flipped of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flipped {
    /// The block.
    Block,
    /// The key.
    Key,
}

/// Bytes with one bit flipped, counted from the first, the highest of each byte
/// first.
#[must_use]
pub fn flipped<const N: usize>(mut bytes: [u8; N], bit: usize) -> [u8; N] {
    if let Some(byte) = bytes.get_mut(bit / 8) {
        *byte ^= 0x80 >> (bit % 8);
    }
    bytes
}

/// Tells what becomes of one flipped bit, round by round, and then of every bit of
/// the block: `flip` and `every-bit`.
pub fn tell(
    way: Direction,
    key: &Key,
    block: &Block,
    (what, bit): (Flipped, usize),
    observer: &mut impl Observer,
) {
    observer.step(|| one(way, key, block, what, bit));
    observer.step(|| {
        Step::new("every-bit", "Each bit flipped in turn")
            .says("A line for each bit of the block, a dot where a bit of the state differs.")
            .picture(every(way, key, block))
            .source("FIPS 197", "5")
    });
}

/// The other run, and how the two differ.
fn one(way: Direction, key: &Key, block: &Block, what: Flipped, bit: usize) -> Step {
    let (other_key, other_block) = match what {
        Flipped::Block => (key.clone(), flipped(*block, bit)),
        Flipped::Key => (key.flipped(bit), *block),
    };
    let differences = differences(&run(way, key, block), &run(way, &other_key, &other_block));
    let name = match what {
        Flipped::Block => "block",
        Flipped::Key => "key",
    };
    let outs =
        [(key, block), (&other_key, &other_block)].map(|(key, block)| through(way, key, block));
    let [out, other] = outs;
    let (out_value, other_value) = (
        super::tell::made("out", way, &out),
        super::tell::made("out′", way, &other).meaning("what comes out of the other run"),
    );
    let difference = super::tell::made("d", way, &xor(&out, &other)).meaning("where they differ");
    let k = Value::secret_bytes("K", other_key.bytes());
    let input = Value::secret_bytes("in", other_block);
    let (k, input) = match what {
        Flipped::Block => (k, renamed(&input, "in′")),
        Flipped::Key => (renamed(&k, "K′"), input),
    };
    Step::new("flip", "One bit flipped")
        .says("After two rounds about half of the bits differ, wherever the flipped one was.")
        .picture(Diffusion {
            flipped: format!("bit {bit} of the {name}").into(),
            differences,
        })
        .equation(Equation::equal(
            super::tell::whole(way, &other_key, &k, &input),
            &other_value,
        ))
        .equation(Equation::equal(
            Expr::xor(&out_value, &other_value),
            &difference,
        ))
        .value(k)
        .value(input)
        .value(other_value)
        .value(difference)
        .source("FIPS 197", "5")
}

/// The same value by another name.
fn renamed(value: &Value, name: &'static str) -> Value {
    Value::new(name, value.data.clone(), value.known_to)
}

fn run(way: Direction, key: &Key, block: &Block) -> Vec<Round> {
    by(way, &KeySchedule::of(key), key.rounds(), block)
}

/// The XOR of the states of two runs, after each round.
fn differences(one: &[Round], other: &[Round]) -> Vec<u128> {
    let both = one.iter().zip(other);
    both.map(|(one, other)| u128::from_be_bytes(xor(&one.end(), &other.end())))
        .collect()
}

/// Each bit of the block flipped, after one round, after two and after all.
fn every(way: Direction, key: &Key, block: &Block) -> Dependence {
    let (schedule, of) = (KeySchedule::of(key), key.rounds());
    let whole = by(way, &schedule, of, block);
    let lines: Vec<Vec<u128>> = (0..128)
        .map(|bit| differences(&whole, &by(way, &schedule, of, &flipped(*block, bit))))
        .collect();
    let after = [1, 2, of].map(|rounds| {
        let line = lines.iter().filter_map(|line| line.get(rounds));
        (rounds, line.copied().collect())
    });
    Dependence {
        after: after.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_reaches_four_bytes_and_then_half_of_all_bits() {
        for (way, size) in [(Direction::Cipher, 16), (Direction::Plain, 32)] {
            let key = Key::read(&vec![0x5a; size]).expect("a key");
            let all = every(way, &key, b"sixteen letters.");
            let [(_, one), (_, two), (_, last)] = all.after.as_slice() else {
                panic!("three squares");
            };
            // One column of four bytes.
            assert!(one.iter().all(|line| (1..=32).contains(&line.count_ones())));
            assert!(
                (40..=60).contains(&Dependence::share(two)),
                "{}",
                Dependence::share(two)
            );
            assert!((48..=52).contains(&Dependence::share(last)));
            assert!(
                last.iter()
                    .all(|line| (32..96).contains(&line.count_ones()))
            );
        }
    }

    #[test]
    fn one_bit_is_flipped() {
        assert_eq!(flipped([0, 0], 0), [0x80, 0]);
        assert_eq!(flipped([0, 0], 15), [0, 1]);
        assert_eq!(flipped([0, 0], 16), [0, 0]);
    }
}
