//! What is wrong, in words for a person: what was expected, what was found,
//! where, and what to do about it.
//!
//! Whoever notices makes a [`Diagnosis`]; a unit that knows the field of the
//! form that it belongs to places it there, by [`Diagnosis::of`].

use crate::engine::text::Text;
use serde::{Deserialize, Serialize};

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// The input's: shown at the field, and the person can mend it.
    Input,
    /// Ours: shown as a bug, with what to report.
    Bug,
    /// Nobody's: a part of Padlock did not come, and may later.
    Missing,
}

/// How much of what was found is told, in bytes: it may be a whole file.
const LONG: usize = 400;

/// Something that is wrong, so that nothing can go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// Whose fault it is.
    pub cause: Cause,
    /// The input that it belongs to; empty where it is none in particular.
    pub input: Text,
    /// What was expected there.
    pub expected: Text,
    /// What was found instead; may be empty.
    pub found: Text,
    /// The byte (of the input, from 0) where it was noticed.
    pub at: Option<u32>,
    /// What to do about it; may be empty.
    pub help: Text,
}

impl Diagnosis {
    /// Something else was expected.
    pub fn expected(expected: impl Into<Text>) -> Self {
        Self {
            cause: Cause::Input,
            input: Text::Borrowed(""),
            expected: expected.into(),
            found: Text::Borrowed(""),
            at: None,
            help: Text::Borrowed(""),
        }
    }

    /// Something that must not happen did.
    pub fn bug(what: impl Into<Text>) -> Self {
        Self {
            cause: Cause::Bug,
            ..Self::expected(what)
        }
    }

    /// The part that computes did not come.
    #[must_use]
    pub fn missing() -> Self {
        Self {
            cause: Cause::Missing,
            ..Self::expected(
                "The part of Padlock that computes could not be loaded; is the connection gone?",
            )
        }
        .help("Try again when it is back.")
    }

    /// At a field of a form, by its id. What is no fault of an input stays at
    /// none.
    #[must_use]
    pub fn of(mut self, input: &'static str) -> Self {
        if self.cause == Cause::Input {
            self.input = Text::Borrowed(input);
        }
        self
    }

    /// With what was found; only the beginning of what is long.
    #[must_use]
    pub fn found(mut self, found: impl Into<Text>) -> Self {
        self.found = found.into();
        if self.found.len() > LONG {
            let end = self.found.floor_char_boundary(LONG);
            self.found = format!("{}…", self.found.split_at(end).0).into();
        }
        self
    }

    /// With the byte where it was noticed. What is missing altogether stands
    /// at no byte.
    #[must_use]
    pub fn byte(mut self, at: usize) -> Self {
        if !matches!(&*self.found, "nothing" | "none") {
            self.at = u32::try_from(at).ok();
        }
        self
    }

    /// With its byte counted in something else, such as the whole of what was
    /// read in part.
    #[must_use]
    pub fn moved(mut self, to: impl FnOnce(usize) -> usize) -> Self {
        let place = |at| u32::try_from(to(usize::try_from(at).ok()?)).ok();
        self.at = self.at.and_then(place);
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = help.into();
        self
    }
}

impl Diagnosis {
    /// The same as a part of a sentence, without what to do about it.
    #[must_use]
    pub fn clause(&self) -> String {
        match self.cause {
            Cause::Input => std::fmt::from_fn(|f| self.expects("expected", f)).to_string(),
            Cause::Bug | Cause::Missing => self.expected.to_string(),
        }
    }

    /// What was expected, what was found and where, behind a verb.
    fn expects(&self, verb: &str, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{verb} {}", self.expected)?;
        if !self.found.is_empty() {
            write!(f, ", found {}", self.found)?;
        }
        if let Some(at) = self.at {
            write!(f, " at byte {at}")?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.cause {
            Cause::Bug => write!(f, "This is a bug in Padlock: {}.", self.expected)?,
            Cause::Missing => f.write_str(&self.expected)?,
            Cause::Input => {
                self.expects("Expected", f)?;
                f.write_str(".")?;
            }
        }
        if !self.help.is_empty() {
            write!(f, " {}", self.help)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_did_not_come_is_no_bug() {
        assert_eq!(
            Diagnosis::missing().to_string(),
            "The part of Padlock that computes could not be loaded; is the connection gone? \
             Try again when it is back."
        );
    }

    #[test]
    fn only_what_an_input_did_stands_at_a_field() {
        assert_eq!(Diagnosis::expected("a day").of("from").input, "from");
        assert_eq!(
            Diagnosis::bug("no day").of("from"),
            Diagnosis::bug("no day")
        );
        assert_eq!(Diagnosis::missing().of("from"), Diagnosis::missing());
    }

    #[test]
    fn a_clause_leaves_the_advice_out() {
        let whole = Diagnosis::expected("a day")
            .found("\"x\"")
            .help("Write one.");
        let whole = whole.byte(2).moved(|at| at + 5);
        assert_eq!(
            whole.to_string(),
            "Expected a day, found \"x\" at byte 7. Write one."
        );
        assert_eq!(whole.clause(), "expected a day, found \"x\" at byte 7");
        assert_eq!(Diagnosis::bug("no day").clause(), "no day");
    }

    #[test]
    fn nothing_stands_at_no_byte() {
        let diagnosis = || Diagnosis::expected("a host name");
        let at = |found: &'static str| diagnosis().found(found).byte(3).to_string();
        assert_eq!(
            at("\"/x\""),
            "Expected a host name, found \"/x\" at byte 3."
        );
        assert_eq!(at("nothing"), "Expected a host name, found nothing.");
        assert_eq!(at("none"), "Expected a host name, found none.");
        let long = diagnosis().found("ä".repeat(1 << 20)).to_string();
        assert!(long.len() < LONG + 50 && long.ends_with("…."), "{long}");
    }
}
