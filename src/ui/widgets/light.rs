//! A value is one thing wherever it stands: pointed at, or with the focus, it
//! lights up everywhere in its exhibit.
//!
//! Whatever shows a value bears its symbol as `data-symbol`. Lighting up is a
//! matter of the drawn page alone, so it is done there and nothing is drawn
//! anew: an exhibit may show thousands of values.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::Event;

/// The attribute of an exhibit that holds the symbol that is lit.
const LIT: &str = "data-lights";

/// Lights up what an event of an exhibit points at, and nothing else.
pub(in crate::ui) fn point(event: &Event) {
    let element = |target: Option<web_sys::EventTarget>| target?.dyn_into::<Element>().ok();
    let Some(at) = element(event.target()) else {
        return;
    };
    let Ok(Some(exhibit)) = at.closest("[data-unit]") else {
        return;
    };
    let shown = at.closest("[data-symbol]").ok().flatten();
    let symbol = shown.and_then(|shown| shown.get_attribute("data-symbol"));
    let lit = exhibit.get_attribute(LIT);
    if symbol == lit {
        return;
    }
    clear(&exhibit);
    if let Some(symbol) = symbol {
        for one in all(&exhibit, "[data-symbol]") {
            if one.get_attribute("data-symbol").as_ref() == Some(&symbol) {
                let _ = one.set_attribute("data-pointed", "");
            }
        }
        trail(&exhibit, &symbol);
        let _ = exhibit.set_attribute(LIT, &symbol);
    }
}

/// Marks in a picture of what is made from what, where one is seen, all that
/// a value hangs on and all that hangs on it. Its marks bear the number of
/// the value that they are or lead to, and the numbers of all that hangs on.
fn trail(exhibit: &Element, symbol: &str) {
    let has = |one: &Element, attribute: &str, number: &str| {
        let all = one.get_attribute(attribute);
        all.is_some_and(|all| all.contains(&format!(" {number} ")))
    };
    let marks = all(exhibit, "[data-node]");
    let is_it = |one: &&Element| one.get_attribute("data-symbol").as_deref() == Some(symbol);
    let Some(meant) = marks.iter().find(is_it) else {
        return;
    };
    let picture = |one: &Element| one.closest(".picture").ok().flatten();
    let number = |one: &Element| one.get_attribute("data-node").unwrap_or_default();
    let around = picture(meant);
    for one in marks.iter().filter(|one| picture(one) == around) {
        let side = if has(meant, "data-roots", &number(one)) {
            "from"
        } else if has(one, "data-roots", &number(meant)) {
            "to"
        } else {
            "off"
        };
        let _ = one.set_attribute("data-trail", side);
    }
}

/// Puts all lights of an exhibit out: its values stand elsewhere now.
pub(in crate::ui) fn clear(exhibit: &Element) {
    if !exhibit.has_attribute(LIT) {
        return;
    }
    for attribute in ["data-pointed", "data-trail"] {
        for one in all(exhibit, &format!("[{attribute}]")) {
            let _ = one.remove_attribute(attribute);
        }
    }
    let _ = exhibit.remove_attribute(LIT);
}

fn all(exhibit: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = exhibit.query_selector_all(selector) else {
        return Vec::new();
    };
    let nodes = (0..found.length()).filter_map(|at| found.item(at));
    nodes
        .filter_map(|node| node.dyn_into::<Element>().ok())
        .collect()
}
