//! What the pictures of AES show, held against the values of their steps.

use padlock::engine::picture::{
    Affine, Carryless, Dependence, Diffusion, Expansion, Mixing, Rounds, Substitution,
};
use padlock::engine::trace::{Data, Step};

/// The bytes of this name among the values that a step mentions.
fn bytes_named<'a>(step: &'a Step, symbol: &str) -> &'a [u8] {
    let value = step.mentioned().find(|value| value.symbol == symbol);
    match &value.unwrap_or_else(|| panic!("no {symbol}")).data {
        Data::Bytes(bytes) => bytes,
        other => panic!("{symbol} is {other:?}"),
    }
}

/// The states are those that the step begins and ends with, and the key is that of
/// the round.
pub(crate) fn went_through(what: &str, rounds: &Rounds, step: &Step) {
    let shown = rounds.done.iter().chain(&rounds.start).chain(&rounds.key);
    let shown: Vec<&[u8]> = shown.map(|state| &state[..]).collect();
    for value in &step.values {
        if let Data::Bytes(bytes) = &value.data {
            assert!(shown.contains(&&bytes[..]), "{what}: {}", value.symbol);
        }
    }
    if let (Some(last), Some(present)) = (step.values.last(), rounds.present) {
        assert_eq!(
            last.data,
            Data::Bytes(rounds.done[present].to_vec()),
            "{what}"
        );
    }
    assert!(rounds.done.len() <= rounds.operations().len(), "{what}");
}

/// The byte and its replacement are those of the step.
pub(crate) fn looked_up(what: &str, table: &Substitution, step: &Step) {
    assert_eq!(bytes_named(step, "a"), [table.byte], "{what}");
    assert_eq!(bytes_named(step, "b"), [table.replaced()], "{what}");
    assert_eq!(table.through[2], table.replaced(), "{what}");
}

/// The matrix makes what the step says.
pub(crate) fn mapped(what: &str, affine: &Affine, step: &Step) {
    let bits = (0..8).filter(|row| affine.bit(*row)).map(|row| 1 << row);
    assert_eq!(bits.sum::<u8>(), affine.to, "{what}");
    assert_eq!(bytes_named(step, "x"), [affine.from], "{what}");
    let made = Data::Bytes(vec![affine.to]);
    assert!(step.values.iter().any(|value| value.data == made), "{what}");
}

/// The products of each row add up to the bytes of the step.
pub(crate) fn mixed(what: &str, mixing: &Mixing, step: &Step) {
    for (row, products) in mixing.products.iter().enumerate() {
        let sum = products.iter().fold(0, |sum, product| sum ^ product);
        assert_eq!(sum, mixing.mixed[row], "{what}");
        let named = |name| bytes_named(step, &format!("{name}_{}", row + 1));
        assert_eq!(named("a"), [mixing.column[row]], "{what}");
        assert_eq!(named("b"), [sum], "{what}");
    }
}

/// The rows add up to the sum, and what is left is what the step says.
pub(crate) fn multiplied(what: &str, product: &Carryless, step: &Step) {
    let sum = product.rows.iter().flatten().fold(0, |sum, row| sum ^ row);
    assert_eq!(sum, product.sum, "{what}");
    let left = product.taken.iter().fold(sum, |left, taken| left ^ taken);
    assert_eq!(left, u16::from(product.result), "{what}");
    let worth = step.equations[0].left.evaluate().unwrap().bytes();
    assert_eq!(worth, Ok(vec![product.result]), "{what}");
}

/// A word is that of the step, and made of those that are marked.
pub(crate) fn expanded(what: &str, words: &Expansion, step: &Step) {
    let Some(present) = words.present() else {
        assert_eq!(words.words.concat(), bytes_named(step, "w"), "{what}");
        return;
    };
    let word = bytes_named(step, &format!("w_{present}"));
    assert_eq!(word, words.words[present], "{what}");
    let changed = words.changes.last().map(|(_, word)| *word);
    let before = changed.unwrap_or(words.words[present - 1]);
    let above = words.words[present - words.size];
    let both = above.iter().zip(before).map(|(one, other)| one ^ other);
    assert!(both.eq(word.iter().copied()), "{what}");
}

/// One bit differs at first, and at last what the step says.
pub(crate) fn spread(what: &str, all: &Diffusion, step: &Step) {
    let last = all.differences.last().unwrap();
    assert_eq!(bytes_named(step, "d"), last.to_be_bytes(), "{what}");
    assert_eq!(all.differences[0].count_ones(), 1, "{what}");
}

/// Each bit changes some, and in one round no more than a column.
pub(crate) fn depends(what: &str, all: &Dependence) {
    for (rounds, lines) in &all.after {
        assert_eq!(lines.len(), 128, "{what}");
        let most = if *rounds == 1 { 32 } else { 128 };
        let mut counts = lines.iter().map(|line| line.count_ones());
        assert!(counts.all(|count| (1..=most).contains(&count)), "{what}");
    }
}
