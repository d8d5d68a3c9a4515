//! Where another implementation computed the same.

use crate::engine::ink::{Ink, plain};
use crate::ui::dry;
use crate::units::Agreement;
use yew::prelude::*;

/// A line for each of those that agree; a disagreement as the bug that it is.
pub(super) fn agreements(list: &[Agreement]) -> Html {
    let mut ink = Ink::default();
    let (right, wrong): (Vec<_>, Vec<_>) = list.iter().partition(|one| one.agrees);
    if !right.is_empty() {
        ink.put(format_args!(
            "<ul class=\"agreements\" aria-label=\"Compared with other implementations\">"
        ));
        let mut withs: Vec<&str> = right.iter().map(|one| &*one.with).collect();
        withs.dedup();
        for with in withs {
            let what: Vec<&str> = right
                .iter()
                .filter(|one| one.with == with)
                .map(|one| &*one.what)
                .collect();
            let (what, with) = (plain(&what.join(", ")), plain(with));
            ink.put(format_args!("<li title=\"{what}\"><span class=\"verdict\" data-verdict=\"passed\" aria-hidden=\"true\">✓</span>the same as {with}<span class=\"unseen\">: {what}</span></li>"));
        }
        ink.put(format_args!("</ul>"));
    }
    if !wrong.is_empty() {
        ink.put(format_args!("<div class=\"bug\" role=\"alert\"><p><strong>This is a bug in Padlock.</strong> Two implementations disagree; do not use this result. Please report the page, its inputs (not your secrets) and these lines:</p><ul>"));
        for one in wrong {
            let (what, with) = (plain(&one.what), plain(&one.with));
            ink.put(format_args!("<li>{what} differs from {with}</li>"));
        }
        ink.put(format_args!("</ul></div>"));
    }
    dry(ink)
}
