//! Drawings as markup: a tenth of the code of as many components, and the
//! browser reads them faster.

use crate::engine::source::Source;
use std::fmt::{self, Arguments, Display, Formatter, Write};

/// A drawing, as far as it is written.
#[derive(Default)]
pub struct Ink(String);

impl Ink {
    /// Writes markup. Texts of others go through [`plain`] or
    /// [`symbol`](Self::symbol).
    pub fn put(&mut self, markup: Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.0.write_fmt(markup);
    }

    /// Writes a symbol with its subscript, which lights up with its value.
    pub fn symbol(&mut self, name: &str) {
        let name = plain(name);
        match name.split_once('_') {
            Some((base, below)) if !below.is_empty() && !below.contains(' ') => self.put(
                format_args!("<span data-symbol=\"{name}\"><i>{base}</i><sub>{below}</sub></span>"),
            ),
            _ => self.put(format_args!("<i data-symbol=\"{name}\">{name}</i>")),
        }
    }

    /// Writes a part of a line, where there is one.
    pub fn part(&mut self, class: &str, says: &str) {
        if !says.is_empty() {
            let says = plain(says);
            self.put(format_args!("<span class=\"{class}\">{says}</span>"));
        }
    }

    /// Writes a link to the place in a standard, or its name where there is none.
    pub fn source(&mut self, source: &Source) {
        let name = plain(&source.to_string());
        match source.url() {
            Some(url) => {
                let url = plain(&url);
                self.put(format_args!(
                    "<a class=\"source\" href=\"{url}\" rel=\"noreferrer\" target=\"_blank\">{name}</a>"
                ));
            }
            None => self.put(format_args!("<span class=\"source\">{name}</span>")),
        }
    }

    /// Writes a text inside a drawing, in its middle at a place.
    pub fn text(&mut self, [x, y]: [&str; 2], class: &str, says: &str) {
        let says = plain(says);
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{says}</text>"
        ));
    }

    /// Writes a symbol inside a drawing, with its subscript.
    pub fn label(&mut self, name: &str) {
        let name = plain(name);
        match name.split_once('_') {
            Some((base, below)) if !below.is_empty() => self.put(format_args!(
                "{base}<tspan class=\"below\" dy=\"4\">{below}</tspan>"
            )),
            _ => self.put(format_args!("{name}")),
        }
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    #[must_use]
    pub fn into_markup(self) -> String {
        self.0
    }
}

impl Display for Ink {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text as it is, whatever stands in it.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '"' => plain.push_str("&quot;"),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(plain("a<b & \"c\""), "a&lt;b &amp; &quot;c&quot;");
        let mut ink = Ink::default();
        ink.symbol("d_p");
        ink.symbol("<i>");
        assert_eq!(
            ink.0,
            "<span data-symbol=\"d_p\"><i>d</i><sub>p</sub></span><i data-symbol=\"&lt;i>\">&lt;i></i>"
        );
    }
}
