//! A modulus as a rectangle: with its edges, and as others see it.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::{Mark, Modulus, Plane};
use crate::engine::picture::{mark, percent, plane, tone};

/// The width of the drawing, in its own units.
const WIDTH: u32 = 1000;

/// How wide the disc beside a plane may be, in hundredths of the plane's width.
const BESIDE: u32 = 80;

/// The diameter of a disc beside the side of a square of its area, in
/// thousandths: 2/√π.
const ROUND: u32 = 1128;

/// A shape lower than this has no room for its name in it.
const FLAT: u32 = 180;

pub(super) fn modulus(modulus: &Modulus) -> Ink {
    let mut ink = Ink::default();
    let finding = plain(&modulus.finding);
    match &modulus.plane {
        Some(plane) => {
            let own = plane::plane(plane, &modulus.area);
            ink.put(format_args!("<div class=\"opening modulus planar\"><div class=\"own\">{own}<p class=\"who\">what you have</p></div><div class=\"others\">"));
            disc(plane, &modulus.area, &mut ink);
        }
        None => {
            edges(modulus, &mut ink);
            let side = round((WIDTH * modulus.edges[1].place).isqrt()).min(WIDTH);
            // Of the same area, and without edges.
            let (middle, radius) = (WIDTH / 2, side / 2);
            ink.put(format_args!("<p class=\"turn\" aria-hidden=\"true\">→</p><div class=\"others\" data-flat=\"{}\"><p class=\"edge wide\">? · ?</p><svg class=\"shape\" aria-hidden=\"true\" viewBox=\"0 0 {WIDTH} {side}\"><circle data-visibility=\"public\" cx=\"{middle}\" cy=\"{radius}\" r=\"{radius}\"/></svg>",
                side < 2 * FLAT));
            area(&modulus.area, &mut ink);
        }
    }
    ink.put(format_args!(
        "<p class=\"who\">what all others have<br/>{finding}</p></div></div>"
    ));
    ink
}

/// How wide a disc is of the area of a square.
fn round(side: u32) -> u32 {
    side * ROUND / 1000
}

/// A disc as large as what stands on a plane, to its scale: it has the area, and
/// no edges.
fn disc(plane: &Plane, area: &Mark, ink: &mut Ink) {
    let [wide, high] = plane.edges.each_ref().map(|edge| edge.length * 100);
    let most = plane.size[0] * BESIDE;
    let side = round((wide * high).isqrt()).min(most);
    let size = percent(side as usize, most as usize);
    let from = percent((most - side) as usize, (2 * most) as usize);
    ink.put(format_args!("<svg class=\"shape\" aria-hidden=\"true\"><svg x=\"{from}\" y=\"{from}\" width=\"{size}\" height=\"{size}\"><circle data-visibility=\"public\" cx=\"50%\" cy=\"50%\" r=\"50%\"/><text class=\"edge\" x=\"50%\" y=\"50%\" dy=\"8\">? · ?</text><text class=\"area\" data-visibility=\"{}\" x=\"50%\" y=\"100%\" dy=\"24\">{} ", tone(area.known_to), mark(area.known_to)));
    ink.label(&area.name);
    let number = area.number.as_deref().unwrap_or_default();
    ink.put(format_args!(" = {number}</text></svg></svg>"));
}

/// The rectangle with its edges.
fn edges(modulus: &Modulus, ink: &mut Ink) {
    let [wide, high] = &modulus.edges;
    let height = high.place;
    ink.put(format_args!(
        "<div class=\"opening modulus\"><div class=\"own\" data-flat=\"{}\">",
        height < FLAT
    ));
    edge(wide, "wide", ink);
    edge(high, "high", ink);
    let [top, left] = [wide, high].map(|side| tone(side.known_to));
    ink.put(format_args!("<svg class=\"shape\" aria-hidden=\"true\" viewBox=\"0 0 {WIDTH} {height}\"><rect data-visibility=\"public\" width=\"{WIDTH}\" height=\"{height}\"/><path class=\"side\" data-visibility=\"{top}\" d=\"M0 0h{WIDTH}\"/><path class=\"side\" data-visibility=\"{left}\" d=\"M0 0v{height}\"/></svg>"));
    area(&modulus.area, ink);
    ink.put(format_args!("<p class=\"who\">what you have</p></div>"));
}

/// An edge with its number.
fn edge(side: &Mark, class: &str, ink: &mut Ink) {
    ink.put(format_args!("<p class=\"edge {class}\">"));
    named(side, ink);
    ink.put(format_args!("</p>"));
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
    fn an_edge_can_be_moved_and_the_other_side_has_none() {
        let all = modulus(&Modulus::of(&5.into(), &11.into(), &3.into()).unwrap()).into_markup();
        // As large as 11 · 5, and round: 8.36 of the 16 units that there is
        // room for.
        assert!(all.contains("width=\"52.1%\" height=\"52.1%\""), "{all}");
        let (own, others) = all.split_once("class=\"others\"").unwrap();
        assert!(own.contains("data-fill=\"p\"") && !others.contains("data-fill"));
        assert!(others.contains(">? · ?</text>"), "{others}");
    }

    #[test]
    fn long_edges_are_said_by_their_lengths() {
        let all = modulus(&Modulus::sized(2048)).into_markup();
        assert!(
            all.contains("data-long") && all.contains("1024 bits</b>"),
            "{all}"
        );
        assert!(
            !all.contains("data-fill") && all.contains("up to 2¹⁰²³ divisions"),
            "{all}"
        );
    }
}
