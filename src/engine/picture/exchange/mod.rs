//! Who does what, in order, and what goes over the wire.
//!
//! Made of the steps inside a step, or row by row by an algorithm that knows more
//! of its messages: what is sealed, and what became of them.

mod draw;
mod legend;
mod near;

use crate::engine::ink::Ink;
use crate::engine::knowers::{Actor, Knowers};
use crate::engine::text::plural;
use crate::engine::text::{Text, short};
use crate::engine::trace::{Data, HIDDEN, Picture, Step, Value};

/// The steps of several actors under each other, a column for each actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The columns, from left to right: who listens stands between the ends.
    pub actors: Vec<Actor>,
    /// What each of them is, in a few words, for the columns; may be empty.
    pub captions: Vec<Text>,
    /// What happens, in its order.
    pub turns: Vec<Turn>,
    /// Which of them happens now, from 0: those behind it have not happened yet.
    /// `None` where all of it is over.
    pub now: Option<usize>,
}

/// What one actor does: computes something, or sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What happens, in a few words.
    pub title: Text,
    /// The path of its step, to which a press on it leads; empty where it leads nowhere.
    pub step: Text,
    /// The first column that it takes part in and the last, from 0.
    pub columns: [usize; 2],
    /// The column of who does it.
    pub from: usize,
    /// Whether something goes over the wire.
    pub is_message: bool,
    /// How many bytes that is; `None` where none do, or who looks sees none.
    pub length: Option<usize>,
    /// The values that it works with or makes, each once.
    pub values: Vec<VisibleValue>,
    /// Whether who looks sees that bytes go over the wire, and cannot read them.
    pub is_sealed: bool,
    /// What became of it, where it did not arrive as it was sent.
    pub fate: Option<Fate>,
}

/// What became of a message, or of who read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// In a few words.
    pub says: Text,
    /// Whether it ends the connection.
    pub ends: bool,
}

/// A value, as far as who looks may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleValue {
    /// What it is called.
    pub symbol: Text,
    /// What it is, in digits or by its size, or nothing where its name will do;
    /// `None` where it is hidden.
    pub is: Option<Text>,
    /// What the name stands for, in a few words; may be empty.
    pub means: Text,
    /// Who may know it.
    pub known_to: Knowers,
}

impl Exchange {
    /// The order of the columns.
    const ORDER: [Actor; 4] = [
        Actor::Owner,
        Actor::Client,
        Actor::Eavesdropper,
        Actor::Server,
    ];

    /// The exchange inside a step; `None` where nobody sends anything there.
    #[must_use]
    pub fn of(step: &Step) -> Option<Self> {
        let inside = || step.inside.kept.iter();
        inside().find(|step| step.actor.is_some() && step.to.is_some())?;
        let takes_part = |actor: &Actor| {
            inside().any(|step| {
                step.actor == Some(*actor) || step.to.is_some_and(|to| to.include(*actor))
            })
        };
        let actors: Vec<Actor> = Self::ORDER.into_iter().filter(takes_part).collect();
        let turns = inside().filter_map(|step| Turn::of(step, &actors));
        Some(Self {
            turns: turns.collect(),
            captions: Vec::new(),
            now: None,
            actors,
        })
    }
}

impl Picture for Exchange {
    fn kind(&self) -> &'static str {
        "exchange"
    }

    fn says(&self) -> String {
        let name = |at: usize| self.actors.get(at).map_or("", |actor| actor.name());
        let mut says = String::new();
        let seen = self.now.map_or(self.turns.len(), |now| now + 1);
        for turn in self.turns.iter().take(seen) {
            let from = name(turn.from);
            let to = (turn.columns.into_iter()).find(|column| *column != turn.from);
            says.push_str(from);
            if let Some(to) = to {
                let word = if turn.is_message { "to" } else { "and" };
                says.push_str(&format!(" {word} {}", name(to)));
            }
            if let Some(length) = turn.length {
                says.push_str(&format!(", {}", plural(length)));
            }
            says.push_str(&format!(": {}", turn.title));
            if turn.is_sealed {
                says.push_str(", sealed");
            }
            if let Some(fate) = &turn.fate {
                says.push_str(&format!(", {}", fate.says));
            }
            for known in &turn.values {
                let is = known.is.as_deref().unwrap_or(HIDDEN);
                says.push_str(format!("; {} {is}", known.symbol).trim_end());
            }
            says.push_str(". ");
        }
        says.trim_end().to_owned()
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::exchange(self)
    }
}

