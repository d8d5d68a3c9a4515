//! A product as a rectangle of its factors, and their lengths in bits.

use crate::engine::ink::Ink;
use crate::engine::picture::scale::scale;
use crate::engine::picture::tone;
use crate::engine::picture::{Area, Mark, Scale};

/// The width of the drawing, in its own units.
const WIDTH: u32 = 10_000;

pub(super) fn area(area: &Area) -> Ink {
    let [wide, high, whole] = &area.marks;
    let height = high.place * (WIDTH / 1000);
    let mut ink = Ink::default();
    ink.put(format_args!("<svg class=\"squares area\" aria-hidden=\"true\" data-visibility=\"{}\" viewBox=\"-900 -700 {} {}\"><rect data-symbol=\"{}\" width=\"{WIDTH}\" height=\"{height}\"/>",
        tone(whole.known_to),
        WIDTH + 1000,
        height + 800,
        crate::engine::ink::plain(&whole.name),
    ));
    if let Some([columns, rows]) = area.units {
        // One line for each unit between two.
        ink.put(format_args!("<path d=\""));
        for column in 1..columns {
            ink.put(format_args!("M{} 0v{height}", column * WIDTH / columns));
        }
        for row in 1..rows {
            ink.put(format_args!("M0 {}h{WIDTH}", row * height / rows));
        }
        ink.put(format_args!("\"/>"));
    }
    for (x, y, mark) in [
        (WIDTH / 2, -200, wide),
        (WIDTH / 2, i64::from(height / 2 + 120), whole),
    ] {
        ink.put(format_args!("<text x=\"{x}\" y=\"{y}\">"));
        name(mark, &mut ink);
    }
    let middle = height / 2;
    ink.put(format_args!(
        "<text transform=\"translate(-250 {middle}) rotate(-90)\">"
    ));
    name(high, &mut ink);
    ink.put(format_args!("</svg>"));
    let longest = area.bits.iter().max().copied().unwrap_or(1).max(1);
    let marks = area.marks.iter().zip(area.bits).map(|(mark, bits)| Mark {
        number: Some(format!("{bits} bits").into()),
        place: u32::try_from(bits * 1000 / longest).unwrap_or(1000),
        ..mark.clone()
    });
    let lengths = scale(&Scale {
        marks: marks.collect(),
        in_bits: false,
        relation: "".into(),
    });
    ink.put(format_args!(
        "<p class=\"size\">To scale above; below, how long the numbers are.</p>{lengths}"
    ));
    ink
}

/// A name with its number, and the end of its text.
fn name(mark: &Mark, ink: &mut Ink) {
    ink.label(&mark.name);
    if let Some(number) = &mark.number {
        ink.put(format_args!(" = {number}"));
    }
    ink.put(format_args!("</text>"));
}
