//! The desk as a page: files in and out, and how long things are kept.

mod load;
mod save;

use super::{lead, section};
use crate::desk::{Action as Change, Thing, ThingId};
use crate::link::address::Address;
use crate::ui::browser::kept;
use crate::ui::hooks::Padlock;
use crate::ui::state::Action;
use crate::ui::widgets::{DeskPanel, chosen_file, file_button};
use crate::units::{self, Page};
use load::Load;
use save::Save;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// What lies there; bring in, save, load, keep, forget.
pub(super) fn desk(padlock: &Padlock) -> Html {
    html! {
        <>
            { lead(Page::Desk) }
            <DeskPanel />
            { bring_in(padlock) }
            <Save />
            <Load />
            { stay(padlock.clone()) }
        </>
    }
}

fn bring_in(padlock: &Padlock) -> Html {
    section(
        "desk-bring",
        "Bring something in",
        html! {
            <>
                <p>{ "Drop a file anywhere on this page, choose one, or paste its text: keys, requests and certificates, as PEM or DER." }</p>
                <p class="actions">
                    { file_button(padlock) }
                    { for units::on(Page::Desk).map(|about| html! { <a class="button" href={Address { at: Some(about.id), ..Address::page(Page::Desk) }.fragment()}>{ about.title }</a> }) }
                </p>
            </>
        },
    )
}

fn stay(padlock: Padlock) -> Html {
    let keeping = padlock.state.keeping;
    let survive = {
        let padlock = padlock.clone();
        move |_: Event| {
            let keep = !padlock.state.keeping;
            if !keep {
                kept::forget();
            }
            padlock.dispatch(Action::Survive(keep));
        }
    };
    let forget = move |_: MouseEvent| {
        kept::forget();
        padlock.dispatch(Action::Survive(false));
        padlock.dispatch(Action::Desk(Change::Forget));
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
                    <span class="hint">{ "Empties the desk, and what this browser kept of it for good. “Undo” at the desk brings the things back until you close the page." }</span></p>
            </>
        },
    )
}

/// Which things of a list are left out. A reducer, so that two clicks between
/// two drawings both count.
#[derive(Clone, Default, PartialEq)]
struct LeftOut(Vec<ThingId>);

/// What happens to them.
enum Tick {
    /// One is left out, or no longer.
    Turn(ThingId),
    /// All are in again.
    All,
}

impl Reducible for LeftOut {
    type Action = Tick;

    fn reduce(self: Rc<Self>, tick: Tick) -> Rc<Self> {
        let mut next = (*self).clone();
        match tick {
            Tick::Turn(id) => match next.0.iter().position(|other| *other == id) {
                Some(at) => {
                    next.0.remove(at);
                }
                None => next.0.push(id),
            },
            Tick::All => next.0.clear(),
        }
        Rc::new(next)
    }
}

/// A list of things, each with a box to tick.
fn choices(
    legend: &'static str,
    things: &[Thing],
    left_out: &UseReducerHandle<LeftOut>,
    note: impl Fn(&Thing) -> Option<&'static str>,
) -> Html {
    let choose = |id: ThingId| {
        let left_out = left_out.dispatcher();
        move |_: Event| left_out.dispatch(Tick::Turn(id))
    };
    html! {
        <fieldset class="choices">
            <legend>{ legend }</legend>
            { for things.iter().map(|thing| {
                let note = note(thing);
                html! {
                    <label key={thing.id.0}>
                        <input type="checkbox" checked={note.is_none() && !left_out.0.contains(&thing.id)} disabled={note.is_some()} onchange={choose(thing.id)} />
                        { thing.name.clone() }<span class="kind">{ thing.kind.name() }</span>
                        if let Some(note) = note { <span class="kind">{ note }</span> }
                    </label>
                }
            }) }
        </fieldset>
    }
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
            <input {id} type="password" autocomplete="off" value={(**passphrase).clone()} {oninput} onkeydown={entered} aria-describedby={hint_id.clone()} />
            <p id={hint_id} class="hint">{ hint }</p>
        </div></div>
    }
}

/// Enter in a field does what the first button of its section does.
fn entered(event: KeyboardEvent) {
    if event.key() != "Enter" {
        return;
    }
    let field = event.target_dyn_into::<Element>();
    let section = field.and_then(|field| field.closest("section").ok()?);
    let button = section.and_then(|section| section.query_selector("button.primary").ok()?);
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

fn complaint(diagnosis: Option<&str>) -> Html {
    html! { if let Some(why) = diagnosis { <p class="diagnosis" role="alert">{ why.to_owned() }</p> } }
}
