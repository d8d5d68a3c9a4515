//! The connection with a hand on its time: one message after the other.

use super::made::way;
use crate::desk::Kind;
use crate::engine::ink::{Ink, plain};
use crate::ui::browser;
use crate::ui::dry;
use crate::ui::hooks::use_padlock;
use crate::ui::state::{Action, FinishedRun, Showing, State};
use crate::ui::widgets::sign;
use crate::units::handshake::passing::{BEGIN, CERTIFICATE, LEGS, SIGNATURE, put_sentence, when};
use crate::units::{self, HTTPS};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

const LAST: usize = LEGS.len() - 1;

/// How long a message stays that plays, in milliseconds.
const PAUSE: u32 = 1_000;

/// The picture, the sentence about the present message, and the transport.
#[component]
pub(in crate::ui::pages) fn Exchange() -> Html {
    let padlock = use_padlock();
    let at = use_state_eq(|| BEGIN);
    let stage = use_node_ref();
    let link = focused(&stage);
    let picture = AttrValue::from(picture(&padlock.state));
    let awaits = padlock.state.showing == Showing::Awaited;
    let plays = padlock.state.has_arrived();
    {
        let (padlock, at, stage) = (padlock.clone(), at.clone(), stage.clone());
        use_effect_with((*at, picture.clone(), awaits, plays), move |_| {
            mark(&stage, *at, link);
            let mut timer = None;
            if plays && *at == LAST {
                padlock.dispatch(Action::Connect(Showing::Alive));
            } else if plays && browser::is_calm() {
                at.set(LAST);
            } else if plays {
                timer = Some(Timeout::new(PAUSE, move || at.set(*at + 1)));
            } else if awaits {
                at.set(0);
            }
            move || drop(timer)
        });
    }
    let go = {
        let (padlock, at) = (padlock.clone(), at.clone());
        Callback::from(move |to: usize| {
            at.set(to.min(LAST));
            padlock.dispatch(Action::Connect(Showing::Alive));
            // What could not be loaded is tried once more.
            if !padlock.state.is_under_way(HTTPS) {
                padlock.retry();
            }
        })
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
    let mut sentence = Ink::default();
    let is_open = picture.contains("data-good=\"false\"");
    put_sentence(at, is_open, &mut sentence);
    put_ways(&padlock.state, at, &mut sentence);
    put_state(&padlock.state, &mut sentence);
    let number = format!("{} of {}", at + 1, LEGS.len());
    let says = LEGS.get(at).map(|leg| format!("{number}: {}", leg.title));
    html! {
        <div class="passing" ref={stage} tabindex="-1" role="group" aria-label="The exchange, one message at a time" {onkeydown}>
            { Html::from_html_unchecked(picture) }
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

/// The connection as it ran; `None` where it did not.
fn run(state: &State) -> Option<&FinishedRun> {
    let https = state.exhibit(HTTPS.id)?;
    let run = https.result.as_deref()?;
    https.diagnosis.is_none().then_some(run)
}

/// The connection as it ran, or as it passes in general. It is drawn once, and only
/// marked after that.
fn picture(state: &State) -> String {
    if let Some(run) = run(state) {
        return run.output.miniature.to_string();
    }
    browser::still()
}

/// Writes the ways back from a message of a run, to what made what it shows.
fn put_ways(state: &State, at: usize, ink: &mut Ink) {
    let Some(run) = run(state) else {
        return;
    };
    let used = |field| {
        let thing = run.inputs.things.get(field)?;
        state.desk.holding(thing.kind, &thing.bytes)
    };
    let (says, way) = match at {
        CERTIFICATE => {
            let from = used("certificate").into_iter().flat_map(|it| &it.made_from);
            let mut from = from.filter_map(|id| state.desk.find(*id));
            let request = from.find(|thing| thing.kind == Kind::Request);
            ("Its request", way(request, units::REQUEST, "request"))
        }
        SIGNATURE => (
            "Its key and primes",
            way(used("key"), units::REQUEST, "server-key"),
        ),
        _ => return,
    };
    ink.put(format_args!(" · <a href=\"{way}\">{says}</a>"));
}

/// Writes how the connection stands, as long as it is not there.
fn put_state(state: &State, ink: &mut Ink) {
    let Some(https) = state.at_start() else {
        return;
    };
    let needed = state.needed(&[https]).into_iter();
    let mut exhibits = needed.filter_map(|about| state.exhibit(about.id));
    if let Some(why) = exhibits.find_map(|exhibit| exhibit.diagnosis.as_ref()) {
        let why = plain(&why.to_string());
        ink.put(format_args!(" <small>Not connected. {why}</small>"));
    } else if state.is_under_way(https) {
        ink.put(format_args!(" <small>Connecting…</small>"));
    }
}

/// The links of the picture, in their order.
fn links(stage: &NodeRef) -> Vec<HtmlElement> {
    let links = stage
        .cast::<Element>()
        .and_then(|stage| stage.query_selector_all("li > a").ok());
    let links = links.into_iter().flat_map(|links| {
        (0..links.length()).filter_map(move |index| links.item(index)?.dyn_into().ok())
    });
    links.collect()
}

/// The number of the link that has the focus.
fn focused(stage: &NodeRef) -> Option<usize> {
    let active = browser::document()?.active_element()?;
    links(stage).iter().position(|link| **link == active)
}

/// Marks what has passed; a link that was drawn anew has the focus again.
fn mark(stage: &NodeRef, at: usize, focused: Option<usize>) {
    for (number, link) in links(stage).iter().enumerate() {
        if let Some(leg) = link.parent_element() {
            let _ = leg.set_attribute("data-when", when(number, at));
        }
        if focused == Some(number) {
            let _ = link.focus();
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
