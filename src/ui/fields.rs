//! The fields of a dissection as one list, without the list: a token of
//! megabytes has a hundred thousand blocks, and the page looks at forty.

use crate::engine::dissect::{Dissection, Field, Role};
use std::borrow::Cow;
use std::ops::Range;

/// All fields, numbered from the outside in and in order. The equal parts of
/// a field have numbers too, and are made when they are looked at.
pub struct Fields<'a> {
    all: Vec<Entry<'a>>,
    /// Those that own bytes, in the order of the bytes, by their places in
    /// `all`.
    leaves: Vec<usize>,
    total: usize,
}

/// A field that is there, with its parts behind it.
struct Entry<'a> {
    /// Its number; those of its parts follow.
    number: usize,
    depth: usize,
    /// The number of the header that it is a part of, such as a tag's.
    framed_by: Option<usize>,
    field: &'a Field,
}

/// A field of the list.
pub struct FieldRow<'a> {
    /// Its number.
    pub number: usize,
    /// How deep it stands inside others.
    pub depth: usize,
    /// The field.
    pub field: Cow<'a, Field>,
}

/// Which fields are listed while one is chosen: tags and lengths only while
/// their header, or one of them, is.
pub struct VisibleFields {
    /// How many are listed.
    pub total: usize,
    /// For each entry its place in the list; `None` where it is left out.
    places: Vec<Option<usize>>,
    /// The entries that are listed.
    entries: Vec<usize>,
}

impl<'a> Fields<'a> {
    /// The fields of a dissection.
    #[must_use]
    pub fn of(whole: &'a Dissection) -> Self {
        let mut fields = Self {
            all: Vec::new(),
            leaves: Vec::new(),
            total: 0,
        };
        for field in &whole.fields {
            fields.add(field, 0, None);
        }
        fields
    }

    fn add(&mut self, field: &'a Field, depth: usize, framed_by: Option<usize>) {
        let number = self.total;
        self.total += 1 + field.count();
        if field.inside.is_empty() && field.start < field.end {
            self.leaves.push(self.all.len());
        }
        self.all.push(Entry {
            number,
            depth,
            framed_by,
            field,
        });
        let frame = (field.role == Role::Frame).then_some(number);
        for inner in &field.inside {
            self.add(inner, depth + 1, frame);
        }
    }

    /// The place in `all` of a field, or of the one that it is a part of.
    fn place(&self, number: usize) -> Option<usize> {
        self.all
            .partition_point(|entry| entry.number <= number)
            .checked_sub(1)
            .filter(|_| number < self.total)
    }

