//! What the marks of an exchange mean, and its abbreviations: those that occur.

use super::Exchange;
use crate::engine::ink::{Ink, plain};
use crate::engine::picture::tone::Tone;

/// Writes a line for all of them; nothing where none occurs.
pub(super) fn put(exchange: &Exchange, ink: &mut Ink) {
    let values = || exchange.turns.iter().flat_map(|turn| &turn.values);
    let mut tones: Vec<Tone> = Vec::new();
    let mut names: Vec<(&str, &str)> = Vec::new();
    for value in values() {
        let tone = Tone::of(value.known_to);
        if !tones.contains(&tone) {
            tones.push(tone);
        }
        let name = (value.symbol.as_ref(), value.means.as_ref());
        if is_abbreviated(name) && !names.contains(&name) {
            names.push(name);
        }
    }
    if tones.is_empty() {
        return;
    }
    ink.put(format_args!("<p class=\"legend\">"));
    for Tone { name, mark, says } in tones {
        ink.put(format_args!(
            "<span><b data-visibility=\"{name}\">{mark}</b> {says}</span> "
        ));
    }
    for (symbol, means) in names {
        ink.put(format_args!("<span>"));
        ink.symbol(symbol);
        ink.put(format_args!(" {}</span> ", plain(means)));
    }
    ink.put(format_args!("</p>"));
}

/// Whether a name is made of first letters, and it is known of which words.
fn is_abbreviated((symbol, means): (&str, &str)) -> bool {
    let letters = symbol.chars().filter(char::is_ascii_uppercase).count();
    letters > 1 && letters == symbol.len() && !means.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::{Actor, Knowers};
    use crate::engine::picture::{Turn, VisibleValue};

    fn said_of(values: Vec<VisibleValue>) -> String {
        let exchange = Exchange {
            actors: vec![Actor::Client],
            captions: Vec::new(),
            now: None,
            turns: vec![Turn {
                title: "Computes".into(),
                step: "".into(),
                columns: [0, 0],
                from: 0,
                is_message: false,
                length: None,
                values,
                is_sealed: false,
                fate: None,
            }],
        };
        let mut ink = Ink::default();
        put(&exchange, &mut ink);
        ink.into_markup()
    }

    #[test]
    fn each_mark_and_each_abbreviation_that_occurs_is_explained_once() {
        let value = |symbol: &'static str, means: &'static str, known_to| VisibleValue {
            symbol: symbol.into(),
            is: None,
            means: means.into(),
            known_to,
        };
        let client = Knowers::these(&[Actor::Client]);
        let all = said_of(vec![
            value("x", "the private half", client),
            value("CHTS", "the client's secret", client),
            value("CHTS", "the client's secret", client),
            value("X", "the public half", Knowers::EVERYBODY),
        ]);
        assert_eq!(all.matches("</b> known to the client alone").count(), 1);
        assert_eq!(all.matches("</b> public").count(), 1, "{all}");
        assert_eq!(all.matches("the client").count(), 2, "{all}");
        assert!(!all.contains("server") && !all.contains("half"), "{all}");
        assert_eq!(said_of(Vec::new()), "");
    }
}
