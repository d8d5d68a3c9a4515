//! Dates as people and standards write them, without a clock.

/// Seconds since 1970-01-01 UTC as `2026-11-23 18:00:00 UTC`.
#[must_use]
pub fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// Reads `2026-11-23 18:00:00`, with or without the time or its seconds, with
/// a space or a `T` between, and with or without `UTC` or `Z` at the end.
/// `None` for anything else, and for days that no calendar has.
#[must_use]
pub fn parse_utc(text: &str) -> Option<u64> {
    let text = text.trim();
    let text = text
        .strip_suffix("UTC")
        .or_else(|| text.strip_suffix(['Z', 'z']))
        .unwrap_or(text)
        .trim_end();
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "0:0:0"));
    let mut parts = date.split('-').map(|part| number(part, 4));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let mut clock = time.trim().split(':').map(|part| number(part, 2));
    let (hour, minute) = (clock.next()??, clock.next()??);
    let second = clock.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || clock.next().is_some() {
        return None;
    }
    seconds(year, month, day, hour, minute, second)
}

/// A date and time of the Gregorian calendar in seconds since 1970-01-01 UTC.
/// `None` before that day and where the calendar has no such time.
#[must_use]
pub fn seconds(
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
) -> Option<u64> {
    if !(1970..=9999).contains(&year)
        || !(1..=12).contains(&month)
        || hour > 23
        || minute > 59
        || second > 59
    {
        return None;
    }
    let days = days(year, month, day);
    (date(days) == (year, month, day)).then_some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

/// The days from 1970-01-01 to a date; months run over into the next.
fn days(year: u64, month: u64, day: u64) -> u64 {
    // Counted from March, so that the leap day comes last.
    let (year, month) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    (year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day)
        .saturating_sub(719_469)
}

/// The date some days after 1970-01-01: year, month, day.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year_of_era + next, month, day)
}

fn number(text: &str, digits: usize) -> Option<u64> {
    let fits = !text.is_empty() && text.len() <= digits;
    (fits && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        for (at, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (499_162_800, "1985-10-26 08:20:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_795_456_800, "2026-11-23 18:00:00 UTC"),
            (253_402_300_799, "9999-12-31 23:59:59 UTC"),
        ] {
            assert_eq!(utc(at), text);
            assert_eq!(parse_utc(text), Some(at));
        }
        assert!(utc(u64::MAX).starts_with("584554051223-"));
    }

    #[test]
    fn every_day_of_eight_centuries() {
        for day in 0..300_000_u64 {
            let (year, month, date) = super::date(day);
            assert_eq!(days(year, month, date), day);
        }
    }

    #[test]
    fn reads_what_people_write() {
        let at = parse_utc("2026-11-23 18:00:00");
        for text in [
            "2026-11-23T18:00:00Z",
            "2026-11-23 18:00",
            " 2026-11-23 18:00 UTC ",
        ] {
            assert_eq!(parse_utc(text), at, "{text}");
        }
        assert_eq!(parse_utc("2026-11-23"), Some(1_795_392_000));
        for text in [
            "",
            "now",
            "2026-02-30",
            "2025-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-01-01 24:00",
            "2026-1-1 0",
            "1969-12-31",
            "2026-11-23 18:00:00:00",
            "2026-11-23-1",
            "+026-01-01",
        ] {
            assert_eq!(parse_utc(text), None, "{text}");
        }
    }
}
