//! A run that came to nothing.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::picture::draw_all;
use crate::engine::trace::{Trace, Verdict};
use serde::{Deserialize, Serialize};

/// Why a run came to nothing, and its steps up to the one that failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// What is wrong.
    pub diagnosis: Diagnosis,
    /// The steps up to there; none where none of them failed, since what is
    /// wrong was wrong before the first one.
    pub trace: Trace,
}

impl Refusal {
    /// What is wrong, found in the last of these steps.
    #[must_use]
    pub fn new(diagnosis: Diagnosis, mut trace: Trace) -> Self {
        let mut steps = trace.all().into_iter();
        if !steps.any(|step| step.verdict == Some(Verdict::Failed)) {
            return diagnosis.into();
        }
        draw_all(&mut trace.steps);
        Self { diagnosis, trace }
    }
}

impl From<Diagnosis> for Refusal {
    fn from(diagnosis: Diagnosis) -> Self {
        Self {
            diagnosis,
            trace: Trace::default(),
        }
    }
}
