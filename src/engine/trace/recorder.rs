//! The observer that keeps what it is told.

use super::step::OPENING;
use super::{Children, Observer, Report, Step, Trace};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::rc::Rc;

/// Asks for some of the steps inside one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The way to the step from the outside: the index of the outermost step,
    /// the index inside that one, and so on.
    pub path: Vec<u32>,
    /// Which of the steps inside it.
    pub range: Range<u32>,
}

/// Keeps the steps of a computation, up to a budget inside each step.
///
/// What is over the budget is counted and not built. To see it, run the
/// computation again with [`Recorder::window`]: it is given the same inputs
/// and randomness and so tells the same steps.
pub struct Recorder<'a> {
    budget: u32,
    window: Option<Window>,
    open: Vec<Open>,
    /// Whether steps are told that were asked for.
    asked: bool,
    reports: Option<&'a mut dyn FnMut(Report)>,
}

struct Open {
    /// `None` where the step itself is not kept, only walked through.
    step: Option<Step>,
    total: u32,
    kept: Vec<Rc<Step>>,
}

impl Open {
    fn root() -> Self {
        Self {
            step: None,
            total: 0,
            kept: Vec::new(),
        }
    }
}

impl Default for Recorder<'_> {
    fn default() -> Self {
        Self::new(Self::BUDGET)
    }
}

impl<'a> Recorder<'a> {
    /// How many steps are kept inside one step unless told otherwise.
    pub const BUDGET: u32 = 400;

    /// A recorder that keeps this many steps inside each step. Without a bound it
    /// asks for what is told on request, too, but for none inside of that.
    #[must_use]
    pub fn new(budget: u32) -> Self {
        Self {
            budget,
            window: None,
            open: vec![Open::root()],
            asked: false,
            reports: None,
        }
    }

    /// A recorder that keeps only what a window shows; take it out with
    /// [`finish_window`](Self::finish_window).
    #[must_use]
    pub fn window(window: Window) -> Self {
        Self {
            window: Some(window),
            ..Self::new(Self::BUDGET)
        }
    }

    /// The same recorder, which also passes on reports.
    #[must_use]
    pub fn reporting(mut self, to: &'a mut dyn FnMut(Report)) -> Self {
        self.reports = Some(to);
        self
    }

    /// Changes the step that the run began with, for what is known only once
    /// it is over; does nothing where that step is not kept.
    pub fn opening(&mut self, change: impl FnOnce(&mut Step)) {
        let first = self.open.first_mut().and_then(|root| root.kept.first_mut());
        if let Some(first) = first.filter(|first| first.id == OPENING) {
            change(Rc::make_mut(first));
        }
    }

    /// The trace. Steps that were entered and not left are ended first, as
    /// happens when a computation stops with an error.
    #[must_use]
    pub fn finish(mut self) -> Trace {
        while self.open.len() > 1 {
            self.leave();
        }
        let steps = self
            .open
            .pop()
            .map_or_else(Children::default, |root| Children {
                total: root.total,
                kept: root.kept,
                ..Children::default()
            });
        Trace { steps }
    }

    /// The steps that the window asked for.
    #[must_use]
    pub fn finish_window(self) -> Children {
        let Some(window) = self.window.clone() else {
            return Children::default();
        };
        let mut children = self.finish().steps;
        for _ in &window.path {
            match children.kept.pop() {
                Some(step) => children = step.inside.clone(),
                None => return Children::default(),
            }
        }
        children.first = window.range.start.min(children.total);
        children
    }

    /// Whether somebody asks for what is inside the open step.
    fn is_asked(&self) -> bool {
        let depth = self.open.len() - 1;
        let is_kept = depth == 0 || self.open.last().is_some_and(|open| open.step.is_some());
        is_kept
            && match &self.window {
                Some(window) => depth <= window.path.len(),
                None => self.budget == u32::MAX && !self.asked,
            }
    }

    /// Where the next step would stand, and whether to keep it.
    fn wanted(&self) -> bool {
        let Some(parent) = self.open.last() else {
            return false;
        };
        let Some(window) = &self.window else {
            return parent.total < self.budget && (self.open.len() == 1 || parent.step.is_some());
        };
        let depth = self.open.len() - 1;
        if depth > 0 && parent.step.is_none() {
            return false;
        }
        match window.path.get(depth) {
            Some(index) => *index == parent.total,
            None if depth == window.path.len() => window.range.contains(&parent.total),
            // Inside a row of the window: all of it, up to the budget.
            None => parent.total < self.budget,
        }
    }
}

