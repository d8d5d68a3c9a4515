//! The path: the exhibits of the page in their order, each with its short
//! answer; under the open one the chapters of its run.

use crate::engine::ink::Ink;
use crate::link::address::{Address, View};
use crate::ui::dry;
use crate::ui::hooks::Padlock;
use crate::ui::state::Action;
use crate::ui::walk::{Spot, Walk};
use crate::ui::widgets::put_prose;
use crate::units::{self, About, Size};
use yew::prelude::*;

/// The chapters of the run that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Chapters {
    /// The way to the step that each begins with, and its title.
    begins: Vec<(AttrValue, AttrValue)>,
    /// Which one is present, from 0.
    at: usize,
}

impl Chapters {
    /// Those of a walk, of which a place is the present one.
    pub(super) fn of(walk: &Walk, spot: Spot) -> Self {
        let begins = walk.chapters().into_iter();
        let stops = begins.filter_map(|begin| walk.stops.get(begin));
        let begins = stops.map(|stop| {
            let title: &str = &stop.step.title;
            (stop.names.clone().into(), title.to_owned().into())
        });
        Self {
            begins: begins.collect(),
            at: walk.chapter(spot.stop),
        }
    }
}

/// A link to each exhibit of the page of the open one.
pub(super) fn path(
    padlock: &Padlock,
    open: &'static About,
    chapters: &Chapters,
    story: bool,
) -> Html {
    let page = open.page;
    let asks = padlock.state.view_of(open.id) == Some(View::Ask);
    let item = |about: &'static About| {
        let exhibit = padlock.state.exhibit(about.id);
        // What is asked is not given away beside it.
        let glance = exhibit.filter(|_| !asks).map(|exhibit| exhibit.glance());
        let glance = glance.unwrap_or_default();
        let is_open = about.id == open.id;
        let href = Address {
            at: Some(about.id),
            ..Address::page(page)
        };
        html! {
            <li key={about.id} data-open={is_open.then_some("yes")}>
                <a href={href.fragment()} aria-current={is_open.then_some("page")}>
                    <span class="name">{ about.title }</span>
                    <span class="glance">{ glance }</span>
                </a>
                if is_open && chapters.begins.len() > 1 { { list(padlock, about, chapters) } }
            </li>
        }
    };
    html! {
        <nav class="path" aria-label="On this page">
            if story { { told(open) } }
            if page.has_sizes() { { sizes(padlock) } }
            <ol>{ for units::on(page).map(item) }</ol>
        </nav>
    }
}

/// The story of a page, for whoever has just opened it.
fn told(open: &About) -> Html {
    let mut ink = Ink::default();
    ink.put(format_args!("<p class=\"story\">"));
    put_prose(open.page.story(), &mut Vec::new(), &mut ink);
    ink.put(format_args!("</p>"));
    dry(ink)
}

/// A button for each chapter.
fn list(padlock: &Padlock, about: &'static About, chapters: &Chapters) -> Html {
    let chapter = |(at, (path, title)): (usize, &(AttrValue, AttrValue))| {
        let onclick = {
            let (padlock, path) = (padlock.clone(), path.to_string());
            move |_: MouseEvent| padlock.dispatch(Action::Show(about.id, path.clone()))
        };
        html! {
            <li><button type="button" aria-current={(at == chapters.at).then_some("step")} {onclick}>{ title.clone() }</button></li>
        }
    };
    html! { <ol class="chapters" aria-label="Chapters">{ for chapters.begins.iter().enumerate().map(chapter) }</ol> }
}

/// The switch between numbers that one can follow and those of real keys.
fn sizes(padlock: &Padlock) -> Html {
    let now = padlock.state.size;
    html! {
        <p class="switch" role="group" aria-label="The numbers on this page">
            { for Size::ALL.into_iter().map(|size| {
                let padlock = padlock.clone();
                let onclick = move |_: MouseEvent| padlock.resize(size);
                html! { <button type="button" aria-pressed={(size == now).to_string()} {onclick}>{ size.name() }</button> }
            }) }
        </p>
    }
}
