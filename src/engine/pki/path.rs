//! Certification paths: from a certificate up to one that is trusted
//! (RFC 5280 §6), whichever way there is.
//!
//! All certificates at hand are candidates. Each path that reaches trust is
//! judged as a whole; the first that nothing speaks against is taken, and what
//! was left on the way is told, with the reason.

mod constraints;
pub(super) mod leaf;
mod profile;
pub(super) mod rules;
mod search;

use super::host::Host;
use super::read::Certificate;

/// What a certificate is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To prove a server (id-kp-serverAuth).
    Server,
    /// To prove a client (id-kp-clientAuth).
    Client,
}

/// How much is asked of those who made the certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// What RFC 5280 §6 and browsers refuse.
    Clients,
    /// Also what RFC 5280 §4 and the CA/Browser Forum ask of whoever makes
    /// certificates, and browsers pass over.
    Makers,
}

/// What is to be told.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The certificate that is shown.
    pub certificate: &'a Certificate,
    /// Those that are trusted.
    pub trusted: &'a [&'a Certificate],
    /// Those that may stand between, trusted by nobody as such.
    pub at_hand: &'a [&'a Certificate],
    /// The host that is asked for; `None` where no name is to be checked.
    pub host: Option<&'a Host>,
    /// What for.
    pub purpose: Purpose,
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: u64,
    /// How many certificates may stand between, self-issued ones not counted;
    /// `None` for as many as a search looks at.
    pub depth: Option<usize>,
    /// How much is asked.
    pub strictness: Strictness,
}

impl<'a> Question<'a> {
    /// Whether a certificate is one of a server at this time, below those that
    /// are trusted.
    #[must_use]
    pub fn of_server(
        certificate: &'a Certificate,
        trusted: &'a [&'a Certificate],
        at_hand: &'a [&'a Certificate],
        at: u64,
    ) -> Self {
        Self {
            certificate,
            trusted,
            at_hand,
            host: None,
            purpose: Purpose::Server,
            at,
            depth: None,
            strictness: Strictness::Clients,
        }
    }
}

/// Which kind of rule an objection stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// RFC 5280, or the name of the host: Chromium or Firefox refuses, and
    /// others may.
    Path,
    /// Chromium or Firefox refuses.
    Browser,
    /// Nobody here can tell.
    Unjudged,
    /// Whoever made it should not have; Firefox passes over it, and Chromium
    /// where nothing else is said.
    Profile,
}

/// What speaks against a certificate in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Its place: 0 for the one that is shown, then upwards.
    pub place: usize,
    /// What kind of rule it breaks.
    pub rule: Rule,
    /// What is wrong, in a sentence.
    pub says: String,
    /// Where the rule is written down.
    pub source: (&'static str, &'static str),
    /// Who refuses it all the same, where no verdict follows from it.
    pub follows: Refusers,
}

/// Who refuses what no verdict follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusers {
    /// Chromium.
    pub chromium: bool,
    /// openssl, whatever is asked of it.
    pub openssl: bool,
    /// `openssl verify -x509_strict`, which Python's `ssl` is since 3.13.
    pub strict: bool,
    /// The package `cryptography` of Python.
    pub python: bool,
    /// What else is to be said, as sentences.
    pub says: &'static str,
}

impl Refusers {
    /// Nobody who was asked.
    pub const NOBODY: Self = Self {
        chromium: false,
        openssl: false,
        strict: false,
        python: false,
        says: "",
    };
    /// Chromium alone.
    pub const CHROMIUM: Self = Self {
        chromium: true,
        ..Self::NOBODY
    };
    /// openssl, whatever is asked of it.
    pub const OPENSSL: Self = Self {
        openssl: true,
        strict: true,
        ..Self::NOBODY
    };
    /// openssl where it is strict.
    pub const STRICT: Self = Self {
        strict: true,
        ..Self::NOBODY
    };
    /// Python's `cryptography` alone.
    pub const PYTHON: Self = Self {
        python: true,
        ..Self::NOBODY
    };
    /// openssl where it is strict, and Python's `cryptography`.
    pub const STRICT_AND_PYTHON: Self = Self {
        strict: true,
        ..Self::PYTHON
    };

    /// With more to say.
    #[must_use]
    pub const fn saying(self, says: &'static str) -> Self {
        Self { says, ..self }
    }
}

/// What openssl does where it is strict, as the subject of a sentence.
const STRICT_OPENSSL: &str = "openssl with -x509_strict (Python’s ssl since 3.13)";

