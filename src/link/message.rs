//! The messages, as bytes.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::task::{CompletedTask, Finding, Task};
use crate::engine::trace::travel::{self, Baggage, Load};
use crate::engine::trace::{Children, Data, Report, Value, Window};
use crate::units::service::{Service, ServiceResult};
use crate::units::{Inputs, Output, Refusal, Wing};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

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
    pub known: Vec<CompletedTask>,
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
    /// The run is over: what it gave, or why it came to nothing.
    Done(Result<Box<Output>, Box<Refusal>>),
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
    Served(Result<ServiceResult, Diagnosis>),
}

/// Of what is longer, in bytes, a step shows the ends: the whole of it is among
/// the results or the bytes of the run, if anywhere.
const LONG: usize = 16 * 1024;

/// How much of each end of it travels.
const END: usize = 512;

/// Longer byte strings travel among the bytes of the run alone.
const CARRIED: usize = 64 * 1024;

/// What travels of a run: its results as they are, and of its steps what a page
/// shows.
struct RunBaggage {
    /// How many results there are: they are written first.
    results: usize,
}

impl Baggage for RunBaggage {
    fn load(&self, value: &Value, number: u32) -> Load {
        let length = match &value.data {
            Data::Bytes(bytes) => bytes.len(),
            Data::Text(text) => text.len(),
            _ => 0,
        };
        match (length > LONG).then(|| value.data.ends(END)).flatten() {
            None => Load::Whole,
            Some(_) if (number as usize) < self.results => Load::Once,
            Some(ends) => Load::Instead(ends),
        }
    }

    fn carries(&self, bytes: &Dissection) -> bool {
        bytes.bytes.len() <= CARRIED
    }
}

/// Bytes of an order, in which there are no values of a trace.
///
/// # Errors
/// Never for the types of this module; the format could refuse others.
pub(super) fn encode(order: &Order) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(order)
}

/// Bytes of a reply, in which each value comes once.
///
/// # Errors
/// Never for the types of this module; the format could refuse others.
pub(super) fn encode_reply(reply: &Reply) -> Result<Vec<u8>, postcard::Error> {
    let results = match &reply.answer {
        Answer::Done(Ok(output)) => output.results.len(),
        _ => 0,
    };
    travel::sending(Rc::new(RunBaggage { results }), || {
        postcard::to_allocvec(reply)
    })
}

/// A message from bytes.
///
/// # Errors
/// When the bytes are not such a message.
pub(super) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    travel::receiving(|| postcard::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::{Recorder, Step};

    #[test]
    fn messages_survive_the_way() {
        let request = Order::Run(Request {
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
        });
        let sent = encode(&request).unwrap();
        assert_eq!(decode::<Order>(&sent).unwrap(), request);
        let refused = Refusal::from(Diagnosis::expected("text").of("message").byte(3));
        let reply = Reply {
            id: 7,
            answer: Answer::Done(Err(refused.into())),
        };
        let sent = encode_reply(&reply).unwrap();
        assert_eq!(decode::<Reply>(&sent).unwrap(), reply);
    }

    /// What a run of a unit at real size answers.
    fn answer(unit: &str, inputs: &[(&str, &str)]) -> Reply {
        let about = crate::units::find(unit).unwrap();
        let size = crate::units::Size::Real;
        let made = std::collections::BTreeMap::new();
        let mut all = Inputs::after(about, size, &made);
        for (id, value) in inputs {
            all = all.with(id, *value);
        }
        let mut recorder = Recorder::default();
        let output = crate::units::run(unit, &all, &mut recorder).unwrap();
        let output = output.told(recorder.finish());
        let answer = Answer::Done(Ok(Box::new(output)));
        Reply { id: 7, answer }
    }

    fn output(reply: &Reply) -> &Output {
        match &reply.answer {
            Answer::Done(Ok(output)) => output,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_value_of_a_run_travels_once() {
        let reply = answer("rsa-keygen", &[]);
        let sent = encode_reply(&reply).unwrap();
        let apart = postcard::to_allocvec(&reply).unwrap();
        assert!(
            2 * sent.len() < apart.len(),
            "{} of {}",
            sent.len(),
            apart.len()
        );
        let back = decode::<Reply>(&sent).unwrap();
        let (told, came) = (output(&reply), output(&back));
        assert_eq!(came.results, told.results);
        let mentioned = |output: &Output| -> Vec<Value> {
            let steps = output.trace.all().into_iter();
            steps.flat_map(Step::mentioned).cloned().collect()
        };
        let (told, came) = (mentioned(told), mentioned(came));
        assert!(told == came && told.len() > 1000, "{} values", told.len());
        // Equal ones came as one.
        for value in &came {
            let first = came.iter().find(|other| *other == value);
            assert!(
                first.is_some_and(|first| first.is(value)),
                "{}",
                value.symbol
            );
        }
    }

    #[test]
    fn of_a_long_message_the_results_travel_whole_and_steps_show_its_ends() {
        let message = "x".repeat(2 << 20);
        let reply = answer("fernet-encrypt", &[("message", &message)]);
        let sent = encode_reply(&reply).unwrap();
        // The token as text twice, its bytes and those of the padded message;
        // and 400 rows of each table with their pictures.
        assert!(sent.len() < 6 * message.len(), "{}", sent.len());
        let back = decode::<Reply>(&sent).unwrap();
        let (told, came) = (output(&reply), output(&back));
        assert_eq!(came.results, told.results);
        let whole = |output: &Output| {
            let steps = output.trace.all().into_iter();
            let values = steps.flat_map(Step::mentioned);
            let long = values.filter(|value| match &value.data {
                Data::Bytes(bytes) => bytes.len() > LONG,
                Data::Text(text) => text.len() > LONG,
                _ => false,
            });
            long.count()
        };
        assert!(whole(told) > 5, "{} long values", whole(told));
        assert_eq!(whole(came), 0);
    }

    #[test]
    fn damaged_messages_are_refused() {
        assert!(decode::<Request>(&[0xff; 3]).is_err());
        assert!(decode::<Reply>(&[]).is_err());
    }
}
