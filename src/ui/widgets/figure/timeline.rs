//! A span of time as a bar, and the clock as a hand on it.

use super::super::ink::{Ink, plain};
use crate::engine::figure::Timeline;
use crate::engine::time::utc;

pub(super) fn timeline(line: &Timeline) -> Ink {
    let mut ink = Ink::default();
    let [from, to] = line.ends.each_ref().map(|(_, at)| line.place(*at));
    let (now, holds) = (line.place(line.now), line.holds());
    let width = to - from;
    ink.put(format_args!("<svg class=\"span\" aria-hidden=\"true\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\"><path d=\"M0 5H1000\"/><path class=\"bar\" d=\"M{from} 2h{width}v6h-{width}z\"/><path class=\"now\" data-holds=\"{holds}\" d=\"M{now} 0v10\"/></svg><ul class=\"parts\">"));
    let [first, last] = &line.ends;
    let clock = (plain("now"), line.now);
    for (name, at) in [(plain(&first.0), first.1), clock, (plain(&last.0), last.1)] {
        let date = utc(at);
        ink.put(format_args!(
            "<li><i data-symbol=\"{name}\">{name}</i><span class=\"size\">{date}</span></li>"
        ));
    }
    ink.put(format_args!("</ul>"));
    ink
}
