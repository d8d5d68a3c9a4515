//! Everything about one field, with the way to the step that made it.

use super::super::Copy;
use super::super::mark::mark;
use super::super::place::Place;
use super::super::source::source;
use crate::engine::dissect::{Dissection, Field};
use crate::ui::format;
use crate::ui::hooks::Handle;
use crate::ui::state::Action;
use std::rc::Rc;
use yew::prelude::*;

/// Everything about one field.
pub(super) fn detail(
    whole: &Rc<Dissection>,
    field: &Field,
    place: Option<&Place>,
    handle: Option<Handle>,
) -> Html {
    let count = field.end - field.start;
    let extent = if count == 0 {
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
    let maker = place
        .zip(handle)
        .and_then(|(place, handle)| Some((place.unit, place.way_to(&field.made_by)?, handle)));
    let maker = maker.map(|(unit, path, handle)| {
        move |_: MouseEvent| handle.dispatch(Action::Show(unit, path.clone()))
    });
    html! {
        <>
            <h3>{ mark(field.known_to) }{ field.name.to_string() }<span class="size">{ extent }</span></h3>
            if !field.meaning.is_empty() { <p>{ field.meaning.to_string() }</p> }
            if !bytes.is_empty() {
                <p class="bytes" tabindex="0">{ format::hex_seen(bytes, " ") }</p>
            }
            <p class="actions">
                <Copy text={all} what={format!("the bytes of {}", field.name)} />
                if let Some(onclick) = maker {
                    <button type="button" class="quiet" {onclick}>{ "Show the step that made it" }</button>
                }
                if let Some(rule) = &field.source { { source(rule) } }
            </p>
        </>
    }
}
