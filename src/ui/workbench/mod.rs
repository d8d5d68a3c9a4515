//! The workbench: one exhibit, and on it one picture.
//!
//! The files are what one sees: the [`path`] of the page's exhibits, the
//! [`inputs`] in one row, the [`picture`] in its box, the [`words`] under it,
//! the [`transport`] at the foot, the [`result`] at the side and, folded below
//! it, the [`drawers`].

mod agreement;
mod breaking;
mod clock;
mod comparison;
mod demonstration;
mod drawers;
mod field;
mod fills;
mod hand;
mod inputs;
mod links;
mod noted;
mod origins;
mod path;
mod picture;
mod playing;
mod question;
mod recipes;
mod result;
mod share;
mod stage;
mod staleness;
mod table;
mod trail;
mod transport;
mod words;

use super::ptr_eq_rc::PtrEqRc;
use super::widgets::{Place, file_button, light, prose};
use crate::link::address::View;
use crate::ui::hooks::{Padlock, use_padlock};
use crate::ui::state::Action;
use crate::units::{self, About, Page};
use breaking::broken;
use demonstration::everybodys;
use drawers::Drawers;
use hand::use_hand;
use inputs::Inputs;
use noted::use_noted_address;
use path::{Chapters, path};
pub(crate) use picture::doing;
use question::use_asks;
use result::result;
use share::Share;
use stage::Stage;
use staleness::use_stale;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties)]
pub(crate) struct Props {
    /// The exhibit that is open.
    pub(crate) about: &'static About,
    /// Whether the page was opened without naming it.
    pub(crate) story: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id && self.story == other.story
    }
}

/// The path of the page, and the exhibit that is open.
#[component]
pub(crate) fn Workbench(props: &Props) -> Html {
    let padlock = use_padlock();
    let chapters = use_state_eq(Chapters::default);
    let at = {
        let chapters = chapters.clone();
        use_callback((), move |now: Chapters, ()| chapters.set(now))
    };
    let about = props.about;
    html! {
        <div class="workbench">
            { path(&padlock, about, &chapters, props.story) }
            <Bench key={about.id} {about} {at} />
        </div>
    }
}

#[derive(Properties)]
struct BenchProps {
    about: &'static About,
    /// Gets the chapters of its run, and which is present.
    at: Callback<Chapters>,
}

impl PartialEq for BenchProps {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id
    }
}

