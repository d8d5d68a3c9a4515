//! The hand on the time: buttons, a scrubber with a tick for each step, and
//! keys.

use super::playing::Playing;
use crate::engine::ink::Ink;
use crate::link::address::Address;
use crate::ui::browser;
use crate::ui::dry;
use crate::ui::walk::{Spot, Walk};
use crate::ui::widgets::sign::{BACK, FIRST, FORWARD, LARGE, LAST, PAUSE, PLAY, icon};
use crate::units::{self, About};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The exhibit that comes after another on its page.
pub(super) fn next_of(about: &About) -> Option<&'static About> {
    let mut all = units::on(about.page);
    all.find(|other| other.id == about.id)?;
    all.next()
}

/// The buttons and the scrubber. At the last step forward leads to the next
/// exhibit.
pub(super) fn transport(
    walk: &Rc<Walk>,
    spot: Spot,
    go: &Callback<Spot>,
    playing: &Playing,
    (shown, fill): (bool, &Callback<bool>),
    next: Option<&'static About>,
) -> Html {
    let (number, last) = (walk.number(spot), walk.spots.len().saturating_sub(1));
    let button = |name: &'static str, sign: &'static str, to: Option<Spot>| {
        let (go, playing) = (go.clone(), playing.clone());
        let onclick = move |_: MouseEvent| {
            playing.halt();
            to.iter().for_each(|to| go.emit(*to));
        };
        html! { <button type="button" title={name} aria-label={name} aria-disabled={to.is_none().then_some("true")} {onclick}>{ icon(sign) }</button> }
    };
    let onward = next.filter(|_| walk.moved(spot, true).is_none() && !walk.spots.is_empty());
    let forward = match onward {
        None => button("Step forward", FORWARD, walk.moved(spot, true)),
        Some(next) => {
            let playing = playing.clone();
            let onclick = move |_: MouseEvent| {
                playing.halt();
                let address = Address {
                    at: Some(next.id),
                    ..Address::page(next.page)
                };
                browser::go(&address.fragment());
            };
            let name = format!("Next: {}", next.title);
            html! { <button type="button" class="next" title={name.clone()} aria-label={name} {onclick}>{ icon(FORWARD) }</button> }
        }
    };
    let end = |end: Option<&Spot>| end.copied().filter(|end| *end != spot);
    let (name, sign) = if playing.is_on() {
        ("Pause", PAUSE)
    } else {
        ("Play", PLAY)
    };
    let toggle = {
        let (walk, go, playing) = (walk.clone(), go.clone(), playing.clone());
        move |_: MouseEvent| switch(&walk, spot, &go, &playing)
    };
    let oninput = {
        let (walk, go, playing) = (walk.clone(), go.clone(), playing.clone());
        move |event: InputEvent| {
            playing.halt();
            let at: HtmlInputElement = event.target_unchecked_into();
            let number: usize = at.value().parse().unwrap_or(0);
            walk.spots
                .get(number)
                .iter()
                .for_each(|spot| go.emit(**spot));
        }
    };
    let name_of_fill = if shown {
        "Back to the page"
    } else {
        "Fill the screen"
    };
    let onfill = fill.reform(move |_: MouseEvent| !shown);
    let says = walk
        .stops
        .get(spot.stop)
        .map(|stop| format!("{} of {}: {}", number + 1, last + 1, stop.step.title));
    html! {
        <div class="transport" role="group" aria-label="Go through the steps">
            <p class="buttons">
                { button("First step", FIRST, end(walk.spots.first())) }
                { button("Step back", BACK, walk.moved(spot, false)) }
                if !browser::is_calm() {
                    <button type="button" class="play" title={name} aria-label={name} onclick={toggle}>{ icon(sign) }</button>
                }
                { forward }
                { button("Last step", LAST, end(walk.spots.last())) }
            </p>
            <p class="scrubber">
                { ticks(walk, last) }
                <input type="range" min="0" max={last.to_string()} value={number.to_string()} aria-label="Step" aria-valuetext={says} {oninput} />
            </p>
            <p class="count">
                if !walk.spots.is_empty() { { format!("{} of {}", number + 1, last + 1) } }
                if let Some(next) = onward { <span>{ format!("Next: {} →", next.title) }</span> }
            </p>
            <button type="button" class="fill" title={name_of_fill} aria-label={name_of_fill} onclick={onfill}>{ icon(LARGE) }</button>
        </div>
    }
}

/// A tick for each step; long ones where a chapter begins.
fn ticks(walk: &Walk, last: usize) -> Html {
    let chapters = walk.chapters();
    let is_inner = |spot: &Spot| spot.row.is_some() || !chapters.contains(&spot.stop);
    let mut ink = Ink::default();
    let width = last.max(1);
    ink.put(format_args!("<svg aria-hidden=\"true\" viewBox=\"0 0 {width} 2\" preserveAspectRatio=\"none\"><path d=\""));
    for (at, spot) in walk.spots.iter().enumerate() {
        ink.put(format_args!("M{at} {}V2", u8::from(is_inner(spot))));
    }
    ink.put(format_args!("\"/></svg>"));
    dry(ink)
}

/// Plays, from the beginning where the end is reached; or halts.
fn switch(walk: &Walk, spot: Spot, go: &Callback<Spot>, playing: &Playing) {
    if playing.is_on() {
        playing.halt();
        return;
    }
    if walk.moved(spot, true).is_none() {
        go.emit(Spot::default());
    }
    playing.start();
}

/// What a key does on the stage; whether it leads to another place.
pub(super) fn pressed(
    event: &KeyboardEvent,
    walk: &Walk,
    spot: Spot,
    go: &Callback<Spot>,
    playing: &Playing,
) -> bool {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return false;
    }
    let on_button = event
        .target_dyn_into::<web_sys::HtmlElement>()
        .is_some_and(|on| on.tag_name() == "BUTTON");
    let to = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => walk.moved(spot, true),
        "ArrowLeft" | "ArrowUp" => walk.moved(spot, false),
        "PageDown" => walk.turned(spot, true),
        "PageUp" => walk.turned(spot, false),
        "Home" => walk.spots.first().copied(),
        "End" => walk.spots.last().copied(),
        // Space presses a button that has the focus.
        " " if !on_button => {
            event.prevent_default();
            switch(walk, spot, go, playing);
            return false;
        }
        _ => return false,
    };
    event.prevent_default();
    playing.halt();
    to.iter().for_each(|to| go.emit(*to));
    to.is_some_and(|to| to != spot)
}
