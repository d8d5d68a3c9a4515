//! Saying which key a prime hunt is for, where a run makes more than one.

use crate::engine::trace::{Observer, Report, Step};

/// An observer that adds to the reports of a hunt what is made: `p` becomes
/// `p of the root key`. Steps pass through as they are.
pub(super) struct Whose<'a, O> {
    pub(super) observer: &'a mut O,
    /// What is made, such as "the root key".
    pub(super) key: &'static str,
}

impl<O: Observer> Observer for Whose<'_, O> {
    fn step(&mut self, step: impl FnOnce() -> Step) {
        self.observer.step(step);
    }

    fn enter(&mut self, step: impl FnOnce() -> Step) {
        self.observer.enter(step);
    }

    fn leave(&mut self) {
        self.observer.leave();
    }

    fn amend(&mut self, change: impl FnOnce(&mut Step)) {
        self.observer.amend(change);
    }

    fn name_of(&self, prime: &str) -> Option<String> {
        let name = self.observer.name_of(prime)?;
        Some(format!("{name} of {}", self.key))
    }

    fn report(&mut self, report: impl FnOnce() -> Report) {
        let key = self.key;
        self.observer.report(|| match report() {
            Report::Candidate {
                prime,
                number,
                tail,
                fate,
            } => Report::Candidate {
                prime: format!("{prime} of {key}").into(),
                number,
                tail,
                fate,
            },
            Report::Anew { prime } => Report::Anew {
                prime: format!("{prime} of {key}").into(),
            },
            Report::Progress { doing, done, of } => Report::Progress {
                doing: format!("{doing} of {key}").into(),
                done,
                of,
            },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::{Fate, Recorder};

    #[test]
    fn a_hunt_says_whose_prime_it_hunts() {
        let mut heard = Vec::new();
        let mut hear = |report| heard.push(report);
        let mut recorder = Recorder::default().reporting(&mut hear);
        let mut whose = Whose {
            observer: &mut recorder,
            key: "the root key",
        };
        whose.report(|| Report::Candidate {
            prime: "p".into(),
            number: 1,
            tail: "c1".into(),
            fate: Fate::Kept,
        });
        whose.report(|| Report::Progress {
            doing: "Hunting for p".into(),
            done: 1,
            of: None,
        });
        assert!(
            matches!(&heard[..], [
                Report::Candidate { prime, number: 1, .. },
                Report::Progress { doing, .. },
            ] if prime == "p of the root key" && doing == "Hunting for p of the root key"),
            "{heard:?}"
        );
    }
}
