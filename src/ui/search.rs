//! What is remembered of a search for primes: the fate of every candidate.

use crate::engine::picture::Field;
use crate::engine::trace::{Fate, Report};

/// A search, for every prime that was looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// The fates of the candidates of each, in the order in which they began. How
    /// long they are is not known here.
    pub tracks: Vec<Field>,
}

impl Search {
    /// Takes note of a candidate, or that all of a search is told anew.
    pub fn see(&mut self, report: Report) {
        match report {
            Report::Candidate { prime, fate } => {
                // Several workers search for the same prime, and the first to find
                // it is not the last to report.
                match self.tracks.iter_mut().find(|track| track.prime == prime) {
                    Some(track) => track.fates.push(fate),
                    None => self.tracks.push(Field {
                        prime,
                        bits: 0,
                        fates: vec![fate],
                    }),
                }
            }
            Report::Anew { prime } => {
                for track in self.tracks.iter_mut().filter(|track| track.prime == prime) {
                    track.fates.clear();
                }
            }
            Report::Progress { .. } => {}
        }
    }
}

/// Whether the prime of a track was found.
#[must_use]
pub fn is_found(track: &Field) -> bool {
    track.fates.contains(&Fate::Kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_candidate_counts_and_each_prime_has_one_track() {
        let mut search = Search::default();
        for prime in ["p of the root key", "p of the server key"] {
            // The one that is kept need not be the last that is reported.
            for number in 1..=100 {
                search.see(Report::Candidate {
                    prime: prime.into(),
                    fate: match number {
                        99 => Fate::Kept,
                        even if even % 2 == 0 => Fate::Divided { by: 3 },
                        _ => Fate::Witnessed { round: 1 },
                    },
                });
            }
        }
        assert_eq!(search.tracks.len(), 2);
        for track in &search.tracks {
            let counts: Vec<_> = track.kinds().into_iter().map(|kind| kind.count).collect();
            assert_eq!((track.fates.len(), counts), (100, vec![50, 49, 1]));
            assert!(is_found(track));
        }
    }

    #[test]
    fn what_is_told_anew_takes_the_place_of_what_was_told() {
        let candidate = |prime: &'static str| Report::Candidate {
            prime: prime.into(),
            fate: Fate::Kept,
        };
        let mut search = Search::default();
        for report in [
            candidate("p"),
            candidate("q"),
            candidate("p"),
            Report::Anew { prime: "p".into() },
            candidate("p"),
        ] {
            search.see(report);
        }
        let tried: Vec<usize> = search
            .tracks
            .iter()
            .map(|track| track.fates.len())
            .collect();
        assert_eq!(tried, [1, 1]);
    }
}
