//! Letting others do the testing of a hunt.
//!
//! A hunt of real size is work for several workers, and a run cannot wait for
//! them in the middle. So a run that may ask for help ends early when it comes
//! to a hunt that nobody has done yet; the hunt is done by all, and the run
//! begins again, with what they found out. It computes the same as alone: what
//! is known is only a shortcut.

use super::quarry::{Place, Quarry, Tested};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A hunt that is to be done: its name, such as `p of the root key`, and what
/// is hunted.
pub type Asked = (String, Quarry);

/// What has been found out about a hunt.
pub type Found = (Quarry, Vec<Tested>);

/// Hunts for primes of fewer bits are not worth sharing.
const WORTH: u32 = 512;

#[derive(Default)]
struct Help {
    known: Vec<Found>,
    asked: Vec<Asked>,
}

thread_local! {
    /// `None` while a run does everything itself.
    static HELP: RefCell<Option<Help>> = const { RefCell::new(None) };
}

/// Runs something that may ask for help, given what is known already.
///
/// # Errors
/// The hunts that it asked for; what it returned is then worthless.
pub fn with<T>(known: Vec<Found>, run: impl FnOnce() -> T) -> Result<T, Vec<Asked>> {
    HELP.set(Some(Help {
        known,
        asked: Vec::new(),
    }));
    let result = run();
    match HELP.take() {
        Some(help) if !help.asked.is_empty() => Err(help.asked),
        _ => Ok(result),
    }
}

/// Asks for help with these hunts, where that is wanted and not known yet.
/// Says whether the run has to end here.
pub fn ask(hunts: impl IntoIterator<Item = Asked>) -> bool {
    HELP.with_borrow_mut(|help| {
        let Some(help) = help else {
            return false;
        };
        for (name, quarry) in hunts {
            let known = help.known.iter().any(|(known, _)| *known == quarry);
            if !known && quarry.bits >= WORTH {
                help.asked.push((name, quarry));
            }
        }
        !help.asked.is_empty()
    })
}

/// What is known of a hunt, by place.
#[must_use]
pub fn known(quarry: &Quarry) -> Option<BTreeMap<Place, Tested>> {
    HELP.with_borrow(|help| {
        let (_, tested) = help
            .as_ref()?
            .known
            .iter()
            .find(|(known, _)| known == quarry)?;
        let by_place = tested.iter().map(|tested| (tested.place, tested.clone()));
        Some(by_place.collect())
    })
}
