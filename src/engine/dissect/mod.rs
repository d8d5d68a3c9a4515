//! What each byte is.
//!
//! A [`Dissection`] is a byte string and the fields that own its bytes. The
//! fields inside a field cover it without gaps and without overlaps, so that
//! each byte has exactly one innermost owner ([`Dissection::owner`]);
//! [`Dissection::check`] says whether that holds.

use crate::engine::bulk;
use crate::engine::knowers::{Knowers, Viewer};
use crate::engine::source::Source;
use crate::engine::text::Text;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use zeroize::Zeroize;

/// A byte string with an owner for every byte.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dissection {
    /// What the whole is.
    pub name: Text,
    /// The bytes.
    #[serde(with = "bulk")]
    pub bytes: Vec<u8>,
    /// The fields, in order, covering all bytes.
    pub fields: Vec<Field>,
    /// What is wrong with the bytes, where something is.
    pub problems: Vec<Problem>,
}

/// A run of bytes with one meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Where it begins, in bytes from the start of the whole.
    pub start: u32,
    /// Where it ends: the first byte after it.
    pub end: u32,
    /// The standard's name for it.
    pub name: Text,
    /// What these bytes say here, decoded: `2026-11-23 12:00:00 UTC`,
    /// `65537`, `CN=localhost`.
    pub meaning: Text,
    /// Where the standard defines it.
    pub source: Option<Source>,
    /// Who may know these bytes.
    pub known_to: Knowers,
    /// The [path](crate::engine::trace::path) of the step that made them, where
    /// we made them, seen from where these bytes stand.
    pub made_by: Text,
    /// Whether these bytes only frame others: a tag, a length, padding.
    pub role: Role,
    /// The fields inside, covering it, or none.
    pub inside: Vec<Field>,
    /// The equal parts inside, where there are no fields but those.
    pub parts: Option<Parts>,
}

/// Equal parts that cover a field, such as the blocks of a ciphertext: told
/// once, since a long message has a hundred thousand of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// How many bytes each has; the last one may have fewer.
    pub size: u32,
    /// What each is called, before its number, which counts from 1.
    pub name: Text,
    /// What a part of that many bytes says.
    pub meaning: Text,
    /// The path of the step that made each, before its number; may be empty.
    pub made_by: Text,
}

/// What part a field plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// It carries content.
    #[default]
    Content,
    /// It frames content: tags and lengths.
    Frame,
    /// It fills up space.
    Padding,
}

/// Something wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The byte where it was noticed.
    pub at: u32,
    /// What was expected, what was found and what to do about it.
    pub says: Text,
}

/// Why a dissection does not own its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnownedBytes {
    /// The field (or the whole) whose inside does not cover it.
    pub within: String,
    /// The first byte that is wrong.
    pub at: u32,
}

impl Field {
    /// A public field over a range of bytes.
    pub fn new(range: Range<usize>, name: impl Into<Text>) -> Self {
        Self {
            start: position(range.start),
            end: position(range.end),
            name: name.into(),
            meaning: Text::Borrowed(""),
            source: None,
            known_to: Knowers::EVERYBODY,
            made_by: Text::Borrowed(""),
            role: Role::Content,
            inside: Vec::new(),
            parts: None,
        }
    }

    /// With what the bytes say.
    #[must_use]
    pub fn meaning(mut self, meaning: impl Into<Text>) -> Self {
        self.meaning = meaning.into();
        self
    }

    /// With the place where it is defined.
    #[must_use]
    pub fn source(mut self, document: &'static str, section: &'static str) -> Self {
        self.source = Some(Source::new(document, section));
        self
    }

