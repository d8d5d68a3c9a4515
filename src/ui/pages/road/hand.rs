//! The exchange with a hand on its time: one message after the other.

use super::exchange::{BEGIN, LEGS, put_exchange, put_sentence, when};
use crate::engine::ink::Ink;
use crate::ui::dry;
use crate::ui::widgets::sign;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

const LAST: usize = LEGS.len() - 1;

/// The picture, the sentence about the present message, and the transport.
#[component]
pub(in crate::ui::pages) fn Exchange() -> Html {
    let at = use_state_eq(|| BEGIN);
    let stage = use_node_ref();
    {
        let stage = stage.clone();
        use_effect_with(*at, move |at| mark(&stage, *at));
    }
    let go = {
        let at = at.clone();
        Callback::from(move |to: usize| at.set(to.min(LAST)))
    };
    let at = *at;
    let onkeydown = {
        let go = go.clone();
        move |event: KeyboardEvent| {
            if let Some(to) = pressed(&event, at) {
                event.prevent_default();
                go.emit(to);
            }
        }
    };
    let oninput = {
        let go = go.clone();
        move |event: InputEvent| {
            let hand: HtmlInputElement = event.target_unchecked_into();
            go.emit(hand.value().parse().unwrap_or(at));
        }
    };
    let button = |name: &'static str, sign: &'static str, to: usize| {
        let onclick = go.reform(move |_: MouseEvent| to);
        html! { <button type="button" title={name} aria-label={name} aria-disabled={(to == at).then_some("true")} {onclick}>{ sign::icon(sign) }</button> }
    };
    // The picture is drawn once, and only marked after that: a link in it keeps
    // the focus.
    let (mut picture, mut sentence) = (Ink::default(), Ink::default());
    put_exchange(BEGIN, &mut picture);
    put_sentence(at, &mut sentence);
    let number = format!("{} of {}", at + 1, LEGS.len());
    let says = LEGS.get(at).map(|leg| format!("{number}: {}", leg.title));
    html! {
        <div class="passing" ref={stage} tabindex="-1" role="group" aria-label="The exchange, one message at a time" {onkeydown}>
            { dry(picture) }
            <p class="sentence" aria-live="polite">{ dry(sentence) }</p>
            <div class="transport" role="group" aria-label="Go through the messages">
                <p class="buttons">
                    { button("First step", sign::FIRST, 0) }
                    { button("Step back", sign::BACK, at.saturating_sub(1)) }
                    { button("Step forward", sign::FORWARD, (at + 1).min(LAST)) }
                    { button("Last step", sign::LAST, LAST) }
                </p>
                <p class="scrubber">
                    <input type="range" min="0" max={LAST.to_string()} value={at.to_string()} aria-label="Step" aria-valuetext={says} {oninput} />
                </p>
                <span class="count">{ number }</span>
            </div>
        </div>
    }
}

/// Marks what has passed.
fn mark(stage: &NodeRef, at: usize) {
    let Some(stage) = stage.cast::<Element>() else {
        return;
    };
    let Ok(legs) = stage.query_selector_all("[data-when]") else {
        return;
    };
    for number in 0..LEGS.len() {
        let leg = u32::try_from(number)
            .ok()
            .and_then(|index| legs.item(index));
        if let Some(leg) = leg.and_then(|leg| leg.dyn_into::<Element>().ok()) {
            let _ = leg.set_attribute("data-when", when(number, at));
        }
    }
}

/// Where a key leads.
fn pressed(event: &KeyboardEvent, at: usize) -> Option<usize> {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowRight" => Some((at + 1).min(LAST)),
        "ArrowLeft" => Some(at.saturating_sub(1)),
        _ => None,
    }
}
