//! What the page knows and what can be done, together.

use super::handle::Handle;
use crate::desk::Bytes;
use crate::engine::diagnosis::Diagnosis;
use crate::link::{Answer, Ask, Pool, Run};
use crate::ui::browser;
use crate::ui::state::{Action, Keep, State};
use crate::units::service::archive::Archive;
use crate::units::service::lock::Lock;
use crate::units::service::{Service, ServiceResult};
use crate::units::{self, About, File, Inputs, Randomness, Size, Wing};
use gloo_timers::callback::Timeout;
use yew::prelude::*;
use zeroize::Zeroizing;

/// The state and what can be done with it.
#[derive(Clone, PartialEq)]
pub(crate) struct Padlock {
    pub(crate) state: UseReducerHandle<State>,
    /// What can be done without looking at the state.
    pub(crate) handle: Handle,
}

impl Padlock {
    /// Tells the state that something happened.
    pub(crate) fn dispatch(&self, action: Action) {
        self.handle.dispatch(action);
    }

    /// Runs an exhibit with what its form holds now, because the person asked
    /// for it: with randomness of its own, unless they gave a word.
    pub(crate) fn run(&self, about: &'static About) {
        let Some(mut inputs) = self.state.inputs(about, Keep::Yes) else {
            return;
        };
        if !inputs.randomness.is_lesson()
            && let Some(seed) = browser::seed()
        {
            inputs.randomness = Randomness::Fresh(seed.0);
        }
        self.start(about, inputs, Keep::Yes);
    }

    /// Runs an exhibit with exactly these inputs; a run of it under way ends.
    pub(crate) fn start(&self, about: &'static About, mut inputs: Inputs, keep: Keep) {
        self.stop(about);
        let unit = about.id;
        let clock = self
            .state
            .exhibit(unit)
            .and_then(|exhibit| exhibit.form.clock);
        inputs.now = clock.unwrap_or_else(browser::now);
        let tell = self.state.dispatcher();
        let run = Run {
            unit: unit.to_owned(),
            inputs: inputs.clone(),
        };
        let id = self
            .handle
            .pool
            .start(
                Ask::Output(run),
                Vec::new(),
                move |job, answer, known| match answer {
                    Answer::Reports(reports) => tell.dispatch(Action::Heard(unit, job, reports)),
                    Answer::Done(result) => {
                        // Taking in megabytes and drawing them are a task each.
                        let (tell, known) = (tell.clone(), known.to_vec());
                        Timeout::new(0, move || {
                            let result = result.map(|output| (*output, known));
                            let result = Box::new(result.map_err(|refusal| *refusal));
                            tell.dispatch(Action::Ended(unit, job, result, browser::now()));
                        })
                        .forget();
                    }
                    _ => {}
                },
            );
        self.dispatch(Action::Started(unit, id, inputs, keep));
    }

    /// Goes over to numbers of another size; what runs with those of before
    /// ends.
    pub(crate) fn resize(&self, size: Size) {
        if self.state.size == size {
            return;
        }
        for about in units::ALL.iter().filter(|about| !about.small.is_empty()) {
            self.stop(about);
        }
        self.dispatch(Action::Resize(size));
    }

    /// Begins again what could not be begun because a part of Padlock was
    /// missing, in all exhibits.
    pub(crate) fn retry(&self) {
        for (unit, exhibit) in &self.state.exhibits {
            if let Some((about, missed)) = units::find(unit).zip(exhibit.missed.clone()) {
                self.start(about, missed.inputs, missed.keep);
            }
        }
    }

    /// Starts the workers before they are needed.
    pub(crate) fn warm(&self) {
        self.handle.pool.warm();
    }

    /// Takes in a file from outside: the unit that reads files gets it.
    pub(crate) fn read_file(&self, file: File) {
        let about = units::IMPORT;
        if let Some(seed) = browser::seed() {
            self.dispatch(Action::Open(about, seed));
        }
        self.dispatch(Action::HandIn(about.id, file.clone()));
        let inputs = self
            .state
            .inputs(about, Keep::Yes)
            .unwrap_or_else(|| Inputs::defaults(about));
        self.start(about, inputs.with_file(file), Keep::Yes);
    }

    /// Puts a desk file under a passphrase or takes it out; `then` gets the
    /// text or what went wrong.
    pub(crate) fn lock(
        &self,
        desk: &str,
        passphrase: &str,
        then: impl Fn(Result<Zeroizing<String>, Diagnosis>) + 'static,
    ) {
        let Some(seed) = browser::seed() else {
            return;
        };
        let lock = Lock {
            desk: Zeroizing::new(desk.to_owned()),
            passphrase: Zeroizing::new(passphrase.to_owned()),
            randomness: Randomness::Fresh(seed.0),
        };
        self.handle.serve(Service::Lock(lock), move |served| {
            then(served.and_then(|served| match served {
                ServiceResult::Desk(text) => Ok(text),
                _ => Err(Diagnosis::bug("the worker gave no desk file")),
            }));
        });
    }

    /// Puts files into one archive; `then` gets it or what went wrong.
    pub(crate) fn archive(
        &self,
        files: Vec<(String, Bytes)>,
        then: impl Fn(Result<Bytes, Diagnosis>) + 'static,
    ) {
        self.handle
            .serve(Service::Archive(Archive { files }), move |served| {
                then(served.and_then(|served| match served {
                    ServiceResult::Archive(bytes) => Ok(bytes),
                    _ => Err(Diagnosis::bug("the worker gave no archive")),
                }));
            });
    }

    /// Asks a wing for the words of the field; `then` gets their markup. Where
    /// the worker does not come there is none.
    pub(crate) fn words(&self, wing: Wing, then: impl Fn(String) + 'static) {
        self.handle.serve(Service::Words(wing), move |served| {
            if let Ok(ServiceResult::Words(markup)) = served {
                then(markup);
            }
        });
    }

    /// Ends the run of an exhibit, if there is one. The pool knows which that is,
    /// also where it began after the page was last drawn.
    pub(crate) fn stop(&self, about: &'static About) {
        self.handle.pool.stop(about.id);
        self.dispatch(Action::Cancelled(about.id));
    }
}

/// Makes the handle; for the root of the page only.
#[hook]
pub(crate) fn use_padlock_root() -> Padlock {
    let state = use_reducer(State::default);
    let pool = use_memo((), |()| {
        let cores =
            browser::window().map_or(2.0, |window| window.navigator().hardware_concurrency());
        // Two at least: one long run must not hold up the short ones.
        let most = if cores >= 4.0 { 4 } else { 2 };
        Pool::new(most)
    });
    let handle = Handle::new(&state, (*pool).clone());
    Padlock { state, handle }
}

/// The handle, below the root.
#[hook]
pub(crate) fn use_padlock() -> Padlock {
    #[expect(
        clippy::expect_used,
        reason = "the root provides it above every other component"
    )]
    use_context::<Padlock>().expect("the root of the page provides the handle")
}
