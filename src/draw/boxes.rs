//! Boxes in boxes, to scale: a row for each depth.

use super::ink::{Ink, plain};
use super::{percent, tone};
use crate::engine::figure::Boxes;

/// How high a row is, in pixels.
const ROW: usize = 30;

/// Boxes of at least this share of the width, in thousandths, bear their name.
const NAMED: usize = 35;

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
            if length * 1000 >= whole * NAMED {
                let name = plain(&one.name);
                ink.put(format_args!("<text x=\"5\" y=\"19\">{name}</text>"));
            }
            ink.put(format_args!("</svg>"));
        }
    }
    ink.put(format_args!(
        "</svg><p class=\"size\">{}: {whole} bytes to scale. Under each box stand those inside it; what is left free are tags and lengths.</p>",
        plain(&boxes.name)
    ));
    ink
}
