//! A line of time.

use crate::engine::time::{seconds, utc};

/// The last second of the year 9999, the last that a certificate can name
/// (RFC 5280 §4.1.2.5).
const LAST: u64 = 253_402_300_799;

/// The thousandths that are left free at each end of a line, where nobody asks for
/// more.
const MARGIN: u32 = 20;

/// A line from one second to another, a little wider than both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Era {
    first: u64,
    last: u64,
    margin: u32,
}

impl Era {
    /// The line between two seconds since 1970, the first no later than the last.
    #[must_use]
    pub fn new(first: u64, last: u64) -> Self {
        Self {
            first,
            last,
            margin: MARGIN,
        }
    }

    /// The same with so many thousandths free at each end, below 500.
    #[must_use]
    pub fn with_margin(self, margin: u32) -> Self {
        Self { margin, ..self }
    }

    /// Where a second is, in thousandths of the width.
    #[must_use]
    pub fn place(self, at: u64) -> u32 {
        let room = u64::from(1000 - 2 * self.margin);
        // Seconds near the end of 64 bits leave no room for the factor.
        let coarse = if self.last - self.first > u64::MAX / room {
            10
        } else {
            0
        };
        let span = ((self.last - self.first) >> coarse).max(1);
        let share = (at.saturating_sub(self.first) >> coarse).saturating_mul(room) / span;
        self.margin + u32::try_from(share.min(room)).unwrap_or(0)
    }

    /// The second at a share of the line; none after the year 9999.
    #[must_use]
    pub fn share(self, of: u32, all: u32) -> u64 {
        let last = self.last.min(LAST);
        let span = last.saturating_sub(self.first);
        let whole = span / u64::from(all.max(1)) * u64::from(of);
        self.first.saturating_add(whole).min(LAST)
    }

    /// A few years, evenly apart: each with its [`place`](Self::place).
    #[must_use]
    pub fn years(self) -> Vec<(u64, u32)> {
        const APART: [u64; 11] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
        let year = |at: u64| utc(at).split('-').next().and_then(|year| year.parse().ok());
        let (Some(from), Some(to)) = (year(self.first), year(self.last.min(LAST))) else {
            return Vec::new();
        };
        let apart = APART.into_iter().find(|apart| (to - from) / apart < 6);
        let years = (from + 1..=to).filter(|year| apart.is_some_and(|apart| year % apart == 0));
        let begins = |year| seconds(year, 1, 1, 0, 0, 0);
        years
            .filter_map(|year| Some((year, self.place(begins(year)?))))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn places_leave_a_margin() {
        let era = Era::new(0, 1000);
        assert_eq!(
            [0, 500, 1000, 5000].map(|at| era.place(at)),
            [20, 500, 980, 980]
        );
        assert_eq!(Era::new(0, u64::MAX).place(u64::MAX), 980);
        assert_eq!(Era::new(7, 7).place(7), 20);
        assert_eq!([0, 1, 2].map(|of| era.share(of, 2)), [0, 500, 1000]);
        assert_eq!(Era::new(0, u64::MAX).share(1, 1), LAST);
    }

    #[test]
    fn years_are_few_and_evenly_apart() {
        let at = |year| seconds(year, 7, 1, 0, 0, 0).unwrap();
        for (from, to, years) in [
            (2026, 2026, &[][..]),
            (2026, 2027, &[2027]),
            (2026, 2036, &[2028, 2030, 2032, 2034, 2036]),
            (2015, 2035, &[2020, 2025, 2030, 2035]),
            (1970, 9999, &[2000, 4000, 6000, 8000]),
        ] {
            let era = Era::new(at(from), at(to));
            let found: Vec<u64> = era.years().iter().map(|(year, _)| *year).collect();
            assert_eq!(found, years);
            let mut places = era.years().into_iter().map(|(_, place)| place);
            assert!(places.all(|place| (20..=980).contains(&place)));
        }
    }
}