/// The exhibit: its question, its inputs, its picture, what came out.
#[component]
fn Bench(props: &BenchProps) -> Html {
    let padlock = use_padlock();
    let about = props.about;
    let exhibit = padlock.state.exhibit(about.id).cloned();
    let waits = padlock.state.waits_for(about);
    let stale = use_stale(padlock.state.stale(about), exhibit.as_ref());
    let failed = use_stale(padlock.state.stale_refusal(about), exhibit.as_ref());
    let view = padlock.state.view_of(about.id);
    let (changed, moved) = use_noted_address(&padlock, about);
    // The verdict on an example is not one on what could not be read.
    let is_unread = waits.is_some_and(|unit| unit.page == Page::Desk);
    let run = exhibit.as_ref().and_then(|exhibit| exhibit.result.clone());
    let run = run.filter(|_| !is_unread);
    // What failed is looked at up to where it did.
    let refused = exhibit.as_ref().and_then(|exhibit| exhibit.refused.clone());
    let (shown_run, shown_stale) = match refused {
        Some(refused) => (Some(refused), failed),
        None => (run.clone(), stale),
    };
    let wanted = exhibit.as_ref().and_then(|exhibit| exhibit.wanted.clone());
    let is_asked = view == Some(View::Ask);
    let hand = use_hand(shown_run.as_ref(), wanted.as_ref(), &moved, is_asked);
    let asks = use_asks(
        is_asked,
        shown_run.as_ref(),
        exhibit.as_ref().map(|exhibit| &exhibit.form),
        &hand,
    );
    {
        let at = props.at.clone();
        use_effect_with(Chapters::of(&hand.walk, hand.spot), move |now| {
            at.emit(now.clone());
        });
    }
    let Some(exhibit) = exhibit else {
        return html! { <section id={about.id} data-unit={about.id} data-state="running" class="exhibit" aria-label={about.title}><header><h1>{ about.question }</h1></header></section> };
    };
    let state = match (&exhibit.running, &exhibit.diagnosis, &run) {
        (Some(_), _, _) => "running",
        (None, Some(_), _) => "failed",
        (None, None, Some(_)) => "done",
        // What it needs is under way, or it is about to begin itself.
        (None, None, None) if padlock.state.is_under_way(about) => "running",
        (None, None, None) => "idle",
    };
    let fill = {
        let (padlock, changed) = (padlock.clone(), changed.clone());
        Callback::from(move |shown: bool| {
            changed.emit(());
            padlock.dispatch(Action::Look(shown.then_some((about.id, View::Show))));
        })
    };
    let present = hand.walk.stops.get(hand.spot.stop).zip(shown_run.as_ref());
    let present = present
        .filter(|_| asks.hidden.is_empty())
        .map(|(stop, run)| {
            let step = PtrEqRc::from(stop.step.clone());
            (step, Place::of(about.id, run, stop), hand.spot.row)
        });
    let warns = everybodys(&padlock.state, about);
    let shown = view == Some(View::Show);
    let size = padlock.state.size;
    let seen = run
        .clone()
        .filter(|_| !asks.is_open && asks.hidden.is_empty());
    html! {
        <section id={about.id} data-unit={about.id} data-state={state} data-shown={shown.then_some("yes")} data-asks={is_asked.then_some("yes")} data-covered={(!asks.hidden.is_empty()).then_some("yes")} class="exhibit" aria-label={about.title}
            onpointerover={|event: PointerEvent| light::point(&event)} onfocusin={|event: FocusEvent| light::point(&event)}>
            <header>
                <h1>{ prose(about.question) }</h1>
                <Share {about} />
            </header>
            <div class="settings">
                <Inputs {about} changed={changed.clone()} is_asked={asks.is_open} />
                { actions(&padlock, about, exhibit.running.is_some()) }
                if exhibit.form.unbroken.is_some() && !asks.is_open { { broken(&padlock, about) } }
                if let Some(diagnosis) = exhibit.diagnosis.as_ref().filter(|diagnosis| {
                    about.input(&diagnosis.input).is_none_or(|input| !padlock.state.is_shown(about, input))
                }) {
                    <p class="diagnosis" role="alert">{ diagnosis.to_string() }</p>
                }
                if exhibit.missed.is_some() && exhibit.running.is_none() { { retry(&padlock) } }
            </div>
            <Stage {about} exhibit={exhibit.clone()} run={shown_run.filter(|_| !asks.is_whole)} {hand} stale={shown_stale} waits={waits} {shown} {fill} changed={changed.clone()} {asks} />
            <div class="side">
                { warns.clone().unwrap_or_default() }
                if let Some(run) = &seen {
                    { result(about, run, stale, warns.is_some()) }
                }
                <Drawers {about} run={seen.clone()} {present} {size} />
            </div>
        </section>
    }
}

/// The button that runs it, where it has one.
fn actions(padlock: &Padlock, about: &'static About, is_running: bool) -> Html {
    let Some(label) = about.start.button() else {
        return html! {};
    };
    let run = {
        let padlock = padlock.clone();
        move |_: MouseEvent| {
            if !is_running {
                padlock.run(about);
            }
        }
    };
    let stop = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| padlock.stop(about))
    };
    html! {
        <p class="actions">
            { starter(label, is_running, Callback::from(run), stop) }
            if about.id == units::IMPORT.id { { file_button(padlock) } }
        </p>
    }
}

/// The button that begins a run, and while that is under way the one that ends it.
pub(crate) fn starter(
    label: &'static str,
    is_running: bool,
    run: Callback<MouseEvent>,
    stop: Callback<MouseEvent>,
) -> Html {
    let stop = move |event: MouseEvent| {
        // The button that had the focus goes.
        let beside = event.target_dyn_into::<HtmlElement>();
        let button = beside.and_then(|button| button.previous_element_sibling());
        stop.emit(event);
        if let Some(button) =
            button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(button).ok())
        {
            let _ = button.focus();
        }
    };
    html! {
        <>
            <button type="button" class="primary" onclick={run} aria-disabled={is_running.then_some("true")}>{ label }</button>
            if is_running { <button type="button" onclick={stop}>{ "Cancel" }</button> }
        </>
    }
}

/// Begins again what could not be begun.
fn retry(padlock: &Padlock) -> Html {
    let padlock = padlock.clone();
    let again = move |_: MouseEvent| padlock.retry();
    html! { <p class="actions"><button type="button" onclick={again}>{ "Try again" }</button></p> }
}
