//! Whether what an exhibit shows is older than what its form holds.

use super::state::{Keep, State};
use crate::units::{About, Control, Fits, Inputs, Material, Randomness};

/// Why a result is of before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It was made with other settings.
    OtherSettings,
    /// A run with the same settings failed since.
    Failed,
}

impl Stale {
    /// The same in words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::OtherSettings => "From before: made with other settings",
            Self::Failed => "From before: the last run failed",
        }
    }
}

impl State {
    /// Whether the result of an exhibit is older than its settings, or than a
    /// run that failed.
    #[must_use]
    pub fn stale(&self, about: &'static About) -> Option<Stale> {
        let exhibit = self.exhibit(about.id)?;
        if self.is_of_other_settings(about, &exhibit.result.as_ref()?.inputs) {
            Some(Stale::OtherSettings)
        } else {
            exhibit.diagnosis.as_ref().map(|_| Stale::Failed)
        }
    }

    /// The same of what is left of the run that failed.
    #[must_use]
    pub fn stale_refusal(&self, about: &'static About) -> Option<Stale> {
        let refused = self.exhibit(about.id)?.refused.as_ref()?;
        let is_old = self.is_of_other_settings(about, &refused.inputs);
        is_old.then_some(Stale::OtherSettings)
    }

    /// Whether a run was given other things than the next one would be. Fields
    /// that are not in use do not count.
    fn is_of_other_settings(&self, about: &'static About, then: &Inputs) -> bool {
        let Some((now, exhibit)) = self.inputs(about, Keep::No).zip(self.exhibit(about.id)) else {
            return false;
        };
        let in_use = |id: &str| {
            about.input(id).is_none_or(|input| {
                // A name moves on once it is used, and a passphrase goes; that
                // makes nothing old.
                self.is_shown(about, input)
                    && !matches!(input.fits, Fits::Unused)
                    && !matches!(input.control, Control::Passphrase)
            })
        };
        let ids = || {
            let things = now.things.keys().chain(then.things.keys());
            about
                .inputs
                .iter()
                .map(|input| input.id)
                .chain(things.map(String::as_str))
        };
        let same = ids().filter(|id| in_use(id)).all(|id| {
            now.text(id) == then.text(id) && is_same_thing(now.things.get(id), then.things.get(id))
        });
        !same || !is_same_word(&exhibit.form.word, then)
    }
}

/// A thing that was only renamed is the same.
fn is_same_thing(now: Option<&Material>, then: Option<&Material>) -> bool {
    match (now, then) {
        (Some(now), Some(then)) => now.kind == then.kind && now.bytes == then.bytes,
        (None, None) => true,
        _ => false,
    }
}

/// A run without a word draws anew each time, or is the example that all see.
fn is_same_word(word: &str, then: &Inputs) -> bool {
    match &then.randomness {
        Randomness::Lesson(used) => {
            used == word || (word.is_empty() && then.randomness == Randomness::default())
        }
        Randomness::Fresh(_) => word.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::super::state::{Action, Seed};
    use super::*;
    use crate::engine::diagnosis::Diagnosis;
    use crate::link::JobId;
    use crate::units::{self, Output, Size};

    fn after_a_run(id: &str) -> (State, &'static About) {
        let about = units::find(id).unwrap();
        let state = State {
            size: Size::Real,
            ..State::default()
        }
        .after(Action::Open(about, Seed([7; 32])));
        let inputs = state.inputs(about, Keep::No).unwrap();
        let job = JobId::of(1);
        let state = state
            .after(Action::Started(about.id, job, inputs, Keep::No))
            .after(Action::Ended(
                about.id,
                job,
                Box::new(Ok((Output::default(), Vec::new()))),
                1,
            ));
        (state, about)
    }

    fn fill(state: &State, about: &About, input: &str, value: &str) -> State {
        state.after(Action::Fill(about.id, input.into(), value.into()))
    }

    #[test]
    fn a_result_is_of_before_when_the_settings_are_others_now() {
        let (state, about) = after_a_run("rsa-keygen");
        assert_eq!(state.stale(about), None);
        let other = fill(&state, about, "size", "3072");
        assert_eq!(other.stale(about), Some(Stale::OtherSettings));
        let back = fill(&other, about, "size", "2048");
        assert_eq!(back.stale(about), None);
        let worded = state.after(Action::Word(about.id, "class 7".into(), 7));
        assert_eq!(worded.stale(about), Some(Stale::OtherSettings));
    }

    #[test]
    fn a_run_that_was_cancelled_makes_nothing_old() {
        for id in ["rsa-keygen", "ca-root", "make-it"] {
            let (state, about) = after_a_run(id);
            let inputs = state.inputs(about, Keep::Yes).unwrap();
            let state = state
                .after(Action::Started(id, JobId::of(2), inputs, Keep::Yes))
                .after(Action::Cancelled(id));
            assert_eq!(state.stale(about), None, "{id}");
        }
    }

    #[test]
    fn a_passphrase_goes_once_it_has_done_its_work() {
        let (state, about) = after_a_run("desk-import");
        let state = fill(&state, about, "passphrase", "open sesame");
        let job = JobId::of(2);
        let inputs = state.inputs(about, Keep::Yes).unwrap();
        assert_eq!(inputs.text("passphrase"), "open sesame");
        let ended = |result| {
            let started = Action::Started(about.id, job, inputs.clone(), Keep::Yes);
            let ended = Action::Ended(about.id, job, Box::new(result), 2);
            state.after(started).after(ended)
        };
        let held = |state: &State| {
            state
                .exhibit(about.id)
                .unwrap()
                .form
                .values
                .get("passphrase")
                .unwrap()
                .clone()
        };
        let failed = ended(Err(Diagnosis::expected("the passphrase")
            .of("passphrase")
            .into()));
        assert_eq!(&*held(&failed), "open sesame", "it can be mended");
        let opened = ended(Ok((Output::default(), Vec::new())));
        assert_eq!(&*held(&opened), "");
        assert_eq!(opened.stale(about), None);
    }

    #[test]
    fn a_field_that_is_not_in_use_makes_nothing_old() {
        let (state, about) = after_a_run("rsa-keygen");
        assert_eq!(fill(&state, about, "toy-e", "7").stale(about), None);
    }

    #[test]
    fn a_run_that_failed_makes_the_result_one_of_before_until_one_succeeds() {
        let (state, about) = after_a_run("fernet-decrypt");
        let run = |state: &State, result| {
            let job = JobId::of(1);
            let inputs = state.inputs(about, Keep::No).unwrap();
            state
                .after(Action::Started(about.id, job, inputs, Keep::No))
                .after(Action::Ended(about.id, job, Box::new(result), 2))
        };
        let failed = run(&state, Err(Diagnosis::bug("a worker was lost").into()));
        assert_eq!(failed.stale(about), Some(Stale::Failed));
        let failed = fill(&failed, about, "now", "soon");
        let failed = run(&failed, Err(Diagnosis::expected("a date").of("now").into()));
        assert_eq!(failed.stale(about), Some(Stale::OtherSettings));
        assert_eq!(
            run(&failed, Ok((Output::default(), Vec::new()))).stale(about),
            None
        );
    }
}
