//! Two things side by side.

use crate::units::Comparison;
use yew::prelude::*;

/// A table; rows that differ are marked. Where there is no room, the style
/// sheet puts the cells of a row under each other, each with its heading, and
/// the roles keep it a table.
pub(super) fn comparison(table: &Comparison) -> Html {
    let explained = table.rows.iter().any(|row| !row.note.is_empty());
    // A table whose columns are of two kinds, such as a question and its
    // outcome, compares nothing.
    let compares = table.rows.len() == 1 || table.rows.iter().any(|row| row.left == row.right);
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={table.title.to_string()}>
            <table class="comparison" role="table">
                <caption>{ table.title.to_string() }</caption>
                <thead role="rowgroup"><tr role="row">
                    <th scope="col" role="columnheader"><span class="unseen">{ "What" }</span></th>
                    <th scope="col" role="columnheader">{ table.left.to_string() }</th>
                    <th scope="col" role="columnheader">{ table.right.to_string() }</th>
                    if explained { <th scope="col" role="columnheader">{ "Why" }</th> }
                </tr></thead>
                <tbody role="rowgroup">
                    { for table.rows.iter().map(|row| html! {
                        <tr role="row" data-differs={(compares && row.left != row.right).then_some("yes")}>
                            <th scope="row" role="rowheader">{ row.name.to_string() }</th>
                            { cell("", &table.left, &row.left) }
                            { cell("", &table.right, &row.right) }
                            if explained { { cell("note", "Why", &row.note) } }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn cell(class: &'static str, heading: &str, text: &str) -> Html {
    html! { <td role="cell" {class} data-heading={heading.to_owned()}>{ text.to_owned() }</td> }
}
