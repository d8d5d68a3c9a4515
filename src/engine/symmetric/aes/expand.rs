//! The key schedule, told: a row for each word that is made.

use super::Key;
use super::schedule::{Change, KeySchedule, Word, rot_word, sub_word};
use crate::engine::picture::Expansion;
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};

/// Tells how the words come from the key: one step, `key`, with a row for each.
pub(super) fn tell(
    key: &Key,
    schedule: &KeySchedule,
    k: &Value,
    w: &Value,
    observer: &mut impl Observer,
) {
    let (size, all) = (schedule.size(), schedule.words().len());
    observer.enter(|| {
        Step::new("key", "Make the round keys")
            .says(format!(
                "{} round keys of four words are needed. The first {size} words are the key; each other comes from two before it.",
                key.rounds() + 1
            ))
            .picture(drawn(schedule, schedule.words(), Vec::new(), false))
            .value(k.clone())
            .value(w.clone())
            .source("FIPS 197", "5.2")
            .rows()
    });
    observer.on_request(u32::try_from(all - size).unwrap_or(0), |observer| {
        for number in size..all {
            observer.step(|| word(schedule, number));
        }
    });
    observer.leave();
}

/// The words that are made.
fn drawn(
    schedule: &KeySchedule,
    words: &[Word],
    changes: Vec<(&'static str, Word)>,
    told: bool,
) -> Expansion {
    Expansion {
        size: schedule.size(),
        total: schedule.words().len(),
        words: words.to_vec(),
        changes,
        told,
    }
}

/// What is done to the word before a word.
fn changes(change: Change, word: Word) -> Vec<(&'static str, Word)> {
    match change {
        Change::None => Vec::new(),
        Change::Sub => vec![("S-box", sub_word(word))],
        Change::Whole(_) => {
            let turned = rot_word(word);
            vec![
                ("turned", turned),
                ("S-box", sub_word(turned)),
                ("constant", change.apply(word)),
            ]
        }
    }
}

/// How one word is made.
fn word(schedule: &KeySchedule, number: usize) -> Step {
    let value = |number: usize| {
        let word = schedule.words().get(number).copied().unwrap_or_default();
        Value::secret_bytes(format!("w_{number}"), word)
    };
    let (above, before, made) = (
        value(number - schedule.size()),
        value(number.saturating_sub(1)),
        value(number),
    );
    let words = schedule.words().get(..=number).unwrap_or_default();
    let last = words.iter().nth_back(1).copied().unwrap_or_default();
    let changes = changes(schedule.change(number), last);
    let picture = drawn(schedule, words, changes, true);
    let (changed, says) = match schedule.change(number) {
        Change::None => (
            Expr::from(&before),
            "The word before, and the one a key’s length before, mixed (XOR).",
        ),
        Change::Sub => (
            Expr::sub_bytes(&before),
            "In the middle of a long key the word before goes through the S-box.",
        ),
        Change::Whole(rcon) => {
            let turned = Expr::concat(vec![Expr::slice(&before, 1, 4), Expr::slice(&before, 0, 1)]);
            let rcon = Value::public_bytes("rcon", [rcon, 0, 0, 0]);
            (
                Expr::xor(Expr::sub_bytes(turned), rcon),
                "The word before is turned by one byte, goes through the S-box and gets a constant.",
            )
        }
    };
    Step::new(format!("word-{number}"), format!("Word {number}"))
        .says(says)
        .picture(picture)
        .equation(Equation::equal(Expr::xor(&above, changed), &made))
        .value(above)
        .value(before)
        .value(made)
        .source("FIPS 197", "5.2")
}
