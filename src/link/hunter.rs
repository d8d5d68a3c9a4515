//! A worker's share of the hunts for primes that a run asked for.

use super::message::{Answer, Reply, Sighting};
use super::serve::{Reports, send};
use crate::engine::number::help::{Asked, Found};
use crate::engine::number::kernel;
use crate::engine::number::quarry::{Advance, LENGTH, Place, Share};
use crate::engine::trace::Report;
use js_sys::Function;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// How long the worker hunts without listening, in milliseconds: within this
/// and one test it stops when another worker has found the prime.
const DEAF: f64 = 2.0;

thread_local! {
    /// The request that is hunted for, and for each of its hunts the first
    /// place where anybody has found a prime.
    static SIGHTED: RefCell<(u32, Vec<Option<Place>>)> = const { RefCell::new((0, Vec::new())) };
}

/// Takes note of what another worker has found.
pub(super) fn heed(sighting: Sighting) {
    SIGHTED.with_borrow_mut(|(id, sighted)| {
        if *id == sighting.id
            && let Some(first) = usize::try_from(sighting.hunt)
                .ok()
                .and_then(|hunt| sighted.get_mut(hunt))
        {
            *first = Some(first.map_or(sighting.place, |first| first.min(sighting.place)));
        }
    });
}

/// Hunts one after the other. Returns all that was tested, and what is still to
/// be reported of it.
pub(super) async fn hunt(
    id: u32,
    asked: Vec<Asked>,
    part: u32,
    parts: u32,
) -> (Vec<Found>, Vec<Report>) {
    SIGHTED.set((id, vec![None; asked.len()]));
    let mut reports = Reports::new(id);
    let mut found = Vec::new();
    let mut listened = js_sys::Date::now();
    for (hunt, Asked { name, quarry }) in (0_u32..).zip(asked) {
        let mut share = Share::new(quarry.clone(), part as usize, parts as usize);
        let mut mine = Found::nothing(quarry);
        while first(hunt).is_none_or(|first| share.place() < first) {
            let advance = share.advance(kernel::at_once());
            if let Some(name) = &name {
                tell(name, &advance, &mut reports);
            }
            for one in advance.tested.iter().filter(|one| one.probable) {
                let candidate = advance.segment.candidate(one.place.index as usize);
                if mine.quarry.is_coprime(&candidate) {
                    // The others go on to the next hunt at once. Should the
                    // last tests strike it out, which has never been seen to
                    // happen, the run looks for the next prime itself.
                    let place = one.place;
                    let sighting = Sighting { id, hunt, place };
                    heed(sighting);
                    send(&Reply {
                        id,
                        answer: Answer::Sighted(sighting),
                    });
                }
            }
            mine.tested.extend(advance.tested);
            if js_sys::Date::now() - listened >= DEAF {
                listen().await;
                listened = js_sys::Date::now();
            }
        }
        found.push(mine);
    }
    for (hunt, mine) in (0_u32..).zip(&mut found) {
        if hunt % parts.max(1) == part {
            complete(hunt, mine).await;
        }
        mine.kernel = kernel::name_for(mine.quarry.bits).map(str::to_owned);
    }
    (found, reports.rest())
}

/// The last tests of a hunt: those of the first prime that anybody has sighted.
async fn complete(hunt: u32, mine: &mut Found) {
    while let Some(place) = first(hunt)
        && mine.full.iter().all(|full| full.place != place)
        && let Some(full) = mine.quarry.complete(place)
    {
        mine.full.push(full);
        // Somebody who lags may have sighted one before it meanwhile.
        listen().await;
    }
}

fn first(hunt: u32) -> Option<Place> {
    SIGHTED.with_borrow(|(_, sighted)| sighted.get(hunt as usize).copied().flatten())
}

/// Reports what was tested, and what small primes struck out on the way.
fn tell(name: &str, advance: &Advance<'_>, reports: &mut Reports) {
    for index in advance.covers.clone() {
        let place = advance.segment.place(index);
        let length = u32::try_from(LENGTH).unwrap_or(u32::MAX);
        let number = place.segment * length + place.index + 1;
        if number % 8 == 1 {
            reports.add(Report::Progress {
                doing: format!("Hunting for {name}").into(),
                done: number,
                of: None,
            });
        }
        reports.add(Report::Candidate {
            prime: name.to_owned().into(),
            number,
            tail: advance.segment.tail(index).into(),
            fate: advance.fate(index),
        });
    }
}

/// Lets messages that have come be heard: a message to oneself stands in line
/// behind them.
async fn listen() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        LINE.with(|line| match line {
            Some(line) => line.stand(resolve),
            // Nothing to wait for.
            None => drop(resolve.call0(&JsValue::NULL)),
        });
    });
    let _ = JsFuture::from(promise).await;
}

thread_local! {
    /// Made once: a channel takes as long as a test.
    static LINE: Option<Line> = Line::new();
}

/// A channel from the worker to itself.
struct Line {
    channel: MessageChannel,
    waiting: Rc<RefCell<Option<Function>>>,
    _on_message: Closure<dyn FnMut()>,
}

impl Line {
    fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let waiting: Rc<RefCell<Option<Function>>> = Rc::default();
        let heard = waiting.clone();
        let on_message = Closure::<dyn FnMut()>::new(move || {
            if let Some(resolve) = heard.take() {
                // Settling a promise does not fail.
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let port = channel.port1();
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            waiting,
            _on_message: on_message,
        })
    }

    fn stand(&self, resolve: Function) {
        *self.waiting.borrow_mut() = Some(resolve);
        // Posting to an open port does not fail.
        let _ = self.channel.port2().post_message(&JsValue::NULL);
    }
}
