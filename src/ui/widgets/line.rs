//! Symbols and formulas inside a line of text.

use super::gist::values;
use super::mark::put_verdict;
use crate::engine::ink::{Ink, plain};
use crate::engine::trace::Step;
use crate::ui::dry;
use crate::ui::words::{self, Place};
use yew::prelude::*;

/// What a step is called, behind how its check ended.
pub(in crate::ui) fn title(step: &Step) -> Html {
    let mut ink = Ink::default();
    put_title(step, &mut ink);
    dry(ink)
}

/// Writes what a step is called, behind how its check ended.
pub(in crate::ui) fn put_title(step: &Step, ink: &mut Ink) {
    put_verdict(step.verdict, ink);
    put_words(&step.title, step, ink);
}

/// A sentence in which the symbols of a step have their subscripts, `d_p`, and
/// the words of the field open.
pub(in crate::ui) fn says(text: &str, step: &Step) -> Html {
    let mut ink = Ink::default();
    put_pieces(pieces(text, &known(step), Some(&mut Vec::new())), &mut ink);
    dry(ink)
}

/// A sentence in which the words of the field open. Not for what is a button,
/// a link or a label itself.
pub(in crate::ui) fn prose(text: &str) -> Html {
    let mut ink = Ink::default();
    put_prose(text, &mut Vec::new(), &mut ink);
    dry(ink)
}

/// Writes a sentence in which the words of the field open that have not opened
/// before.
pub(crate) fn put_prose(text: &str, before: &mut Vec<Place>, ink: &mut Ink) {
    put_pieces(pieces(text, &|_| false, Some(before)), ink);
}

/// Writes a text in which the symbols of a step have their subscripts.
pub(in crate::ui) fn put_words(text: &str, step: &Step, ink: &mut Ink) {
    put_pieces(pieces(text, &known(step), None), ink);
}

/// Tells which words are symbols of a step.
fn known(step: &Step) -> impl Fn(&str) -> bool {
    let symbols = values(step);
    move |token| symbols.iter().any(|value| value.symbol == token)
}

/// Writes a formula as a line of text, with its subscripts and exponents.
pub(in crate::ui) fn put_formula(text: &str, ink: &mut Ink) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('^') {
        let (exponent, tail) = exponent(after);
        put_pieces(pieces(before, &|_| true, None), ink);
        ink.put(format_args!("<sup>"));
        put_pieces(pieces(exponent, &|_| true, None), ink);
        ink.put(format_args!("</sup>"));
        rest = tail;
    }
    put_pieces(pieces(rest, &|_| true, None), ink);
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
    Term(&'a str, Place),
}

/// Splits a text at the symbols with a subscript that are known and, given those
/// that opened before, at the words of the field, each where it first stands. A
/// word in a name, `CN=Our Root`, is not meant, nor is the root of a number.
fn pieces<'a>(
    text: &'a str,
    known: &dyn Fn(&str) -> bool,
    mut opened: Option<&mut Vec<Place>>,
) -> Vec<Piece<'a>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut in_a_name = false;
    while !rest.is_empty() {
        let of_a_number = matches!(
            &*found,
            [.., Piece::Text("square" | "cube"), Piece::Text(_)]
        );
        if let Some(opened) = &mut opened
            && !in_a_name
            && !of_a_number
            && let Some((length, place)) = words::term(rest)
            && !opened.contains(&place)
        {
            opened.push(place);
            let (term, tail) = rest.split_at(length);
            found.push(Piece::Term(term, place));
            rest = tail;
            continue;
        }
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
            in_a_name = between == "=" || in_a_name && matches!(between, " " | "-");
        }
        rest = next;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | 'Α'..='ω')
}

fn put_pieces(pieces: Vec<Piece<'_>>, ink: &mut Ink) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => ink.put(format_args!("{}", plain(text))),
            Piece::Symbol(text) => ink.symbol(text),
            Piece::Term(text, place) => words::put_term(text, place, ink),
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
            pieces(
                "d_p and d_q, of server_key.pem",
                &known,
                Some(&mut Vec::new())
            ),
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
    fn a_word_of_the_field_opens_where_it_first_stands() {
        let mut before = Vec::new();
        let mut terms = |text| -> Vec<_> {
            let pieces = pieces(text, &|_| false, Some(&mut before));
            let terms = pieces.into_iter().filter_map(|piece| match piece {
                Piece::Term(term, _) => Some(term),
                _ => None,
            });
            terms.collect()
        };
        assert_eq!(
            terms("DER in PEM, and DER of λ(n)."),
            ["DER", "PEM", "λ(n)"]
        );
        assert_eq!(terms("The square root of p, and the cube root."), [""; 0]);
        assert_eq!(terms("CN=Padlock Root CA, a root. DER"), ["root"]);
        let mut ink = Ink::default();
        put_prose("a < DER", &mut Vec::new(), &mut ink);
        let markup = ink.into_markup();
        assert!(
            markup.starts_with("a &lt; <button") && markup.ends_with(">DER</button>"),
            "{markup}"
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
