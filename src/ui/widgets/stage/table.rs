//! A long table on the stage: a hand goes through its rows.

use super::super::equation::table;
use super::super::line;
use super::super::place::Place;
use super::super::rows::{use_loaded, use_shown};
use super::super::step::inside;
use crate::engine::trace::Step;
use crate::ui::shared::Shared;
use crate::ui::walk::SHORT;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The step that holds the table.
    pub(super) step: Shared<Step>,
    /// Where it stands.
    pub(super) place: Place,
    /// The row that is shown, from 0.
    pub(super) row: Option<u32>,
    /// Gets the row to go to; none for the table as a whole.
    pub(super) go: Callback<Option<u32>>,
}

/// A slider over the rows, and the row that it stands at.
#[component]
pub(super) fn Table(props: &Props) -> Html {
    let total = props.step.inside.total;
    let children = use_memo(props.step.clone(), |step| step.inside.clone());
    let wanted = props.row.map_or(0, |row| row as usize);
    let rows = use_loaded(&children, &props.place);
    let failed = use_shown(&rows, wanted..wanted + 1);
    let row = props.row.and_then(|row| Some((row, rows.get(row)?)));
    let number = props.row.map_or(0, |row| row + 1);
    let says = match &row {
        Some((_, step)) => format!("{number} of {total}: {}", step.title),
        None if number > 0 => format!("{number} of {total} …"),
        None => format!("none of {total}"),
    };
    let oninput = {
        let go = props.go.clone();
        move |event: InputEvent| {
            let at: HtmlInputElement = event.target_unchecked_into();
            let number: u32 = at.value().parse().unwrap_or(0);
            go.emit(number.checked_sub(1));
        }
    };
    html! {
        <div class="table">
            <p class="hand">
                <input type="range" min="0" max={total.to_string()} value={number.to_string()} aria-label="Row" aria-valuetext={says} {oninput} />
            </p>
            <p class="count">{ match props.row {
                Some(_) => format!("Row {number} of {total}"),
                None => format!("{total} rows: move the hand to go through them"),
            } }</p>
            if total <= SHORT && children.kept.len() == total as usize {
                { table(&children.kept, props.row.map(|row| row as usize)) }
            }
            if let Some(why) = failed { <p class="diagnosis" role="alert">{ why }</p> }
            if let Some((row, step)) = row {
                <h4>{ line::title(&step) }</h4>
                { inside(&step, &props.place.inside(row, &step)) }
            }
        </div>
    }
}
