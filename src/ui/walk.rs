//! The order in which a trace is walked through, one step after the other.

use crate::engine::picture::Encoding;
use crate::engine::trace::path::{Stop, join};
use crate::engine::trace::{Children, Step, Trace, Verdict};

/// Tables of at most so many rows are walked through row by row.
const SHORT: u32 = 32;

/// Whether a table is passed over, and gone through by a hand of its own: it is
/// long, or its rows come when they are asked for.
#[must_use]
pub fn by_hand(table: &Children) -> bool {
    table.total > SHORT || table.kept.len() < table.total as usize
}

/// The most chapters that a walk has.
const CHAPTERS: usize = 8;

/// The most that it has where actors send each other messages.
const MESSAGES: usize = 14;

/// A place in the walk: a stop, and a row of its table where it holds one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Which stop, from 0.
    pub stop: usize,
    /// Which row, from 0; none for the step as a whole.
    pub row: Option<u32>,
}

/// The way through a trace, in the order of reading: each step before what is
/// inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// The steps.
    pub stops: Vec<Stop>,
    /// The places that a hand comes by: the stops, and the rows of short
    /// tables.
    pub spots: Vec<Spot>,
}

impl Walk {
    /// The walk through a trace.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let stops = trace.stops();
        let mut spots = Vec::new();
        for (stop, held) in stops.iter().enumerate() {
            spots.push(Spot { stop, row: None });
            let rows = (0..held.rows())
                .filter(|_| !by_hand(&held.step.inside))
                .map(Some);
            spots.extend(rows.map(|row| Spot { stop, row }));
        }
        Self { stops, spots }
    }

    /// The stops that chapters begin with: the outermost steps; where those are
    /// many, several together, as evenly as they go. Where there are messages among
    /// them, each has a chapter of its own.
    #[must_use]
    pub fn chapters(&self) -> Vec<usize> {
        let all = self.stops.iter().enumerate();
        let outer: Vec<usize> = all
            .filter(|(_, stop)| stop.path.len() <= 1)
            .map(|(at, _)| at)
            .collect();
        if outer
            .iter()
            .any(|at| self.is_at(*at, |step| step.to.is_some()))
        {
            return self.messages(outer);
        }
        let count = outer.len().min(CHAPTERS);
        let begins = (0..count).filter_map(|chapter| outer.get(chapter * outer.len() / count));
        begins.copied().collect()
    }

    /// Of the outermost steps, those that more than one actor takes part in, or that
    /// find something out. What comes several times in a row is one chapter; where
    /// they are too many, the shortest messages have none.
    fn messages(&self, mut outer: Vec<usize>) -> Vec<usize> {
        outer.retain(|at| {
            self.is_at(*at, |step| {
                step.to.is_some() || step.actor.is_none() || step.verdict.is_some()
            })
        });
        let step = |at: &usize| self.stops.get(*at).map(|stop| &stop.step);
        outer.dedup_by_key(|at| step(at).map(|step| &step.title));
        let length = |at: &usize| {
            let first = step(at).and_then(|step| step.bytes.first());
            first.map_or(usize::MAX, |one| one.bytes.len())
        };
        while outer.len() > MESSAGES {
            let shortest = outer.iter().map(length).min();
            let shortest = outer.iter().position(|at| Some(length(at)) == shortest);
            outer.remove(shortest.unwrap_or(0));
        }
        outer
    }

    fn is_at(&self, stop: usize, is_it: impl Fn(&Step) -> bool) -> bool {
        self.stops.get(stop).is_some_and(|stop| is_it(&stop.step))
    }

    /// The stops that a place is inside of, from the outermost on.
    pub fn around(&self, spot: Spot) -> impl Iterator<Item = usize> {
        let path = self.stops.get(spot.stop).map_or(&[][..], |stop| &stop.path);
        let until = spot.stop + usize::from(spot.row.is_some());
        let before = self.stops.iter().enumerate().take(until);
        let around = before.filter(move |(_, other)| path.starts_with(&other.path));
        around.map(|(at, _)| at)
    }

    /// The chapter that a stop is in, from 0.
    #[must_use]
    pub fn chapter(&self, stop: usize) -> usize {
        let begun = self.chapters().into_iter().filter(|begin| *begin <= stop);
        begun.count().saturating_sub(1)
    }

    /// Whether what plays by itself stops at a place: a chapter begins there, of
    /// several steps each.
    #[must_use]
    pub fn rests_at(&self, spot: Spot) -> bool {
        let chapters = self.chapters();
        self.spots.len() > chapters.len() && spot.row.is_none() && chapters.contains(&spot.stop)
    }

    /// Where the next chapter begins, or this one, or the one before where this
    /// one has just begun; `None` at the ends.
    #[must_use]
    pub fn turned(&self, spot: Spot, forward: bool) -> Option<Spot> {
        let mut begins = self.chapters().into_iter();
        let stop = if forward {
            begins.find(|begin| *begin > spot.stop)?
        } else {
            begins
                .rfind(|begin| *begin < spot.stop || (*begin == spot.stop && spot.row.is_some()))?
        };
        Some(Spot { stop, row: None })
    }

    /// Where a path leads, or where as much of it leads as leads anywhere.
    #[must_use]
    pub fn nearest(&self, path: &str) -> Option<Spot> {
        let mut path = path;
        loop {
            if let Some(spot) = self.find(path) {
                return Some(spot);
            }
            path = path.rsplit_once('/')?.0;
        }
    }

    /// Where a path leads: to a stop, or to a row of its table, which goes by
    /// its number from 1 (`power/row-37`). `None` where it leads nowhere.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Spot> {
        let position = |path: &str| self.stops.iter().position(|stop| stop.names == path);
        if let Some(stop) = position(path) {
            return Some(Spot { stop, row: None });
        }
        let (around, name) = path.rsplit_once('/')?;
        let stop = position(around)?;
        let held = self.stops.get(stop)?;
        let table = &held.step.inside;
        let number = name.strip_prefix("row-").and_then(|row| row.parse().ok());
        let numbered = number.and_then(|number: u32| number.checked_sub(1));
        let named = || {
            let mut rows = (table.first..).zip(&table.kept);
            rows.find(|(index, row)| row.name(*index) == name)
                .map(|(index, _)| index)
        };
        let row = numbered.or_else(named).filter(|row| *row < held.rows())?;
        Some(Spot {
            stop,
            row: Some(row),
        })
    }

    /// The stops inside a stop.
    pub fn inside(&self, stop: usize) -> impl Iterator<Item = usize> {
        let path = self.stops.get(stop).map_or(&[][..], |stop| &stop.path);
        let after = self.stops.iter().enumerate().skip(stop + 1);
        let inside = after.take_while(move |(_, other)| other.path.starts_with(path));
        inside.map(|(at, _)| at)
    }

    /// The path that leads to a place.
    #[must_use]
    pub fn path(&self, spot: Spot) -> String {
        let names = self.stops.get(spot.stop).map_or("", |stop| &stop.names);
        match spot.row {
            Some(row) => join(names, &format!("row-{}", row + 1)),
            None => names.to_owned(),
        }
    }

    /// The picture that a step takes part in with the steps beside it, as far
    /// as it has come there.
    #[must_use]
    pub fn shared(&self, stop: usize) -> Option<Encoding> {
        let present = self.stops.get(stop)?;
        let name = present.step.shares.as_ref()?;
        let beside = |other: &&Stop| {
            let around = |stop: &Stop| stop.path.split_last().map(|(_, around)| around.to_vec());
            other.step.shares.as_ref() == Some(name) && around(other) == around(present)
        };
        let steps: Vec<&Step> = self
            .stops
            .iter()
            .filter(beside)
            .map(|stop| &*stop.step)
            .collect();
        let number = steps
            .iter()
            .position(|step| std::ptr::eq(*step, &*present.step))?;
        Encoding::at(name, &steps, number)
    }

    /// Where the walk begins: at the first step, or where the run came to
    /// nothing good at the one that failed, which is its last.
    #[must_use]
    pub fn begin(&self, good: Option<bool>) -> Spot {
        let failed = |stop: &Stop| stop.step.verdict == Some(Verdict::Failed);
        let mut stops = self.stops.iter();
        let last = stops.rposition(|stop| good == Some(false) && failed(stop));
        let stop = last.unwrap_or(0);
        Spot { stop, row: None }
    }

    /// Which of the walk's places this is, from 0; for a row of a long table
    /// its step's.
    #[must_use]
    pub fn number(&self, spot: Spot) -> usize {
        let position = |spot: Spot| self.spots.iter().position(|other| *other == spot);
        let whole = Spot { row: None, ..spot };
        position(spot).or_else(|| position(whole)).unwrap_or(0)
    }

    /// The next place, or the one before; `None` at the ends.
    #[must_use]
    pub fn moved(&self, spot: Spot, forward: bool) -> Option<Spot> {
        let stop = self.stops.get(spot.stop)?;
        let (rows, held) = (stop.rows(), by_hand(&stop.step.inside));
        let number = self.number(spot);
        match spot.row {
            // A hand that is inside a long table stays there.
            Some(row) if held && forward && row + 1 < rows => Some(Spot {
                row: Some(row + 1),
                ..spot
            }),
            Some(row) if held && !forward => Some(Spot {
                row: row.checked_sub(1),
                ..spot
            }),
            _ if forward => self.spots.get(number + 1).copied(),
            _ => self.spots.get(number.checked_sub(1)?).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dissect::Dissection;
    use crate::engine::knowers::{Actor, Knowers};
    use crate::engine::trace::{Observer, Recorder};

    /// Two steps, of which the second holds a table of so many rows.
    fn walk(rows: u32) -> Walk {
        let mut recorder = Recorder::new(50);
        recorder.step(|| Step::new("seed", "A seed"));
        recorder.enter(|| Step::new("power", "A power").rows());
        for row in 0..rows {
            recorder.step(|| Step::new(format!("bit{row}"), "A row"));
        }
        recorder.leave();
        recorder.step(|| Step::new("", "The end"));
        Walk::of(&recorder.finish())
    }

    #[test]
    fn short_tables_are_walked_through_and_long_ones_passed_over() {
        let paths = |rows| {
            let walk = walk(rows);
            let spots = walk.spots.iter();
            spots.map(|spot| walk.path(*spot)).collect::<Vec<_>>()
        };
        assert_eq!(
            paths(2),
            ["seed", "power", "power/row-1", "power/row-2", "2"]
        );
        assert_eq!(paths(SHORT + 1), ["seed", "power", "2"]);
        assert_eq!(paths(4000), ["seed", "power", "2"]);
    }

    #[test]
    fn every_place_has_a_path_that_leads_back() {
        let walk = walk(4000);
        for stop in 0..3 {
            let spot = Spot { stop, row: None };
            assert_eq!(walk.find(&walk.path(spot)), Some(spot));
        }
        let deep = Spot {
            stop: 1,
            row: Some(3_999),
        };
        assert_eq!(walk.path(deep), "power/row-4000");
        assert_eq!(walk.find("power/row-4000"), Some(deep));
        assert_eq!(walk.find("power/bit7").unwrap().row, Some(7));
        for nowhere in ["", "power/row-4001", "power/row-0", "powder", "seed/x", "3"] {
            assert_eq!(walk.find(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn a_hand_goes_forward_and_back_to_both_ends() {
        let walk = walk(2);
        let mut spot = Spot::default();
        let mut seen = vec![spot];
        while let Some(next) = walk.moved(spot, true) {
            assert_eq!(walk.moved(next, false), Some(spot));
            spot = next;
            seen.push(spot);
        }
        assert_eq!(seen.len(), 5);
        assert_eq!(walk.moved(Spot::default(), false), None);
    }

    #[test]
    fn inside_a_table_a_hand_goes_by_rows_and_out_at_both_ends() {
        let walk = walk(60);
        let at = |row| Spot { stop: 1, row };
        assert_eq!(walk.moved(at(Some(3)), true), Some(at(Some(4))));
        assert_eq!(walk.moved(at(Some(0)), false), Some(at(None)));
        assert_eq!(
            walk.moved(at(Some(59)), true),
            Some(Spot { stop: 2, row: None })
        );
        assert_eq!(walk.moved(at(None), false), Some(Spot::default()));
    }

    #[test]
    fn what_failed_is_where_one_begins() {
        let mut recorder = Recorder::default();
        recorder.step(|| Step::new("a", "A").passes_if(true));
        recorder.step(|| Step::new("b", "B").passes_if(false));
        let walk = Walk::of(&recorder.finish());
        assert_eq!(walk.begin(Some(false)).stop, 1);
        assert_eq!(walk.begin(Some(true)), Spot::default(), "it is no bad end");
        assert_eq!(walk.stops.len(), 2);
        assert_eq!(Walk::default().begin(Some(false)), Spot::default());
    }

    #[test]
    fn a_walk_has_at_most_eight_chapters_and_each_begins_with_an_outer_step() {
        for outer in [0, 1, 3, 8, 9, 15, 40] {
            let mut recorder = Recorder::default();
            for number in 0..outer {
                recorder.enter(|| Step::new(format!("s{number}"), "Around"));
                recorder.step(|| Step::new("inner", "Inside"));
                recorder.leave();
            }
            let walk = Walk::of(&recorder.finish());
            let chapters = walk.chapters();
            assert_eq!(chapters.len(), outer.min(CHAPTERS), "of {outer}");
            assert_eq!(chapters.first().copied().unwrap_or(0), 0);
            assert!(
                chapters.windows(2).all(|two| two[0] < two[1]),
                "{chapters:?}"
            );
            for (number, begin) in chapters.iter().enumerate() {
                assert_eq!(walk.stops[*begin].path.len(), 1);
                assert_eq!(walk.chapter(*begin), number);
                assert_eq!(walk.chapter(*begin + 1), number, "its inside is in it");
            }
        }
    }

    /// A walk through what these actors do: the title of each step, how many bytes it
    /// sends to others, and whether one end does it alone.
    fn talk(all: &[(&'static str, usize, bool)]) -> Walk {
        let mut recorder = Recorder::default();
        for (title, length, alone) in all {
            let mut step = Step::new("", *title);
            if *length > 0 {
                step.to = Some(Knowers::EVERYBODY);
                step = step.bytes(Dissection {
                    name: "".into(),
                    bytes: vec![0; *length],
                    fields: Vec::new(),
                    problems: Vec::new(),
                });
            }
            step.actor = (*alone || *length > 0).then_some(Actor::Client);
            recorder.enter(|| step);
            recorder.step(|| Step::new("inner", "Inside"));
            recorder.leave();
        }
        Walk::of(&recorder.finish())
    }

    fn titles(walk: &Walk) -> Vec<&str> {
        let begins = walk.chapters().into_iter();
        let titles = begins.map(|begin| &*walk.stops[begin].step.title);
        titles.collect()
    }

    #[test]
    fn each_message_is_a_chapter_and_what_one_end_does_alone_is_part_of_it() {
        let walk = talk(&[
            ("All of it", 0, false),
            ("A key pair", 0, true),
            ("Hello", 40, true),
            ("A secret", 0, false),
            ("Ticket", 9, true),
            ("Ticket", 9, true),
            ("Bye", 5, true),
        ]);
        let all = ["All of it", "Hello", "A secret", "Ticket", "Bye"];
        assert_eq!(titles(&walk), all);
        let inside = walk.stops.len() - 1;
        assert_eq!(walk.chapter(inside), 4, "what is inside the last is in it");
    }

    #[test]
    fn of_too_many_messages_the_shortest_have_no_chapter() {
        let names: Vec<&'static str> = "abcdefghijklmnopq".split("").collect();
        let all = names.iter().enumerate();
        let all = all.map(|(number, name)| (*name, number % 5 + 1, true));
        let walk = talk(&all.collect::<Vec<_>>());
        assert_eq!(walk.chapters().len(), MESSAGES);
        assert!(!titles(&walk).contains(&"e"), "the sixth has one byte");
        assert!(titles(&walk).contains(&"d"), "the fifth has five");
    }

    #[test]
    fn a_place_is_inside_the_steps_around_it_and_a_row_inside_its_table() {
        let mut recorder = Recorder::default();
        recorder.step(|| Step::new("before", "Before"));
        recorder.enter(|| Step::new("check", "A check"));
        recorder.enter(|| Step::new("power", "A power").rows());
        recorder.step(|| Step::new("", "A bit"));
        recorder.leave();
        recorder.leave();
        let walk = Walk::of(&recorder.finish());
        let around = |stop, row| walk.around(Spot { stop, row }).collect::<Vec<_>>();
        assert_eq!(around(0, None), [0; 0]);
        assert_eq!(around(1, None), [0; 0]);
        assert_eq!(around(2, None), [1]);
        assert_eq!(around(2, Some(0)), [1, 2]);
    }

    #[test]
    fn pages_turn_by_chapters_and_playing_rests_at_them() {
        let walk = walk(3);
        let at = |stop, row| Spot { stop, row };
        assert_eq!(walk.turned(at(0, None), true), Some(at(1, None)));
        assert_eq!(walk.turned(at(1, Some(2)), true), Some(at(2, None)));
        assert_eq!(walk.turned(at(2, None), true), None);
        assert_eq!(walk.turned(at(1, Some(2)), false), Some(at(1, None)));
        assert_eq!(walk.turned(at(1, None), false), Some(at(0, None)));
        assert_eq!(walk.turned(at(0, None), false), None);
        assert!(walk.rests_at(at(1, None)) && !walk.rests_at(at(1, Some(0))));
    }

    #[test]
    fn a_path_that_leads_nowhere_leads_as_far_as_it_can() {
        let walk = walk(3);
        let power = Spot { stop: 1, row: None };
        assert_eq!(walk.nearest("power/row-99"), Some(power));
        assert_eq!(walk.nearest("power/x/y"), Some(power));
        assert_eq!(walk.nearest("seed"), Some(Spot::default()));
        assert_eq!(walk.nearest("nowhere"), None);
    }
}
