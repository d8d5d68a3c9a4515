//! Checks as pins, and a lock that turns where all have risen.

use super::ink::{Ink, plain};
use crate::engine::figure::Pin;

/// The shackle of a lock that is closed, and of one that is open.
pub(super) const CLOSED: &str = "M7 11V7a5 5 0 0 1 10 0v4";
const OPEN: &str = "M7 11V6a5 5 0 0 1 9.6-2";

/// Up to so many are named under their pins, more beside them; where there is no
/// room for that, the first that fails is.
const NAMED: usize = 8;

/// What a lock does where all pins have risen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    /// It closes, as the padlock of a browser.
    Closes,
    /// It opens, and something comes out.
    Opens,
}

pub(super) fn pins(pins: &[Pin], lock: Lock, ink: &mut Ink) {
    if pins.is_empty() {
        return;
    }
    let all = pins.iter().all(|pin| pin.holds == Some(true));
    let is_closed = all == (lock == Lock::Closes);
    let shackle = if is_closed { CLOSED } else { OPEN };
    let few = pins.len() <= NAMED;
    ink.put(format_args!("<div class=\"checks\" data-holds=\"{all}\" data-few=\"{few}\"><svg class=\"lock\" aria-hidden=\"true\" viewBox=\"0 0 24 24\"><path d=\"{shackle}\"/><rect x=\"4\" y=\"11\" width=\"16\" height=\"11\" rx=\"2\"/></svg><ol class=\"pins\">"));
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
        pins(&all, Lock::Closes, &mut ink);
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
    fn a_lock_turns_the_way_it_is_meant_to() {
        let pin = |holds| {
            [Pin {
                name: "HMAC".into(),
                holds: Some(holds),
            }]
        };
        for (lock, holds, shackle) in [
            (Lock::Closes, true, CLOSED),
            (Lock::Closes, false, OPEN),
            (Lock::Opens, true, OPEN),
            (Lock::Opens, false, CLOSED),
        ] {
            let mut ink = Ink::default();
            pins(&pin(holds), lock, &mut ink);
            let shackle = format!("d=\"{shackle}\"");
            assert!(ink.into_markup().contains(&shackle), "{lock:?} {holds}");
        }
    }
}
