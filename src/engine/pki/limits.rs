//! How long public CAs let the certificate of a server live (CA/Browser Forum,
//! Baseline Requirements §6.3.2). Private CAs are not asked.
//!
//! What came before March 2018 was counted in months and is left out.

use super::validity::{self, DAY, Period};

/// The most that holds for certificates that begin on a day or later, until
/// the day of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The first second, since 1970-01-01 UTC.
    pub since: u64,
    /// So many days at most.
    pub days: u64,
}

/// The limits, by their days: of ballots 193, SC31 and SC-081v3.
pub const LIMITS: [Limit; 5] = [
    of(17_591, 825),
    of(18_506, 398),
    of(20_527, 200),
    of(20_892, 100),
    of(21_623, 47),
];

/// Those of today and later for whoever chooses a validity.
pub const IN_WORDS: &str = "A public CA may grant at most 200 days since 15 March 2026, 100 from 15 March 2027 and \
    47 from 15 March 2029; 397 were usual before. None of this binds a root of your own, \
    except that Apple's systems refuse more than 825 days.";

/// A limit since a day, counted from 1970-01-01.
const fn of(day: u64, days: u64) -> Limit {
    Limit {
        since: day * DAY,
        days,
    }
}

impl Limit {
    /// The limit for a certificate that begins then, where there is one.
    #[must_use]
    pub fn at(from: u64) -> Option<Self> {
        let mut latest_first = LIMITS.into_iter().rev();
        latest_first.find(|limit| limit.since <= from)
    }

    /// The limit that a period exceeds.
    #[must_use]
    pub fn exceeded(period: Period) -> Option<Self> {
        Self::at(period.from).filter(|limit| days(period) > limit.days)
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let since = validity::show(self.since);
        let day = since.split(' ').next().unwrap_or_default();
        write!(f, "at most {} days since {day}", self.days)
    }
}

/// How many days a period has. Both ends count (RFC 5280 §4.1.2.5), and a day
/// is of 86,400 seconds: a second more is a day more.
#[must_use]
pub fn days(period: Period) -> u64 {
    period.seconds().div_ceil(DAY)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;

    #[test]
    fn each_limit_holds_from_its_day_on() {
        let says = [
            "at most 825 days since 2018-03-01",
            "at most 398 days since 2020-09-01",
            "at most 200 days since 2026-03-15",
            "at most 100 days since 2027-03-15",
            "at most 47 days since 2029-03-15",
        ];
        assert_eq!(LIMITS.map(|limit| limit.to_string()), says);
        let words = [
            "200 days since 15 March 2026",
            "100 from 15 March 2027",
            "47 from 15 March 2029",
        ];
        for (limit, words) in LIMITS[2..].iter().zip(words) {
            assert!(IN_WORDS.contains(words) && words.starts_with(&limit.days.to_string()));
        }
        let mut before = None;
        for limit in LIMITS {
            assert_eq!(Limit::at(limit.since - 1), before);
            assert_eq!(Limit::at(limit.since), Some(limit));
            before = Some(limit);
        }
        assert_eq!(Limit::at(validity::LAST), before);
    }

    #[test]
    fn a_second_more_is_a_day_more() {
        for limit in LIMITS {
            let most = Period::days(limit.since, limit.days).unwrap();
            assert_eq!((days(most), Limit::exceeded(most)), (limit.days, None));
            let more = Period::new(most.from, most.to + 1).unwrap();
            assert_eq!(days(more), limit.days + 1);
            assert_eq!(Limit::exceeded(more), Some(limit));
        }
        let old = Period::days(LIMITS[0].since - 1, 4000).unwrap();
        assert_eq!(Limit::exceeded(old), None);
        // One that ends before it begins has none.
        let none = Period { from: 10, to: 3 };
        assert_eq!(days(none), 0);
    }
}
