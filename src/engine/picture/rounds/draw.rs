//! A round: the strip of all rounds, and under it the states of the present one.

use super::lineage::{Lineage, Nodes};
use super::{Block, Rounds, When};
use crate::engine::ink::Ink;

pub(super) fn rounds(all: &Rounds) -> Ink {
    let lineage = Lineage::of(all);
    let mut ink = Ink::default();
    let way = match all.way {
        super::Direction::Cipher => "down",
        super::Direction::Plain => "up",
    };
    ink.put(format_args!("<div class=\"one-round\" data-to=\"{way}\">"));
    strip(all, &lineage, &mut ink);
    ink.put(format_args!("<div class=\"states\">"));
    let begun = Drawn {
        when: When::Before,
        name: "start of round".into(),
        class: "begun",
    };
    begun.put(all.start.as_ref(), &lineage.start, &lineage, &mut ink);
    let mut done = lineage.done.iter();
    for (operation, when, state) in all.places() {
        if operation == super::Operation::AddRoundKey {
            let key = Drawn {
                when: when.of_key(),
                name: format!("round key {}", all.key_number()),
                class: "key",
            };
            key.put(all.key.as_ref(), &lineage.key, &lineage, &mut ink);
        }
        let nodes = match when {
            When::Never => None,
            _ => done.next(),
        };
        let drawn = Drawn {
            when,
            name: operation.name(all.way).to_owned(),
            class: operation.id(),
        };
        drawn.put(state, nodes.unwrap_or(&[0; 16]), &lineage, &mut ink);
    }
    ink.put(format_args!("</div></div>"));
    ink
}

impl Rounds {
    /// The number of its key: back to the plaintext the last comes first.
    fn key_number(&self) -> usize {
        match self.way {
            super::Direction::Cipher => self.number,
            super::Direction::Plain => self.of - self.number,
        }
    }
}

impl When {
    fn id(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Now => "now",
            Self::Later => "later",
            Self::Never => "never",
        }
    }

    /// The key of a round is there before it is used.
    fn of_key(self) -> Self {
        match self {
            Self::Later => Self::Before,
            other => other,
        }
    }
}

/// How a state is drawn.
struct Drawn {
    when: When,
    name: String,
    class: &'static str,
}

impl Drawn {
    /// A square of sixteen bytes, row by row, with its name above.
    fn put(&self, state: Option<&Block>, nodes: &Nodes, lineage: &Lineage, ink: &mut Ink) {
        let (when, class) = (self.when.id(), self.class);
        ink.put(format_args!(
            "<div class=\"state {class}\" data-when=\"{when}\"><b>{}</b><p>",
            self.name
        ));
        if self.when == When::Never {
            ink.put(format_args!("not in this round"));
        }
        for (row, column) in cells().filter(|_| self.when != When::Never) {
            let place = 4 * column + row;
            let node = nodes.get(place).copied().unwrap_or_default();
            ink.put(format_args!("<i data-symbol=\"b{node}\""));
            related(node, lineage, ink);
            let byte = state.and_then(|state| state.get(place));
            // Those of the present operation can be reached without a pointer.
            if let (When::Now, Some(byte)) = (self.when, byte) {
                let (row, column) = (row + 1, column + 1);
                ink.put(format_args!(" tabindex=\"0\" role=\"button\" aria-label=\"{}, row {row}, column {column}: {byte:02x}\"", self.name));
            }
            ink.put(format_args!(">"));
            if let Some(byte) = byte {
                ink.put(format_args!("{byte:02x}"));
            }
            ink.put(format_args!("</i>"));
        }
        ink.put(format_args!("</p></div>"));
    }
}

/// The rows and columns of a state, in the order of reading.
fn cells() -> impl Iterator<Item = (usize, usize)> {
    (0..16).map(|cell| (cell / 4, cell % 4))
}

