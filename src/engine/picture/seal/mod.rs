//! A signature from both sides: what its maker does, and what anybody can see.

mod draw;

pub(super) use draw::grid;

use super::fill::Fill;
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// A message, what it becomes, and the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The beginning of the message.
    pub message: Text,
    /// What the message becomes.
    pub made: Content,
    /// What the e-th power of the signature contains; `None` until it is known.
    pub found: Option<Content>,
    /// The signature; empty until it is known.
    pub signature: Vec<u8>,
    /// From whose side it is seen.
    pub side: Side,
    /// What pressing the message and the signature fills: an input, and with
    /// what; none where neither can be changed here.
    pub changes: Option<[Fill; 2]>,
}

/// From whose side a signature is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Of who signs: the way with d is there too.
    Signer,
    /// Of who verifies.
    Reader,
}

/// What stands on both sides of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A hash, or as much of a block as a hash has bytes.
    Bytes(Vec<u8>),
    /// A number below a short modulus.
    Number(Text),
}

/// So many characters of a message are shown.
const SHOWN: usize = 60;

impl Seal {
    /// The picture before anything is known of the signature.
    #[must_use]
    pub fn of(message: &[u8], made: Content, side: Side) -> Self {
        let text = String::from_utf8_lossy(message);
        let mut shown: String = text.chars().take(SHOWN).collect();
        if text.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        Self {
            message: shown.into(),
            made,
            found: None,
            signature: Vec::new(),
            side,
            changes: None,
        }
    }

    /// Whether both sides are the same; `None` until that is known.
    #[must_use]
    pub fn holds(&self) -> Option<bool> {
        self.found.as_ref().map(|found| *found == self.made)
    }

    /// The places of the bytes that differ.
    #[must_use]
    pub fn differing(&self) -> Vec<usize> {
        match (&self.made, &self.found) {
            (Content::Bytes(made), Some(Content::Bytes(found))) => {
                let both = made.iter().zip(found).enumerate();
                both.filter(|(_, (one, other))| one != other)
                    .map(|(at, _)| at)
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Picture for Seal {
    fn kind(&self) -> &'static str {
        "seal"
    }

    fn says(&self) -> String {
        let what = match &self.made {
            Content::Bytes(bytes) => format!("a hash of {} bytes", bytes.len()),
            Content::Number(number) => format!("the number {number}"),
        };
        let made = match self.side {
            Side::Signer => "; raised to the power d it makes the signature S",
            Side::Reader => "",
        };
        let end = match self.holds() {
            None => "is compared with it",
            Some(true) => "is the same",
            Some(false) => "is another",
        };
        format!(
            "The message becomes {what}{made}. On the reader’s side, what the e-th power of S contains {end}."
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::seal(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_marked() {
        let made = Content::Bytes(vec![1, 2, 3]);
        let seal = Seal::of(b"I owe you.", made, Side::Reader);
        assert_eq!(seal.holds(), None);
        let found = |bytes: &[u8]| Seal {
            found: Some(Content::Bytes(bytes.to_vec())),
            ..seal.clone()
        };
        assert_eq!(found(&[1, 2, 3]).holds(), Some(true));
        assert_eq!(found(&[1, 0, 4]).holds(), Some(false));
        assert_eq!(found(&[1, 0, 4]).differing(), [1, 2]);
        assert!(found(&[1, 0, 4]).says().ends_with("is another."));
    }

    #[test]
    fn a_long_message_is_cut() {
        let made = Content::Number("17".into());
        let seal = Seal::of(&[b'a'; 100], made, Side::Signer);
        assert_eq!(seal.message.chars().count(), SHOWN + 1);
        assert!(seal.message.ends_with('…'));
    }
}
