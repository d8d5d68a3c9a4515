//! The desk at the side of every page.

use super::mark::named;
use super::{Disclosure, Files};
use crate::desk::{Action as Change, Thing, key_bits};
use crate::engine::ink::{Ink, plain};
use crate::link::address::Address;
use crate::ui::browser;
use crate::ui::dry;
use crate::ui::format;
use crate::ui::hooks::{Padlock, use_handle, use_padlock};
use crate::ui::state::{Action, Selection};
use crate::units::service::describe::Describe;
use crate::units::{self, Page};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The things made so far: names to change, where each comes from, files to
/// take away.
#[component]
pub(crate) fn DeskPanel() -> Html {
    let padlock = use_padlock();
    let desk = padlock.state.desk.clone();
    let undo = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| padlock.dispatch(Action::Desk(Change::Undo)))
    };
    let undo_button = use_node_ref();
    {
        let undo_button = undo_button.clone();
        use_effect_with(desk.deleted().first().map(|thing| thing.id), move |gone| {
            // The button that deleted it had the focus, and is gone with it.
            let lost = browser::document()
                .and_then(|document| document.active_element())
                .is_none_or(|active| active.tag_name() == "BODY");
            if gone.is_some()
                && lost
                && let Some(button) = undo_button.cast::<web_sys::HtmlElement>()
            {
                let _ = button.focus();
            }
        });
    }
    html! {
        <aside class="desk" aria-label="Desk">
            <h2><a href="#/desk">{ "Desk" }</a><span class="count">{ desk.entries().count() }</span></h2>
            if desk.things().is_empty() {
                <p class="hint">{ "Nothing here yet. What you make and keep lands here, and every page can use it. It is gone when you close the page, unless you save it." }</p>
            }
            <ul>{ for desk.entries().map(|(thing, half)| html! {
                <li key={thing.id.0}>{ entry(&padlock, thing, half) }</li>
            }) }</ul>
            <div aria-live="polite">
                if !desk.deleted().is_empty() {
                    <p class="undo">{ gone(&desk.deleted()) }<button type="button" class="quiet" ref={undo_button} onclick={undo}>{ "Undo" }</button></p>
                }
            </div>
            <p class="actions"><a href="#/desk">{ "Read, save and load files, or download several" }</a></p>
        </aside>
    }
}

/// What was taken away, in words.
fn gone(things: &[&Thing]) -> String {
    match things {
        [thing] => format!("Deleted {}. ", thing.name),
        things => format!("Forgot {} things. ", things.len()),
    }
}

/// A thing, with its public half inside.
fn entry(padlock: &Padlock, thing: &Thing, half: Option<&Thing>) -> Html {
    let kind = match key_bits(thing.kind, &thing.bytes) {
        Some(bits) => format!("{}, {bits} bits", thing.kind.name()),
        None => thing.kind.name().to_owned(),
    };
    html! {
        <Disclosure class="thing" summary={html! {
            <>
                { named(Some(thing.kind.known_to()), &thing.name, &kind) }
                if thing.demonstration { <span class="demonstration">{ "demonstration" }</span> }
            </>
        }}>
            { inside(padlock, thing) }
            if let Some(half) = half {
                <h3>{ "Its public half" }</h3>
                { inside(padlock, half) }
            }
        </Disclosure>
    }
}

/// What is known of a thing, and what can be done with it.
fn inside(padlock: &Padlock, thing: &Thing) -> Html {
    let id = thing.id;
    let rename = {
        let padlock = padlock.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
            {
                padlock.dispatch(Action::Desk(Change::Rename(id, input.value())));
            }
        })
    };
    let delete = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| padlock.dispatch(Action::Desk(Change::Delete(id))))
    };
    let protect = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some((about, seed)) = browser::seed().map(|seed| (units::EXPORT, seed)) {
                padlock.dispatch(Action::Open(about, seed));
                padlock.dispatch(Action::Choose(
                    about.id,
                    "thing".to_owned(),
                    Selection::Desk(id),
                ));
            }
        })
    };
    let desk = padlock.state.desk.clone();
    let from: Vec<String> = thing
        .made_from
        .iter()
        .map(|id| {
            desk.find(*id).map_or_else(
                || "something deleted since".to_owned(),
                |thing| thing.name.clone(),
            )
        })
        .collect();
    let unit = units::find(&thing.made_by);
    let name = format!("desk-name-{}", id.0);
    html! {
        <>
            <label class="unseen" for={name.clone()}>{ "Name" }</label>
            <input id={name} type="text" value={thing.name.clone()} onchange={rename} autocomplete="off" />
            <p class="hint">
                if let Some(unit) = unit {
                    { "Made under " }<a href={Address { at: Some(unit.id), ..Address::page(unit.page) }.fragment()}>{ unit.title }</a>
                }
                { format!(" on {}", format::date_time(thing.made_at)) }
                if !from.is_empty() { { format!(", from {}", from.join(", ")) } }
                { "." }
            </p>
            <Description thing={Describe { kind: thing.kind, bytes: thing.bytes.clone() }} />
            <Files name={thing.name.clone()} kind={thing.kind} bytes={thing.bytes.clone()} />
            <p class="actions">
                if thing.kind.known_to() == crate::engine::knowers::Knowers::OWNER && thing.kind.pem_label().is_some() {
                    <a href={Address { at: Some(units::EXPORT.id), ..Address::page(Page::Desk) }.fragment()} onclick={protect}>{ "Protect it with a passphrase" }</a>
                }
                <button type="button" class="quiet" onclick={delete}>{ "Delete" }<span class="unseen">{ format!(" {}", thing.name) }</span></button>
            </p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct DescriptionProps {
    thing: Describe,
}

/// What tells a thing from others: a worker reads it once it is looked at.
#[component]
fn Description(props: &DescriptionProps) -> Html {
    let handle = use_handle();
    let lines = use_state(Vec::new);
    {
        let lines = lines.clone();
        use_effect_with(props.thing.clone(), move |thing| {
            handle.describe(thing.clone(), move |said| lines.set(said));
        });
    }
    let mut ink = Ink::default();
    for (about, says) in lines.iter() {
        ink.put(format_args!("<div><dt>{about}</dt>"));
        ink.put(format_args!("<dd>{}</dd></div>", plain(says)));
    }
    html! { <dl class="facts" aria-live="polite">{ dry(ink) }</dl> }
}
