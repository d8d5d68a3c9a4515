//! Two combs on one number line, the places where they meet, and how many
//! times the way to the first of them leads to the last.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::{Comb, Combs, Mark};
use crate::engine::picture::{percent, tone};

/// A narrow screen has room for so many signs in a row of numbers.
const SIGNS: u32 = 42;

/// A bracket narrower than this, in thousandths, has no room for its name.
const NARROW: u32 = 230;

pub(super) fn combs(combs: &Combs) -> Ink {
    let end = combs.end();
    let [first, whole, times] = &combs.named;
    let mut ink = Ink::default();
    ink.put(format_args!("<div class=\"opening combs\"><svg aria-hidden=\"true\"><svg x=\"4%\" width=\"92%\" height=\"100%\">"));
    for (one, (top, bottom)) in combs.combs.iter().zip([("15%", "38%"), ("38%", "61%")]) {
        let kind = tone(one.known_to);
        ink.put(format_args!(
            "<g class=\"teeth\" data-visibility=\"{kind}\"><rect width=\"{}\" y=\"{top}\" height=\"23%\"/>",
            along(one.width, end)
        ));
        for tooth in (0..=end).step_by(one.width as usize) {
            let x = along(tooth, end);
            ink.put(format_args!(
                "<line x1=\"{x}\" y1=\"{top}\" x2=\"{x}\" y2=\"{bottom}\"/>"
            ));
        }
        ink.put(format_args!("</g>"));
    }
    ink.put(format_args!("<line class=\"line\" x2=\"100%\" y1=\"38%\" y2=\"38%\"/><text class=\"zero\" x=\"-6\" y=\"38%\" dy=\"4\">0</text>"));
    meets(combs, &mut ink);
    for (one, (y, caption)) in combs.combs.iter().zip([("12.5%", "5%"), ("68%", "75%")]) {
        let kind = tone(one.known_to);
        ink.put(format_args!(
            "<text class=\"every\" data-visibility=\"{kind}\" x=\"0\" y=\"{caption}\">every "
        ));
        formula(&one.name, &mut ink);
        ink.put(format_args!(" = {}</text>", one.width));
        for (number, is_met) in written(one, combs) {
            let x = along(number, end);
            let class = if is_met { "lit" } else { "" };
            ink.put(format_args!("<text class=\"{class}\" data-visibility=\"{kind}\" x=\"{x}\" y=\"{y}\">{number}</text>"));
        }
    }
    // Under the first way its name, under all of them what they come to.
    let [kind, all] = [first, whole].map(|mark| tone(mark.known_to));
    let (x, class) = match first.place < NARROW {
        true => ("0".to_owned(), "name start"),
        false => (percent(first.place as usize, 2000), "name"),
    };
    ink.put(format_args!(
        "<text class=\"{class}\" data-visibility=\"{kind}\" x=\"{x}\" y=\"91%\">"
    ));
    named(first, &mut ink);
    ink.put(format_args!(
        "</text><text class=\"name end\" data-visibility=\"{all}\" x=\"100%\" y=\"99%\">"
    ));
    named(whole, &mut ink);
    ink.put(format_args!(" = "));
    formula(&times.name, &mut ink);
    ink.put(format_args!(" · "));
    formula(&first.name, &mut ink);
    let [times, first] = [times, first].map(|mark| mark.number.as_deref().unwrap_or_default());
    ink.put(format_args!(
        " = {times} · {first}</text></svg></svg></div>"
    ));
    ink
}

/// A dot where both combs have a tooth, and a bracket from each to the next.
fn meets(combs: &Combs, ink: &mut Ink) {
    let end = combs.end();
    let [first, whole, _] = &combs.named;
    let mut from = 0;
    for (round, meet) in combs.meets.iter().copied().enumerate() {
        let (x, is_first) = (along(meet, end), round == 0);
        let (mark, class, radius) = match (is_first, meet == end) {
            (true, _) => (first, "meet first", 8),
            (_, true) => (whole, "meet whole", 7),
            _ => (first, "meet", 4),
        };
        let (name, kind) = (plain(&mark.name), tone(mark.known_to));
        let left = along(from, end);
        let class_of_way = if is_first { "way first" } else { "way" };
        ink.put(format_args!("<g class=\"{class_of_way}\" data-symbol=\"{}\" data-visibility=\"{kind}\"><line x1=\"{left}\" y1=\"83%\" x2=\"{x}\" y2=\"83%\"/><line x1=\"{left}\" y1=\"81%\" x2=\"{left}\" y2=\"85%\"/><line x1=\"{x}\" y1=\"81%\" x2=\"{x}\" y2=\"85%\"/></g><g class=\"{class}\" data-symbol=\"{name}\" data-visibility=\"{kind}\"><line x1=\"{x}\" y1=\"15%\" x2=\"{x}\" y2=\"81%\"/><circle cx=\"{x}\" cy=\"38%\" r=\"{radius}\"/></g>", plain(&first.name)));
        if !is_first && first.place >= NARROW {
            let middle = percent((from + meet) as usize, 2 * end as usize);
            ink.put(format_args!(
                "<text class=\"again\" x=\"{middle}\" y=\"91%\">"
            ));
            formula(&first.name, ink);
            ink.put(format_args!("</text>"));
        }
        from = meet;
    }
}

