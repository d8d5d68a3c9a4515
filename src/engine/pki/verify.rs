//! The checks of a chain, told one by one: each certificate under the
//! certificate of its issuer (RFC 5280 §6.1.3 and §6.1.4, RFC 9525 §6).
//!
//! All checks are made, also after one has failed, so that everything that is
//! wrong is seen at once. Which certificates stand in the chain is found by
//! [`path`], whose judgement has the last word.

mod issuer;
mod link;
mod picture;
mod server;
mod whole;

use super::host::Host;
use super::path::{self, Gap, Left, Objection, Question, Verdict};
use super::read::Certificate;
use super::serial::colons;
use crate::engine::picture::{self as figure, Chain};
use crate::engine::trace::{Observer, Step};
use link::{
    chaining, extensions_in_order, extensions_of_issuer, is_signed, key_identifiers,
    period_of_certificate, period_of_issuer, signature,
};
use picture::PictureContext;
pub use picture::short;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

/// A link of a chain: a certificate under the certificate of its issuer.
#[derive(Clone, Copy, Debug)]
struct Link<'a> {
    certificate: &'a Certificate,
    issuer: &'a Certificate,
    /// The host that is asked for.
    host: &'a Host,
    /// The time, in seconds since 1970-01-01 UTC.
    at: u64,
    /// How many CAs stand below the issuer, those not counted that are issued
    /// by themselves.
    below: usize,
    /// Whether the issuer is one of those that are trusted.
    is_anchored: bool,
}

/// One check and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub id: &'static str,
    /// What is checked.
    pub title: &'static str,
    /// Whom the certificate is for that it is about; empty where it is about
    /// the chain.
    pub about: String,
    /// Whether it holds; `None` where that cannot be told here, or nothing
    /// follows from it.
    pub passed: Option<bool>,
    /// Whether it is only to be noticed: no verdict follows from it.
    pub is_remark: bool,
    /// What was found.
    pub says: String,
}

impl Check {
    /// Whether nothing speaks against the chain here.
    fn stands(&self) -> bool {
        self.passed == Some(true) || self.is_remark
    }
}

/// All outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// The checks in order.
    pub checks: Vec<Check>,
    /// Whom the certificates of the chain are for, from the one that is shown
    /// upwards.
    pub chain: Vec<String>,
    /// Why the chain does not end with one that is trusted; `None` where it
    /// does.
    pub gap: Option<Gap>,
    /// Faults of the certificates that no browser minds.
    pub remarks: Vec<Objection>,
    /// Certificates at hand that could be issuers here and were not taken, and why.
    pub left: Vec<Left>,
    /// Whether the steps of the signatures, where they were told, say the same as
    /// the crate.
    pub agrees: bool,
    /// Whether the steps of a signature were log.
    pub is_told: bool,
}

impl Validation {
    /// The outcome in a word.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.first_failure().is_some() {
            Verdict::Refused
        } else if self.first_unjudged().is_some() {
            Verdict::Unjudged
        } else {
            Verdict::Holds
        }
    }

    /// Whether all checks hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.verdict() == Verdict::Holds
    }

    /// The first that does not hold.
    #[must_use]
    pub fn first_failure(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.passed == Some(false))
    }

    /// The first that could not be log.
    #[must_use]
    pub fn first_unjudged(&self) -> Option<&Check> {
        let mut checks = self.checks.iter();
        checks.find(|check| check.passed.is_none() && !check.is_remark)
    }
}

