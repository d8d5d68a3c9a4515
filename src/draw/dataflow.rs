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

/// The graph. Each box leads to the step that makes its value.
pub fn dataflow(flow: &Dataflow, ink: &mut Ink, link: &dyn Fn(&str) -> String) {
    let height = flow.rows * ROW;
    ink.put(format_args!("<svg height=\"{height}\"><svg class=\"ways\" viewBox=\"0 0 1000 {height}\" preserveAspectRatio=\"none\">"));
    for (number, node) in flow.nodes.iter().enumerate() {
        for from in &node.from {
            if let Some(above) = flow.nodes.get(*from) {
                way(above, number, node, &roots(*from, above), ink);
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

/// A line from a value to one that is made from it.
fn way(above: &Node, to: usize, below: &Node, roots: &str, ink: &mut Ink) {
    let top = above.at.0 * ROW + ABOVE + BOX;
    let label = if below.work.is_empty() { ABOVE } else { 2 };
    let bottom = below.at.0 * ROW + label;
    let (x1, x2, middle) = (above.at.1, below.at.1, usize::midpoint(top, bottom));
    ink.put(format_args!(
        "<path data-node=\"{to}\" data-roots=\"{roots}\" d=\"M{x1} {top}C{x1} {middle} {x2} {middle} {x2} {bottom}\"/>"
    ));
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
