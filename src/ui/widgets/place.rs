//! Where a step stands.

use crate::engine::trace::Step;
use crate::engine::trace::path::Stop;
use crate::engine::trace::path::join;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::FinishedRun;

/// A run, and the way to one of its steps.
#[derive(Clone, PartialEq)]
pub(in crate::ui) struct Place {
    /// The unit that ran.
    pub(in crate::ui) unit: &'static str,
    /// Its run.
    pub(in crate::ui) run: PtrEqRc<FinishedRun>,
    /// The way by numbers, as a window asks for it.
    pub(in crate::ui) path: Vec<u32>,
    /// The way by names, as bytes point at steps.
    pub(in crate::ui) names: String,
}

impl Place {
    /// The place around the outermost steps.
    pub(in crate::ui) fn outermost(unit: &'static str, run: PtrEqRc<FinishedRun>) -> Self {
        Self {
            unit,
            run,
            path: Vec::new(),
            names: String::new(),
        }
    }

    /// The place of a step inside this one.
    pub(in crate::ui) fn inside(&self, index: u32, step: &Step) -> Self {
        let mut path = self.path.clone();
        path.push(index);
        Self {
            unit: self.unit,
            run: self.run.clone(),
            path,
            names: join(&self.names, &step.name(index)),
        }
    }

    /// The place of a stop of the walk through a run.
    pub(in crate::ui) fn of(unit: &'static str, run: &PtrEqRc<FinishedRun>, stop: &Stop) -> Self {
        Self {
            unit,
            run: run.clone(),
            path: stop.path.clone(),
            names: stop.names.clone(),
        }
    }

    /// The way to a step that bytes here name; `None` where there is no such
    /// step.
    pub(in crate::ui) fn way_to(&self, made_by: &str) -> Option<String> {
        self.run.output.trace.resolve(&self.names, made_by)
    }
}
