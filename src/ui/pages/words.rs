//! The words of the field as a list: `#/words`.

use super::lead;
use crate::draw::Ink;
use crate::ui::dry;
use crate::ui::words::WORDS;
use crate::units::Page;
use yew::prelude::*;

/// The words as a list.
pub(super) fn words() -> Html {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<section class=\"promises\" aria-label=\"Words\"><ul>"
    ));
    for word in &WORDS {
        ink.put(format_args!("<li>"));
        word.put(&mut ink);
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ul></section>"));
    html! { <>{ lead(Page::Words, html! {}) }{ dry(ink) }</> }
}
