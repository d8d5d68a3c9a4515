//! The pages.

mod desk;
mod road;
mod speed;
mod units;

pub(crate) use desk::Desk;
pub(crate) use road::Road;
pub(crate) use speed::Speed;
pub(crate) use units::Units;

use crate::units::Page;
use yew::prelude::*;

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
        <section class="block" {id} aria-labelledby={title_id.clone()}>
            <header><h2 id={title_id}>{ title }</h2></header>
            { inside }
        </section>
    }
}
