//! Bytes and their owners, side by side: point at either and the other
//! answers.

use super::source::source;
use super::value::{mark, tone};
use super::view::use_view;
use super::{Copy, Disclosure};
use crate::engine::dissect::{Dissection, Field, Role};
use crate::ui::fields::{Fields, Listed};
use crate::ui::{browser, format};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// How many bytes stand in a row where there is room.
const ROW: usize = 16;

/// How many stand in a row where there is not: the style sheet puts the halves
/// of a row under each other.
const HALF: usize = ROW / 2;

/// How many rows of a list the keys for a page lead on.
const PAGE: usize = 10;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) whole: Rc<Dissection>,
    /// The unit whose steps made the bytes.
    pub(crate) unit: &'static str,
    /// Whether it is open at first.
    pub(crate) open: bool,
}

/// The name of the whole, which opens to its bytes and fields.
#[component]
pub(crate) fn Dissected(props: &Props) -> Html {
    let whole = &props.whole;
    let summary = html! {
        <>
            <span class="title">{ whole.name.to_string() }</span>
            <span class="size">{ format!("{} bytes", whole.bytes.len()) }</span>
            if !whole.problems.is_empty() { <span class="verdict" data-verdict="failed">{ "does not parse" }</span> }
        </>
    };
    html! {
        <Disclosure class="dissection" {summary} open={props.open}>
            <Halves whole={whole.clone()} unit={props.unit} open={true} />
        </Disclosure>
    }
}

/// The bytes in hexadecimal, the fields as a list, and the chosen field in
/// full.
#[component]
fn Halves(props: &Props) -> Html {
    let whole = &props.whole;
    let chosen = use_state_eq(|| None::<usize>);
    let pointed = use_state_eq(|| None::<usize>);
    let id = use_memo((), |()| NEXT.fetch_add(1, Ordering::Relaxed));
    let fields = Fields::of(whole);
    let shown = fields.shown(*chosen);
    let rows = use_view(whole.bytes.len().div_ceil(ROW));
    let list = use_view(shown.total);
    let lit = (*pointed)
        .or(*chosen)
        .and_then(|number| fields.get(number))
        .map(|listed| listed.field.range());
    let point = |number: Option<usize>| {
        let pointed = pointed.clone();
        Callback::from(move |_: PointerEvent| pointed.set(number))
    };
    // A byte brings its field into view, and a field its bytes.
    let choose = |number: usize, from: usize| {
        let (chosen, rows, list) = (chosen.clone(), rows.clone(), list.clone());
        let place = fields.place_of(&shown, number);
        Callback::from(move |_: MouseEvent| {
            chosen.set((*chosen != Some(number)).then_some(number));
            rows.show(from / ROW);
            if let Some(place) = place {
                list.show(place);
            }
        })
    };
    let half = |from: usize| {
        let to = (from + HALF).min(whole.bytes.len());
        let runs = fields.owners(from..to).into_iter().filter_map(|(number, range)| {
            let field = fields.get(number)?.field;
            let bytes = whole.bytes.get(range.clone())?;
            let is_lit = lit.as_ref().is_some_and(|lit| lit.start <= range.start && range.end <= lit.end);
            // A field that goes on takes the space along, so that its line does.
            let goes_on = range.end == to && to < field.range().end;
            let (inside, behind) = if goes_on { (" ", "") } else { ("", " ") };
            Some(html! {
                <>
                    <span class="run" data-visibility={tone(field.known_to)} data-role={role(field.role)}
                        data-lit={is_lit.then_some("yes")} data-odd={(number % 2 == 1).then_some("yes")}
                        onpointerenter={point(Some(number))} onclick={choose(number, range.start)}>
                        { format::hex(bytes, " ") }{ inside }
                    </span>
                    { behind }
                </>
            })
        });
        html! {
            <span class="half">
                <span class="offset" aria-hidden="true">{ format!("{from:04x}") }</span>
                <span class="runs">{ for runs }</span>
            </span>
        }
    };
    let row = |row: usize| {
        let halves = [row * ROW, row * ROW + HALF];
        let halves = halves.into_iter().filter(|from| *from < whole.bytes.len());
        html! { <div class="line" key={row}>{ for halves.map(half) }</div> }
    };
    let name = |number: usize| format!("field-{id}-{number}");
    let option = |place: usize| {
        let Some(Listed {
            number,
            depth,
            field,
        }) = fields.at(&shown, place)
        else {
            return html! {};
        };
        html! {
            <div key={number} id={name(number)} class="field" role="option" data-depth={depth.min(9).to_string()} data-role={role(field.role)}
                aria-selected={if *chosen == Some(number) { "true" } else { "false" }}
                aria-setsize={shown.total.to_string()} aria-posinset={(place + 1).to_string()}
                data-lit={lit.as_ref().is_some_and(|lit| *lit == field.range()).then_some("yes")}
                onpointerenter={point(Some(number))} onclick={choose(number, field.range().start)}>
                { mark(field.known_to) }
                <span class="name">{ field.name.to_string() }</span>
                <span class="meaning">{ field.meaning.to_string() }</span>
                <span class="size">{ field.end - field.start }</span>
            </div>
        }
    };
    let onkeydown = {
        let (chosen, rows, list, whole) =
            (chosen.clone(), rows.clone(), list.clone(), whole.clone());
        move |event: KeyboardEvent| {
            let fields = Fields::of(&whole);
            let shown = fields.shown(*chosen);
            let at = chosen.and_then(|number| fields.place_of(&shown, number));
            let Some(to) = step(&event.key(), at, shown.total) else {
                return;
            };
            event.prevent_default();
            if let Some(listed) = fields.at(&shown, to) {
                chosen.set(Some(listed.number));
                rows.show(listed.field.range().start / ROW);
                list.show(to);
            }
        }
    };
    let all = {
        let whole = whole.clone();
        Callback::from(move |()| format::hex(&whole.bytes, ""))
    };
    let active = (*chosen).filter(|number| fields.place_of(&shown, *number).is_some());
    html! {
        <figure aria-label={format!("{}, {} bytes", whole.name, whole.bytes.len())}>
            { for whole.problems.iter().map(|problem| html! {
                <p class="trouble">{ format!("Byte {}: {}", problem.at, problem.says) }</p>
            }) }
            <div class="bytes-and-fields"><div class="halves" onpointerleave={point(None)}>
                <div ref={rows.list.clone()} class="hex" tabindex="0" role="group" aria-label={format!("Bytes of {}", whole.name)} onscroll={&rows.onscroll}>
                    { rows.around(rows.drawn.clone().map(row).collect()) }
                </div>
                if shown.total > 0 {
                    <div ref={list.list.clone()} class="fields" tabindex="0" role="listbox" aria-label={format!("Fields of {}", whole.name)}
                        aria-activedescendant={active.map(name)} onscroll={&list.onscroll} {onkeydown}>
                        { list.around(list.drawn.clone().map(option).collect()) }
                    </div>
                }
            </div></div>
            <div class="chosen" aria-live="polite">
                if let Some(listed) = (*chosen).and_then(|number| fields.get(number)) {
                    { detail(whole, &listed.field, props.unit) }
                } else {
                    <p class="hint">{ "Point at a byte or a field; click to read about it. " }<Copy text={all} what={format!("{} as hex", whole.name)} /></p>
                }
            </div>
        </figure>
    }
}

