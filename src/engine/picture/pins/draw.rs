//! Checks as pins, and a lock that closes where all have risen.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Pin;

/// The shackle of a lock that is closed, and of one that is open.
pub(in crate::engine::picture) const CLOSED: &str = "M7 11V7a5 5 0 0 1 10 0v4";
const OPEN: &str = "M7 11V6a5 5 0 0 1 9.6-2";

/// Up to so many are named under their pins, more beside them; where there is no
/// room for that, the first that fails is.
const NAMED: usize = 8;

/// Writes the pins; the lock is that of a browser, where there is one.
pub(in crate::engine::picture) fn pins(pins: &[Pin], has_lock: bool, ink: &mut Ink) {
    if pins.is_empty() {
        return;
    }
    let all = pins.iter().all(|pin| pin.holds == Some(true));
    let few = pins.len() <= NAMED;
    ink.put(format_args!(
        "<div class=\"checks\" data-holds=\"{all}\" data-few=\"{few}\">"
    ));
    if has_lock {
        let shackle = if all { CLOSED } else { OPEN };
        ink.put(format_args!("<svg class=\"lock\" aria-hidden=\"true\" viewBox=\"0 0 24 24\"><path d=\"{shackle}\"/><rect x=\"4\" y=\"11\" width=\"16\" height=\"11\" rx=\"2\"/></svg>"));
    }
    ink.put(format_args!("<ol class=\"pins\">"));
    for pin in pins {
        let (holds, sign) = match pin.holds {
            Some(true) => ("true", "✓"),
            Some(false) => ("false", "✗"),
            None => ("", "–"),
        };
        ink.put(format_args!("<li data-holds=\"{holds}\"><i>{sign}</i>"));
        ink.part("", &pin.name);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(outcomes: &[Option<bool>]) -> String {
        let all: Vec<Pin> = outcomes
            .iter()
            .zip(1..)
            .map(|(holds, number)| Pin {
                name: format!("check {number}").into(),
                holds: *holds,
            })
            .collect();
        let mut ink = Ink::default();
        pins(&all, true, &mut ink);
        ink.into_markup()
    }

    #[test]
    fn the_lock_closes_where_all_hold() {
        assert!(drawn(&[Some(true); 3]).contains(CLOSED));
        for open in [[Some(true), None], [Some(true), Some(false)]] {
            let all = drawn(&open);
            assert!(!all.contains(CLOSED) && all.contains(OPEN), "{all}");
        }
        assert_eq!(drawn(&[]), "");
    }

    #[test]
    fn of_many_the_first_that_fails_is_named() {
        let mut outcomes = [Some(true); 15];
        outcomes[12] = Some(false);
        outcomes[13] = Some(false);
        let all = drawn(&outcomes);
        assert_eq!(all.matches("<li data-holds=\"true\">").count(), 13);
        assert!(
            all.contains("✗ check 13</p>") && !all.contains("check 14</p>"),
            "{all}"
        );
    }

    #[test]
    fn what_opens_has_pins_and_no_lock() {
        let mut ink = Ink::default();
        let pin = Pin {
            name: "HMAC".into(),
            holds: Some(true),
        };
        pins(&[pin], false, &mut ink);
        let all = ink.into_markup();
        assert!(all.contains("✓") && !all.contains("<svg"), "{all}");
    }
}
