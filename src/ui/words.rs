//! Where a text uses a word of the field, the word opens. What the words mean
//! comes from a worker; `#/words` lists them.

use crate::engine::ink::Ink;
use crate::units::words::TERMS;

/// Where a word opens: the number of its panel.
pub type Place = usize;

/// Writes a term that opens its word. `term` is as the text has it.
pub fn put_term(term: &str, place: Place, ink: &mut Ink) {
    ink.put(format_args!(
        "<button type=\"button\" class=\"term\" popovertarget=\"word-{place}\">{term}</button>"
    ));
}

/// The term that a text begins with: how long it is, in bytes, and where it
/// opens. A term ends where a word ends.
#[must_use]
pub fn term(text: &str) -> Option<(usize, Place)> {
    TERMS.iter().enumerate().find_map(|(place, terms)| {
        let mut lengths = terms.iter().filter_map(|term| begins(text, term));
        lengths.next().map(|length| (length, place))
    })
}

/// How much of a text a term at its beginning takes, with its plural.
fn begins(text: &str, term: &str) -> Option<usize> {
    let (start, rest) = text.split_at_checked(term.len())?;
    let is_it = start == term
        || term.starts_with(|c: char| c.is_ascii_lowercase())
            && start.eq_ignore_ascii_case(term)
            && start.get(1..) == term.get(1..);
    if !is_it {
        return None;
    }
    let ending = rest
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    let (plural, after) = rest.split_at_checked(ending)?;
    let is_name = after
        .strip_prefix('.')
        .is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()));
    (matches!(plural, "" | "s" | "es") && !is_name).then_some(term.len() + ending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::words::WORDS;

    fn found(text: &str) -> Option<(&str, &str)> {
        let (length, place) = term(text)?;
        Some((text.get(..length)?, WORDS.get(place)?.name))
    }

    #[test]
    fn a_term_is_found_where_it_stands_alone() {
        assert_eq!(found("DER, then"), Some(("DER", "DER")));
        assert_eq!(found("witnesses of"), Some(("witnesses", "Witness")));
        assert_eq!(found("Roots"), Some(("Roots", "Root")));
        assert_eq!(found("CAs sign"), Some(("CAs", "CA")));
        assert_eq!(found("λ(n) is"), Some(("λ(n)", "λ(n)")));
        assert_eq!(found("PKCS#1 v1.5"), Some(("PKCS#1", "PKCS#1")));
        for other in [
            "",
            "rooted",
            "ca",
            "DERs2",
            "blocked",
            "Certificate",
            "tagging",
            "root.pem",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn every_word_is_found_by_its_name() {
        for word in &WORDS {
            for name in word.name.split(", ") {
                assert!(
                    found(name).is_some_and(|(_, found)| found == word.name),
                    "{name}"
                );
            }
        }
    }
}
