//! The pages.

mod desk;
mod road;
mod speed;

use super::hooks::Padlock;
use super::widgets::put_prose;
use crate::engine::ink::Ink;
use crate::ui::dry;
use crate::ui::workbench::Workbench;
use crate::units::{About, Page};
pub(crate) use road::put_road;
use speed::Speed;
use yew::prelude::*;

/// A page. Those that keep nothing to themselves are functions: each component
/// costs a visitor kilobytes.
pub(crate) fn page(
    page: Page,
    open: Option<&'static About>,
    story: bool,
    padlock: &Padlock,
) -> Html {
    match (page, open) {
        (_, Some(about)) => html! { <Workbench {about} {story} /> },
        (Page::Road, _) => road::road(padlock),
        (Page::Desk, _) => desk::desk(padlock),
        (Page::Speed, _) => html! { <Speed /> },
        (page, None) => lead(page),
    }
}

/// What a page without an exhibit begins with: its question and its story.
fn lead(page: Page) -> Html {
    let mut ink = Ink::default();
    put_lead(page, &mut ink);
    html! { <header class="lead">{ dry(ink) }</header> }
}

/// Writes a page's question and its story.
fn put_lead(page: Page, ink: &mut Ink) {
    let (question, story) = (page.question(), page.story());
    ink.put(format_args!("<h1>{question}</h1><p class=\"story\">"));
    put_prose(story, &mut Vec::new(), ink);
    ink.put(format_args!("</p>"));
}

/// A section of a page with its heading.
fn section(id: &'static str, title: &'static str, inside: Html) -> Html {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<header><h2 id=\"{id}-title\">{title}</h2></header>"
    ));
    html! {
        <section class="exhibit" {id} aria-labelledby={format!("{id}-title")}>{ dry(ink) }{ inside }</section>
    }
}
