//! A chain of certificates: who signed whom, and when each is valid.

use crate::engine::text::Text;
use crate::engine::time::{seconds, utc};

/// The last second of the year 9999.
const LAST: u64 = 253_402_300_799;

/// Certificates from the top, which is trusted where all is well, down to the
/// one that is shown, and the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The certificates, each below its issuer.
    pub links: Vec<Link>,
    /// The clock, in seconds since 1970-01-01 UTC.
    pub now: u64,
}

/// A certificate in its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whom it is for.
    pub subject: Text,
    /// Whom it names as its issuer.
    pub issuer: Text,
    /// The identifier of its key; empty where it says none.
    pub key: Text,
    /// Whether the signature holds under the key of the certificate above it;
    /// `None` for the one at the top.
    pub signed: Option<bool>,
    /// Whether the name of its issuer is the subject above it.
    pub named: Option<bool>,
    /// Whether the identifier that it has of its issuer's key is that of the
    /// key above it; `None` where one of the two says none.
    pub pointed: Option<bool>,
    /// The first and the last second of its validity.
    pub period: [u64; 2],
}

impl Link {
    /// Whether it is valid at this second.
    #[must_use]
    pub fn holds(&self, now: u64) -> bool {
        let [from, to] = self.period;
        (from..=to).contains(&now)
    }
}

impl Chain {
    /// Where a second is on the line, in thousandths of the width: all periods
    /// and the clock are on it.
    #[must_use]
    pub fn place(&self, at: u64) -> u32 {
        let (first, last) = self.ends();
        // Seconds near the end of 64 bits leave no room for the factor.
        let coarse = if last - first > u64::MAX / 960 { 10 } else { 0 };
        let span = ((last - first) >> coarse).max(1);
        let share = (at.saturating_sub(first) >> coarse) * 960 / span;
        20 + u32::try_from(share).unwrap_or(960)
    }

    /// The first and the last second on the line.
    fn ends(&self) -> (u64, u64) {
        let periods = self.links.iter().flat_map(|link| link.period);
        periods.fold((self.now, self.now), |(first, last), at| {
            (first.min(at), last.max(at))
        })
    }

    /// A few years of the line, evenly apart: each with its [`place`](Self::place).
    #[must_use]
    pub fn years(&self) -> Vec<(u64, u32)> {
        const APART: [u64; 11] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
        let (first, last) = self.ends();
        let year = |at: u64| utc(at).split('-').next().and_then(|year| year.parse().ok());
        let (Some(from), Some(to)) = (year(first), year(last.min(LAST))) else {
            return Vec::new();
        };
        let apart = APART.into_iter().find(|apart| (to - from) / apart < 6);
        let years = (from + 1..=to).filter(|year| apart.is_some_and(|apart| year % apart == 0));
        let begins = |year| seconds(year, 1, 1, 0, 0, 0);
        years
            .filter_map(|year| Some((year, self.place(begins(year)?))))
            .collect()
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        let mut all = vec![format!(
            "A chain of {} certificates on one time line.",
            self.links.len()
        )];
        for link in &self.links {
            let signed = match link.signed {
                None => "stands at the top",
                Some(true) => "is signed by the one above",
                Some(false) => "is not signed by the one above",
            };
            let [from, to] = link.period.map(utc);
            let valid = if link.holds(self.now) { "" } else { "not " };
            all.push(format!(
                "{} {signed}; from {from} to {to}, {valid}valid now.",
                link.subject
            ));
        }
        all.join(" ")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    fn link(period: [u64; 2]) -> Link {
        Link {
            subject: "CN=A".into(),
            issuer: "CN=A".into(),
            key: "".into(),
            signed: None,
            named: None,
            pointed: None,
            period,
        }
    }

    #[test]
    fn all_stand_on_one_line() {
        let chain = Chain {
            links: vec![link([0, 1000]), link([100, 200])],
            now: 500,
        };
        assert_eq!(chain.place(0), 20);
        assert_eq!(chain.place(1000), 980);
        assert_eq!(chain.place(500), 500);
        assert!(chain.links[0].holds(500) && !chain.links[1].holds(500));
        let far = Chain {
            links: vec![link([0, u64::MAX])],
            now: 1,
        };
        assert_eq!(far.place(u64::MAX), 980);
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
            let chain = Chain {
                links: vec![link([at(from), at(to)])],
                now: at(from),
            };
            let found: Vec<u64> = chain.years().iter().map(|(year, _)| *year).collect();
            assert_eq!(found, years);
            let mut places = chain.years().into_iter().map(|(_, place)| place);
            assert!(places.all(|place| (20..=980).contains(&place)));
        }
    }
}
