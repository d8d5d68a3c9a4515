//! The box of the picture, which keeps its size and place whatever it shows: a
//! step, a run under way, what is waited for, or what will come.

use crate::engine::ink::{Ink, plain};
use crate::engine::trace::Step;
use crate::link::address::Address;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::{Exhibit, Running};
use crate::ui::walk::{Spot, Walk};
use crate::ui::widgets::{Place, Search, pictures, shared, use_row_cache, use_shown};
use crate::ui::{covered, dry, unjudged};
use crate::units::{About, Page};
use yew::prelude::*;

/// The picture of a place: that of its step, or of its row. Where it has none,
/// the first of what is inside it; else the one that was there before it, since
/// what it says is about that. What is asked is covered in it.
pub(super) fn present(walk: &Walk, spot: Spot, hidden: &[String]) -> Html {
    let own = of_stop(walk, spot.stop, spot).or_else(|| of_row(walk, spot));
    let inside = || {
        walk.inside(spot.stop)
            .find_map(|at| of_stop(walk, at, spot))
    };
    let before = || (0..spot.stop).rev().find_map(|at| of_stop(walk, at, spot));
    let after = || (spot.stop..walk.stops.len()).find_map(|at| of_stop(walk, at, spot));
    let seen = own.or_else(inside).or_else(before).or_else(after);
    covered(seen.unwrap_or_default(), hidden)
}

/// The first picture, while it is asked what holds in it.
pub(super) fn asked(walk: &Walk) -> Html {
    unjudged(present(walk, Spot::default(), &[]))
}

/// The picture of the row of a place, or of the first.
fn of_row(walk: &Walk, spot: Spot) -> Option<Html> {
    let table = &walk.stops.get(spot.stop)?.step.inside;
    let row = spot.row.unwrap_or(table.first).checked_sub(table.first)?;
    pictures(table.kept.get(row as usize)?, None)
}

fn of_stop(walk: &Walk, at: usize, spot: Spot) -> Option<Html> {
    let step = &walk.stops.get(at)?.step;
    if let Some(all) = walk.shared(at) {
        return Some(shared(&all));
    }
    let row = spot.row.filter(|_| at == spot.stop);
    pictures(step, row)
}

#[derive(Properties, PartialEq)]
pub(super) struct RowProps {
    /// The step that holds the table.
    pub(super) step: PtrEqRc<Step>,
    /// Where it stands.
    pub(super) place: Place,
    /// Which row, from 0.
    pub(super) row: u32,
    /// What is shown until it is here, and where it has no picture of its own.
    pub(super) before: Html,
    /// What is asked, as it is written.
    pub(super) hidden: Vec<String>,
}

/// The picture of a row that comes when it is asked for.
#[component]
pub(super) fn RowPicture(props: &RowProps) -> Html {
    let children = use_memo(props.step.clone(), |step| step.inside.clone());
    let rows = use_row_cache(&children, &props.place);
    let row = props.row as usize;
    use_shown(&rows, row..row + 1);
    let step = rows.get(props.row).filter(|step| step.drawing.is_some());
    match step.and_then(|step| pictures(&step, None)) {
        Some(picture) => covered(picture, &props.hidden),
        None => props.before.clone(),
    }
}

/// What is done at the moment, and how far it is; the search for primes as it
/// runs. Named where another exhibit makes what this one needs.
pub(super) fn under_way(exhibit: &Exhibit, running: &Running, maker: Option<&About>) -> Html {
    html! {
        <div class="under-way">
            if let Some(maker) = maker {
                <p>{ format!("First “{}”, which makes what this needs:", maker.title) }</p>
            }
            { doing(running) }
            <Search search={exhibit.search.clone()} />
        </div>
    }
}

/// What is done at the moment, and how far it is.
pub(crate) fn doing(running: &Running) -> Html {
    let percent = running.doing.as_ref().and_then(|(_, percent)| *percent);
    let says = running
        .doing
        .as_ref()
        .map_or("Working…", |(doing, _)| doing.as_str());
    html! {
        <div class="running" role="status">
            <progress max="100" value={percent.map(|percent| percent.to_string())} aria-label="Progress" />
            <span>{ says.to_owned() }</span>
        </div>
    }
}

/// What an exhibit waits for: the exhibit that makes it, and its page where that
/// is another one. Exhibits of two pages may share a title.
pub(super) fn waiting(about: &About, maker: &About) -> Html {
    let href = Address {
        at: Some(maker.id),
        ..Address::page(maker.page)
    }
    .fragment();
    let place = if maker.page == about.page {
        "on this page".to_owned()
    } else {
        format!("on the page “{}”", maker.page.name())
    };
    let title = maker.title;
    let says = match maker.page {
        Page::Desk => "What was to be read could not be read, and so is not checked:",
        _ => "This needs what another exhibit makes:",
    };
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<p class=\"waits\">{says} <a href=\"{href}\">“{title}” {place}</a>.</p>"
    ));
    dry(ink)
}

/// What will come once the button is pressed: from what, and by what.
pub(super) fn to_come(about: &About) -> Html {
    let Some(does) = about.start.button() else {
        return html! {};
    };
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"to-come\" aria-hidden=\"true\"><ul>"
    ));
    for input in about.inputs.iter().filter(|input| about.is_in_row(input)) {
        ink.put(format_args!("<li>{}</li>", plain(input.label)));
    }
    ink.put(format_args!(
        "</ul><span class=\"work\">{does}</span><ul class=\"made-of-it\">"
    ));
    for thing in about.makes {
        ink.put(format_args!("<li>{thing}</li>"));
    }
    ink.put(format_args!("</ul></div>"));
    dry(ink)
}
