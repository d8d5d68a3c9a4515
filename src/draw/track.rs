//! A power along the bits of its exponent: bits above, and below where the
//! number stood after each.

use super::ink::{Ink, plain};
use super::percent;
use super::tone;
use crate::engine::figure::{Stop, Track};

/// Up to so many bits are cells with their digits.
const CELLS: usize = 24;

/// The track; the hand stands at the bit of a row.
pub(super) fn track(track: &Track, row: Option<u32>) -> Ink {
    let length = track.bits.len();
    let few = length <= CELLS;
    let mut ink = Ink::default();
    ink.put(format_args!("<p class=\"caption\"><span>"));
    ink.symbol(&track.exponent);
    let (squarings, others) = (length - 1, track.multiplications());
    ink.put(format_args!(
        "</span><span class=\"size\">{length} bits: {squarings} squarings, {others} times "
    ));
    ink.symbol(&track.base);
    let (kind, name) = (tone(track.known_to), plain(&track.exponent));
    ink.put(format_args!("</span></p><svg class=\"strip\" data-visibility=\"{kind}\" data-symbol=\"{name}\" aria-hidden=\"true\" viewBox=\"0 0 {length} 1\" preserveAspectRatio=\"none\"><path fill-opacity=\"0.8\" d=\""));
    let mut at = 0;
    while let Some(rest) = track.bits.get(at..).filter(|rest| !rest.is_empty()) {
        let ones = rest.iter().take_while(|bit| **bit).count();
        if ones > 0 {
            ink.put(format_args!("M{at} 0h{ones}v1h-{ones}z"));
        }
        at += ones.max(1);
    }
    ink.put(format_args!("\"/>"));
    hand(row, 1, &mut ink);
    ink.put(format_args!("</svg>"));
    if few {
        let bits = track.bits.iter().map(|bit| if *bit { "1" } else { "0" });
        names(bits.enumerate(), length, &mut ink);
    }
    if track.stops.is_empty() {
        return ink;
    }
    ink.put(format_args!("<svg class=\"walk\" aria-hidden=\"true\" viewBox=\"0 0 {length} 1000\" preserveAspectRatio=\"none\">"));
    if few {
        ink.put(format_args!("<path class=\"way\" d=\""));
        way(&track.stops, "L", "", &mut ink);
        ink.put(format_args!("\"/>"));
    }
    // A dot is a line of no length, which round ends make one.
    ink.put(format_args!(
        "<path class=\"stops\" data-few=\"{few}\" d=\""
    ));
    way(&track.stops, "M", "h0", &mut ink);
    ink.put(format_args!("\"/>"));
    hand(row, 1000, &mut ink);
    let stops = track.stops.len();
    let after = if stops < length {
        format!("of the first {stops} bits")
    } else {
        "bit".to_owned()
    };
    ink.put(format_args!(
        "</svg><p class=\"size\">Where the number stood after each {after}, from 0 below to "
    ));
    ink.symbol(&track.modulus);
    ink.put(format_args!(" above.</p>"));
    let numbers = track.stops.iter();
    let numbers = numbers.filter_map(|stop| Some((stop.bit, stop.number.as_deref()?)));
    if few {
        names(numbers, length, &mut ink);
    }
    ink
}

/// Texts below the cells that they belong to.
fn names<'a>(texts: impl Iterator<Item = (usize, &'a str)>, length: usize, ink: &mut Ink) {
    ink.put(format_args!("<svg class=\"names\" aria-hidden=\"true\">"));
    for (at, text) in texts {
        ink.text([&percent(2 * at + 1, 2 * length), "14"], "", text);
    }
    ink.put(format_args!("</svg>"));
}

/// A line through the bit of a row.
fn hand(row: Option<u32>, height: u32, ink: &mut Ink) {
    if let Some(bit) = row {
        ink.put(format_args!(
            "<path class=\"cursor\" d=\"M{bit}.5 0v{height}\"/>"
        ));
    }
}

/// The stops from the left, the modulus at the top.
fn way(stops: &[Stop], join: &str, dot: &str, ink: &mut Ink) {
    for (number, stop) in stops.iter().enumerate() {
        let to = if number == 0 { "M" } else { join };
        let (bit, up) = (stop.bit, 1000 - stop.place);
        ink.put(format_args!("{to}{bit}.5 {up}{dot}"));
    }
}