/// Looks for a path, makes all checks along it, and tells each. Where none
/// leads to trust, they are made as far up as it goes.
pub fn check(question: Question<'_>, host: &Host, observer: &mut impl Observer) -> Validation {
    let question = Question {
        host: Some(host),
        ..question
    };
    let answer = path::validate(question);
    let chain = answer.path.clone();
    let is_self_issued = |one: &&&Certificate| one.is_self_issued();
    let is_trusted = |one: &Certificate| question.trusted.iter().any(|it| it.der() == one.der());
    let links = chain.windows(2).enumerate().filter_map(|(place, pair)| {
        let [certificate, issuer] = pair else {
            return None;
        };
        let cas = chain.get(1..=place).unwrap_or_default();
        Some(Link {
            certificate,
            issuer,
            host,
            at: question.at,
            below: cas.len() - cas.iter().filter(is_self_issued).count(),
            is_anchored: is_trusted(issuer),
        })
    });
    let links: Vec<Link<'_>> = links.collect();
    observer.step(|| at_a_glance(&chain, &links, question.at));
    // Trusted as itself, or by nobody: no other certificate vouches for it.
    let own = question.certificate;
    let alone = Link {
        certificate: own,
        issuer: own,
        host,
        at: question.at,
        below: 0,
        is_anchored: is_trusted(own),
    };
    let is_own = own.is_self_issued() && matches!(answer.gap, None | Some(Gap::Untrusted));
    let top = links.last().copied().unwrap_or(alone);
    let (unsigned, constraints) = (whole::unsigned(&answer), whole::constraints(&chain));
    let of_links = match links.len() {
        0 => usize::from(is_own) + ALONE.len(),
        more => 1 + FIRST.len() + (more - 1) * (1 + ABOVE.len()),
    };
    let of_chain = usize::from(unsigned.is_some()) + usize::from(constraints.is_some());
    let mut log = CheckLog {
        checks: Vec::new(),
        agrees: true,
        is_told: false,
        // With whether it is trusted, the strength of keys and all else.
        planned: of_links + of_chain + 3,
    };
    log.tell(Some(whole::trusted(&answer)), top, observer);
    match links.split_first() {
        Some((first, above)) => {
            log.signature(*first, observer);
            log.all(FIRST, *first, observer);
            for (number, link) in (2..).zip(above) {
                observer.enter(|| above_it(number, link.certificate));
                let before = log.checks.len();
                log.signature(*link, observer);
                log.all(ABOVE, *link, observer);
                let these = log.checks.get(before..).unwrap_or_default();
                let holds = these.iter().all(Check::stands);
                observer.amend(|step| *step = std::mem::take(step).passes_if(holds));
                observer.leave();
            }
        }
        None => {
            if is_own {
                log.signature(alone, observer);
            }
            log.all(ALONE, alone, observer);
        }
    }
    log.tell(unsigned, top, observer);
    log.tell(constraints, top, observer);
    log.tell(whole::strength(&chain), top, observer);
    let rest = whole::rest(&answer, log.checks.iter().all(Check::stands));
    log.tell(Some(rest), top, observer);
    Validation {
        checks: log.checks,
        chain: chain.iter().map(|one| one.subject()).collect(),
        gap: answer.gap,
        remarks: path::profile(&chain),
        left: answer.left,
        agrees: log.agrees,
        is_told: log.is_told,
    }
}

/// The title of the check of a signature.
const SIGNED: &str = "The issuer's key signed these bytes";

/// Which certificates of a link a check is about.
#[derive(Clone, Copy, Debug)]
enum Whose {
    /// The certificate below.
    Own,
    /// The certificate of its issuer.
    Above,
    /// Both.
    Both,
}

impl Whose {
    fn of(self, link: Link<'_>) -> String {
        let [own, above] = [link.certificate, link.issuer].map(Certificate::subject);
        match self {
            Self::Own => own,
            Self::Above => above,
            Self::Both => format!("{own} and {above}"),
        }
    }
}

