//! Work that a run lets others do, and what a run may use for it.
//!
//! Some work is for several workers, and a run cannot wait for them in the
//! middle. So a run that comes to such a [`Task`] hands it to its [`Helpers`].
//! Where nobody has done it yet they answer [`Poll::Pending`], and the run ends
//! there; the task is done by all, each of whom has a [`Partition`] of it, and
//! the run begins again, with what they found. It computes the same as alone:
//! what was found is only a shortcut.

use super::number::kernel::Powers;
use super::trace::Report;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::task::Poll;
use zeroize::Zeroizing;

/// A piece of work, in bytes that only the algorithm understands that asks for
/// it. They may be secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task(pub Zeroizing<Vec<u8>>);

/// What one of those found who worked on a task, in bytes too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding(pub Zeroizing<Vec<u8>>);

/// A task that was done, with what all of them found: perhaps nothing, if they
/// were lost, and then the run does it itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletedTask {
    /// What was to be done.
    pub task: Task,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Those who may help a run.
pub trait Helpers {
    /// What was found by all who did this task; [`Poll::Pending`] when they
    /// have still to do it, and then the run has to end here.
    fn join(&mut self, task: &Task) -> Poll<Vec<Finding>>;
}

/// Nobody helps: a run does everything itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Helpers for Alone {
    fn join(&mut self, _: &Task) -> Poll<Vec<Finding>> {
        Poll::Ready(Vec::new())
    }
}

/// Those who are asked by way of others: knows what was found so far, and
/// keeps what is asked for and not yet done.
#[derive(Debug)]
pub struct Asking<'a> {
    known: &'a [CompletedTask],
    /// The task that the run waits for.
    pub asked: Option<Task>,
}

impl<'a> Asking<'a> {
    /// With what is known already.
    #[must_use]
    pub fn knowing(known: &'a [CompletedTask]) -> Self {
        Self { known, asked: None }
    }
}

impl Helpers for Asking<'_> {
    fn join(&mut self, task: &Task) -> Poll<Vec<Finding>> {
        let known = self.known.iter().find(|known| known.task == *task);
        match known {
            Some(known) => Poll::Ready(known.findings.clone()),
            None => {
                self.asked = Some(task.clone());
                Poll::Pending
            }
        }
    }
}

/// One worker's part of a task, done in pieces, between which it listens to
/// the others.
pub trait Partition {
    /// Does the next piece. Says whether there is more to do.
    fn advance(&mut self, powers: &mut Powers, tell: &mut dyn FnMut(TaskMessage)) -> bool;

    /// Another worker of the task tells this.
    fn heed(&mut self, news: &[u8]);

    /// What was found.
    fn finish(&mut self, powers: &Powers) -> Finding;
}

/// What is said while a task is done.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskMessage {
    /// To whoever watches.
    Report(Report),
    /// To the others who work on the task.
    News(Vec<u8>),
}

/// What a computation may use besides its inputs.
pub struct Means<'a> {
    /// Who helps.
    pub helpers: &'a mut dyn Helpers,
    /// What computes powers.
    pub powers: &'a mut Powers,
    /// The names of what computed powers elsewhere, so far.
    pub credits: BTreeSet<String>,
}

impl Means<'_> {
    /// The same means, for something that keeps them for a shorter time.
    pub fn lend(&mut self) -> Means<'_> {
        Means {
            helpers: self.helpers,
            powers: self.powers,
            credits: std::mem::take(&mut self.credits),
        }
    }

    /// Runs something with nobody's help and plain arithmetic. Such a run is
    /// never pending.
    pub fn alone<T>(run: impl FnOnce(&mut Means<'_>) -> T) -> T {
        run(&mut Means {
            helpers: &mut Alone,
            powers: &mut Powers::default(),
            credits: BTreeSet::new(),
        })
    }
}
