//! The rows that a trace holds, and those that are asked for when they come
//! into view.

use super::super::place::Place;
use crate::engine::trace::{Children, Step, Window};
use crate::ui::hooks::use_padlock;
use litemap::LiteMap;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// How many rows are asked for at a time.
const CHUNK: u32 = 200;

/// By chunk, what was asked for beyond what the trace holds; `None` while it
/// is on its way.
type Chunks = LiteMap<u32, Option<Rc<Children>>>;

/// The rows as far as they are here.
pub(in crate::ui::widgets) struct Loaded {
    held: Rc<Children>,
    more: Rc<RefCell<Chunks>>,
    /// Why rows could not be had.
    pub(in crate::ui::widgets) failed: Option<String>,
}

/// The rows of a step, of which those that are drawn are asked for.
#[hook]
pub(in crate::ui::widgets) fn use_loaded(
    children: &Rc<Children>,
    place: &Place,
    drawn_rows: Range<usize>,
) -> Loaded {
    let padlock = use_padlock();
    let more = use_mut_ref(Chunks::new);
    let drawn = use_force_update();
    let failed = use_state(|| None::<String>);
    let loaded = Loaded {
        held: children.clone(),
        more: more.clone(),
        failed: (*failed).clone(),
    };
    let total = children.total;
    let missing = drawn_rows
        .filter_map(|row| u32::try_from(row).ok())
        .find(|row| loaded.get(*row).is_none())
        .map(|row| row / CHUNK)
        .filter(|chunk| !more.borrow().contains_key(chunk));
    let place = place.clone();
    use_effect_with(missing, move |missing| {
        let Some(chunk) = *missing else { return };
        more.borrow_mut().insert(chunk, None);
        let window = Window {
            path: place.path.clone(),
            range: chunk * CHUNK..((chunk + 1) * CHUNK).min(total),
        };
        padlock.steps(place.unit, &place.run, window, move |steps| match steps {
            Ok(children) => {
                failed.set(None);
                more.borrow_mut().insert(chunk, Some(Rc::new(children)));
                drawn.force_update();
            }
            Err(diagnosis) => {
                // So that scrolling there again asks again.
                more.borrow_mut().remove(&chunk);
                failed.set(Some(diagnosis.to_string()));
            }
        });
    });
    loaded
}

impl Loaded {
    /// A row, if it is here.
    pub(in crate::ui::widgets) fn get(&self, row: u32) -> Option<Rc<Step>> {
        let within = |children: &Children| {
            let index = row.checked_sub(children.first)? as usize;
            children.kept.get(index).cloned()
        };
        within(&self.held).or_else(|| within(self.more.borrow().get(&(row / CHUNK))?.as_deref()?))
    }
}
