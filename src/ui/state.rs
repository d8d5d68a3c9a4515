//! What the page knows, and everything that can happen to it. No browser
//! here: the rules are tested natively.

mod action;
mod choose;
mod due;
mod ending;
mod exercise;
mod following;
mod form;
mod keeping;
mod start;

pub use action::Action;
pub use choose::{Candidate, Group};
pub use due::Due;
pub use ending::Ending;
pub use form::{Form, Seed, Selection};
pub use start::Showing;

use crate::desk::{self, Desk, Draft, Kind, Thing, ThingId};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::task::CompletedTask;
use crate::engine::trace::Report;
use crate::link::JobId;
use crate::link::address::View;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::search::Search;
use crate::units::{self, About, Fits, Inputs, Material, Output, Size};
use litemap::LiteMap;
use std::rc::Rc;
use zeroize::Zeroizing;

/// All that the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The desk.
    pub desk: PtrEqRc<Desk>,
    /// How large the numbers are that exhibits open with.
    pub size: Size,
    /// The exhibit that is looked at in a way of its own, and how.
    pub view: Option<(&'static str, View)>,
    /// The exhibits that have been opened, by unit id.
    pub exhibits: LiteMap<&'static str, PtrEqRc<Exhibit>>,
    /// Messages to the person, oldest first.
    pub notices: Vec<String>,
    /// Those of them that are about the address.
    pub astray: Vec<String>,
    /// Whether the desk survives a reload.
    pub keeping: bool,
    /// What of the desk is in a file too.
    pub saved: Vec<ThingId>,
    /// A desk file that was brought in and waits for the person.
    pub arriving: Option<Arriving>,
    /// How the start shows its connection.
    pub showing: Showing,
    /// Whether the page has been open for a while.
    pub idle: bool,
}

/// A desk file on its way onto the desk.
#[derive(Clone, Debug, PartialEq)]
pub enum Arriving {
    /// Its text, under a passphrase.
    Locked(PtrEqRc<Zeroizing<String>>),
    /// What is in it; the person says what of it to add.
    Open(PtrEqRc<Vec<Thing>>),
}

/// One exhibit of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Exhibit {
    /// What its form holds.
    pub form: Form,
    /// What came out last; stays while something new is computed and when
    /// that fails.
    pub result: Option<PtrEqRc<FinishedRun>>,
    /// The run under way.
    pub running: Option<Running>,
    /// What the last run that was begun was given, however it ended.
    pub begun: Option<Inputs>,
    /// What went wrong in the last run.
    pub diagnosis: Option<Diagnosis>,
    /// That run, up to the step that failed, where one did.
    pub refused: Option<PtrEqRc<FinishedRun>>,
    /// The run that could not be begun because a part of Padlock was missing.
    pub missed: Option<Running>,
    /// What the search for primes looked like, live and afterwards.
    pub search: PtrEqRc<Search>,
    /// The step that is wanted on the stage.
    pub wanted: Option<StepTarget>,
}

/// A step that something points at: an address, or bytes that it made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTarget {
    /// The way to it.
    pub path: String,
    /// The how-many-th wish it is: the same step may be wanted again.
    pub number: u32,
}

/// A run that came to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct FinishedRun {
    /// What it was given.
    pub inputs: Inputs,
    /// What it gave.
    pub output: Output,
    /// What others found for it: with that it can be run again at once.
    pub known: Vec<CompletedTask>,
}

/// A run under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Its number.
    pub job: JobId,
    /// What it was given.
    pub inputs: Inputs,
    /// Whether what it makes goes onto the desk.
    pub keep: Keep,
    /// What it does at the moment, and how far it is in percent.
    pub doing: Option<(String, Option<u32>)>,
}

/// Whether a run's results go onto the desk by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The person asked for this run.
    Yes,
    /// It is an example.
    No,
}

impl Exhibit {
    fn new(about: &About, seed: Seed, size: Size) -> Self {
        Self {
            form: Form::new(about, seed, size),
            result: None,
            running: None,
            begun: None,
            diagnosis: None,
            refused: None,
            missed: None,
            search: PtrEqRc::default(),
            wanted: None,
        }
    }

    /// What came of it, in a few characters.
    #[must_use]
    pub fn glance(&self) -> &str {
        match (&self.running, &self.diagnosis, &self.result) {
            (Some(_), _, None) => "…",
            (None, Some(_), _) => "✗",
            (_, _, Some(run)) => &run.output.glance,
            (None, None, None) => "",
        }
    }

    /// Begins anew with what the form holds.
    fn renew(&mut self) {
        (self.result, self.diagnosis, self.refused) = (None, None, None);
        (self.running, self.begun) = (None, None);
    }
}

impl State {
    /// The exhibit of a unit, once it has been opened.
    #[must_use]
    pub fn exhibit(&self, unit: &str) -> Option<&PtrEqRc<Exhibit>> {
        self.exhibits.get(unit)
    }

