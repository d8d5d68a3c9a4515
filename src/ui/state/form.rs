//! What a form holds.

use super::Keep;
use crate::desk::ThingId;
use crate::units::{self, About, Control, File, Input, Inputs, Randomness, Size, Values};
use litemap::LiteMap;
use std::rc::Rc;

/// What a form holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The text of each field.
    pub values: Values,
    /// What the fields held before the exhibit was broken; `None` while it is
    /// not.
    pub unbroken: Option<Values>,
    /// For fields that take a thing: which, where the person chose one.
    pub chosen: LiteMap<String, Selection>,
    /// The file that was dropped onto the page, or chosen there.
    pub file: Option<File>,
    /// The word that randomness comes from; empty for the person's own.
    pub word: String,
    /// What the clock says to a run of that word, in seconds since 1970: it
    /// stands, so that others get the same.
    pub clock: Option<u64>,
    /// The person's own randomness.
    pub seed: Seed,
}

/// 32 bytes from the browser, not shown in messages.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// A thing that can be handed to a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// One on the desk.
    Desk(ThingId),
    /// One that a unit's newest run made, by its index there.
    Made(&'static str, usize),
}

impl Form {
    /// A form as its page opens with numbers of this size.
    #[must_use]
    pub fn new(about: &About, seed: Seed, size: Size) -> Self {
        Self {
            values: Inputs::opening(about, size).values,
            unbroken: None,
            chosen: LiteMap::new(),
            file: None,
            word: String::new(),
            clock: None,
            seed,
        }
    }

    /// Fills in a field. What the person changes stays when the exhibit is
    /// mended. What belonged to the example that they leave goes, unless they
    /// had changed it.
    pub fn fill(&mut self, about: &About, input: String, value: Rc<str>, size: Size) {
        // What is typed takes the place of what was dropped.
        if input != "passphrase" {
            self.file = None;
        }
        for values in self.unbroken.iter_mut().chain([&mut self.values]) {
            let before = values.clone();
            values.insert(input.clone(), value.clone());
            for other in about.inputs.iter().filter(|other| other.id != input) {
                let was = about.default_of(other, &before, size);
                let is = about.default_of(other, values, size);
                if let Some(held) = values.get_mut(other.id)
                    && was != is
                    && **held == *was
                {
                    *held = is.into();
                }
            }
        }
    }

    /// Goes over to numbers of this size: a choice always does, and text unless
    /// the person has changed it.
    pub fn resize(&mut self, about: &About, size: Size) {
        self.mend();
        for (id, _) in about.small {
            let Some(input) = about.input(id) else {
                continue;
            };
            let is_choice = matches!(input.control, Control::Choice(_));
            let is_as_opened = |held: &str| {
                let mut openings = Size::ALL.into_iter();
                openings.any(|size| about.opening(input, size) == held)
            };
            if let Some(held) = self.values.get_mut(*id)
                && (is_choice || is_as_opened(held))
            {
                *held = about.opening(input, size).into();
            }
        }
    }

    /// Lets go of what a field holds, and of a break.
    pub fn renew(&mut self, input: &Input) {
        self.mend();
        self.chosen.remove(input.id);
        if let Some(held) = self.values.get_mut(input.id) {
            *held = input.default.into();
        }
    }

    /// Breaks the exhibit in one way, and no longer in another.
    pub fn break_with(&mut self, sets: &[(&str, &str)]) {
        self.mend();
        self.unbroken = Some(self.values.clone());
        for (input, value) in sets {
            self.values.insert((*input).to_owned(), (*value).into());
        }
    }

    /// Takes the break back.
    pub fn mend(&mut self) {
        if let Some(unbroken) = self.unbroken.take() {
            self.values = unbroken;
        }
    }

    /// Where a run takes its randomness from. An exhibit with a button shows an
    /// example first, the same for all; what the person asks for is their own.
    #[must_use]
    pub fn randomness(&self, about: &About, keep: Keep) -> Randomness {
        match about.start {
            _ if about.draws == units::Draws::Afresh => Randomness::Fresh(self.seed.0),
            _ if !self.word.is_empty() => Randomness::Lesson(self.word.clone()),
            start if start.has_example() && keep == Keep::No => Randomness::default(),
            _ => Randomness::Fresh(self.seed.0),
        }
    }
}
