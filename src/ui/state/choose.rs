//! What goes into the fields that take a thing.

mod certificates;

use super::{Selection, State};
use crate::desk::{self, Kind, Thing};
use crate::units::{self, About, Control, Fits, Input, Material, Randomness, Start, Values};

/// A thing that can be chosen in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The thing.
    pub selection: Selection,
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
    /// What exhibits made from the person's own things, not kept.
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
        let made = |selection: &Selection| match selection {
            Selection::Made(unit, _) => Some(*unit),
            _ => None,
        };
        let name = |selection: &Selection, look: Look<'_>| {
            let mark = match (made(selection), look.demonstration) {
                (_, false) => "",
                (None, true) => " (demonstration)",
                (Some(_), true) => " (example)",
            };
            let alike = all
                .iter()
                .filter(|(other, that)| made(other).is_some() && that.name == look.name);
            // Two of the same name are told apart by who made them.
            match made(selection).filter(|_| alike.count() > 1) {
                Some(unit) => {
                    let title = units::find(unit).map_or(unit, |about| about.title);
                    format!("{}{mark}, from {title}", look.name)
                }
                None => format!("{}{mark}", look.name),
            }
        };
        all.iter()
            .map(|(selection, look)| Candidate {
                selection: selection.clone(),
                name: name(selection, *look),
                group: match (made(selection), look.demonstration) {
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
    pub fn selection(&self, about: &'static About, input: &Input) -> Option<Selection> {
        let Control::Thing(kinds) = &input.control else {
            return None;
        };
        if let Some(selection) = self.chosen(about, input.id) {
            return Some(selection);
        }
        let (maker, _) = input.maker()?;
        let found = self.fitting(about, input, kinds).or_else(|| {
            // What comes may fit better than what is here. Nothing is trusted
            // that nobody chose.
            let waits = match input.fits {
                Fits::IssuerOf(_) => true,
                Fits::KeyOf(_) => self.is_coming(maker) || self.partner(about, input).is_none(),
                Fits::Leaf if serves(about, input) => true,
                _ => self.is_coming(maker),
            };
            let mut usual = self.usual(input, kinds).into_iter();
            usual.next().filter(|_| !waits)
        });
        found.filter(|found| !self.hides_what_was_read(input, found))
    }

    /// What goes into a field by itself and is right for it.
    fn fitting(&self, about: &'static About, input: &Input, kinds: &[Kind]) -> Option<Selection> {
        let with = self.partner(about, input);
        let mut wants = self.usual(input, kinds);
        if matches!(input.fits, Fits::KeyOf(_) | Fits::IssuerOf(_)) {
            // What belongs to something may lie anywhere.
            let all = self.all(kinds).into_iter().rev();
            wants.extend(all.map(|(selection, _)| selection));
        }
        match input.fits {
            Fits::IssuerOf(_) => {
                // Whoever wrote a link is not to say whom to trust from now on.
                wants.retain(|one| !self.came_with_a_link(one));
                self.root_above(&with?, wants)
            }
            Fits::Leaf => {
                let is_held = |one: &Selection| self.is_held(self.key_of(one));
                let leaf = self.leaf(&wants);
                let can_serve = |one: &Selection| self.fits(&Fits::Leaf, None, one) && is_held(one);
                match serves(about, input) && !leaf.as_ref().is_some_and(is_held) {
                    true => wants.into_iter().find(can_serve),
                    false => leaf,
                }
            }
            _ => wants
                .into_iter()
                .find(|selection| self.fits(&input.fits, with.as_ref(), selection)),
        }
    }

    /// What the person chose in a field, if it is still there.
    pub(super) fn chosen(&self, about: &About, input: &str) -> Option<Selection> {
        let selection = self.exhibit(about.id)?.form.chosen.get(input)?.clone();
        self.material(&selection).map(|_| self.kept(selection))
    }

    /// Lets go of what was chosen in other fields of an exhibit where something
    /// fits what was chosen in this one, and that does not.
    pub(super) fn follow(&mut self, about: &'static About, chosen: &str) {
        let others = about.inputs.iter().filter(|other| match other.fits {
            Fits::KeyOf(of) | Fits::IssuerOf(of) | Fits::Signer(of) => of == chosen,
            _ => false,
        });
        for other in others {
            let mut without = self.clone();
            without.change(about.id, |exhibit| {
                exhibit.form.chosen.remove(other.id);
            });
            let Control::Thing(kinds) = &other.control else {
                continue;
            };
            if without.fitting(about, other, kinds).is_some() {
                *self = without;
            }
        }
    }

    /// What goes into a field by itself, best first: what is the person's own,
    /// the newest first, before the examples of the page.
    fn usual(&self, input: &Input, kinds: &[Kind]) -> Vec<Selection> {
        let Some((unit, index)) = input.maker() else {
            return Vec::new();
        };
        let maker = units::find(unit);
        let made = maker
            .map(|maker| self.kept(Selection::Made(maker.id, index)))
            .filter(|selection| {
                self.look(selection)
                    .is_some_and(|look| kinds.contains(&look.kind))
            });
        let randomness = self
            .exhibit(unit)
            .and_then(|exhibit| Some(&exhibit.result.as_ref()?.inputs.randomness));
        let is_lesson = randomness.is_some_and(Randomness::is_lesson);
        let is_example = randomness.is_none_or(|used| *used == Randomness::default());
        let is_live = maker.is_some_and(|maker| maker.start == Start::Live);
        let on_desk = || {
            let things = self.desk.things().iter().rev();
            things.filter(|thing| kinds.contains(&thing.kind))
        };
        let is_own = |thing: &&Thing| {
            // What was made with a word or from toy numbers was asked for.
            !thing.demonstration || (!is_example && made == Some(Selection::Desk(thing.id)))
        };
        let first = made
            .iter()
            .filter(|made| {
                is_live || (matches!(made, Selection::Made(..)) && is_lesson && !is_example)
            })
            .cloned();
        let own = on_desk()
            .filter(is_own)
            .map(|thing| Selection::Desk(thing.id));
        let others = on_desk()
            .filter(|_| made.is_some() || !self.is_coming(unit))
            .map(|thing| Selection::Desk(thing.id));
        first.chain(own).chain(made.clone()).chain(others).collect()
    }

    /// The thing in another field that decides about this one.
    fn partner(&self, about: &'static About, input: &Input) -> Option<Selection> {
        match input.fits {
            Fits::KeyOf(other) | Fits::IssuerOf(other) => {
                self.selection(about, about.input(other)?)
            }
            // Only what was chosen: the key follows the certificate otherwise.
            Fits::Signer(other) => self.chosen(about, other),
            _ => None,
        }
    }

    /// Whether a thing is right for a field beside its kind, with this in the
    /// other field that decides.
    fn fits(&self, fits: &Fits, with: Option<&Selection>, selection: &Selection) -> bool {
        let Some(look) = self.look(selection) else {
            return false;
        };
        let key = self.key_of(selection);
        let is_key_of = |other: &Selection| key.is_some() && self.key_of(other) == key;
        match fits {
            Fits::Any | Fits::Unused | Fits::Beside(_) | Fits::NameOf(_) => true,
            Fits::Held => self.is_held(key),
            Fits::Leaf => self.is_leaf(selection, look.bytes),
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
    pub(super) fn is_held(&self, key: Option<&[u8]>) -> bool {
        let is_it = |look: &Look<'_>| {
            matches!(look.kind, Kind::PrivateKey(_)) && desk::key_of(look.kind, look.bytes) == key
        };
        key.is_some() && self.every().any(|(_, look)| is_it(&look))
    }

    /// The key that a thing holds, or that it was made with.
    pub(super) fn key_of(&self, selection: &Selection) -> Option<&[u8]> {
        let look = self.look(selection)?;
        desk::key_of(look.kind, look.bytes).or_else(|| match selection {
            Selection::Desk(id) => self.desk.find(*id)?.made_from.iter().find_map(|from| {
                let from = self.desk.find(*from)?;
                desk::key_of(from.kind, &from.bytes)
            }),
            Selection::Made(unit, _) => {
                let things = &self.exhibit(unit)?.result.as_ref()?.inputs.things;
                things
                    .values()
                    .find_map(|from| desk::key_of(from.kind, &from.bytes))
            }
        })
    }

    /// What an exhibit made, as the thing that it is on the desk.
    fn kept(&self, selection: Selection) -> Selection {
        match (&selection, self.look(&selection)) {
            (Selection::Made(..), Some(look)) => self
                .found(look.kind, look.bytes)
                .map_or(selection, Selection::Desk),
            _ => selection,
        }
    }

    fn look(&self, selection: &Selection) -> Option<Look<'_>> {
        match selection {
            Selection::Desk(id) => self.desk.find(*id).map(|thing| Look {
                kind: thing.kind,
                bytes: &thing.bytes,
                name: &thing.name,
                demonstration: thing.demonstration,
            }),
            Selection::Made(unit, index) => {
                let result = self.exhibit(unit)?.result.as_ref()?;
                result.output.drafts.get(*index).map(|draft| Look {
                    kind: draft.kind,
                    bytes: &draft.bytes,
                    name: &draft.name,
                    demonstration: draft.demonstration,
                })
            }
        }
    }

    /// Everything: what is on the desk, and what exhibits made.
    fn every(&self) -> impl Iterator<Item = (Selection, Look<'_>)> {
        let on_desk = self
            .desk
            .things()
            .iter()
            .map(|thing| Selection::Desk(thing.id));
        let made = self.exhibits.iter().flat_map(|(unit, exhibit)| {
            let drafts = exhibit
                .result
                .iter()
                .flat_map(|result| &result.output.drafts);
            drafts
                .enumerate()
                .map(|(index, _)| Selection::Made(unit, index))
        });
        on_desk
            .chain(made)
            .filter_map(|selection| self.look(&selection).map(|look| (selection, look)))
    }

    /// Everything of these kinds, each thing once.
    fn all(&self, kinds: &[Kind]) -> Vec<(Selection, Look<'_>)> {
        self.every()
            .filter(|(selection, look)| {
                kinds.contains(&look.kind)
                    && (matches!(selection, Selection::Desk(_))
                        || self.found(look.kind, look.bytes).is_none())
            })
            .collect()
    }

    /// What is at hand beside a field, of one kind.
    pub(super) fn beside(&self, kind: Kind) -> Vec<Material> {
        let all = self.all(&[kind]).into_iter();
        all.filter_map(|(selection, _)| self.material(&selection))
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
        for (unit, exhibit) in self.exhibits.clone() {
            if let Some(about) = units::find(unit) {
                let values = self.with_free_names(about, &exhibit.form.values);
                if values != exhibit.form.values {
                    self.change(unit, |exhibit| exhibit.form.values = values);
                }
            }
        }
    }

    /// Whether an exhibit of the page will run by itself and has not yet: what it
    /// makes belongs to the other examples, and things from the desk do not.
    fn is_coming(&self, unit: &str) -> bool {
        let runs_by_itself = units::find(unit)
            .is_some_and(|about| matches!(about.start, Start::Live | Start::Button(_)));
        runs_by_itself
            && self
                .exhibit(unit)
                .is_some_and(|exhibit| exhibit.result.is_none() && exhibit.diagnosis.is_none())
    }
}

/// Whether a certificate goes into a field to serve with it: another one asks for
/// its key.
fn serves(about: &About, input: &Input) -> bool {
    let mut others = about.inputs.iter();
    others.any(|other| matches!(other.fits, Fits::KeyOf(of) if of == input.id))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::{EXAMPLES, OWN, PAGE, assert_holds, with_examples, with_own};
