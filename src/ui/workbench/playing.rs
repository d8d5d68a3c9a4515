//! Steps that follow each other by themselves, at reading speed.

use crate::engine::trace::Step;
use crate::ui::browser;
use crate::ui::walk::{Spot, Walk};
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

/// How long a step stays at least and at most, in milliseconds.
const SHORTEST: u32 = 2_000;
const LONGEST: u32 = 12_000;

/// How long a character is read: 20 in a second.
const CHARACTER: u32 = 50;

/// How long a row of a table stays.
const ROW: u32 = 500;

/// Whether the steps play, and the switch for it.
#[derive(Clone)]
pub(super) struct Playing {
    on: UseStateHandle<bool>,
}

impl Playing {
    pub(super) fn is_on(&self) -> bool {
        *self.on
    }

    pub(super) fn halt(&self) {
        self.on.set(false);
    }

    /// Plays. Where the person wants no motion, nothing moves by itself.
    pub(super) fn start(&self) {
        self.on.set(!browser::is_calm());
    }
}

/// Goes on by itself while it is switched on.
#[hook]
pub(super) fn use_playing(walk: &Rc<Walk>, spot: Spot, go: &Callback<Spot>) -> Playing {
    let on = use_state_eq(|| false);
    let (walk, go, off) = (walk.clone(), go.clone(), on.clone());
    use_effect_with((*on, spot), move |(on, spot)| {
        let stop = walk.stops.get(spot.stop).filter(|_| *on);
        let spot = *spot;
        let timer = stop.map(|stop| {
            let pause = spot.row.map_or_else(|| reading(&stop.step), |_| ROW);
            let walk = walk.clone();
            Timeout::new(pause, move || match walk.moved(spot, true) {
                Some(next) => {
                    if walk.rests_at(next) {
                        off.set(false);
                    }
                    go.emit(next);
                }
                None => off.set(false),
            })
        });
        move || drop(timer)
    });
    Playing { on }
}

/// How long it takes to read a step, in milliseconds.
fn reading(step: &Step) -> u32 {
    let characters = step.title.chars().count() + step.says.chars().count();
    let characters = u32::try_from(characters).unwrap_or(LONGEST);
    (SHORTEST + characters.min(LONGEST) * CHARACTER).min(LONGEST)
}
