//! A rectangle, and the squares that Euclid's algorithm cuts from it.

use crate::engine::ink::Ink;
use crate::engine::picture::Squares;
use crate::engine::picture::tone;

/// The width of the drawing, in its own units.
const WIDTH: u64 = 10_000;

/// How far the lines are apart that mark what a row leaves.
const HATCH: u64 = 160;

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
    }
    // The present row leaves this: it is seen with the squares of that row.
    for rest in &squares.rests {
        let ([x, y], [wide, high]) = (rest.at.map(to_scale), rest.size.map(to_scale));
        ink.put(format_args!(
            "<path class=\"rest\" data-row=\"{}\" d=\"M{x} {y}h{wide}v{high}h-{wide}z",
            rest.row
        ));
        // From the upper edge and the right one down to the left and the lower.
        for line in 1..(wide + high).div_ceil(HATCH) {
            let at = line * HATCH;
            let (from, to) = (at.min(wide), at.min(high));
            ink.put(format_args!(
                "M{} {}L{} {}",
                x + from,
                y + at - from,
                x + at - to,
                y + to
            ));
        }
        ink.put(format_args!("\"/>"));
    }
    for cut in &squares.cuts {
        let ([x, y], side) = (cut.at.map(to_scale), to_scale(cut.side));
        if squares.numbers.is_some() && side * 16 > WIDTH {
            let [x, y] = [x + side / 2, y + side / 2].map(|at| at.to_string());
            ink.text([&x, &y], "", &cut.side.to_string());
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::picture::{Cut, Rest};
    use crate::engine::trace::Value;

    #[test]
    fn what_a_row_leaves_is_marked_with_its_squares() {
        let cut = |x, y, side, row| Cut {
            at: [x, y],
            side,
            row,
        };
        let all = Squares {
            of: [Value::secret("λ", 5), Value::public("e", 3)],
            gcd: Value::public("g", 1),
            sides: [5, 3],
            cuts: vec![
                cut(0, 0, 3, 0),
                cut(3, 0, 2, 1),
                cut(3, 2, 1, 2),
                cut(4, 2, 1, 2),
            ],
            rests: vec![
                Rest {
                    at: [3, 0],
                    size: [2, 3],
                    row: 0,
                },
                Rest {
                    at: [3, 2],
                    size: [2, 1],
                    row: 1,
                },
            ],
            rows: 3,
            numbers: Some(["5".into(), "3".into()]),
        };
        let drawn = squares(&all).into_markup();
        assert_eq!(drawn.matches("data-row=\"0\"").count(), 2, "{drawn}");
        assert_eq!(drawn.matches("data-row=\"2\"").count(), 2, "{drawn}");
        assert!(
            drawn.contains("d=\"M6000 0h4000v6000h-4000zM6160 0L6000 160"),
            "{drawn}"
        );
        // No line leaves its rectangle: the last is a hatch from its corner.
        assert!(!drawn.contains("L5"), "{drawn}");
    }
}
