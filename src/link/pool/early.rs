//! Workers before they are needed, and where their files cannot come.

use super::{Answer, Ask, Inner, Job, JobId, Listener, Pool, Request, dead, send};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::Report;
use crate::units::Wing;
use gloo_timers::callback::Timeout;
use std::rc::Rc;

/// What `worker-boot.js` says when the files that it starts do not come.
const NOT_LOADED: &str = "the worker could not be loaded";

/// How long to wait while somebody waits for a worker, in milliseconds.
const LATER: u32 = 1000;

impl Pool {
    /// Starts a worker of each wing that has none, one after the other, so that
    /// nothing has to be loaded once the connection is gone. Then the window hears
    /// `warm`, and `www/boot.js` loads what can wait.
    pub fn warm(&self) {
        let mut inner = self.inner.borrow_mut();
        if inner.busy() > 0 || !inner.waiting.is_empty() {
            // What somebody waits for comes first, also over a slow network.
            let later = Rc::downgrade(&self.inner);
            Timeout::new(LATER, move || {
                if let Some(pool) = super::revive(&later) {
                    pool.warm();
                }
            })
            .forget();
            return;
        }
        let is_cold = |wing: &&Wing| inner.seats.iter().all(|seat| seat.wing != **wing);
        let Some(wing) = Wing::ALL.iter().find(is_cold).copied() else {
            drop(inner);
            say_warm();
            return;
        };
        let Ok(index) = self.seat(&mut inner, wing) else {
            return; // Whoever needs it is told.
        };
        inner.last += 1;
        let next = Rc::downgrade(&self.inner);
        let job = Job {
            wing,
            request: Request {
                id: inner.last,
                ask: Ask::Nothing,
                known: Vec::new(),
            },
            listener: Rc::new(move |_, _, _| {
                if let Some(pool) = super::revive(&next) {
                    pool.warm();
                }
            }),
            late: Vec::new(),
        };
        if let Ok(seat) = send(&mut inner, index, &job) {
            seat.job = Some(job);
        }
    }
}

impl Pool {
    /// `www/worker-boot.js` says how much of a worker has come, in percent. Those
    /// hear it who wait for it, or for another of its wing.
    pub(super) fn loading(&self, number: u32, percent: f64) {
        let waiting: Vec<(u32, Listener)> = {
            let inner = self.inner.borrow();
            let Some(seat) = inner.seats.iter().find(|seat| seat.number == number) else {
                return;
            };
            let queued = inner.waiting.iter().filter(|job| job.wing == seat.wing);
            let runs = seat.job.iter().chain(queued);
            runs.filter(|job| matches!(job.request.ask, Ask::Output(_)))
                .map(|job| (job.request.id, job.listener.clone()))
                .collect()
        };
        for (id, listener) in waiting {
            listener(JobId(id), Answer::Reports(vec![come(percent)]), &[]);
        }
    }
}

/// What is reported of a worker of which so much has come, in percent.
fn come(percent: f64) -> Report {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what fits"
    )]
    let done = percent.clamp(0.0, 100.0) as u32;
    match done {
        100 => Report::Progress {
            doing: "Working…".into(),
            done,
            of: None,
        },
        _ => Report::Progress {
            doing: format!("Loading what computes this: {done} %").into(),
            done,
            of: Some(100),
        },
    }
}

impl Inner {
    /// Takes back what workers do. A worker that computes can only be ended,
    /// and the next takes its place; without a connection it may not come, so
    /// that this one goes on and is not listened to.
    pub(super) fn dismiss(&mut self, is_it: impl Fn(&Request) -> bool) {
        if is_offline() {
            for seat in &mut self.seats {
                seat.job.take_if(|job| is_it(&job.request));
            }
            return;
        }
        self.seats
            .retain(|seat| seat.job.as_ref().is_none_or(|job| !is_it(&job.request)));
    }
}

/// What is told of a worker that died with this message. One that was not
/// loaded has none, or the one of `worker-boot.js`.
pub(super) fn why_it_died(message: Option<&str>) -> Diagnosis {
    match message {
        Some(message) if !message.contains(NOT_LOADED) => dead(message),
        _ => Diagnosis::missing(),
    }
}

/// Tells the window that all workers are there and nobody waits for one.
fn say_warm() {
    let event = web_sys::Event::new("warm").ok();
    if let Some((window, event)) = web_sys::window().zip(event) {
        // It says whether somebody stopped the event, and nobody does.
        let _ = window.dispatch_event(&event);
    }
}

/// Whether new workers cannot come.
pub(super) fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
        && super::script::at_hand().is_none()
}