    /// Marked as secret.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.known_to = Knowers::OWNER;
        self
    }

    /// With the step that made it.
    #[must_use]
    pub fn made_by(mut self, step: impl Into<Text>) -> Self {
        self.made_by = step.into();
        self
    }

    /// With its part in the whole.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// With the fields inside it.
    #[must_use]
    pub fn inside(mut self, inside: Vec<Field>) -> Self {
        self.inside = inside;
        self
    }

    /// With equal parts inside it.
    #[must_use]
    pub fn parts(mut self, parts: Parts) -> Self {
        self.parts = Some(parts);
        self
    }

    /// The same so many bytes further on, with all that is inside.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        let distance = position(by);
        self.start = self.start.saturating_add(distance);
        self.end = self.end.saturating_add(distance);
        let inside = std::mem::take(&mut self.inside).into_iter();
        self.inside = inside.map(|field| field.shifted(by)).collect();
        self
    }

    /// How many equal parts it has.
    #[must_use]
    pub fn count(&self) -> usize {
        let size = |parts: &Parts| parts.size.max(1) as usize;
        let all = self.range().len();
        self.parts
            .as_ref()
            .map_or(0, |parts| all.div_ceil(size(parts)))
    }

    /// One of its equal parts, from 0, as a field.
    #[must_use]
    pub fn part(&self, index: usize) -> Option<Field> {
        let parts = self.parts.as_ref().filter(|_| index < self.count())?;
        let size = parts.size.max(1);
        let start = self
            .start
            .saturating_add(position(index).saturating_mul(size));
        let end = start.saturating_add(size).min(self.end);
        let number = index + 1;
        let mut part = Field::new(
            start as usize..end as usize,
            format!("{} {number}", parts.name),
        );
        part.meaning = if end - start == size {
            parts.meaning.clone()
        } else {
            format!("only {} of {size} bytes", end - start).into()
        };
        part.known_to = self.known_to;
        if !parts.made_by.is_empty() {
            part.made_by = format!("{}{number}", parts.made_by).into();
        }
        Some(part)
    }

    /// Its place in the bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Calls a function with this field and all fields and parts inside it,
    /// with depth.
    pub fn visit(&self, depth: usize, see: &mut impl FnMut(usize, &Field)) {
        see(depth, self);
        for field in &self.inside {
            field.visit(depth + 1, see);
        }
        for part in (0..self.count()).filter_map(|index| self.part(index)) {
            see(depth + 1, &part);
        }
    }

    /// Whether it or a field inside it is secret.
    fn holds_secrets(&self) -> bool {
        self.known_to.is_secret() || self.inside.iter().any(Self::holds_secrets)
    }

    /// Whether this viewer sees it and all fields inside it.
    fn is_seen_by(&self, viewer: Viewer) -> bool {
        viewer.sees(self.known_to) && self.inside.iter().all(|field| field.is_seen_by(viewer))
    }

    /// The first field with this name: itself, or one inside it.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Self> {
        if self.name == name {
            return Some(self);
        }
        self.inside.iter().find_map(|field| field.find(name))
    }
}

impl Dissection {
    /// Bytes and their fields.
    pub fn new(name: impl Into<Text>, bytes: Vec<u8>, fields: Vec<Field>) -> Self {
        Self {
            name: name.into(),
            bytes,
            fields,
            problems: Vec::new(),
        }
    }

