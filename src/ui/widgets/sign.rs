//! The signs on the buttons of a transport.

use crate::engine::ink::Ink;
use crate::ui::dry;
use yew::Html;

// On a square of 16. Steps are angles; only what plays is a triangle.
pub(in crate::ui) const FIRST: &str = "M3 3v10M12 3l-5 5l5 5l-5-5z";
pub(in crate::ui) const BACK: &str = "M10 3l-5 5l5 5l-5-5z";
pub(in crate::ui) const PLAY: &str = "M4 2l10 6l-10 6z";
pub(in crate::ui) const PAUSE: &str = "M5 3v10M11 3v10";
pub(in crate::ui) const FORWARD: &str = "M6 3l5 5l-5 5l5-5z";
pub(in crate::ui) const LARGE: &str = "M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4";
pub(in crate::ui) const LAST: &str = "M13 3v10M4 3l5 5l-5 5l5-5z";

/// A sign, for whoever sees; its button has the name.
pub(in crate::ui) fn icon(sign: &str) -> Html {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<svg aria-hidden=\"true\" viewBox=\"0 0 16 16\"><path d=\"{sign}\"/></svg>"
    ));
    dry(ink)
}
