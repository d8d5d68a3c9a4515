//! A reference to a standard.

use crate::engine::ink::Ink;
use crate::engine::source::Source;
use crate::ui::dry;
use yew::prelude::*;

/// A link to the place in the standard, or its name where there is none.
pub(in crate::ui) fn source(source: &Source) -> Html {
    let mut ink = Ink::default();
    ink.source(source);
    dry(ink)
}
