//! A matrix of bits, with what it is multiplied by.

use super::{Affine, bit};
use crate::engine::ink::Ink;

pub(super) fn affine(all: &Affine) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"affine\" aria-hidden=\"true\"><p><span>matrix</span><span>{:02x}</span><span>{:02x}</span><span>{:02x}</span></p>",
        all.from, all.constant, all.to
    ));
    for row in 0..8 {
        ink.put(format_args!("<p>"));
        for place in 0..8 {
            let has = Affine::has(row, place);
            let tag = if has && bit(all.from, place) {
                "b"
            } else {
                "i"
            };
            ink.put(format_args!("<{tag}>{}</{tag}>", u8::from(has)));
        }
        let [from, constant] = [all.from, all.constant].map(|byte| u8::from(bit(byte, row)));
        let to = u8::from(all.bit(row));
        ink.put(format_args!(
            "<s>·</s><u>{from}</u><s>⊕</s><i>{constant}</i><s>=</s><u>{to}</u></p>"
        ));
    }
    ink.put(format_args!("</div>"));
    ink
}