    /// The fields that own a byte, from the outermost to the innermost.
    #[must_use]
    pub fn owner(&self, at: usize) -> Vec<Cow<'_, Field>> {
        let mut owners = Vec::new();
        let mut level = &self.fields;
        while let Some(field) = level.iter().find(|field| field.range().contains(&at)) {
            owners.push(Cow::Borrowed(field));
            if let Some(parts) = &field.parts {
                let index = (at - field.range().start) / parts.size.max(1) as usize;
                owners.extend(field.part(index).map(Cow::Owned));
            }
            level = &field.inside;
        }
        owners
    }

    /// The bytes of a field; empty where it does not fit.
    #[must_use]
    pub fn slice(&self, field: &Field) -> &[u8] {
        self.bytes.get(field.range()).unwrap_or_default()
    }

    /// Whether each byte has exactly one innermost owner.
    ///
    /// # Errors
    /// The first place where fields leave a gap, overlap or stick out.
    pub fn check(&self) -> Result<(), UnownedBytes> {
        cover(&self.name, &self.fields, 0, position(self.bytes.len()))
    }

    /// Whether this viewer sees all of its bytes.
    #[must_use]
    pub fn is_seen_by(&self, viewer: Viewer) -> bool {
        self.fields.iter().all(|field| field.is_seen_by(viewer))
    }

    /// The same with the steps that made some of the fields: pairs of a
    /// field's name and a step's path.
    #[must_use]
    pub fn with_makers(mut self, makers: &[(&str, &'static str)]) -> Self {
        fn mark(field: &mut Field, makers: &[(&str, &'static str)]) {
            if let Some((_, step)) = makers.iter().find(|(name, _)| field.name == *name) {
                field.made_by = Text::Borrowed(step);
            }
            for field in &mut field.inside {
                mark(field, makers);
            }
        }
        for field in &mut self.fields {
            mark(field, makers);
        }
        self
    }

    /// The same, made inside another step: the paths of all makers begin with
    /// that step's.
    #[must_use]
    pub fn within(mut self, step: &str) -> Self {
        fn mark(field: &mut Field, step: &str) {
            let parts = field.parts.iter_mut().map(|parts| &mut parts.made_by);
            for made_by in parts.chain([&mut field.made_by]) {
                if !made_by.is_empty() {
                    *made_by = format!("{step}/{made_by}").into();
                }
            }
            for field in &mut field.inside {
                mark(field, step);
            }
        }
        for field in &mut self.fields {
            mark(field, step);
        }
        self
    }

    /// The first field with this name, wherever it stands; equal parts are not
    /// looked for.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find_map(|field| field.find(name))
    }
}

impl Drop for Dissection {
    fn drop(&mut self) {
        if self.fields.iter().any(Field::holds_secrets) {
            self.bytes.zeroize();
        }
    }
}

fn cover(within: &str, fields: &[Field], start: u32, end: u32) -> Result<(), UnownedBytes> {
    let mut at = start;
    for field in fields {
        if field.start != at || field.end < field.start || field.end > end {
            return Err(UnownedBytes {
                within: within.to_owned(),
                at,
            });
        }
        if !field.inside.is_empty() {
            cover(&field.name, &field.inside, field.start, field.end)?;
        }
        at = field.end;
    }
    if at == end {
        Ok(())
    } else {
        Err(UnownedBytes {
            within: within.to_owned(),
            at,
        })
    }
}

/// A position as it travels; inputs are limited to far less than 4 GiB.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_one_owner() {
        let whole = Dissection::new(
            "token",
            vec![0x80, 1, 2, 3],
            vec![
                Field::new(0..1, "version"),
                Field::new(1..4, "rest").inside(vec![Field::new(1..2, "a"), Field::new(2..4, "b")]),
            ],
        );
        assert_eq!(whole.check(), Ok(()));
        let names: Vec<_> = whole
            .owner(3)
            .iter()
            .map(|field| field.name.to_string())
            .collect();
        assert_eq!(names, ["rest", "b"]);
        assert_eq!(whole.slice(whole.find("b").unwrap()), [2, 3]);
    }

    #[test]
    fn equal_parts_cover_their_field_and_own_their_bytes() {
        let parts = Parts {
            size: 4,
            name: "Block".into(),
            meaning: "a whole one".into(),
            made_by: "block-".into(),
        };
        let whole = Dissection::new(
            "ciphertext",
            vec![7; 11],
            vec![
                Field::new(0..1, "head"),
                Field::new(1..11, "blocks").parts(parts),
            ],
        );
        assert_eq!(whole.check(), Ok(()));
        let blocks = &whole.fields[1];
        assert_eq!(blocks.count(), 3);
        let last = blocks.part(2).unwrap();
        assert_eq!(
            (last.range(), &*last.name, &*last.meaning, &*last.made_by),
            (9..11, "Block 3", "only 2 of 4 bytes", "block-3")
        );
        assert_eq!(blocks.part(3), None);
        let mut at = 1;
        for index in 0..3 {
            let part = blocks.part(index).unwrap();
            assert_eq!(part.range().start, at);
            at = part.range().end;
        }
        assert_eq!(at, 11);
        let names: Vec<_> = whole
            .owner(5)
            .iter()
            .map(|field| field.name.to_string())
            .collect();
        assert_eq!(names, ["blocks", "Block 2"]);
    }

    #[test]
    fn gaps_overlaps_and_overhangs_are_caught() {
        for fields in [
            vec![Field::new(0..1, "a"), Field::new(2..4, "b")],
            vec![Field::new(0..3, "a"), Field::new(2..4, "b")],
            vec![Field::new(0..5, "a")],
            vec![Field::new(0..3, "a")],
            vec![Field::new(0..4, "a").inside(vec![Field::new(0..2, "b")])],
        ] {
            assert!(Dissection::new("x", vec![0; 4], fields).check().is_err());
        }
    }
}
