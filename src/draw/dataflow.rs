//! What is made from what: a box for each value, below those that it is made
//! from.

use super::across;
use super::ink::{Ink, plain};
use super::shades::shades;
use super::tone;
use crate::engine::figure::{Dataflow, Node};

/// From one row to the next, in pixels.
const ROW: usize = 78;
/// The top of a box below that of its row: what makes it stands above.
const ABOVE: usize = 18;
/// How high a box is.
const BOX: usize = 48;
/// How wide a box is, in thousandths.
const WIDE: usize = 230;
/// How far from a box a way passes it, in thousandths.
const BESIDE: usize = 10;

/// The graph. Each box leads to the step that makes its value.
pub fn dataflow(flow: &Dataflow, ink: &mut Ink, link: &dyn Fn(&str) -> String) {
    let height = flow.rows * ROW;
    ink.put(format_args!("<svg height=\"{height}\"><svg class=\"ways\" viewBox=\"0 0 1000 {height}\" preserveAspectRatio=\"none\">"));
    for (number, node) in flow.nodes.iter().enumerate() {
        for from in &node.from {
            if let Some(above) = flow.nodes.get(*from) {
                let (way, roots) = (way(flow, above, node), roots(*from, above));
                ink.put(format_args!(
                    "<path data-node=\"{number}\" data-roots=\"{roots}\" d=\"{way}\"/>"
                ));
            }
        }
    }
    ink.put(format_args!("</svg>"));
    for (number, node) in flow.nodes.iter().enumerate() {
        value(number, node, &plain(&link(&node.step)), ink);
    }
    ink.put(format_args!("</svg>"));
}

/// A value's number and those of all that it hangs on, each between spaces.
fn roots(number: usize, node: &Node) -> String {
    let mut all = format!(" {number} ");
    for root in &node.roots {
        all += &format!("{root} ");
    }
    all
}

/// The line from a value to one that is made from it, past the boxes of the
/// rows between them.
fn way(flow: &Dataflow, above: &Node, below: &Node) -> String {
    let ((first, x1), (last, x2)) = (above.at, below.at);
    let (x1, x2) = (x1 as usize, x2 as usize);
    let (mut x, mut y) = (x1, first * ROW + ABOVE + BOX);
    let mut way = format!("M{x} {y}");
    let mut to = |next: usize, down: usize| {
        let middle = usize::midpoint(y, down);
        way += &format!("C{x} {middle} {next} {middle} {next} {down}");
        (x, y) = (next, down);
    };
    for row in first + 1..last {
        let (done, all) = (row - first, last - first);
        let straight = (x1 * (all - done) + x2 * done) / all;
        let gap = gap(flow, row, straight);
        let top = row * ROW + ABOVE;
        to(gap, top);
        to(gap, top + BOX);
    }
    let label = if below.work.is_empty() { ABOVE } else { 2 };
    to(x2, last * ROW + label);
    way
}

/// Where a way passes a row: as near as the boxes of the row leave it to where
/// it would go straight.
fn gap(flow: &Dataflow, row: usize, straight: usize) -> usize {
    let boxes = flow.nodes.iter().filter(|node| node.at.0 == row);
    let boxes: Vec<usize> = boxes.map(|node| node.at.1 as usize).collect();
    let is_free = |x: &usize| boxes.iter().all(|middle| x.abs_diff(*middle) > WIDE / 2);
    let beside = boxes.iter().flat_map(|middle| {
        let far = WIDE / 2 + BESIDE;
        [middle.saturating_sub(far).max(2), (middle + far).min(998)]
    });
    let mut free: Vec<usize> = beside.chain([straight]).filter(is_free).collect();
    free.sort_by_key(|x| x.abs_diff(straight));
    free.first().copied().unwrap_or(straight)
}

/// A value in its box: what makes it, its name, how large it is, its bytes.
fn value(number: usize, node: &Node, link: &str, ink: &mut Ink) {
    let (row, middle) = node.at;
    let (top, middle) = (row * ROW + ABOVE, middle as usize);
    let (left, x) = (across(middle.saturating_sub(WIDE / 2)), across(middle));
    let (wide, step, length) = (across(WIDE), plain(&node.step), node.bytes.len());
    let name = plain(&node.name);
    let roots = roots(number, node);
    ink.put(format_args!(
        "<a class=\"node\" href=\"{link}\" data-step=\"{step}\" data-node=\"{number}\" data-roots=\"{roots}\" data-visibility=\"{}\"",
        tone(node.known_to)
    ));
    if !node.is_check() {
        ink.put(format_args!(" data-symbol=\"{name}\""));
    }
    ink.put(format_args!(
        "><rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{BOX}\" rx=\"6\"/>"
    ));
    let base = (top + 18).to_string();
    ink.put(format_args!("<text class=\"name\" x=\"{x}\" y=\"{base}\">"));
    ink.label(&node.name);
    ink.put(format_args!("</text>"));
    let size = match &*node.name {
        _ if !node.is_check() => &*node.size,
        "=" => "the same",
        _ => "not the same",
    };
    ink.text([&x, &(top + 34).to_string()], "size", size);
    if !node.is_check() {
        ink.text([&x, &(top - 6).to_string()], "work", &node.work);
        let y = top + BOX - 8;
        ink.put(format_args!("<svg x=\"{left}\" y=\"{y}\" width=\"{wide}\" height=\"8\" viewBox=\"0 0 {} 1\" preserveAspectRatio=\"none\">", length.max(1)));
        shades(&node.bytes, 0..length, ink);
        ink.put(format_args!("</svg>"));
    }
    ink.put(format_args!("</a>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A node in a row, with its middle there.
    fn node(row: usize, middle: u32, from: &[usize]) -> Node {
        Node {
            name: "x".into(),
            work: "".into(),
            size: "1".into(),
            bytes: Vec::new(),
            known_to: crate::engine::knowers::Knowers::EVERYBODY,
            step: String::new(),
            at: (row, middle),
            from: from.to_vec(),
            roots: Vec::new(),
        }
    }

    #[test]
    fn a_way_passes_beside_what_stands_between() {
        for (boxes, passes) in [
            (&[500][..], 375),
            (&[250, 750], 500),
            (&[125, 375, 625, 875], 500),
            (&[], 480),
        ] {
            let mut nodes = vec![node(0, 480, &[])];
            nodes.extend(boxes.iter().map(|middle| node(1, *middle, &[])));
            nodes.push(node(2, 480, &[0]));
            let flow = Dataflow {
                nodes,
                rows: 3,
                says: "".into(),
            };
            // The straight way where it is free, else the gap that is nearest.
            let found = gap(&flow, 1, 480);
            assert!(found.abs_diff(passes) <= 20, "{boxes:?}: {found}");
            assert!(
                boxes
                    .iter()
                    .all(|middle| found.abs_diff(*middle as usize) > 115)
            );
            let last = flow
                .nodes
                .last()
                .map(|last| way(&flow, &flow.nodes[0], last));
            let last = last.unwrap_or_default();
            assert!(
                last.starts_with("M480 66C") && last.ends_with(" 480 174"),
                "{last}"
            );
            assert_eq!(last.matches('C').count(), 3);
        }
    }
}
