//! Trial division: a number of cells, laid out in columns of each small prime.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::small_primes::SMALL_PRIMES;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// Larger numbers have more cells than anybody can tell apart.
const MOST: u32 = 130;

/// The cells of a number in columns of each prime up to its square root, or up
/// to the first one that leaves no cell over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// What the number is called.
    pub name: Text,
    /// The number, from 4 to 130.
    pub number: u32,
    /// Who may know it.
    pub known_to: Knowers,
    /// The primes that it was divided by, in order; at least one.
    pub primes: Vec<u32>,
}

impl Trial {
    /// The trials of a number; `None` where it is too small to be divided or
    /// too large for cells.
    #[must_use]
    pub fn of(name: &Text, number: u32, known_to: Knowers) -> Option<Self> {
        let all = SMALL_PRIMES.iter().copied();
        let mut all = all.take_while(|prime| prime * prime <= number);
        let mut primes = Vec::new();
        for prime in &mut all {
            primes.push(prime);
            if number.is_multiple_of(prime) {
                break;
            }
        }
        (number <= MOST && !primes.is_empty()).then(|| Self {
            name: name.clone(),
            number,
            known_to,
            primes,
        })
    }

    /// Its columns of so many cells, and the cells left over.
    #[must_use]
    pub fn columns(&self, prime: u32) -> [u32; 2] {
        [self.number / prime, self.number % prime]
    }
}

impl Picture for Trial {
    fn kind(&self) -> &'static str {
        "trial"
    }

    fn says(&self) -> String {
        let trials = self.primes.iter().map(|prime| {
            let [columns, rest] = self.columns(*prime);
            format!("{columns} columns of {prime} and {rest} over")
        });
        let trials: Vec<String> = trials.collect();
        format!(
            "The {} cells of {} in columns: {}.",
            self.number,
            self.name,
            trials.join("; ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::trial(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn primes(number: u32) -> Option<Vec<u32>> {
        Trial::of(&"p".into(), number, Knowers::OWNER).map(|trial| trial.primes)
    }

    #[test]
    fn division_ends_at_the_root_or_where_nothing_is_over() {
        assert_eq!(primes(11), Some(vec![2, 3]));
        assert_eq!(primes(9), Some(vec![2, 3]));
        assert_eq!(primes(91), Some(vec![2, 3, 5, 7]));
        assert_eq!(primes(15), Some(vec![2, 3]));
        assert_eq!(primes(113), Some(vec![2, 3, 5, 7]));
        assert_eq!(primes(3), None, "2 · 2 is above it");
        assert_eq!(primes(131), None);
    }
}
