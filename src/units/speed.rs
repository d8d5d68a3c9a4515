//! What is measured on the page about speed: keys and signatures, by Padlock
//! and by the `rsa` crate, with nothing told.

use super::{About, Control, Draws, Input, Inputs, Output, Page, Start, Trouble};
use crate::engine::number::kernel;
use crate::engine::rsa::generate;
use crate::engine::trace::{Data, Recorder, Source, Value, Visibility};
use num_bigint::BigInt;

/// A part of a page of its own, which hands the task in.
pub static ABOUT: About = About {
    id: "speed",
    page: Page::Speed,
    title: "Speed",
    question: "How fast is this, here?",
    notice: "What other pages tell step by step is computed here in silence; the key is checked all the same.",
    start: Start::Inside,
    inputs: &[
        Input {
            default: "key",
            ..Input::new("task", "Task", Control::Line)
        },
        Input {
            default: "2048",
            ..Input::new("bits", "Bits", Control::Line)
        },
    ],
    breaks: &[],
    sources: &[Source::new("FIPS 186-5", "A.1.3")],
    keeps: false,
    draws: Draws::Always,
};

/// Does a task: `key` and `rsa-crate-key` make a key, which the `rsa` crate
/// validates in both cases. What computed the powers is the result.
///
/// # Errors
/// When there is no such task, or a key is not valid.
pub fn run(inputs: &Inputs, _: &mut Recorder<'_>) -> Result<Output, Trouble> {
    let bits = usize::try_from(inputs.number("bits", 1024..=4096)?).unwrap_or(2048);
    let bug = |error: String| Trouble::bug(error);
    match inputs.text("task") {
        "key" => {
            let [mut p, mut q] = ["p", "q"].map(|prime| inputs.randomness.generator(prime));
            let key = generate(bits, &BigInt::from(65_537), &mut p, &mut q, &mut ())
                .map_err(|error| bug(error.to_string()))?;
            let key = key.to_crate().map_err(|error| bug(error.to_string()))?;
            key.validate().map_err(|error| bug(error.to_string()))?;
        }
        "rsa-crate-key" => {
            let mut rng = inputs.randomness.generator("key");
            let key = rsa::PrivateKey::new(&mut rng, bits).map_err(|error| bug(error.to_string()))?;
            key.validate().map_err(|error| bug(error.to_string()))?;
        }
        other => {
            return Err(Trouble::at("task", "key or rsa-crate-key").found(format!("{other:?}")));
        }
    }
    Ok(Output {
        results: vec![Value::new(
            "kernel",
            Data::Text(kernel::name().to_owned()),
            Visibility::Public,
        )],
        ..Output::default()
    })
}