/// A check of a link, and whom it is about.
type OfLink = (Whose, fn(Link<'_>) -> CheckedStep);

/// The checks of the link to the certificate that is shown, after its
/// signature.
const FIRST: &[OfLink] = &[
    (Whose::Own, chaining),
    (Whose::Own, key_identifiers),
    (Whose::Own, period_of_certificate),
    (Whose::Above, period_of_issuer),
    (Whose::Above, issuer::is_a_ca),
    (Whose::Above, issuer::may_sign),
    (Whose::Above, issuer::path_length),
    (Whose::Own, server::usage),
    (Whose::Own, server::purpose),
    (Whose::Both, extensions_in_order),
    (Whose::Own, server::host_name),
];

/// The checks of each link further up.
const ABOVE: &[OfLink] = &[
    (Whose::Own, chaining),
    (Whose::Own, key_identifiers),
    (Whose::Above, period_of_issuer),
    (Whose::Above, issuer::is_a_ca),
    (Whose::Above, issuer::may_sign),
    (Whose::Above, issuer::path_length),
    (Whose::Above, extensions_of_issuer),
];

/// The checks of a certificate that has no issuer at hand.
const ALONE: &[OfLink] = &[
    (Whose::Own, period_of_certificate),
    (Whose::Own, server::usage),
    (Whose::Own, server::purpose),
    (Whose::Own, extensions_in_order),
    (Whose::Own, server::host_name),
];

/// The checks that were told so far.
struct CheckLog {
    checks: Vec<Check>,
    agrees: bool,
    is_told: bool,
    /// How many checks there will be.
    planned: usize,
}

impl CheckLog {
    fn context<'a>(&'a self, link: Link<'a>) -> PictureContext<'a> {
        PictureContext {
            link,
            before: &self.checks,
            checks: self.planned,
        }
    }

    fn signature(&mut self, link: Link<'_>, observer: &mut impl Observer) {
        let (check, agrees) = signature(&self.context(link), observer);
        self.checks.push(check);
        self.agrees &= agrees != Some(false);
        self.is_told |= agrees.is_some();
    }

    fn all(&mut self, checks: &[OfLink], link: Link<'_>, observer: &mut impl Observer) {
        for (whose, one) in checks {
            let (check, step) = one(link);
            // A check of two tells itself whose fault it found.
            let about = match check.about.is_empty() {
                true => whose.of(link),
                false => check.about.clone(),
            };
            self.tell(Some((Check { about, ..check }, step)), link, observer);
        }
    }

    fn tell(&mut self, checked: Option<CheckedStep>, link: Link<'_>, observer: &mut impl Observer) {
        let Some((check, step)) = checked else { return };
        observer.step(|| {
            let step = Step {
                id: check.id.into(),
                title: check.title.into(),
                says: check.says.clone().into(),
                ..step
            };
            let step = step.picture(self.context(link).of(&check));
            match check.passed {
                Some(passed) => step.passes_if(passed),
                None => step,
            }
        });
        self.checks.push(check);
    }
}

/// The step around the checks of a link further up.
fn above_it(number: u32, certificate: &Certificate) -> Step {
    Step::new(
        format!("link-{number}"),
        format!("And above it: {}", certificate.subject()),
    )
    .says(
        "Each certificate on the way is checked under the one above it, up to one that is trusted.",
    )
    .source("RFC 5280", "6.1")
}

/// The chain as a picture, before its checks one by one.
fn at_a_glance(chain: &[&Certificate], links: &[Link<'_>], now: u64) -> Step {
    let key = |of: &Certificate| {
        let identifier = of.extensions().one::<SubjectKeyIdentifier>().ok().flatten();
        identifier.map_or_else(String::new, |id| colons(id.0.as_bytes()))
    };
    let drawn = chain.iter().enumerate().map(|(place, of)| {
        let link = links.get(place);
        let identifiers = link.map(|link| key_identifiers(*link));
        figure::Link {
            subject: of.subject().into(),
            issuer: of.issuer().into(),
            key: key(of).into(),
            signed: link.map(|link| is_signed(*link)),
            named: link.map(|link| chaining(*link).0.passed == Some(true)),
            pointed: identifiers
                .filter(|(_, step)| !step.equations.is_empty())
                .map(|(check, _)| !check.is_remark),
            period: [of.period().from, of.period().to],
        }
    });
    let mut drawn: Vec<figure::Link> = drawn.collect();
    drawn.reverse();
    Step::new("chain", "The chain at a glance")
        .says("Who signed whom, and when each is valid. The checks follow one by one; all of them have to hold.")
        .source("RFC 5280", "6.1")
        .picture(Chain { links: drawn, now })
}

type CheckedStep = (Check, Step);

fn outcome(
    id: &'static str,
    title: &'static str,
    passed: bool,
    says: impl Into<String>,
    step: Step,
) -> CheckedStep {
    let says = says.into();
    (
        Check {
            id,
            title,
            about: String::new(),
            passed: Some(passed),
            is_remark: false,
            says,
        },
        step,
    )
}

/// A step that has its source and nothing else yet: title, words and verdict come
/// from the check.
fn by(document: &'static str, section: &'static str) -> Step {
    Step::default().source(document, section)
}
