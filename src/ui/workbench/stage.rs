//! The stage: the picture in its box, the words under it and the hand on the
//! time, as one thing that takes the keys.

use super::fills;
use super::hand::Hand;
use super::links::followed;
use super::picture::{RowPicture, asked, doing, present, to_come, under_way, waiting};
use super::playing::use_playing;
use super::question::Asks;
use super::table::Table;
use super::transport::{self, next_of, transport};
use super::words::{around, words};
use crate::ui::browser;
use crate::ui::hooks::use_padlock;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::stale::Stale;
use crate::ui::state::{Exhibit, FinishedRun};
use crate::ui::walk::{Spot, by_hand};
use crate::ui::widgets::{Place, light};
use crate::units::About;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    /// The unit.
    pub(super) about: &'static About,
    /// What is known of it.
    pub(super) exhibit: PtrEqRc<Exhibit>,
    /// The run that is shown.
    pub(super) run: Option<PtrEqRc<FinishedRun>>,
    /// Which step of it.
    pub(super) hand: Hand,
    /// Why that is one of before, where it is.
    pub(super) stale: Option<Stale>,
    /// The unit that makes what is missing.
    pub(super) waits: Option<&'static About>,
    /// Called after the person changed an input that stands in the picture.
    pub(super) changed: Callback<()>,
    /// Whether it fills the screen.
    pub(super) shown: bool,
    /// Gets whether it is to.
    pub(super) fill: Callback<bool>,
    /// What is asked of this step, and what is covered in its picture and words.
    pub(super) asks: Asks,
}

impl PartialEq for Props {
    fn eq(&self, _: &Self) -> bool {
        // Whoever draws it draws it because something of this has changed.
        false
    }
}

/// The present step in a picture whose steps can be pressed.
const PRESENT: &str = "button[aria-current]";

