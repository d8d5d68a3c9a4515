//! Two things side by side.

use crate::units::Comparison;
use yew::prelude::*;

/// A table; rows that differ are marked.
pub(super) fn comparison(table: &Comparison) -> Html {
    let explained = table.rows.iter().any(|row| !row.note.is_empty());
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={table.title.to_string()}>
            <table class="comparison">
                <caption>{ table.title.to_string() }</caption>
                <thead><tr>
                    <th scope="col"><span class="unseen">{ "What" }</span></th>
                    <th scope="col">{ table.left.to_string() }</th>
                    <th scope="col">{ table.right.to_string() }</th>
                    if explained { <th scope="col">{ "Why" }</th> }
                </tr></thead>
                <tbody>
                    { for table.rows.iter().map(|row| html! {
                        <tr data-differs={(row.left != row.right).then_some("yes")}>
                            <th scope="row">{ row.name.to_string() }</th>
                            <td>{ row.left.to_string() }</td>
                            <td>{ row.right.to_string() }</td>
                            if explained { <td class="note">{ row.note.to_string() }</td> }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
