//! Pictures: what a step's values look like.

mod diagram;
mod machine;
mod ring;
mod scale;
mod shades;
mod track;

use super::mark::tone;
use super::value::symbol;
use crate::engine::figure::{Bar, Figure, Lane, Lanes, Part};
pub(super) use diagram::diagram;
use shades::shades;
use yew::prelude::*;

/// A part narrower than this share of the whole, in percent, has no room for
/// its name.
const ROOM: usize = 12;

/// A picture with its words, and a hand at one of the rows that it lays out.
pub(super) fn figure(figure: &Figure, row: Option<u32>) -> Html {
    let (kind, inside) = match figure {
        Figure::Bar(one) | Figure::Cut(one) => ("bar", bar(one)),
        Figure::Lanes(all) => ("lanes", lanes(all)),
        Figure::Track(one) => ("track", track::track(one, row)),
        Figure::Ring(one) => ("ring", ring::ring(one)),
        Figure::Scale(one) => ("scale", scale::scale(one)),
        Figure::Machine(one) => ("machine", machine::machine(one)),
    };
    html! {
        <div class="picture" data-picture={kind} role="img" aria-label={figure.says()}>{ inside }</div>
    }
}

fn bar(bar: &Bar) -> Html {
    let length = bar.bytes.len();
    let strip = bar.parts.iter().map(|part| {
        html! { <g data-visibility={tone(part.known_to)} data-symbol={part.name.to_string()} data-lit={(!part.lit).then_some("no")}>{ shades(&bar.bytes, part.range.clone()) }</g> }
    });
    html! {
        <>
            { caption(&bar.name, length) }
            <svg class="strip" aria-hidden="true" viewBox={format!("0 0 {length} 1")} preserveAspectRatio="none">{ for strip }</svg>
            <svg class="names" aria-hidden="true">{ for bar.parts.iter().map(|part| bracket(part, length)) }</svg>
            <ul class="parts">{ for bar.parts.iter().filter(|part| part.lit).map(|part| html! {
                <li data-named={has_room(part, length).then_some("yes")}><span>{ symbol(&part.name) }</span><span class="size">{ part.range.len() }</span></li>
            }) }</ul>
        </>
    }
}

fn has_room(part: &Part, length: usize) -> bool {
    part.range.len() * 100 >= length * ROOM
}

/// A share of a length, in percent with one decimal.
pub(super) fn percent(at: usize, of: usize) -> String {
    let thousandths = at * 1000 / of.max(1);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Where a part begins, and its name below the middle of it.
fn bracket(part: &Part, length: usize) -> Html {
    let (from, to) = (part.range.start, part.range.end);
    let edge = percent(from, length);
    html! {
        <>
            if from > 0 { <line x1={edge.clone()} x2={edge} y1="0" y2="6" /> }
            if has_room(part, length) {
                <text data-symbol={part.name.to_string()} x={percent(from + to, 2 * length)} y="18">{ label(&part.name) }</text>
            }
        </>
    }
}

/// A symbol inside a drawing, with its subscript.
fn label(name: &str) -> Html {
    match name.split_once('_') {
        Some((base, below)) if !below.is_empty() => {
            html! { <>{ base.to_owned() }<tspan class="below" dy="4">{ below.to_owned() }</tspan></> }
        }
        _ => html! { { name.to_owned() } },
    }
}

fn lanes(all: &Lanes) -> Html {
    let last = all.lanes.len().saturating_sub(1);
    html! {
        <>
            { for all.lanes.iter().enumerate().map(|(index, one)| html! {
                <>
                    if index > 0 { <p class="sign" aria-hidden="true">{ sign(all, index == last) }</p> }
                    { lane(one) }
                </>
            }) }
            if all.sign == "=" { { differences(all) } }
        </>
    }
}

/// The bytes that differ, marked below the two that are compared.
fn differences(all: &Lanes) -> Html {
    let length = all.lanes.first().map_or(1, |lane| lane.bytes.len());
    let marks = all
        .differing()
        .into_iter()
        .map(|at| format!("M{at} 0h1v1h-1z"));
    let marks: String = marks.collect();
    html! {
        if marks.is_empty() {
            <p class="size" aria-hidden="true">{ "Every byte is the same." }</p>
        } else {
            <svg class="differing" aria-hidden="true" viewBox={format!("0 0 {length} 1")} preserveAspectRatio="none"><path d={marks} /></svg>
        }
    }
}

/// What stands above a byte string.
fn sign(all: &Lanes, is_last: bool) -> &'static str {
    match (is_last, all.differing().is_empty()) {
        (true, false) if all.sign == "=" => "≠",
        (true, _) => "=",
        (false, _) => all.sign,
    }
}

fn lane(lane: &Lane) -> Html {
    let length = lane.bytes.len();
    html! {
        <>
            { caption(&lane.name, length) }
            <svg class="strip" aria-hidden="true" viewBox={format!("0 0 {length} 1")} preserveAspectRatio="none">
                <g data-visibility={tone(lane.known_to)} data-symbol={lane.name.to_string()}>{ shades(&lane.bytes, 0..length) }</g>
            </svg>
        </>
    }
}

fn caption(name: &str, length: usize) -> Html {
    html! {
        <p class="caption"><span>{ symbol(name) }</span><span class="size">{ if length == 1 { "1 byte".to_owned() } else { format!("{length} bytes") } }</span></p>
    }
}
