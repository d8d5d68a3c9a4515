//! A span of time as a bar, and the clock as a hand on it.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Timeline;
use crate::engine::picture::across;
use crate::engine::time::utc;

pub(super) fn timeline(line: &Timeline) -> Ink {
    let mut ink = Ink::default();
    let [from, to] = line.ends.each_ref().map(|(_, at)| line.place(*at));
    let (now, holds) = (line.place(line.now), line.holds());
    let width = to.saturating_sub(from).max(4);
    let at = |x: u32| across(x as usize);
    ink.put(format_args!("<svg class=\"names\" aria-hidden=\"true\"><text class=\"{}\" x=\"{}\" y=\"16\">now, {}</text></svg><svg class=\"span\" aria-hidden=\"true\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\"><path d=\"M0 5H1000\"/><path class=\"bar\" d=\"M{from} 2h{width}v6h-{width}z\"/><path class=\"now\" data-holds=\"{holds}\" d=\"M{now} 0v10\"/></svg>", anchor(now), at(now), utc(line.now)));
    // Each end in a row of its own: the span may be short.
    ink.put(format_args!(
        "<svg class=\"names ends\" aria-hidden=\"true\">"
    ));
    for (((name, when), x), y) in line.ends.iter().zip([from, to]).zip([16, 36]) {
        let (name, side, x) = (plain(name), anchor(x), at(x));
        ink.put(format_args!(
            "<text class=\"{side}\" x=\"{x}\" y=\"{y}\">{name}, {}</text>",
            utc(*when)
        ));
    }
    ink.put(format_args!("</svg>"));
    ink
}

/// On which side of a place its name has room.
fn anchor(place: u32) -> &'static str {
    if place < 500 { "start" } else { "end" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_short_span_stand_below_each_other() {
        let line = |now| Timeline {
            ends: [("t".into(), 499_162_800), ("t + ttl".into(), 499_162_860)],
            now,
        };
        for (now, side) in [(1_795_500_000, "start"), (499_162_830, "end")] {
            let all = timeline(&line(now)).into_markup();
            assert!(
                all.contains("<text class=\"start\" x=\"8.0%\" y=\"16\">t, 1985-10-26 08:20:00"),
                "{all}"
            );
            let end = format!("<text class=\"{side}\" x=");
            let (_, last) = all.split_once(&end).map_or(("", ""), |it| it);
            assert!(
                last.contains("y=\"36\">t + ttl, 1985-10-26 08:21:00"),
                "{all}"
            );
        }
    }
}
