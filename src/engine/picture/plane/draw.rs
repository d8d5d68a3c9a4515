//! A product as a rectangle on a plane: whoever moves the end of an edge along
//! its ruler sets the prime.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::{Edge, Mark, Plane};
use crate::engine::picture::{across, mark, tone};

/// Where the plane begins, in thousandths of the drawing: left of it and above
/// it are the rulers. The drawing is 34 by 22 where the plane is 30 by 18, and all
/// planes are as wide for their height.
const BEGINS: [u32; 2] = [118, 182];

/// Planes of at most so many units have a line for each.
const LINED: u32 = 60;

/// One of its two directions: which ruler that is, and how SVG names a place,
/// a length and the two ends of a line along it and across it.
struct Way {
    class: &'static str,
    /// How many units the plane has along it.
    size: u32,
    /// Where the plane begins, in thousandths.
    begins: u32,
    along: [&'static str; 4],
    beside: [&'static str; 4],
}

/// Place, length, first end, other end.
const X: [&str; 4] = ["x", "width", "x1", "x2"];
const Y: [&str; 4] = ["y", "height", "y1", "y2"];

impl Way {
    fn of(plane: &Plane) -> [Self; 2] {
        let way = |number: usize, class, along, beside| Self {
            class,
            size: plane.size.get(number).copied().unwrap_or(1),
            begins: BEGINS.get(number).copied().unwrap_or(0),
            along,
            beside,
        };
        [way(0, "wide", X, Y), way(1, "high", Y, X)]
    }

    /// Where a length in half units ends, in thousandths of the drawing.
    fn place(&self, halves: u32) -> u32 {
        self.begins + halves * (1000 - self.begins) / (2 * self.size)
    }

    /// The same as the attributes of a place and a length.
    fn span(&self, from: u32, to: u32) -> String {
        let [from, to] = [from, to].map(|halves| self.place(halves));
        let [place, length, ..] = self.along;
        format!(
            "{place}=\"{}\" {length}=\"{}\"",
            across(from as usize),
            across(to.saturating_sub(from) as usize)
        )
    }
}

pub(in crate::engine::picture) fn plane(plane: &Plane, area: &Mark) -> Ink {
    let mut ink = Ink::default();
    let [wide, high] = &plane.edges;
    let ways = Way::of(plane);
    let [x, y] = &ways;
    let (kind, sign) = (tone(area.known_to), mark(area.known_to));
    ink.put(format_args!(
        "<svg class=\"plane\"><svg class=\"own\" {} {} viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" data-visibility=\"{kind}\"><rect width=\"100%\" height=\"100%\"/>",
        x.span(0, 2 * wide.length),
        y.span(0, 2 * high.length),
        wide.length,
        high.length,
    ));
    if plane.size.iter().all(|size| *size <= LINED) {
        ink.put(format_args!("<path d=\""));
        for column in 1..wide.length {
            ink.put(format_args!("M{column} 0v{}", high.length));
        }
        for row in 1..high.length {
            ink.put(format_args!("M0 {row}h{}", wide.length));
        }
        ink.put(format_args!("\"/>"));
    }
    let [left, below] = [x.place(0), y.place(2 * high.length)].map(|at| across(at as usize));
    ink.put(format_args!(
        "</svg><text class=\"area\" data-visibility=\"{kind}\" x=\"{left}\" y=\"{below}\" dx=\"2\" dy=\"36\">{sign} "
    ));
    ink.label(&area.name);
    let number = area.number.as_deref().unwrap_or_default();
    ink.put(format_args!(" = {number}</text>"));
    for (edge, [way, other]) in [(wide, [x, y]), (high, [y, x])] {
        ruler(edge, way, other.begins, &mut ink);
    }
    ink.put(format_args!("</svg>"));
    ink
}

/// The lengths that an edge can have, what takes a hand to each, and the edge
/// with its end; so many thousandths of the drawing are beside it.
fn ruler(edge: &Edge, way: &Way, beside: u32, ink: &mut Ink) {
    let name = plain(&edge.name);
    let stops = &edge.stops;
    let [place, _, first, last] = way.along;
    let [other, thick, first_beside, last_beside] = way.beside;
    let at = |units: u32| across(way.place(2 * units) as usize);
    ink.put(format_args!(
        "<svg class=\"ruler {}\" {thick}=\"{}\">",
        way.class,
        across(beside as usize)
    ));
    // Each stop is reached from half the way to the next.
    let mut from = 0;
    for (number, stop) in stops.iter().enumerate() {
        let to = match stops.get(number + 1) {
            Some(next) => stop + next,
            None => 2 * way.size,
        };
        let span = way.span(from, to);
        ink.put(format_args!(
            "<rect data-fill=\"{name}\" data-value=\"{stop}\" {span} {thick}=\"100%\"/>"
        ));
        if *stop != edge.length {
            let at = at(*stop);
            ink.put(format_args!(
                "<circle class=\"stop\" c{place}=\"{at}\" c{other}=\"100%\" r=\"5\"/><text class=\"stop\" {place}=\"{at}\" {other}=\"100%\">{stop}</text>"
            ));
        }
        from = to;
    }
    let kind = tone(edge.known_to);
    let (from, to) = (at(0), at(edge.length));
    let now = stops.iter().position(|stop| *stop == edge.length);
    let (now, most) = (now.unwrap_or(0), stops.len().saturating_sub(1));
    let values: Vec<String> = stops.iter().map(ToString::to_string).collect();
    let (values, length, sign) = (values.join(" "), edge.length, mark(edge.known_to));
    ink.put(format_args!("<line class=\"side\" data-visibility=\"{kind}\" {first}=\"{from}\" {last}=\"{to}\" {first_beside}=\"100%\" {last_beside}=\"100%\"/><line class=\"rest\" {first}=\"{to}\" {last}=\"100%\" {first_beside}=\"100%\" {last_beside}=\"100%\"/><svg class=\"knob\" {place}=\"{to}\" {other}=\"100%\"><g role=\"slider\" tabindex=\"0\" data-visibility=\"{kind}\" data-fill=\"{name}\" data-values=\"{values}\" aria-label=\"The prime {name}\" aria-valuemin=\"0\" aria-valuemax=\"{most}\" aria-valuenow=\"{now}\" aria-valuetext=\"{length}\"><rect x=\"-34\" y=\"-14\" width=\"68\" height=\"28\" rx=\"14\"/><text y=\"5\">{sign} "));
    ink.label(&edge.name);
    ink.put(format_args!(" = {length}</text></g></svg></svg>"));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::picture::Modulus;

    fn drawn(p: u64, q: u64) -> String {
        let toy = Modulus::of(&p.into(), &q.into(), &3.into()).unwrap();
        plane(&toy.plane.unwrap(), &toy.area).into_markup()
    }

    #[test]
    fn each_prime_is_a_stop_of_its_edge() {
        let all = drawn(5, 11);
        assert!(all.contains("data-fill=\"q\" data-value=\"17\""), "{all}");
        assert_eq!(all.matches("<rect data-fill=\"p\"").count(), 2);
        assert_eq!(all.matches("role=\"slider\"").count(), 2);
        assert!(
            all.contains("data-fill=\"p\" data-values=\"3 5\" aria-label=\"The prime p\" aria-valuemin=\"0\" aria-valuemax=\"1\" aria-valuenow=\"1\" aria-valuetext=\"5\""),
            "{all}"
        );
        assert!(
            all.contains("> n = 55</text>") || all.contains("○ n = 55</text>"),
            "{all}"
        );
    }

    #[test]
    fn the_stops_fill_the_ruler_without_a_gap() {
        let all = drawn(5, 11);
        let rects = all.split("<rect data-fill=\"q\"").skip(1);
        let mut end = f64::from(BEGINS[0]) / 10.0;
        for rect in rects {
            let number = |name: &str| -> f64 {
                let (_, after) = rect.split_once(&format!(" {name}=\"")).unwrap();
                after.split_once('%').unwrap().0.parse().unwrap()
            };
            assert!((number("x") - end).abs() < 0.01, "{rect}");
            end = number("x") + number("width");
        }
        assert!((end - 100.0).abs() < 0.01, "{end}");
    }

    #[test]
    fn a_large_plane_has_no_line_for_each_unit() {
        assert!(drawn(5, 11).contains("M1 0v5") && !drawn(53, 59).contains("M1 0v"));
    }
}