    /// How an exhibit is looked at, where not as usual.
    #[must_use]
    pub fn view_of(&self, unit: &str) -> Option<View> {
        let view = self.view.filter(|(viewed, _)| *viewed == unit);
        view.map(|(_, view)| view)
    }

    /// The thing itself.
    #[must_use]
    pub fn material(&self, selection: &Selection) -> Option<Material> {
        match selection {
            Selection::Desk(id) => self.desk.find(*id).map(Material::from),
            Selection::Made(unit, index) => {
                let result = self.exhibit(unit)?.result.as_ref()?;
                result.output.drafts.get(*index).map(Material::from)
            }
        }
    }

    /// The unit that made a thing.
    fn made_by(&self, selection: &Selection) -> &str {
        match selection {
            Selection::Desk(id) => self.desk.find(*id).map_or("", |thing| &thing.made_by),
            Selection::Made(unit, _) => unit,
        }
    }

    /// What a run of this exhibit would be given now. The time is left at zero.
    #[must_use]
    pub fn inputs(&self, about: &'static About, keep: Keep) -> Option<Inputs> {
        let form = &self.exhibit(about.id)?.form;
        let mut values = self.with_free_names(about, &form.values);
        let mut things = LiteMap::new();
        for input in about.inputs {
            if self.is_shown(about, input)
                && let Some(selection) = self.selection(about, input)
                && let Some(material) = self.material(&selection)
            {
                things.insert(input.id.to_owned(), material);
                if let Fits::IssuerOf(_) = input.fits
                    && self.chosen(about, input.id).is_none()
                {
                    values.insert(Inputs::by_itself(input.id), self.made_by(&selection).into());
                }
            }
            if let Fits::Beside(kind) = input.fits {
                for (number, material) in self.beside(kind).into_iter().enumerate() {
                    things.insert(Inputs::beside(input.id, number), material);
                }
            }
        }
        let own = things.values().any(|thing: &Material| !thing.demonstration);
        Some(Inputs {
            values,
            things,
            file: form.file.clone(),
            // An example of the person's own things is their own.
            randomness: form.randomness(about, if own { Keep::Yes } else { keep }),
            now: 0,
        })
    }

    /// The first field that waits for a thing that another exhibit has not made
    /// yet: what it waits for.
    #[must_use]
    pub fn waits_for(&self, about: &'static About) -> Option<&'static About> {
        about
            .inputs
            .iter()
            .filter(|input| input.maker().is_some())
            // Where no root is at hand, nobody is trusted.
            .filter(|input| !matches!(input.fits, Fits::IssuerOf(_)))
            .find(|input| self.is_shown(about, input) && self.selection(about, input).is_none())
            .and_then(|input| match input.fits {
                Fits::Leaf if self.is_unread() => Some(units::IMPORT),
                _ => units::find(input.maker()?.0),
            })
    }

    /// Whether a field is in use, as the values of the others have it.
    #[must_use]
    pub fn is_shown(&self, about: &About, input: &units::Input) -> bool {
        match input.showing {
            units::Showing::Always => true,
            units::Showing::While(other, values) => self.exhibit(about.id).is_some_and(|exhibit| {
                let value = exhibit.form.values.get(other).map_or("", |value| value);
                values.contains(&value)
            }),
        }
    }

    /// The number that a draft has on the desk, if it is there.
    #[must_use]
    pub fn on_desk(&self, draft: &Draft) -> Option<ThingId> {
        self.found(draft.kind, &draft.bytes)
    }

    /// Whether leaving the page loses a secret: one that is nowhere else, and
    /// not one that everybody has.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        let mut secrets = self
            .desk
            .things()
            .iter()
            .filter(|thing| thing.kind.known_to().is_secret());
        let is_elsewhere = |thing: &Thing| {
            // What was read from a file is in that file.
            thing.demonstration
                || thing.made_by == units::IMPORT.id
                || self.saved.contains(&thing.id)
        };
        !self.keeping && secrets.any(|thing| !is_elsewhere(thing))
    }

    fn found(&self, kind: Kind, bytes: &[u8]) -> Option<ThingId> {
        self.desk.holding(kind, bytes).map(|thing| thing.id)
    }

    /// Whether what an exhibit made has a certificate in it.
    fn has_certificate(&self, unit: &str) -> bool {
        let result = self.exhibit(unit).and_then(|it| it.result.as_ref());
        result.is_some_and(|result| {
            let mut drafts = result.output.drafts.iter();
            drafts.any(|draft| draft.kind == Kind::Certificate)
        })
    }

    /// Goes over to numbers of this size in all exhibits that have them. What a
    /// button made gives way: it is an example again.
    fn resize(&mut self, size: Size) {
        self.size = size;
        let sized = units::ALL.iter().filter(|about| !about.small.is_empty());
        for about in sized {
            self.change(about.id, |exhibit| {
                exhibit.form.resize(about, size);
                if about.start.has_example() {
                    exhibit.renew();
                }
            });
        }
    }

