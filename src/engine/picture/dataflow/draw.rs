//! What is made from what: a box for each value, below those that it is made
//! from.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::across;
use crate::engine::picture::shades::shades;
use crate::engine::picture::tone;
use crate::engine::picture::{Dataflow, NODE_WIDE, Node};

/// From one row to the next, in pixels.
const ROW: usize = 78;
/// The top of a box below that of its row: what makes it stands above.
const ABOVE: usize = 18;
/// How high a box is.
const BOX: usize = 48;
/// The graph. Each box leads to the step that makes its value.
pub fn dataflow(flow: &Dataflow, ink: &mut Ink, link: &dyn Fn(&str) -> String) {
    let height = flow.rows * ROW;
    ink.put(format_args!("<svg height=\"{height}\"><svg class=\"ways\" viewBox=\"0 0 1000 {height}\" preserveAspectRatio=\"none\">"));
    for (number, node) in flow.nodes.iter().enumerate() {
        for (from, passes) in node.from.iter().zip(&node.passes) {
            if let Some(above) = flow.nodes.get(*from) {
                let roots = roots(*from, above);
                ink.put(format_args!(
                    "<path data-node=\"{number}\" data-roots=\"{roots}\" d=\""
                ));
                way(above, passes, node, ink);
                ink.put(format_args!("\"/>"));
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

/// The line from a value to one that is made from it, past the rows between.
fn way(above: &Node, passes: &[u32], below: &Node, ink: &mut Ink) {
    let (mut x, mut y) = (above.at.1, above.at.0 * ROW + ABOVE + BOX);
    ink.put(format_args!("M{x} {y}"));
    let mut to = |next: u32, down: usize| {
        let middle = usize::midpoint(y, down);
        ink.put(format_args!("C{x} {middle} {next} {middle} {next} {down}"));
        (x, y) = (next, down);
    };
    for (row, pass) in (above.at.0 + 1..).zip(passes) {
        let top = row * ROW + ABOVE;
        to(*pass, top);
        to(*pass, top + BOX);
    }
    let label = if below.work.is_empty() { ABOVE } else { 2 };
    to(below.at.1, below.at.0 * ROW + label);
}

/// A value in its box: what makes it, its name, how large it is, its bytes.
fn value(number: usize, node: &Node, link: &str, ink: &mut Ink) {
    let (row, middle) = node.at;
    let (top, middle, wide) = (row * ROW + ABOVE, middle as usize, NODE_WIDE as usize);
    let (left, x) = (across(middle.saturating_sub(wide / 2)), across(middle));
    let (wide, step, length) = (across(wide), plain(&node.step), node.bytes.len());
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
