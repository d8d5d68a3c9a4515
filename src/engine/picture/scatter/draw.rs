//! All numbers below n in a row, and where a power sends each.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::permutation::{bead, choices, dots, written};
use crate::engine::picture::{LINES, Scatter};
use crate::engine::picture::{percent, tone};

pub(super) fn scatter(all: &Scatter) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!("<div class=\"opening scatter\">"));
    let [from, to] = &all.one;
    let names = [&*from.symbol, &*to.symbol];
    if all.ways.len() > LINES {
        dots(&all.ways, all.places, names, &mut ink);
    } else {
        lines(all, &mut ink);
    }
    ink.put(format_args!("</div>"));
    ink
}

fn lines(all: &Scatter, ink: &mut Ink) {
    let n = all.ways.len();
    let kind = tone(all.exponent.known_to);
    let [from, to] = all.places;
    let [before, after] = all.one.each_ref();
    ink.put(format_args!("<svg class=\"ways\" aria-hidden=\"true\" viewBox=\"0 0 {n} 100\" preserveAspectRatio=\"none\">"));
    // The one that is followed lies over all others.
    let mut order: Vec<(u32, u32)> = (0..).zip(all.ways.iter().copied()).collect();
    order.sort_by_key(|(start, _)| *start == from);
    for (start, way) in order {
        let lit = if start == from { "lit" } else { "" };
        ink.put(format_args!("<path class=\"{lit}\" data-visibility=\"{kind}\" d=\"M{start}.5 0C{start}.5 55 {way}.5 45 {way}.5 100\"/>"));
    }
    ink.put(format_args!("</svg>"));
    for (class, lit, value) in [("from", from, before), ("to", to, after)] {
        let says = match (class, value.meaning.is_empty()) {
            ("from", true) => format!("all numbers below {n}"),
            ("from", false) => format!("{}: all numbers below {n}", plain(&value.meaning)),
            (_, true) => String::new(),
            _ => format!(
                "{}: each once, by the {kind} {}",
                plain(&value.meaning),
                plain(&all.exponent.symbol)
            ),
        };
        ink.put(format_args!(
            "<p class=\"what {class}\">{says}</p><p class=\"row {class}\">"
        ));
        ink.symbol(&value.symbol);
        ink.put(format_args!(
            "</p><svg class=\"numbers {class}\" aria-hidden=\"true\">"
        ));
        for number in written(n, lit) {
            let x = percent(2 * number + 1, 2 * n);
            ink.text([&x, "14"], "", &number.to_string());
        }
        ink.put(format_args!("</svg>"));
    }
    if !all.input.is_empty() {
        choices(n, all.input, ink);
    }
    for (class, number, value) in [("from", from, before), ("to", to, after)] {
        ink.put(format_args!("<svg class=\"numbers {class}\">"));
        if class == "from" && !all.input.is_empty() {
            bead((value, all.input), all.places, n, "14", ink);
        } else {
            let (x, kind) = (
                percent(2 * number as usize + 1, 2 * n),
                tone(value.known_to),
            );
            ink.put(format_args!(
                "<text class=\"lit\" data-visibility=\"{kind}\" x=\"{x}\" y=\"14\">{number}</text>"
            ));
        }
        ink.put(format_args!("</svg>"));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::trace::{Equation, Expr, Value};

    fn cubes(n: i64, input: &'static str) -> String {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let m = Value::secret("m", 4).meaning("message");
        let power = Expr::power_mod(m, value("e", 3), value("n", n));
        let equation = Equation::equal(value("c", 64 % n), power);
        scatter(&Scatter::of(&equation, input).unwrap()).into_markup()
    }

    #[test]
    fn each_number_can_be_pressed_and_one_be_moved() {
        let all = cubes(55, "message");
        assert_eq!(all.matches("<rect data-fill=\"message\"").count(), 55);
        assert!(all.contains("<path class=\"lit\" data-visibility=\"public\" d=\"M4.5 0C4.5 55 9.5 45 9.5 100\"/>"), "{all}");
        assert!(
            all.contains("aria-label=\"message\" aria-valuemin=\"0\" aria-valuemax=\"54\" aria-valuenow=\"4\" aria-valuetext=\"4 goes to 9\"")
        );
        // What comes out has no meaning here.
        assert!(!all.contains("each once"), "{all}");
        // 0, 10 … 50 above, where 4 stands beside 5; 0, 5, 15 … 50 below.
        assert_eq!(all.matches("<text class=\"\"").count(), 10 + 10, "{all}");
        assert!(
            !cubes(55, "").contains("data-fill"),
            "where there is no input"
        );
    }

    #[test]
    fn many_numbers_are_dots() {
        let all = cubes(2173, "message");
        assert!(
            all.contains("class=\"dots\"") && !all.contains("<rect"),
            "{all}"
        );
    }
}
