//! The rows that a trace holds, and those that are asked for when they come
//! into view.

use super::super::place::Place;
use crate::engine::trace::{Children, Step, Window};
use crate::ui::hooks::{Handle, use_handle};
use litemap::LiteMap;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// How many rows are asked for at a time.
const CHUNK: u32 = 200;

/// Rows beyond what the trace holds.
enum Chunk {
    /// They are on their way, and these wait for them.
    Coming(Vec<Callback<Result<(), String>>>),
    /// They are here.
    Here(Rc<Children>),
}

/// The rows of a step as far as they are here, for all that show some of them.
#[derive(Clone)]
pub(in crate::ui) struct RowCache {
    held: Rc<Children>,
    place: Place,
    chunks: Rc<RefCell<LiteMap<u32, Chunk>>>,
}

impl PartialEq for RowCache {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.chunks, &other.chunks)
    }
}

/// The rows of a step; those of another place begin anew.
#[hook]
pub(in crate::ui) fn use_row_cache(children: &Rc<Children>, place: &Place) -> RowCache {
    let cache = use_memo(place.clone(), |place| RowCache {
        held: children.clone(),
        place: place.clone(),
        chunks: Rc::default(),
    });
    (*cache).clone()
}

/// Asks for what is missing of the rows that are shown, and draws again once
/// it has come. Returns why it could not be had.
#[hook]
pub(in crate::ui) fn use_shown(cache: &RowCache, shown: Range<usize>) -> Option<String> {
    let handle = use_handle();
    let redraw = use_force_update();
    let failed = use_state_eq(|| None::<String>);
    let missing = shown
        .filter_map(|row| u32::try_from(row).ok())
        .find(|row| cache.get(*row).is_none())
        .map(|row| row / CHUNK);
    {
        let failed = failed.clone();
        use_effect_with((missing, cache.clone()), move |(missing, cache)| {
            let Some(chunk) = *missing else { return };
            let came = Callback::from(move |came: Result<(), String>| {
                failed.set(came.err());
                redraw.force_update();
            });
            cache.ask(chunk, &handle, came);
        });
    }
    (*failed).clone()
}

impl RowCache {
    /// A row, if it is here.
    pub(in crate::ui) fn get(&self, row: u32) -> Option<Rc<Step>> {
        let within = |children: &Children| {
            let index = row.checked_sub(children.first)? as usize;
            children.kept.get(index).cloned()
        };
        within(&self.held).or_else(|| match self.chunks.borrow().get(&(row / CHUNK))? {
            Chunk::Here(children) => within(children),
            Chunk::Coming(_) => None,
        })
    }

    /// Asks for a chunk, once for all who wait for it.
    fn ask(&self, chunk: u32, handle: &Handle, came: Callback<Result<(), String>>) {
        match self.chunks.borrow_mut().get_mut(&chunk) {
            Some(Chunk::Coming(waiting)) => return waiting.push(came),
            Some(Chunk::Here(_)) => return,
            None => {}
        }
        let coming = Chunk::Coming(vec![came]);
        self.chunks.borrow_mut().insert(chunk, coming);
        let window = Window {
            path: self.place.path.clone(),
            range: chunk * CHUNK..((chunk + 1) * CHUNK).min(self.held.total),
        };
        let chunks = self.chunks.clone();
        handle.steps(self.place.unit, &self.place.run, window, move |steps| {
            let mut chunks = chunks.borrow_mut();
            // Where they could not be had, scrolling there again asks again.
            let before = chunks.remove(&chunk);
            let came = match steps {
                Ok(children) => {
                    chunks.insert(chunk, Chunk::Here(Rc::new(children)));
                    Ok(())
                }
                Err(diagnosis) => Err(diagnosis.to_string()),
            };
            drop(chunks);
            if let Some(Chunk::Coming(waiting)) = before {
                waiting.iter().for_each(|one| one.emit(came.clone()));
            }
        });
    }
}
