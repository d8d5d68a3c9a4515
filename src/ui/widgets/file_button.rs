//! A button that brings in a file.

use crate::ui::hooks::{Padlock, take_in};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

/// Whatever the file is: what reads it gets it.
pub(in crate::ui) fn file_button(padlock: &Padlock) -> Html {
    let padlock = padlock.clone();
    let onchange = move |event: Event| {
        if let Some(file) = chosen_file(&event) {
            take_in(&padlock, file);
        }
    };
    html! { <label class="button">{ "Choose a file" }<input type="file" class="unseen" {onchange} /></label> }
}

/// The file that was chosen; the same may be chosen again.
pub(in crate::ui) fn chosen_file(event: &Event) -> Option<File> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}
