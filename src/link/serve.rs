//! The worker's side: waits for requests, runs units, replies.

use super::message::{Answer, Ask, Reply, Request, decode, encode};
use crate::engine::trace::{Recorder, Report};
use crate::units::{self, Inputs, Output, Trouble};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How long reports are gathered before they are sent, in milliseconds: often
/// enough for the eye, seldom enough for the page to do other things.
const GATHER: f64 = 80.0;

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
        match decode::<Request>(&bytes) {
            Ok(request) => {
                RUNNING.set(request.id);
                send(&answer(request));
            }
            Err(error) => send(&Reply {
                id: 0,
                answer: Answer::Done(Err(Trouble::bug(format!("a request was damaged: {error}")))),
            }),
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget(); // It listens for as long as the worker lives.
}

fn answer(request: Request) -> Reply {
    let Request {
        id,
        unit,
        inputs,
        ask,
    } = request;
    let answer = match ask {
        Ask::Output => {
            let mut gathered = Vec::new();
            let mut sent = js_sys::Date::now();
            let mut report = |report: Report| {
                gathered.push(report);
                let now = js_sys::Date::now();
                if now - sent >= GATHER {
                    sent = now;
                    send(&Reply {
                        id,
                        answer: Answer::Reports(std::mem::take(&mut gathered)),
                    });
                }
            };
            let result = run(&unit, &inputs, &mut report);
            if !gathered.is_empty() {
                send(&Reply {
                    id,
                    answer: Answer::Reports(gathered),
                });
            }
            Answer::Done(result.map(Box::new))
        }
        Ask::Steps(window) => {
            let mut recorder = Recorder::window(window);
            let result = units::run(&unit, &inputs, &mut recorder);
            Answer::Steps(result.map(|_| recorder.finish_window()))
        }
    };
    Reply { id, answer }
}

fn run(unit: &str, inputs: &Inputs, report: &mut dyn FnMut(Report)) -> Result<Output, Trouble> {
    let mut recorder = Recorder::default().reporting(report);
    let mut output = units::run(unit, inputs, &mut recorder)?;
    output.trace = recorder.finish();
    Ok(output)
}

fn send(reply: &Reply) {
    let Ok(bytes) = encode(reply) else { return };
    let array = js_sys::Uint8Array::from(&bytes[..]);
    let transfer = js_sys::Array::of1(&array.buffer());
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Posting fails only for what cannot be cloned; bytes can.
    let _ = scope.post_message_with_transfer(&array, &transfer);
}
