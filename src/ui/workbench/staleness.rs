//! When a result is marked as one of before.

use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::stale::Stale;
use crate::ui::state::Exhibit;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// How long a result stays as it is while a new one is computed, in
/// milliseconds; after that it is marked as one of before.
const LONG: u32 = 500;

/// Whether the result is to be marked as one of before: at once when a run
/// failed, else after a while, so that live exhibits do not flicker.
#[hook]
pub(super) fn use_stale(stale: Option<Stale>, exhibit: Option<&PtrEqRc<Exhibit>>) -> Option<Stale> {
    let at_once =
        exhibit.is_some_and(|exhibit| exhibit.running.is_none() && exhibit.diagnosis.is_some());
    let long = use_state_eq(|| false);
    {
        let long = long.clone();
        use_effect_with(stale.is_some(), move |&is_stale| {
            let timer = is_stale.then(|| {
                let long = long.clone();
                Timeout::new(LONG, move || long.set(true))
            });
            move || {
                drop(timer);
                long.set(false);
            }
        });
    }
    stale.filter(|_| at_once || *long)
}