impl std::fmt::Display for Refusers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_strict = self.strict && !self.openssl;
        let clients = [
            ("Chromium", self.chromium),
            ("Firefox", false),
            ("openssl", self.openssl),
            (STRICT_OPENSSL, is_strict),
            ("Python’s cryptography", self.python),
        ];
        let named = |refuses: bool| {
            // Where it is strict, openssl is named once.
            let counts = |(name, own): &&(&str, bool)| {
                *own == refuses
                    && (is_strict || *name != STRICT_OPENSSL)
                    && !(is_strict && *name == "openssl")
            };
            let names: Vec<&str> = clients.iter().filter(counts).map(|it| it.0).collect();
            match names.as_slice() {
                [] => None,
                [one] => Some(((*one).to_owned(), true)),
                [first @ .., last] => Some((format!("{} and {last}", first.join(", ")), false)),
            }
        };
        if let Some((names, is_one)) = named(false) {
            let verb = if is_one { "passes" } else { "pass" };
            write!(f, "{names} {verb} over it.")?;
        }
        if let Some((names, is_one)) = named(true) {
            let verb = if is_one { "refuses" } else { "refuse" };
            write!(f, " {names} {verb} it.")?;
        }
        if !self.says.is_empty() {
            write!(f, " {}", self.says)?;
        }
        Ok(())
    }
}

/// A certificate that could have stood in a path and does not, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Whom it is for.
    pub subject: String,
    /// Whom the certificate is for above which it was tried.
    pub above: String,
    /// Why it was left.
    pub why: String,
}

/// Why a path does not end with a certificate that is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The issuer of its last certificate is neither trusted nor at hand.
    Missing,
    /// Its last certificate names itself as its issuer, and is not trusted.
    Untrusted,
    /// What is at hand does not fit; the objection says why.
    Unfit,
    /// The search was stopped by a limit of its own: nobody can tell.
    Limit,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The path, from the certificate that is shown to the one that is
    /// trusted: the one that holds, else the one with the fewest objections,
    /// else one whose names lead there although a signature does not hold.
    /// As far up as it goes where no path leads to trust.
    pub path: Vec<&'a Certificate>,
    /// Why it does not end with one that is trusted; `None` where it does.
    pub gap: Option<Gap>,
    /// What speaks against it.
    pub objections: Vec<Objection>,
    /// What was left on the way.
    pub left: Vec<Left>,
}

/// What is to be said in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing speaks against it.
    Holds,
    /// Something does.
    Refused,
    /// Nothing does, but not everything could be judged.
    Unjudged,
}

impl Answer<'_> {
    /// What is to be said of it.
    #[must_use]
    pub fn verdict(&self, strictness: Strictness) -> Verdict {
        verdict(&self.objections, strictness)
    }

    /// What is said first: the gravest objection.
    #[must_use]
    pub fn first(&self) -> Option<&Objection> {
        self.objections.iter().min_by_key(|it| it.rule)
    }
}

fn verdict(objections: &[Objection], strictness: Strictness) -> Verdict {
    let refuses = |it: &Objection| match it.rule {
        Rule::Path | Rule::Browser => true,
        Rule::Profile => strictness == Strictness::Makers,
        Rule::Unjudged => false,
    };
    if objections.iter().any(refuses) {
        Verdict::Refused
    } else if objections.iter().any(|it| it.rule == Rule::Unjudged) {
        Verdict::Unjudged
    } else {
        Verdict::Holds
    }
}

/// Looks for a path, and judges it.
#[must_use]
pub fn validate(question: Question<'_>) -> Answer<'_> {
    search::search(question)
}

/// What speaks against a path that was put together by others, place by place.
#[must_use]
pub fn judge(path: &[&Certificate], question: Question<'_>) -> Vec<Objection> {
    let mut objections = rules::all(path, question);
    objections.extend(profile::all(path));
    objections.extend(constraints::all(path));
    objections
}

/// What the name constraints of a path forbid.
#[must_use]
pub fn constraints(path: &[&Certificate]) -> Vec<Objection> {
    constraints::all(path)
}

/// What whoever made the certificates of a path should not have.
#[must_use]
pub fn profile(path: &[&Certificate]) -> Vec<Objection> {
    profile::all(path)
}

/// Whether the name constraints of a CA let a name stand below it; `None`
/// where it has none, or none that can be read.
#[must_use]
pub fn allows(ca: &Certificate, host: &Host) -> Option<bool> {
    constraints::allows(ca, host)
}
