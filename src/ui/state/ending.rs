//! How a run ends, and what is kept of it.

use super::{FinishedRun, Keep, State};
use crate::engine::diagnosis::Cause;
use crate::engine::task::CompletedTask;
use crate::link::JobId;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::units::{self, Output, Refusal};

/// How a run ended: what it gave, with what others found for it, or why it came
/// to nothing.
pub type Ending = Result<(Output, Vec<CompletedTask>), Refusal>;

impl State {
    pub(super) fn ended(&mut self, unit: &'static str, job: JobId, result: Ending, now: u64) {
        let mut keep = Keep::No;
        self.change(unit, |exhibit| {
            let Some(running) = exhibit.running.take_if(|running| running.job == job) else {
                return;
            };
            match result {
                Ok((output, known)) => {
                    keep = running.keep;
                    if unit == units::IMPORT.id {
                        // The passphrase has done its work.
                        exhibit.form.values.insert("passphrase".into(), "".into());
                    }
                    (exhibit.diagnosis, exhibit.refused, exhibit.missed) = (None, None, None);
                    exhibit.result = Some(PtrEqRc::new(FinishedRun {
                        inputs: running.inputs,
                        output,
                        known,
                    }));
                }
                Err(Refusal { diagnosis, trace }) => {
                    exhibit.refused = (trace.steps.total > 0).then(|| {
                        PtrEqRc::new(FinishedRun {
                            inputs: running.inputs.clone(),
                            output: Output {
                                good: Some(false),
                                trace,
                                ..Output::default()
                            },
                            known: Vec::new(),
                        })
                    });
                    exhibit.missed = (diagnosis.cause == Cause::Missing).then_some(running);
                    exhibit.diagnosis = Some(diagnosis);
                }
            }
        });
        if keep == Keep::Yes {
            self.keep(unit, now);
            if unit == units::IMPORT.id && self.has_certificate(unit) {
                self.turn_to_what_was_read();
            }
        }
    }
}
