//! Sieved segments that are kept for the run that asked for a search: it begins
//! again where a part of the search was done, and would sieve them anew.

use super::plan::{Plan, Segment};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// How many are kept: those of two keys.
const MOST: usize = 4;

thread_local! {
    static KEPT: RefCell<VecDeque<(Plan, Rc<Segment>)>> = const { RefCell::new(VecDeque::new()) };
}

/// Keeps a segment of this plan until it is taken.
pub(super) fn keep(plan: &Plan, segment: Rc<Segment>) {
    KEPT.with_borrow_mut(|kept| {
        kept.truncate(MOST - 1);
        kept.push_front((plan.clone(), segment));
    });
}

/// The segment with this number: kept, and from now on no more, or sieved now.
pub(super) fn take(plan: &Plan, number: u32) -> Rc<Segment> {
    let kept = KEPT.with_borrow_mut(|kept| {
        let is_it = |(of, segment): &(Plan, Rc<Segment>)| segment.number == number && of == plan;
        let index = kept.iter().position(is_it)?;
        kept.remove(index)
    });
    kept.map_or_else(|| Rc::new(plan.segment(number)), |(_, segment)| segment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chacha20::ChaCha20Rng;
    use rand::SeedableRng;

    #[test]
    fn what_is_taken_is_the_segment_of_the_plan_and_kept_no_more() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let plans: [Plan; MOST + 1] = std::array::from_fn(|_| Plan::draw(512, 65_537, &mut rng));
        for plan in &plans {
            keep(plan, Rc::new(plan.segment(1)));
        }
        let number_kept = || KEPT.with_borrow(VecDeque::len);
        assert_eq!(number_kept(), MOST);
        for plan in &plans {
            for number in [0, 1, 1] {
                let (taken, fresh) = (take(plan, number), plan.segment(number));
                assert_eq!(taken.number, number);
                assert_eq!(taken.candidate(7), fresh.candidate(7));
                assert!(taken.sieve.survivors().eq(fresh.sieve.survivors()));
            }
        }
        assert_eq!(number_kept(), 0);
    }
}
