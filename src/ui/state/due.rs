//! What is due to run: what is open, and what makes the things that it takes.

use super::{Exhibit, Keep, Running, Selection, State};
use crate::units::{self, About, Fits, Inputs, Page, Start};

/// A run that is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// The exhibit to run.
    pub about: &'static About,
    /// What it is given.
    pub inputs: Inputs,
    /// Whether it has run before, so that the next change may follow at once.
    pub again: bool,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id && self.inputs == other.inputs && self.again == other.again
    }
}

impl State {
    /// The exhibits that are needed while these are open: before each of them
    /// those that make what its fields take by themselves, each once.
    #[must_use]
    pub fn needed(&self, open: &[&'static About]) -> Vec<&'static About> {
        let mut needed = Vec::new();
        for about in open {
            self.need(about, &mut needed);
        }
        needed
    }

    fn need(&self, about: &'static About, needed: &mut Vec<&'static About>) {
        if needed.iter().any(|other| other.id == about.id) {
            return;
        }
        for input in about.inputs {
            let Some(maker) = self.maker_in_use(about, input) else {
                continue;
            };
            self.need(maker, needed);
        }
        needed.push(about);
    }

    /// The exhibit that makes what a field takes, unless that is from elsewhere.
    fn maker_in_use(&self, about: &'static About, input: &units::Input) -> Option<&'static About> {
        let (maker, _) = input.maker().filter(|_| self.is_in_use(about, input))?;
        let is_from = |selection| match selection {
            Some(Selection::Made(unit, _)) => unit == maker,
            Some(Selection::Desk(_)) => false,
            None => true,
        };
        // A root is made for what was made here, and for nothing from a file.
        let is_for_ours = match input.fits {
            Fits::IssuerOf(of) => about
                .input(of)
                .is_none_or(|of| self.maker_in_use(about, of).is_some()),
            _ => true,
        };
        (is_for_ours && is_from(self.selection(about, input)))
            .then(|| units::find(maker))
            .flatten()
    }

    /// Whether a field is in use; of a form that is not open yet, as it opens.
    fn is_in_use(&self, about: &'static About, input: &units::Input) -> bool {
        match input.showing {
            units::Showing::While(other, values) if self.exhibit(about.id).is_none() => about
                .input(other)
                .is_some_and(|other| values.contains(&about.opening(other, self.size))),
            _ => self.is_shown(about, input),
        }
    }

    /// What of these exhibits is due to run. A live one is after every change,
    /// and one with a button once, as an example; none before what it takes is
    /// there.
    #[must_use]
    pub fn due(&self, exhibits: &[&'static About]) -> Vec<Due> {
        let due = exhibits.iter().map(|about| self.due_of(about));
        due.flatten().collect()
    }

    /// What is due on a page: of what is needed all, and once all of that is
    /// there the short answers of the others, one after the other.
    #[must_use]
    pub fn due_on(&self, needed: &[&'static About], page: Page) -> Vec<Due> {
        let is_running = |about: &&About| {
            let exhibit = self.exhibit(about.id);
            exhibit.is_some_and(|exhibit| exhibit.running.is_some())
        };
        let due = self.due(needed);
        if !due.is_empty() || needed.iter().any(&is_running) {
            return due;
        }
        let is_idle_work = |about: &&About| !matches!(about.start, Start::Opened(_));
        for about in units::on(page).filter(is_idle_work) {
            let needed = self.needed(&[about]);
            let due = self.due(&needed);
            if !due.is_empty() {
                return due;
            }
            if needed.iter().any(&is_running) {
                return Vec::new();
            }
        }
        Vec::new()
    }

    /// Whether something that an exhibit needs runs or is about to.
    #[must_use]
    pub fn is_under_way(&self, about: &'static About) -> bool {
        let needed = self.needed(&[about]);
        let is_running = |about: &&About| {
            let exhibit = self.exhibit(about.id);
            exhibit.is_none_or(|exhibit| exhibit.running.is_some())
        };
        needed.iter().any(is_running) || !self.due(&needed).is_empty()
    }

    /// What runs of that which an exhibit needs, with how far it is.
    #[must_use]
    pub fn at_work_for(
        &self,
        about: &'static About,
    ) -> Option<(&'static About, &Exhibit, &Running)> {
        let mut needed = self.needed(&[about]).into_iter();
        needed.find_map(|about| {
            let exhibit = self.exhibit(about.id)?;
            Some((about, &**exhibit, exhibit.running.as_ref()?))
        })
    }

    fn due_of(&self, about: &'static About) -> Option<Due> {
        let exhibit = self.exhibit(about.id)?;
        let again = exhibit.begun.is_some();
        let may = match about.start {
            Start::Live => true,
            start => start.has_example() && !again,
        };
        if !may || self.waits_for(about).is_some() {
            return None;
        }
        let inputs = self.inputs(about, Keep::No)?;
        exhibit.would_differ(&inputs).then_some(Due {
            about,
            inputs,
            again,
        })
    }
}

impl Exhibit {
    /// Whether a run of these inputs is another one than the last that was
    /// begun. The clock goes on and makes none.
    fn would_differ(&self, inputs: &Inputs) -> bool {
        self.begun.as_ref().is_none_or(|begun| {
            Inputs {
                now: begun.now,
                ..inputs.clone()
            } != *begun
        })
    }
}

#[cfg(test)]
mod tests;
