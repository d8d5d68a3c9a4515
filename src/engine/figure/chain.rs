//! A chain of certificates: who signed whom, and when each is valid.

use crate::engine::text::Text;
use crate::engine::time::utc;

/// Certificates from the one that is trusted down to the one that is shown, and
/// the clock.
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
    /// `None` for the one that is trusted without.
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
        let periods = self.links.iter().flat_map(|link| link.period);
        let (first, last) = periods.fold((self.now, self.now), |(first, last), at| {
            (first.min(at), last.max(at))
        });
        // Seconds near the end of 64 bits leave no room for the factor.
        let coarse = if last - first > u64::MAX / 960 { 10 } else { 0 };
        let span = ((last - first) >> coarse).max(1);
        let share = (at.saturating_sub(first) >> coarse) * 960 / span;
        20 + u32::try_from(share).unwrap_or(960)
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        let mut all = vec![format!(
            "A chain of {} certificates on one time line.",
            self.links.len()
        )];
        for link in &self.links {
            let signed = match link.signed {
                None => "is trusted",
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
}
