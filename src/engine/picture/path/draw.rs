//! Miller–Rabin: a lane for each base, to the doors of 1 and −1, and how much
//! chance is left to a composite number.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::tone;
use crate::engine::picture::{End, Path, Round};
use std::ops::Range;

/// So many rows have room.
const ROWS: usize = 6;

/// Fewer squares than so many have room before the end of a lane.
const STOPS: usize = 3;

pub(super) fn path(path: &Path) -> Ink {
    let mut ink = Ink::default();
    let modulus = plain(&path.modulus);
    let by_lot = path.rounds.iter().any(|round| round.drawn.is_some());
    ink.put(format_args!("<ol class=\"rounds\" data-lot=\"{by_lot}\" aria-hidden=\"true\"><li class=\"head\"><span class=\"base\">base</span><span class=\"lane\">power, then squares, mod "));
    ink.symbol(&path.modulus);
    ink.put(format_args!("</span><span class=\"doors\">doors</span>"));
    if by_lot {
        ink.put(format_args!("<span class=\"odds\">composites left</span>"));
    }
    ink.put(format_args!("</li>"));
    let shown = window(path.present, path.rounds.len());
    if shown.start > 0 {
        let before = shown.start;
        ink.put(format_args!("<li class=\"more\">{before} more before</li>"));
    }
    let after = path.rounds.len() - shown.end;
    let rounds = path.rounds.iter().enumerate();
    for (at, round) in rounds.skip(shown.start).take(shown.len()) {
        let when = match path.present {
            Some(present) if at < present => "before",
            Some(present) if at > present => "later",
            Some(_) => "now",
            None => "all",
        };
        let holds = round.end.holds();
        let passes = match round.end {
            End::Elsewhere => " data-passes",
            _ => "",
        };
        ink.put(format_args!(
            "<li data-when=\"{when}\" data-holds=\"{holds}\"{passes}>"
        ));
        // What these are called they are called in their own step.
        let is_own = when == "now";
        row(path, round, is_own, &mut ink);
        ink.put(format_args!("</li>"));
    }
    if after > 0 {
        ink.put(format_args!("<li class=\"more\">{after} more to come</li>"));
    }
    ink.put(format_args!("</ol>"));
    let end = match path.present.and_then(|at| path.rounds.get(at)) {
        Some(round) if round.end == End::Root => {
            "It comes to 1 from another number than −1: no prime’s way does."
        }
        Some(round) if round.end == End::Elsewhere => {
            "It passes by both doors: no prime’s way does."
        }
        _ => "",
    };
    if !end.is_empty() {
        ink.put(format_args!("<p class=\"size\">{modulus}: {end}</p>"));
    }
    ink
}

/// A base, its way, the doors, and what chance is left.
fn row(path: &Path, round: &Round, is_own: bool, ink: &mut Ink) {
    let named = |name: &str| match is_own {
        true => format!(" data-symbol=\"{name}\""),
        false => String::new(),
    };
    let kind = tone(path.known_to);
    ink.put(format_args!(
        "<b class=\"base\" data-visibility=\"public\"{}>{}</b><span class=\"lane\">",
        named("a"),
        round.base
    ));
    let ends_at_door = round.end != End::Elsewhere;
    let last = round.stops.len().saturating_sub(1);
    let stops = round.stops.len().saturating_sub(usize::from(ends_at_door));
    let stop = |at: usize, ink: &mut Ink| {
        if let Some(stop) = round.stops.get(at).filter(|_| at < stops) {
            hop(at, ink);
            ink.put(format_args!(
                "<em data-visibility=\"{kind}\"{}>{stop}</em>",
                named(&format!("x_{at}"))
            ));
        }
    };
    stop(0, ink);
    let others = stops.saturating_sub(1);
    if others > 0 {
        ink.put(format_args!("<span class=\"wide\">"));
        // Of many squares the last one is seen, and how many come before it.
        if others >= STOPS {
            hop(1, ink);
            ink.put(format_args!("<small>+{}</small>", others - 1));
            stop(others, ink);
        } else {
            (1..stops).for_each(|at| stop(at, ink));
        }
        ink.put(format_args!("</span><span class=\"narrow\">"));
        hop(1, ink);
        ink.put(format_args!("<small>+{others}</small></span>"));
    }
    if ends_at_door {
        hop(last, ink);
    } else {
        ink.put(format_args!("<i class=\"hop\"></i>"));
    }
    ink.put(format_args!("</span>"));
    let at = match round.end {
        End::One | End::Root => "1",
        End::MinusOne => "−1",
        End::Elsewhere => "",
    };
    ink.put(format_args!("<span class=\"doors\">"));
    for door in ["1", "−1"] {
        let hit = if door == at {
            format!(" data-hit{}", named(&format!("x_{last}")))
        } else {
            String::new()
        };
        ink.put(format_args!("<u{hit}>{door}</u>"));
    }
    let mark = if round.end.holds() { "✓" } else { "✗" };
    ink.put(format_args!("<i class=\"came\">{mark}</i></span>"));
    if let Some(drawn) = round.drawn {
        ink.put(format_args!("<span class=\"odds\">"));
        if round.end.holds() {
            let (share, says) = left(drawn);
            ink.put(format_args!("<svg viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\"><path d=\"M0 0h{share}v1h-{share}z\"/></svg><small>{says}</small>"));
        } else {
            ink.put(format_args!("<small>composite</small>"));
        }
        ink.put(format_args!("</span>"));
    }
}

