//! What an address sets: the forms of its exhibit and of those that make what it
//! takes, and the things that came with it.

use super::{Action, Seed, Selection, State};
use crate::desk::{self, Draft, Kind};
use crate::link::address::Address;
use crate::units::{self, About, Control, Input};

/// The time, and fresh randomness.
type Drawn = (u64, fn() -> Option<Seed>);

impl State {
    /// What is to happen so that an exhibit stands as an address has it.
    #[must_use]
    pub fn following(&self, about: &'static About, address: &Address, drawn: Drawn) -> Vec<Action> {
        let makers = address.makers.iter();
        let makers: Vec<(&'static About, &Address)> = makers
            .filter_map(|maker| Some((units::find(maker.at?)?, maker)))
            .collect();
        let mut actions = Vec::new();
        for (maker, set) in makers.iter().copied() {
            let seed = (drawn.1)();
            actions.extend(seed.map(|seed| Action::Open(maker, seed)));
            self.set(maker, set, drawn.0, &mut actions);
        }
        self.set(about, address, drawn.0, &mut actions);
        // What they make is meant, whatever else lies on the desk.
        let takers = makers.iter().map(|(maker, set)| (*maker, *set));
        for (taker, set) in takers.chain([(about, address)]) {
            for input in taker.inputs {
                let made = input.maker();
                let made = made.filter(|_| !set.values.contains_key(input.id));
                if let Some((unit, index)) = made
                    && let Some((maker, _)) = makers.iter().find(|(maker, _)| maker.id == unit)
                {
                    let made = Selection::Made(maker.id, index);
                    actions.push(Action::Choose(taker.id, input.id.to_owned(), made));
                }
            }
        }
        actions
    }

    /// Fills in one form.
    fn set(&self, about: &'static About, address: &Address, now: u64, actions: &mut Vec<Action>) {
        let settings = address.settings(about);
        let word = address.seed.clone().unwrap_or_default();
        let is_new = self.exhibit(about.id).is_some_and(|exhibit| {
            let form = &exhibit.form;
            let mut inputs = about.inputs.iter();
            form.word != word
                || inputs.any(|input| {
                    settings
                        .get(input.id)
                        .is_some_and(|value| match enclosed(input, value) {
                            Some(draft) => self.on_desk(&draft).is_none(),
                            None => form.values.get(input.id) != Some(value),
                        })
                })
        });
        // In the order of the form: what belongs to an example comes after what
        // the example is made of, and so stays as the address has it.
        for input in about.inputs {
            let Some(value) = settings.get(input.id) else {
                continue;
            };
            let id = input.id.to_owned();
            actions.push(match enclosed(input, value) {
                Some(draft) => Action::Enclose(about.id, id, draft, now),
                None => Action::Fill(about.id, id, value.clone()),
            });
        }
        let clock = address.clock.unwrap_or(now);
        actions.push(Action::Word(about.id, word, clock));
        if is_new && about.start.has_example() {
            actions.push(Action::Renew(about.id));
        }
    }
}

/// The thing that an address holds for a field. Whoever has the link has it.
fn enclosed(input: &Input, word: &str) -> Option<Draft> {
    let Control::Thing(kinds) = &input.control else {
        return None;
    };
    let (kind, bytes) = desk::from_word(kinds, word)?;
    let name = match kind {
        Kind::Certificate => desk::common_name(&bytes),
        _ => None,
    };
    let name = name.unwrap_or(kind.name());
    Some(Draft {
        name: format!("{name}, from a link"),
        kind,
        bytes,
        made_from: Vec::new(),
        demonstration: true,
    })
}
