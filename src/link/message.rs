//! The messages, as bytes.

use crate::engine::task::{Finding, Joined, Task};
use crate::engine::trace::{Children, Report, Window};
use crate::units::{Inputs, Output, Trouble};
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

/// From the page to a worker: run a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Comes back with every reply.
    pub id: u32,
    /// The unit to run.
    pub unit: String,
    /// All that it depends on.
    pub inputs: Inputs,
    /// What is wanted of it.
    pub ask: Ask,
    /// The tasks that it asked for before, with what others found.
    pub known: Vec<Joined>,
}

/// What is wanted of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Its output.
    Output,
    /// Only a sign that the worker is there.
    Nothing,
    /// Some of the steps that its trace counted and did not keep.
    Steps(Window),
    /// A part of a task that it asked for.
    Part {
        /// The task.
        task: Task,
        /// Which part, from 0.
        number: u32,
        /// Of how many.
        of: u32,
    },
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
    Done(Result<Box<Output>, Trouble>),
    /// The steps that were asked for.
    Steps(Result<Children, Trouble>),
    /// The run needs this task done first. Between pool and worker only.
    Pending(Task),
    /// News for those who work on the same task. Between pool and worker only.
    News(Vec<u8>),
    /// A part of a task is done, and these are its last reports: in one
    /// message, so that nobody has to wait for them to be drawn. Between pool
    /// and worker only.
    Found(Finding, Vec<Report>),
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
            unit: "fernet-encrypt".into(),
            inputs: Inputs::default().with("message", "héllo"),
            ask: Ask::Steps(Window {
                path: vec![1, 2],
                range: 3..9,
            }),
            known: Vec::new(),
        };
        let sent = encode(&request).unwrap();
        assert_eq!(decode::<Request>(&sent).unwrap(), request);
        let reply = Reply {
            id: 7,
            answer: Answer::Done(Err(Trouble::at("message", "text").byte(3))),
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
