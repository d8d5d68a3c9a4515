//! A search for a prime as a field: a cell for each number that was looked at.

mod draw;

pub use draw::sieve;

use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::{Fate, Picture};

/// What became of every candidate of a search, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What the prime is called.
    pub prime: Text,
    /// How many bits the candidates have.
    pub bits: u32,
    /// The fates of the candidates.
    pub fates: Vec<Fate>,
}

/// A colour of the field, and how many cells have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, as style sheets know it.
    pub name: &'static str,
    /// What it says beside its cell.
    pub says: &'static str,
    /// How many cells have it.
    pub count: u32,
}

/// The kinds of cells, in the order of the legend.
const KINDS: [(&str, &str); 9] = [
    ("3", "÷ 3"),
    ("5", "÷ 5"),
    ("7", "÷ 7"),
    ("11", "÷ 11"),
    ("13", "÷ 13"),
    ("more", "÷ larger"),
    ("tested", "tested, not prime"),
    ("unfit", "prime, but does not fit"),
    ("kept", "the prime"),
];

/// The kind of a cell.
fn kind(fate: Fate) -> &'static str {
    match fate {
        Fate::Divided { by: 3 } => "3",
        Fate::Divided { by: 5 } => "5",
        Fate::Divided { by: 7 } => "7",
        Fate::Divided { by: 11 } => "11",
        Fate::Divided { by: 13 } => "13",
        Fate::Divided { .. } => "more",
        Fate::Witnessed { .. } => "tested",
        Fate::Unfit => "unfit",
        Fate::Kept => "kept",
    }
}

impl Field {
    /// The kinds that there are.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let count = |name: &str| self.cells(name).count().try_into().unwrap_or(u32::MAX);
        let kinds = KINDS.iter().map(|(name, says)| Kind {
            name,
            says,
            count: count(name),
        });
        kinds.filter(|kind| kind.count > 0).collect()
    }

    /// The cells of a kind, by their places from 0.
    pub fn cells(&self, name: &str) -> impl Iterator<Item = usize> {
        let fates = self.fates.iter().enumerate();
        fates.filter_map(move |(at, fate)| (kind(*fate) == name).then_some(at))
    }

    /// How many odd numbers of this length it takes to a prime in the middle:
    /// half the natural logarithm, by the prime number theorem.
    #[must_use]
    pub fn expected(&self) -> u32 {
        // ln 2 / 2 = 0.34657…
        self.bits.saturating_mul(34_657).saturating_add(50_000) / 100_000
    }
}

impl Picture for Field {
    fn kind(&self) -> &'static str {
        "field"
    }

    fn says(&self) -> String {
        let kinds = self.kinds();
        let all: Vec<String> = kinds
            .iter()
            .map(|kind| format!("{} {}", kind.count, kind.says))
            .collect();
        format!(
            "The search for {} as a field of {} odd numbers of {} bits, each coloured by what struck it out: {}. On average it takes {}.",
            self.prime,
            self.fates.len(),
            self.bits,
            all.join(", "),
            self.expected()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::field(self)
    }

    fn columns(&self) -> u32 {
        draw::columns(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_one_kind() {
        let fates = (3..40).map(|by| Fate::Divided { by });
        let field = Field {
            prime: "p".into(),
            bits: 1024,
            fates: fates
                .chain([Fate::Witnessed { round: 1 }, Fate::Unfit, Fate::Kept])
                .collect(),
        };
        let kinds = field.kinds();
        let all: u32 = kinds.iter().map(|kind| kind.count).sum();
        assert_eq!(all as usize, field.fates.len());
        let mut cells: Vec<usize> = kinds
            .iter()
            .flat_map(|kind| field.cells(kind.name))
            .collect();
        cells.sort_unstable();
        assert_eq!(cells, (0..40).collect::<Vec<_>>());
        // 1024 · ln 2 / 2 = 354.9
        assert_eq!(field.expected(), 355);
    }
}
