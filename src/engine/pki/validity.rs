//! From when until when (RFC 5280 §4.1.2.5).

use super::error;
use crate::engine::diagnosis::Diagnosis;
use der::{DateTime, Tag};
use std::time::Duration;
use x509_cert::time::{Time, Validity};

/// The seconds of a day.
pub const DAY: u64 = 24 * 60 * 60;

/// The first second of 2050, from which on times have another form
/// (RFC 5280 §4.1.2.5).
pub const YEAR_2050: u64 = 2_524_608_000;

/// The last second that a certificate can name: 9999-12-31 23:59:59.
pub const LAST: u64 = 253_402_300_799;

/// A period in seconds since 1970-01-01 UTC. Both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// notBefore: its first second.
    pub from: u64,
    /// notAfter: its last second.
    pub to: u64,
}

/// What is wrong with a time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeError {
    /// Not a date.
    Unreadable {
        /// What stands there.
        found: String,
    },
    /// A date that the calendar does not have, or that comes before 1970.
    NoSuchDay {
        /// What stands there.
        found: String,
    },
    /// A time of day that no clock shows.
    NoSuchTime {
        /// What was expected, such as "an hour from 00 to 23".
        expected: &'static str,
        /// The number that stands there.
        found: String,
    },
    /// After the year 9999.
    TooLate,
    /// The end comes before the start.
    EndBeforeStart {
        /// The start.
        from: u64,
        /// The end.
        to: u64,
    },
}

impl TimeError {
    /// The same in words for a person.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        match self {
            Self::Unreadable { found } => Diagnosis::expected(
                "a day as YYYY-MM-DD, with a time of day as HH:MM:SS if you like",
            )
            .found(format!("{found:?}")),
            Self::NoSuchDay { found } => {
                Diagnosis::expected("a day that the calendar has, from 1970 on")
                    .found(format!("{found:?}"))
            }
            Self::NoSuchTime { expected, found } => {
                Diagnosis::expected(*expected).found(found.clone())
            }
            Self::TooLate => {
                Diagnosis::expected("an end before the year 10000").found("a later one")
            }
            Self::EndBeforeStart { from, to } => {
                Diagnosis::expected(format!("an end after the start, {}", show(*from)))
                    .found(show(*to))
            }
        }
    }
}

impl Period {
    /// A period between two times.
    ///
    /// # Errors
    /// When it ends before it starts, or after the year 9999.
    pub fn new(from: u64, to: u64) -> Result<Self, TimeError> {
        if to > LAST {
            return Err(TimeError::TooLate);
        }
        if to < from {
            return Err(TimeError::EndBeforeStart { from, to });
        }
        Ok(Self { from, to })
    }

    /// So many whole days from a time on. The last second belongs to the
    /// period, so the end is one second before the same time of day.
    ///
    /// # Errors
    /// When it has no day, or ends after the year 9999.
    pub fn days(from: u64, days: u64) -> Result<Self, TimeError> {
        let after = days
            .checked_mul(DAY)
            .and_then(|length| from.checked_add(length))
            .ok_or(TimeError::TooLate)?;
        Self::new(from, after.saturating_sub(1))
    }

    /// Its length in seconds, both ends counted; none where a certificate
    /// ends before it begins.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.to.saturating_add(1).saturating_sub(self.from)
    }

    /// Whether a time belongs to it.
    #[must_use]
    pub fn contains(self, at: u64) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// The period as ASN.1: UTCTime until 2049, GeneralizedTime from 2050 on.
    ///
    /// # Errors
    /// Only when the crate refuses what was checked here.
    pub fn to_validity(self) -> Result<Validity, Diagnosis> {
        Ok(Validity::new(to_time(self.from)?, to_time(self.to)?))
    }
}

