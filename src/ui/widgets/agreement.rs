//! Where another implementation computed the same.

use crate::units::Agreement;
use yew::prelude::*;

/// The agreements as a line each; a disagreement as the bug that it is.
pub(super) fn agreements(list: &[Agreement]) -> Html {
    if list.is_empty() {
        return html! {};
    }
    let wrong: Vec<_> = list.iter().filter(|agreement| !agreement.agrees).collect();
    html! {
        <>
            <ul class="agreements" aria-label="Compared with other implementations">
                { for list.iter().filter(|agreement| agreement.agrees).map(|agreement| html! {
                    <li><span class="verdict" data-verdict="passed" aria-hidden="true">{ "✓" }</span>
                        { format!("{}: same result from {}", agreement.what, agreement.with) }</li>
                }) }
            </ul>
            if !wrong.is_empty() {
                <div class="bug" role="alert">
                    <p><strong>{ "This is a bug in Padlock." }</strong>
                        { " Two implementations disagree; do not use this result. Please report the page, its inputs (not your secrets) and these lines:" }</p>
                    <ul>{ for wrong.iter().map(|agreement| html! { <li>{ format!("{} differs from {}", agreement.what, agreement.with) }</li> }) }</ul>
                </div>
            }
        </>
    }
}
