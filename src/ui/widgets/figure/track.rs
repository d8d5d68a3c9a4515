//! A power along the bits of its exponent: bits above, and below where the
//! number stood after each.

use super::super::mark::tone;
use super::super::value::symbol;
use super::percent;
use crate::engine::figure::{Stop, Track};
use yew::prelude::*;

/// Up to so many bits are cells with their digits.
const CELLS: usize = 24;

/// The track; the hand stands at the bit of a row.
pub(super) fn track(track: &Track, row: Option<u32>) -> Html {
    let length = track.bits.len();
    let few = length <= CELLS;
    html! {
        <>
            <p class="caption">
                <span>{ symbol(&track.exponent) }</span>
                <span class="size">{ format!("{length} bits: {} squarings, {} times ", length - 1, track.multiplications()) }{ symbol(&track.base) }</span>
            </p>
            <svg class="strip" data-visibility={tone(track.known_to)} data-symbol={track.exponent.to_string()} aria-hidden="true" viewBox={format!("0 0 {length} 1")} preserveAspectRatio="none">
                <path d={ones(&track.bits)} fill-opacity="0.8" />
                { hand(row, 1) }
            </svg>
            if few {
                <svg class="names" aria-hidden="true">{ for track.bits.iter().enumerate().map(|(at, bit)| html! {
                    <text x={percent(2 * at + 1, 2 * length)} y="14">{ if *bit { "1" } else { "0" } }</text>
                }) }</svg>
            }
            if !track.stops.is_empty() {
                <svg class="walk" aria-hidden="true" viewBox={format!("0 0 {length} 1000")} preserveAspectRatio="none">
                    if few { <path class="way" d={way(&track.stops, "L")} /> }
                    <path class="stops" data-few={few.then_some("yes")} d={way(&track.stops, "M")} />
                    { hand(row, 1000) }
                </svg>
                <p class="size">{ where_it_stood(track.stops.len(), length) }{ symbol(&track.modulus) }{ " above." }</p>
                if few && track.stops.iter().all(|stop| stop.number.is_some()) {
                    <svg class="names" aria-hidden="true">{ for track.stops.iter().map(|stop| html! {
                        <text x={percent(2 * stop.bit + 1, 2 * length)} y="14">{ stop.number.clone().unwrap_or_default().to_string() }</text>
                    }) }</svg>
                }
            }
        </>
    }
}

/// A line through the bit of a row.
fn hand(row: Option<u32>, height: u32) -> Html {
    match row {
        Some(bit) => html! { <path class="cursor" d={format!("M{bit}.5 0v{height}")} /> },
        None => html! {},
    }
}

fn where_it_stood(stops: usize, bits: usize) -> String {
    if stops < bits {
        format!("Where the number stood after each of the first {stops} bits, from 0 below to ")
    } else {
        "Where the number stood after each bit, from 0 below to ".to_owned()
    }
}

/// The bits that are 1, as cells of one unit.
fn ones(bits: &[bool]) -> String {
    let ones = bits.iter().enumerate().filter(|(_, bit)| **bit);
    ones.map(|(at, _)| format!("M{at} 0h1v1h-1z")).collect()
}

/// The stops from the left, the modulus at the top: joined by lines, or each a
/// dot (a line of no length, which round ends make one).
fn way(stops: &[Stop], join: &str) -> String {
    let mut path = String::new();
    for (number, stop) in stops.iter().enumerate() {
        let to = if number == 0 { "M" } else { join };
        path.push_str(&format!("{to}{}.5 {}", stop.bit, 1000 - stop.place));
        if join == "M" {
            path.push_str("h0");
        }
    }
    path
}
