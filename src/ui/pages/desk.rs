//! The desk as a page: files in and out, and how long things are kept.

use crate::desk::{Action as Change, ThingId, load, save};
use crate::ui::browser::{self, kept};
use crate::ui::hooks::{Padlock, read, take_in, use_padlock};
use crate::ui::state::Action;
use crate::ui::widgets::Block;
use crate::units::{self, Page};
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

/// Bring in, save, load, keep, forget; then the units that read and protect
/// files.
#[component]
pub(crate) fn Desk() -> Html {
    html! {
        <>
            <header class="lead">
                <h1>{ Page::Desk.question() }</h1>
                <p class="story">{ Page::Desk.story() }</p>
            </header>
            <BringIn />
            { for units::on(Page::Desk).map(|about| html! { <Block key={about.id} {about} /> }) }
            <Save />
            <Load />
            <Stay />
        </>
    }
}

/// A section of the page with its heading.
fn section(id: &'static str, title: &'static str, inside: Html) -> Html {
    let title_id = format!("{id}-title");
    html! {
        <section class="block" {id} aria-labelledby={title_id.clone()}>
            <header><h2 id={title_id}>{ title }</h2></header>
            { inside }
        </section>
    }
}

#[component]
fn BringIn() -> Html {
    let padlock = use_padlock();
    let onchange = move |event: Event| {
        if let Some(file) = chosen_file(&event) {
            take_in(&padlock, file);
        }
    };
    section(
        "desk-bring",
        "Bring something in",
        html! {
            <>
                <p>{ "Drop a file anywhere on this page, choose one, or paste its text below: keys, requests and certificates, as PEM or DER." }</p>
                <p class="actions">
                    <label class="button">{ "Choose a file" }<input type="file" class="unseen" {onchange} /></label>
                </p>
            </>
        },
    )
}

#[component]
fn Save() -> Html {
    let padlock = use_padlock();
    let desk = padlock.state.desk.clone();
    let left_out = use_state(BTreeSet::<ThingId>::new);
    let passphrase = use_state(String::new);
    let trouble = use_state(|| None::<String>);
    let busy = use_state(|| false);
    let chosen: Vec<_> = desk
        .things()
        .iter()
        .filter(|thing| !left_out.contains(&thing.id))
        .cloned()
        .collect();
    let onsave = {
        let (padlock, passphrase, trouble, busy, chosen) = (
            padlock.clone(),
            passphrase.clone(),
            trouble.clone(),
            busy.clone(),
            chosen.clone(),
        );
        move |_: MouseEvent| {
            let text = save(&chosen);
            trouble.set(None);
            if passphrase.is_empty() {
                give(&padlock, &text);
                return;
            }
            busy.set(true);
            let (then, trouble, busy) = (padlock.clone(), trouble.clone(), busy.clone());
            padlock.lock(&text, &passphrase, move |result| {
                busy.set(false);
                match result {
                    Ok(locked) => give(&then, &locked),
                    Err(error) => trouble.set(Some(error.to_string())),
                }
            });
        }
    };
    let choose = |id: ThingId| {
        let left_out = left_out.clone();
        move |_: Event| {
            let mut next = (*left_out).clone();
            if !next.remove(&id) {
                next.insert(id);
            }
            left_out.set(next);
        }
    };
    section(
        "desk-save",
        "Save the desk",
        html! {
            <>
            if desk.things().is_empty() {
                <p class="hint">{ "The desk is empty: there is nothing to save yet." }</p>
            } else {
                <fieldset class="choices">
                    <legend>{ "What goes into the file" }</legend>
                    { for desk.things().iter().map(|thing| html! {
                        <label key={thing.id.0}>
                            <input type="checkbox" checked={!left_out.contains(&thing.id)} onchange={choose(thing.id)} />
                            { thing.name.clone() }<span class="kind">{ thing.kind.name() }</span>
                        </label>
                    }) }
                </fieldset>
                { passphrase_field("desk-save-passphrase", "With a passphrase, if you wish", &passphrase,
                    "Without one, private keys stand in the file in the clear: keep it like a key.") }
                <p class="actions">
                    <button type="button" class="primary" onclick={onsave} disabled={chosen.is_empty() || *busy}>
                        { if *busy { "Encrypting…".to_owned() } else { format!("Save {} of {}", chosen.len(), desk.things().len()) } }
                    </button>
                </p>
            }
            { complaint(trouble.as_deref()) }
            </>
        },
    )
}

