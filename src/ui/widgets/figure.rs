//! Pictures: what a step's values look like.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::{self, Dataflow};
use crate::engine::trace::{Picture, Step};
use crate::ui::dry;
use std::fmt::Display;
use yew::prelude::*;

/// What a step looks like, with a hand at one of its rows: its drawing where it
/// has one, else a picture of each of its equations; `None` where it has neither.
pub(in crate::ui) fn pictures(step: &Step, row: Option<u32>) -> Option<Html> {
    let mut ink = Ink::default();
    if let Some(drawn) = &step.drawing {
        framed(&drawn.kind, &drawn.says, &drawn.with_hand(row), &mut ink);
        return Some(dry(ink));
    }
    let pictures = picture::of(step);
    for picture in &pictures {
        let inside = picture.draw(row);
        framed(picture.kind(), &picture.says(), &inside, &mut ink);
    }
    (!pictures.is_empty()).then(|| dry(ink))
}

/// A picture that several steps share.
pub(in crate::ui) fn shared(picture: &dyn Picture) -> Html {
    let mut ink = Ink::default();
    let inside = picture.draw(None);
    framed(picture.kind(), &picture.says(), &inside, &mut ink);
    dry(ink)
}

/// What is made from what, with links to the steps that make it.
pub(in crate::ui) fn dataflow(flow: &Dataflow, link: &dyn Fn(&str) -> String) -> Html {
    let mut inside = Ink::default();
    picture::dataflow(flow, &mut inside, link);
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
    let is_pressed = |mark| inside.contains(mark);
    let role = if ["data-fill", "data-step", "<button"]
        .into_iter()
        .any(is_pressed)
    {
        "group"
    } else {
        "img"
    };
    ink.put(format_args!(
        "<div class=\"picture\" data-picture=\"{kind}\" role=\"{role}\" aria-label=\"{says}\">{inside}</div>"
    ));
}
