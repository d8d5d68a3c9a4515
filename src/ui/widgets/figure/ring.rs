//! Numbers modulo n on a ring: 0 is at the top, and again where n would be.

use super::super::mark::tone;
use super::super::value::symbol;
use super::label;
use crate::engine::figure::{Mark, Ring};
use yew::prelude::*;

pub(super) fn ring(ring: &Ring) -> Html {
    let end = ring.marks.last();
    let others = ring.marks.len().saturating_sub(1);
    html! {
        <>
            <svg class="ring" aria-hidden="true" viewBox="-110 -110 220 220">
                <circle class="round" r="80" />
                if let Some(places) = ring.places {
                    // A dash for each place.
                    <circle class="places" r="80" transform="rotate(-90)" pathLength={(places * 20).to_string()} stroke-dasharray="1 19" />
                }
                if let Some(end) = end {
                    <circle class="gone" r="80" transform="rotate(-90)" data-visibility={tone(end.known_to)} pathLength="1000" stroke-dasharray={format!("{} 1000", end.place)} />
                }
                <text y="-92">{ "0" }</text>
                { for ring.marks.iter().enumerate().map(|(number, mark)| place(mark, number == others)) }
                <text class="middle" y="4">{ "mod " }{ label(&ring.modulus) }</text>
            </svg>
            <ul class="parts">
                { for ring.marks.iter().map(|mark| html! {
                    <li data-visibility={tone(mark.known_to)}><span>{ symbol(&mark.name) }</span><span class="size">{ says(mark) }</span></li>
                }) }
                if let Some(rounds) = &ring.rounds { <li class="size">{ rounds_of(rounds) }</li> }
            </ul>
        </>
    }
}

fn says(mark: &Mark) -> String {
    match &mark.number {
        Some(number) => number.to_string(),
        None => format!(
            "at {}.{} % of the way round",
            mark.place / 10,
            mark.place % 10
        ),
    }
}

fn rounds_of(rounds: &str) -> String {
    match rounds {
        "0" => "less than one round".to_owned(),
        "1" => "after one whole round".to_owned(),
        more => format!("after {more} whole rounds"),
    }
}

/// A dot on the ring with its name; the last number is where it ends.
fn place(mark: &Mark, is_end: bool) -> Html {
    // A turn is 360 degrees, or a thousand thousandths.
    let hundredths = mark.place * 36;
    let turn = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    html! {
        <g class="mark" data-symbol={mark.name.to_string()} data-visibility={tone(mark.known_to)} transform={format!("rotate({turn})")}>
            <circle cy="-80" r={if is_end { "6" } else { "4" }} />
            if !is_end || mark.place > 15 {
                <text transform={format!("translate(0 {}) rotate(-{turn})", if is_end { -62 } else { -97 })} y="4">{ label(&mark.name) }</text>
            }
        </g>
    }
}
