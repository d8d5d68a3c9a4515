//! Pictures: what a step's values look like.

mod bar;
mod cycle;
mod dataflow;
mod diagram;
mod field;
mod grid;
mod lanes;
mod permutation;
mod regroup;
mod ring;
mod scale;
mod shades;
mod squares;
mod timeline;
mod track;

use super::ink::{Ink, plain};
use crate::engine::figure::{Dataflow, Diagram, Figure};
use yew::prelude::*;

/// A picture with its words, and a hand at one of the rows that it lays out.
pub(super) fn figure(figure: &Figure, row: Option<u32>) -> Html {
    let (kind, inside) = match figure {
        Figure::Bar(one) | Figure::Cut(one) => ("bar", bar::bar(one)),
        Figure::Lanes(all) => ("lanes", lanes::lanes(all)),
        Figure::Track(one) => ("track", track::track(one, row)),
        Figure::Ring(one) => ("ring", ring::ring(one)),
        Figure::Scale(one) => ("scale", scale::scale(one)),
        Figure::Machine(one) => ("machine", lanes::machine(one)),
        Figure::Field(one) => ("field", field::field(one, row)),
        Figure::Squares(one) => ("squares", squares::squares(one, row)),
        Figure::Permutation(one) => ("permutation", permutation::permutation(one)),
        Figure::Cycle(one) => ("cycle", cycle::cycle(one)),
        Figure::Grid(one) => ("grid", grid::grid(one)),
        Figure::Timeline(one) => ("timeline", timeline::timeline(one)),
        Figure::Regroup(one) => ("regroup", regroup::regroup(one)),
    };
    framed(kind, &figure.says(), inside)
}

/// A picture that several steps share.
pub(super) fn diagram(diagram: &Diagram) -> Html {
    framed("diagram", &diagram.says, diagram::diagram(diagram))
}

/// What is made from what, with links to the steps that make it.
pub(super) fn dataflow(flow: &Dataflow, link: &dyn Fn(&str) -> String) -> Html {
    let mut inside = Ink::default();
    dataflow::dataflow(flow, &mut inside, link);
    let mut ink = Ink::default();
    let says = plain(&flow.says);
    ink.put(format_args!(
        "<div class=\"picture\" data-picture=\"dataflow\" role=\"group\" aria-label=\"{says}\">{inside}</div>"
    ));
    ink.dry()
}

fn framed(kind: &str, says: &str, inside: Ink) -> Html {
    let mut ink = Ink::default();
    let says = plain(says);
    ink.put(format_args!(
        "<div class=\"picture\" data-picture=\"{kind}\" role=\"img\" aria-label=\"{says}\">{inside}</div>"
    ));
    ink.dry()
}

/// A share of a length, in percent with one decimal.
fn percent(at: usize, of: usize) -> String {
    across(at * 1000 / of.max(1))
}

/// Thousandths as percent.
fn across(thousandths: usize) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// How far round a place of a ring is, in degrees with two decimals.
fn turn(at: usize, of: usize) -> String {
    let hundredths = at * 36_000 / of.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
