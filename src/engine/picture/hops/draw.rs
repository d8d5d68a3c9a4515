//! Hops on a ring until one lands on 1, and the same way stretched out.

use crate::engine::ink::Ink;
use crate::engine::picture::Hops;
use crate::engine::picture::{percent, tone};
use crate::engine::trace::Value;
use std::f64::consts::TAU;

/// Up to so many places have their numbers beside them, and the hops that land
/// there theirs.
const ROOMY: u32 = 32;

/// Up to so many places are marked.
const MARKED: u32 = 120;

/// The radius of the ring.
const RADIUS: f64 = 78.0;

pub(super) fn hops(hops: &Hops) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!("<div class=\"opening hops\"><svg class=\"wheel\" aria-hidden=\"true\" viewBox=\"-106 -106 212 212\"><circle class=\"round\" r=\"78\"/>"));
    wheel(hops, &mut ink);
    ink.put(format_args!("</svg><div class=\"line\"><p>"));
    let (times, width, rounds) = (hops.times(), hops.width, hops.rounds());
    number(&hops.count, times, &mut ink);
    ink.put(format_args!(" hops of "));
    number(&hops.hop, width, &mut ink);
    ink.put(format_args!(
        " are <b class=\"way\">{}</b></p>",
        times * width
    ));
    stretched(hops, &mut ink);
    let turns = if rounds == 1 { "round" } else { "rounds" };
    ink.put(format_args!("<p><b class=\"way\">{rounds}</b> {turns} of "));
    number(&hops.ring, hops.places, &mut ink);
    ink.put(format_args!(", and <b class=\"one\">1</b></p></div></div>"));
    ink
}

/// The ring with its hops, each numbered where it lands.
fn wheel(hops: &Hops, ink: &mut Ink) {
    let places = hops.places;
    let is_roomy = places <= ROOMY;
    // Where places are close, the door stands further inside than 0 beside it.
    let (every, depth, start) = match is_roomy {
        true => (1, 0.0, 5),
        false => (places.div_ceil(12), 22.0, 3),
    };
    let door = point(1, places, RADIUS - depth);
    if places <= MARKED {
        ink.put(format_args!("<path class=\"places\" d=\""));
        for place in 0..places {
            let ([x, y], [left, top]) = (
                point(place, places, RADIUS - 3.0),
                point(place, places, RADIUS + 3.0),
            );
            ink.put(format_args!("M{x} {y}L{left} {top}"));
        }
        ink.put(format_args!("\"/>"));
    }
    let ([left, top], [x, y]) = (point(1, places, RADIUS), &door);
    ink.put(format_args!(
        "<path class=\"places\" d=\"M{left} {top}L{x} {y}\"/><circle class=\"door\" cx=\"{x}\" cy=\"{y}\" r=\"12\"/>"
    ));
    let (name, kind) = (
        crate::engine::ink::plain(&hops.hop.symbol),
        tone(hops.hop.known_to),
    );
    ink.put(format_args!(
        "<g class=\"hop\" data-symbol=\"{name}\" data-visibility=\"{kind}\">"
    ));
    for pair in hops.stops.windows(2) {
        if let [from, to] = pair {
            let ([x, y], [left, top]) = (point(*from, places, RADIUS), point(*to, places, RADIUS));
            ink.put(format_args!("<path d=\"M{x} {y}L{left} {top}\"/>"));
        }
    }
    ink.put(format_args!("</g>"));
    let [x, y] = point(0, places, RADIUS);
    ink.put(format_args!(
        "<circle class=\"start\" cx=\"{x}\" cy=\"{y}\" r=\"{start}\"/>"
    ));
    let (name, kind) = (
        crate::engine::ink::plain(&hops.count.symbol),
        tone(hops.count.known_to),
    );
    ink.put(format_args!(
        "<g data-symbol=\"{name}\" data-visibility=\"{kind}\">"
    ));
    let last = hops.stops.len().saturating_sub(1);
    for (hop, place) in hops.stops.iter().enumerate().skip(1) {
        let (at, class, radius) = match (hop == last, is_roomy) {
            (true, _) => (door.clone(), "last", "9"),
            (_, true) => (point(*place, places, RADIUS), "", "7.5"),
            _ => (point(*place, places, RADIUS), "", "2.5"),
        };
        let [x, y] = &at;
        ink.put(format_args!(
            "<circle class=\"land {class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
        ));
        if is_roomy || hop == last {
            ink.text([x, y], &format!("nth {class}"), &hop.to_string());
        }
    }
    ink.put(format_args!("</g>"));
    for place in (0..places)
        .step_by(every as usize)
        .filter(|place| *place != 1)
    {
        // No number so close to the door that one reads them as one.
        if !is_roomy && place != 0 && places - place < every {
            continue;
        }
        let [x, y] = point(place, places, RADIUS + 18.0);
        let class = match (place, hops.stops.contains(&place)) {
            (0, _) if !is_roomy => "by before",
            (_, true) => "by",
            _ => "",
        };
        ink.text([&x, &y], class, &place.to_string());
    }
    let (class, away) = match is_roomy {
        true => ("one", 22.0),
        false => ("one after", 18.0),
    };
    let [x, y] = point(1, places, RADIUS + away);
    ink.text([&x, &y], class, "1");
}

