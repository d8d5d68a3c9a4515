//! The words of the key schedule: each below the one a key's length before.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::trace::Picture;

/// Four bytes.
type Word = [u8; 4];

/// The words of a key, as far as they are made (FIPS 197 §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// How many words the key has: so many stand in a line.
    pub size: usize,
    /// How many there are in all.
    pub total: usize,
    /// Those that are made.
    pub words: Vec<Word>,
    /// What became of the word before the last, where that is told: each with what
    /// was done to it.
    pub changes: Vec<(&'static str, Word)>,
    /// Whether the last of the words is the present one.
    pub told: bool,
}

impl Expansion {
    /// The word that is told, from 0.
    #[must_use]
    pub fn present(&self) -> Option<usize> {
        self.words.len().checked_sub(1).filter(|_| self.told)
    }

    /// What the place of a word is in what is told.
    fn part(&self, number: usize) -> &'static str {
        let Some(present) = self.present() else {
            return "";
        };
        match number {
            _ if number == present => " data-part=\"made\"",
            _ if number + 1 == present => " data-part=\"before\"",
            _ if number + self.size == present => " data-part=\"above\"",
            _ => "",
        }
    }
}

impl Picture for Expansion {
    fn kind(&self) -> &'static str {
        "expansion"
    }

    fn says(&self) -> String {
        let Some(present) = self.present() else {
            return format!(
                "{} words, {} in a line; the first line is the key.",
                self.total, self.size
            );
        };
        let changes = self.changes.iter();
        let changes = changes.map(|(done, word)| format!(", {done} {}", digits(word)));
        format!(
            "Word {present} of {}: word {} and word {}{}, mixed (XOR), make {}.",
            self.total,
            present.saturating_sub(self.size),
            present.saturating_sub(1),
            changes.collect::<String>(),
            self.words.last().map(digits).unwrap_or_default()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::expansion(self)
    }
}

fn digits(word: &Word) -> String {
    crate::engine::hex::encode(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first word that is made in FIPS 197, appendix A.1.
    fn expansion(words: usize) -> Expansion {
        let all = [
            0x2b7e_1516_u32,
            0x28ae_d2a6,
            0xabf7_1588,
            0x09cf_4f3c,
            0xa0fa_fe17,
            0x8854_2cb1,
        ];
        Expansion {
            size: 4,
            total: 44,
            words: all
                .iter()
                .take(words)
                .map(|word| word.to_be_bytes())
                .collect(),
            changes: vec![
                ("turned", 0xcf4f_3c09_u32.to_be_bytes()),
                ("S-box", 0x8a84_eb01_u32.to_be_bytes()),
                ("⊕ 01", 0x8b84_eb01_u32.to_be_bytes()),
            ],
            told: true,
        }
    }

    #[test]
    fn a_word_stands_below_what_it_is_made_from() {
        let all = expansion(5);
        assert_eq!(all.present(), Some(4));
        assert_eq!(
            all.says(),
            "Word 4 of 44: word 0 and word 3, turned cf4f3c09, S-box 8a84eb01, ⊕ 01 8b84eb01, mixed (XOR), make a0fafe17."
        );
        let drawn = all.draw(None).into_markup();
        assert!(drawn.starts_with("<div class=\"expansion\" data-size=\"4\""));
        assert!(
            drawn.contains("<li data-part=\"above\">2b7e<wbr>1516</li>"),
            "{drawn}"
        );
        assert!(drawn.contains("<li data-part=\"before\">09cf"), "{drawn}");
        assert!(
            drawn.contains("<li data-part=\"made\" data-g>a0fa"),
            "{drawn}"
        );
        assert_eq!(
            drawn.matches("></li>").count(),
            39,
            "what is not made is empty"
        );
        assert_eq!(drawn.matches(" data-g>").count(), 10);
    }

    #[test]
    fn a_schedule_as_a_whole_has_no_present_word() {
        let whole = Expansion {
            told: false,
            changes: Vec::new(),
            ..expansion(6)
        };
        assert!(whole.says().starts_with("44 words, 4 in a line"));
        assert!(!whole.draw(None).into_markup().contains("data-part"));
    }
}