    /// The field with a number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<FieldRow<'a>> {
        let entry = self.all.get(self.place(number)?)?;
        let (depth, field) = match number - entry.number {
            0 => (entry.depth, Cow::Borrowed(entry.field)),
            part => (entry.depth + 1, Cow::Owned(entry.field.part(part - 1)?)),
        };
        Some(FieldRow {
            number,
            depth,
            field,
        })
    }

    /// The innermost fields of a range of bytes: their numbers, and which of
    /// the bytes are theirs.
    #[must_use]
    pub fn owners(&self, range: Range<usize>) -> Vec<(usize, Range<usize>)> {
        let mut owners = Vec::new();
        let end_of = |place: &usize| {
            self.all
                .get(*place)
                .map_or(0, |entry| entry.field.range().end)
        };
        let first = self
            .leaves
            .partition_point(|place| end_of(place) <= range.start);
        for entry in self
            .leaves
            .iter()
            .skip(first)
            .filter_map(|place| self.all.get(*place))
        {
            let field = entry.field.range();
            if field.start >= range.end {
                break;
            }
            let mut at = field.start.max(range.start);
            let end = field.end.min(range.end);
            let size = entry
                .field
                .parts
                .as_ref()
                .map(|parts| parts.size.max(1) as usize);
            while at < end {
                let (number, stop) = match size {
                    None => (entry.number, end),
                    Some(size) => {
                        let part = (at - field.start) / size;
                        let stop = field.start + (part + 1) * size;
                        (entry.number + 1 + part, stop.min(end))
                    }
                };
                owners.push((number, at..stop));
                at = stop;
            }
        }
        owners
    }

    /// Which fields are listed while this one is chosen.
    #[must_use]
    pub fn shown(&self, chosen: Option<usize>) -> VisibleFields {
        let frame_of = |number: usize| self.all.get(self.place(number)?)?.framed_by;
        let open = [chosen, chosen.and_then(frame_of)];
        let mut shown = VisibleFields {
            total: 0,
            places: Vec::with_capacity(self.all.len()),
            entries: Vec::new(),
        };
        for (index, entry) in self.all.iter().enumerate() {
            let is_shown = entry.framed_by.is_none() || open.contains(&entry.framed_by);
            shown.places.push(is_shown.then_some(shown.total));
            if is_shown {
                shown.entries.push(index);
                shown.total += 1 + entry.field.count();
            }
        }
        shown
    }

    /// The field at a place of the list.
    #[must_use]
    pub fn at(&self, shown: &VisibleFields, place: usize) -> Option<FieldRow<'a>> {
        let place_of = |entry: &usize| shown.places.get(*entry).copied().flatten().unwrap_or(0);
        let index = shown
            .entries
            .partition_point(|entry| place_of(entry) <= place)
            .checked_sub(1)?;
        let entry = *shown.entries.get(index)?;
        self.get(self.all.get(entry)?.number + place - place_of(&entry))
    }

    /// Where a field stands in the list, if it does.
    #[must_use]
    pub fn place_of(&self, shown: &VisibleFields, number: usize) -> Option<usize> {
        let entry = self.place(number)?;
        let within = number - self.all.get(entry)?.number;
        Some(shown.places.get(entry).copied().flatten()? + within)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::dissect::Parts;

    fn whole() -> Dissection {
        let frame = |range, name: &'static str| Field::new(range, name).role(Role::Frame);
        let header = frame(0..2, "header").inside(vec![frame(0..1, "tag"), frame(1..2, "length")]);
        let blocks = Field::new(2..37, "blocks").parts(Parts {
            size: 16,
            name: "Block".into(),
            meaning: "".into(),
            made_by: "".into(),
        });
        Dissection::new(
            "token",
            vec![0; 40],
            vec![header, blocks, Field::new(37..40, "tail")],
        )
    }

    fn names(fields: &Fields<'_>, chosen: Option<usize>) -> Vec<String> {
        let shown = fields.shown(chosen);
        let name = |place| fields.at(&shown, place).unwrap().field.name.to_string();
        (0..shown.total).map(name).collect()
    }

    #[test]
    fn parts_are_listed_behind_their_field() {
        let whole = whole();
        let fields = Fields::of(&whole);
        assert_eq!(
            names(&fields, None),
            ["header", "blocks", "Block 1", "Block 2", "Block 3", "tail"]
        );
        assert_eq!(fields.get(6).unwrap().field.range(), 34..37);
        assert_eq!(
            (fields.get(6).unwrap().depth, fields.get(3).unwrap().depth),
            (1, 0)
        );
        assert!(fields.get(8).is_none());
    }

    #[test]
    fn a_tag_is_listed_while_its_header_or_it_is_chosen() {
        let whole = whole();
        let fields = Fields::of(&whole);
        for chosen in [0, 1, 2] {
            assert_eq!(
                names(&fields, Some(chosen))[..3],
                ["header", "tag", "length"]
            );
        }
        assert_eq!(names(&fields, Some(3))[1], "blocks");
        for chosen in [None, Some(1)] {
            let shown = fields.shown(chosen);
            for place in 0..shown.total {
                let number = fields.at(&shown, place).unwrap().number;
                assert_eq!(fields.place_of(&shown, number), Some(place));
            }
        }
        assert_eq!(fields.place_of(&fields.shown(None), 1), None);
    }

    #[test]
    fn every_byte_of_a_row_has_its_innermost_field() {
        let whole = whole();
        let fields = Fields::of(&whole);
        assert_eq!(fields.owners(0..8), [(1, 0..1), (2, 1..2), (4, 2..8)],);
        assert_eq!(
            fields.owners(32..40),
            [(5, 32..34), (6, 34..37), (7, 37..40)]
        );
        assert_eq!(fields.owners(40..48), []);
    }
}
