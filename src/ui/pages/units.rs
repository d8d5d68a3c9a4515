//! A page that is made of its units.

use super::lead;
use crate::ui::hooks::Padlock;
use crate::ui::widgets::Exhibit;
use crate::units::{self, Page, Size};
use yew::prelude::*;

/// The page's question, a line of links to its exhibits, and the exhibits.
pub(super) fn units_of(page: Page, padlock: &Padlock) -> Html {
    let contents = html! {
        <nav aria-label="On this page">
            <ol>{ for units::on(page).map(|about| html! {
                <li><a href={format!("#/{}?at={}", page.route(), about.id)}>{ about.title }</a></li>
            }) }</ol>
        </nav>
    };
    html! {
        <>
            { lead(page, contents) }
            if page.has_sizes() { { sizes(padlock) } }
            { for units::on(page).map(|about| html! { <Exhibit key={about.id} {about} /> }) }
        </>
    }
}

/// The switch between numbers that one can follow and those of real keys.
fn sizes(padlock: &Padlock) -> Html {
    let now = padlock.state.size;
    html! {
        <div class="sizes">
            <p class="switch" role="group" aria-label="The numbers on this page">
                { for Size::ALL.into_iter().map(|size| {
                    let padlock = padlock.clone();
                    let onclick = move |_: MouseEvent| padlock.resize(size);
                    html! { <button type="button" aria-pressed={(size == now).to_string()} {onclick}>{ size.name() }</button> }
                }) }
            </p>
            <p class="hint">{ match now {
                Size::Small => "Everything below runs with a key that one can check by hand. It protects nothing.",
                Size::Real => "Everything below runs with a key of the size that servers use.",
            } }</p>
        </div>
    }
}