impl Turn {
    fn of(step: &Step, actors: &[Actor]) -> Option<Self> {
        let from = actors.iter().position(|actor| step.actor == Some(*actor))?;
        let reached = actors.iter().enumerate().filter(|(_, actor)| {
            step.to.is_some_and(|to| to.include(**actor)) || step.actor == Some(**actor)
        });
        let reached: Vec<usize> = reached.map(|(column, _)| column).collect();
        let mut values: Vec<VisibleValue> = Vec::new();
        for value in step.mentioned() {
            if values.iter().all(|known| known.symbol != value.symbol) {
                values.push(VisibleValue::of(value));
            }
        }
        let is_message = step.to.is_some();
        let bytes = step.bytes.iter().map(|one| one.bytes.len());
        let length = (is_message && !step.bytes.is_empty()).then(|| bytes.sum());
        Some(Self {
            title: step.title.clone(),
            step: Text::default(),
            columns: [*reached.first()?, *reached.last()?],
            from,
            is_message,
            length,
            values,
            is_sealed: false,
            fate: None,
        })
    }
}

impl VisibleValue {
    /// A value as it stands in a step that who looks may see.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        let is = match &value.data {
            Data::Withheld => None,
            Data::Integer(number) => Some(short(number)),
            Data::Bytes(bytes) => Some(plural(bytes.len())),
            Data::Text(text) => Some(text.clone()),
            Data::Ends(ends) => Some(plural(ends.length as usize)),
        };
        Self {
            symbol: value.symbol.clone(),
            is: is.map(Into::into),
            means: value.meaning.clone(),
            known_to: value.known_to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dissect::{Dissection, Field};
    use crate::engine::knowers::Viewer;
    use std::rc::Rc;

    fn wired(from: Actor, to: &[Actor]) -> Step {
        let bytes = Dissection {
            name: "Note".into(),
            bytes: vec![7; 3],
            fields: vec![Field::new(0..3, "text")],
            problems: Vec::new(),
        };
        Step::message("note", "Sends a note", from, Knowers::these(to), bytes)
            .value(Value::public("x", 5))
            .value(Value::public("x", 5))
    }

    fn around(steps: Vec<Step>) -> Step {
        let mut whole = Step::new("all", "All of it");
        whole.inside.kept = steps.into_iter().map(Rc::new).collect();
        whole
    }

    #[test]
    fn who_listens_stands_between_the_ends_and_is_passed() {
        let [client, server, wire] = [Actor::Client, Actor::Server, Actor::Eavesdropper];
        let note = wired(client, &[server, wire]);
        let own = Step::new("own", "Thinks").by(server);
        let exchange = Exchange::of(&around(vec![own, note])).unwrap();
        assert_eq!(exchange.actors, [client, wire, server]);
        let [own, note] = exchange.turns.as_slice() else {
            panic!("{exchange:?}");
        };
        assert_eq!((own.columns, own.from, own.length), ([2, 2], 2, None));
        assert_eq!((note.columns, note.from, note.length), ([0, 2], 0, Some(3)));
        assert!(note.is_message && !own.is_message);
        assert_eq!(note.values.len(), 1, "each value once");
        assert_eq!(
            exchange.says(),
            "server: Thinks. client to server, 3 bytes: Sends a note; x 5."
        );
    }

    #[test]
    fn a_message_whose_bytes_are_hidden_is_not_of_none() {
        let [client, server, wire] = [Actor::Client, Actor::Server, Actor::Eavesdropper];
        let mut note = wired(client, &[server, wire]);
        let bytes = Rc::make_mut(&mut note.bytes[0]);
        bytes.fields[0].known_to = Knowers::these(&[client, server]);
        let seen = around(vec![note]).seen_by(Viewer::Actor(wire));
        let exchange = Exchange::of(&seen).unwrap();
        assert!(exchange.turns[0].is_message);
        assert_eq!(exchange.says(), "client to server: Sends a note; x 5.");
    }

    #[test]
    fn steps_of_one_actor_are_no_exchange() {
        let own = Step::new("own", "Thinks").by(Actor::Server);
        assert_eq!(Exchange::of(&around(vec![own])), None);
        assert_eq!(Exchange::of(&around(Vec::new())), None);
    }
}
