//! Runs a unit natively and prints what the page would say: for people who
//! script, and for tests. `cargo xtask unit` calls it.
#![cfg(not(target_arch = "wasm32"))]

mod arguments;
mod files;
mod inputs;
mod list;
mod report;

use arguments::Arguments;
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::trace::Recorder;
use padlock::units::{self, About, Inputs, Output};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// How a run ended.
pub(crate) enum Outcome {
    /// It gave something.
    Output(Box<Output>),
    /// It refused its inputs, or found a bug of its own.
    Refused(Diagnosis),
    /// It did not begin: something that was to be handed in cannot be.
    Unusable(Unusable),
    /// It panicked, which is a bug in any case.
    Panic(String),
}

/// Something that cannot be handed in.
pub(crate) struct Unusable {
    /// Through which input.
    pub(crate) input: String,
    /// Why, as a sentence.
    pub(crate) says: String,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.is_empty() {
        print!("{}", list::units());
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::parse(&words) {
        Ok(arguments) => arguments,
        Err(complaint) => {
            eprintln!("{complaint}");
            return ExitCode::from(2);
        }
    };
    let outcome = match inputs::fill(&arguments) {
        Ok(inputs) => run(arguments.unit, &inputs),
        Err(unusable) => Outcome::Unusable(unusable),
    };
    if arguments.json {
        println!("{}", report::json(arguments.unit, &outcome));
    } else {
        print!("{}", report::text(&outcome));
    }
    match outcome {
        Outcome::Output(_) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Runs a unit, as the worker does.
pub(crate) fn run(unit: &About, inputs: &Inputs) -> Outcome {
    let caught = catch_unwind(AssertUnwindSafe(|| {
        let mut recorder = Recorder::default();
        let output = units::run(unit.id, inputs, &mut recorder)?;
        Ok(output.told(recorder.finish()))
    }));
    match caught {
        Ok(Ok(output)) => Outcome::Output(Box::new(output)),
        Ok(Err(diagnosis)) => Outcome::Refused(diagnosis),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Outcome::Panic(text.unwrap_or_else(|| "a panic without words".to_owned()))
        }
    }
}
