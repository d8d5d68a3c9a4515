//! Numbers as lengths under each other, on one scale.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Scale;
use crate::engine::picture::tone;

pub(in crate::engine::picture) fn scale(scale: &Scale) -> Ink {
    let mut ink = Ink::default();
    for mark in &scale.marks {
        ink.put(format_args!("<p class=\"caption\"><span>"));
        ink.symbol(&mark.name);
        let (name, kind, length) = (plain(&mark.name), tone(mark.known_to), mark.place.max(2));
        let number = plain(mark.number.as_deref().unwrap_or_default());
        ink.put(format_args!("</span><span class=\"size\">{number}</span></p><svg class=\"length\" aria-hidden=\"true\" data-symbol=\"{name}\" data-visibility=\"{kind}\" viewBox=\"0 0 1000 1\" preserveAspectRatio=\"none\"><path d=\"M0 0h{length}v1h-{length}z\"/></svg>"));
    }
    if scale.in_bits {
        ink.put(format_args!("<p class=\"size\" aria-hidden=\"true\">Their lengths in bits: the numbers themselves are too far apart.</p>"));
    }
    ink
}
