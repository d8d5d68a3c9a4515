//! Inputs that stand in the picture: whoever presses a mark there, drags over
//! marks, or moves a slider among them by its keys fills in the form.
//!
//! A mark bears the input's id as `data-fill` and the value as `data-value`; a
//! mark that is moved is a `role="slider"` with its bounds and `aria-valuenow`, and
//! where its values are no numbers with all of them as `data-values`.

use super::breaking::again;
use crate::ui::hooks::Padlock;
use crate::ui::state::Action;
use crate::units::About;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The mark with an attribute that an event is about.
fn mark(event: &Event, selector: &str) -> Option<Element> {
    let on: Element = event.target()?.dyn_into().ok()?;
    on.closest(selector).ok()?
}

/// Fills an input in, unless it holds that already, and runs what does not run
/// by itself.
fn fill(padlock: &Padlock, about: &'static About, id: &str, value: String) {
    let exhibit = padlock.state.exhibit(about.id);
    let now = exhibit.and_then(|exhibit| exhibit.form.values.get(id));
    let is_there = now.is_some_and(|now| **now == *value);
    if about.input(id).is_some() && !is_there {
        again(
            padlock,
            about,
            Action::Fill(about.id, id.to_owned(), value.into()),
        );
    }
}

/// What a press on a mark does; whether it was on one.
pub(super) fn pressed(event: &Event, padlock: &Padlock, about: &'static About) -> bool {
    let Some(mark) = mark(event, "[data-fill][data-value]") else {
        return false;
    };
    let value = |name| mark.get_attribute(name).unwrap_or_default();
    fill(padlock, about, &value("data-fill"), value("data-value"));
    true
}

/// What a key does on a slider in the picture; the input of it, where it was one.
pub(super) fn keyed(
    event: &KeyboardEvent,
    padlock: &Padlock,
    about: &'static About,
) -> Option<String> {
    let mark = mark(event, "[role=slider][data-fill]")?;
    let number = |name| {
        mark.get_attribute(name)
            .and_then(|text| text.parse::<i64>().ok())
    };
    let now = number("aria-valuenow")?;
    let (least, most) = (number("aria-valuemin")?, number("aria-valuemax")?);
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => now.saturating_add(1),
        "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
        "PageUp" => now.saturating_add(10),
        "PageDown" => now.saturating_sub(10),
        "Home" => least,
        "End" => most,
        _ => return None,
    };
    event.prevent_default();
    let id = mark.get_attribute("data-fill").unwrap_or_default();
    let next = next.clamp(least, most);
    // What no number names has its values in their order.
    let value = match mark.get_attribute("data-values") {
        Some(all) => usize::try_from(next)
            .ok()
            .and_then(|next| all.split(' ').nth(next).map(str::to_owned)),
        None => Some(next.to_string()),
    };
    if let Some(value) = value {
        fill(padlock, about, &id, value);
    }
    Some(id)
}

/// The slider of an input, wherever it is drawn.
pub(super) fn slider(id: &str) -> String {
    format!("[role=slider][data-fill=\"{id}\"]")
}

/// Gives what is pressed or moved in the picture, and was drawn anew, the focus that
/// it had; where it is gone, the stage.
pub(super) fn refocus(stage: &HtmlElement, selector: &str) {
    let there = stage.query_selector(&format!(".frame {selector}"));
    let there = there.ok().flatten();
    // Elements of HTML and of SVG take the focus alike.
    let there = there.map(JsCast::unchecked_into::<HtmlElement>);
    let _ = there.as_ref().unwrap_or(stage).focus();
}
