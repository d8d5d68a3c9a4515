//! A reference to a standard.

use crate::engine::source::Source;
use yew::prelude::*;

/// A link to the place in the standard, or its name where there is none.
pub(super) fn source(source: &Source) -> Html {
    let name = source.to_string();
    match source.url() {
        Some(url) => html! {
            <a class="source" href={url} rel="noreferrer" target="_blank">{ name }</a>
        },
        None => html! { <span class="source">{ name }</span> },
    }
}
