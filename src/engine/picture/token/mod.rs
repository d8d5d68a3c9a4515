//! A token to scale, with what each half of the key does to it.

mod draw;

use super::pins::{self, Pin};
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// The fields of a Fernet token, and what is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The message in letters, as many as are shown; none where it is not
    /// known.
    pub letters: Vec<Text>,
    /// How many bytes of the message there are beyond.
    pub beyond: usize,
    /// The lengths of its fields: version, time, IV, ciphertext, HMAC.
    pub lengths: [usize; 5],
    /// All bytes; empty until they are known.
    pub bytes: Vec<u8>,
    /// Whether it is opened, and not made.
    pub opens: bool,
    /// The checks, where it is opened.
    pub pins: Vec<Pin>,
}

/// The names of the fields.
pub const FIELDS: [&str; 5] = ["version", "time", "IV", "ciphertext", "HMAC"];

/// So many letters are shown.
const SHOWN: usize = 48;

/// The bytes of a token beside its ciphertext.
const FIXED: [usize; 4] = [1, 8, 16, 32];

impl Token {
    /// A token that is made of a message.
    #[must_use]
    pub fn of(message: &[u8]) -> Self {
        let block = 16;
        Self {
            // A block more where the message fills its last one.
            ..Self::with_ciphertext((message.len() / block + 1) * block, message)
        }
    }

    /// A token that is opened; `None` where it is too short to be one.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let ciphertext = bytes.len().checked_sub(FIXED.iter().sum())?;
        Some(Self {
            bytes: bytes.to_vec(),
            opens: true,
            ..Self::with_ciphertext(ciphertext, &[])
        })
    }

    fn with_ciphertext(ciphertext: usize, message: &[u8]) -> Self {
        let [version, time, iv, tag] = FIXED;
        let mut token = Self {
            letters: Vec::new(),
            beyond: 0,
            lengths: [version, time, iv, ciphertext, tag],
            bytes: Vec::new(),
            opens: false,
            pins: Vec::new(),
        };
        token.write(message);
        token
    }

    /// Writes the message over it.
    pub fn write(&mut self, message: &[u8]) {
        let shown = message.get(..SHOWN).unwrap_or(message);
        self.beyond = message.len() - shown.len();
        self.letters = shown
            .iter()
            .map(|byte| match byte {
                b' ' => "␣".into(),
                0x21..=0x7e => char::from(*byte).to_string().into(),
                _ => "·".into(),
            })
            .collect();
    }

    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> usize {
        self.lengths.iter().sum()
    }
}

impl Picture for Token {
    fn kind(&self) -> &'static str {
        "token"
    }

    fn says(&self) -> String {
        let fields = self.lengths.iter().zip(FIELDS);
        let fields: Vec<String> = fields
            .map(|(bytes, name)| format!("{name} {bytes}"))
            .collect();
        let mut says = format!(
            "A token of {} bytes to scale: {}. The encryption half of the key locks the message in the ciphertext; the signing half makes the HMAC of all before it.",
            self.length(),
            fields.join(", ")
        );
        if !self.pins.is_empty() {
            says.push(' ');
            says.push_str(&pins::says(&self.pins));
        }
        says
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::token(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn the_ciphertext_grows_by_blocks() {
        let grown = |letters| Token::of(&vec![b'a'; letters]).lengths[3];
        assert_eq!(
            [0, 15, 16, 31, 32].map(grown),
            [16, 16, 32, 32, 48],
            "padding always has room"
        );
        assert_eq!(Token::of(b"Meet me.").length(), 1 + 8 + 16 + 16 + 32);
    }

    #[test]
    fn letters_are_shown_as_far_as_there_is_room() {
        let token = Token::of(&[b"a \n".as_slice(), &[b'x'; 100]].concat());
        assert_eq!(token.letters[..4], ["a", "␣", "·", "x"]);
        assert_eq!((token.letters.len(), token.beyond), (48, 55));
    }

    #[test]
    fn what_is_too_short_is_no_token() {
        assert_eq!(Token::read(&[0; 56]), None);
        assert_eq!(Token::read(&[0; 57]).unwrap().lengths[3], 0);
        assert_eq!(Token::read(&[0; 105]).unwrap().lengths, [1, 8, 16, 48, 32]);
    }
}
