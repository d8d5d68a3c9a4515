//! A rectangle, and the squares that Euclid's algorithm cuts from it.

use super::ink::Ink;
use super::tone;
use crate::engine::figure::Squares;

/// The width of the drawing, in its own units.
const WIDTH: u64 = 10_000;

pub(super) fn squares(squares: &Squares) -> Ink {
    let [a, b] = &squares.of;
    let [width, height] = squares.sides;
    let to_scale = |length: u64| length.saturating_mul(WIDTH) / width.max(1);
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<svg class=\"squares\" aria-hidden=\"true\" data-visibility=\"{}\" viewBox=\"0 0 {WIDTH} {}\">",
        tone(a.known_to),
        to_scale(height)
    ));
    for cut in &squares.cuts {
        let [x, y] = cut.at.map(to_scale);
        let side = to_scale(cut.side);
        let kind = match cut.row % 2 {
            0 => "even",
            _ => "odd",
        };
        ink.put(format_args!(
            "<rect class=\"{kind}\" data-row=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\"/>",
            cut.row
        ));
        if squares.numbers.is_some() && side * 16 > WIDTH {
            let middle = [x + side / 2, y + side / 2 + 90].map(|at| at.to_string());
            let [x, y] = &middle;
            ink.text([x, y], "", &cut.side.to_string());
        }
    }
    ink.put(format_args!("</svg><ul class=\"parts\">"));
    for (at, (side, what)) in [(a, "wide"), (b, "high")].into_iter().enumerate() {
        let number = squares.numbers.as_ref().and_then(|all| all.get(at));
        ink.put(format_args!("<li>"));
        ink.symbol(&side.symbol);
        ink.put(format_args!(
            "<span class=\"size\">{} {what}</span></li>",
            number.map_or("", |number| number)
        ));
    }
    ink.put(format_args!(
        "<li class=\"size\">each row of the table cuts squares of one size</li></ul>"
    ));
    ink
}