/// What a byte is, and all that it depends on.
fn related(node: usize, lineage: &Lineage, ink: &mut Ink) {
    ink.put(format_args!(" data-node=\"b{node}\" data-roots=\""));
    for root in lineage.roots.get(node).into_iter().flatten() {
        ink.put(format_args!(" b{root}"));
    }
    ink.put(format_args!(" \""));
}

/// All rounds, each with its state in small.
fn strip(all: &Rounds, lineage: &Lineage, ink: &mut Ink) {
    let long = if all.of > 11 { " data-long" } else { "" };
    ink.put(format_args!("<ol class=\"strip-of-rounds\"{long}>"));
    for (number, state) in lineage.strip.iter().enumerate() {
        let when = match number.cmp(&all.number) {
            std::cmp::Ordering::Less => "before",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "later",
        };
        ink.put(format_args!("<li data-when=\"{when}\">"));
        let tag = if all.linked { "button" } else { "span" };
        ink.put(format_args!("<{tag}"));
        if all.linked {
            ink.put(format_args!(
                " type=\"button\" data-step=\"round-{number}\" aria-label=\"Round {number}\""
            ));
            if when == "now" {
                ink.put(format_args!(" aria-current=\"step\""));
            }
        }
        ink.put(format_args!("><u>"));
        small(state, lineage, ink);
        ink.put(format_args!("</u>{number}</{tag}></li>"));
    }
    ink.put(format_args!("</ol>"));
}

/// A state without its bytes: of cells that go together, one mark.
fn small(state: &Nodes, lineage: &Lineage, ink: &mut Ink) {
    let [first, ..] = *state;
    if state.iter().all(|node| *node == first) {
        ink.put(format_args!("<i class=\"all\""));
        related(first, lineage, ink);
        ink.put(format_args!("></i>"));
        return;
    }
    for (row, column) in cells() {
        let node = state.get(4 * column + row).copied().unwrap_or_default();
        ink.put(format_args!("<i"));
        related(node, lineage, ink);
        ink.put(format_args!("></i>"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Direction, Operation};
    use super::*;

    fn drawn(number: usize, done: usize) -> String {
        let of_round = Operation::of_round(Direction::Cipher, number, 10);
        rounds(&Rounds {
            way: Direction::Cipher,
            number,
            of: 10,
            key: Some([0xab; 16]),
            start: Some(std::array::from_fn(|at| u8::try_from(at).unwrap_or(0))),
            done: vec![[0xcd; 16]; done.min(of_round.len())],
            present: done.checked_sub(1),
            linked: true,
        })
        .into_markup()
    }

    #[test]
    fn a_state_stands_column_by_column_and_what_will_come_is_empty() {
        let all = drawn(2, 1);
        let states: Vec<&str> = all.split("<div class=\"state ").skip(1).collect();
        assert_eq!(states.len(), 6, "four operations, the start and the key");
        let digits = |state: &str| {
            let cells = state.split("\">").skip(2);
            cells
                .filter_map(|cell| cell.get(..2).map(str::to_owned))
                .collect::<Vec<_>>()
        };
        assert_eq!(digits(states[0])[..5], ["00", "04", "08", "0c", "01"]);
        assert!(states[1].starts_with("sub-bytes\" data-when=\"now\""));
        assert!(states[2].contains("data-when=\"later\"") && states[2].contains("\"></i><i"));
        assert!(states[4].starts_with("key\" data-when=\"before\"><b>round key 2</b>"));
        assert_eq!(all.matches("tabindex=\"0\"").count(), 16);
        assert!(all.len() < 18_000, "{}", all.len());
    }

    #[test]
    fn the_rounds_are_marked_and_lead_to_their_steps() {
        let all = drawn(3, 4);
        assert_eq!(all.matches("<li data-when=\"before\">").count(), 3);
        assert!(all.contains("data-step=\"round-3\" aria-label=\"Round 3\" aria-current=\"step\""));
        assert_eq!(drawn(10, 3).matches("not in this round").count(), 1);
        assert_eq!(drawn(0, 1).matches("not in this round").count(), 3);
    }
}
