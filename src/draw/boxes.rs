//! Boxes in boxes, to scale: a row for each depth.

use super::ink::{Ink, plain};
use super::{percent, tone};
use crate::engine::figure::Boxes;

/// How high a row is, in pixels.
const ROW: usize = 30;

/// How much of the width a name of so many letters takes, in thousandths: where
/// there is room, and on a narrow page.
fn room(letters: usize) -> [usize; 2] {
    [11, 25].map(|letter| letter * letters + 15)
}

pub(super) fn boxes(boxes: &Boxes) -> Ink {
    let mut ink = Ink::default();
    let height = boxes.rows.len() * ROW;
    let whole = boxes.length as usize;
    ink.put(format_args!(
        "<svg class=\"boxes\" aria-hidden=\"true\" height=\"{height}\">"
    ));
    for (depth, row) in boxes.rows.iter().enumerate() {
        let y = depth * ROW;
        for one in row {
            let [from, to] = one.range.map(|at| at as usize);
            let length = to.saturating_sub(from);
            let (x, width) = (percent(from, whole), percent(length, whole));
            // What does not fit into a box is cut off at its edge.
            ink.put(format_args!("<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{ROW}\"><rect data-visibility=\"{}\" width=\"100%\" height=\"100%\"/>", tone(one.known_to)));
            let share = length * 1000 / whole.max(1);
            let [wide, narrow] = room(one.name.chars().count()).map(|room| share >= room);
            if wide {
                let (class, name) = (if narrow { "" } else { "wide" }, plain(&one.name));
                ink.put(format_args!(
                    "<text class=\"{class}\" x=\"5\" y=\"19\">{name}</text>"
                ));
            }
            ink.put(format_args!("</svg>"));
        }
    }
    let row = boxes.rows.get(1).into_iter().flatten();
    let names: Vec<String> = row.map(|one| plain(&one.name)).collect();
    ink.put(format_args!(
        "</svg><p class=\"size\">{}: {whole} bytes to scale. In the second row: {}. Before each box are its tag and its length; below one with nothing under it is its content.</p>",
        plain(&boxes.name),
        names.join(", ")
    ));
    ink
}
