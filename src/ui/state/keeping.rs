//! What of what exhibits made goes onto the desk.

use super::{Action, Selection, State};
use crate::desk::{self, Batch, Draft};
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::units::{self, Material};

/// What made the things that came with an address.
const LINK: &str = "link";

impl State {
    /// Puts what an exhibit made on the desk, and first what it was made from,
    /// where that is the person's own: without it they could not go on. The rest
    /// of what the exhibits of those made stays where it is, and so do examples,
    /// which everybody finds again.
    pub(super) fn keep(&mut self, unit: &'static str, now: u64) {
        let all = |_: &Draft| true;
        self.keep_drafts(unit, now, &all);
    }

    /// Puts a thing that came with an address on the desk, and takes it in a field.
    pub(super) fn enclose(&mut self, unit: &'static str, input: String, draft: Draft, now: u64) {
        let (kind, bytes) = (draft.kind, draft.bytes.clone());
        self.desk = PtrEqRc::new(self.desk.after(desk::Action::Keep(Batch {
            made_by: LINK.into(),
            made_at: now,
            drafts: vec![draft],
            left_out: Vec::new(),
            inputs: Vec::new(),
        })));
        if let Some(id) = self.found(kind, &bytes) {
            *self = self.after(Action::Choose(unit, input, Selection::Desk(id)));
        }
        self.propose();
    }

    /// Whether a thing came with an address.
    pub(super) fn came_with_a_link(&self, one: &Selection) -> bool {
        let Selection::Desk(id) = one else {
            return false;
        };
        self.desk
            .find(*id)
            .is_some_and(|thing| thing.made_by == LINK)
    }

    /// Puts those of what an exhibit made on the desk that are wanted.
    fn keep_drafts(&mut self, unit: &'static str, now: u64, wanted: &dyn Fn(&Draft) -> bool) {
        let Some(result) = self
            .exhibit(unit)
            .and_then(|exhibit| exhibit.result.clone())
        else {
            return;
        };
        let Some(about) = units::find(unit) else {
            return;
        };
        let mut inputs = Vec::new();
        for input in about.inputs {
            let material = result.inputs.things.get(input.id);
            inputs.push(material.and_then(|material| {
                self.found(material.kind, &material.bytes).or_else(|| {
                    let maker = self.maker(material).filter(|maker| *maker != unit)?;
                    if material.demonstration {
                        return None;
                    }
                    self.keep_drafts(maker, now, &|draft| is_made_as(draft, material));
                    self.found(material.kind, &material.bytes)
                })
            }));
        }
        self.desk = PtrEqRc::new(
            self.desk.after(desk::Action::Keep(Batch {
                made_by: unit.into(),
                made_at: now,
                left_out: (0..)
                    .zip(&result.output.drafts)
                    .filter_map(|(index, draft)| (!wanted(draft)).then_some(index))
                    .collect(),
                drafts: result.output.drafts.clone(),
                inputs,
            })),
        );
        self.propose();
    }

    /// The names of what [`Action::Keep`] would put on the desk.
    #[must_use]
    pub fn would_keep(&self, unit: &'static str) -> Vec<String> {
        let after = self.after(Action::Keep(unit, 0));
        let new = after.desk.things().iter();
        let new = new.filter(|thing| self.desk.find(thing.id).is_none());
        new.map(|thing| thing.name.clone()).collect()
    }

    /// The unit whose newest run made this.
    fn maker(&self, material: &Material) -> Option<&'static str> {
        self.exhibits.iter().find_map(|(unit, exhibit)| {
            let drafts = &exhibit.result.as_ref()?.output.drafts;
            let is_it = |draft: &Draft| is_made_as(draft, material);
            drafts.iter().any(is_it).then_some(*unit)
        })
    }
}

/// Whether a draft is this thing.
fn is_made_as(draft: &Draft, material: &Material) -> bool {
    draft.kind == material.kind && draft.bytes == material.bytes
}
