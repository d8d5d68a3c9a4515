//! The way to a step.
//!
//! A path names the steps from the outside in, with `/` between them:
//! `tbs/subjectAltName`. A step without a name of its own goes by its number,
//! from 0. So two actors may have steps of the same name.

use super::{Children, Layout, Step, Trace};
use std::rc::Rc;

impl Step {
    /// What a path calls it, where it is the how-many-th among its siblings.
    #[must_use]
    pub fn name(&self, index: u32) -> String {
        if self.id.is_empty() {
            index.to_string()
        } else {
            self.id.to_string()
        }
    }
}

impl Children {
    /// The step that a path leads to, of those that are here.
    fn at(&self, path: &str) -> Option<&Step> {
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let mut numbered = (self.first..).zip(&self.kept);
        let (_, step) = numbered.find(|(index, step)| step.name(*index) == name)?;
        if rest.is_empty() {
            Some(step)
        } else {
            step.inside.at(rest)
        }
    }
}

/// A step that is shown by itself. The rows of a table are shown with the step
/// that holds them.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The step.
    pub step: Rc<Step>,
    /// The way to it by names, as bytes and addresses know it.
    pub names: String,
    /// The way to it by numbers, as a window asks for it.
    pub path: Vec<u32>,
}

impl Stop {
    /// How many rows the table has that it holds; 0 where it holds none.
    #[must_use]
    pub fn rows(&self) -> u32 {
        match self.step.inside.layout {
            Layout::Rows => self.step.inside.total,
            Layout::Steps => 0,
        }
    }
}

impl Trace {
    /// All steps that are here, each with its path.
    #[must_use]
    pub fn paths(&self) -> Vec<(String, &Step)> {
        fn walk<'a>(children: &'a Children, around: &str, all: &mut Vec<(String, &'a Step)>) {
            for (index, step) in (children.first..).zip(&children.kept) {
                let path = join(around, &step.name(index));
                all.push((path.clone(), step));
                walk(&step.inside, &path, all);
            }
        }
        let mut all = Vec::new();
        walk(&self.steps, "", &mut all);
        all
    }

    /// The steps that are shown by themselves, in the order of reading: all
    /// but the rows of tables.
    #[must_use]
    pub fn stops(&self) -> Vec<Stop> {
        let mut stops = Vec::new();
        enter(&self.steps, "", &[], &mut stops);
        stops
    }

    /// The step that a path from the outermost steps leads to.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Step> {
        self.steps.at(path)
    }

    /// The whole path of a step that something names: `made_by` is looked for
    /// inside the step that names it, at path `from`, then beside that step,
    /// and so outwards. `None` where there is no such step.
    #[must_use]
    pub fn resolve(&self, from: &str, made_by: &str) -> Option<String> {
        if made_by.is_empty() {
            return None;
        }
        let mut around = from;
        loop {
            let path = join(around, made_by);
            if self.at(&path).is_some() {
                return Some(path);
            }
            if around.is_empty() {
                return None;
            }
            around = around.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
    }
}

fn enter(children: &Children, names: &str, path: &[u32], stops: &mut Vec<Stop>) {
    if children.layout == Layout::Rows {
        return;
    }
    for (index, step) in (children.first..).zip(&children.kept) {
        let names = join(names, &step.name(index));
        let path = [path, &[index]].concat();
        stops.push(Stop {
            step: step.clone(),
            names: names.clone(),
            path: path.clone(),
        });
        enter(&step.inside, &names, &path, stops);
    }
}

/// The path of what is inside.
#[must_use]
pub fn join(around: &str, inner: &str) -> String {
    if around.is_empty() {
        inner.to_owned()
    } else {
        format!("{around}/{inner}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Observer, Recorder};
    use super::*;

    /// Two actors who do the same, and a step without a name.
    fn trace() -> Trace {
        let mut recorder = Recorder::default();
        for actor in ["client", "server"] {
            recorder.enter(|| Step::new(actor, actor));
            recorder.step(|| Step::new("hello", format!("{actor} says hello")));
            recorder.enter(|| Step::new("", "Many"));
            recorder.step(|| Step::new("key", "Key"));
            recorder.leave();
            recorder.leave();
        }
        recorder.step(|| Step::new("end", "End"));
        recorder.finish()
    }

    #[test]
    fn steps_of_one_name_have_paths_of_their_own() {
        let trace = trace();
        let title = |path| trace.at(path).map(|step| step.title.clone());
        assert_eq!(title("client/hello").unwrap(), "client says hello");
        assert_eq!(title("server/hello").unwrap(), "server says hello");
        assert_eq!(title("server/1/key").unwrap(), "Key");
        for wrong in ["hello", "server/key", "server/2", "", "end/x"] {
            assert!(trace.at(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn every_path_leads_to_its_step() {
        let trace = trace();
        let paths = trace.paths();
        assert_eq!(paths.len(), trace.all().len());
        for (path, step) in paths {
            assert!(std::ptr::eq(trace.at(&path).unwrap(), step), "{path}");
        }
    }

    #[test]
    fn a_name_is_looked_for_from_where_it_is_said_outwards() {
        let trace = trace();
        let resolve = |from, name| trace.resolve(from, name);
        assert_eq!(resolve("server/1/key", "hello").unwrap(), "server/hello");
        assert_eq!(resolve("client", "hello").unwrap(), "client/hello");
        assert_eq!(resolve("client/hello", "end").unwrap(), "end");
        assert_eq!(resolve("", "client/1/key").unwrap(), "client/1/key");
        assert_eq!(resolve("", "hello"), None, "two steps have that name");
        assert_eq!(resolve("client", ""), None);
    }
}
