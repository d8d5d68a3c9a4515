//! A table of a step: a hand goes through its rows, and the words are those of
//! the present one.

use super::words::words;
use crate::engine::trace::Step;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::walk::by_hand;
use crate::ui::widgets::{Place, use_row_cache, use_shown};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The step that holds the table.
    pub(super) step: PtrEqRc<Step>,
    /// Where it stands.
    pub(super) place: Place,
    /// The row that is shown, from 0.
    pub(super) row: Option<u32>,
    /// What is asked, as it is written.
    pub(super) hidden: Vec<String>,
    /// Gets the row to go to; none for the table as a whole.
    pub(super) go: Callback<Option<u32>>,
}

/// The words of the row that the hand stands at, or of the step; a slider where
/// the walk passes the rows over.
#[component]
pub(super) fn Table(props: &Props) -> Html {
    let total = props.step.inside.total;
    let children = use_memo(props.step.clone(), |step| step.inside.clone());
    let wanted = props.row.map_or(0, |row| row as usize);
    let rows = use_row_cache(&children, &props.place);
    let failed = use_shown(&rows, wanted..wanted + 1);
    let row = props.row.and_then(|row| rows.get(row));
    let number = props.row.map_or(0, |row| row + 1);
    let says = match &row {
        Some(step) => format!("{number} of {total}: {}", step.title),
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
        <>
            { words(row.as_deref().unwrap_or(&props.step), &props.hidden) }
            if by_hand(&props.step.inside) {
                <p class="hand">
                    <input type="range" min="0" max={total.to_string()} value={number.to_string()} aria-label="Row" aria-valuetext={says} {oninput} />
                    <span class="count">{ match props.row {
                        Some(_) => format!("Row {number} of {total}"),
                        None => format!("{total} rows"),
                    } }</span>
                </p>
            }
            if let Some(why) = failed { <p class="diagnosis" role="alert">{ why }</p> }
        </>
    }
}
