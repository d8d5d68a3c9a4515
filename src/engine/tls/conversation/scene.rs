//! A connection as it is seen: by whom, and who stands where.

use super::{Happening, growth, rows};
use crate::engine::knowers::{Actor, Viewer};
use crate::engine::picture::{Exchange, Turn};
use crate::engine::text::Text;
use crate::engine::trace::Observer;

/// The columns of the picture, from left to right.
pub(super) const COLUMNS: [Actor; 3] = [Actor::Client, Actor::Eavesdropper, Actor::Server];

/// Who looks at a connection, and who takes part in it.
#[derive(Clone, Debug)]
pub struct Scene {
    /// What stands over the columns.
    pub captions: [Text; 3],
    /// Who looks.
    pub viewer: Viewer,
    /// Whether the one in the middle answers in the server's place.
    pub is_posed: bool,
}

impl Scene {
    /// The picture of what happens, with what of it is present, from 0.
    #[must_use]
    pub fn picture(&self, all: &[Happening], present: Option<usize>) -> Exchange {
        let (turns, at) = rows(all, self.viewer);
        let now = present.and_then(|present| at.get(present)).copied();
        self.drawn(
            turns.into_iter().map(|turn| self.placed(turn)).collect(),
            now,
        )
    }

    fn drawn(&self, turns: Vec<Turn>, now: Option<usize>) -> Exchange {
        Exchange {
            actors: COLUMNS.to_vec(),
            captions: self.captions.to_vec(),
            turns,
            now,
        }
    }

    /// What the server does, in the column of who does it.
    fn placed(&self, turn: Turn) -> Turn {
        if !self.is_posed {
            return turn;
        }
        let place = |column: usize| column.min(1);
        Turn {
            columns: turn.columns.map(place),
            from: place(turn.from),
            ..turn
        }
    }

    /// Tells what happens, each with the picture of all of it.
    pub fn tell(&self, all: &[Happening], observer: &mut impl Observer) {
        let (turns, at) = rows(all, self.viewer);
        let turns: Vec<Turn> = turns.into_iter().map(|turn| self.placed(turn)).collect();
        let mut tree = growth::bare();
        for (happening, row) in all.iter().zip(at) {
            observer.step(|| {
                let mut step = happening.seen_by(self.viewer);
                growth::grow(&mut tree, &mut step);
                step.picture(self.drawn(turns.clone(), Some(row)))
            });
        }
    }
}
