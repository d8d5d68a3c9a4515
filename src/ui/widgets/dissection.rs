//! Bytes and their owners, side by side: point at either and the other
//! answers.

use super::source::source;
use super::value::{mark, tone};
use super::{Copy, Disclosure};
use crate::engine::dissect::{Dissection, Field, Role};
use crate::ui::{browser, format};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// How many bytes stand in a row where there is room.
const ROW: usize = 16;

/// How many stand in a row where there is not: the style sheet puts the halves
/// of a row under each other.
const HALF: usize = ROW / 2;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) whole: Rc<Dissection>,
    /// The unit whose steps made the bytes.
    pub(crate) unit: &'static str,
    /// Whether it is open at first.
    pub(crate) open: bool,
}

/// A field with its depth; its place in the list is its number.
struct Flat<'a> {
    depth: usize,
    field: &'a Field,
    /// The number of the header that it is a part of, such as a tag.
    framed_by: Option<usize>,
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
    let mut flat = Vec::new();
    for field in &whole.fields {
        field.visit(0, &mut |depth, field| {
            let framed_by = flat.iter().rposition(|other: &Flat<'_>| {
                other.field.role == Role::Frame
                    && other.depth + 1 == depth
                    && other.field.end >= field.end
                    && other.field.start <= field.start
            });
            flat.push(Flat {
                depth,
                field,
                framed_by,
            });
        });
    }
    let lit = (*pointed)
        .or(*chosen)
        .and_then(|index| flat.get(index))
        .map(|flat| flat.field.range());
    let point = |index: Option<usize>| {
        let pointed = pointed.clone();
        Callback::from(move |_: PointerEvent| pointed.set(index))
    };
    let choose = |index: usize| {
        let chosen = chosen.clone();
        Callback::from(move |_: MouseEvent| {
            chosen.set(if *chosen == Some(index) {
                None
            } else {
                Some(index)
            });
        })
    };
    // The innermost fields, in order: they own the bytes.
    let leaves: Vec<usize> = flat
        .iter()
        .enumerate()
        .filter(|(_, flat)| flat.field.inside.is_empty() && flat.field.start < flat.field.end)
        .map(|(index, _)| index)
        .collect();
    // Tags and lengths are listed while their header, or one of them, is chosen.
    let framing: Vec<Option<usize>> = flat.iter().map(|flat| flat.framed_by).collect();
    let listed: Vec<(usize, &Flat)> = flat
        .iter()
        .enumerate()
        .filter(|(_, flat)| {
            let opened = |header| {
                chosen.is_some_and(|at| {
                    at == header || framing.get(at).copied().flatten() == Some(header)
                })
            };
            flat.framed_by.is_none_or(opened)
        })
        .collect();
    let stop = (*chosen)
        .filter(|at| listed.iter().any(|(index, _)| index == at))
        .or(listed.first().map(|(index, _)| *index))
        .unwrap_or(0);
    let rows = whole.bytes.len().div_ceil(ROW);
    let half = |from: usize| {
        let to = (from + HALF).min(whole.bytes.len());
        let runs = leaves.iter().filter_map(|&index| {
            let field = flat.get(index)?.field;
            let range = field.range().start.max(from)..field.range().end.min(to);
            let bytes = whole.bytes.get(range.clone()).filter(|bytes| !bytes.is_empty())?;
            let is_lit = lit.as_ref().is_some_and(|lit| lit.start <= range.start && range.end <= lit.end);
            // A field that goes on takes the space along, so that its line does.
            let goes_on = range.end == to && to < field.range().end;
            let (inside, behind) = if goes_on { (" ", "") } else { ("", " ") };
            Some(html! {
                <>
                    <span class="run" data-visibility={tone(field.visibility)} data-role={role(field.role)}
                        data-lit={is_lit.then_some("yes")} data-odd={(index % 2 == 1).then_some("yes")}
                        onpointerenter={point(Some(index))} onclick={choose(index)}>
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
    html! {
        <figure aria-label={format!("{}, {} bytes", whole.name, whole.bytes.len())}>
            { for whole.problems.iter().map(|problem| html! {
                <p class="trouble">{ format!("Byte {}: {}", problem.at, problem.says) }</p>
            }) }
            <div class="bytes-and-fields"><div class="halves" onpointerleave={point(None)}>
                <div class="hex" tabindex="0" role="group" aria-label={format!("Bytes of {}", whole.name)}>
                    { for (0..rows).map(row) }
                </div>
                <ul class="fields" aria-label={format!("Fields of {}", whole.name)} onkeydown={step_through}>
                    { for listed.iter().map(|&(index, Flat { depth, field, .. })| html! {
                        <li key={index} data-depth={depth.min(&9).to_string()}>
                            // One stop for Tab; arrows lead through the list.
                            <button type="button" class="field" tabindex={if index == stop { "0" } else { "-1" }} aria-pressed={if *chosen == Some(index) { "true" } else { "false" }}
                                data-role={role(field.role)}
                                data-lit={lit.as_ref().is_some_and(|lit| *lit == field.range()).then_some("yes")}
                                onpointerenter={point(Some(index))} onclick={choose(index)}>
                                { mark(field.visibility) }
                                <span class="name">{ field.name.to_string() }</span>
                                <span class="meaning">{ field.meaning.to_string() }</span>
                                <span class="size">{ field.end - field.start }</span>
                            </button>
                        </li>
                    }) }
                </ul>
            </div></div>
            <div class="chosen" aria-live="polite">
                if chosen.is_none() {
                    <p class="hint">{ "Point at a byte or a field; click to read about it. " }<Copy text={format::hex(&whole.bytes, "")} what={format!("{} as hex", whole.name)} /></p>
                }
                if let Some(flat) = (*chosen).and_then(|index| flat.get(index)) {
                    { detail(whole, flat.field, props.unit) }
                }
            </div>
        </figure>
    }
}

/// Arrow keys, Home and End move the focus through a list of buttons.
fn step_through(event: KeyboardEvent) {
    let Some(button) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(Some(item)) = button.closest("li") else {
        return;
    };
    let list = item.parent_element();
    let next = match event.key().as_str() {
        "ArrowDown" => item.next_element_sibling(),
        "ArrowUp" => item.previous_element_sibling(),
        "Home" => list.and_then(|list| list.first_element_child()),
        "End" => list.and_then(|list| list.last_element_child()),
        _ => return,
    };
    event.prevent_default();
    if let Some(Ok(Some(button))) = next.map(|item| item.query_selector("button"))
        && let Ok(button) = button.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = button.focus();
    }
}

/// Everything about one field.
fn detail(whole: &Dissection, field: &Field, unit: &'static str) -> Html {
    let count = field.end - field.start;
    let place = if count == 0 {
        format!("no bytes, at {}", field.start)
    } else if count == 1 {
        format!("byte {}", field.start)
    } else {
        format!("bytes {} to {} ({count})", field.start, field.end - 1)
    };
    let bytes = format::hex(whole.slice(field), " ");
    html! {
        <>
            <h3>{ mark(field.visibility) }{ field.name.to_string() }<span class="size">{ place }</span></h3>
            if !field.meaning.is_empty() { <p>{ field.meaning.to_string() }</p> }
            if !bytes.is_empty() {
                <p class="bytes" tabindex="0">{ bytes.clone() }</p>
            }
            <p class="actions">
                <Copy text={bytes} what={format!("the bytes of {}", field.name)} />
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
