//! Who has what, and what goes from one to the other.

mod draw;

use super::clock::Clock;
use super::fill::Fill;
use super::pins::{self, Pin};
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// Machines, papers and certificates beside each other, with what passes
/// between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// From left to right.
    pub columns: Vec<Column>,
    /// When they are valid, where that is asked.
    pub clock: Option<Clock>,
    /// The checks that are made of them.
    pub pins: Vec<Pin>,
    /// What it shows, in words.
    pub says: Text,
}

/// A column of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Something with lines in it.
    Card(Card),
    /// What passes between those beside it.
    Way(Vec<Pass>),
}

/// Something with lines in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What it is.
    pub form: Form,
    /// What it is called.
    pub title: Text,
    /// What stands in it.
    pub lines: Vec<Line>,
}

/// What a card of a board is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A certificate.
    Certificate,
    /// A certificate whose signature its own key made.
    SelfSigned,
    /// Somebody's machine: what is secret stays in it.
    Machine,
    /// A request on its way.
    Paper,
    /// A place where nothing is.
    Empty,
}

/// A line of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Of which field; empty where the value says it.
    pub name: Text,
    /// What stands in it; both empty where another card has a line here.
    pub value: Text,
    /// Who may know it, where it is a key.
    pub key: Option<Knowers>,
    /// Whether somebody else's lines begin here.
    pub begins: bool,
}

/// Something that passes between two cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// What it is, or what becomes of it.
    pub name: Text,
    /// Where it goes.
    pub way: Towards,
    /// Who may know it, where it is made with a key.
    pub key: Option<Knowers>,
    /// Whether it holds, where that is asked and known.
    pub holds: Option<bool>,
    /// What pressing it fills.
    pub fill: Option<Fill>,
}

/// Where something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// To what follows.
    Next,
    /// To what was before.
    Previous,
}

impl Card {
    /// A card without lines.
    #[must_use]
    pub fn new(form: Form, title: impl Into<Text>) -> Self {
        Self {
            form,
            title: title.into(),
            lines: Vec::new(),
        }
    }

    /// With a line more.
    #[must_use]
    pub fn line(mut self, name: impl Into<Text>, value: impl Into<Text>) -> Self {
        self.lines.push(Line {
            name: name.into(),
            value: value.into(),
            ..Line::default()
        });
        self
    }

    /// With a line more, with which somebody else's lines begin.
    #[must_use]
    pub fn next(mut self, name: impl Into<Text>) -> Self {
        self.lines.push(Line {
            name: name.into(),
            begins: true,
            ..Line::default()
        });
        self
    }

    /// With a key more.
    #[must_use]
    pub fn key(mut self, name: impl Into<Text>, known_to: Knowers) -> Self {
        self.lines.push(Line {
            name: name.into(),
            key: Some(known_to),
            ..Line::default()
        });
        self
    }
}

impl Pass {
    /// Something that goes on.
    #[must_use]
    pub fn on(name: impl Into<Text>) -> Self {
        Self {
            name: name.into(),
            way: Towards::Next,
            key: None,
            holds: None,
            fill: None,
        }
    }

    /// Something that goes back.
    #[must_use]
    pub fn back(name: impl Into<Text>) -> Self {
        Self {
            way: Towards::Previous,
            ..Self::on(name)
        }
    }

    /// Made with a key.
    #[must_use]
    pub fn with(self, known_to: Knowers) -> Self {
        Self {
            key: Some(known_to),
            ..self
        }
    }

    /// With what pressing it fills.
    #[must_use]
    pub fn filling(self, fill: Fill) -> Self {
        Self {
            fill: Some(fill),
            ..self
        }
    }

    /// Asked whether it holds.
    #[must_use]
    pub fn holding(self, holds: Option<bool>) -> Self {
        Self { holds, ..self }
    }
}

impl Board {
    /// A board of these columns.
    #[must_use]
    pub fn new(says: impl Into<Text>, columns: Vec<Column>) -> Self {
        Self {
            columns,
            clock: None,
            pins: Vec::new(),
            says: says.into(),
        }
    }
}

impl Picture for Board {
    fn kind(&self) -> &'static str {
        "board"
    }

    fn says(&self) -> String {
        let mut says = self.says.to_string();
        if let Some(clock) = &self.clock {
            says.push(' ');
            says.push_str(&clock.says());
        }
        if !self.pins.is_empty() {
            says.push(' ');
            says.push_str(&pins::says(&self.pins));
        }
        says
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::board(self)
    }
}

impl From<Card> for Column {
    fn from(card: Card) -> Self {
        Self::Card(card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_said_too() {
        let mut board = Board::new("A chain.", Vec::new());
        assert_eq!(board.says(), "A chain.");
        board.pins.push(Pin {
            name: "the host".into(),
            holds: Some(false),
        });
        assert_eq!(board.says(), "A chain. 0 of 1 checks hold; not: the host.");
    }
}
