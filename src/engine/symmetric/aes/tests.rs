//! The rounds, held against the standard's own values and against the crate's
//! rounds.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use super::rounds::{Round, all, apply};
use super::schedule::KeySchedule;
use super::tell::Telling;
use super::{Block, Key};
use crate::engine::hex;
use crate::engine::picture::{Direction, Operation};
use crate::engine::symmetric::aes_block::{decrypt, encrypt, through};
use crate::engine::trace::{Observer, Recorder, Step, Window};
use aes::hazmat;
use chacha20::ChaCha20Rng;
use rand::{Rng as _, SeedableRng};

/// A line of an example: its label, and bytes.
type Line = (&'static str, Vec<u8>);

/// The sections of the examples of FIPS 197: the name and the lines of each.
fn sections() -> Vec<(&'static str, Vec<Line>)> {
    let text = include_str!("../../../../tests/vectors/aes/fips197.txt");
    let parts = text.split("\n[").skip(1);
    let section = |part: &'static str| {
        let (name, lines) = part.split_once("]\n").unwrap();
        let lines = lines.lines().filter_map(|line| line.split_once(' '));
        let lines = lines.map(|(label, digits)| (label, hex::decode(digits).unwrap()));
        (name, lines.collect())
    };
    parts.map(section).collect()
}

fn of<'a>(lines: &'a [(&str, Vec<u8>)], label: &str) -> &'a [u8] {
    let found = lines.iter().find(|(name, _)| *name == label);
    &found.unwrap().1
}

/// Every word of appendix A, for keys of 128 and 256 bits.
#[test]
fn keys_are_expanded_as_published() {
    let mut words = 0;
    for ((_, lines), size) in sections()
        .iter()
        .filter(|(name, _)| name.starts_with('A'))
        .zip([16, 32])
    {
        let all: Vec<u8> = lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
        let key = Key::read(&all[..size]).unwrap();
        let schedule = KeySchedule::of(&key);
        assert_eq!(
            hex::encode(schedule.words().as_flattened()),
            hex::encode(&all)
        );
        assert_eq!(schedule.round_key(key.rounds()), all[all.len() - 16..]);
        words += schedule.words().len();
    }
    assert_eq!(words, 44 + 60);
}

/// Every state of appendices B, C.1 and C.3, both ways.
#[test]
fn each_state_is_that_of_the_standard() {
    let mut states = 0;
    let ciphers = sections();
    for (name, lines) in ciphers.iter().filter(|(name, _)| !name.starts_with('A')) {
        let way = match name.contains("inverse") {
            true => Direction::Plain,
            false => Direction::Cipher,
        };
        let key = Key::read(of(lines, "key")).unwrap();
        let block: Block = of(lines, "input").try_into().unwrap();
        let rounds = all(way, &key, &block);
        let mut told: Vec<(&str, Block)> = Vec::new();
        for round in &rounds {
            if round.number > 0 {
                told.push(("start", round.start));
            }
            for (operation, state) in &round.done {
                match operation {
                    Operation::SubBytes => told.push(("s_box", *state)),
                    Operation::ShiftRows => told.push(("s_row", *state)),
                    Operation::MixColumns if way == Direction::Cipher => {
                        told.push(("m_col", *state))
                    }
                    // Its result is the start of the next round.
                    Operation::MixColumns => {}
                    Operation::AddRoundKey => {
                        told.push(("k_sch", round.key));
                        let is_told =
                            way == Direction::Plain && (1..key.rounds()).contains(&round.number);
                        told.extend(is_told.then_some(("k_add", *state)));
                    }
                }
            }
        }
        told.push(("output", rounds.last().unwrap().end()));
        let expected: Vec<(&str, Block)> = lines[2..]
            .iter()
            .map(|(label, bytes)| (*label, bytes.as_slice().try_into().unwrap()))
            .collect();
        assert_eq!(told, expected, "{name}");
        assert_eq!(through(way, &key, &block), rounds.last().unwrap().end());
        states += told.len();
    }
    assert_eq!(states, 51 + 2 * 51 + 2 * 71);
}

/// A round by the crate: its operations and a key, as one.
fn judged(way: Direction, round: &Round) -> Block {
    let mut state: aes::Block = round.start.into();
    let mut key: aes::Block = round.key.into();
    match way {
        Direction::Cipher => hazmat::cipher_round(&mut state, &key),
        Direction::Plain => {
            // The crate adds the key behind the mixing.
            hazmat::inv_mix_columns(&mut key);
            hazmat::equiv_inv_cipher_round(&mut state, &key);
        }
    }
    state.into()
}

fn random(way: Direction, size: usize, blocks: usize) {
    let mut random = ChaCha20Rng::seed_from_u64(197);
    for _ in 0..blocks {
        let mut bytes = [0; 48];
        random.fill_bytes(&mut bytes);
        let key = Key::read(&bytes[..size]).unwrap();
        let block: Block = bytes[32..].try_into().unwrap();
        let rounds = all(way, &key, &block);
        let whole = &rounds[1..key.rounds()];
        assert!(whole.iter().all(|round| judged(way, round) == round.end()));
        assert_eq!(rounds.last().unwrap().end(), through(way, &key, &block));
    }
}

