//! Polynomials under each other, each bit at its place.

use super::Carryless;
use crate::engine::ink::Ink;

/// How many bits a product has at most.
const BITS: u32 = 15;

pub(super) fn carryless(all: &Carryless) -> Ink {
    let [a, b] = all.factors;
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"carryless\" aria-hidden=\"true\">"
    ));
    for (place, row) in all.rows.iter().enumerate() {
        let bit = b >> place & 1;
        let (kind, shown) = match row {
            Some(row) => ("counts", *row),
            None => ("skipped", u16::from(a) << place),
        };
        line(kind, &format!("bit {place}: {bit}"), Some(shown), &mut ink);
    }
    line("sum", "sum", Some(all.sum), &mut ink);
    for taken in &all.taken {
        line("counts", "⊕ 11b", Some(*taken), &mut ink);
    }
    line(
        "result",
        &format!("{:02x}", all.result),
        Some(all.result.into()),
        &mut ink,
    );
    ink.put(format_args!("</div>"));
    ink
}

/// A polynomial, bit by bit, its highest first; a name in front.
fn line(kind: &str, name: &str, bits: Option<u16>, ink: &mut Ink) {
    ink.put(format_args!("<p class=\"{kind}\"><span>{name}</span>"));
    let bits = bits.unwrap_or_default();
    let first = u16::BITS - bits.leading_zeros();
    for place in (0..BITS).rev() {
        // Only the bits that it has, and those of a byte for what is left.
        let is_there = place < first || (kind == "result" && place < 8);
        match (is_there, bits >> place & 1) {
            (false, _) => ink.put(format_args!("<i></i>")),
            (true, 1) => ink.put(format_args!("<b>1</b>")),
            (true, _) => ink.put(format_args!("<u>0</u>")),
        }
    }
    ink.put(format_args!("</p>"));
}
