//! Who takes part, who may know a value, and who looks.

use serde::{Deserialize, Serialize};

/// Somebody who takes part in what is computed, or listens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

impl Actor {
    /// All that there are.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Client, Self::Server, Self::Eavesdropper];

    /// What the actor is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Client => "client",
            Self::Server => "server",
            Self::Eavesdropper => "eavesdropper",
        }
    }
}

/// A set of actors: those who may know a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Knowers(u8);

impl Knowers {
    /// Anybody may know it: it travels in the open, or follows from what does.
    pub const EVERYBODY: Self = Self::these(&Actor::ALL);
    /// Only its owner may know it; it never enters a link by itself.
    pub const OWNER: Self = Self::these(&[Actor::Owner]);

    /// Just these.
    #[must_use]
    pub const fn these(mut actors: &[Actor]) -> Self {
        let mut set = 0;
        while let [actor, rest @ ..] = actors {
            set |= *actor as u8;
            actors = rest;
        }
        Self(set)
    }

    /// Those among them, in the order of [`Actor::ALL`].
    pub fn actors(self) -> impl Iterator<Item = Actor> {
        let all = Actor::ALL.into_iter();
        all.filter(move |actor| self.include(*actor))
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

/// Who looks at a trace or a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// The visitor, in whose browser everything is computed: sees all of it.
    #[default]
    Visitor,
    /// One of those who take part: sees what they may know.
    Actor(Actor),
}

impl Viewer {
    /// Whether this viewer sees what these know.
    #[must_use]
    pub fn sees(self, known_to: Knowers) -> bool {
        match self {
            Self::Visitor => true,
            Self::Actor(actor) => known_to.include(actor),
        }
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
    fn everybody_is_each_of_the_actors_and_nobody_else() {
        let all = Actor::ALL.iter().fold(Vec::new(), |mut some, actor| {
            assert!(Knowers::these(&some).is_secret(), "not yet {actor:?}");
            some.push(*actor);
            some
        });
        assert_eq!(Knowers::these(&all), Knowers::EVERYBODY);
        assert!(!Knowers::these(&all).is_secret());
        assert!(Knowers::EVERYBODY.actors().eq(Actor::ALL));
        assert_eq!(Knowers::these(&[]).actors().count(), 0);
    }

    #[test]
    fn an_actor_sees_what_it_knows_and_the_visitor_all() {
        let ends = Knowers::these(&[Actor::Client, Actor::Server]);
        let seen = |actor| Viewer::Actor(actor).sees(ends);
        assert_eq!(Actor::ALL.map(seen), [false, true, true, false]);
        assert!(Viewer::Visitor.sees(ends) && Viewer::Visitor.sees(Knowers::these(&[])));
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
