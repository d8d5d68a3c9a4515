//! A modulus as a rectangle: with its edges, and as others see it.

use super::ink::{Ink, plain};
use super::{mark, tone};
use crate::engine::figure::{Mark, Modulus};

/// The width of the drawing, in its own units.
const WIDTH: u32 = 1000;

/// A shape lower than this has no room for its name in it.
const FLAT: u32 = 180;

pub(super) fn modulus(modulus: &Modulus) -> Ink {
    let [wide, high] = &modulus.edges;
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"opening modulus\"><div class=\"own\" data-flat=\"{}\">",
        high.place < FLAT
    ));
    for ((side, others), class) in modulus
        .edges
        .iter()
        .zip(&modulus.others)
        .zip(["wide", "high"])
    {
        edge(side, others, class, &mut ink);
    }
    let height = high.place;
    ink.put(format_args!("<svg class=\"shape\" aria-hidden=\"true\" viewBox=\"0 0 {WIDTH} {height}\"><rect data-visibility=\"public\" width=\"{WIDTH}\" height=\"{height}\"/>"));
    if let Some([columns, rows]) = modulus.units {
        ink.put(format_args!("<path class=\"units\" d=\""));
        for column in 1..columns {
            ink.put(format_args!("M{} 0v{height}", column * WIDTH / columns));
        }
        for row in 1..rows {
            ink.put(format_args!("M0 {}h{WIDTH}", row * height / rows));
        }
        ink.put(format_args!("\"/>"));
    }
    let [top, left] = [wide, high].map(|side| tone(side.known_to));
    ink.put(format_args!(
        "<path class=\"side\" data-visibility=\"{top}\" d=\"M0 0h{WIDTH}\"/><path class=\"side\" data-visibility=\"{left}\" d=\"M0 0v{height}\"/></svg>"
    ));
    area(&modulus.area, &mut ink);
    // Of the same area, and of no shape that would tell the edges.
    let side = (WIDTH * height).isqrt();
    let x = (WIDTH - side) / 2;
    ink.put(format_args!("<p class=\"who\">what you have</p></div><p class=\"turn\" aria-hidden=\"true\">→</p><div class=\"others\" data-flat=\"{}\"><p class=\"edge wide\">?</p><p class=\"edge high\">?</p><svg class=\"shape\" aria-hidden=\"true\" viewBox=\"0 0 {WIDTH} {side}\"><rect data-visibility=\"public\" x=\"{x}\" width=\"{side}\" height=\"{side}\"/><path class=\"unknown\" d=\"M{x} {side}V0h{side}\"/></svg>",
        side < 2 * FLAT));
    area(&modulus.area, &mut ink);
    ink.put(format_args!(
        "<p class=\"who\">what all others have</p></div></div>"
    ));
    ink
}

/// An edge with its number, and the primes beside it.
fn edge(side: &Mark, others: &[u32], class: &str, ink: &mut Ink) {
    ink.put(format_args!("<p class=\"edge {class}\">"));
    let number = side.number.as_deref().unwrap_or_default();
    let now: Option<u32> = number.parse().ok();
    let (before, after): (Vec<u32>, Vec<u32>) =
        others.iter().partition(|other| now > Some(**other));
    choices(side, &before, ink);
    named(side, ink);
    choices(side, &after, ink);
    ink.put(format_args!("</p>"));
}

fn choices(side: &Mark, primes: &[u32], ink: &mut Ink) {
    let name = plain(&side.name);
    for prime in primes {
        ink.put(format_args!("<button type=\"button\" data-fill=\"{name}\" data-value=\"{prime}\" aria-label=\"{name} = {prime}\">{prime}</button>"));
    }
}

fn area(area: &Mark, ink: &mut Ink) {
    ink.put(format_args!("<p class=\"inside\">"));
    named(area, ink);
    ink.put(format_args!("</p>"));
}

/// A name with who may know it, and its number.
fn named(mark_of: &Mark, ink: &mut Ink) {
    let kind = tone(mark_of.known_to);
    let number = plain(mark_of.number.as_deref().unwrap_or_default());
    let (sign, long) = match number.ends_with("bits") {
        true => ("", " data-long"),
        false => ("= ", ""),
    };
    ink.put(format_args!(
        "<b data-visibility=\"{kind}\"{long}>{} ",
        mark(mark_of.known_to)
    ));
    ink.symbol(&mark_of.name);
    ink.put(format_args!(" {sign}{number}</b>"));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn an_edge_has_its_neighbours_and_the_other_side_has_none() {
        let all = modulus(&Modulus::of(&5.into(), &11.into(), &3.into()).unwrap()).into_markup();
        assert!(
            all.contains("data-fill=\"p\" data-value=\"17\" aria-label=\"p = 17\""),
            "{all}"
        );
        assert_eq!(all.matches("<button").count(), 4);
        assert!(all.contains("viewBox=\"0 0 1000 454\""), "{all}");
        // As large as 11 · 5, and square.
        assert!(all.contains("width=\"673\" height=\"673\""), "{all}");
        let (own, others) = all.split_once("class=\"others\"").unwrap();
        assert!(own.contains("= 5</b>") && !others.contains("= 5</b>"));
        assert_eq!(others.matches(">?</p>").count(), 2);
    }

    #[test]
    fn long_edges_are_said_by_their_lengths() {
        let all = modulus(&Modulus::sized(2048)).into_markup();
        assert!(
            all.contains("data-long") && all.contains("1024 bits</b>"),
            "{all}"
        );
        assert!(!all.contains("<button"));
    }
}
