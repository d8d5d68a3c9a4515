//! What can be wrong with what goes into a certificate.

use super::extensions::{Flaw, Malformed};
use super::host::HostError;
use super::name::NameError;
use super::validity::TimeError;
use crate::engine::text::Text;

/// Why something cannot be read, built or signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The subject.
    Name(NameError),
    /// A host name or an address.
    Host(HostError),
    /// A time or a period.
    Time(TimeError),
    /// Bytes that are not what they should be.
    Encoding {
        /// What was expected, such as `a certificate`.
        expected: &'static str,
        /// What is wrong with the bytes.
        found: String,
        /// Where, in bytes from the start.
        at: Option<usize>,
    },
    /// An extension that stands there twice or cannot be read.
    Extension {
        /// Whose, such as `the issuer`.
        owner: &'static str,
        /// Which, and what is wrong with it.
        malformed: Malformed,
    },
    /// A key of a kind or size that cannot be used here.
    Key {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// Two things that do not belong together.
    Foreign {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
        /// What to do about it.
        help: &'static str,
    },
    /// A passphrase that does not open a key, or no key inside.
    Passphrase {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// The crate that builds the bytes refused; this must not happen.
    Internal(String),
}

/// An error in the parts that a form shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// What was expected.
    pub expected: Text,
    /// What was found.
    pub found: Text,
    /// Where, in bytes.
    pub at: Option<usize>,
    /// What to do about it.
    pub help: Text,
}

impl Complaint {
    /// Something else was expected.
    pub fn new(expected: impl Into<Text>, found: impl Into<Text>) -> Self {
        Self {
            expected: expected.into(),
            found: found.into(),
            ..Self::default()
        }
    }

    /// With the byte where it was noticed.
    #[must_use]
    pub fn at(mut self, at: usize) -> Self {
        self.at = Some(at);
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = help.into();
        self
    }
}

impl Error {
    /// The error in its parts.
    #[must_use]
    pub fn complaint(&self) -> Complaint {
        match self {
            Self::Name(error) => error.complaint(),
            Self::Host(error) => error.complaint(),
            Self::Time(error) => error.complaint(),
            Self::Encoding {
                expected,
                found,
                at,
            } => Complaint {
                at: *at,
                ..Complaint::new(*expected, found.clone())
            },
            Self::Extension { owner, malformed } => {
                let name = &malformed.extension;
                match &malformed.flaw {
                    Flaw::Doubled { first, second } => {
                        Complaint::new(format!("one {name} in {owner}"), "a second one")
                            .at(*second)
                            .help(format!("The first stands at byte {first}. Neither counts."))
                    }
                    Flaw::Unreadable { found, at } => {
                        Complaint::new(format!("{name} in DER in {owner}"), found.clone()).at(*at)
                    }
                }
            }
            Self::Key { expected, found } => Complaint::new(expected.clone(), found.clone()),
            Self::Foreign {
                expected,
                found,
                help,
            } => Complaint::new(expected.clone(), found.clone()).help(*help),
            Self::Passphrase { expected, found } => Complaint::new(*expected, *found),
            Self::Internal(what) => Complaint::new("no error", what.clone()),
        }
    }

    /// An error of the `der` crate, with its position.
    #[must_use]
    pub(super) fn der(expected: &'static str, error: der::Error) -> Self {
        Self::Encoding {
            expected,
            found: error.kind().to_string(),
            at: error
                .position()
                .map(|position| usize::try_from(position).unwrap_or(usize::MAX)),
        }
    }

    /// Something that must not happen.
    #[must_use]
    pub(super) fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl From<NameError> for Error {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

impl From<HostError> for Error {
    fn from(error: HostError) -> Self {
        Self::Host(error)
    }
}

impl From<TimeError> for Error {
    fn from(error: TimeError) -> Self {
        Self::Time(error)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let complaint = self.complaint();
        write!(f, "expected {}", complaint.expected)?;
        if !complaint.found.is_empty() {
            write!(f, ", found {}", complaint.found)?;
        }
        if let Some(at) = complaint.at {
            write!(f, " at byte {at}")?;
        }
        if !complaint.help.is_empty() {
            write!(f, " ({})", complaint.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
