//! A desk file onto the desk, whole or in part.

use super::{LeftOut, Tick, choices, chosen_file, complaint, passphrase_field};
use crate::desk::{Action as Change, Thing, ThingId};
use crate::ui::browser;
use crate::ui::hooks::{Padlock, offer, read, use_padlock};
use crate::ui::pages::section;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::{Action, Arriving};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;
use zeroize::Zeroizing;

/// How long after that the page is there, in milliseconds.
const SETTLED: u32 = 100;

/// A file is chosen or was dropped; its passphrase is asked for where it has
/// one; then the person says what of it to add.
#[component]
pub(super) fn Load() -> Html {
    let padlock = use_padlock();
    let passphrase = use_state(String::new);
    let diagnosis = use_state(|| None::<String>);
    let left_out = use_reducer(LeftOut::default);
    let arriving = padlock.state.arriving.clone();
    {
        let (left_out, diagnosis) = (left_out.clone(), diagnosis.clone());
        use_effect_with(arriving.clone(), move |arriving| {
            left_out.dispatch(Tick::All);
            if arriving.is_some() {
                diagnosis.set(None);
                into_view();
            }
        });
    }
    let onchange = {
        let (padlock, diagnosis) = (padlock.clone(), diagnosis.clone());
        move |event: Event| {
            let Some(file) = chosen_file(&event) else {
                return;
            };
            diagnosis.set(None);
            padlock.dispatch(Action::Arrive(None));
            let (then, diagnosis) = (padlock.clone(), diagnosis.clone());
            read(&padlock, file, move |file| {
                let text = Zeroizing::new(String::from_utf8_lossy(&file.bytes).into_owned());
                diagnosis.set(offer(&then, text).err());
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
                { match &arriving {
                    Some(Arriving::Locked(text)) => locked(&padlock, text, &passphrase, &diagnosis),
                    Some(Arriving::Open(things)) => open(&padlock, things, &left_out),
                    None => html! { <p class="hint">{ "What you choose from the file is added to the desk; nothing on it is lost." }</p> },
                } }
                { complaint(diagnosis.as_deref()) }
            </>
        },
    )
}

/// Asks for the passphrase.
fn locked(
    padlock: &Padlock,
    text: &PtrEqRc<Zeroizing<String>>,
    passphrase: &UseStateHandle<String>,
    diagnosis: &UseStateHandle<Option<String>>,
) -> Html {
    let onclick = {
        let (padlock, text, passphrase, diagnosis) = (
            padlock.clone(),
            text.clone(),
            passphrase.clone(),
            diagnosis.clone(),
        );
        move |_: MouseEvent| {
            let (then, entered, diagnosis) =
                (padlock.clone(), passphrase.clone(), diagnosis.clone());
            padlock.lock(&text, &passphrase, move |result| {
                let opened = result
                    .map_err(|error| error.to_string())
                    .and_then(|plain| offer(&then, plain));
                if opened.is_ok() {
                    entered.set(String::new());
                }
                diagnosis.set(opened.err());
            });
        }
    };
    html! {
        <>
            { passphrase_field("desk-load-passphrase", "Passphrase of the file", passphrase, "The file was saved under a passphrase.") }
            <p class="actions">
                <button type="button" class="primary" {onclick}>{ "Open it" }</button>
                { dismiss(padlock) }
            </p>
        </>
    }
}

/// Asks what to add.
fn open(
    padlock: &Padlock,
    things: &PtrEqRc<Vec<Thing>>,
    left_out: &UseReducerHandle<LeftOut>,
) -> Html {
    let desk = &padlock.state.desk;
    let is_here = |thing: &Thing| desk.holding(thing.kind, &thing.bytes).is_some();
    let wanted: Vec<ThingId> = things
        .iter()
        .filter(|thing| !is_here(thing) && !left_out.0.contains(&thing.id))
        .map(|thing| thing.id)
        .collect();
    let label = format!("Add {} of {}", wanted.len(), things.len());
    let disabled = wanted.is_empty();
    let onclick = {
        let (padlock, things) = (padlock.clone(), things.clone());
        move |_: MouseEvent| {
            let things = things.to_vec();
            padlock.dispatch(Action::Desk(Change::Load(things, wanted.clone())));
            padlock.dispatch(Action::Arrive(None));
        }
    };
    html! {
        <>
            if things.is_empty() {
                <p class="hint">{ "The file holds an empty desk." }</p>
            } else {
                { choices("What to add to the desk", things, left_out, |thing| is_here(thing).then_some("already on the desk")) }
            }
            <p class="actions">
                <button type="button" class="primary" {onclick} {disabled}>{ label }</button>
                { dismiss(padlock) }
            </p>
        </>
    }
}

fn dismiss(padlock: &Padlock) -> Html {
    let padlock = padlock.clone();
    let onclick = move |_: MouseEvent| padlock.dispatch(Action::Arrive(None));
    html! { <button type="button" {onclick}>{ "Leave it" }</button> }
}

/// A dropped file may land far from here, and on another page.
fn into_view() {
    Timeout::new(SETTLED, || {
        let find = |id| browser::document()?.get_element_by_id(id);
        if let Some(place) = find("desk-load") {
            place.scroll_into_view();
        }
        let field = find("desk-load-passphrase");
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            // A field that cannot take the focus leaves it where it is.
            let _ = field.focus();
        }
    })
    .forget();
}
