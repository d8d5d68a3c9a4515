//! Going through the candidates of a plan, alone or with others.

use super::plan::{BaseTwoResult, Plan, Position, Segment};
use crate::engine::number::kernel::Powers;
use crate::engine::trace::Fate;
use std::rc::Rc;

/// One worker's way through the candidates of a plan: every so-many-th pair.
pub struct Sweep {
    plan: Plan,
    part: usize,
    parts: usize,
    segment: Rc<Segment>,
    /// The indices of the segment that no small prime strikes.
    survivors: Vec<usize>,
    /// Which of them is the next.
    next: usize,
}

impl Sweep {
    /// Part number `part`, from 0, of `parts`.
    #[must_use]
    pub fn new(plan: Plan, part: usize, parts: usize) -> Self {
        let segment = Rc::new(plan.segment(0));
        Self {
            survivors: segment.sieve.survivors().collect(),
            segment,
            plan,
            part,
            parts: parts.max(1),
            next: 2 * part,
        }
    }

    /// The segment that it has come to.
    #[must_use]
    pub fn segment(&self) -> &Rc<Segment> {
        &self.segment
    }

    /// The first position that it has not been to: all of its own before is
    /// done.
    #[must_use]
    pub fn position(&self) -> Position {
        let index = self.survivors.get(self.next).copied();
        Position {
            segment: self.segment.number,
            index: index
                .and_then(|index| u32::try_from(index).ok())
                .unwrap_or(u32::MAX),
        }
    }

    /// Tests the next candidates of its own: a pair, or as many of it as the
    /// kernel does at once.
    pub fn advance(&mut self, powers: &mut Powers) -> Advance<'_> {
        while self.next >= self.survivors.len() {
            self.segment = Rc::new(self.plan.segment(self.segment.number + 1));
            self.survivors = self.segment.sieve.survivors().collect();
            self.next = 2 * self.part;
        }
        let begin = self.next;
        let pair = begin - begin % 2;
        let last = self.survivors.len().min(pair + 2);
        let end = last.min(begin + powers.at_once());
        let indices = self.survivors.get(begin..end).unwrap_or_default();
        let tested = self.plan.test(&self.segment, indices, powers);
        let after = |number: usize| self.survivors.get(number).map_or(0, |index| index + 1);
        let from = begin.checked_sub(1).map_or(0, after);
        let until = indices.last().map_or(from, |last| last + 1);
        self.next = if end < last {
            end
        } else {
            pair + 2 * self.parts
        };
        Advance {
            tested,
            segment: &self.segment,
            covers: from..until,
        }
    }
}

/// What a worker has just done.
pub struct Advance<'a> {
    /// The candidates that it tested.
    pub tested: Vec<BaseTwoResult>,
    /// Their segment.
    pub segment: &'a Segment,
    /// The candidates from behind the pair before to the end of this one: the
    /// tested ones, and those that small primes struck out.
    pub covers: std::ops::Range<usize>,
}

impl Advance<'_> {
    /// What became of the candidate at this index of the segment.
    #[must_use]
    pub fn fate(&self, index: usize) -> Fate {
        if let Some(by) = self.segment.sieve.divisor(index) {
            return Fate::Divided { by };
        }
        let tested = self
            .tested
            .iter()
            .find(|tested| tested.position.index as usize == index);
        match tested {
            Some(tested) if tested.probable => Fate::Kept,
            _ => Fate::Witnessed { round: 1 },
        }
    }
}
