//! The worker's side: waits for requests, runs units, replies.

use super::hunter;
use super::message::{Answer, Ask, Order, Parcel, Reply, Request, decode, encode};
use crate::engine::number::help::{self, Asked, Found};
use crate::engine::trace::{Recorder, Report};
use crate::units::{self, Inputs, Output, Trouble};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How long reports are gathered before they are sent, in milliseconds: often
/// enough for the eye, seldom enough for the page to do other things, and for
/// the drawing to take little of the time of a machine with two cores.
const GATHER: f64 = 150.0;

thread_local! {
    /// The request that runs now, for the panic hook.
    static RUNNING: Cell<u32> = const { Cell::new(0) };
}

/// Starts to answer requests. Called once, by the worker's `main`.
pub fn serve() {
    std::panic::set_hook(Box::new(|panic| {
        // The worker is lost after this; the page is told why and starts another.
        let what = panic.to_string();
        send(&Reply {
            id: RUNNING.get(),
            answer: Answer::Done(Err(Trouble::bug(what))),
        });
    }));
    super::kernel::install_best();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        match decode::<Order>(&bytes) {
            Ok(Order::Run(request)) => {
                RUNNING.set(request.id);
                take_on(request);
            }
            Ok(Order::Sighted(sighting)) => hunter::heed(sighting),
            Err(error) => send(&Reply {
                id: 0,
                answer: Answer::Done(Err(Trouble::bug(format!("a request was damaged: {error}")))),
            }),
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget(); // It listens for as long as the worker lives.
}

/// Does what a request asks for, and replies: at once, or after a hunt.
fn take_on(request: Request) {
    let id = request.id;
    match request.ask {
        Ask::Hunt { asked, part, parts } => wasm_bindgen_futures::spawn_local(async move {
            let asked = asked.open().unwrap_or_default();
            let (found, reports) = hunter::hunt(id, asked, part, parts).await;
            send(&Reply {
                id,
                answer: Answer::Hunted(Parcel::of(&found), reports),
            });
        }),
        Ask::Output => send(&output(&request)),
        Ask::Steps(window) => {
            let mut recorder = Recorder::window(window);
            let result = units::run(&request.unit, &request.inputs, &mut recorder);
            send(&Reply {
                id,
                answer: Answer::Steps(result.map(|_| recorder.finish_window())),
            });
        }
    }
}

fn output(request: &Request) -> Reply {
    let id = request.id;
    let mut reports = Reports::new(id);
    let result = help::with(known(request), || {
        run(&request.unit, &request.inputs, &mut |report| {
            reports.add(report);
        })
    });
    reports.send();
    let answer = match result {
        Ok(result) => Answer::Done(result.map(Box::new)),
        Err(asked) => Answer::Asked(Parcel::of(&asked)),
    };
    Reply { id, answer }
}

/// What is known of the hunts that a run asked for: perhaps nothing, if those
/// who had a share were lost, and then it does them itself.
fn known(request: &Request) -> Vec<Found> {
    let asked = request.asked.iter().filter_map(Parcel::open::<Vec<Asked>>);
    let nothing = asked.flatten().map(|asked| Found::nothing(asked.quarry));
    let found = request.found.iter().filter_map(Parcel::open::<Vec<Found>>);
    nothing.chain(found.flatten()).collect()
}

/// Reports on their way to the page.
pub(super) struct Reports {
    id: u32,
    gathered: Vec<Report>,
    sent: f64,
}

impl Reports {
    /// Of this request.
    pub(super) fn new(id: u32) -> Self {
        Self {
            id,
            gathered: Vec::new(),
            sent: js_sys::Date::now(),
        }
    }

    /// Adds one, and sends what was gathered once it is time.
    pub(super) fn add(&mut self, report: Report) {
        self.gathered.push(report);
        if js_sys::Date::now() - self.sent >= GATHER {
            self.send();
        }
    }

    /// What was gathered and not sent.
    pub(super) fn rest(self) -> Vec<Report> {
        self.gathered
    }

    /// Sends what was gathered.
    pub(super) fn send(&mut self) {
        self.sent = js_sys::Date::now();
        if !self.gathered.is_empty() {
            send(&Reply {
                id: self.id,
                answer: Answer::Reports(std::mem::take(&mut self.gathered)),
            });
        }
    }
}

fn run(unit: &str, inputs: &Inputs, report: &mut dyn FnMut(Report)) -> Result<Output, Trouble> {
    let mut recorder = Recorder::default().reporting(report);
    let mut output = units::run(unit, inputs, &mut recorder)?;
    output.trace = recorder.finish();
    Ok(output)
}

pub(super) fn send(reply: &Reply) {
    let Ok(bytes) = encode(reply) else { return };
    let array = js_sys::Uint8Array::from(&bytes[..]);
    let transfer = js_sys::Array::of1(&array.buffer());
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Posting fails only for what cannot be cloned; bytes can.
    let _ = scope.post_message_with_transfer(&array, &transfer);
}
