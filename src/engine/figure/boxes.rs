//! Fields in fields, as boxes under each other.

use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::Step;

/// A byte string to scale: under each field those that are inside it, without
/// the headers that frame them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boxes {
    /// What the whole is.
    pub name: Text,
    /// How many bytes it has.
    pub length: u32,
    /// The rows from the outside in, each of boxes from left to right.
    pub rows: Vec<Vec<Boxed>>,
}

/// A field in its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boxed {
    /// The standard's name for it.
    pub name: Text,
    /// Its first byte, and the first after it.
    pub range: [u32; 2],
    /// Who may know it.
    pub known_to: Knowers,
}

/// So many rows are drawn at most.
const DEEP: usize = 7;

impl Boxes {
    /// The picture of a step that lays out one byte string and says no
    /// equation; `None` where no field is inside another.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let [whole] = step.bytes.as_slice() else {
            return None;
        };
        if !step.equations.is_empty() {
            return None;
        }
        Self::of_bytes(whole)
    }

    fn of_bytes(whole: &Dissection) -> Option<Self> {
        let mut rows = Vec::new();
        lay(&whole.fields, 0, &mut rows);
        (rows.len() > 2).then(|| Self {
            name: whole.name.clone(),
            length: u32::try_from(whole.bytes.len()).unwrap_or(u32::MAX),
            rows,
        })
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        let parts = self.rows.get(1).map_or(0, Vec::len);
        format!(
            "{}, {} bytes long, to scale: under each box those that are inside it, {} rows deep. The second row has {parts} boxes.",
            self.name,
            self.length,
            self.rows.len()
        )
    }
}

/// Puts fields into their row, and what is inside them below. Headers are the
/// gaps before what they frame, and a content is what its box is about.
fn lay(fields: &[Field], depth: usize, rows: &mut Vec<Vec<Boxed>>) {
    if depth == DEEP {
        return;
    }
    let is_told = |field: &&Field| field.role != Role::Frame && field.name != "content";
    for field in fields.iter().filter(is_told) {
        if rows.len() == depth {
            rows.push(Vec::new());
        }
        if let Some(row) = rows.get_mut(depth) {
            row.push(Boxed {
                name: field.name.clone(),
                range: [field.start, field.end],
                known_to: field.known_to,
            });
        }
        lay(&field.inside, depth + 1, rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_box_stands_below_its_own() {
        let mut outer = Field::new(0..6, "SEQUENCE");
        let mut inner = Field::new(2..6, "validity");
        inner.inside = vec![Field::new(2..4, "notBefore"), Field::new(4..6, "notAfter")];
        let mut header = Field::new(0..2, "tag and length");
        header.role = Role::Frame;
        outer.inside = vec![header, inner];
        let whole = Dissection {
            name: "it".into(),
            bytes: vec![0; 6],
            fields: vec![outer],
            problems: Vec::new(),
        };
        let boxes = Boxes::of_bytes(&whole).unwrap();
        let names = |row: &Vec<Boxed>| row.iter().map(|one| one.range).collect::<Vec<_>>();
        let all: Vec<_> = boxes.rows.iter().map(names).collect();
        assert_eq!(all, [vec![[0, 6]], vec![[2, 6]], vec![[2, 4], [4, 6]]]);
        let step = Step::new("it", "it").bytes(whole);
        assert!(Boxes::of(&step).is_some());
    }
}
