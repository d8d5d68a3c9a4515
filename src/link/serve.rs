//! The worker's side: waits for requests, runs units, replies.

use super::listen::listen;
use super::message::{Answer, Ask, Order, Reply, Request, Run, decode, encode_reply};
use crate::engine::diagnosis::{Cause, Diagnosis};
use crate::engine::number::kernel::Powers;
use crate::engine::picture::draw_all;
use crate::engine::task::{Asking, CompletedTask, Finding, Means, Partition, Task, TaskMessage};
use crate::engine::trace::{Recorder, Report};
use crate::units::service::{Service, Serving, words};
use crate::units::{Context, Outcome, Output, Refusal};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How long reports are gathered before they are sent, in milliseconds: often
/// enough for the eye, seldom enough for the page to do other things, and for
/// the drawing to take little of the time of a machine with two cores.
const GATHER: f64 = 150.0;

/// What one kind of worker can do.
#[derive(Clone, Copy)]
pub struct Skills {
    /// Runs one of the units of its wing.
    pub run: fn(&str, Context<'_, '_>) -> Outcome,
    /// Serves the page itself.
    pub serve: fn(&Service, Means<'_>) -> Serving,
    /// Begins a part of a task that one of them asked for.
    pub begin: fn(&Task, u32, u32) -> Option<Box<dyn Partition>>,
    /// Finds what computes powers best here.
    pub powers: fn() -> Powers,
}

impl Skills {
    /// Those of a worker whose units need neither help nor powers, and that
    /// serves what every wing does.
    #[must_use]
    pub const fn of(run: fn(&str, Context<'_, '_>) -> Outcome) -> Self {
        Self {
            run,
            serve: |service, _| words(service),
            begin: |_, _, _| None,
            powers: Powers::default,
        }
    }
}

/// A worker: what it can do, and what lives as long as it does.
struct Worker {
    skills: Skills,
    powers: RefCell<Powers>,
    /// The part that is worked on, with the request that it is for.
    part: RefCell<Option<(u32, Box<dyn Partition>)>>,
}

thread_local! {
    /// The request that runs now, for the panic hook.
    static RUNNING: Cell<u32> = const { Cell::new(0) };
}

/// Starts to answer requests. Called once, by the worker's `main`.
pub fn serve(skills: Skills) {
    std::panic::set_hook(Box::new(|panic| {
        // The worker is lost after this; the page is told why and starts another.
        let what = panic.to_string();
        send(&Reply {
            id: RUNNING.get(),
            answer: refused(Diagnosis::bug(what)),
        });
    }));
    let worker = Rc::new(Worker {
        skills,
        powers: RefCell::new((skills.powers)()),
        part: RefCell::default(),
    });
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        match decode::<Order>(&bytes) {
            Ok(Order::Run(request)) => {
                RUNNING.set(request.id);
                take_on(&worker, request);
            }
            Ok(Order::News { id, news }) => worker.heed(id, &news),
            Err(error) => send(&Reply {
                id: 0,
                answer: refused(Diagnosis::bug(format!("a request was damaged: {error}"))),
            }),
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget(); // It listens for as long as the worker lives.
}

/// What is told of a run that nothing is known of but why it failed.
fn refused(diagnosis: Diagnosis) -> Answer {
    Answer::Done(Err(Box::new(diagnosis.into())))
}

/// Does what a request asks for, and replies: at once, or piece by piece.
fn take_on(worker: &Rc<Worker>, request: Request) {
    let id = request.id;
    match request.ask {
        Ask::Part { task, number, of } => {
            let part = (worker.skills.begin)(&task, number, of);
            worker.part.replace(part.map(|part| (id, part)));
            let worker = worker.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let (finding, reports) = worker.work(id, of).await;
                let answer = match finding {
                    Some(finding) => Answer::Found(finding, reports),
                    None => refused(Diagnosis::bug("nobody here can do this task")),
                };
                send(&Reply { id, answer });
            });
        }
        Ask::Nothing => send(&Reply {
            id,
            answer: Answer::Ready,
        }),
        Ask::Output(run) => {
            let mut reports = Reports::new(id);
            let answer = worker.output(&run, &request.known, &mut |report| reports.add(report));
            reports.send();
            send(&Reply { id, answer });
        }
        Ask::Steps(run, window) => {
            let mut recorder = Recorder::window(window);
            let answer = match worker.run(&run, &request.known, &mut recorder) {
                Ok(Err(diagnosis)) if diagnosis.cause != Cause::Input => {
                    Answer::Steps(Err(diagnosis))
                }
                // What came to nothing has steps up to there.
                Ok(_) => {
                    let mut steps = recorder.finish_window();
                    draw_all(&mut steps);
                    Answer::Steps(Ok(steps))
                }
                Err(task) => Answer::Pending(task),
            };
            send(&Reply { id, answer });
        }
        Ask::Serve(service) => {
            let serve = worker.skills.serve;
            let answer = match worker.means(&request.known, |means| serve(&service, means)) {
                Ok(result) => Answer::Served(result),
                Err(task) => Answer::Pending(task),
            };
            send(&Reply { id, answer });
        }
    }
}

