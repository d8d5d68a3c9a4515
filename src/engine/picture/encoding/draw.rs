//! A picture that several steps share, drawn as far as they have come.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::across;
use crate::engine::picture::bar::brackets;
use crate::engine::picture::shades::shades;
use crate::engine::picture::tone;
use crate::engine::picture::{Encoding, Strip, Way, When, Work};

/// How high a byte string is, in pixels.
const STRIP: u16 = 28;

/// The picture, with what is yet to come in outline.
pub(super) fn encoding(all: &Encoding) -> Ink {
    let mut ink = Ink::default();
    let height = all.height;
    ink.put(format_args!(
        "<svg aria-hidden=\"true\" height=\"{height}\">"
    ));
    all.ways.iter().for_each(|one| way(one, &mut ink));
    all.strips.iter().for_each(|one| strip(one, &mut ink));
    all.works.iter().for_each(|one| work(one, &mut ink));
    ink.put(format_args!("</svg>"));
    ink
}

fn tense(when: When) -> &'static str {
    match when {
        When::Before => "before",
        When::Now => "now",
        When::Later => "later",
    }
}

fn strip(strip: &Strip, ink: &mut Ink) {
    let (left, width) = strip.across;
    let (left, width) = (across(left as usize), across(width as usize));
    let (top, length) = (strip.top, strip.length);
    ink.put(format_args!(
        "<g class=\"place\" data-when=\"{}\" data-visibility=\"{}\" data-symbol=\"{}\"><text class=\"label\" x=\"{}\" y=\"{}\">",
        tense(strip.when),
        tone(strip.known_to),
        plain(&strip.name),
        left,
        top - 6
    ));
    ink.label(&strip.name);
    let comma = if strip.is.is_empty() { "" } else { ", " };
    let at = strip.aside.map_or_else(
        || "dx=\"6\"".to_owned(),
        |(x, y)| format!("x=\"{}\" y=\"{y}\"", across(x as usize)),
    );
    ink.put(format_args!("<tspan class=\"size\" {at}>{}{comma}{length} bytes</tspan></text><svg x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{STRIP}\" viewBox=\"0 0 {length} 1\" preserveAspectRatio=\"none\">", strip.is));
    shades(&strip.bytes, 0..strip.bytes.len(), ink);
    ink.put(format_args!("</svg><rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{STRIP}\"/><svg class=\"names\" x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"22\">", top + STRIP));
    brackets(&strip.parts, length, ink);
    ink.put(format_args!("</svg></g>"));
}

/// A sign in a circle, or a name in a box.
fn work(work: &Work, ink: &mut Ink) {
    let (x, y) = work.at;
    let half = match work.name.chars().count() {
        1 => 11,
        letters => 4 * letters + 7,
    };
    ink.put(format_args!("<svg class=\"work\" data-when=\"{}\" x=\"{}\" y=\"{y}\"><rect x=\"-{half}\" y=\"-11\" width=\"{}\" height=\"22\" rx=\"11\"/><text y=\"4\">{}</text></svg>", tense(work.when), across(x as usize), 2 * half, work.name));
}

/// A line from corner to corner, with an arrow at its end.
fn way(way: &Way, ink: &mut Ink) {
    ink.put(format_args!(
        "<g class=\"way\" data-when=\"{}\">",
        tense(way.when)
    ));
    let mut head = None;
    for ((x1, y1), (x2, y2)) in way.corners.iter().zip(way.corners.iter().skip(1)) {
        let (from, to) = (across(*x1 as usize), across(*x2 as usize));
        ink.put(format_args!(
            "<line x1=\"{from}\" y1=\"{y1}\" x2=\"{to}\" y2=\"{y2}\"/>"
        ));
        let shape = match (x1.cmp(x2), y1.cmp(y2)) {
            (std::cmp::Ordering::Equal, std::cmp::Ordering::Less) => "M0 0l-4-7h8z",
            (std::cmp::Ordering::Greater, _) => "M0 0l7-4v8z",
            _ => "M0 0l-7-4v8z",
        };
        head = Some((to, y2, shape));
    }
    if let Some((x, y, shape)) = head {
        ink.put(format_args!(
            "<svg class=\"head\" x=\"{x}\" y=\"{y}\"><path d=\"{shape}\"/></svg>"
        ));
    }
    ink.put(format_args!("</g>"));
}
