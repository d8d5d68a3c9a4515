//! What can be done, apart from what the page knows.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::{Children, Window};
use crate::link::{Answer, Ask, Pool, Run};
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::{Action, FinishedRun, State};
use crate::units::service::describe::{Describe, Line};
use crate::units::service::{Service, ServiceResult};
use yew::prelude::*;

/// Tells the state what happened and asks the workers. It never changes, so
/// whoever holds this and not all of [`super::Padlock`] is not drawn anew
/// whenever something happens: of values, bytes and rows there are thousands.
#[derive(Clone, PartialEq)]
pub(crate) struct Handle {
    tell: UseReducerDispatcher<State>,
    pub(super) pool: Pool,
}

impl Handle {
    /// The handle that goes with a state.
    pub(super) fn new(state: &UseReducerHandle<State>, pool: Pool) -> Self {
        let tell = state.dispatcher();
        Self { tell, pool }
    }

    /// Tells the state that something happened.
    pub(crate) fn dispatch(&self, action: Action) {
        self.tell.dispatch(action);
    }

    /// Has a thing described; `then` gets the lines. Where the worker does not
    /// come there are none: the thing is there all the same.
    pub(crate) fn describe(&self, thing: Describe, then: impl Fn(Vec<Line>) + 'static) {
        self.serve(Service::Describe(thing), move |served| {
            if let Ok(ServiceResult::Described(lines)) = served {
                then(lines);
            }
        });
    }

    /// Has a wing do something for the page.
    pub(super) fn serve(
        &self,
        service: Service,
        then: impl Fn(Result<ServiceResult, Diagnosis>) + 'static,
    ) {
        let ask = Ask::Serve(service);
        self.pool
            .start(ask, Vec::new(), move |_, answer, _| match answer {
                Answer::Served(served) => then(served),
                // The worker's last word before it is lost.
                Answer::Done(Err(refusal)) => then(Err(refusal.diagnosis)),
                _ => {}
            });
    }

    /// Runs a finished run again, to see steps that were counted and not kept.
    pub(crate) fn steps(
        &self,
        unit: &str,
        run: &PtrEqRc<FinishedRun>,
        window: Window,
        then: impl Fn(Result<Children, Diagnosis>) + 'static,
    ) {
        let again = Run {
            unit: unit.to_owned(),
            inputs: run.inputs.clone(),
        };
        self.pool.start(
            Ask::Steps(again, window),
            run.known.clone(),
            move |_, answer, _| match answer {
                Answer::Steps(steps) => then(steps),
                // The worker's last word before it is lost.
                Answer::Done(Err(refusal)) => then(Err(refusal.diagnosis)),
                _ => {}
            },
        );
    }
}

/// The handle, below the root.
#[hook]
pub(crate) fn use_handle() -> Handle {
    #[expect(
        clippy::expect_used,
        reason = "the root provides it above every other component"
    )]
    use_context::<Handle>().expect("the root of the page provides the handle")
}
