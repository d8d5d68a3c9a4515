//! Marks that stand beside the colours: who may know something, and how a
//! check ended.

use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::picture::Tone;
use crate::engine::trace::Verdict;
use crate::ui::dry;
use yew::prelude::*;

/// The mark of who may know something, which stands beside the colour.
pub(in crate::ui) fn mark(known_to: Knowers) -> Html {
    let mut ink = Ink::default();
    put_mark(known_to, &mut ink);
    dry(ink)
}

/// Writes the mark of who may know something.
pub(in crate::ui) fn put_mark(known_to: Knowers, ink: &mut Ink) {
    let Tone { name, mark, says } = Tone::of(known_to);
    ink.put(format_args!("<span class=\"mark\" data-visibility=\"{name}\" title=\"{says}\"><span aria-hidden=\"true\">{mark}</span><span class=\"unseen\">{says}</span></span>"));
}

/// What something is called, and what it is.
pub(in crate::ui) fn named(known_to: Option<Knowers>, name: &str, kind: &str) -> Html {
    let mut ink = Ink::default();
    if let Some(known_to) = known_to {
        put_mark(known_to, &mut ink);
    }
    ink.part("name", name);
    ink.part("kind", kind);
    dry(ink)
}

/// Writes the mark of a check.
pub(in crate::ui) fn put_verdict(verdict: Option<Verdict>, ink: &mut Ink) {
    let (name, sign) = match verdict {
        Some(Verdict::Passed) => ("passed", "✓"),
        Some(Verdict::Failed) => ("failed", "✗"),
        None => return,
    };
    ink.put(format_args!("<span class=\"verdict\" data-verdict=\"{name}\"><span aria-hidden=\"true\">{sign}</span><span class=\"unseen\">{name}</span></span>"));
}