    /// The state after something happened.
    #[must_use]
    pub fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Open(about, seed) => {
                next.exhibits
                    .entry(about.id)
                    .or_insert_with(|| PtrEqRc::new(Exhibit::new(about, seed, self.size)));
                next.propose();
            }
            Action::Resize(size) => next.resize(size),
            Action::Look(view) => next.view = view,
            Action::Fill(unit, input, value) => {
                if let Some(about) = units::find(unit) {
                    next.size = about.size_of(&input, &value).unwrap_or(self.size);
                    next.change(unit, |exhibit| {
                        exhibit.form.fill(about, input, value, self.size);
                    });
                }
            }
            Action::Break(unit, sets) => {
                next.change(unit, |exhibit| exhibit.form.break_with(sets));
            }
            Action::Mend(unit) => next.change(unit, |exhibit| exhibit.form.mend()),
            Action::Renew(unit) => next.change(unit, Exhibit::renew),
            Action::Show(unit, path) => next.change(unit, |exhibit| {
                let number = exhibit
                    .wanted
                    .as_ref()
                    .map_or(0, |wanted| wanted.number + 1);
                exhibit.wanted = Some(StepTarget { path, number });
            }),
            Action::Choose(unit, input, selection) => {
                let chosen = input.clone();
                next.change(unit, |exhibit| {
                    exhibit.form.chosen.insert(chosen, selection);
                });
                if let Some(about) = units::find(unit) {
                    next.follow(about, &input);
                }
            }
            Action::Enclose(unit, input, draft, now) => next.enclose(unit, input, draft, now),
            Action::HandIn(unit, file) => {
                next.change(unit, |exhibit| exhibit.form.file = Some(file));
            }
            Action::Word(unit, word, now) => next.change(unit, |exhibit| {
                exhibit.form.clock = (!word.is_empty()).then_some(now);
                exhibit.form.word = word;
            }),
            Action::Draw(unit, seed) => next.change(unit, |exhibit| {
                exhibit.form.word.clear();
                exhibit.form.clock = None;
                exhibit.form.seed = seed;
            }),
            Action::Reset(unit) => {
                if let Some(about) = units::find(unit) {
                    let size = self.size;
                    next.change(unit, |exhibit| {
                        exhibit.form = Form::new(about, exhibit.form.seed.clone(), size);
                    });
                }
            }
            Action::Started(unit, job, inputs, keep) => next.change(unit, |exhibit| {
                exhibit.begun = Some(inputs.clone());
                exhibit.running = Some(Running {
                    job,
                    inputs,
                    keep,
                    doing: None,
                });
                exhibit.search = PtrEqRc::default();
            }),
            Action::Heard(unit, job, reports) => next.change(unit, |exhibit| {
                if let Some(running) = exhibit
                    .running
                    .as_mut()
                    .filter(|running| running.job == job)
                {
                    let search = exhibit.search.make_mut();
                    for report in reports {
                        match report {
                            Report::Progress { doing, done, of } => {
                                let percent = of.filter(|of| *of > 0).map(|of| done * 100 / of);
                                running.doing = Some((doing.into_owned(), percent));
                            }
                            Report::Candidate { .. } | Report::Anew { .. } => search.see(report),
                        }
                    }
                }
            }),
            Action::Ended(unit, job, result, now) => next.ended(unit, job, *result, now),
            Action::Cancelled(unit) => next.change(unit, |exhibit| exhibit.running = None),
            Action::Keep(unit, now) => next.keep(unit, now),
            Action::Desk(action) => {
                let before = next.desk.clone();
                let from_a_file = matches!(action, desk::Action::Load(..));
                if matches!(action, desk::Action::Adopt { .. }) {
                    // Numbers are given anew.
                    next.saved.clear();
                }
                next.desk = PtrEqRc::new(next.desk.after(action));
                let new = next.desk.things().iter().map(|thing| thing.id);
                let new = new.filter(|id| from_a_file && before.find(*id).is_none());
                next.saved.extend(new);
                next.propose();
            }
            Action::Say(text) => {
                if !next.notices.contains(&text) {
                    next.notices.push(text);
                }
            }
            Action::Followed(problems) => {
                next.notices.retain(|text| !self.astray.contains(text));
                next.notices.extend(problems.iter().cloned());
                next.astray = problems;
            }
            Action::Heed => {
                if !next.notices.is_empty() {
                    next.notices.remove(0);
                }
            }
            Action::Saved(things) => next.saved.extend(things),
            Action::Survive(keeping) => next.keeping = keeping,
            Action::Arrive(arriving) => next.arriving = arriving,
            Action::Connect(showing) => next.showing = showing,
            Action::Idle => next.idle = true,
        }
        next
    }

    fn change(&mut self, unit: &str, change: impl FnOnce(&mut Exhibit)) {
        if let Some(exhibit) = self.exhibits.get_mut(unit) {
            change(exhibit.make_mut());
        }
    }
}

impl yew::Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = self.after(action);
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests;
