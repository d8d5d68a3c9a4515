//! One worker's part of a task that consists of searches.
//!
//! Why two workers do not take half the time of one: for a key of 2048 bits, in
//! milliseconds, with fused multiply-add in Chromium. The parts are measured
//! alone, but for a message, which is taken to need 0.2; how they come together
//! is computed by a model of both workers, each with a processor core of its own.
//!
//! | what | one worker | two workers |
//! |---|---|---|
//! | pairs of candidates up to the primes, 36 of 0.42 | 15.2 | 7.6 |
//! | last tests of both primes, 2.2 each | 4.5 | 2.2 |
//! | sieving a segment for each, which all workers do | 0.6 | 0.6 |
//! | five messages to and from the page, one after the other | 1.0 | 1.0 |
//! | the run begins again, makes the key and checks it | 1.5 | 1.5 |
//! | pairs behind a prime that another has found, and waiting for the last | 0.0 | 1.0 |
//! | together | 22.8 | 13.9 |
//!
//! On a machine of two cores with nothing else to do, one worker took 24.5 and two
//! took 23.0 (means of 40 keys): the page and its browser want one of the cores
//! meanwhile, or something is lost that this table does not know. With keys of 4096
//! bits it is 209 and 130.

use super::findings::{self, PrimeSearch, WorkerFindings};
use super::kept;
use super::plan::{LENGTH, Position};
use super::sweep::{Advance, Sweep};
use crate::engine::number::kernel::Powers;
use crate::engine::task::{Finding, Partition, Task, TaskMessage};
use crate::engine::trace::Report;
use serde::{Deserialize, Serialize};

/// A candidate that passed base 2 was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Hit {
    /// In which of the searches.
    search: u32,
    /// Where.
    position: Position,
}

/// A part of one search.
struct Part {
    name: Option<String>,
    sweep: Sweep,
    found: WorkerFindings,
    /// The first position where anybody has found a prime.
    first: Option<Position>,
}

/// The searches one after the other, each up to the first prime that anybody
/// has found; then the last tests of those that are this worker's.
struct Searches {
    parts: Vec<Part>,
    /// Which of the workers this is, from 0, and of how many.
    number: u32,
    of: u32,
}

/// Begins this part of a task, of so many; nothing, if the task is no list of
/// searches.
#[must_use]
pub fn begin(task: &Task, number: u32, of: u32) -> Option<Box<dyn Partition>> {
    let searches = findings::searches(task);
    if searches.is_empty() {
        return None;
    }
    let part = |PrimeSearch { name, plan }: PrimeSearch| Part {
        name,
        sweep: Sweep::new(plan.clone(), number as usize, of as usize),
        found: WorkerFindings::nothing(plan),
        first: None,
    };
    Some(Box::new(Searches {
        parts: searches.into_iter().map(part).collect(),
        number,
        of: of.max(1),
    }))
}

impl Searches {
    fn note(&mut self, hit: Hit) {
        if let Some(part) = self.parts.get_mut(hit.search as usize) {
            part.note(hit.position);
        }
    }
}

impl Part {
    fn note(&mut self, position: Position) {
        let first = self.first.map_or(position, |first| first.min(position));
        self.first = Some(first);
    }

    /// Whether nothing is left before the first prime that anybody has found.
    fn is_swept(&self) -> bool {
        self.first
            .is_some_and(|first| self.sweep.position() >= first)
    }

    /// The position whose last tests are to be done and were not.
    fn incomplete(&self) -> Option<Position> {
        let first = self.first?;
        let is_done = self.found.full.iter().any(|full| full.position == first);
        (!is_done).then_some(first)
    }
}

impl Partition for Searches {
    fn advance(&mut self, powers: &mut Powers, tell: &mut dyn FnMut(TaskMessage)) -> bool {
        let unswept = (0_u32..)
            .zip(&mut self.parts)
            .find(|(_, part)| !part.is_swept());
        if let Some((search, part)) = unswept {
            let advance = part.sweep.advance(powers);
            if let Some(name) = &part.name {
                report(name, &advance, tell);
            }
            let mut sighted = None;
            for one in advance.tested.iter().filter(|one| one.probable) {
                let candidate = advance.segment.candidate(one.position.index as usize);
                if part.found.plan.is_coprime(&candidate) {
                    // The others go on to the next search at once. Should the
                    // last tests strike it out, which has never been seen to
                    // happen, the run looks for the next prime itself.
                    let position = one.position;
                    let hit = Hit { search, position };
                    sighted = Some(sighted.map_or(position, |first: Position| first.min(position)));
                    tell(TaskMessage::News(
                        postcard::to_allocvec(&hit).unwrap_or_default(),
                    ));
                }
            }
            part.found.tested.extend(advance.tested);
            if let Some(position) = sighted {
                part.note(position);
            }
            return true;
        }
        let mine = (0_u32..).zip(&mut self.parts).find_map(|(search, part)| {
            let position = part
                .incomplete()
                .filter(|_| search % self.of == self.number)?;
            Some((part, position))
        });
        let Some((part, position)) = mine else {
            return false;
        };
        let full = part.found.plan.complete(position, powers);
        let is_done = full.is_some();
        part.found.full.extend(full);
        // Somebody who lags may find one before it meanwhile.
        is_done
    }

    fn heed(&mut self, news: &[u8]) {
        if let Ok(hit) = postcard::from_bytes(news) {
            self.note(hit);
        }
    }

    fn finish(&mut self, powers: &Powers) -> Finding {
        // The worker of the first part is the first to be free for the run.
        if self.number == 0 {
            for part in &self.parts {
                kept::keep(&part.found.plan, part.sweep.segment().clone());
            }
        }
        let found = self.parts.iter().map(|part| WorkerFindings {
            kernel: powers.name_for(part.found.plan.bits).map(str::to_owned),
            ..part.found.clone()
        });
        findings::finding(&found.collect::<Vec<_>>())
    }
}

/// Reports what was tested, and what small primes struck out on the way.
fn report(name: &str, advance: &Advance<'_>, tell: &mut dyn FnMut(TaskMessage)) {
    for index in advance.covers.clone() {
        let position = advance.segment.position(index);
        let length = u32::try_from(LENGTH).unwrap_or(u32::MAX);
        let number = position.segment * length + position.index + 1;
        if number % 8 == 1 {
            tell(TaskMessage::Report(Report::Progress {
                doing: format!("Searching for {name}").into(),
                done: number,
                of: None,
            }));
        }
        tell(TaskMessage::Report(Report::Candidate {
            prime: name.to_owned().into(),
            fate: advance.fate(index),
        }));
    }
}
