//! Ways to break an exhibit, and back.

use crate::ui::hooks::Padlock;
use crate::ui::state::{Action, Keep};
use crate::units::{About, Break, Start};
use yew::prelude::*;

/// A button for each way: it fills in the form, and an exhibit with a button of
/// its own is run.
pub(super) fn breaks(padlock: &Padlock, about: &'static About) -> Html {
    html! { <ul class="breaks">{ for about.breaks.iter().map(|way| breaking(padlock, about, way)) }</ul> }
}

fn breaking(padlock: &Padlock, about: &'static About, way: &'static Break) -> Html {
    let onclick = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| {
            again(&padlock, about, Action::Break(about.id, way.sets));
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
        Callback::from(move |_: MouseEvent| again(&padlock, about, Action::Mend(about.id)))
    };
    html! {
        <p class="broken">
            { "Broken on purpose. " }
            <button type="button" {onclick}>{ "Mend it" }</button>
        </p>
    }
}
