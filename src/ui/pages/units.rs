//! A page that is made of its units.

use super::lead;
use crate::ui::widgets::Exhibit;
use crate::units::{self, Page};
use yew::prelude::*;

/// The page's question, a line of links to its exhibits, and the exhibits.
pub(super) fn units_of(page: Page) -> Html {
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
            { for units::on(page).map(|about| html! { <Exhibit key={about.id} {about} /> }) }
        </>
    }
}
