//! All numbers below n, where a power sends them, and the way home.

use crate::engine::ink::Ink;
use crate::engine::picture::Permutation;
use crate::engine::picture::percent;
use crate::engine::picture::tone;
use crate::engine::trace::Value;

pub(super) fn permutation(all: &Permutation) -> Ink {
    let mut ink = Ink::default();
    if all.is_in_lines() {
        lines(all, &mut ink);
    } else {
        let [m, c] = &all.one;
        dots(&all.forth, all.places, [&m.symbol, &c.symbol], &mut ink);
    }
    let [m, c] = &all.one;
    let [from, to] = all.places;
    ink.put(format_args!("<ul class=\"parts\">"));
    let [e, d] = &all.exponents;
    for (base, by, result, number, comes_to) in [(m, e, c, from, to), (c, d, m, to, from)] {
        let kind = tone(by.known_to);
        ink.put(format_args!("<li><svg class=\"way\" aria-hidden=\"true\" viewBox=\"0 0 2 1\"><path data-visibility=\"{kind}\" d=\"M0 .5h2\"/></svg><span>"));
        ink.symbol(&base.symbol);
        ink.put(format_args!("<sup>"));
        ink.symbol(&by.symbol);
        ink.put(format_args!("</sup> = "));
        ink.symbol(&result.symbol);
        ink.put(format_args!(
            "</span><span class=\"size\">{number} → {comes_to}</span></li>"
        ));
    }
    ink.put(format_args!("<li class=\"size\"><span>modulo "));
    ink.symbol(&all.modulus);
    ink.put(format_args!(" = {}</span></li></ul>", all.forth.len()));
    ink
}

/// Three rows of numbers: a line from each to where it goes, and on.
fn lines(all: &Permutation, ink: &mut Ink) {
    let n = all.forth.len();
    let [there, back] = all.exponents.each_ref().map(|by| tone(by.known_to));
    let [from, to] = all.places;
    ink.put(format_args!("<div class=\"routes\" aria-hidden=\"true\"><svg class=\"ways\" viewBox=\"0 0 {n} 100\" preserveAspectRatio=\"none\">"));
    for (start, way) in (0..).zip(&all.forth) {
        let home = all.back.get(*way as usize).unwrap_or(way);
        let lit = if start == from { "lit" } else { "" };
        ink.put(format_args!("<g class=\"{lit}\"><path data-visibility=\"{there}\" d=\"M{start}.5 10C{start}.5 32 {way}.5 22 {way}.5 44\"/><path data-visibility=\"{back}\" d=\"M{way}.5 56C{way}.5 78 {home}.5 68 {home}.5 90\"/></g>"));
    }
    ink.put(format_args!("</svg><svg class=\"numbers\">"));
    let [m, c] = all.one.each_ref().map(|value| tone(value.known_to));
    for (y, lit, kind) in [("5%", from, m), ("50%", to, c), ("95%", from, m)] {
        for number in written(n, lit) {
            let x = percent(2 * number + 1, 2 * n);
            ink.text([&x, y], "", &number.to_string());
        }
        let x = percent(2 * lit as usize + 1, 2 * n);
        ink.put(format_args!(
            "<text class=\"lit\" data-visibility=\"{kind}\" x=\"{x}\" y=\"{y}\">{lit}</text>"
        ));
    }
    ink.put(format_args!("</svg></div>"));
    if !all.input.is_empty() {
        ink.put(format_args!("<div class=\"routes over\">"));
        choices(n, all.input, ink);
        ink.put(format_args!("<svg class=\"numbers\">"));
        let [value, _] = &all.one;
        bead((value, all.input), [from, to], n, "5%", ink);
        ink.put(format_args!("</svg></div>"));
    }
}

/// Every how-many-th number is written.
const WRITTEN: usize = 5;

/// No number is written so close to the one that is followed.
const CLOSE: usize = 4;

/// The numbers that are written in a row, beside the one that is followed.
pub(in crate::engine::picture) fn written(n: usize, lit: u32) -> impl Iterator<Item = usize> {
    let close = if n > 2 * WRITTEN { CLOSE } else { 1 };
    let numbers = (0..n).step_by(WRITTEN);
    numbers.filter(move |number| number.abs_diff(lit as usize) >= close)
}

