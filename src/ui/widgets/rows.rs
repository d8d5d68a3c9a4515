//! A long table of steps, of which only the rows in view exist.

mod loaded;

use super::gist::{Gist, gist};
use super::line;
use super::mark::put_verdict;
use super::place::Place;
use super::step::inside;
use super::view::{moved, use_view};
use crate::draw::Ink;
use crate::engine::trace::{Children, Step};
use crate::ui::dry;
use crate::ui::format;
pub(super) use loaded::use_loaded;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) children: Rc<Children>,
    pub(super) place: Place,
}

/// The rows in a list box: arrows move, and the chosen row is shown in full
/// below.
#[component]
pub(super) fn Rows(props: &Props) -> Html {
    let total = props.children.total;
    let view = use_view(total as usize);
    let rows = use_loaded(&props.children, &props.place, view.drawn.clone());
    let chosen = use_state_eq(|| None::<u32>);
    let number = move |row: usize| u32::try_from(row).unwrap_or(total);
    let choose = {
        let (chosen, view) = (chosen.clone(), view.clone());
        move |row: u32| {
            chosen.set(Some(row));
            view.show(row as usize);
        }
    };
    let onkeydown = {
        let (choose, chosen) = (choose.clone(), chosen.clone());
        move |event: KeyboardEvent| {
            let at = chosen.map(|at| at as usize);
            if let Some(to) = moved(&event.key(), at, total as usize) {
                event.prevent_default();
                choose(number(to));
            }
        }
    };
    let name = |row: u32| {
        let path = props.place.path.iter().map(|part| format!("-{part}"));
        format!("{}{}-{row}", props.place.unit, path.collect::<String>())
    };
    let drawn = view.drawn.clone().map(number).map(|row| {
        let choose = choose.clone();
        html! {
            <div key={row} id={name(row)} class="row" role="option"
                aria-selected={if *chosen == Some(row) { "true" } else { "false" }}
                aria-setsize={total.to_string()} aria-posinset={(row + 1).to_string()}
                onclick={move |_| choose(row)}>
                { line_of(row, rows.get(row).as_deref()) }
            </div>
        }
    });
    let shown = chosen.and_then(|row| Some((row, rows.get(row)?)));
    html! {
        <div class="rows">
            <p class="count">{ if total == 1 { "One row; choose it to see all of it.".to_owned() } else { format!("{total} rows; choose one to see all of it.") } }</p>
            <div ref={view.list.clone()} class="list" role="listbox" tabindex="0" aria-label="Rows"
                aria-activedescendant={chosen.map(name)} onscroll={&view.onscroll} {onkeydown}>
                { view.around(drawn.collect()) }
            </div>
            if let Some(why) = rows.failed.clone() { <p class="diagnosis" role="alert">{ why }</p> }
            if let Some((row, step)) = shown {
                <div class="chosen" aria-live="polite">
                    <h3>{ line::title(&step) }</h3>
                    { inside(&step, &props.place.inside(row, &step)) }
                </div>
            }
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
