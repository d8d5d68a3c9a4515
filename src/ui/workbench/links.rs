//! Links from the stage to one of its steps: a press moves the stage and
//! leaves the address what the form holds.

use crate::link::address::Address;
use crate::ui::walk::{Spot, Walk};
use crate::units::{About, Size};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// The address of a step by itself.
pub(super) fn link(about: &About, size: Size, path: &str) -> String {
    let address = Address {
        at: Some(about.id),
        step: Some(path.to_owned()),
        size: about.page.has_sizes().then_some(size),
        ..Address::page(about.page)
    };
    address.fragment()
}

/// Goes where a link that bears the path of a step leads to; whether it was on one.
pub(super) fn followed(event: &MouseEvent, walk: &Walk, go: &Callback<Spot>) -> bool {
    let on: Option<Element> = event.target().and_then(|on| on.dyn_into().ok());
    let link = on.and_then(|on| on.closest("[data-step]").ok()?);
    let path = link.and_then(|link| link.get_attribute("data-step"));
    let spot = path.and_then(|path| walk.find(&path));
    if let Some(spot) = spot {
        event.prevent_default();
        go.emit(spot);
    }
    spot.is_some()
}
