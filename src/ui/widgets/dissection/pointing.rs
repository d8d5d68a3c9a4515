//! Which field of a dissection is pointed at and which is chosen, and the two
//! lists that follow.

use super::super::view::{View, moved, use_view};
use super::ROW;
use crate::engine::dissect::Dissection;
use crate::ui::fields::{Fields, VisibleFields};
use std::ops::Range;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use yew::prelude::*;

/// What a dissection's halves are about at the moment. Fields go by their
/// numbers in [`Fields`].
#[derive(Clone)]
pub(super) struct Pointing {
    whole: Rc<Dissection>,
    chosen: UseStateHandle<Option<usize>>,
    pointed: UseStateHandle<Option<usize>>,
    /// The rows of bytes.
    pub(super) rows: View,
    /// The list of fields.
    pub(super) list: View,
    id: u32,
}

/// Numbers for the ids of the fields: a page has many dissections.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The state of one dissection, of which so many fields are listed while one
/// is chosen.
#[hook]
pub(super) fn use_pointing(whole: &Rc<Dissection>) -> Pointing {
    let chosen = use_state_eq(|| None::<usize>);
    let pointed = use_state_eq(|| None::<usize>);
    let id = *use_memo((), |()| NEXT.fetch_add(1, Ordering::Relaxed));
    let rows = use_view(whole.bytes.len().div_ceil(ROW));
    let list = use_view(Fields::of(whole).shown(*chosen).total);
    Pointing {
        whole: whole.clone(),
        chosen,
        pointed,
        rows,
        list,
        id,
    }
}

impl Pointing {
    /// The field that is chosen.
    pub(super) fn chosen(&self) -> Option<usize> {
        *self.chosen
    }

    /// The bytes that are lit.
    pub(super) fn lit(&self, fields: &Fields<'_>) -> Option<Range<usize>> {
        let number = (*self.pointed).or(*self.chosen)?;
        Some(fields.get(number)?.field.range())
    }

    /// The id of a field's element.
    pub(super) fn name(&self, number: usize) -> String {
        format!("field-{}-{number}", self.id)
    }

    /// Points at a field, or at none.
    pub(super) fn point(&self, number: Option<usize>) -> Callback<PointerEvent> {
        let pointed = self.pointed.clone();
        Callback::from(move |_| pointed.set(number))
    }

    /// Chooses a field, or lets go of it; a byte brings its field into view,
    /// and a field its bytes.
    pub(super) fn choose(
        &self,
        fields: &Fields<'_>,
        shown: &VisibleFields,
        number: usize,
        from: usize,
    ) -> Callback<MouseEvent> {
        let here = self.clone();
        let place = fields.place_of(shown, number);
        Callback::from(move |_| {
            let other = here.chosen() != Some(number);
            here.chosen.set(other.then_some(number));
            here.rows.show(from / ROW);
            if let Some(place) = place {
                here.list.show(place);
            }
        })
    }

    /// Chooses by the keys that lead through a list.
    pub(super) fn onkeydown(&self) -> Callback<KeyboardEvent> {
        let here = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            let fields = Fields::of(&here.whole);
            let shown = fields.shown(here.chosen());
            let at = here
                .chosen()
                .and_then(|number| fields.place_of(&shown, number));
            let Some(to) = moved(&event.key(), at, shown.total) else {
                return;
            };
            event.prevent_default();
            if let Some(listed) = fields.at(&shown, to) {
                here.chosen.set(Some(listed.number));
                here.rows.show(listed.field.range().start / ROW);
                here.list.show(to);
            }
        })
    }
}