/// Numbers for the ids of the fields: a page has many dissections.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The row that a key leads to from the one that is chosen, in a list of so
/// many.
pub(super) fn step(key: &str, at: Option<usize>, total: usize) -> Option<usize> {
    let to = match key {
        "ArrowDown" => at.map_or(0, |at| at + 1),
        "ArrowUp" => at.map_or(0, |at| at.saturating_sub(1)),
        "PageDown" => at.map_or(0, |at| at + PAGE),
        "PageUp" => at.map_or(0, |at| at.saturating_sub(PAGE)),
        "Home" => 0,
        "End" => total,
        _ => return None,
    };
    Some(to.min(total.saturating_sub(1)))
}

/// Everything about one field.
fn detail(whole: &Rc<Dissection>, field: &Field, unit: &'static str) -> Html {
    let count = field.end - field.start;
    let place = if count == 0 {
        format!("no bytes, at {}", field.start)
    } else if count == 1 {
        format!("byte {}", field.start)
    } else {
        format!("bytes {} to {} ({count})", field.start, field.end - 1)
    };
    let bytes = whole.slice(field);
    let all = {
        let (whole, range) = (whole.clone(), field.range());
        Callback::from(move |()| {
            format::hex(whole.bytes.get(range.clone()).unwrap_or_default(), " ")
        })
    };
    html! {
        <>
            <h3>{ mark(field.known_to) }{ field.name.to_string() }<span class="size">{ place }</span></h3>
            if !field.meaning.is_empty() { <p>{ field.meaning.to_string() }</p> }
            if !bytes.is_empty() {
                <p class="bytes" tabindex="0">{ format::hex_seen(bytes, " ") }</p>
            }
            <p class="actions">
                <Copy text={all} what={format!("the bytes of {}", field.name)} />
                if !field.made_by.is_empty() {
                    <button type="button" class="quiet" onclick={go_to(format!("{unit}.{}", field.made_by))}>{ "Show the step that made it" }</button>
                }
                if let Some(place) = &field.source { { source(place) } }
            </p>
        </>
    }
}

/// Opens a step and brings it into view.
fn go_to(id: String) -> Callback<MouseEvent> {
    Callback::from(move |_| {
        let Some(step) = browser::document().and_then(|document| document.get_element_by_id(&id))
        else {
            return;
        };
        if let Ok(Some(details)) = step.query_selector("details") {
            let _ = details.set_attribute("open", "");
        }
        step.scroll_into_view();
        if let Ok(Some(summary)) = step.query_selector("summary")
            && let Ok(summary) = summary.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = summary.focus();
        }
    })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Content => "content",
        Role::Frame => "frame",
        Role::Padding => "padding",
    }
}
