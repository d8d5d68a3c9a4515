//! How it is drawn who may know something: a colour, and a mark beside it for
//! those who do not see the colour.

use crate::engine::knowers::{Actor, Knowers};

/// The look of what the same actors know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// What `data-visibility` says, in words that style sheets match: `public`,
    /// or `secret` and whose.
    pub name: &'static str,
    /// The mark beside the colour.
    pub mark: &'static str,
    /// What it means, in a few words.
    pub says: &'static str,
}

impl Tone {
    /// The look of what these know.
    #[must_use]
    pub fn of(known_to: Knowers) -> Self {
        let mut actors = known_to.actors();
        let (name, mark, says) = match (actors.next(), actors.next()) {
            _ if !known_to.is_secret() => ("public", "○", "public"),
            (Some(Actor::Owner) | None, None) => ("secret", "◆", "secret"),
            (Some(Actor::Client), None) => ("secret client", "◧", "known to the client alone"),
            (Some(Actor::Server), None) => ("secret server", "◨", "known to the server alone"),
            (Some(Actor::Eavesdropper), None) => (
                "secret eavesdropper",
                "▼",
                "known to the eavesdropper alone",
            ),
            _ => ("secret shared", "◈", "shared, and secret to all others"),
        };
        Self { name, mark, says }
    }
}

/// What a `data-visibility` says of who may know a value.
#[must_use]
pub fn tone(known_to: Knowers) -> &'static str {
    Tone::of(known_to).name
}

/// The mark of who may know a value: its colour in a shape.
#[must_use]
pub fn mark(known_to: Knowers) -> &'static str {
    Tone::of(known_to).mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_actor_has_a_look_of_its_own_and_so_has_what_several_know() {
        let ends = Knowers::these(&[Actor::Client, Actor::Server]);
        let alone = Actor::ALL.map(|actor| Knowers::these(&[actor]));
        let all: Vec<Tone> = (alone.into_iter())
            .chain([ends, Knowers::EVERYBODY])
            .map(Tone::of)
            .collect();
        let names: BTreeSet<_> = all.iter().map(|tone| tone.name).collect();
        let marks: BTreeSet<_> = all.iter().map(|tone| tone.mark).collect();
        assert_eq!((names.len(), marks.len()), (6, 6), "{all:?}");
        assert_eq!(tone(Knowers::these(&[])), "secret", "nobody knows it");
        assert!(
            all.iter()
                .all(|one| one.name.starts_with("secret") || one.name == "public")
        );
    }
}
