//! A reference to a standard.

use crate::draw::{Ink, plain};
use crate::engine::source::Source;
use crate::ui::dry;
use yew::prelude::*;

/// A link to the place in the standard, or its name where there is none.
pub(super) fn source(source: &Source) -> Html {
    let mut ink = Ink::default();
    put_source(source, &mut ink);
    dry(ink)
}

/// Writes such a link.
pub(crate) fn put_source(source: &Source, ink: &mut Ink) {
    let name = plain(&source.to_string());
    match source.url() {
        Some(url) => {
            let url = plain(&url);
            ink.put(format_args!(
                "<a class=\"source\" href=\"{url}\" rel=\"noreferrer\" target=\"_blank\">{name}</a>"
            ));
        }
        None => ink.put(format_args!("<span class=\"source\">{name}</span>")),
    }
}
