//! A byte string to scale, with its parts.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::lanes::caption;
use crate::engine::picture::percent;
use crate::engine::picture::shades::shades;
use crate::engine::picture::tone;
use crate::engine::picture::{Bar, Part};
use crate::engine::text::plural;

/// A part narrower than this share of the whole, in percent, has no room for
/// its name.
const ROOM: usize = 12;

pub(super) fn bar(bar: &Bar) -> Ink {
    let length = bar.bytes.len();
    let mut ink = Ink::default();
    caption(&bar.name, &plural(length), &mut ink);
    ink.put(format_args!("<svg class=\"strip\" aria-hidden=\"true\" viewBox=\"0 0 {length} 1\" preserveAspectRatio=\"none\">"));
    for part in &bar.parts {
        ink.put(format_args!(
            "<g data-visibility=\"{}\" data-symbol=\"{}\" data-lit=\"{}\">",
            tone(part.known_to),
            plain(&part.name),
            part.lit
        ));
        shades(&bar.bytes, part.range.clone(), &mut ink);
        ink.put(format_args!("</g>"));
    }
    ink.put(format_args!(
        "</svg><svg class=\"names\" aria-hidden=\"true\">"
    ));
    brackets(&bar.parts, length, &mut ink);
    ink.put(format_args!("</svg><ul class=\"parts\">"));
    for part in bar.parts.iter().filter(|part| part.lit) {
        let named = has_room(part, length);
        ink.put(format_args!("<li data-named=\"{named}\"><span>"));
        ink.symbol(&part.name);
        let size = part.range.len();
        ink.put(format_args!(
            "</span><span class=\"size\">{size}</span></li>"
        ));
    }
    ink.put(format_args!("</ul>"));
    ink
}

fn has_room(part: &Part, length: usize) -> bool {
    part.range.len() * 100 >= length * ROOM
}

/// Where parts begin, and their names below the middles of them.
pub(in crate::engine::picture) fn brackets(parts: &[Part], length: usize, ink: &mut Ink) {
    for part in parts {
        let (from, to) = (part.range.start, part.range.end);
        let edge = percent(from, length);
        if from > 0 {
            ink.put(format_args!(
                "<line x1=\"{edge}\" x2=\"{edge}\" y1=\"0\" y2=\"6\"/>"
            ));
        }
        if has_room(part, length) {
            let x = percent(from + to, 2 * length);
            let name = plain(&part.name);
            ink.put(format_args!(
                "<text data-symbol=\"{name}\" x=\"{x}\" y=\"18\">"
            ));
            ink.label(&part.name);
            ink.put(format_args!("</text>"));
        }
    }
}
