//! A picture, as data and as drawn. Which pictures there are is nothing that a
//! trace has to know.

use crate::engine::ink::Ink;
use crate::engine::text::Text;
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::fmt::{self, Debug, Formatter};

/// A picture as data, made from the values of what it shows.
pub trait Picture: Any {
    /// Its kind: the folder that it lives in, as style sheets know it.
    fn kind(&self) -> &'static str;

    /// What it shows, in words.
    fn says(&self) -> String;

    /// Its markup, with a hand at one of the places that it lays out.
    fn draw(&self, row: Option<u32>) -> Ink;

    /// How many cells of a square unit stand beside each other, where each row of
    /// the step's table is one; 0 where none is.
    fn columns(&self) -> u32 {
        0
    }
}

impl dyn Picture {
    /// The picture as one of a kind; `None` where it is of another.
    #[must_use]
    pub fn downcast<T: Picture>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref()
    }

    /// The picture as drawn, to be sent to where it is shown.
    #[must_use]
    pub fn drawing(&self) -> Drawing {
        Drawing {
            kind: self.kind().into(),
            says: self.says().into(),
            markup: self.draw(None).into_markup().into(),
            columns: self.columns(),
        }
    }
}

// By what it says: what all its parts have for `Debug` would go with every picture
// into the page.
impl Debug for dyn Picture {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind(), self.says())
    }
}

impl PartialEq for dyn Picture {
    /// Whether both look the same and say the same.
    fn eq(&self, other: &Self) -> bool {
        self.drawing() == other.drawing()
    }
}

/// A picture as drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// Its kind, as style sheets know it.
    pub kind: Text,
    /// What it shows, in words.
    pub says: Text,
    /// The markup. A mark of one row of the step's table bears its number, as
    /// `data-row`.
    pub markup: Text,
    /// As for [`Picture::columns`].
    pub columns: u32,
}

/// Where a [`Drawing`] has room for the mark of a hand.
pub const HAND: &str = "<!--hand-->";

impl Drawing {
    /// The markup, with a hand at one of its places.
    #[must_use]
    pub fn with_hand(&self, row: Option<u32>) -> String {
        let Some(row) = row else {
            return self.markup.to_string();
        };
        let here = format!("data-row=\"{row}\"");
        let markup = self.markup.replace(&here, &format!("{here} data-now"));
        let (Some(x), Some(y)) = (row.checked_rem(self.columns), row.checked_div(self.columns))
        else {
            return markup;
        };
        markup.replacen(
            HAND,
            &format!("<path class=\"cursor\" d=\"M{x} {y}h1v1h-1z\"/>"),
            1,
        )
    }
}
