//! The pages.

mod desk;
mod road;
mod speed;
mod units;

use super::hooks::Padlock;
use crate::units::Page;
use speed::Speed;
use yew::prelude::*;

/// A page. Those that keep nothing to themselves are functions: each component
/// costs a visitor kilobytes.
pub(crate) fn page(page: Page, padlock: &Padlock) -> Html {
    match page {
        Page::Road => road::road(padlock),
        Page::Desk => desk::desk(padlock),
        Page::Speed => html! { <Speed /> },
        page => units::units_of(page, padlock),
    }
}

/// What every page begins with: its question, its story and perhaps more.
fn lead(page: Page, more: Html) -> Html {
    html! {
        <header class="lead">
            <h1>{ page.question() }</h1>
            <p class="story">{ page.story() }</p>
            { more }
        </header>
    }
}

/// A section of a page with its heading.
fn section(id: &'static str, title: &'static str, inside: Html) -> Html {
    let title_id = format!("{id}-title");
    html! {
        <section class="exhibit" {id} aria-labelledby={title_id.clone()}>
            <header><h2 id={title_id}>{ title }</h2></header>
            { inside }
        </section>
    }
}