/// The numbers that are written at a comb's teeth, and whether the combs meet
/// there by a name: as many as a narrow screen has room for.
fn written(comb: &Comb, combs: &Combs) -> Vec<(u32, bool)> {
    let end = combs.end();
    let met = [combs.meets.first().copied().unwrap_or(end), end];
    let signs = end.to_string().len();
    let room = u32::try_from(signs + 1).unwrap_or(u32::MAX);
    let teeth = end / comb.width.max(1);
    let stride = (teeth * room).div_ceil(SIGNS).max(1);
    let close = |number: u32| {
        let is_close = |place: &u32| place.abs_diff(number) * SIGNS < room * end;
        met.iter().any(is_close)
    };
    let steps = (1..teeth).step_by(stride as usize);
    let mut all: Vec<(u32, bool)> = steps
        .map(|tooth| (tooth * comb.width, false))
        .filter(|(number, _)| !close(*number))
        .collect();
    all.extend(met.map(|number| (number, true)));
    all.dedup();
    all
}

/// A place on the line.
fn along(number: u32, end: u32) -> String {
    percent(number as usize, end as usize)
}

/// A name with its number.
fn named(mark: &Mark, ink: &mut Ink) {
    formula(&mark.name, ink);
    let number = plain(mark.number.as_deref().unwrap_or_default());
    ink.put(format_args!(" = {number}"));
}

/// A formula inside a drawing: its first sign is a symbol.
fn formula(name: &str, ink: &mut Ink) {
    let (symbol, rest) = name.split_once(' ').unwrap_or((name, ""));
    let (symbol, rest) = (plain(symbol), plain(rest));
    let space = if rest.is_empty() { "" } else { " " };
    ink.put(format_args!(
        "<tspan class=\"symbol\" data-symbol=\"{symbol}\">{symbol}</tspan>{space}{rest}"
    ));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::knowers::Knowers;

    #[test]
    fn teeth_meet_in_one_dot_each_and_numbers_have_room() {
        let mark = |name: &'static str, number: &'static str, place| Mark {
            name: name.into(),
            number: Some(number.into()),
            place,
            known_to: Knowers::OWNER,
        };
        let comb = |name: &'static str, width| Comb {
            name: name.into(),
            width,
            known_to: Knowers::OWNER,
        };
        let toy = Combs {
            combs: [comb("p − 1", 4), comb("q − 1", 10)],
            named: [
                mark("λ", "20", 500),
                mark("φ", "40", 1000),
                mark("g", "2", 0),
            ],
            meets: vec![20, 40],
        };
        let drawn = combs(&toy).into_markup();
        assert_eq!(drawn.matches("<circle").count(), 2, "{drawn}");
        assert!(drawn.contains("<circle cx=\"50.0%\" cy=\"38%\" r=\"8\"/>"));
        // From 0 on, 11 teeth above and 5 below.
        assert_eq!(drawn.matches("y1=\"15%\"").count(), 11 + 2, "{drawn}");
        assert_eq!(drawn.matches("y2=\"61%\"").count(), 5, "{drawn}");
        assert!(drawn.contains(" = 2 · 20</text>"), "{drawn}");
        let numbers = |comb: usize| written(&toy.combs[comb], &toy);
        assert_eq!(
            numbers(1),
            [(10, false), (30, false), (20, true), (40, true)]
        );
        assert_eq!(numbers(0).len(), 10);
        // Numbers of four digits: few of 52.
        let wide = Combs {
            combs: [comb("p − 1", 40), comb("q − 1", 52)],
            meets: vec![520, 1040, 1560, 2080],
            ..toy
        };
        assert!(written(&wide.combs[0], &wide).len() <= 9);
    }
}
