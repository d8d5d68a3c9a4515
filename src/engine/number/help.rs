//! Letting others do the testing of a hunt.
//!
//! A hunt of real size is work for several workers, and a run cannot wait for
//! them in the middle. So a run that may ask for help ends early when it comes
//! to a hunt that nobody has done yet; the hunt is done by all, and the run
//! begins again, with what they found out. It computes the same as alone: what
//! is known is only a shortcut.

use super::quarry::{Full, Place, Quarry, Tested};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A hunt that is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What reports call the prime, such as `p of the root key`; `None` where
    /// nobody wants them.
    pub name: Option<String>,
    /// What is hunted.
    pub quarry: Quarry,
}

/// What one hunter has found out about a hunt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was hunted.
    pub quarry: Quarry,
    /// The candidates that it tested with base 2.
    pub tested: Vec<Tested>,
    /// The tests after that, where they were its part.
    pub full: Vec<Full>,
    /// What computed its powers, where that is said; see
    /// [`kernel::name_for`](super::kernel::name_for).
    pub kernel: Option<String>,
}

impl Found {
    /// Nothing yet.
    #[must_use]
    pub fn nothing(quarry: Quarry) -> Self {
        Self {
            quarry,
            tested: Vec::new(),
            full: Vec::new(),
            kernel: None,
        }
    }
}

/// What all have found out about a hunt.
#[derive(Debug, Default)]
pub struct Known {
    /// The candidates that were tested, by place.
    pub tested: BTreeMap<Place, Tested>,
    /// The tests after base 2.
    pub full: Vec<Full>,
    /// What computed the powers.
    pub kernels: BTreeSet<String>,
}

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
        for asked in hunts {
            let known = help.known.iter().any(|known| known.quarry == asked.quarry);
            if !known && asked.quarry.bits >= WORTH {
                help.asked.push(asked);
            }
        }
        !help.asked.is_empty()
    })
}

/// What computed the powers of all hunts that are known.
#[must_use]
pub fn kernels() -> BTreeSet<String> {
    HELP.with_borrow(|help| {
        let all = help.iter().flat_map(|help| &help.known);
        all.filter_map(|found| found.kernel.clone()).collect()
    })
}

/// What is known of a hunt; `None` if nobody was asked.
#[must_use]
pub fn known(quarry: &Quarry) -> Option<Known> {
    HELP.with_borrow(|help| {
        let all = &help.as_ref()?.known;
        let mut found = all
            .iter()
            .filter(|found| found.quarry == *quarry)
            .peekable();
        found.peek()?;
        let mut known = Known::default();
        for one in found {
            let by_place = one
                .tested
                .iter()
                .map(|tested| (tested.place, tested.clone()));
            known.tested.extend(by_place);
            known.full.extend(one.full.iter().cloned());
            known.kernels.extend(one.kernel.clone());
        }
        Some(known)
    })
}
