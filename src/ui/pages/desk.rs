//! The desk as a page: files in and out, and how long things are kept.

use crate::desk::{Action as Change, load, save};
use crate::ui::browser::{self, kept};
use crate::ui::hooks::use_padlock;
use crate::ui::state::Action;
use crate::ui::widgets::Block;
use crate::units::{self, Page};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The largest desk file that is read, in bytes.
const LARGEST: f64 = 2.0 * 1024.0 * 1024.0;

/// Save, load, keep, forget; then the units that read and protect files.
#[component]
pub(crate) fn Desk() -> Html {
    let padlock = use_padlock();
    let blocks = units::on(Page::Desk);
    let desk = padlock.state.desk.clone();
    let onsave = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| {
            let text = save(padlock.state.desk.things());
            if browser::download("padlock-desk.pem", text.as_bytes()).is_err() {
                padlock.tell(Action::Say("The browser did not take the file.".to_owned()));
            }
        })
    };
    let onload = {
        let padlock = padlock.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            input.set_value("");
            if file.size() > LARGEST {
                padlock.tell(Action::Say(format!(
                    "{} is {:.0} MiB; a desk file has at most 2 MiB.",
                    file.name(),
                    file.size() / 1_048_576.0
                )));
                return;
            }
            let padlock = padlock.clone();
            spawn_local(async move {
                let text = JsFuture::from(file.text())
                    .await
                    .ok()
                    .and_then(|text| text.as_string());
                padlock.tell(match text.as_deref().map(load) {
                    Some(Ok(things)) => Action::Desk(Change::Load(things)),
                    Some(Err(error)) => Action::Say(error.to_string()),
                    None => Action::Say(format!("{} could not be read.", file.name())),
                });
            });
        })
    };
    let survive = {
        let padlock = padlock.clone();
        Callback::from(move |_: Event| {
            let keep = !padlock.state.keeping;
            if !keep {
                kept::forget();
            }
            padlock.tell(Action::Survive(keep));
        })
    };
    let forget = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| {
            kept::forget();
            padlock.tell(Action::Survive(false));
            padlock.tell(Action::Desk(Change::Forget));
        })
    };
    html! {
        <>
            <header class="lead">
                <h1>{ Page::Desk.question() }</h1>
                <p class="story">{ Page::Desk.story() }</p>
            </header>
            <section class="block" aria-labelledby="desk-file-title">
                <header><h2 id="desk-file-title">{ "Save and load" }</h2></header>
                <p class="actions">
                    <button type="button" onclick={onsave} disabled={desk.things().is_empty()}>{ "Save the desk to a file" }</button>
                    <label class="button">{ "Load a desk file" }<input type="file" accept=".pem,.txt" class="unseen" onchange={onload} /></label>
                </p>
                <p class="hint">{ "The file holds private keys in the clear: keep it like a key." }</p>
                <div class="input" data-control="toggle">
                    <label for="desk-survive">{ "Keep the desk in this browser when I close the page" }</label>
                    <input id="desk-survive" type="checkbox" checked={padlock.state.keeping} onchange={survive} aria-describedby="desk-survive-hint" />
                    <p id="desk-survive-hint" class="hint">{ "Off unless you ask: things are then kept in this browser’s local storage, unencrypted, for this site only." }</p>
                </div>
                <p class="actions"><button type="button" class="danger" onclick={forget}>{ "Forget everything" }</button></p>
            </section>
            { for blocks.map(|about| html! { <Block key={about.id} {about} /> }) }
        </>
    }
}