impl Worker {
    /// Does something with the means of this worker, to its end or up to a task
    /// that others have to do first.
    fn means<T>(
        &self,
        known: &[CompletedTask],
        work: impl FnOnce(Means<'_>) -> Poll<Result<T, Diagnosis>>,
    ) -> Result<Result<T, Diagnosis>, Task> {
        let mut helpers = Asking::knowing(known);
        let means = Means {
            helpers: &mut helpers,
            powers: &mut self.powers.borrow_mut(),
            credits: BTreeSet::new(),
        };
        match (work(means), helpers.asked) {
            (Poll::Ready(result), _) => Ok(result),
            (Poll::Pending, Some(task)) => Err(task),
            (Poll::Pending, None) => {
                Ok(Err(Diagnosis::bug("a run waits and has asked for nothing")))
            }
        }
    }

    /// Runs a unit.
    fn run(
        &self,
        run: &Run,
        known: &[CompletedTask],
        observer: &mut Recorder<'_>,
    ) -> Result<Result<Output, Diagnosis>, Task> {
        let inputs = &run.inputs;
        self.means(known, |mut means| {
            let context = Context {
                inputs,
                observer,
                means: means.lend(),
            };
            (self.skills.run)(&run.unit, context)
        })
    }

    fn output(&self, run: &Run, known: &[CompletedTask], report: &mut dyn FnMut(Report)) -> Answer {
        let mut recorder = Recorder::default().reporting(report);
        match self.run(run, known, &mut recorder) {
            Ok(result) => {
                let trace = recorder.finish();
                Answer::Done(match result {
                    Ok(output) => Ok(Box::new(output.told(trace))),
                    Err(diagnosis) => Err(Box::new(Refusal::new(diagnosis, trace))),
                })
            }
            Err(task) => Answer::Pending(task),
        }
    }

    /// Works on the part, of so many, until it is done; what was found, and what
    /// is still to be reported of it. Where there are others, it listens to them
    /// after each piece: that takes a fiftieth of the shortest piece there is,
    /// and what is worked past a find of theirs is worked in vain.
    async fn work(&self, id: u32, of: u32) -> (Option<Finding>, Vec<Report>) {
        let mut reports = Reports::new(id);
        while self.advance(id, &mut reports) {
            if of > 1 {
                listen().await;
            }
        }
        let part = self.part.take();
        let finding = part.map(|(_, mut part)| part.finish(&self.powers.borrow()));
        (finding, reports.rest())
    }

    /// Does the next piece of the part. Says whether there is more to do.
    fn advance(&self, id: u32, reports: &mut Reports) -> bool {
        let mut part = self.part.borrow_mut();
        let Some((_, part)) = part.as_mut() else {
            return false;
        };
        part.advance(&mut self.powers.borrow_mut(), &mut |told| match told {
            TaskMessage::Report(report) => reports.add(report),
            TaskMessage::News(news) => send(&Reply {
                id,
                answer: Answer::News(news),
            }),
        })
    }

    fn heed(&self, id: u32, news: &[u8]) {
        if let Some((of, part)) = self.part.borrow_mut().as_mut()
            && *of == id
        {
            part.heed(news);
        }
    }
}

/// Reports on their way to the page.
struct Reports {
    id: u32,
    gathered: Vec<Report>,
    sent: f64,
}

impl Reports {
    /// Of this request.
    fn new(id: u32) -> Self {
        Self {
            id,
            gathered: Vec::new(),
            sent: js_sys::Date::now(),
        }
    }

    /// Adds one, and sends what was gathered once it is time.
    fn add(&mut self, report: Report) {
        self.gathered.push(report);
        if js_sys::Date::now() - self.sent >= GATHER {
            self.send();
        }
    }

    /// What was gathered and not sent.
    fn rest(self) -> Vec<Report> {
        self.gathered
    }

    /// Sends what was gathered.
    fn send(&mut self) {
        self.sent = js_sys::Date::now();
        if !self.gathered.is_empty() {
            send(&Reply {
                id: self.id,
                answer: Answer::Reports(std::mem::take(&mut self.gathered)),
            });
        }
    }
}

fn send(reply: &Reply) {
    let Ok(bytes) = encode_reply(reply) else {
        return;
    };
    let array = js_sys::Uint8Array::from(&bytes[..]);
    let transfer = js_sys::Array::of1(&array.buffer());
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Posting fails only for what cannot be cloned; bytes can.
    let _ = scope.post_message_with_transfer(&array, &transfer);
}
