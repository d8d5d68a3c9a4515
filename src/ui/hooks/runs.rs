//! Runs begin as the state has them due.

use super::Padlock;
use crate::ui::browser;
use crate::ui::state::{Action, Due, Keep};
use crate::units::{self, About, Page};
use gloo_timers::callback::Timeout;
use litemap::LiteMap;
use yew::prelude::*;

/// How long a live exhibit waits after the last change, in milliseconds.
const PAUSE: u32 = 120;

/// Opens the exhibits of a page and what the open one of them needs, and begins
/// each run that is due.
#[hook]
pub(crate) fn use_runs(padlock: &Padlock, page: Page, open: Option<&'static About>) {
    let needed = padlock.state.needed(open.as_slice());
    let mut exhibits = needed.clone();
    for about in units::on(page) {
        if !exhibits.iter().any(|other| other.id == about.id) {
            exhibits.push(about);
        }
    }
    let closed = exhibits
        .iter()
        .filter(|about| padlock.state.exhibit(about.id).is_none());
    let closed: Vec<&'static str> = closed.map(|about| about.id).collect();
    {
        let padlock = padlock.clone();
        use_effect_with(closed, move |closed| {
            for about in exhibits.iter().filter(|about| closed.contains(&about.id)) {
                padlock.dispatch(browser::seed().map_or_else(
                    || {
                        Action::Say(
                            "The browser gave no randomness; nothing can be computed.".to_owned(),
                        )
                    },
                    |seed| Action::Open(about, seed),
                ));
            }
        });
    }
    let waiting = use_mut_ref(LiteMap::<&'static str, (Due, Timeout)>::new);
    let padlock = padlock.clone();
    let due = padlock.state.due_on(&needed, page);
    use_effect_with(due, move |due| {
        let mut waiting = waiting.borrow_mut();
        waiting.retain(|_, (waits, _)| due.contains(waits));
        for one in due {
            let pause = if one.again { PAUSE } else { 0 };
            let begin = {
                let (padlock, one) = (padlock.clone(), one.clone());
                move || padlock.start(one.about, one.inputs, Keep::No)
            };
            waiting
                .entry(one.about.id)
                .or_insert_with(|| (one.clone(), Timeout::new(pause, begin)));
        }
    });
}
