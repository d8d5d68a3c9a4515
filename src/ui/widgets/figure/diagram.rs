//! A picture that several steps share, drawn as far as they have come.

use super::super::mark::tone;
use super::shades::shades;
use super::{bracket, label};
use crate::engine::figure::{Diagram, Strip, Way, When, Work};
use yew::prelude::*;

/// How high a byte string is, in pixels.
const STRIP: u16 = 28;

pub(in crate::ui::widgets) fn diagram(diagram: &Diagram) -> Html {
    html! {
        <div class="picture" data-picture="diagram" role="img" aria-label={diagram.says.to_string()}>
            <svg aria-hidden="true" height={diagram.height.to_string()}>
                { for diagram.ways.iter().map(way) }
                { for diagram.strips.iter().map(strip) }
                { for diagram.works.iter().map(work) }
            </svg>
        </div>
    }
}

/// Thousandths as percent.
fn across(thousandths: u32) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

fn tense(when: When) -> &'static str {
    match when {
        When::Before => "before",
        When::Now => "now",
        When::Later => "later",
    }
}

fn strip(strip: &Strip) -> Html {
    let (left, width) = strip.across;
    let top = strip.top.to_string();
    let length = strip.length;
    html! {
        <g class="place" data-when={tense(strip.when)} data-visibility={tone(strip.known_to)} data-symbol={strip.name.to_string()}>
            <text class="label" x={across(strip.label)} y={(strip.top - 6).to_string()}>
                { label(&strip.name) }<tspan class="size" dx="6">{ format!("{length} bytes") }</tspan>
            </text>
            <svg x={across(left)} y={top.clone()} width={across(width)} height={STRIP.to_string()} viewBox={format!("0 0 {length} 1")} preserveAspectRatio="none">
                { shades(&strip.bytes, 0..strip.bytes.len()) }
            </svg>
            <rect x={across(left)} y={top} width={across(width)} height={STRIP.to_string()} />
            <svg class="names" x={across(left)} y={(strip.top + STRIP).to_string()} width={across(width)} height="22">
                { for strip.parts.iter().map(|part| bracket(part, length)) }
            </svg>
        </g>
    }
}

/// A sign in a circle, or a name in a box.
fn work(work: &Work) -> Html {
    let (x, y) = work.at;
    let width: u32 = if work.name.chars().count() == 1 {
        22
    } else {
        62
    };
    html! {
        <svg class="work" data-when={tense(work.when)} x={across(x)} y={y.to_string()}>
            <rect x={format!("-{}", width / 2)} y="-11" width={width.to_string()} height="22" rx="11" />
            <text y="4">{ work.name }</text>
        </svg>
    }
}

/// A line from corner to corner, with an arrow at its end.
fn way(way: &Way) -> Html {
    let pairs = way.corners.iter().zip(way.corners.iter().skip(1));
    let last = pairs.clone().next_back();
    let arrow = last.map(|((from_x, from_y), (x, y))| {
        let head = match (from_x.cmp(x), from_y.cmp(y)) {
            (std::cmp::Ordering::Equal, std::cmp::Ordering::Less) => "M0 0l-4-7h8z",
            (std::cmp::Ordering::Greater, _) => "M0 0l7-4v8z",
            _ => "M0 0l-7-4v8z",
        };
        html! { <svg class="head" x={across(*x)} y={y.to_string()}><path d={head} /></svg> }
    });
    html! {
        <g class="way" data-when={tense(way.when)}>
            { for pairs.map(|((x1, y1), (x2, y2))| html! {
                <line x1={across(*x1)} y1={y1.to_string()} x2={across(*x2)} y2={y2.to_string()} />
            }) }
            { for arrow }
        </g>
    }
}
