//! What those find out who help with a search.

use super::plan::{BaseTwoResult, FullTestResult, Plan, Position};
use crate::engine::task::{Finding, Task};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// A search that is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimeSearch {
    /// What reports call the prime, such as `p of the root key`; `None` where
    /// nobody wants them.
    pub name: Option<String>,
    /// What is searched.
    pub plan: Plan,
}

/// What one worker has found out about a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerFindings {
    /// What was searched.
    pub plan: Plan,
    /// The candidates that it tested with base 2.
    pub tested: Vec<BaseTwoResult>,
    /// The tests after that, where they were its part.
    pub full: Vec<FullTestResult>,
    /// What computed its powers, where that is said; see
    /// [`Powers::name_for`](crate::engine::number::kernel::Powers::name_for).
    pub kernel: Option<String>,
}

impl WorkerFindings {
    /// Nothing yet.
    #[must_use]
    pub fn nothing(plan: Plan) -> Self {
        Self {
            plan,
            tested: Vec::new(),
            full: Vec::new(),
            kernel: None,
        }
    }
}

/// What all have found out about a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFindings {
    /// The candidates that were tested, by position.
    pub tested: BTreeMap<Position, BaseTwoResult>,
    /// The tests after base 2.
    pub full: Vec<FullTestResult>,
    /// What computed the powers.
    pub kernels: BTreeSet<String>,
}

/// These searches as a task for helpers.
#[must_use]
pub fn task(searches: &[PrimeSearch]) -> Task {
    // These types can always be written.
    Task(Zeroizing::new(
        postcard::to_allocvec(searches).unwrap_or_default(),
    ))
}

/// The searches that a task consists of; none, if it is another task.
#[must_use]
pub fn searches(task: &Task) -> Vec<PrimeSearch> {
    postcard::from_bytes(&task.0).unwrap_or_default()
}

/// What one worker found, as it travels.
#[must_use]
pub fn finding(found: &[WorkerFindings]) -> Finding {
    Finding(Zeroizing::new(
        postcard::to_allocvec(found).unwrap_or_default(),
    ))
}

impl SearchFindings {
    /// What these findings say about a search. What is damaged says nothing.
    #[must_use]
    pub fn of(plan: &Plan, findings: &[Finding]) -> Self {
        let mut known = Self::default();
        let found = findings
            .iter()
            .filter_map(|finding| postcard::from_bytes::<Vec<WorkerFindings>>(&finding.0).ok());
        for one in found.flatten().filter(|one| one.plan == *plan) {
            let by_position = one
                .tested
                .iter()
                .map(|tested| (tested.position, tested.clone()));
            known.tested.extend(by_position);
            known.full.extend(one.full.iter().cloned());
            known.kernels.extend(one.kernel);
        }
        known
    }
}
