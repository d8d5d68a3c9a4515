//! Workers before they are needed, and where their files cannot come.

use super::{Ask, Inner, Inputs, Job, Parcel, Pool, Request, dead, send};
use crate::units::Trouble;
use std::rc::Rc;

/// What `worker-boot.js` says when the files that it starts do not come.
const NOT_LOADED: &str = "the worker could not be loaded";

impl Pool {
    /// Starts the workers that are still to be started, one after the other, so
    /// that nothing has to be loaded once the connection is gone.
    pub fn warm(&self) {
        let mut inner = self.inner.borrow_mut();
        if inner.seats.len() >= inner.most {
            return;
        }
        let Ok(index) = self.seat(&mut inner) else {
            return; // Whoever needs it is told.
        };
        inner.last += 1;
        let next = Rc::downgrade(&self.inner);
        // A hunt for nothing: answered as soon as the worker is there, and
        // nobody's loss where it does not come.
        let job = Job {
            request: Request {
                id: inner.last,
                unit: String::new(),
                inputs: Inputs::default(),
                ask: Ask::Hunt {
                    asked: Parcel::of(&Vec::<()>::new()),
                    part: 0,
                    parts: 1,
                },
                asked: Vec::new(),
                found: Vec::new(),
            },
            tell: Rc::new(move |_, _| {
                if let Some(pool) = super::revive(&next) {
                    pool.warm();
                }
            }),
        };
        if let Ok(seat) = send(&mut inner, index, &job) {
            seat.job = Some(job);
        }
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
pub(super) fn why_it_died(message: Option<&str>) -> Trouble {
    match message {
        Some(message) if !message.contains(NOT_LOADED) => dead(message),
        _ => Trouble::missing(),
    }
}

fn is_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}
