//! Which byte depends on which, within a round and in the rounds around it.

use super::{Operation, Rounds};
use std::collections::BTreeMap;

/// What stands for each byte of a state, by its place.
pub(super) type Nodes = [usize; 16];

/// All bytes of a picture as nodes, each after those that it depends on.
pub(super) struct Lineage {
    /// For each node all that it depends on, itself included.
    pub(super) roots: Vec<Vec<usize>>,
    /// The bytes that the round begins with.
    pub(super) start: Nodes,
    /// Those of its key.
    pub(super) key: Nodes,
    /// Those after each of its operations.
    pub(super) done: Vec<Nodes>,
    /// The states after all rounds, from round 0.
    pub(super) strip: Vec<Nodes>,
}

/// Which bytes of another state a byte goes with, a bit for each.
type Masks = [u16; 16];

impl Lineage {
    pub(super) fn of(picture: &Rounds) -> Self {
        let mut all = Self {
            roots: Vec::new(),
            start: [0; 16],
            key: [0; 16],
            done: Vec::new(),
            strip: vec![[0; 16]; picture.of + 1],
        };
        let before = all.rounds_before(picture);
        all.start = std::array::from_fn(|place| {
            let goes_here = |(mask, _): &(&u16, &usize)| **mask >> place & 1 == 1;
            let from = before.iter().filter(goes_here);
            let from = from.map(|(_, node)| *node).collect();
            all.add(from)
        });
        all.key = std::array::from_fn(|_| all.add(Vec::new()));
        let mut state = all.start;
        for operation in picture.operations() {
            state = all.after(*operation, picture, &state);
            all.done.push(state);
        }
        if let Some(before) = picture.number.checked_sub(1) {
            all.put(before, all.start);
        }
        all.put(picture.number, state);
        all.rounds_after(picture, &state);
        all
    }

    /// A new node, made from others.
    fn add(&mut self, from: Vec<usize>) -> usize {
        let mut roots: Vec<usize> = from
            .iter()
            .filter_map(|one| self.roots.get(*one))
            .flatten()
            .copied()
            .collect();
        roots.push(self.roots.len());
        roots.sort_unstable();
        roots.dedup();
        self.roots.push(roots);
        self.roots.len() - 1
    }

    fn put(&mut self, round: usize, nodes: Nodes) {
        if let Some(state) = self.strip.get_mut(round) {
            *state = nodes;
        }
    }

    /// The bytes of earlier rounds: those that go to the same bytes of the start
    /// are one node, by these.
    fn rounds_before(&mut self, picture: &Rounds) -> BTreeMap<u16, usize> {
        let mut groups = BTreeMap::new();
        let mut goes: Masks = identity();
        for round in (0..picture.number.saturating_sub(1)).rev() {
            let comes = through(picture, round + 1, &identity());
            goes = std::array::from_fn(|place| {
                let reached = comes.iter().zip(&goes);
                let reached = reached.filter(|(from, _)| **from >> place & 1 == 1);
                reached.fold(0, |all, (_, goes)| all | goes)
            });
            let nodes = goes.map(|mask| match groups.get(&mask) {
                Some(node) => *node,
                None => {
                    let node = self.add(Vec::new());
                    groups.insert(mask, node);
                    node
                }
            });
            self.put(round, nodes);
        }
        groups
    }

    /// The bytes of later rounds: those that come from the same bytes of the end
    /// are one node.
    fn rounds_after(&mut self, picture: &Rounds, end: &Nodes) {
        let mut groups = BTreeMap::new();
        let mut comes: Masks = identity();
        for round in picture.number + 1..=picture.of {
            comes = through(picture, round, &comes);
            let nodes = comes.map(|mask| match groups.get(&mask) {
                Some(node) => *node,
                None => {
                    let from = end.iter().enumerate();
                    let from = from.filter(|(place, _)| mask >> place & 1 == 1);
                    let node = self.add(from.map(|(_, node)| *node).collect());
                    groups.insert(mask, node);
                    node
                }
            });
            self.put(round, nodes);
        }
    }

