//! A line of bits for each round.

use super::Diffusion;
use crate::engine::ink::Ink;
use crate::engine::picture::bits;

pub(super) fn diffusion(all: &Diffusion) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"diffusion\" aria-hidden=\"true\"><p><span>round</span><span>bits that differ, of 128</span></p><ol>"
    ));
    for (round, difference) in all.differences.iter().enumerate() {
        ink.put(format_args!(
            "<li><b>{round}</b><svg viewBox=\"0 0 128 1\" preserveAspectRatio=\"none\"><path d=\""
        ));
        bits::line(*difference, 0, &mut ink);
        ink.put(format_args!(
            "\"/></svg><span>{}</span></li>",
            difference.count_ones()
        ));
    }
    ink.put(format_args!("</ol></div>"));
    ink
}
