//! Periods on one line of time, and the clock as a hand on it.

mod draw;

pub(super) use draw::clock;

use super::era::Era;
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::time::utc;
use crate::engine::trace::Picture;

/// Into so many places the line is divided for a hand.
const PLACES: u32 = 48;

/// When certificates are valid, and the clock, which a hand can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Whose period each is, and its first and last second since 1970.
    pub spans: Vec<(Text, [u64; 2])>,
    /// What the clock says, in seconds since 1970.
    pub now: u64,
    /// The id of the input that sets it.
    pub input: &'static str,
}

impl Clock {
    /// The line: all periods, a little before and after them, and the clock.
    #[must_use]
    pub fn era(&self) -> Era {
        let ends = |more: u64| {
            let periods = self.spans.iter().flat_map(|(_, period)| *period);
            periods.fold((self.now, self.now), |(first, last), at| {
                (
                    first.min(at.saturating_sub(more)),
                    last.max(at.saturating_add(more)),
                )
            })
        };
        let (first, last) = ends(0);
        let (first, last) = ends((last - first) / 16);
        Era::new(first, last)
    }

    /// The days that a hand can set it to, in their order: where each is on the
    /// line, and how the input wants it.
    #[must_use]
    pub fn days(&self) -> Vec<(u32, String)> {
        let era = self.era();
        let day = |at: u64| utc(at).split(' ').next().unwrap_or_default().to_owned();
        (0..PLACES)
            .map(|number| era.share(2 * number + 1, 2 * PLACES))
            .map(|at| (era.place(at), day(at)))
            .collect()
    }

    /// The number of the day next to what the clock says.
    #[must_use]
    pub fn nearest(&self, days: &[(u32, String)]) -> usize {
        let now = self.era().place(self.now);
        let all = days.iter().enumerate();
        let nearest = all.min_by_key(|(_, (place, _))| place.abs_diff(now));
        nearest.map_or(0, |(number, _)| number)
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        let spans = self.spans.iter().map(|(name, [from, to])| {
            let is = if (*from..=*to).contains(&self.now) {
                "is"
            } else {
                "is not"
            };
            format!("{name} {is} valid")
        });
        let spans: Vec<String> = spans.collect();
        format!("The clock says {}: {}.", utc(self.now), spans.join(", "))
    }
}

impl Picture for Clock {
    fn kind(&self) -> &'static str {
        "clock"
    }

    fn says(&self) -> String {
        let mut says = format!("The clock says {}.", utc(self.now));
        for (name, [from, to]) in &self.spans {
            let holds = match (*from..=*to).contains(&self.now) {
                true => "within",
                false => "outside of",
            };
            says += &format!(
                " That is {holds} {} to {}, for {name}.",
                utc(*from),
                utc(*to)
            );
        }
        says
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        let mut ink = Ink::default();
        clock(self, &mut ink);
        ink
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::pki::validity;

    fn clock(now: u64) -> Clock {
        let (day, year) = (86_400, 31_536_000);
        Clock {
            spans: vec![
                ("Root".into(), [50 * year, 60 * year]),
                ("localhost".into(), [56 * year, 56 * year + 397 * day]),
            ],
            now,
            input: "time",
        }
    }

    #[test]
    fn each_day_can_be_set_and_is_then_the_one_that_is_set() {
        let days = clock(56 * 31_536_000).days();
        assert_eq!(days.len(), 48);
        for (number, (_, day)) in days.iter().enumerate() {
            let set = clock(validity::parse(day).unwrap());
            assert_eq!(set.nearest(&set.days()), number, "{day}");
        }
    }

    #[test]
    fn before_during_and_after_are_on_the_line() {
        let one = clock(56 * 31_536_000);
        let days = one.days();
        let seconds = |(_, day): &(u32, String)| validity::parse(day).unwrap();
        let [_, [from, to]] = [one.spans[0].1, one.spans[1].1];
        assert!(days.iter().map(seconds).any(|at| at < one.spans[0].1[0]));
        assert!(days.iter().map(seconds).any(|at| (from..=to).contains(&at)));
        assert!(days.iter().map(seconds).any(|at| at > one.spans[0].1[1]));
        assert!(one.says().ends_with("Root is valid, localhost is valid."));
        let late = clock(70 * 31_536_000);
        assert!(late.says().contains("Root is not valid"));
        assert!(late.era().place(late.now) <= 980);
    }

    #[test]
    fn no_line_goes_beyond_the_last_year() {
        let ever = Clock {
            spans: vec![("Ever".into(), [0, 253_402_300_799])],
            now: 1_795_500_000,
            input: "time",
        };
        for (_, day) in ever.days() {
            assert!(validity::parse(&day).is_ok(), "{day}");
        }
    }
}
