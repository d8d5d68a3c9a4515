//! Who may know a value.

use serde::{Deserialize, Serialize};

/// Somebody who takes part in what is computed, or listens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Actor {
    /// Who made a key or wrote a message.
    Owner = 1,
    /// The side of a connection that begins it.
    Client = 2,
    /// The side of a connection that answers.
    Server = 4,
    /// Somebody on the wire: knows what everybody knows, and what leaked.
    Eavesdropper = 8,
}

/// A set of actors: those who may know a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Knowers(u8);

impl Knowers {
    /// Anybody may know it: it travels in the open, or follows from what does.
    pub const EVERYBODY: Self = Self(u8::MAX);
    /// Only its owner may know it; it never enters a link by itself.
    pub const OWNER: Self = Self(Actor::Owner as u8);

    /// Just these.
    #[must_use]
    pub fn these(actors: &[Actor]) -> Self {
        Self(actors.iter().fold(0, |set, actor| set | *actor as u8))
    }

    /// Whether this actor is among them.
    #[must_use]
    pub fn include(self, actor: Actor) -> bool {
        self.0 & actor as u8 != 0
    }

    /// Whether somebody must not know it.
    #[must_use]
    pub fn is_secret(self) -> bool {
        self != Self::EVERYBODY
    }

    /// Who can compute what follows from two values: those who know both.
    #[must_use]
    pub fn of_both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_known_to_those_who_know_all_of_it() {
        let ends = Knowers::these(&[Actor::Client, Actor::Server]);
        let client = Knowers::these(&[Actor::Client]);
        assert_eq!(Knowers::EVERYBODY.of_both(ends), ends);
        assert_eq!(ends.of_both(client), client);
        assert!(!ends.of_both(Knowers::OWNER).include(Actor::Owner));
        assert_eq!(Knowers::these(&[Actor::Owner]), Knowers::OWNER);
    }

    #[test]
    fn a_secret_is_what_somebody_must_not_know() {
        assert!(!Knowers::EVERYBODY.is_secret());
        let ends = Knowers::these(&[Actor::Client, Actor::Server]);
        assert!(ends.is_secret() && Knowers::OWNER.is_secret());
        assert!(ends.include(Actor::Server) && !ends.include(Actor::Eavesdropper));
        assert!(Knowers::EVERYBODY.include(Actor::Eavesdropper));
    }
}
