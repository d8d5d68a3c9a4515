//! What runs on the start, though another page shows it.

use super::{Selection, State};
use crate::desk::Kind;
use crate::units::{self, About};

/// How the start shows its connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Showing {
    /// As it passes in general, or once the page is idle as it runs with what is the
    /// person’s own.
    #[default]
    Still,
    /// As it runs.
    Alive,
    /// As it runs with what is being made for it, from the first message to the last.
    Awaited,
}

impl State {
    /// The exhibit that runs on the start. Nobody loads what connects by looking in:
    /// it takes a hand, or something of the person’s own to connect with.
    #[must_use]
    pub fn at_start(&self) -> Option<&'static About> {
        let runs = match self.showing {
            Showing::Still => self.idle && self.can_serve(),
            Showing::Alive => true,
            Showing::Awaited => self.is_made(),
        };
        runs.then_some(units::HTTPS)
    }

    /// Whether a certificate on the desk can serve: its key is there too.
    fn can_serve(&self) -> bool {
        let mut things = self.desk.things().iter();
        things.any(|thing| {
            let one = Selection::Desk(thing.id);
            thing.kind == Kind::Certificate
                && self.is_leaf(&one, &thing.bytes)
                && self.is_held(self.key_of(&one))
        })
    }

    /// Whether what is made for the connection is there.
    fn is_made(&self) -> bool {
        self.exhibit(units::MAKE_IT.id)
            .is_some_and(|it| it.running.is_none() && it.diagnosis.is_none() && it.result.is_some())
    }

    /// Whether what was made for the connection has connected.
    #[must_use]
    pub fn has_arrived(&self) -> bool {
        let https = self.exhibit(units::HTTPS.id);
        self.showing == Showing::Awaited
            && self.is_made()
            && https.is_some_and(|https| https.result.is_some())
            && !self.is_under_way(units::HTTPS)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::super::choose::{EXAMPLES, OWN, PAGE, assert_holds, with_examples, with_own};
    use super::super::tests::{finished, opened};
    use super::super::{Action, Keep, Seed};
    use super::*;

    fn runs(state: &State) -> bool {
        state.at_start().is_some()
    }

    #[test]
    fn who_looks_in_runs_nothing_until_a_hand_moves_or_something_is_there_to_serve_with() {
        let empty = opened(&PAGE);
        assert!(!runs(&empty) && !runs(&empty.after(Action::Idle)));
        assert!(runs(&empty.after(Action::Connect(Showing::Alive))));
        let own = with_own(&empty, &OWN);
        assert!(!runs(&own), "not while the page still comes");
        assert!(runs(&own.after(Action::Idle)));
        // Examples that nobody keeps are nothing of one’s own.
        assert!(!runs(&with_examples(opened(&PAGE)).after(Action::Idle)));
    }

    #[test]
    fn a_certificate_without_its_key_does_not_serve_and_the_examples_do() {
        let strangers = OWN.iter().filter(|one| one.kind == Kind::Certificate);
        let state = opened(&["desk-import", "https"]);
        let state = finished(
            &state,
            "desk-import",
            Keep::Yes,
            strangers.cloned().collect(),
        );
        assert!(!runs(&state.after(Action::Idle)));
        let needed = state.needed(&[units::HTTPS]);
        assert!(needed.iter().any(|about| about.id == "issue"), "{needed:?}");
        let opened = PAGE.into_iter().fold(state, |state, id| {
            let about = units::find(id).unwrap();
            state.after(Action::Open(about, Seed([1; 32])))
        });
        let state = with_examples(opened);
        let issued = EXAMPLES.last().and_then(|drafts| drafts.first()).unwrap();
        assert_holds(&state, "https", &[("certificate", issued)]);
    }

    #[test]
    fn what_is_awaited_arrives_once_it_is_made_and_has_connected() {
        let waits = opened(&PAGE).after(Action::Connect(Showing::Awaited));
        assert!(!runs(&waits), "nothing runs before it is made");
        let made = with_own(&waits, &OWN);
        assert!(runs(&made) && !made.has_arrived());
        let seed = Seed([1; 32]);
        let open = made.after(Action::Open(units::HTTPS, seed));
        assert!(!open.has_arrived(), "it is due");
        let connected = finished(&open, "https", Keep::No, Vec::new());
        assert!(connected.has_arrived());
        // Once it was played, nothing is awaited.
        let played = connected.after(Action::Connect(Showing::Alive));
        assert!(!played.has_arrived() && runs(&played));
    }
}
