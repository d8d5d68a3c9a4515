//! A span of time as a bar, and the clock as a hand on it.

use super::across;
use super::ink::{Ink, plain};
use crate::engine::figure::Timeline;

pub(super) fn timeline(line: &Timeline) -> Ink {
    let mut ink = Ink::default();
    let [from, to] = line.ends.each_ref().map(|(_, at)| line.place(*at));
    let (now, holds) = (line.place(line.now), line.holds());
    let width = to.saturating_sub(from);
    let at = |x: u32| across(x as usize);
    ink.put(format_args!("<svg class=\"names\" aria-hidden=\"true\"><text x=\"{}\" y=\"16\">now</text></svg><svg class=\"span\" aria-hidden=\"true\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\"><path d=\"M0 5H1000\"/><path class=\"bar\" d=\"M{from} 2h{width}v6h-{width}z\"/><path class=\"now\" data-holds=\"{holds}\" d=\"M{now} 0v10\"/></svg>", at(now)));
    // The names of the ends are inside the span where it is wide enough.
    let sides = if width > 300 {
        ["start", "end"]
    } else {
        ["end", "start"]
    };
    ink.put(format_args!("<svg class=\"names\" aria-hidden=\"true\">"));
    for (((name, _), side), x) in line.ends.iter().zip(sides).zip([from, to]) {
        let (name, x) = (plain(name), at(x));
        ink.put(format_args!(
            "<text class=\"{side}\" x=\"{x}\" y=\"16\">{name}</text>"
        ));
    }
    ink.put(format_args!("</svg>"));
    ink
}
