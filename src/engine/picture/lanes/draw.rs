//! Byte strings under each other, and what stands between them.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::shades::shades;
use crate::engine::picture::tone;
use crate::engine::picture::{Lane, Lanes};

pub(super) fn lanes(all: &Lanes) -> Ink {
    let last = all.lanes.len().saturating_sub(1);
    let differing = all.differing();
    let mut ink = Ink::default();
    for (index, one) in all.lanes.iter().enumerate() {
        if index > 0 {
            let sign = match index == last {
                true if all.sign == "=" && !differing.is_empty() => "≠",
                true => "=",
                false => all.sign,
            };
            ink.put(format_args!(
                "<p class=\"sign\" aria-hidden=\"true\">{sign}</p>"
            ));
        }
        strip(one, one.bytes.len(), &mut ink);
    }
    if all.sign == "=" {
        let length = all.lanes.first().map_or(1, |lane| lane.bytes.len());
        differences(&differing, length, &mut ink);
    }
    ink
}

/// The bytes that differ, marked below the two that are compared.
fn differences(differing: &[usize], length: usize, ink: &mut Ink) {
    if differing.is_empty() {
        ink.put(format_args!(
            "<p class=\"size\" aria-hidden=\"true\">Every byte is the same.</p>"
        ));
        return;
    }
    ink.put(format_args!("<svg class=\"differing\" aria-hidden=\"true\" viewBox=\"0 0 {length} 1\" preserveAspectRatio=\"none\"><path d=\""));
    for at in differing {
        ink.put(format_args!("M{at} 0h1v1h-1z"));
    }
    ink.put(format_args!("\"/></svg>"));
}

/// Up to so many bytes are written into their cells.
const WRITTEN: usize = 16;

/// A byte string with its name, where there is room for so many bytes.
pub(in crate::engine::picture) fn strip(lane: &Lane, room: usize, ink: &mut Ink) {
    let length = lane.bytes.len();
    let name = plain(&lane.name);
    caption(&lane.name, &lane.size, ink);
    let kind = tone(lane.known_to);
    ink.put(format_args!("<div class=\"lane\" data-symbol=\"{name}\" data-visibility=\"{kind}\" aria-hidden=\"true\"><svg class=\"strip\" viewBox=\"0 0 {room} 1\" preserveAspectRatio=\"none\"><path class=\"ground\" d=\"M0 0h{length}v1h-{length}z\"/>"));
    shades(&lane.bytes, 0..length, ink);
    ink.put(format_args!("<path class=\"cuts\" d=\""));
    for cut in &lane.cuts {
        ink.put(format_args!("M{cut} 0v1"));
    }
    ink.put(format_args!("\"/></svg>"));
    if length <= WRITTEN && length == room {
        written(&lane.bytes, ink);
    }
    ink.put(format_args!("</div>"));
}

/// Bytes in digits, each in its cell, and below them the letters that they
/// are, where they are a text.
fn written(bytes: &[u8], ink: &mut Ink) {
    let is_text = bytes.iter().any(u8::is_ascii_alphanumeric)
        && bytes
            .iter()
            .all(|byte| (b' '..=b'~').contains(byte) || *byte <= 16);
    ink.put(format_args!("<p class=\"bytes\">"));
    for byte in bytes {
        ink.put(format_args!("<span>{byte:02x}</span>"));
    }
    if is_text {
        ink.put(format_args!("</p><p class=\"bytes letters\">"));
        for byte in bytes {
            let letter = match byte {
                b' ' => "␣".to_owned(),
                letter if letter.is_ascii_graphic() => plain(&char::from(*letter).to_string()),
                _ => "·".to_owned(),
            };
            ink.put(format_args!("<span>{letter}</span>"));
        }
    }
    ink.put(format_args!("</p>"));
}

/// A name, and how long it is.
pub(in crate::engine::picture) fn caption(name: &str, size: &str, ink: &mut Ink) {
    ink.put(format_args!("<p class=\"caption\"><span>"));
    ink.symbol(name);
    ink.put(format_args!(
        "</span><span class=\"size\">{size}</span></p>"
    ));
}
