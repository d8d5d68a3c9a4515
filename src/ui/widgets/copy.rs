//! A button that copies.

use crate::ui::browser;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Gives what is copied: written out only then, since it may be long.
    pub(crate) text: Callback<(), String>,
    /// What it is, for the button's name: "Copy the token".
    pub(crate) what: AttrValue,
}

/// Gives a text that is there already.
pub(crate) fn text(text: impl Into<AttrValue>) -> Callback<(), String> {
    let text = text.into();
    Callback::from(move |()| text.to_string())
}

/// Copies its text and says so.
#[component]
pub(crate) fn Copy(props: &Props) -> Html {
    let said = use_state(|| "Copy");
    {
        let said_then = said.clone();
        use_effect_with(*said, move |now| {
            let back = (*now != "Copy").then(|| Timeout::new(1500, move || said_then.set("Copy")));
            move || drop(back)
        });
    }
    let onclick = {
        let (text, said) = (props.text.clone(), said.clone());
        move |event: MouseEvent| {
            event.prevent_default();
            let said = said.clone();
            browser::copy(&text.emit(()), move |worked| {
                said.set(if worked {
                    "Copied"
                } else {
                    "Select and copy by hand"
                });
            });
        }
    };
    html! {
        <button type="button" class="quiet" {onclick}>
            { *said }
            <span class="unseen">{ format!(" {}", props.what) }</span>
        </button>
    }
}