#[test]
fn a_hundred_thousand_blocks_are_encrypted_as_by_the_crate() {
    random(Direction::Cipher, 16, 60_000);
    random(Direction::Cipher, 32, 40_000);
}

#[test]
fn and_decrypted() {
    random(Direction::Plain, 16, 60_000);
    random(Direction::Plain, 32, 40_000);
}

/// The known answers and messages of NIST's CAVP.
#[test]
fn the_answers_of_cavp() {
    let mut blocks = 0;
    for text in [
        include_str!("../../../../tests/vectors/aes/ECBGFSbox128.rsp"),
        include_str!("../../../../tests/vectors/aes/ECBGFSbox256.rsp"),
        include_str!("../../../../tests/vectors/aes/ECBKeySbox128.rsp"),
        include_str!("../../../../tests/vectors/aes/ECBKeySbox256.rsp"),
        include_str!("../../../../tests/vectors/aes/ECBMMT128.rsp"),
        include_str!("../../../../tests/vectors/aes/ECBMMT256.rsp"),
    ] {
        for case in text.split("COUNT = ").skip(1) {
            let field = |name: &str| {
                let line = case
                    .lines()
                    .find_map(|line| line.strip_prefix(name))
                    .unwrap();
                hex::decode(line.trim_start_matches([' ', '='])).unwrap()
            };
            let key = Key::read(&field("KEY")).unwrap();
            let [plain, cipher] = ["PLAINTEXT", "CIPHERTEXT"].map(field);
            for (plain, cipher) in plain.as_chunks().0.iter().zip(cipher.as_chunks().0) {
                assert_eq!(
                    all(Direction::Cipher, &key, plain).last().unwrap().end(),
                    *cipher
                );
                assert_eq!(
                    all(Direction::Plain, &key, cipher).last().unwrap().end(),
                    *plain
                );
                assert_eq!(encrypt(&key, plain, &mut ()), *cipher);
                assert_eq!(decrypt(&key, cipher, &mut ()), *plain);
                blocks += 1;
            }
        }
    }
    assert!(blocks > 200, "{blocks}");
}

#[test]
fn operations_undo_each_other() {
    let block = *b"sixteen letters.";
    for operation in Operation::of_round(Direction::Cipher, 1, 10) {
        let there = apply(Direction::Cipher, *operation, &block, &[9; 16]);
        assert_ne!(there, block);
        assert_eq!(apply(Direction::Plain, *operation, &there, &[9; 16]), block);
    }
}

/// All that is told of a block is true, down to its bits.
#[test]
fn what_is_told_is_true() {
    for (size, rounds) in [(16, 10), (32, 14)] {
        for way in [Direction::Cipher, Direction::Plain] {
            let key = Key::read(&(0..size).collect::<Vec<u8>>()).unwrap();
            let block = *b"\0 zero is a byte";
            let mut recorder = Recorder::new(u32::MAX);
            let told = Telling::of(way, &key, &block);
            told.tell(&through(way, &key, &block), true, &mut recorder);
            let trace = recorder.finish();
            assert_eq!(trace.lies(), []);
            assert_eq!(trace.steps.kept.len(), rounds + 3);
            let bytes = trace.at("round-1/sub-bytes").unwrap();
            assert_eq!((bytes.inside.total, bytes.inside.kept.len()), (16, 16));
            assert!(
                trace
                    .at("round-1/mix-columns/column-4/product-1-1")
                    .is_some()
            );
            assert!(trace.at(&format!("round-{rounds}/mix-columns")).is_none());
            let words = &trace.at("key").unwrap().inside;
            assert_eq!(words.kept.len(), 4 * (rounds + 1) - usize::from(size / 4));
        }
    }
}

/// What nobody looks at is counted, and what is looked at is told.
#[test]
fn the_rounds_of_a_block_are_told_on_request() {
    let key = Key::from(&[7; 16]);
    let blocks = |observer: &mut Recorder<'_>| {
        observer.enter(|| Step::new("blocks", "Blocks").rows());
        for block in 0..9_u8 {
            observer.enter(|| Step::new(format!("block-{block}"), "Block").rows());
            encrypt(&key, &[block; 16], observer);
            observer.leave();
        }
        observer.leave();
    };
    let mut recorder = Recorder::default();
    blocks(&mut recorder);
    let trace = recorder.finish();
    assert_eq!(trace.all().len(), 10, "the blocks, and nothing inside");
    assert_eq!(trace.at("blocks/block-8").unwrap().inside.total, 13);
    let inside = |path: &[u32], range| {
        let path = path.to_vec();
        let mut recorder = Recorder::window(Window { path, range });
        blocks(&mut recorder);
        recorder.finish_window().kept
    };
    let rounds = inside(&[0, 8], 0..13);
    let names: Vec<&str> = rounds.iter().map(|step| &*step.id).collect();
    assert_eq!(
        (names[0], names[1], names[12]),
        ("key", "round-0", "agreed")
    );
    assert_eq!(rounds[2].inside.kept.len(), 4);
    assert_eq!(
        rounds[2].inside.kept[0].inside.kept.len(),
        0,
        "its bytes are asked for"
    );
    assert_eq!(inside(&[0, 8, 2, 0], 0..16).len(), 16);
}