/// The arrow to a number: the power first, then squares.
fn hop(at: usize, ink: &mut Ink) {
    let (base, to) = if at == 0 { ("a", "t") } else { ("x", "2") };
    ink.put(format_args!(
        "<i class=\"hop\"><span>{base}<sup>{to}</sup></span></i>"
    ));
}

/// How much of all composite numbers is left at most after so many bases: as a
/// share, and in words.
fn left(drawn: u32) -> (String, String) {
    let share = 0.25_f64.powi(i32::try_from(drawn).unwrap_or(i32::MAX));
    let says = match drawn {
        0 => "all".to_owned(),
        1..=5 => format!("≤ 1/{}", 4_u32.pow(drawn)),
        more => format!("≤ 1/4<sup>{more}</sup>"),
    };
    (format!("{share:.6}"), says)
}

/// The rows that are shown around the present one, or the last ones; one less
/// where it is said how many are not.
fn window(present: Option<usize>, length: usize) -> Range<usize> {
    let room = if length > ROWS { ROWS - 1 } else { ROWS };
    let most = length.saturating_sub(room);
    let from = present.map_or(most, |at| at.saturating_sub(room / 2).min(most));
    from..(from + room).min(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::Knowers;

    fn of(numbers: &[&'static str], end: End, drawn: Option<u32>) -> Round {
        Round {
            base: "2".into(),
            stops: numbers.iter().map(|one| (*one).into()).collect(),
            end,
            drawn,
        }
    }

    fn drawn(rounds: Vec<Round>, present: Option<usize>) -> String {
        let known_to = Knowers::OWNER;
        let modulus = "p".into();
        path(&Path {
            modulus,
            known_to,
            rounds,
            present,
        })
        .into_markup()
    }

    #[test]
    fn a_lane_ends_at_its_door_or_passes_by() {
        let all = drawn(
            vec![
                of(&["1"], End::One, Some(0)),
                of(&["8", "−1"], End::MinusOne, Some(1)),
                of(&["8", "4"], End::Elsewhere, Some(2)),
            ],
            Some(1),
        );
        let rows: Vec<&str> = all.split("<li data-when=").skip(1).collect();
        assert!(
            rows[0].starts_with("\"before\" data-holds=\"true\""),
            "{all}"
        );
        assert!(rows[0].contains("<u data-hit>1</u><u>−1</u>"), "{all}");
        assert!(!rows[0].contains("<em"), "the door is its only number");
        assert!(rows[0].contains("h1.000000v1"), "2 is drawn by no lot");
        assert!(rows[1].starts_with("\"now\""), "{all}");
        assert!(rows[1].contains("data-symbol=\"x_0\">8</em>"), "{all}");
        assert!(rows[1].contains("<u data-hit data-symbol=\"x_1\">−1</u>"));
        assert!(rows[1].contains("h0.250000v1") && rows[1].contains(">≤ 1/4<"));
        assert!(
            rows[2].starts_with("\"later\" data-holds=\"false\""),
            "{all}"
        );
        assert!(!rows[2].contains("data-hit") && !rows[2].contains("<path"));
        assert_eq!(all.matches("data-symbol=\"x_0\"").count(), 1);
    }

    #[test]
    fn many_rows_and_many_squares_are_shown_in_part() {
        let lane = of(&["7"; 40], End::Elsewhere, None);
        let all = drawn(vec![lane; 56], Some(20));
        assert_eq!(all.matches("<li data-when=").count(), 5);
        assert!(all.contains("18 more before") && all.contains("33 more to come"));
        assert!(all.contains("<small>+38</small>") && !all.contains("odds"));
        assert_eq!(all.matches("<em").count(), 5 * 2);
        assert_eq!(window(None, 56), 51..56);
        assert_eq!(window(Some(55), 56), 51..56);
        assert_eq!(window(Some(0), 6), 0..6);
    }

    #[test]
    fn each_base_by_lot_leaves_a_quarter() {
        assert_eq!(left(2), ("0.062500".into(), "≤ 1/16".into()));
        assert_eq!(left(56).1, "≤ 1/4<sup>56</sup>");
    }
}
