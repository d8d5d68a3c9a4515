//! What goes into the fields that take a thing.

use super::{Choice, State};
use crate::desk::{self, Kind, Thing};
use crate::units::{self, About, Control, Fits, Input, Randomness, Start, Values};

/// A thing that can be chosen in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The thing.
    pub choice: Choice,
    /// What it is called there.
    pub name: String,
    /// Where it stands in the list.
    pub group: Group,
}

/// A part of the list of what can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What lies on the desk.
    Desk,
    /// What blocks made from the person's own things, not kept.
    Made,
    /// The examples of the pages: everybody has them.
    Examples,
}

impl Group {
    /// The groups, in their order.
    pub const ALL: [Self; 3] = [Self::Desk, Self::Made, Self::Examples];

    /// Its heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "On the desk",
            Self::Made => "Made here, not kept",
            Self::Examples => "Examples",
        }
    }
}

/// What is asked of a thing, wherever it is.
#[derive(Clone, Copy)]
struct Look<'a> {
    kind: Kind,
    bytes: &'a [u8],
    name: &'a str,
    demonstration: bool,
}

impl State {
    /// The things that can be chosen in a field of these kinds.
    #[must_use]
    pub fn candidates(&self, kinds: &[Kind]) -> Vec<Candidate> {
        let all = self.all(kinds);
        let made = |choice: &Choice| match choice {
            Choice::Made(unit, _) => Some(*unit),
            _ => None,
        };
        let name = |choice: &Choice, look: Look<'_>| {
            let mark = match (made(choice), look.demonstration) {
                (_, false) => "",
                (None, true) => " (demonstration)",
                (Some(_), true) => " (example)",
            };
            let alike = all
                .iter()
                .filter(|(other, that)| made(other).is_some() && that.name == look.name);
            // Two of the same name are told apart by who made them.
            match made(choice).filter(|_| alike.count() > 1) {
                Some(unit) => {
                    let title = units::find(unit).map_or(unit, |about| about.title);
                    format!("{}{mark}, from {title}", look.name)
                }
                None => format!("{}{mark}", look.name),
            }
        };
        all.iter()
            .map(|(choice, look)| Candidate {
                choice: choice.clone(),
                name: name(choice, *look),
                group: match (made(choice), look.demonstration) {
                    (None, _) => Group::Desk,
                    (Some(_), false) => Group::Made,
                    (Some(_), true) => Group::Examples,
                },
            })
            .collect()
    }

    /// What is handed in through a field that takes a thing: what was chosen,
    /// or else what goes there by itself.
    #[must_use]
    pub fn choice(&self, about: &'static About, input: &Input) -> Option<Choice> {
        let Control::Thing(kinds) = &input.control else {
            return None;
        };
        if let Some(choice) = self.chosen(about, input.id) {
            return Some(choice);
        }
        if input.default.is_empty() {
            return None;
        }
        let usual = self.usual(input, kinds);
        let with = self.partner(about, input);
        let wants = match input.fits {
            // What belongs to something may lie anywhere.
            Fits::KeyOf(_) | Fits::IssuerOf(_) => {
                with.as_ref()?;
                let all = self.all(kinds).into_iter().rev().map(|(choice, _)| choice);
                usual.iter().cloned().chain(all).collect()
            }
            _ => usual.clone(),
        };
        let fitting = wants
            .into_iter()
            .find(|choice| self.fits(&input.fits, with.as_ref(), choice));
        let maker = input.default.split('#').next().unwrap_or_default();
        // What comes may fit better than what is here.
        fitting.or_else(|| {
            (!self.is_coming(maker))
                .then(|| usual.into_iter().next())
                .flatten()
        })
    }

    /// What the person chose in a field, if it is still there.
    fn chosen(&self, about: &About, input: &str) -> Option<Choice> {
        let choice = self.block(about.id)?.form.chosen.get(input)?.clone();
        self.material(&choice).map(|_| self.kept(choice))
    }

    /// Lets go of what was chosen in other fields of a block where something
    /// fits what was chosen in this one, and that does not.
    pub(super) fn follow(&mut self, about: &'static About, chosen: &str) {
        let others = about.inputs.iter().filter(|other| match other.fits {
            Fits::KeyOf(of) | Fits::IssuerOf(of) | Fits::Signer(of) => of == chosen,
            _ => false,
        });
        for other in others {
            let mut without = self.clone();
            without.change(about.id, |block| {
                block.form.chosen.remove(other.id);
            });
            let with = without.partner(about, other);
            let by_itself = without.choice(about, other);
            if by_itself.is_some_and(|choice| without.fits(&other.fits, with.as_ref(), &choice)) {
                *self = without;
            }
        }
    }

    /// What goes into a field by itself, best first: what is the person's own,
    /// the newest first, before the examples of the page.
    fn usual(&self, input: &Input, kinds: &[Kind]) -> Vec<Choice> {
        let (unit, index) = input
            .default
            .split_once('#')
            .unwrap_or((input.default, "0"));
        let maker = units::find(unit);
        let made = maker
            .and_then(|maker| Some(self.kept(Choice::Made(maker.id, index.parse().ok()?))))
            .filter(|choice| {
                self.look(choice)
                    .is_some_and(|look| kinds.contains(&look.kind))
            });
        let randomness = self
            .block(unit)
            .and_then(|block| Some(&block.result.as_ref()?.inputs.randomness));
        let is_lesson = randomness.is_some_and(Randomness::is_lesson);
        let is_example = randomness.is_none_or(|used| *used == Randomness::default());
        let is_live = maker.is_some_and(|maker| maker.start == Start::Live);
        let on_desk = || {
            let things = self.desk.things().iter().rev();
            things.filter(|thing| kinds.contains(&thing.kind))
        };
        let is_own = |thing: &&Thing| {
            // What was made with a word or from toy numbers was asked for.
            !thing.demonstration || (!is_example && made == Some(Choice::Desk(thing.id)))
        };
        let first = made
            .iter()
            .filter(|made| {
                is_live || (matches!(made, Choice::Made(..)) && is_lesson && !is_example)
            })
            .cloned();
        let own = on_desk().filter(is_own).map(|thing| Choice::Desk(thing.id));
        let others = on_desk()
            .filter(|_| made.is_some() || !self.is_coming(unit))
            .map(|thing| Choice::Desk(thing.id));
        first.chain(own).chain(made.clone()).chain(others).collect()
    }

    /// The thing in another field that decides about this one.
    fn partner(&self, about: &'static About, input: &Input) -> Option<Choice> {
        match input.fits {
            Fits::KeyOf(other) | Fits::IssuerOf(other) => self.choice(about, about.input(other)?),
            // Only what was chosen: the key follows the certificate otherwise.
            Fits::Signer(other) => self.chosen(about, other),
            _ => None,
        }
    }

    /// Whether a thing is right for a field beside its kind, with this in the
    /// other field that decides.
    fn fits(&self, fits: &Fits, with: Option<&Choice>, choice: &Choice) -> bool {
        let Some(look) = self.look(choice) else {
            return false;
        };
        let key = self.key_of(choice);
        let is_key_of = |other: &Choice| key.is_some() && self.key_of(other) == key;
        match fits {
            Fits::Any | Fits::Unused => true,
            Fits::Held => self.is_held(key),
            Fits::Leaf => !desk::is_ca(look.bytes),
            Fits::Signer(_) => {
                desk::is_ca(look.bytes) && with.map_or_else(|| self.is_held(key), is_key_of)
            }
            Fits::KeyOf(_) => with.is_some_and(is_key_of),
            Fits::IssuerOf(_) => with
                .and_then(|with| self.look(with))
                .is_some_and(|with| desk::is_issued_by(with.bytes, look.bytes)),
        }
    }

    /// Whether the private half of a key is on the desk or on a page.
    fn is_held(&self, key: Option<&[u8]>) -> bool {
        let is_it = |look: &Look<'_>| {
            matches!(look.kind, Kind::PrivateKey(_)) && desk::key_of(look.kind, look.bytes) == key
        };
        key.is_some() && self.every().any(|(_, look)| is_it(&look))
    }

    /// The key that a thing holds, or that it was made with.
    fn key_of(&self, choice: &Choice) -> Option<&[u8]> {
        let look = self.look(choice)?;
        desk::key_of(look.kind, look.bytes).or_else(|| match choice {
            Choice::Desk(id) => self.desk.find(*id)?.made_from.iter().find_map(|from| {
                let from = self.desk.find(*from)?;
                desk::key_of(from.kind, &from.bytes)
            }),
            Choice::Made(unit, _) => {
                let things = &self.block(unit)?.result.as_ref()?.inputs.things;
                things
                    .values()
                    .find_map(|from| desk::key_of(from.kind, &from.bytes))
            }
            Choice::Dropped(_) => None,
        })
    }

    /// What a block made, as the thing that it is on the desk.
    fn kept(&self, choice: Choice) -> Choice {
        match (&choice, self.look(&choice)) {
            (Choice::Made(..), Some(look)) => self
                .found(look.kind, look.bytes)
                .map_or(choice, Choice::Desk),
            _ => choice,
        }
    }

    fn look(&self, choice: &Choice) -> Option<Look<'_>> {
        match choice {
            Choice::Desk(id) => self.desk.find(*id).map(|thing| Look {
                kind: thing.kind,
                bytes: &thing.bytes,
                name: &thing.name,
                demonstration: thing.demonstration,
            }),
            Choice::Made(unit, index) => {
                let result = self.block(unit)?.result.as_ref()?;
                result.output.drafts.get(*index).map(|draft| Look {
                    kind: draft.kind,
                    bytes: &draft.bytes,
                    name: &draft.name,
                    demonstration: draft.demonstration,
                })
            }
            Choice::Dropped(_) => None,
        }
    }

    /// Everything: what is on the desk, and what blocks made.
    fn every(&self) -> impl Iterator<Item = (Choice, Look<'_>)> {
        let on_desk = self
            .desk
            .things()
            .iter()
            .map(|thing| Choice::Desk(thing.id));
        let made = self.blocks.iter().flat_map(|(unit, block)| {
            let drafts = block.result.iter().flat_map(|result| &result.output.drafts);
            drafts
                .enumerate()
                .map(|(index, _)| Choice::Made(unit, index))
        });
        on_desk
            .chain(made)
            .filter_map(|choice| self.look(&choice).map(|look| (choice, look)))
    }

    /// Everything of these kinds, each thing once.
    fn all(&self, kinds: &[Kind]) -> Vec<(Choice, Look<'_>)> {
        self.every()
            .filter(|(choice, look)| {
                kinds.contains(&look.kind)
                    && (matches!(choice, Choice::Desk(_))
                        || self.found(look.kind, look.bytes).is_none())
            })
            .collect()
    }

    /// This name, or the first one with a number that no root on the desk has.
    fn unused(&self, name: &str) -> String {
        let roots = self
            .desk
            .things()
            .iter()
            .filter(|thing| thing.kind == Kind::Certificate && desk::is_ca(&thing.bytes));
        let taken: Vec<&str> = roots
            .filter_map(|thing| desk::common_name(&thing.bytes))
            .collect();
        if !taken.contains(&name.trim()) {
            return name.to_owned();
        }
        let bare = name.trim();
        let bare = match bare.rsplit_once(' ') {
            Some((bare, number)) if number.parse::<u32>().is_ok() => bare,
            _ => bare,
        };
        (2_u32..)
            .map(|number| format!("{bare} {number}"))
            .find(|name| !taken.contains(&name.as_str()))
            .unwrap_or_default()
    }

    /// What a form holds, with a number at names that the desk has taken.
    pub(super) fn with_free_names(&self, about: &About, values: &Values) -> Values {
        let mut values = values.clone();
        let named = about.inputs.iter();
        for input in named.filter(|input| matches!(input.fits, Fits::Unused)) {
            if let Some(name) = values.get_mut(input.id) {
                *name = self.unused(name).into();
            }
        }
        values
    }

    /// Proposes other names where the desk has taken those in the forms.
    pub(super) fn propose(&mut self) {
        for (unit, block) in self.blocks.clone() {
            if let Some(about) = units::find(unit) {
                let values = self.with_free_names(about, &block.form.values);
                if values != block.form.values {
                    self.change(unit, |block| block.form.values = values);
                }
            }
        }
    }

    /// Whether a block of the page will run by itself and has not yet: what it
    /// makes belongs to the other examples, and things from the desk do not.
    fn is_coming(&self, unit: &str) -> bool {
        let runs_by_itself = units::find(unit)
            .is_some_and(|about| matches!(about.start, Start::Live | Start::Button(_)));
        runs_by_itself
            && self
                .block(unit)
                .is_some_and(|block| block.result.is_none() && block.trouble.is_none())
    }
}

#[cfg(test)]
mod tests;
