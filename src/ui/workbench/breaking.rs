//! Ways to break an exhibit, and back.

use crate::ui::hooks::Padlock;
use crate::ui::state::{Action, Keep};
use crate::units::{About, Break, Start};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A button for each way: it fills in the form, and an exhibit with a button of
/// its own is run.
pub(super) fn breaks(padlock: &Padlock, about: &'static About) -> Html {
    html! { <ul class="breaks">{ for about.breaks.iter().map(|way| breaking(padlock, about, way)) }</ul> }
}

fn breaking(padlock: &Padlock, about: &'static About, way: &'static Break) -> Html {
    let onclick = {
        let padlock = padlock.clone();
        Callback::from(move |event: MouseEvent| {
            again(&padlock, about, Action::Break(about.id, way.sets));
            // What it did is in the picture.
            let above = stage(&event).filter(|stage| stage.get_bounding_client_rect().top() < 0.0);
            above.iter().for_each(|stage| stage.scroll_into_view());
        })
    };
    html! {
        <li>
            <button type="button" {onclick}>{ way.label }</button>
            <span class="hint">{ way.says }</span>
        </li>
    }
}

/// Changes the form and runs an exhibit that does not run by itself.
pub(super) fn again(padlock: &Padlock, about: &'static About, change: Action) {
    let changed = padlock.state.after(change.clone());
    padlock.dispatch(change);
    if about.start != Start::Live
        && let Some(inputs) = changed.inputs(about, Keep::No)
    {
        padlock.start(about, inputs, Keep::No);
    }
}

/// Says that the exhibit was broken on purpose, with the way back.
pub(super) fn broken(padlock: &Padlock, about: &'static About) -> Html {
    let onclick = {
        let padlock = padlock.clone();
        Callback::from(move |event: MouseEvent| {
            // The button that has the focus goes.
            let _ = stage(&event).map(|stage| stage.focus());
            again(&padlock, about, Action::Mend(about.id));
        })
    };
    html! {
        <p class="broken">
            { "Broken on purpose. " }
            <button type="button" {onclick}>{ "Mend it" }</button>
        </p>
    }
}

/// The stage of the exhibit in which something was pressed.
fn stage(event: &MouseEvent) -> Option<HtmlElement> {
    let on: HtmlElement = event.target_dyn_into()?;
    let exhibit = on.closest("[data-unit]").ok()??;
    exhibit.query_selector(".stage").ok()??.dyn_into().ok()
}
