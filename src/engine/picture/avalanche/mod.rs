//! A hash, and that of the same message with one bit flipped.

mod draw;

use super::{bytes, made};
use crate::engine::hex;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Data, Expr, Hash, Operator, Picture, Step, Value};
use sha2::{Digest as _, Sha256};

/// What SHA-256 makes of a message, and what of a message that is other in one
/// bit: about half of the bits of the hash differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avalanche {
    /// What the message and its hash are called.
    pub names: [Text; 2],
    /// Who may know the one and the other.
    pub known_to: [Knowers; 2],
    /// How many bytes the message has.
    pub length: usize,
    /// What stands before the byte that is flipped, as far as it is shown.
    pub before: Text,
    /// How many bytes are left out before that.
    pub beyond: usize,
    /// The byte, and what it is flipped to.
    pub flipped: [u8; 2],
    /// What stands after it.
    pub after: Text,
    /// Whether the message is told in letters; else in digits.
    pub is_text: bool,
    /// Both hashes.
    pub hashes: [[u8; 32]; 2],
}

/// So many bytes of a text are shown before the one that is flipped.
const LETTERS: usize = 52;

/// So many of what is told in digits.
const BYTES: usize = 17;

/// A letter is looked for so many bytes from the end.
const END: usize = 12;

impl Avalanche {
    /// The picture of a step that says a hash and nothing else; `None` where
    /// the message has no bit, is put together from others or is not all there.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let [equation] = step.equations.as_slice() else {
            return None;
        };
        let (hash, operator, arguments) = made(equation)?;
        let (Operator::Digest(Hash::Sha256), [Expr::Value(message)]) = (operator, arguments) else {
            return None;
        };
        let text = match &message.data {
            Data::Bytes(bytes) => bytes,
            Data::Text(text) => text.as_bytes(),
            _ => return None,
        };
        let made = <[u8; 32]>::from(Sha256::digest(text));
        (bytes(hash)? == made).then(|| Self::flip(message, text, hash, made))?
    }

    fn flip(message: &Value, text: &[u8], hash: &Value, made: [u8; 32]) -> Option<Self> {
        let is_shown = |letter: char| !letter.is_control();
        let letters = std::str::from_utf8(text).ok();
        let letters = letters.filter(|letters| letters.chars().all(is_shown));
        // The last byte, or the last that is a letter by itself.
        let letter = letters.and_then(|_| text.iter().rposition(u8::is_ascii_alphanumeric));
        let letter = letter.filter(|at| text.len() - at <= END);
        let at = letter.or(text.len().checked_sub(1))?;
        let mut other = text.to_vec();
        let byte = other.get_mut(at)?;
        let was = *byte;
        *byte ^= 1;
        let flipped = [was, *byte];
        let made_of_other = <[u8; 32]>::from(Sha256::digest(&other));
        other.clear();
        let is_text = letter.is_some();
        let from = at.saturating_sub(if is_text { LETTERS } else { BYTES });
        let starts = |from: &usize| letters.is_none_or(|it| it.is_char_boundary(*from));
        let from = (from..=at).find(|from| !is_text || starts(from))?;
        let written = |bytes: &[u8]| match (is_text, std::str::from_utf8(bytes)) {
            (true, Ok(letters)) => letters.to_owned(),
            _ => hex::spaced(bytes),
        };
        Some(Self {
            names: [message.symbol.clone(), hash.symbol.clone()],
            known_to: [message.known_to, hash.known_to],
            length: text.len(),
            before: written(text.get(from..at)?).into(),
            beyond: from,
            flipped,
            after: written(text.get(at + 1..)?).into(),
            is_text,
            hashes: [made, made_of_other],
        })
    }

    /// The bits of one of the hashes, the highest of each byte first.
    pub fn bits(&self, which: usize) -> impl Iterator<Item = bool> + '_ {
        let hash = self.hashes.get(which).into_iter().flatten();
        hash.flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
    }

    /// Which bits of the hashes differ.
    #[must_use]
    pub fn differing(&self) -> Vec<bool> {
        let both = self.bits(0).zip(self.bits(1));
        both.map(|(one, other)| one != other).collect()
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.differing()
            .into_iter()
            .filter(|differs| *differs)
            .count()
    }

    /// The byte and what it is flipped to, as the message is told.
    #[must_use]
    pub fn written(&self) -> [String; 2] {
        self.flipped.map(|byte| match self.is_text {
            true => char::from(byte).to_string(),
            false => hex::encode(&[byte]),
        })
    }
}

