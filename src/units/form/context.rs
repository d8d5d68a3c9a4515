//! What a run works with, and how it ends.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::task::Means;
use crate::engine::trace::Recorder;
use crate::units::{Inputs, Output};
use std::task::Poll;

/// What a run works with.
pub struct Context<'a, 'r> {
    /// What it was given, randomness and time included.
    pub inputs: &'a Inputs,
    /// Who is told the steps.
    pub observer: &'a mut Recorder<'r>,
    /// Who helps, and what computes powers.
    pub means: Means<'a>,
}

/// How a run ends: with an output, with a diagnosis, or pending, while others do
/// a task that it asked for. Then it begins again, with what they found.
pub type Outcome = Poll<Result<Output, Diagnosis>>;
