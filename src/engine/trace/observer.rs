//! What an algorithm talks to while it runs.

use super::Step;
use crate::engine::text::Text;
use serde::{Deserialize, Serialize};

/// Who listens to a computation.
///
/// Steps are handed over as closures: nobody listening, nothing built.
/// `()` is the observer that listens to nothing.
pub trait Observer {
    /// Tells a step.
    fn step(&mut self, step: impl FnOnce() -> Step);

    /// Tells a step and goes inside it: what is told until [`leave`](Self::leave)
    /// belongs into it.
    fn enter(&mut self, step: impl FnOnce() -> Step);

    /// Ends the innermost step that was entered.
    fn leave(&mut self);

    /// Changes the innermost step that was entered and not yet left, for what
    /// is known only at its end.
    fn amend(&mut self, change: impl FnOnce(&mut Step));

    /// Tells so many steps inside the one that is open, which are kept only where
    /// somebody asks for them, and else counted: `tell` is called where they are.
    /// The open step is a table, or the page would not ask.
    fn on_request(&mut self, total: u32, tell: impl FnOnce(&mut Self))
    where
        Self: Sized;

    /// Says how far it has come, at once.
    fn report(&mut self, report: impl FnOnce() -> Report);
}

impl Observer for () {
    fn step(&mut self, _: impl FnOnce() -> Step) {}
    fn enter(&mut self, _: impl FnOnce() -> Step) {}
    fn leave(&mut self) {}
    fn amend(&mut self, _: impl FnOnce(&mut Step)) {}
    fn on_request(&mut self, _: u32, _: impl FnOnce(&mut Self)) {}
    fn report(&mut self, _: impl FnOnce() -> Report) {}
}

/// What is told while a computation still runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// How far it has come.
    Progress {
        /// What it is doing.
        doing: Text,
        /// Steps done.
        done: u32,
        /// Steps in all, where that can be known.
        of: Option<u32>,
    },
    /// Forget what was reported of the search for this prime: it is reported once
    /// more from its beginning. Several workers search at a time and report
    /// candidates that lie behind the prime that is kept in the end; once that is
    /// known, what follows are the candidates up to it, in their order.
    Anew {
        /// Which prime.
        prime: Text,
    },
    /// A candidate of the prime search and its fate.
    Candidate {
        /// Which prime: `p`, or `p of the root key`.
        prime: Text,
        /// What became of it.
        fate: Fate,
    },
}

/// What became of a candidate in the prime search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// A small prime divides it.
    Divided {
        /// The small prime.
        by: u32,
    },
    /// A Miller–Rabin base proves it composite.
    Witnessed {
        /// The how-many-th base, from 1.
        round: u32,
    },
    /// It is a prime, but not one that fits: too close to the other prime, or
    /// p − 1 shares a factor with e.
    Unfit,
    /// It passed every test.
    Kept,
}