impl Picture for Avalanche {
    fn kind(&self) -> &'static str {
        "avalanche"
    }

    fn says(&self) -> String {
        let [message, hash] = &self.names;
        let [was, is] = self.written();
        format!(
            "{hash} is the SHA-256 of {message}. With one bit of {message} flipped, so that its {was} is {is}, {} of the 256 bits of the hash are others.",
            self.count()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::avalanche(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::trace::Equation;

    fn of(message: Value) -> Option<Avalanche> {
        let text = match &message.data {
            Data::Bytes(bytes) => bytes.clone(),
            Data::Text(text) => text.as_bytes().to_vec(),
            _ => Vec::new(),
        };
        let hash = Value::public_bytes("H", Sha256::digest(text));
        let equation = Equation::equal(&hash, Expr::digest(Hash::Sha256, message));
        Avalanche::of(&Step::new("hash", "").equation(equation))
    }

    #[test]
    fn one_bit_of_the_last_letter_changes_half_of_the_hash() {
        let drawn = of(Value::public_bytes("M", *b"10 euros to Bob.")).unwrap();
        assert_eq!((&*drawn.before, &*drawn.after), ("10 euros to Bo", "."));
        assert_eq!(drawn.written(), ["b", "c"]);
        let other = <[u8; 32]>::from(Sha256::digest("10 euros to Boc."));
        assert_eq!(drawn.hashes[1], other);
        let count = drawn.count();
        assert!((96..160).contains(&count), "{count}");
        assert_eq!(drawn.differing().len(), 256);
        assert!(
            drawn
                .bits(0)
                .take(4)
                .eq([7, 6, 5, 4].map(|bit| drawn.hashes[0][0] >> bit & 1 == 1))
        );
        assert!(
            drawn
                .says()
                .contains(&format!("its b is c, {count} of the 256"))
        );
    }

    #[test]
    fn what_is_no_text_is_told_in_digits() {
        let drawn = of(Value::public_bytes("M", [0xff, 0x30, 0x01])).unwrap();
        assert_eq!((&*drawn.before, &*drawn.after), ("ff 30", ""));
        assert_eq!(drawn.written(), ["01", "00"]);
        let text = |text: &str| of(Value::new("M", Data::Text(text.into()), Knowers::EVERYBODY));
        let drawn = text("ne pas à côté…").unwrap();
        assert_eq!((drawn.written()[0].as_str(), &*drawn.after), ("t", "é…"));
        assert!(!text("é…").unwrap().is_text, "it has no letter of one byte");
        let long = text(&format!("{}x", "é".repeat(100))).unwrap();
        assert!(long.is_text && long.before.chars().all(|it| it == 'é'));
        let far = text(&format!("x{}", "é".repeat(100))).unwrap();
        assert!(!far.is_text && far.before.starts_with("c3 a9"), "{far:?}");
    }

    #[test]
    fn a_long_message_is_shown_from_where_there_is_room() {
        let drawn = of(Value::public_bytes("M", [b'a'; 100])).unwrap();
        assert_eq!((drawn.before.len(), drawn.beyond), (LETTERS, 47));
        assert_eq!(drawn.length, 100);
    }

    #[test]
    fn who_may_not_know_the_message_may_not_know_its_copy() {
        let drawn = of(Value::secret_bytes("K", [7; 70])).unwrap();
        assert!(drawn.known_to[0].is_secret() && !drawn.known_to[1].is_secret());
    }

    #[test]
    fn nothing_else_is_an_avalanche() {
        assert_eq!(of(Value::public_bytes("L", [])), None, "it has no bit");
        assert_eq!(of(Value::public("n", 5)), None);
        let (m, other) = (
            Value::public_bytes("M", [1]),
            Value::public_bytes("H", [0; 32]),
        );
        let equation = |hash| Equation::equal(&other, Expr::digest(hash, &m));
        let wrong = Step::new("", "").equation(equation(Hash::Sha256));
        assert_eq!(Avalanche::of(&wrong), None, "not what it makes");
        let older = Step::new("", "").equation(equation(Hash::Sha1));
        assert_eq!(Avalanche::of(&older), None);
    }
}
