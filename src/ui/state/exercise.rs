//! What an exercise needs, in one address: what the form of an exhibit holds,
//! how those are set that make what it takes, and what nobody can make again.

use super::{Selection, State};
use crate::desk::{self, Kind};
use crate::engine::rsa::key::TOY_BELOW;
use crate::link::address::{Address, Carry, LONGEST};
use crate::units::{
    self, About, Control, Draws, Input, Inputs, Material, Randomness, Size, Start, Values,
};
use std::rc::Rc;

impl State {
    /// The address of an exhibit with all that its exercise needs and that may
    /// travel. What others make again from the same settings travels as these:
    /// a toy key as its primes. What they cannot travels as itself where it is
    /// public, or protects nothing, or where the secrets of a demonstration were
    /// asked for. `without` and `long` name what stays behind.
    #[must_use]
    pub fn address(&self, about: &'static About, carry: Carry) -> Address {
        let Some(exhibit) = self.exhibit(about.id) else {
            return Address {
                at: Some(about.id),
                ..Address::page(about.page)
            };
        };
        let form = &exhibit.form;
        let word = Some(form.word.as_str()).filter(|word| !word.is_empty());
        let mut address = Address {
            clock: form.clock,
            ..Address::of(about, &form.values, self.size, word, carry)
        };
        let mut is_whole = true;
        let mut public = Vec::new();
        let mut is_toy = false;
        for input in about.inputs {
            let selection = self.selection(about, input);
            let selection = selection.filter(|_| self.is_shown(about, input));
            let thing = selection.as_ref().and_then(|one| self.material(one));
            let Some((selection, thing)) = selection.zip(thing) else {
                continue;
            };
            is_toy |= is_toy_key(&thing);
            let maker = self.maker_by_default(input, &thing);
            if maker.is_some_and(|maker| self.is_made_again(maker, carry, &mut address)) {
                continue;
            }
            let is_live = maker.is_some_and(|maker| maker.start == Start::Live);
            if !thing.kind.known_to().is_secret() {
                public.push((input, thing, maker.is_some()));
            } else if may_travel(&thing, carry) {
                address.enclose(input, &thing);
            } else {
                is_whole = false;
                // Each tab has one of its own, and what belongs to it.
                if !(is_live && matches!(selection, Selection::Made(..))) {
                    address.without.push(input.id);
                }
            }
        }
        if is_toy {
            address.take_numbers(about, &form.values);
        }
        for (input, thing, is_made) in public {
            // What belongs to a key that stays behind leads nowhere without it.
            if is_whole || !is_made {
                address.enclose(input, &thing);
            }
        }
        address
    }

    /// The exhibit whose output goes into a field by itself, where this is it.
    fn maker_by_default(&self, input: &Input, thing: &Material) -> Option<&'static About> {
        let (unit, index) = input.maker()?;
        let maker = units::find(unit)?;
        let made = self.material(&Selection::Made(maker.id, index))?;
        (made.kind == thing.kind && made.bytes == thing.bytes).then_some(maker)
    }

    /// Whether whoever follows an address gets what an exhibit made, from the
    /// settings that it then holds.
    fn is_made_again(&self, maker: &'static About, carry: Carry, address: &mut Address) -> bool {
        let size = address.size.unwrap_or_default();
        let mut makers = Vec::new();
        if !self.settings_of(maker, (carry, size), &mut makers) {
            return false;
        }
        for mut one in makers {
            if !address.makers.iter().any(|other| other.at == one.at) {
                one.size = address.size;
                address.makers.push(one);
            }
        }
        true
    }

    /// Gathers how an exhibit was set when it made what it made last, and those
    /// that it took something from; whether that says it all.
    fn settings_of(
        &self,
        maker: &'static About,
        (carry, size): (Carry, Size),
        makers: &mut Vec<Address>,
    ) -> bool {
        let run = self.exhibit(maker.id).and_then(|it| it.result.as_ref());
        let Some(inputs) = run.map(|run| &run.inputs) else {
            return false;
        };
        let word = match &inputs.randomness {
            _ if !maker.draws.applies(&inputs.values) => None,
            Randomness::Lesson(word) if maker.draws != Draws::Afresh => Some(word.as_str()),
            _ => return false,
        };
        let word = word.filter(|_| inputs.randomness != Randomness::default());
        let set = Address {
            clock: word.map(|_| inputs.now),
            ..Address::of(maker, &inputs.values, size, word, carry)
        };
        let is_short = set.values.values().map(|value| value.len()).sum::<usize>() < LONGEST / 4;
        let runs_by_itself = !matches!(maker.start, Start::Asked(_));
        if !runs_by_itself || !is_short || !set.without.is_empty() || inputs.file.is_some() {
            return false;
        }
        let things = maker.inputs.iter().filter(|input| is_used(input, inputs));
        for (input, thing) in things.filter_map(|input| Some((input, inputs.things.get(input.id)?)))
        {
            let from = self.maker_by_default(input, thing);
            if !from.is_some_and(|from| self.settings_of(from, (carry, size), makers)) {
                return false;
            }
        }
        if set.sets_something() && !makers.iter().any(|other| other.at == set.at) {
            makers.push(set);
        }
        true
    }
}

impl Address {
    /// Takes the numbers in that a toy key locks, where a secret would stay
    /// behind: it protects none.
    fn take_numbers(&mut self, about: &About, values: &Values) {
        let number = |id: &str| {
            let is_number = |value: &&Rc<str>| value.bytes().all(|byte| byte.is_ascii_digit());
            let value = values.get(id).filter(is_number)?;
            about.is_small(about.input(id)?).then(|| value.clone())
        };
        let values = &mut self.values;
        self.without.retain(|id| match number(id) {
            Some(value) => values.insert((*id).to_owned(), value).is_some(),
            None => true,
        });
    }

    /// Puts a thing in, as itself.
    fn enclose(&mut self, input: &'static Input, thing: &Material) {
        if thing.bytes.len() >= LONGEST {
            self.long.push(input.id);
            return;
        }
        let word = desk::to_word(thing.kind, &thing.bytes);
        self.values.insert(input.id.to_owned(), word.into());
    }
}

/// Whether a field was in use in a run.
fn is_used(input: &Input, inputs: &Inputs) -> bool {
    matches!(input.control, Control::Thing(_))
        && match input.showing {
            units::Showing::Always => true,
            units::Showing::While(other, values) => values.contains(&inputs.text(other)),
        }
}

/// Whether it is a key that protects nothing.
fn is_toy_key(thing: &Material) -> bool {
    let bits = desk::key_bits(thing.kind, &thing.bytes);
    bits.is_some_and(|bits| (bits as u64) < TOY_BELOW)
}

/// Whether a secret may enter a link as itself: a toy protects nothing, and a
/// demonstration nobody, once it is asked for.
fn may_travel(thing: &Material, carry: Carry) -> bool {
    let is_toy = matches!(thing.kind, Kind::PrivateKey(_)) && is_toy_key(thing);
    is_toy || (carry == Carry::SecretsToo && thing.demonstration)
}

#[cfg(test)]
mod tests;
