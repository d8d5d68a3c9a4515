//! A matrix, a column, and what their product is made of.

use super::Mixing;
use crate::engine::ink::Ink;

pub(super) fn mixing(all: &Mixing) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"mixing\" aria-hidden=\"true\"><p><span>matrix</span><span>column</span><span>products</span><span>sum</span></p>"
    ));
    let rows = all.matrix.iter().zip(all.column);
    let rows = rows.zip(&all.products).zip(all.mixed);
    for (((factors, byte), products), sum) in rows {
        ink.put(format_args!("<p>"));
        for factor in factors {
            ink.put(format_args!("<i>{factor:x}</i>"));
        }
        ink.put(format_args!("<s>·</s><u>{byte:02x}</u><s>=</s>"));
        for (place, product) in products.iter().enumerate() {
            if place > 0 {
                ink.put(format_args!("<s>⊕</s>"));
            }
            ink.put(format_args!("<u>{product:02x}</u>"));
        }
        ink.put(format_args!("<s>=</s><b>{sum:02x}</b></p>"));
    }
    ink.put(format_args!("</div>"));
    ink
}
