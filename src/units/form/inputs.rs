//! What a run is given.

use crate::desk::{Bytes, Draft, Kind, Thing};
use crate::engine::diagnosis::Diagnosis;
use crate::units::{About, Control, Output, Size};
use chacha20::ChaCha20Rng;
use litemap::LiteMap;
use rand::SeedableRng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::rc::Rc;
use zeroize::Zeroize;

/// What a form holds, by input id. Clones share the texts: one may be of
/// megabytes.
pub type Values = LiteMap<String, Rc<str>>;

/// Everything that a run depends on. The same inputs give the same output,
/// byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inputs {
    /// What the form holds, by input id.
    pub values: Values,
    /// The things chosen in the form, by input id.
    pub things: LiteMap<String, Material>,
    /// The file that was handed in from outside, where a unit reads one.
    pub file: Option<File>,
    /// Where randomness comes from.
    pub randomness: Randomness,
    /// The time, in seconds since 1970-01-01 UTC.
    pub now: u64,
}

/// A file from outside, before anybody knows what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name; may be empty.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A thing as a run sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// The name that the person knows it by.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Bytes,
    /// Whether a known seed went into it.
    pub demonstration: bool,
}

impl From<&Thing> for Material {
    fn from(thing: &Thing) -> Self {
        Self {
            name: thing.name.clone(),
            kind: thing.kind,
            bytes: thing.bytes.clone(),
            demonstration: thing.demonstration,
        }
    }
}

impl From<&Draft> for Material {
    fn from(draft: &Draft) -> Self {
        Self {
            name: draft.name.clone(),
            kind: draft.kind,
            bytes: draft.bytes.clone(),
            demonstration: draft.demonstration,
        }
    }
}

/// Where a run's randomness comes from: always 32 bytes, so that a run can be
/// repeated to show more of its steps.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Randomness {
    /// Drawn from the browser for this run.
    Fresh([u8; 32]),
    /// From a word that others may know: the same for a whole class.
    Lesson(String),
}

impl Default for Randomness {
    fn default() -> Self {
        Self::Lesson("padlock".into())
    }
}

impl std::fmt::Debug for Randomness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fresh(_) => f.write_str("Fresh(…)"),
            Self::Lesson(word) => f.debug_tuple("Lesson").field(word).finish(),
        }
    }
}

impl Drop for Randomness {
    fn drop(&mut self) {
        if let Self::Fresh(seed) = self {
            seed.zeroize();
        }
    }
}

impl Randomness {
    /// Whether everybody who knows the word gets the same.
    #[must_use]
    pub fn is_lesson(&self) -> bool {
        matches!(self, Self::Lesson(_))
    }

    /// A generator for one purpose of the run, such as `p`. Different
    /// purposes get independent streams.
    #[must_use]
    pub fn generator(&self, purpose: &str) -> ChaCha20Rng {
        let mut hash = Sha256::new();
        match self {
            Self::Fresh(seed) => {
                hash.update(b"fresh\0");
                hash.update(seed);
            }
            Self::Lesson(word) => {
                hash.update(b"lesson\0");
                hash.update(Sha256::digest(word.as_bytes()));
            }
        }
        hash.update(purpose.as_bytes());
        ChaCha20Rng::from_seed(hash.finalize().into())
    }

    /// A generator for one purpose and for what it is drawn for, such as a key
    /// and a message: two of them never share what is drawn once, also where
    /// the seed stays the same.
    #[must_use]
    pub fn generator_for(&self, purpose: &str, what: &[&[u8]]) -> ChaCha20Rng {
        let mut hash = Sha256::new();
        for part in what {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        let drawn_for = crate::engine::hex::encode(&hash.finalize());
        self.generator(&format!("{purpose} for {drawn_for}"))
    }
}

impl Inputs {
    /// The inputs with every field at its default, and no things.
    #[must_use]
    pub fn defaults(about: &About) -> Self {
        Self::opening(about, Size::Real)
    }

    /// What a form holds when its page opens with numbers of this size, and no
    /// things.
    #[must_use]
    pub fn opening(about: &About, size: Size) -> Self {
        let mut inputs = Self::default();
        for input in about.inputs {
            if !matches!(input.control, Control::Thing(_)) {
                inputs = inputs.with(input.id, about.opening(input, size));
            }
        }
        inputs
    }

    /// What a form holds when its page opens with numbers of this size, with
    /// what the units before have made, by unit id; a field whose thing is not
    /// among it stays empty.
    #[must_use]
    pub fn after(about: &About, size: Size, made: &BTreeMap<&str, Output>) -> Self {
        let mut inputs = Self::opening(about, size);
        for input in about.inputs {
            let Control::Thing(kinds) = &input.control else {
                continue;
            };
            let made = input.maker().and_then(|(unit, index)| {
                let output = made.get(unit)?;
                output.drafts.get(index)
            });
            if let Some(draft) = made.filter(|draft| kinds.contains(&draft.kind)) {
                inputs = inputs.with_thing(input.id, draft.into());
            }
        }
        inputs
    }

    /// The same inputs with one field changed.
    #[must_use]
    pub fn with(mut self, id: &str, value: impl Into<Rc<str>>) -> Self {
        self.values.insert(id.to_owned(), value.into());
        self
    }

    /// The same inputs with one thing handed in.
    #[must_use]
    pub fn with_thing(mut self, id: &str, thing: Material) -> Self {
        self.things.insert(id.to_owned(), thing);
        self
    }

    /// The same with a file from outside.
    #[must_use]
    pub fn with_file(mut self, file: File) -> Self {
        self.file = Some(file);
        self
    }

    /// What a field holds; empty where it is missing.
    #[must_use]
    pub fn text(&self, id: &str) -> &str {
        self.values.get(id).map_or("", |text| text)
    }

    /// Whether a toggle is on.
    #[must_use]
    pub fn is_on(&self, id: &str) -> bool {
        self.text(id) == "yes"
    }

    /// A whole number.
    ///
    /// # Errors
    /// When the field holds something else, or a number outside the range.
    pub fn number(
        &self,
        id: &'static str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<i64, Diagnosis> {
        let text = self.text(id).trim();
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        match text.parse::<i64>() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ if text.is_empty() => Err(Diagnosis::expected(expected).of(id).found("nothing")),
            _ => Err(Diagnosis::expected(expected)
                .of(id)
                .found(format!("{text:?}"))),
        }
    }

    /// The thing chosen in a field.
    ///
    /// # Errors
    /// When none is chosen.
    pub fn thing(&self, id: &'static str) -> Result<&Material, Diagnosis> {
        self.things.get(id).ok_or_else(|| {
            Diagnosis::expected("something from the desk")
                .of(id)
                .found("nothing chosen")
        })
    }

    /// The key in [`things`](Self::things) of a thing that is at hand beside a
    /// field.
    #[must_use]
    pub fn beside(id: &str, number: usize) -> String {
        format!("{id}#{number:04}")
    }

    /// The key in [`values`](Self::values) of the unit that made what went into
    /// a field by itself; missing where the person chose it.
    #[must_use]
    pub fn by_itself(id: &str) -> String {
        format!("{id}#by")
    }

    /// The things that are at hand beside a field.
    pub fn at_hand(&self, id: &str) -> impl Iterator<Item = &Material> {
        let things = self.things.iter();
        things.filter_map(move |(key, thing)| {
            let (field, _) = key.split_once('#')?;
            (field == id).then_some(thing)
        })
    }

    /// Whether something that others may know the seed of goes into this run.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.randomness.is_lesson() || self.things.values().any(|thing| thing.demonstration)
    }
}