/// A column for each number: pressing it fills the input.
pub(in crate::engine::picture) fn choices(n: usize, input: &str, ink: &mut Ink) {
    ink.put(format_args!(
        "<svg class=\"hits\" aria-hidden=\"true\" viewBox=\"0 0 {n} 1\" preserveAspectRatio=\"none\">"
    ));
    for number in 0..n {
        ink.put(format_args!("<rect data-fill=\"{input}\" data-value=\"{number}\" x=\"{number}\" width=\"1\" height=\"1\"/>"));
    }
    ink.put(format_args!("</svg>"));
}

/// The mark of the number that is followed, which a hand can move.
pub(in crate::engine::picture) fn bead(
    (value, input): (&Value, &str),
    [from, to]: [u32; 2],
    n: usize,
    y: &str,
    ink: &mut Ink,
) {
    let (x, last) = (percent(2 * from as usize + 1, 2 * n), n.saturating_sub(1));
    let name = match value.meaning.is_empty() {
        true => crate::engine::ink::plain(&value.symbol),
        false => crate::engine::ink::plain(&value.meaning),
    };
    let kind = tone(value.known_to);
    ink.put(format_args!("<g class=\"bead\" role=\"slider\" tabindex=\"0\" data-fill=\"{input}\" data-value=\"{from}\" aria-label=\"{name}\" aria-valuemin=\"0\" aria-valuemax=\"{last}\" aria-valuenow=\"{from}\" aria-valuetext=\"{from} goes to {to}\"><circle cx=\"{x}\" cy=\"{y}\" r=\"14\"/><text class=\"lit\" data-visibility=\"{kind}\" x=\"{x}\" y=\"{y}\">{from}</text></g>"));
}

/// A dot in each column and each row of a square: across the number, up what it
/// becomes. The d-th power reads the same dots the other way.
pub(in crate::engine::picture) fn dots(
    ways: &[u32],
    [from, to]: [u32; 2],
    [m, c]: [&str; 2],
    ink: &mut Ink,
) {
    let n = ways.len();
    let up = |y: u32| n - 1 - (y as usize).min(n - 1);
    ink.put(format_args!(
        "<svg class=\"dots\" aria-hidden=\"true\" viewBox=\"0 0 {n} {n}\"><path d=\""
    ));
    for (x, y) in ways.iter().enumerate() {
        ink.put(format_args!("M{x} {}h0", up(*y)));
    }
    ink.put(format_args!(
        "\"/><path class=\"cursor\" d=\"M{from} {n}V{}H0\"/></svg><p class=\"size\">across: ",
        up(to)
    ));
    ink.symbol(m);
    ink.put(format_args!(", up: "));
    ink.symbol(c);
    ink.put(format_args!(
        ". Each column has one dot and each row has one, so the way back is there: read the picture sideways.</p>"
    ));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::trace::{Equation, Expr};

    #[test]
    fn three_rows_are_written_as_far_as_there_is_room() {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let power = |to: &Value, from: &Value, by: &Value| {
            Equation::equal(to, Expr::power_mod(from, by, value("n", 55)))
        };
        let (m, c) = (Value::secret("m", 4), value("c", 9));
        let there = power(&c, &m, &value("e", 3));
        let back = power(&m, &c, &Value::secret("d", 7));
        let all = Permutation::of(&[there, back]).unwrap();
        let drawn = permutation(&all).into_markup();
        // 5 stands beside 4, and 10 beside 9; 5 is four places from 9.
        assert_eq!(drawn.matches("<text class=\"\"").count(), 3 * 10, "{drawn}");
        assert!(
            drawn.contains(
                "<text class=\"lit\" data-visibility=\"secret\" x=\"8.1%\" y=\"95%\">4</text>"
            ),
            "{drawn}"
        );
        assert!(!drawn.contains("slider"), "nothing takes another number");
        let moved = permutation(&all.filling("number")).into_markup();
        assert_eq!(moved.matches("<rect data-fill=\"number\"").count(), 55);
        assert!(moved.contains("aria-label=\"m\"") && moved.contains("4 goes to 9"));
    }
}