/// Reads a time of a certificate (RFC 5280 §4.1.2.5): UTCTime with two digits
/// of the year, from 1950 to 2049, or GeneralizedTime with four. What lies
/// before 1970 counts as 1970.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn read(tag: Tag, value: &[u8]) -> Result<u64, String> {
    let text = String::from_utf8_lossy(value);
    let digits = text.strip_suffix('Z').unwrap_or(&text);
    let (year, rest) = match tag {
        Tag::UtcTime => digits.split_at_checked(2),
        Tag::GeneralizedTime => digits.split_at_checked(4),
        other => return Err(format!("a {other}")),
    }
    .ok_or_else(|| format!("{text:?}"))?;
    let is_whole = rest.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_whole || digits.len() == text.len() {
        return Err(match rest.len() {
            8 => format!("{text:?}, without seconds"),
            _ => format!("{text:?}"),
        });
    }
    let year: u16 = year.parse().map_err(|_| format!("{text:?}"))?;
    let year = match (tag, year) {
        (Tag::UtcTime, 50..) => 1900 + year,
        (Tag::UtcTime, _) => 2000 + year,
        _ => year,
    };
    let number = |at: usize| -> u8 {
        let digits = rest.get(2 * at..2 * at + 2);
        digits
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(u8::MAX)
    };
    // The calendar begins again every 400 years; the crate's begins in 1970.
    let later = if year < 1970 { 400 } else { 0 };
    let time = DateTime::new(
        (year + later).max(1970),
        number(0),
        number(1),
        number(2),
        number(3),
        number(4),
    );
    let seconds = time.map_err(|_| format!("{text:?}, which no calendar has"))?;
    Ok(if later > 0 {
        0
    } else {
        seconds.unix_duration().as_secs()
    })
}

fn to_time(seconds: u64) -> Result<Time, Diagnosis> {
    DateTime::from_unix_duration(Duration::from_secs(seconds))
        .map(Time::from)
        .map_err(error::internal)
}

/// Reads `YYYY-MM-DD`, alone or with `HH:MM` or `HH:MM:SS` after a space or a
/// `T`, with or without a `Z`: always UTC.
///
/// # Errors
/// When it is not a date, or one that does not exist.
pub fn parse(text: &str) -> Result<u64, TimeError> {
    let text = text.trim();
    let unreadable = || TimeError::Unreadable { found: text.into() };
    let bare = text.strip_suffix("UTC").unwrap_or(text).trim_end();
    let bare = bare.strip_suffix('Z').unwrap_or(bare);
    let (day, clock) = bare.split_once([' ', 'T']).unwrap_or((bare, "00:00:00"));
    let numbers = |text: &str, by: char, widths: &[usize]| -> Option<Vec<u16>> {
        let parts: Vec<&str> = text.split(by).collect();
        if parts.len() != widths.len() {
            return None;
        }
        parts
            .iter()
            .zip(widths)
            .map(|(part, width)| {
                let digits = part.len() == *width && part.bytes().all(|b| b.is_ascii_digit());
                digits.then(|| part.parse().ok()).flatten()
            })
            .collect()
    };
    let day = numbers(day, '-', &[4, 2, 2]).ok_or_else(unreadable)?;
    let clock = numbers(clock, ':', &[2, 2, 2])
        .or_else(|| numbers(clock, ':', &[2, 2]))
        .ok_or_else(unreadable)?;
    let at = |list: &[u16], index: usize| list.get(index).copied().unwrap_or(0);
    for (index, last, expected) in [
        (0, 23, "an hour from 00 to 23"),
        (1, 59, "a minute from 00 to 59"),
        (2, 59, "a second from 00 to 59"),
    ] {
        let number = at(&clock, index);
        if number > last {
            return Err(TimeError::NoSuchTime {
                expected,
                found: format!("{number:02}"),
            });
        }
    }
    let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    DateTime::new(
        at(&day, 0),
        small(at(&day, 1)),
        small(at(&day, 2)),
        small(at(&clock, 0)),
        small(at(&clock, 1)),
        small(at(&clock, 2)),
    )
    .map(|time| time.unix_duration().as_secs())
    .map_err(|_| TimeError::NoSuchDay { found: text.into() })
}

/// A time in words: `2026-11-23 12:00:00 UTC`.
#[must_use]
pub fn show(seconds: u64) -> String {
    match DateTime::from_unix_duration(Duration::from_secs(seconds)) {
        Ok(t) => format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minutes(),
            t.seconds()
        ),
        Err(_) => "after the year 9999".into(),
    }
}

/// Its day alone.
#[must_use]
pub fn day(at: u64) -> String {
    let shown = show(at);
    let day = shown.split([' ', 'T']).next();
    day.unwrap_or_default().to_owned()
}

