//! A way around the ring of numbers modulo n, from a power to its squares, and
//! the two doors by which a prime's way ends.

use super::ink::{Ink, plain};
use super::{across, tone};
use crate::engine::figure::{End, Path};
use std::f64::consts::TAU;

/// How far from the top the doors of 1 and −1 are drawn, in thousandths of the
/// ring: at their own places the eye could not tell them from 0.
const DOOR: u32 = 24;

pub(super) fn path(path: &Path) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!("<svg class=\"ring path\" aria-hidden=\"true\" viewBox=\"-120 -112 240 208\"><circle class=\"round\" r=\"80\"/>"));
    for (door, name) in [(DOOR, "1"), (1000 - DOOR, "−1")] {
        let [x, y] = point(door, 98.0);
        let [left, top] = point(door, 80.0);
        ink.put(format_args!(
            "<circle class=\"door\" cx=\"{left}\" cy=\"{top}\" r=\"6\"/>"
        ));
        ink.text([&x, &y], "door", name);
    }
    ink.put(format_args!("<path class=\"way\" d=\"M0 -86v12\"/>"));
    ink.text(["0", "-92"], "", "0");
    let last = path.stops.len().saturating_sub(1);
    let places = path.stops.iter().enumerate().map(|(at, stop)| {
        let is_last = at == last;
        match path.end {
            End::One | End::Root if is_last => DOOR,
            End::MinusOne if is_last => 1000 - DOOR,
            _ => stop.place,
        }
    });
    let places: Vec<u32> = places.collect();
    for pair in places.windows(2) {
        if let [from, to] = pair {
            let ([x, y], [left, top]) = (point(*from, 80.0), point(*to, 80.0));
            ink.put(format_args!(
                "<path class=\"way\" d=\"M{x} {y}Q0 0 {left} {top}\"/>"
            ));
        }
    }
    let holds = matches!(path.end, End::One | End::MinusOne);
    for ((at, stop), place) in path.stops.iter().enumerate().zip(&places) {
        let [x, y] = point(*place, 80.0);
        let name = plain(&stop.name);
        let kind = tone(stop.known_to);
        let (radius, holds) = match at {
            at if at == last => (6, format!(" data-holds=\"{holds}\"")),
            _ => (4, String::new()),
        };
        ink.put(format_args!("<g class=\"mark\" data-symbol=\"{name}\" data-visibility=\"{kind}\"{holds}><circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
        let [x, y] = point(*place, 64.0);
        ink.put(format_args!("<text x=\"{x}\" y=\"{y}\" dy=\"4\">"));
        ink.label(&stop.name);
        ink.put(format_args!("</text></g>"));
    }
    ink.put(format_args!("<text class=\"middle\" y=\"4\">mod "));
    ink.label(&path.modulus);
    ink.put(format_args!("</text></svg><ul class=\"parts\">"));
    let [base, exponent] = &path.start;
    for (at, stop) in path.stops.iter().enumerate() {
        ink.put(format_args!("<li><span>"));
        ink.symbol(&stop.name);
        ink.put(format_args!(" = "));
        match at.checked_sub(1).and_then(|before| path.stops.get(before)) {
            Some(before) => {
                ink.symbol(&before.name);
                ink.put(format_args!("<sup>2</sup>"));
            }
            None => {
                ink.symbol(base);
                ink.put(format_args!("<sup>"));
                ink.symbol(exponent);
                ink.put(format_args!("</sup>"));
            }
        }
        let says = match (at == last, path.end) {
            (true, End::One | End::Root) => "1".to_owned(),
            (true, End::MinusOne) => "−1".to_owned(),
            _ => match &stop.number {
                Some(number) => plain(number),
                None => format!("at {} of the way round", across(stop.place as usize)),
            },
        };
        ink.put(format_args!(
            "</span><span class=\"size\">{says}</span></li>"
        ));
    }
    let end = match path.end {
        End::One => {
            "It is 1 already, as it may be for a prime: there is nothing left to square. The doors of 1 and −1 are drawn apart; they lie next to 0."
        }
        End::MinusOne => {
            "It comes to −1, as it may for a prime; the next square would be 1. The doors of 1 and −1 are drawn apart; they lie next to 0."
        }
        End::Root => "It comes to 1 from another number than −1: no prime’s way does.",
        End::Elsewhere => "It meets neither door: no prime’s way ends like this.",
    };
    ink.put(format_args!("</ul><p class=\"size\">{end}</p>"));
    ink
}

/// A place of the ring at this distance from its middle.
fn point(place: u32, radius: f64) -> [String; 2] {
    let angle = f64::from(place) / 1000.0 * TAU;
    [radius * angle.sin(), -radius * angle.cos()].map(|at| format!("{at:.1}"))
}
