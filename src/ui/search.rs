//! What is remembered of a search for primes, for the eye: exact counts, and
//! the last few candidates.

use crate::engine::text::Text;
use crate::engine::trace::{Fate, Report};
use litemap::LiteMap;
use std::collections::VecDeque;

/// A search, for every prime that was looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// The tracks, in the order in which they began.
    pub tracks: Vec<Track>,
}

/// The search for one prime.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// The prime's name.
    pub prime: Text,
    /// How many candidates were tried.
    pub tried: u32,
    /// How many each small prime struck out.
    pub divided: LiteMap<u32, u32>,
    /// How many a Miller–Rabin witness struck out.
    pub witnessed: u32,
    /// How many were prime and did not fit.
    pub unfit: u32,
    /// Whether one was kept.
    pub kept: bool,
    /// The last candidates: number, last digits, fate.
    pub recent: VecDeque<(u32, Text, Fate)>,
}

impl Search {
    /// How many of the last candidates are remembered.
    pub const RECENT: usize = 28;

    /// Takes note of a candidate, or that all of a search is told anew.
    pub fn see(&mut self, report: Report) {
        let (prime, number, tail, fate) = match report {
            Report::Candidate {
                prime,
                number,
                tail,
                fate,
            } => (prime, number, tail, fate),
            Report::Anew { prime } => {
                for track in self.tracks.iter_mut().filter(|track| track.prime == prime) {
                    *track = Track {
                        prime: prime.clone(),
                        ..Track::default()
                    };
                }
                return;
            }
            Report::Progress { .. } => return,
        };
        // Several workers search for the same prime, and the first to find it is
        // not the last to report.
        let open = |track: &Track| track.prime == prime;
        if !self.tracks.iter().any(open) {
            self.tracks.push(Track {
                prime: prime.clone(),
                ..Track::default()
            });
        }
        let Some(track) = self.tracks.iter_mut().find(|track| open(track)) else {
            return;
        };
        track.tried += 1;
        match fate {
            Fate::Divided { by } => *track.divided.entry(by).or_default() += 1,
            Fate::Witnessed { .. } => track.witnessed += 1,
            Fate::Unfit => track.unfit += 1,
            Fate::Kept => track.kept = true,
        }
        track.recent.push_back((number, tail, fate));
        if track.recent.len() > Self::RECENT {
            track.recent.pop_front();
        }
    }
}

impl Track {
    /// How many candidates small primes struck out.
    #[must_use]
    pub fn divided_in_all(&self) -> u32 {
        self.divided.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_exact_and_each_prime_has_one_track() {
        let mut search = Search::default();
        for prime in ["p of the root key", "p of the server key"] {
            // The one that is kept need not be the last that is reported.
            for number in 1..=100 {
                search.see(Report::Candidate {
                    prime: prime.into(),
                    number,
                    tail: "ab".into(),
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
            assert_eq!(
                (track.tried, track.divided_in_all(), track.witnessed),
                (100, 50, 49)
            );
            assert_eq!(track.recent.len(), Search::RECENT);
            assert!(track.kept);
        }
        assert_eq!(search.tracks[0].divided[&3], 50);
    }

    #[test]
    fn what_is_told_anew_takes_the_place_of_what_was_told() {
        let candidate = |prime: &'static str, number| Report::Candidate {
            prime: prime.into(),
            number,
            tail: "ab".into(),
            fate: Fate::Kept,
        };
        let mut search = Search::default();
        for report in [
            candidate("p", 3),
            candidate("q", 1),
            candidate("p", 7),
            Report::Anew { prime: "p".into() },
            candidate("p", 3),
        ] {
            search.see(report);
        }
        let tried: Vec<u32> = search.tracks.iter().map(|track| track.tried).collect();
        assert_eq!(tried, [1, 1]);
    }
}
