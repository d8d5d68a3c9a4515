//! Marks that stand beside the colours: who may know something, and how a
//! check ended.

use super::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::trace::Verdict;
use yew::prelude::*;

/// The mark of public or secret, which stands beside the colour.
pub(super) fn mark(known_to: Knowers) -> Html {
    let name = tone(known_to);
    let sign = if known_to.is_secret() { "◆" } else { "○" };
    html! {
        <span class="mark" data-visibility={name} title={name}>
            <span aria-hidden="true">{ sign }</span>
            <span class="unseen">{ name }</span>
        </span>
    }
}

/// What a `data-` attribute says of who may know a value.
pub(super) fn tone(known_to: Knowers) -> &'static str {
    if known_to.is_secret() {
        "secret"
    } else {
        "public"
    }
}

/// The mark of a check.
pub(super) fn verdict(verdict: Option<Verdict>) -> Html {
    let (name, sign) = match verdict {
        Some(Verdict::Passed) => ("passed", "✓"),
        Some(Verdict::Failed) => ("failed", "✗"),
        None => return html! {},
    };
    let mut ink = Ink::default();
    ink.put(format_args!("<span class=\"verdict\" data-verdict=\"{name}\"><span aria-hidden=\"true\">{sign}</span><span class=\"unseen\">{name}</span></span>"));
    ink.dry()
}
