//! Checks as pins, and a lock that is closed where all have risen.

use super::ink::{Ink, plain};
use crate::engine::figure::Pin;

/// The shackle of a lock that is closed, and of one that is open.
pub(super) const CLOSED: &str = "M7 11V7a5 5 0 0 1 10 0v4";
const OPEN: &str = "M7 11V7a5 5 0 0 1 10 0";

/// Up to so many are named one by one; of more only those that fail.
const NAMED: usize = 8;

pub(super) fn pins(pins: &[Pin], ink: &mut Ink) {
    if pins.is_empty() {
        return;
    }
    let all = pins.iter().all(|pin| pin.holds == Some(true));
    let shackle = if all { CLOSED } else { OPEN };
    let few = pins.len() <= NAMED;
    ink.put(format_args!("<div class=\"checks\" data-holds=\"{all}\" data-few=\"{few}\"><svg class=\"lock\" aria-hidden=\"true\" viewBox=\"0 0 24 24\"><path d=\"{shackle}\"/><rect x=\"4\" y=\"11\" width=\"16\" height=\"11\" rx=\"2\"/></svg><ol class=\"pins\">"));
    for pin in pins {
        let (holds, sign) = match pin.holds {
            Some(true) => ("true", "✓"),
            Some(false) => ("false", "✗"),
            None => ("", "–"),
        };
        ink.put(format_args!("<li data-holds=\"{holds}\"><i>{sign}</i>"));
        if few {
            ink.part("", &pin.name);
        }
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ol>"));
    let first = pins.iter().find(|pin| pin.holds == Some(false));
    if let Some(first) = first.filter(|_| !few) {
        ink.put(format_args!(
            "<p class=\"first\">✗ {}</p>",
            plain(&first.name)
        ));
    }
    ink.put(format_args!("</div>"));
}
