//! Symbols and formulas inside a line of text.

use super::gist::values;
use super::mark::put_verdict;
use crate::draw::{Ink, plain};
use crate::engine::trace::Step;
use crate::ui::dry;
use yew::prelude::*;

/// What a step is called, behind how its check ended.
pub(super) fn title(step: &Step) -> Html {
    let mut ink = Ink::default();
    put_title(step, &mut ink);
    dry(ink)
}

/// Writes what a step is called, behind how its check ended.
pub(super) fn put_title(step: &Step, ink: &mut Ink) {
    put_verdict(step.verdict, ink);
    put_words(&step.title, step, ink);
}

/// A text in which the symbols of a step have their subscripts: `d_p`.
pub(super) fn words(text: &str, step: &Step) -> Html {
    let mut ink = Ink::default();
    put_words(text, step, &mut ink);
    dry(ink)
}

/// Writes a text in which the symbols of a step have their subscripts.
pub(super) fn put_words(text: &str, step: &Step, ink: &mut Ink) {
    let symbols = values(step);
    let known = |token: &str| symbols.iter().any(|value| value.symbol == token);
    put_pieces(text, &known, ink);
}

/// Writes a formula as a line of text, with its subscripts and exponents.
pub(super) fn put_formula(text: &str, ink: &mut Ink) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('^') {
        let (exponent, tail) = exponent(after);
        put_pieces(before, &|_| true, ink);
        ink.put(format_args!("<sup>"));
        put_pieces(exponent, &|_| true, ink);
        ink.put(format_args!("</sup>"));
        rest = tail;
    }
    put_pieces(rest, &|_| true, ink);
}

/// The exponent that a text begins with, and what follows it.
fn exponent(text: &str) -> (&str, &str) {
    if let Some(inside) = text.strip_prefix('(') {
        let mut depth = 1;
        for (at, c) in inside.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let (exponent, tail) = inside.split_at(at);
                return (exponent, tail.strip_prefix(')').unwrap_or(tail));
            }
        }
    }
    text.split_at(text.find(|c| !is_word(c)).unwrap_or(text.len()))
}

#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    Symbol(&'a str),
}

/// Splits a text at the symbols with a subscript that are known.
fn pieces<'a>(text: &'a str, known: &dyn Fn(&str) -> bool) -> Vec<Piece<'a>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (token, tail) = rest.split_at(word);
        if token.contains('_') && known(token) {
            found.push(Piece::Symbol(token));
        } else if !token.is_empty() {
            found.push(Piece::Text(token));
        }
        let gap = tail.find(is_word).unwrap_or(tail.len());
        let (between, next) = tail.split_at(gap);
        if !between.is_empty() {
            found.push(Piece::Text(between));
        }
        rest = next;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | 'Α'..='ω')
}

fn put_pieces(text: &str, known: &dyn Fn(&str) -> bool, ink: &mut Ink) {
    for piece in pieces(text, known) {
        match piece {
            Piece::Text(text) => ink.put(format_args!("{}", plain(text))),
            Piece::Symbol(text) => ink.symbol(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_symbols_of_the_step_get_a_subscript() {
        let known = |token: &str| token == "d_p";
        assert_eq!(
            pieces("d_p and d_q, of server_key.pem", &known),
            [
                Piece::Symbol("d_p"),
                Piece::Text(" "),
                Piece::Text("and"),
                Piece::Text(" "),
                Piece::Text("d_q"),
                Piece::Text(", "),
                Piece::Text("of"),
                Piece::Text(" "),
                Piece::Text("server_key"),
                Piece::Text("."),
                Piece::Text("pem"),
            ]
        );
    }

    #[test]
    fn exponents_end_where_they_should() {
        assert_eq!(exponent("d_p mod p"), ("d_p", " mod p"));
        assert_eq!(exponent("(a · (b + 1)) mod p"), ("a · (b + 1)", " mod p"));
        assert_eq!(exponent("18 + 0"), ("18", " + 0"));
        assert_eq!(exponent("(a"), ("", "(a"));
    }
}