    /// The bytes after an operation. One that stays what it was, in its place or
    /// in another, stays the same node.
    fn after(&mut self, operation: Operation, picture: &Rounds, state: &Nodes) -> Nodes {
        match operation {
            Operation::SubBytes => *state,
            Operation::ShiftRows => shifted(picture, state),
            Operation::MixColumns => std::array::from_fn(|place| {
                let column = state.iter().skip(place / 4 * 4).take(4);
                self.add(column.copied().collect())
            }),
            Operation::AddRoundKey => {
                let key = self.key;
                std::array::from_fn(|place| {
                    let both = [state, &key].into_iter().filter_map(|all| all.get(place));
                    self.add(both.copied().collect())
                })
            }
        }
    }
}

fn identity() -> Masks {
    std::array::from_fn(|place| 1 << place)
}

/// What becomes of masks in a round.
fn through(picture: &Rounds, round: usize, masks: &Masks) -> Masks {
    let mut masks = *masks;
    for operation in Operation::of_round(picture.way, round, picture.of) {
        match operation {
            Operation::SubBytes | Operation::AddRoundKey => {}
            Operation::ShiftRows => masks = shifted(picture, &masks),
            Operation::MixColumns => {
                let (columns, _) = masks.as_chunks_mut::<4>();
                for column in columns {
                    *column = [column.iter().fold(0, |all, mask| all | mask); 4];
                }
            }
        }
    }
    masks
}

/// A state after its rows went to their places.
fn shifted<T: Copy + Default>(picture: &Rounds, state: &[T; 16]) -> [T; 16] {
    let by = match picture.way {
        super::Direction::Cipher => 5,
        super::Direction::Plain => 13,
    };
    std::array::from_fn(|place| state.get(place * by % 16).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::*;

    fn lineage(way: Direction, number: usize) -> Lineage {
        Lineage::of(&Rounds {
            way,
            number,
            of: 10,
            key: None,
            start: None,
            done: Vec::new(),
            present: None,
            linked: false,
        })
    }

    /// How many bytes after each round a byte depends on, or that depend on it.
    fn counts(all: &Lineage, byte: usize) -> Vec<usize> {
        let goes_with =
            |node: &&usize| all.roots[byte].contains(node) || all.roots[**node].contains(&byte);
        let states = all.strip.iter();
        states
            .map(|state| state.iter().filter(goes_with).count())
            .collect()
    }

    #[test]
    fn a_byte_depends_on_four_and_then_on_all() {
        let all = lineage(Direction::Cipher, 5);
        let end = all.done[3][9];
        assert_eq!(counts(&all, end), [16, 16, 16, 16, 4, 1, 4, 16, 16, 16, 16]);
        let start = all.start[9];
        assert_eq!(
            counts(&all, start),
            [16, 16, 16, 4, 1, 4, 16, 16, 16, 16, 16]
        );
        assert_eq!(counts(&all, all.key[0])[4..7], [0, 1, 4]);
        let back = lineage(Direction::Plain, 5);
        assert_eq!(counts(&back, back.done[3][9])[3..8], [16, 4, 1, 4, 16]);
    }

    #[test]
    fn the_last_round_does_not_spread() {
        let all = lineage(Direction::Cipher, 9);
        assert_eq!(counts(&all, all.done[3][2])[8..], [4, 1, 1]);
        let all = lineage(Direction::Cipher, 0);
        assert_eq!(counts(&all, all.done[0][0])[..3], [1, 4, 16]);
        assert_eq!(
            counts(
                &lineage(Direction::Cipher, 8),
                lineage(Direction::Cipher, 8).done[3][0]
            )[8..],
            [1, 4, 4]
        );
    }

    #[test]
    fn a_byte_that_only_moves_stays_one() {
        let all = lineage(Direction::Cipher, 1);
        assert_eq!(all.done[0], all.start);
        assert_eq!(
            all.done[1][..4],
            [0, 5, 10, 15].map(|place| all.start[place])
        );
        assert!(all.roots.len() < 80, "{}", all.roots.len());
    }
}
