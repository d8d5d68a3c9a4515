//! Checks as the pins of a lock: the lock turns where all have risen.

mod draw;

pub(super) use draw::{CLOSED, pins};

use crate::engine::text::Text;

/// A check, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// What is asked, in a word or a few.
    pub name: Text,
    /// Whether it holds; `None` where that is not known, or not asked.
    pub holds: Option<bool>,
}

/// The checks in words: how many hold, and which do not.
pub(super) fn says(pins: &[Pin]) -> String {
    let held = pins.iter().filter(|pin| pin.holds == Some(true)).count();
    let failed: Vec<&str> = pins
        .iter()
        .filter(|pin| pin.holds == Some(false))
        .map(|pin| &*pin.name)
        .collect();
    let mut says = format!("{held} of {} checks hold", pins.len());
    if !failed.is_empty() {
        says.push_str("; not: ");
        says.push_str(&failed.join(", "));
    }
    says.push('.');
    says
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_named() {
        let pin = |name: &'static str, holds| Pin {
            name: name.into(),
            holds,
        };
        let pins = [
            pin("version", Some(true)),
            pin("HMAC", Some(false)),
            pin("padding", None),
        ];
        assert_eq!(says(&pins), "1 of 3 checks hold; not: HMAC.");
    }
}
