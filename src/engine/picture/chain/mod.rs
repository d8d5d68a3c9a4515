//! A chain of certificates: who signed whom, and when each is valid.

mod draw;

use super::era::Era;
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::time::utc;
use crate::engine::trace::Picture;

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
    /// The line of time that all periods and the clock are on.
    #[must_use]
    pub fn era(&self) -> Era {
        let periods = self.links.iter().flat_map(|link| link.period);
        let (first, last) = periods.fold((self.now, self.now), |(first, last), at| {
            (first.min(at), last.max(at))
        });
        Era::new(first, last)
    }
}

impl Picture for Chain {
    fn kind(&self) -> &'static str {
        "chain"
    }

    fn says(&self) -> String {
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

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::chain(self)
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
        assert_eq!(
            [0, 500, 1000].map(|at| chain.era().place(at)),
            [20, 500, 980]
        );
        assert!(chain.links[0].holds(500) && !chain.links[1].holds(500));
    }
}
