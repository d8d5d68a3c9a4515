//! The handle to everything: what the page knows, and the workers.

use crate::engine::trace::{Children, Data, Window};
use crate::link::{Answer, Ask, Pool};
use crate::ui::browser;
use crate::ui::shared::Shared;
use crate::ui::state::{Action, Choice, Dropped, Finished, Keep, State};
use crate::units::{self, About, Inputs, Randomness, Trouble};
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

/// The state and what can be done with it.
#[derive(Clone, PartialEq)]
pub(crate) struct Padlock {
    pub(crate) state: UseReducerHandle<State>,
    pool: Pool,
}

impl Padlock {
    /// Tells the state that something happened.
    pub(crate) fn tell(&self, action: Action) {
        self.state.dispatch(action);
    }

    /// Runs a block with what its form holds now, because the person asked
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

    /// Runs a block with exactly these inputs; a run of it under way ends.
    pub(crate) fn start(&self, about: &'static About, mut inputs: Inputs, keep: Keep) {
        self.stop(about);
        inputs.now = browser::now();
        let unit = about.id;
        let tell = self.state.dispatcher();
        let id = self.pool.start(
            unit,
            inputs.clone(),
            Ask::Output,
            Vec::new(),
            move |job, answer, known| match answer {
                Answer::Reports(reports) => tell.dispatch(Action::Heard(unit, job, reports)),
                Answer::Done(result) => {
                    // Taking in megabytes and drawing them are a task each.
                    let (tell, known) = (tell.clone(), known.to_vec());
                    Timeout::new(0, move || {
                        let result = Box::new(result.map(|output| (*output, known)));
                        tell.dispatch(Action::Ended(unit, job, result, browser::now()));
                    })
                    .forget();
                }
                _ => {}
            },
        );
        self.tell(Action::Started(unit, id, inputs, keep));
    }

    /// Begins again what could not be begun because a part of Padlock was
    /// missing, in all blocks.
    pub(crate) fn retry(&self) {
        for (unit, block) in &self.state.blocks {
            if let Some((about, missed)) = units::find(unit).zip(block.missed.clone()) {
                self.start(about, missed.inputs, missed.keep);
            }
        }
    }

    /// Starts the workers before they are needed.
    pub(crate) fn warm(&self) {
        self.pool.warm();
    }

    /// Takes in a file from outside: the unit that reads files gets it.
    pub(crate) fn read_file(&self, file: Dropped) {
        let Some(about) = units::find("desk-import") else {
            return;
        };
        if let Some(seed) = browser::seed() {
            self.tell(Action::Open(about, seed));
        }
        let choice = Choice::Dropped(Rc::new(file));
        let material = self.state.material(&choice);
        self.tell(Action::Choose(about.id, "file-bytes".to_owned(), choice));
        let inputs = self
            .state
            .inputs(about, Keep::Yes)
            .unwrap_or_else(|| Inputs::defaults(about));
        if let Some(material) = material {
            self.start(about, inputs.with_thing("file-bytes", material), Keep::Yes);
        }
    }

    /// Puts a desk file under a passphrase or takes it out; `then` gets the
    /// text or what went wrong.
    pub(crate) fn lock(
        &self,
        desk: &str,
        passphrase: &str,
        then: impl Fn(Result<String, Trouble>) + 'static,
    ) {
        let Some((about, seed)) = units::find("desk-lock").zip(browser::seed()) else {
            return;
        };
        let inputs = Inputs {
            randomness: Randomness::Fresh(seed.0),
            ..Inputs::defaults(about)
                .with("desk", desk)
                .with("passphrase", passphrase)
        };
        self.pool.start(
            about.id,
            inputs,
            Ask::Output,
            Vec::new(),
            move |_, answer, _| {
                if let Answer::Done(result) = answer {
                    then(result.and_then(|output| {
                        match output.results.first().map(|value| &value.data) {
                            Some(Data::Text(text)) => Ok(text.clone()),
                            _ => Err(Trouble::bug("the worker gave no desk file")),
                        }
                    }));
                }
            },
        );
    }

    /// Ends the run of a block, if there is one. The pool knows which that is,
    /// also where it began after the page was last drawn.
    pub(crate) fn stop(&self, about: &'static About) {
        self.pool.stop(about.id);
        self.tell(Action::Cancelled(about.id));
    }

    /// Runs a finished run again, to see steps that were counted and not kept.
    pub(crate) fn steps(
        &self,
        unit: &str,
        run: &Shared<Finished>,
        window: Window,
        then: impl Fn(Result<Children, Trouble>) + 'static,
    ) {
        self.pool.start(
            unit,
            run.inputs.clone(),
            Ask::Steps(window),
            run.known.clone(),
            move |_, answer, _| match answer {
                Answer::Steps(steps) => then(steps),
                Answer::Done(Err(trouble)) => then(Err(trouble)),
                _ => {}
            },
        );
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
        Pool::new(browser::build(), most)
    });
    Padlock {
        state,
        pool: (*pool).clone(),
    }
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
