//! The way to a step: what is around it opens first, since what is closed is
//! not in the document.

use crate::ui::browser;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How often a step that is about to be drawn is looked for again, and how
/// many milliseconds later.
const TRIES: u32 = 20;
const PAUSE: u32 = 25;

/// Opens the steps of these ids, from the outside in, and brings the last one
/// that is there into view.
pub(super) fn go_to(way: Vec<String>) -> Callback<MouseEvent> {
    Callback::from(move |_| open(way.clone(), None, TRIES))
}

fn open(mut way: Vec<String>, reached: Option<HtmlElement>, tries: u32) {
    let found = way.first().and_then(|id| {
        let element = browser::document()?.get_element_by_id(id)?;
        element.dyn_into::<HtmlElement>().ok()
    });
    match found {
        Some(step) => {
            if let Ok(Some(details)) = step.query_selector("details") {
                // Any element takes an attribute.
                let _ = details.set_attribute("open", "");
            }
            way.remove(0);
            open(way, Some(step), TRIES);
        }
        None if !way.is_empty() && tries > 0 => {
            Timeout::new(PAUSE, move || open(way, reached, tries - 1)).forget();
        }
        None => show(reached),
    }
}

fn show(step: Option<HtmlElement>) {
    let Some(step) = step else { return };
    step.scroll_into_view();
    if let Ok(Some(summary)) = step.query_selector("summary")
        && let Ok(summary) = summary.dyn_into::<HtmlElement>()
    {
        // An element that cannot take the focus leaves it where it is.
        let _ = summary.focus();
    }
}
