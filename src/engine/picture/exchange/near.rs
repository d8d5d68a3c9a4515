//! What of a long exchange is near to what happens now: a small stage shows no more,
//! and says how much more there is.

use super::Exchange;
use crate::engine::ink::Ink;
use std::ops::Range;

/// So many turns have room on a narrow stage, on a low one, and on a large one.
const ROOMS: [usize; 3] = [7, 19, 24];

/// Which turns each of the stages shows.
#[derive(Clone, Copy)]
pub(super) struct Near {
    /// How many turns there are.
    total: usize,
    /// Which one happens now, from 0; `None` where all of it is over.
    now: Option<usize>,
}

impl Near {
    /// What is near in an exchange.
    pub(super) fn of(exchange: &Exchange) -> Self {
        Self {
            total: exchange.turns.len(),
            now: exchange.now,
        }
    }

    /// The turns that have room around the present one; where all of it is over, how
    /// it began.
    fn shown(self, room: usize) -> Range<usize> {
        let before = self.now.unwrap_or(0).saturating_sub(room / 2);
        let first = before.min(self.total.saturating_sub(room));
        first..(first + room).min(self.total)
    }

    /// The largest of the stages that does not show a turn, from 1; `None` where each
    /// does.
    pub(super) fn far(self, number: usize) -> Option<usize> {
        let is_far = |room: &usize| !self.shown(*room).contains(&number);
        ROOMS.iter().rposition(is_far).map(|stage| stage + 1)
    }

    /// Writes how many turns are before those that each stage shows.
    pub(super) fn before(self, ink: &mut Ink) {
        self.more(|shown| shown.start, "before this", ink);
    }

    /// Writes how many turns are behind them.
    pub(super) fn behind(self, ink: &mut Ink) {
        self.more(|shown| self.total - shown.end, "more", ink);
    }

    fn more(self, count: impl Fn(Range<usize>) -> usize, words: &str, ink: &mut Ink) {
        for (stage, room) in (1..).zip(ROOMS) {
            let more = count(self.shown(room));
            if more > 0 {
                ink.put(format_args!(
                    "<li class=\"more\" data-stage=\"{stage}\">{more} {words}</li>"
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_filled_at_both_ends_and_a_smaller_one_shows_part_of_a_larger() {
        for total in [1, 7, 8, 19, 23, 40] {
            for now in (0..total).map(Some).chain([None]) {
                let near = Near { total, now };
                let all = ROOMS.map(|room| near.shown(room));
                for (shown, room) in all.iter().zip(ROOMS) {
                    assert!(shown.contains(&now.unwrap_or(0)), "{now:?} in {shown:?}");
                    assert!(shown.len() >= room.min(total), "{shown:?} of {total}");
                }
                let [narrow, low, large] = &all;
                assert!(low.start >= large.start && low.end <= large.end);
                assert!(narrow.start >= low.start && narrow.end <= low.end);
            }
        }
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        let near = Near {
            total: 30,
            now: Some(20),
        };
        let mut ink = Ink::default();
        near.before(&mut ink);
        near.behind(&mut ink);
        let all = ink.into_markup();
        for (stage, room) in (1..).zip(ROOMS) {
            let far = (0..30).filter(|number| near.far(*number).is_some_and(|far| far >= stage));
            assert_eq!(far.count(), 30 - room, "stage {stage}");
        }
        for words in [
            "17 before this",
            "6 more",
            "11 before this",
            "6 before this",
        ] {
            assert!(all.contains(&format!(">{words}<")), "{words}: {all}");
        }
        assert_eq!(all.matches("<li").count(), 4, "{all}");
    }
}
