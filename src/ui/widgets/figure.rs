//! Pictures: what a step's values look like.

use crate::draw::{self, Ink, plain};
use crate::engine::figure::{self, Dataflow, Diagram};
use crate::engine::trace::Step;
use crate::ui::dry;
use std::fmt::Display;
use yew::prelude::*;

/// What a step looks like, with a hand at one of its rows: its drawing where it
/// has one, else a picture of each of its equations; `None` where it has neither.
pub(in crate::ui) fn pictures(step: &Step, row: Option<u32>) -> Option<Html> {
    let mut ink = Ink::default();
    if let Some(drawn) = &step.drawing {
        let inside = draw::drawing(drawn, row);
        framed(&drawn.kind, &drawn.says, &inside, &mut ink);
        return Some(dry(ink));
    }
    let figures = figure::of(step);
    for figure in &figures {
        let (kind, inside) = draw::figure(figure, row);
        framed(kind, &figure.says(), &inside, &mut ink);
    }
    (!figures.is_empty()).then(|| dry(ink))
}

/// A picture that several steps share.
pub(in crate::ui) fn diagram(diagram: &Diagram) -> Html {
    let mut ink = Ink::default();
    framed("diagram", &diagram.says, &draw::diagram(diagram), &mut ink);
    dry(ink)
}

/// What is made from what, with links to the steps that make it.
pub(in crate::ui) fn dataflow(flow: &Dataflow, link: &dyn Fn(&str) -> String) -> Html {
    let mut inside = Ink::default();
    draw::dataflow(flow, &mut inside, link);
    let mut ink = Ink::default();
    let says = plain(&flow.says);
    ink.put(format_args!(
        "<div class=\"picture\" data-picture=\"dataflow\" role=\"group\" aria-label=\"{says}\">{inside}</div>"
    ));
    dry(ink)
}

fn framed(kind: &str, says: &str, inside: &dyn Display, ink: &mut Ink) {
    let (says, inside) = (plain(says), inside.to_string());
    // What can be pressed in it is more than an image.
    let role = if inside.contains("data-fill") {
        "group"
    } else {
        "img"
    };
    ink.put(format_args!(
        "<div class=\"picture\" data-picture=\"{kind}\" role=\"{role}\" aria-label=\"{says}\">{inside}</div>"
    ));
}