/// The present step, and the transport under it.
#[component]
pub(super) fn Stage(props: &Props) -> Html {
    let stage = use_node_ref();
    let padlock = use_padlock();
    let Props {
        about,
        exhibit,
        hand,
        shown,
        ..
    } = props;
    let (about, shown, spot): (&'static About, bool, Spot) = (about, *shown, hand.spot);
    let (walk, go) = (hand.walk.clone(), hand.go.clone());
    // What has the focus in the picture, which is drawn anew.
    let held = use_mut_ref(|| None::<String>);
    {
        let (stage, held) = (stage.clone(), held.clone());
        use_effect_with((spot, props.run.clone()), move |_| {
            let stage = stage.cast::<HtmlElement>();
            if let (Some(held), Some(stage)) = (held.take(), &stage) {
                fills::refocus(stage, &held);
            }
            let exhibit = stage.and_then(|stage| stage.closest("[data-unit]").ok()?);
            exhibit.iter().for_each(light::clear);
        });
    }
    {
        // The keys work at once where a step is pointed at, or the screen filled.
        let stage = stage.clone();
        let wish = exhibit.wanted.as_ref().map(|wanted| wanted.number);
        use_effect_with((wish, shown), move |(wish, shown)| {
            if (wish.is_some() || *shown)
                && let Some(stage) = stage.cast::<HtmlElement>()
            {
                let _ = stage.focus();
                if let Some(window) = browser::window() {
                    window.scroll_to_with_x_and_y(0.0, 0.0);
                }
            }
        });
    }
    let playing = use_playing(&walk, spot, &go);
    let onkeydown = {
        let (walk, go, playing) = (walk.clone(), go.clone(), playing.clone());
        let fill = props.fill.clone();
        let (padlock, changed, stay) = (padlock.clone(), props.changed.clone(), hand.stay.clone());
        let held = held.clone();
        move |event: KeyboardEvent| {
            if let Some(id) = fills::keyed(&event, &padlock, about) {
                *held.borrow_mut() = Some(fills::slider(&id));
                stay.emit(());
                changed.emit(());
                return;
            }
            // What is inside the stage has keys of its own, but for what leads to a step.
            let on = event.target_dyn_into::<HtmlElement>();
            let is = |what| {
                on.as_ref()
                    .is_some_and(|on| matches!(on.closest(what), Ok(Some(_))))
            };
            let is_step = is(".frame [data-step]");
            let is_stage = on
                .as_ref()
                .is_some_and(|on| matches!(on.matches(".stage, .frame, .said"), Ok(true)));
            if is_stage || is_step || is(".transport") {
                if shown && event.key() == "Escape" {
                    fill.emit(false);
                }
                if transport::pressed(&event, &walk, spot, &go, &playing) && is_step {
                    *held.borrow_mut() = Some(PRESENT.to_owned());
                }
            }
        }
    };
    let pressed = {
        let (padlock, changed, stay) = (padlock.clone(), props.changed.clone(), hand.stay.clone());
        move |event: &Event| {
            let is_mark = fills::pressed(event, &padlock, about);
            if is_mark {
                stay.emit(());
                changed.emit(());
            }
            is_mark
        }
    };
    let onclick = {
        let (walk, go) = (walk.clone(), go.clone());
        let pressed = pressed.clone();
        move |event: MouseEvent| {
            if !pressed(&event) && followed(&event, &walk, &go) {
                *held.borrow_mut() = Some(PRESENT.to_owned());
            }
        }
    };
    // A pointer that is held down drags over the marks.
    let onpointermove = move |event: PointerEvent| {
        if event.buttons() == 1 {
            pressed(&event);
        }
    };
    let grasp = {
        let playing = playing.clone();
        move |_: PointerEvent| playing.halt()
    };
    let stop = walk.stops.get(spot.stop).filter(|_| props.run.is_some());
    let stale = props.stale.filter(|_| stop.is_some());
    let running = exhibit.running.as_ref();
    let searching = running.filter(|_| stop.is_none() || !exhibit.search.tracks.is_empty());
    let asks = &props.asks;
    let inside = match (searching, stop, props.waits) {
        (Some(running), ..) => under_way(exhibit, running, None),
        _ if asks.is_whole => asked(&walk),
        (_, Some(stop), _) => {
            let before = present(&walk, spot, &asks.hidden);
            match spot.row.zip(props.run.as_ref()) {
                Some((row, run)) if stop.step.inside.kept.is_empty() => html! {
                    <RowPicture key={stop.names.clone()} place={Place::of(about.id, run, stop)} step={PtrEqRc::from(stop.step.clone())}
                        {row} {before} hidden={asks.hidden.clone()} />
                },
                _ => before,
            }
        }
        (.., Some(maker)) if running.is_none() => match padlock.state.at_work_for(about) {
            Some((maker, exhibit, running)) => under_way(exhibit, running, Some(maker)),
            None => waiting(about, maker),
        },
        _ => to_come(about),
    };
    html! {
        <div class="stage" ref={stage} tabindex="-1" role="group" aria-label="The steps, one at a time" {onkeydown} {onclick}>
            <figure class="frame" tabindex="0" data-stale={stale.map(|_| "yes")} onpointerdown={grasp} {onpointermove}>
                { inside }
                if let Some(stale) = stale { <p class="before">{ stale.says() }</p> }
                if let Some(running) = running.filter(|_| searching.is_none()) { { doing(running) } }
            </figure>
            <div class="said" data-stale={stale.map(|_| "yes")} tabindex="0" role="group" aria-label="About this step">
                if let Some(path) = &hand.missed {
                    <p class="before" role="status">{ format!("This link points at a step “{path}” that is not among these; the nearest is shown.") }</p>
                }
                { asks.says.clone() }
                { around(&walk, spot, &asks.hidden) }
                if let Some((stop, run)) = stop.zip(props.run.as_ref()) {
                    if stop.rows() > 0 && by_hand(&stop.step.inside) || spot.row.is_some() {
                        <Table key={stop.names.clone()} place={Place::of(about.id, run, stop)} step={PtrEqRc::from(stop.step.clone())} row={spot.row}
                            hidden={asks.hidden.clone()} go={go.reform(move |row| Spot { row, ..spot })} />
                    } else {
                        { words(&stop.step, &asks.hidden) }
                    }
                }
            </div>
            { transport(&walk, spot, &go, &playing, (shown, &props.fill), next_of(about)) }
        </div>
    }
}
