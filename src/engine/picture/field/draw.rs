//! A search as a field of cells, and how long it took beside what it takes.

use crate::engine::ink::Ink;
use crate::engine::picture::Field;
use crate::engine::trace::HAND;

/// A row has at least so many cells, and a field is about three times as wide
/// as high.
const COLUMNS: u32 = 40;

/// How rare longer searches are: the probability that more than x times the
/// average is needed, e^−x for x from 0 to 4.
const RARER: &str = "M0 0L62 22L125 39L188 53L250 63L375 78L500 86L625 92L750 95L1000 98V100H0z";

/// How many cells a row has.
pub(super) fn columns(field: &Field) -> u32 {
    let count = u32::try_from(field.fates.len()).unwrap_or(u32::MAX / 3);
    COLUMNS.max((count * 3).isqrt())
}

/// The cells so far of a search that runs, and what their colours say.
#[must_use]
pub fn sieve(field: &Field) -> Ink {
    cells(field, "")
}

/// The cells, what is to lie over them, and how many there are of each kind.
fn cells(field: &Field, over: &str) -> Ink {
    let count = field.fates.len();
    let columns = columns(field) as usize;
    let place = |at: usize| (at % columns, at / columns);
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<svg class=\"sieve\" aria-hidden=\"true\" viewBox=\"0 0 {columns} {}\">",
        count.div_ceil(columns)
    ));
    let kinds = field.kinds();
    for kind in &kinds {
        ink.put(format_args!("<path data-kind=\"{}\" d=\"", kind.name));
        for (x, y) in field.cells(kind.name).map(place) {
            ink.put(format_args!("M{x}.1 {y}.1h.8v.8h-.8z"));
        }
        ink.put(format_args!("\"/>"));
    }
    ink.put(format_args!("{over}</svg><ul class=\"parts sieve\">"));
    for kind in &kinds {
        ink.put(format_args!(
            "<li><svg aria-hidden=\"true\" viewBox=\"0 0 1 1\"><path data-kind=\"{}\" d=\"M.1 .1h.8v.8h-.8z\"/></svg><span>{}</span><span class=\"size\">{}</span></li>",
            kind.name, kind.says, kind.count
        ));
    }
    ink.put(format_args!("</ul>"));
    ink
}

pub(super) fn field(field: &Field) -> Ink {
    let mut ink = cells(field, HAND);
    let count = field.fates.len();
    let average = field.expected().max(1) as usize;
    let took = (count * 250 / average).min(1000);
    ink.put(format_args!(
        "<svg class=\"rarer\" aria-hidden=\"true\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\"><path d=\"{RARER}\"/><path class=\"cursor\" d=\"M{took} 0V100\"/><path class=\"average\" d=\"M250 0V100\"/></svg><p class=\"size\">This search looked at {count} numbers; the dashed line is the average, {average}. The longer, the rarer.</p>"
    ));
    ink
}