impl Observer for Recorder<'_> {
    fn step(&mut self, step: impl FnOnce() -> Step) {
        let wanted = self.wanted();
        if let Some(parent) = self.open.last_mut() {
            parent.total += 1;
            if wanted {
                parent.kept.push(Rc::new(step()));
            }
        }
    }

    fn enter(&mut self, step: impl FnOnce() -> Step) {
        let step = self.wanted().then(step);
        if let Some(parent) = self.open.last_mut() {
            parent.total += 1;
        }
        self.open.push(Open {
            step,
            total: 0,
            kept: Vec::new(),
        });
    }

    fn leave(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        if let Some(open) = self.open.pop()
            && let Some(mut step) = open.step
            && let Some(parent) = self.open.last_mut()
        {
            step.inside.total = open.total;
            step.inside.kept = open.kept;
            parent.kept.push(Rc::new(step));
        }
    }

    fn amend(&mut self, change: impl FnOnce(&mut Step)) {
        if let Some(Open {
            step: Some(step), ..
        }) = self.open.last_mut()
        {
            change(step);
        }
    }

    fn on_request(&mut self, total: u32, tell: impl FnOnce(&mut Self)) {
        let told = |recorder: &Self| recorder.open.last().map_or(0, |open| open.total);
        if self.is_asked() {
            let (outer, before) = (std::mem::replace(&mut self.asked, true), told(self));
            tell(self);
            self.asked = outer;
            debug_assert_eq!(told(self) - before, total, "steps that were announced");
        } else if let Some(open) = self.open.last_mut() {
            open.total += total;
        }
    }

    fn report(&mut self, report: impl FnOnce() -> Report) {
        if let Some(reports) = &mut self.reports {
            reports(report());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(observer: &mut impl Observer) {
        observer.step(|| Step::new("first", "First"));
        observer.enter(|| Step::new("loop", "Loop").rows());
        for row in 0..1000_u32 {
            observer.enter(|| Step::new(row.to_string(), "Row"));
            observer.step(|| Step::new("inner", "Inner"));
            observer.amend(|step| step.says = "done".into());
            observer.leave();
        }
        observer.leave();
    }

    #[test]
    fn keeps_up_to_the_budget_and_counts_the_rest() {
        let mut recorder = Recorder::new(10);
        count(&mut recorder);
        let trace = recorder.finish();
        assert_eq!(trace.steps.total, 2);
        let rows = &trace.at("loop").unwrap().inside;
        assert_eq!((rows.total, rows.first, rows.kept.len()), (1000, 0, 10));
        assert_eq!(rows.kept[3].says, "done");
        assert_eq!(rows.kept[3].inside.total, 1);
    }

    #[test]
    fn a_window_shows_what_was_over_the_budget() {
        let mut recorder = Recorder::window(Window {
            path: vec![1],
            range: 500..520,
        });
        count(&mut recorder);
        let rows = recorder.finish_window();
        assert_eq!((rows.total, rows.first, rows.kept.len()), (1000, 500, 20));
        assert_eq!(rows.kept[0].id, "500");
        assert_eq!(rows.kept[19].inside.kept[0].id, "inner");
    }

    #[test]
    fn a_window_on_nothing_is_empty() {
        let mut recorder = Recorder::window(Window {
            path: vec![7, 7],
            range: 0..5,
        });
        count(&mut recorder);
        assert!(recorder.finish_window().kept.is_empty());
    }

    /// Rows of which each has a table inside, and that one of each row.
    fn request(observer: &mut impl Observer) {
        observer.enter(|| Step::new("loop", "Loop").rows());
        for row in 0..5_u32 {
            observer.enter(|| Step::new(row.to_string(), "Row").rows());
            observer.on_request(3, |observer| {
                for _ in 0..3 {
                    observer.enter(|| Step::new("", "Inner").rows());
                    observer.on_request(2, |observer| {
                        observer.step(|| Step::new("", "Innermost"));
                        observer.step(|| Step::new("", "Innermost"));
                    });
                    observer.leave();
                }
            });
            observer.leave();
        }
        observer.leave();
    }

    #[test]
    fn what_is_told_on_request_is_counted_and_kept_where_one_looks() {
        let counts = |step: &Step| (step.inside.total, step.inside.kept.len());
        let trace = |mut recorder: Recorder<'_>| {
            request(&mut recorder);
            recorder.finish()
        };
        let all = trace(Recorder::default());
        assert_eq!(counts(all.at("loop/4").unwrap()), (3, 0));
        let whole = trace(Recorder::new(u32::MAX));
        assert_eq!(counts(whole.at("loop/4").unwrap()), (3, 3));
        assert_eq!(counts(whole.at("loop/4/1").unwrap()), (2, 0));
        let window = |path: &[u32], range| {
            let path = path.to_vec();
            let mut recorder = Recorder::window(Window { path, range });
            request(&mut recorder);
            let kept = recorder.finish_window().kept;
            kept.iter().map(|step| counts(step)).collect::<Vec<_>>()
        };
        assert_eq!(window(&[0], 1..3), [(3, 0); 2], "its rows alone");
        assert_eq!(window(&[0, 2], 0..3), [(2, 0); 3]);
        assert_eq!(window(&[0, 2, 1], 0..2), [(0, 0); 2]);
    }

    #[test]
    fn what_a_run_began_with_is_completed_at_its_end() {
        fn finish(mut recorder: Recorder<'_>) -> Recorder<'_> {
            recorder.step(|| Step::new(OPENING, "All of it"));
            count(&mut recorder);
            recorder.enter(|| Step::new("last", "Not yet left"));
            recorder.opening(|step| step.says = "all".into());
            recorder
        }
        let trace = finish(Recorder::default()).finish();
        assert_eq!(trace.steps.kept[0].says, "all");
        assert_eq!(trace.steps.kept[1].says, "", "no other");
        let rows = Window {
            path: vec![2],
            range: 0..2,
        };
        let rows = finish(Recorder::window(rows)).finish_window();
        assert_eq!(rows.kept[1].id, "1", "and none that is not kept");
    }

    #[test]
    fn reports_pass_through() {
        let mut heard = Vec::new();
        let mut hear = |report| heard.push(report);
        let mut recorder = Recorder::default().reporting(&mut hear);
        recorder.report(|| Report::Progress {
            doing: "searching".into(),
            done: 1,
            of: None,
        });
        drop(recorder);
        assert_eq!(heard.len(), 1);
    }
}