/// The way of all hops stretched out, above the rounds and what is left.
fn stretched(hops: &Hops, ink: &mut Ink) {
    let (times, width, places) = (hops.times(), hops.width, hops.places);
    let whole = (times * width) as usize;
    let bars = [
        (&hops.hop, times, width),
        (&hops.ring, hops.rounds(), places),
    ];
    for (value, count, length) in bars {
        let (name, kind) = (
            crate::engine::ink::plain(&value.symbol),
            tone(value.known_to),
        );
        ink.put(format_args!("<svg class=\"tape\" aria-hidden=\"true\" data-symbol=\"{name}\" data-visibility=\"{kind}\">"));
        for at in 0..count {
            let x = percent((at * length) as usize, whole);
            let across = percent(length as usize, whole);
            ink.put(format_args!(
                "<rect x=\"{x}\" width=\"{across}\" height=\"100%\"/>"
            ));
        }
        let gone = (count * length) as usize;
        if gone < whole {
            let x = percent(gone.min(whole * 99 / 100), whole);
            ink.put(format_args!(
                "<rect class=\"one\" x=\"{x}\" width=\"{}\" height=\"100%\"/>",
                percent((whole - gone).max(whole.div_ceil(100)), whole)
            ));
        }
        ink.put(format_args!("</svg>"));
    }
}

/// A symbol with its number.
fn number(value: &Value, number: u32, ink: &mut Ink) {
    let kind = tone(value.known_to);
    ink.put(format_args!("<b data-visibility=\"{kind}\">"));
    ink.symbol(&value.symbol);
    ink.put(format_args!(" = {number}</b>"));
}

/// A place of the ring at this distance from its middle.
fn point(place: u32, places: u32, radius: f64) -> [String; 2] {
    let angle = f64::from(place) / f64::from(places.max(1)) * TAU;
    [radius * angle.sin(), -radius * angle.cos()].map(|at| format!("{at:.1}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hop_is_a_line_and_has_its_number_where_it_lands() {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let toy = Hops {
            hop: value("e", 3),
            count: Value::secret("d", 7),
            ring: Value::secret("λ", 20),
            places: 20,
            width: 3,
            stops: vec![0, 3, 6, 9, 12, 15, 18, 1],
        };
        let drawn = hops(&toy).into_markup();
        assert_eq!(drawn.matches("<path d=").count(), 7, "{drawn}");
        assert_eq!(drawn.matches("class=\"nth").count(), 7, "{drawn}");
        assert!(drawn.contains("class=\"land last\""), "{drawn}");
        // 7 hops, 1 round and the rest: 21 each.
        assert_eq!(drawn.matches("<rect").count(), 7 + 1 + 1, "{drawn}");
        assert!(drawn.contains("are <b class=\"way\">21</b>"), "{drawn}");
        assert_eq!(point(5, 20, 10.0), ["10.0", "-0.0"]);
        let many = Hops {
            ring: Value::secret("λ", 80),
            count: Value::secret("d", 27),
            places: 80,
            stops: (0..=27).map(|hop| hop * 3 % 80).collect(),
            ..toy
        };
        let drawn = hops(&many).into_markup();
        // The last alone has its number, and away from 0.
        assert_eq!(drawn.matches("class=\"nth").count(), 1, "{drawn}");
        assert!(drawn.contains("by before") && drawn.contains("one after"));
    }
}