/// A length of time in words: `397 days`.
#[must_use]
pub fn show_length(seconds: u64) -> String {
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let days = match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    match rest {
        0 => days,
        rest => format!(
            "{days} and {:02}:{:02}:{:02}",
            rest / 3600,
            rest / 60 % 60,
            rest % 60
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;

    #[test]
    fn dates_are_read_and_shown() {
        for (text, seconds) in [
            ("1970-01-01", 0),
            ("2026-11-23", 1_795_392_000),
            ("2026-11-23 12:34", 1_795_437_240),
            ("2026-11-23T12:34:56Z", 1_795_437_296),
            ("2026-11-23 12:34:56 UTC", 1_795_437_296),
            ("9999-12-31 23:59:59", LAST),
        ] {
            assert_eq!(parse(text), Ok(seconds), "{text}");
            assert_eq!(parse(&show(seconds)), Ok(seconds));
        }
        for text in [
            "",
            "soon",
            "23.11.2026",
            "2026-1-1",
            "2026-11-23 1:00",
            "+026-01-01",
        ] {
            assert!(
                matches!(parse(text), Err(TimeError::Unreadable { .. })),
                "{text}"
            );
        }
        for text in ["2026-02-29", "2026-13-01", "1969-12-31"] {
            assert!(
                matches!(parse(text), Err(TimeError::NoSuchDay { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn a_time_of_day_that_is_none_is_named() {
        for (clock, says) in [
            ("25:00", "an hour from 00 to 23, found 25"),
            ("24:00:00", "an hour from 00 to 23, found 24"),
            ("12:60", "a minute from 00 to 59, found 60"),
            ("23:59:60", "a second from 00 to 59, found 60"),
        ] {
            let diagnosis = parse(&format!("2026-11-23 {clock}"))
                .unwrap_err()
                .diagnosis();
            assert_eq!(
                format!("{}, found {}", diagnosis.expected, diagnosis.found),
                says
            );
        }
    }

    #[test]
    fn both_ends_belong_to_a_period() {
        let period = Period::days(1000, 397).unwrap();
        assert_eq!(period.seconds(), 397 * DAY);
        assert!(period.contains(1000) && period.contains(period.to));
        assert!(!period.contains(period.to + 1));
        assert!(matches!(
            Period::days(1000, 0),
            Err(TimeError::EndBeforeStart { .. })
        ));
        assert_eq!(Period::days(0, u64::MAX), Err(TimeError::TooLate));
        assert_eq!(show_length(397 * DAY), "397 days");
        assert_eq!(show_length(DAY + 61), "1 day and 00:01:01");
    }

    #[test]
    fn the_encoding_changes_in_2050() {
        let edge = parse("2050-01-01").unwrap();
        assert_eq!(edge, YEAR_2050);
        let validity = Period::new(edge - 1, edge).unwrap().to_validity().unwrap();
        assert!(matches!(validity.not_before, Time::UtcTime(_)));
        assert!(matches!(validity.not_after, Time::GeneralTime(_)));
    }

    #[test]
    fn times_are_read_as_they_stand() {
        let at = |tag, text: &str| read(tag, text.as_bytes());
        let second = |text| Ok(parse(text).unwrap());
        assert_eq!(
            at(Tag::UtcTime, "261124120000Z"),
            second("2026-11-24 12:00:00")
        );
        assert_eq!(
            at(Tag::UtcTime, "491231235959Z"),
            second("2049-12-31 23:59:59")
        );
        assert_eq!(at(Tag::UtcTime, "600229000000Z"), Ok(0));
        assert_eq!(at(Tag::UtcTime, "700101000001Z"), Ok(1));
        assert_eq!(
            at(Tag::GeneralizedTime, "20500101000000Z"),
            second("2050-01-01")
        );
        assert_eq!(at(Tag::GeneralizedTime, "99991231235959Z"), Ok(LAST));
        for (tag, text, says) in [
            (Tag::UtcTime, "2611241200Z", "without seconds"),
            (Tag::UtcTime, "261124120000", "261124120000"),
            (Tag::UtcTime, "261124120000+0100", "+0100"),
            (Tag::UtcTime, "261324120000Z", "no calendar"),
            (Tag::UtcTime, "610229000000Z", "no calendar"),
            (Tag::GeneralizedTime, "20261124120000.5Z", ".5"),
            (Tag::Null, "", "NULL"),
        ] {
            let error = at(tag, text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
