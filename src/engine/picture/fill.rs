//! What pressing a mark of a picture puts into an input.

use crate::engine::ink::Ink;

/// An input, and what goes into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The input's id.
    pub input: &'static str,
    /// The value.
    pub value: &'static str,
    /// What pressing does, in words.
    pub says: &'static str,
}

/// The beginning of what can be pressed to fill an input, and its end; without
/// an input an element that says nothing.
pub(super) fn pressed(fill: Option<&Fill>, class: &str, ink: &mut Ink) -> &'static str {
    match fill {
        Some(Fill { input, value, says }) => {
            ink.put(format_args!("<button type=\"button\" class=\"{class}\" data-fill=\"{input}\" data-value=\"{value}\" title=\"{says}\">"));
            "</button>"
        }
        None => {
            ink.put(format_args!("<div class=\"{class}\">"));
            "</div>"
        }
    }
}
