//! The messages, as bytes.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::task::{Finding, Joined, Task};
use crate::engine::trace::{Children, Report, Window};
use crate::units::service::{Served, Service};
use crate::units::{Inputs, Output, Wing};
use serde::{Deserialize, Serialize};

/// From the page to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Order {
    /// Do something.
    Run(Request),
    /// Another worker tells those who work on the same task something that
    /// only they understand.
    News {
        /// The id of the request that the task is for.
        id: u32,
        /// What it tells.
        news: Vec<u8>,
    },
}

/// From the page to a worker: do something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Comes back with every reply.
    pub id: u32,
    /// What is wanted.
    pub ask: Ask,
    /// The tasks that it asked for before, with what others found.
    pub known: Vec<Joined>,
}

/// A unit, and all that a run of it depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The unit.
    pub unit: String,
    /// What it is given.
    pub inputs: Inputs,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// The output of a run.
    Output(Run),
    /// Some of the steps that the trace of a run counted and did not keep.
    Steps(Run, Window),
    /// A service to the page.
    Serve(Service),
    /// Only a sign that the worker is there.
    Nothing,
    /// A part of a task that somebody asked for.
    Part {
        /// The task.
        task: Task,
        /// Which part, from 0.
        number: u32,
        /// Of how many.
        of: u32,
    },
}

impl Ask {
    /// The wing that can do it; `None` where any can, or where there is no
    /// such unit.
    pub(super) fn wing(&self) -> Option<Wing> {
        match self {
            Self::Output(run) | Self::Steps(run, _) => Wing::of(&run.unit),
            Self::Serve(service) => Some(service.wing()),
            Self::Nothing | Self::Part { .. } => None,
        }
    }
}

/// From a worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The request's id.
    pub id: u32,
    /// What it says.
    pub answer: Answer,
}

/// What a reply says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// How far the run has come. The worker gathers reports for a moment, so
    /// that a fast run does not flood the page; none is left out.
    Reports(Vec<Report>),
    /// The worker is there.
    Ready,
    /// The run is over.
    Done(Result<Box<Output>, Diagnosis>),
    /// The steps that were asked for.
    Steps(Result<Children, Diagnosis>),
    /// This task has to be done first. Between pool and worker only.
    Pending(Task),
    /// News for those who work on the same task. Between pool and worker only.
    News(Vec<u8>),
    /// A part of a task is done, and these are its last reports: in one
    /// message, so that nobody has to wait for them to be drawn. Between pool
    /// and worker only.
    Found(Finding, Vec<Report>),
    /// What a service gave.
    Served(Result<Served, Diagnosis>),
}

/// Bytes of a message.
///
/// # Errors
/// Never for the types of this module; the format could refuse others.
pub(super) fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(message)
}

/// A message from bytes.
///
/// # Errors
/// When the bytes are not such a message.
pub(super) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_way() {
        let request = Request {
            id: 7,
            ask: Ask::Steps(
                Run {
                    unit: "fernet-encrypt".into(),
                    inputs: Inputs::default().with("message", "héllo"),
                },
                Window {
                    path: vec![1, 2],
                    range: 3..9,
                },
            ),
            known: Vec::new(),
        };
        let sent = encode(&request).unwrap();
        assert_eq!(decode::<Request>(&sent).unwrap(), request);
        let reply = Reply {
            id: 7,
            answer: Answer::Done(Err(Diagnosis::expected("text").of("message").byte(3))),
        };
        let sent = encode(&reply).unwrap();
        assert_eq!(decode::<Reply>(&sent).unwrap(), reply);
    }

    #[test]
    fn damaged_messages_are_refused() {
        assert!(decode::<Request>(&[0xff; 3]).is_err());
        assert!(decode::<Reply>(&[]).is_err());
    }
}
