//! The desk that this browser keeps, where the person asked for it: one desk
//! for all pages that are open on it.

use super::Padlock;
use crate::desk::{self, Action as Change, Desk, Thing};
use crate::ui::browser::{self, kept};
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::Action;
use gloo_events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;
use zeroize::Zeroizing;

/// What the storage held when this page last read or wrote it; nothing while
/// the desk is not kept.
type Before = Rc<RefCell<Option<Zeroizing<String>>>>;

/// Takes the desk out of the browser's storage at the start, puts every change
/// back, and takes over what another page puts there.
#[hook]
pub(crate) fn use_kept_desk(padlock: &Padlock) {
    let before: Before = use_mut_ref(|| None);
    let latest = use_mut_ref(|| padlock.clone());
    *latest.borrow_mut() = padlock.clone();
    {
        let (padlock, before) = (padlock.clone(), before.clone());
        use_effect_with((), move |()| {
            if kept::desk().is_some() && adopt(&padlock, &before) {
                padlock.dispatch(Action::Survive(true));
            }
            let listener = browser::window().map(|window| {
                EventListener::new(&window, "storage", move |_| {
                    let padlock = latest.borrow().clone();
                    if padlock.state.keeping {
                        elsewhere(&padlock, &before);
                    }
                })
            });
            move || drop(listener)
        });
    }
    let padlock = padlock.clone();
    use_effect_with(
        (padlock.state.desk.clone(), padlock.state.keeping),
        move |(desk, keeping)| {
            if *keeping {
                put_back(&padlock, &before, desk);
            } else {
                before.take();
            }
        },
    );
}

/// Another page changed the storage.
fn elsewhere(padlock: &Padlock, before: &Before) {
    if kept::desk().is_none() {
        padlock.dispatch(Action::Survive(false));
        padlock.dispatch(Action::Say(
            "Another page of this browser forgot the desk that was kept. What lies here stays until you close this page.".to_owned(),
        ));
    } else {
        adopt(padlock, before);
    }
}

/// Writes the desk, unless that is what the storage holds.
fn put_back(padlock: &Padlock, before: &Before, desk: &PtrEqRc<Desk>) {
    // Keeping begins while another page keeps a desk already: that comes first.
    if before.borrow().is_none() && kept::desk().is_some() {
        adopt(padlock, before);
        return;
    }
    let text = desk::save(desk.things());
    if before.borrow().as_ref() == Some(&text) {
        return;
    }
    if kept::keep(&text) {
        before.replace(Some(text));
    } else {
        padlock.dispatch(Action::Say(
            "The browser has no room to keep the desk; save it to a file.".to_owned(),
        ));
    }
}

/// Takes over what the storage holds. Says whether that could be read.
fn adopt(padlock: &Padlock, before: &Before) -> bool {
    let text = Zeroizing::new(kept::desk().unwrap_or_default());
    match desk::load(&text) {
        Ok(theirs) => {
            let both_had: Vec<Thing> = before
                .replace(Some(text))
                .and_then(|text| desk::load(&text).ok())
                .unwrap_or_default();
            padlock.dispatch(Action::Desk(Change::Adopt {
                theirs,
                before: both_had,
            }));
            true
        }
        Err(error) => {
            padlock.dispatch(Action::Say(format!(
                "The desk kept in this browser could not be read. {error}"
            )));
            false
        }
    }
}