#[component]
fn Load() -> Html {
    let padlock = use_padlock();
    // A file that waits for its passphrase.
    let locked = use_state(|| None::<String>);
    let passphrase = use_state(String::new);
    let trouble = use_state(|| None::<String>);
    let onchange = {
        let (padlock, locked, trouble) = (padlock.clone(), locked.clone(), trouble.clone());
        move |event: Event| {
            let Some(file) = chosen_file(&event) else {
                return;
            };
            trouble.set(None);
            locked.set(None);
            let (then, locked, trouble) = (padlock.clone(), locked.clone(), trouble.clone());
            read(&padlock, file, move |file| {
                let text = String::from_utf8_lossy(&file.bytes).into_owned();
                if text
                    .trim_start()
                    .starts_with("-----BEGIN ENCRYPTED PADLOCK DESK-----")
                {
                    locked.set(Some(text));
                    return;
                }
                match load(&text) {
                    Ok(things) => then.tell(Action::Desk(Change::Load(things))),
                    Err(error) => trouble.set(Some(error.to_string())),
                }
            });
        }
    };
    let onopen = {
        let (padlock, locked, passphrase, trouble) = (
            padlock.clone(),
            locked.clone(),
            passphrase.clone(),
            trouble.clone(),
        );
        move |_: MouseEvent| {
            let Some(text) = (*locked).clone() else {
                return;
            };
            let (then, locked, trouble) = (padlock.clone(), locked.clone(), trouble.clone());
            padlock.lock(&text, &passphrase, move |result| match result {
                Ok(plain) => match load(&plain) {
                    Ok(things) => {
                        then.tell(Action::Desk(Change::Load(things)));
                        locked.set(None);
                        trouble.set(None);
                    }
                    Err(error) => trouble.set(Some(error.to_string())),
                },
                Err(error) => trouble.set(Some(error.to_string())),
            });
        }
    };
    section(
        "desk-load",
        "Load a desk file",
        html! {
            <>
                <p class="actions">
                    <label class="button">{ "Choose a desk file" }<input type="file" accept=".pem,.txt" class="unseen" {onchange} /></label>
                </p>
                if locked.is_some() {
                    { passphrase_field("desk-load-passphrase", "Passphrase of the file", &passphrase, "The file was saved under a passphrase.") }
                    <p class="actions"><button type="button" class="primary" onclick={onopen}>{ "Open it" }</button></p>
                }
                <p class="hint">{ "What is in the file is added to the desk; nothing on it is lost." }</p>
                { complaint(trouble.as_deref()) }
            </>
        },
    )
}

#[component]
fn Stay() -> Html {
    let padlock = use_padlock();
    let keeping = padlock.state.keeping;
    let survive = {
        let padlock = padlock.clone();
        move |_: Event| {
            let keep = !padlock.state.keeping;
            if !keep {
                kept::forget();
            }
            padlock.tell(Action::Survive(keep));
        }
    };
    let forget = move |_: MouseEvent| {
        kept::forget();
        padlock.tell(Action::Survive(false));
        padlock.tell(Action::Desk(Change::Forget));
    };
    section(
        "desk-stay",
        "How long things stay",
        html! {
            <>
                <div class="input" data-control="toggle">
                    <label for="desk-survive">{ "Keep the desk in this browser when I close the page" }</label>
                    <input id="desk-survive" type="checkbox" checked={keeping} onchange={survive} aria-describedby="desk-survive-hint" />
                    <p id="desk-survive-hint" class="hint">{ "Off unless you ask for it. Things are then kept in this browser’s local storage, unencrypted, where other pages of this site’s host can read them." }</p>
                </div>
                <p class="actions"><button type="button" class="danger" onclick={forget}>{ "Forget everything" }</button>
                    <span class="hint">{ "Empties the desk and what this browser kept of it, for good." }</span></p>
            </>
        },
    )
}

fn passphrase_field(
    id: &'static str,
    label: &'static str,
    passphrase: &UseStateHandle<String>,
    hint: &'static str,
) -> Html {
    let oninput = {
        let passphrase = passphrase.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            passphrase.set(input.value());
        }
    };
    let hint_id = format!("{id}-hint");
    html! {
        <div class="inputs"><div class="input" data-control="line">
            <label for={id}>{ label }</label>
            <input {id} type="password" autocomplete="off" value={(**passphrase).clone()} {oninput} aria-describedby={hint_id.clone()} />
            <p id={hint_id} class="hint">{ hint }</p>
        </div></div>
    }
}

fn complaint(trouble: Option<&str>) -> Html {
    html! { if let Some(why) = trouble { <p class="trouble" role="alert">{ why.to_owned() }</p> } }
}

fn give(padlock: &Padlock, text: &str) {
    if browser::download("padlock-desk.pem", text.as_bytes()).is_err() {
        padlock.tell(Action::Say("The browser did not take the file.".to_owned()));
    }
}

/// The file of a file field, which is emptied so that the same file can be
/// chosen again.
fn chosen_file(event: &Event) -> Option<File> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}
