//! The page: components that show traces and dissections, and nothing that
//! computes.
//!
//! State is plain Rust ([`state`]), changed only by its actions. A page is one
//! exhibit on a workbench, with a path to the others of its route; the
//! workbench draws its inputs, its picture and its result from what the unit
//! says about itself, so that a new unit needs nothing here.

mod app;
mod browser;
pub mod digits;
pub mod fields;
pub mod format;
mod hooks;
mod pages;
pub mod ptr_eq_rc;
pub mod search;
pub mod speed;
pub mod stale;
pub mod state;
pub mod walk;
mod widgets;
pub mod words;
mod workbench;

pub use app::first_screen;

use crate::engine::ink::Ink;
use yew::{AttrValue, Html};

/// A drawing as a part of the page.
fn dry(ink: Ink) -> Html {
    Html::from_html_unchecked(AttrValue::from(ink.into_markup()))
}

/// A drawing in which these writings are covered.
fn covered(drawn: Html, hidden: &[String]) -> Html {
    match &drawn {
        Html::VRaw(raw) if !hidden.is_empty() => Html::from_html_unchecked(AttrValue::from(
            crate::engine::picture::covered(&raw.html, hidden),
        )),
        _ => drawn,
    }
}

/// What was drawn, without what it says of what holds.
fn unjudged(drawn: Html) -> Html {
    match &drawn {
        Html::VRaw(raw) => {
            Html::from_html_unchecked(AttrValue::from(crate::engine::picture::unjudged(&raw.html)))
        }
        _ => drawn,
    }
}

/// Puts the page into the document. Called once, by the page's `main`.
pub fn start() {
    let Some(root) = browser::document().and_then(|document| document.get_element_by_id("app"))
    else {
        return;
    };
    browser::keep_still(&root);
    root.set_text_content(None);
    yew::Renderer::<app::App>::with_root(root).render();
}
