//! Where a value comes from and what becomes of it: the trail through the
//! steps.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::tone;
use crate::engine::picture::{Dataflow, Node};

/// What the step makes: from what, and for what. Nothing where it makes
/// nothing that is used or made from anything.
pub(super) fn trail(flow: &Dataflow, step: &str, ink: &mut Ink, link: &dyn Fn(&str) -> String) {
    let all = || flow.nodes.iter().enumerate();
    let made = all().filter(|(_, node)| node.step == step && !node.is_check());
    for (number, node) in made {
        let to: Vec<&Node> = all()
            .filter(|(_, other)| other.from.contains(&number))
            .map(|(_, other)| other)
            .collect();
        let from = node.from.iter().filter_map(|from| flow.nodes.get(*from));
        ink.put(format_args!("<p class=\"trail\">"));
        for node in from.clone() {
            one(node, ink, link);
        }
        if !node.from.is_empty() {
            ink.put(format_args!("<span class=\"to\">makes</span>"));
        }
        ink.put(format_args!("<b>"));
        ink.symbol(&node.name);
        ink.put(format_args!("</b>"));
        if !to.is_empty() {
            ink.put(format_args!("<span class=\"to\">goes into</span>"));
        }
        for node in to {
            one(node, ink, link);
        }
        ink.put(format_args!("</p>"));
    }
}

fn one(node: &Node, ink: &mut Ink, link: &dyn Fn(&str) -> String) {
    ink.put(format_args!(
        "<a href=\"{}\" data-step=\"{}\" data-visibility=\"{}\">",
        plain(&link(&node.step)),
        plain(&node.step),
        tone(node.known_to)
    ));
    if node.is_check() {
        ink.put(format_args!("a check"));
    } else {
        ink.symbol(&node.name);
    }
    ink.put(format_args!("</a>"));
}
