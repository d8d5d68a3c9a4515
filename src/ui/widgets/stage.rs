//! The stage: one step at a time, large, with a hand on the time.

mod contents;
mod links;
mod playing;
mod table;
mod trail;
mod transport;

use super::figure::{dataflow, diagram, pictures};
use super::light;
use super::line;
use super::place::Place;
use super::step::words;
use crate::draw::Ink;
use crate::ui::dry;
use crate::ui::shared::Shared;
use crate::ui::state::{Finished, Wanted};
use crate::ui::walk::{Spot, Walk};
use crate::units::{About, Size};
use contents::Contents;
use links::{followed, link};
use playing::use_playing;
use table::Table;
use transport::transport;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    /// The unit that ran.
    pub(super) about: &'static About,
    /// Its run.
    pub(super) run: Shared<Finished>,
    /// The step that something points at.
    pub(super) wanted: Option<Wanted>,
    /// Gets the way to the step that is shown, when a hand has moved.
    pub(super) moved: Callback<String>,
    /// How large the numbers are that links to a step open with.
    pub(super) size: Size,
    /// Whether it fills the screen.
    pub(super) shown: bool,
    /// Gets whether it is to.
    pub(super) fill: Callback<bool>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id
            && self.run == other.run
            && self.wanted == other.wanted
            && self.size == other.size
            && self.shown == other.shown
    }
}

/// The present step, and the transport under it. A new run stays at the step
/// that was shown, where it has one of that name and none that fails.
#[component]
pub(super) fn Stage(props: &Props) -> Html {
    let stage = use_node_ref();
    let walk = use_memo(props.run.clone(), |run| {
        Walk::of(&run.output.trace, run.output.flow.is_some())
    });
    let begin = walk.begin(props.run.output.good);
    let at = use_state_eq(|| None::<String>);
    let missed = use_state_eq(|| None::<String>);
    {
        let at = at.clone();
        use_effect_with(props.run.clone(), move |_| {
            if begin != Spot::default() {
                at.set(None);
            }
        });
    }
    {
        let (walk, at, missed, stage) = (walk.clone(), at.clone(), missed.clone(), stage.clone());
        use_effect_with(props.wanted.clone(), move |wanted| {
            let Some(Wanted { path, .. }) = wanted else {
                return;
            };
            let found = walk.find(path);
            missed.set(found.is_none().then(|| path.clone()));
            at.set(found.map(|_| path.clone()));
            if let Some(stage) = stage.cast::<HtmlElement>() {
                stage.scroll_into_view();
                // An element that cannot take the focus leaves it where it is.
                let _ = stage.focus();
            }
        });
    }
    let spot = at
        .as_ref()
        .and_then(|path| walk.find(path))
        .unwrap_or(begin);
    let go = {
        let (walk, moved, missed) = (walk.clone(), props.moved.clone(), missed.clone());
        Callback::from(move |spot: Spot| {
            let path = walk.path(spot);
            moved.emit(path.clone());
            missed.set(None);
            at.set(Some(path));
        })
    };
    {
        let stage = stage.clone();
        use_effect_with((spot, props.run.clone()), move |_| {
            let stage = stage.cast::<HtmlElement>();
            let exhibit = stage.and_then(|stage| stage.closest("[data-unit]").ok()?);
            exhibit.iter().for_each(light::clear);
        });
    }
    let shown = props.shown;
    let filled = use_mut_ref(|| false);
    {
        let stage = stage.clone();
        use_effect_with(shown, move |shown| {
            // Its keys work at once; and back on the page it is where it was.
            if filled.replace(*shown) != *shown
                && let Some(stage) = stage.cast::<HtmlElement>()
            {
                stage.scroll_into_view();
                let _ = stage.focus();
            }
        });
    }
    let playing = use_playing(&walk, spot, &go);
    let Some(stop) = walk.stops.get(spot.stop) else {
        return html! {};
    };
    let (step, place) = (&stop.step, Place::of(props.about.id, &props.run, stop));
    let onkeydown = {
        let (walk, go, playing) = (walk.clone(), go.clone(), playing.clone());
        let (stage, fill) = (stage.clone(), props.fill.clone());
        move |event: KeyboardEvent| {
            // What is inside the stage has keys of its own.
            let on = event.target_dyn_into::<HtmlElement>();
            let is_stage = on
                .as_ref()
                .zip(stage.cast::<HtmlElement>())
                .is_some_and(|(on, stage)| *on == stage);
            let is_transport = on.is_some_and(|on| matches!(on.closest(".transport"), Ok(Some(_))));
            if is_stage || is_transport {
                if shown && event.key() == "Escape" {
                    fill.emit(false);
                }
                transport::pressed(&event, &walk, spot, &go, &playing);
            }
        }
    };
    let link = |path: &str| link(props.about, props.size, path);
    let onclick = {
        let (walk, go) = (walk.clone(), go.clone());
        move |event: MouseEvent| followed(&event, &walk, &go)
    };
    let flow = props.run.output.flow.as_deref();
    let whole = flow.filter(|_| spot.stop == 0);
    let mut trail = Ink::default();
    if let Some(flow) = flow {
        trail::trail(flow, &stop.names, &mut trail, &link);
    }
    let halt = {
        let playing = playing.clone();
        move |_: PointerEvent| playing.halt()
    };
    html! {
        <div class="stage" ref={stage} tabindex="-1" role="group" aria-label="The steps, one at a time" {onkeydown} {onclick}>
            <Contents about={props.about} size={props.size} walk={walk.clone()} at={spot.stop} />
            <div class="present" onpointerdown={halt}>
                if let Some(path) = &*missed {
                    <p class="before" role="status">{ format!("This link points at a step “{path}” that is not among these.") }</p>
                }
                <header>
                    <p class="count">{ format!("{} of {}", walk.number(spot) + 1, walk.spots.len()) }{ around(&walk, stop.names.as_str()) }</p>
                    <h3>{ line::title(step) }</h3>
                    { dry(trail) }
                </header>
                <div class="told">
                    { match (whole, walk.scene(spot.stop)) {
                        (Some(flow), _) => dataflow(flow, &link),
                        (None, Some(scene)) => diagram(&scene),
                        (None, None) => pictures(step, spot.row),
                    } }
                    if stop.rows() > 0 {
                        <Table key={stop.names.clone()} place={place.clone()} step={Shared::from(step.clone())} row={spot.row}
                            go={go.reform(move |row| Spot { row, ..spot })} />
                    }
                    if spot.row.is_none() { { words(step, &place) } }
                </div>
            </div>
            { transport(&walk, spot, &go, &playing, (shown, &props.fill)) }
        </div>
    }
}

/// The titles of the steps around a step.
fn around(walk: &Walk, names: &str) -> Html {
    let mut ink = Ink::default();
    for stop in &walk.stops {
        let inner = names.strip_prefix(&*stop.names);
        if inner.is_some_and(|inner| inner.starts_with('/')) {
            ink.put(format_args!(" · "));
            line::put_words(&stop.step.title, &stop.step, &mut ink);
        }
    }
    dry(ink)
}
