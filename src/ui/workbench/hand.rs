//! Which step of a run is looked at, and the hand that moves it.

use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::{FinishedRun, StepTarget};
use crate::ui::walk::{Spot, Walk};
use std::rc::Rc;
use yew::prelude::*;

/// The way through a run, and where one is on it.
#[derive(Clone)]
pub(super) struct Hand {
    /// The way; empty while there is no run.
    pub(super) walk: Rc<Walk>,
    /// The present place.
    pub(super) spot: Spot,
    /// Goes to another place.
    pub(super) go: Callback<Spot>,
    /// Stays at the present one whatever comes out next: a hand is in its picture.
    pub(super) stay: Callback<()>,
    /// The step that something points at and that is not among these.
    pub(super) missed: Option<String>,
}

/// The hand of a run. A new run stays at the step that was shown, where it has
/// one of that name and none that fails, or where a hand is in its picture; a step
/// that something points at comes first. `moved` gets the way to the step once a
/// hand has moved. Where it is asked what comes out, it begins at the first step.
#[hook]
pub(super) fn use_hand(
    run: Option<&PtrEqRc<FinishedRun>>,
    wanted: Option<&StepTarget>,
    moved: &Callback<String>,
    is_asked: bool,
) -> Hand {
    let walk = use_memo(run.cloned(), |run| {
        run.as_ref()
            .map(|run| Walk::of(&run.output.trace))
            .unwrap_or_default()
    });
    let judged = run.and_then(|run| run.output.good);
    let begin = walk.begin(judged.filter(|_| !is_asked));
    let at = use_state_eq(|| None::<String>);
    let before = use_mut_ref(|| false);
    let stays = use_mut_ref(|| false);
    {
        let (at, stays) = (at.clone(), stays.clone());
        use_effect_with(run.cloned(), move |run| {
            let is_another = before.replace(run.is_some());
            if !stays.replace(false) && is_another && begin != Spot::default() {
                at.set(None);
            }
        });
    }
    {
        let at = at.clone();
        use_effect_with(wanted.cloned(), move |wanted| {
            if let Some(StepTarget { path, .. }) = wanted {
                at.set(Some(path.clone()));
            }
        });
    }
    let spot = at.as_ref().and_then(|path| walk.nearest(path));
    let is_wanted = |path: &&String| wanted.is_some_and(|wanted| wanted.path == **path);
    let missed = at.as_ref().filter(is_wanted).cloned();
    let missed = missed.filter(|path| run.is_some() && walk.find(path).is_none());
    let spot = spot.unwrap_or(begin);
    let stay = {
        let (at, path) = (at.clone(), walk.path(spot));
        Callback::from(move |()| {
            stays.replace(true);
            at.set(Some(path.clone()));
        })
    };
    let go = {
        let (walk, moved) = (walk.clone(), moved.clone());
        Callback::from(move |spot: Spot| {
            let path = walk.path(spot);
            moved.emit(path.clone());
            at.set(Some(path));
        })
    };
    Hand {
        walk,
        spot,
        go,
        stay,
        missed,
    }
}
