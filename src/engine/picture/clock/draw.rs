//! Periods as bars on one line of time, and the clock as a hand that can be
//! moved.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Clock;
use crate::engine::picture::across;
use crate::engine::time::utc;

pub(in crate::engine::picture) fn clock(clock: &Clock, ink: &mut Ink) {
    let era = clock.era();
    let (now, days) = (era.place(clock.now), clock.days());
    ink.put(format_args!("<div class=\"clock\">"));
    for (name, [from, to]) in &clock.spans {
        let holds = (*from..=*to).contains(&clock.now);
        // One that ends before it begins is a mark where it would begin.
        let [from, to] = [from, to].map(|at| era.place(*at));
        let width = to.saturating_sub(from).max(4);
        ink.put(format_args!("<p class=\"name\">{}</p><svg class=\"span\" data-holds=\"{holds}\" aria-hidden=\"true\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\"><path d=\"M0 5H1000\"/><path class=\"bar\" d=\"M{from} 1h{width}v8h-{width}z\"/></svg>", plain(name)));
    }
    ink.put(format_args!(
        "<svg class=\"names years\" aria-hidden=\"true\">"
    ));
    for (year, at) in era.years() {
        ink.text([&across(at as usize), "13"], "", &year.to_string());
    }
    ink.put(format_args!("</svg><div class=\"face\"><svg class=\"hits\" aria-hidden=\"true\" viewBox=\"0 0 1000 1\" preserveAspectRatio=\"none\"><path class=\"now\" d=\"M{now} 0v1\"/>"));
    let input = clock.input;
    let mut edge = 0;
    for (at, (place, day)) in days.iter().enumerate() {
        let next = days
            .get(at + 1)
            .map_or(1000, |(next, _)| place.midpoint(*next));
        let width = next.saturating_sub(edge);
        ink.put(format_args!("<rect data-fill=\"{input}\" data-value=\"{day}\" x=\"{edge}\" width=\"{width}\" height=\"1\"/>"));
        edge = next;
    }
    let (at, x) = (clock.nearest(&days), across(now as usize));
    let (side, beside) = if now < 700 {
        ("start", 16)
    } else {
        ("end", -16)
    };
    let says = utc(clock.now);
    let (day, _) = says.split_once(' ').unwrap_or((&says, ""));
    let last = days.len().saturating_sub(1);
    let values: Vec<&str> = days.iter().map(|(_, day)| &**day).collect();
    let values = values.join(" ");
    ink.put(format_args!("</svg><svg class=\"knob\"><g role=\"slider\" tabindex=\"0\" data-fill=\"{input}\" data-values=\"{values}\" aria-label=\"The clock\" aria-valuemin=\"0\" aria-valuemax=\"{last}\" aria-valuenow=\"{at}\" aria-valuetext=\"{says}\"><circle cx=\"{x}\" cy=\"18\" r=\"9\"/><text class=\"{side}\" x=\"{x}\" y=\"23\" dx=\"{beside}\">{day}</text></g></svg></div></div>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(now: u64) -> String {
        let mut ink = Ink::default();
        let spans = vec![("A <root>".into(), [1_700_000_000, 1_800_000_000])];
        clock(
            &Clock {
                spans,
                now,
                input: "time",
            },
            &mut ink,
        );
        ink.into_markup()
    }

    #[test]
    fn the_hand_has_a_place_for_each_day() {
        let all = drawn(1_750_000_000);
        assert_eq!(all.matches("<rect data-fill=\"time\"").count(), 48);
        assert!(all.contains("A &lt;root>") && all.contains("data-holds=\"true\""));
        assert!(
            all.contains("aria-valuenow=\"23\" aria-valuetext=\"2025-06-15 15:06:40"),
            "{all}"
        );
        assert!(
            all.contains("x=\"50.0%\" y=\"23\" dx=\"16\">2025-06-15</text>"),
            "{all}"
        );
    }

    #[test]
    fn a_clock_outside_the_period_says_so() {
        let all = drawn(1_900_000_000);
        assert!(all.contains("data-holds=\"false\"") && all.contains("<text class=\"end\""));
    }
}
