//! A long table of steps, of which only the rows in view exist.

mod cache;

use super::drawn::drawn;
use super::gist::{Gist, gist};
use super::line;
use super::mark::put_verdict;
use super::place::Place;
use super::step::inside;
use super::view::{View, moved, use_view, use_window};
use crate::engine::ink::Ink;
use crate::engine::trace::{Children, Step};
use crate::ui::dry;
use crate::ui::format;
pub(in crate::ui) use cache::{RowCache, use_row_cache, use_shown};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties)]
pub(in crate::ui) struct Props {
    pub(in crate::ui) children: Rc<Children>,
    pub(in crate::ui) place: Place,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        // A place in a run has the same rows for ever.
        self.place == other.place
    }
}

/// The rows in a list box, and the chosen row in full below.
#[component]
pub(in crate::ui) fn Rows(props: &Props) -> Html {
    drawn("Rows");
    let total = props.children.total;
    let view = use_view(total as usize);
    let cache = use_row_cache(&props.children, &props.place);
    let chosen = use_state_eq(|| None::<u32>);
    html! {
        <div class="rows">
            <p class="count">{ if total == 1 { "One row; choose it to see all of it.".to_owned() } else { format!("{total} rows; choose one to see all of it.") } }</p>
            <List {view} {total} cache={cache.clone()} place={props.place.clone()} drawn={*chosen} chosen={chosen.clone()} />
            if let Some(row) = *chosen {
                <Chosen {row} {cache} place={props.place.clone()} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ListProps {
    view: View,
    total: u32,
    cache: RowCache,
    place: Place,
    /// The row that is chosen, as it is drawn.
    drawn: Option<u32>,
    /// That row as it is now: keys may come faster than the page is drawn, and
    /// each goes on from the last.
    chosen: UseStateHandle<Option<u32>>,
}

/// The rows in view: arrows move. It is what is drawn when one scrolls.
#[component]
fn List(props: &ListProps) -> Html {
    drawn("List");
    let ListProps {
        view,
        total,
        cache,
        place,
        drawn: at,
        chosen,
    } = props;
    let (total, at) = (*total, *at);
    let window = use_window(view);
    let failed = use_shown(cache, window.clone());
    let number = move |row: usize| u32::try_from(row).unwrap_or(total);
    let choose = {
        let (chosen, view) = (chosen.clone(), view.clone());
        Callback::from(move |row: u32| {
            chosen.set(Some(row));
            view.show(row as usize);
        })
    };
    let onkeydown = {
        let (chosen, choose) = (chosen.clone(), choose.clone());
        move |event: KeyboardEvent| {
            let at = chosen.map(|at| at as usize);
            if let Some(to) = moved(&event.key(), at, total as usize) {
                event.prevent_default();
                choose.emit(number(to));
            }
        }
    };
    let name = |row: u32| {
        let path = place.path.iter().map(|part| format!("-{part}"));
        format!("{}{}-{row}", place.unit, path.collect::<String>())
    };
    let rows = window.map(number).map(|row| {
        html! {
            <div key={row} id={name(row)} class="row" role="option"
                aria-selected={if at == Some(row) { "true" } else { "false" }}
                aria-setsize={total.to_string()} aria-posinset={(row + 1).to_string()}
                onclick={choose.reform(move |_: MouseEvent| row)}>
                { line_of(row, cache.get(row).as_deref()) }
            </div>
        }
    });
    html! {
        <>
            <div ref={view.list.clone()} class="list" role="listbox" tabindex="0" aria-label="Rows"
                aria-activedescendant={at.map(name)} {onkeydown}>
                { view.around(rows.collect()) }
            </div>
            if let Some(why) = failed { <p class="diagnosis" role="alert">{ why }</p> }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ChosenProps {
    row: u32,
    cache: RowCache,
    place: Place,
}

/// A row in full, once it is here. If it cannot be had, the list says so.
#[component]
fn Chosen(props: &ChosenProps) -> Html {
    drawn("Chosen");
    let row = props.row;
    use_shown(&props.cache, row as usize..row as usize + 1);
    let Some(step) = props.cache.get(row) else {
        return html! {};
    };
    html! {
        <div class="chosen" aria-live="polite">
            <h3>{ line::title(&step) }</h3>
            { inside(&step, &props.place.inside(row, &step)) }
        </div>
    }
}

/// A step on one line: its title and what it comes to.
fn line_of(row: u32, step: Option<&Step>) -> Html {
    let number = row + 1;
    let mut ink = Ink::default();
    let Some(step) = step else {
        ink.part("count", &format!("{number} …"));
        return dry(ink);
    };
    ink.part("count", &number.to_string());
    put_verdict(step.verdict, &mut ink);
    ink.put(format_args!("<span class=\"title\">"));
    line::put_words(&step.title, step, &mut ink);
    ink.put(format_args!("</span>"));
    if let Some(Gist::Equation(equation)) = gist(step) {
        ink.put(format_args!("<span class=\"short\">"));
        line::put_formula(&equation.to_string(), &mut ink);
        ink.put(format_args!("</span>"));
    }
    if let Some(value) = step.values.last() {
        ink.part("short", &format::short(&value.data));
    }
    dry(ink)
}
