//! A worker's share of the hunts for primes that a run asked for.

use super::message::{Answer, Reply, Sighting};
use super::serve::{Reports, send};
use crate::engine::number::help::{Asked, Found};
use crate::engine::number::quarry::{Advance, LENGTH, Place, Share};
use crate::engine::trace::Report;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// How long the worker hunts without listening, in milliseconds: within this
/// and one test it stops when another worker has found the prime.
const DEAF: f64 = 8.0;

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
    for (hunt, (name, quarry)) in (0_u32..).zip(asked) {
        let mut share = Share::new(quarry.clone(), part as usize, parts as usize);
        let mut tested = Vec::new();
        while first(hunt).is_none_or(|first| share.place() < first) {
            let mut advance = share.advance();
            tell(&name, &advance, &mut reports);
            let segment = advance.segment;
            for one in advance.tested.iter_mut().filter(|one| one.probable) {
                let candidate = segment.candidate(one.place.index as usize);
                if !quarry.is_coprime(&candidate) {
                    continue;
                }
                // The others go on to the next hunt at once. Should the tests
                // that follow strike it out, which has never been seen to
                // happen, the run looks for the next prime itself.
                let place = one.place;
                let sighting = Sighting { id, hunt, place };
                heed(sighting);
                send(&Reply {
                    id,
                    answer: Answer::Sighted(sighting),
                });
                quarry.complete(&candidate, one);
            }
            tested.extend(advance.tested);
            if js_sys::Date::now() - listened >= DEAF {
                listen().await;
                listened = js_sys::Date::now();
            }
        }
        found.push((quarry, tested));
    }
    (found, reports.rest())
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

/// Lets messages that have come be heard.
async fn listen() {
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
        // Posting to an open port does not fail.
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    let _ = JsFuture::from(promise).await;
    channel.port1().close();
}
