//! What is measured on the page about speed: keys and signatures, by Padlock
//! and by the `rsa` crate, with nothing told.

use super::rsa_shared::private_key;
use super::{About, Context, Control, Draws, Input, Outcome, Output, Page, Start, Trouble};
use crate::desk::{KeyType, Kind};
use crate::engine::knowers::Knowers;
use crate::engine::rsa::{Audience, Order, generate, pkcs1v15};
use crate::engine::source::Source;
use crate::engine::trace::{Data, Value};
use num_bigint::BigInt;
use sha2::Sha256;
use std::task::{Poll, ready};

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
            default: "padlock",
            ..Input::new("engine", "Engine", Control::Line)
        },
        Input {
            default: "2048",
            ..Input::new("bits", "Bits", Control::Line)
        },
        Input::new(
            "key",
            "Key",
            Control::Thing(&[Kind::PrivateKey(KeyType::Rsa)]),
        ),
    ],
    breaks: &[],
    sources: &[Source::new("FIPS 186-5", "A.1.3")],
    keeps: false,
    draws: Draws::Always,
};

/// How many messages one run signs, so that asking for it weighs little.
pub const SIGNATURES: u32 = 16;

/// Does a task with an engine: `key` makes a key, which the `rsa` crate
/// validates in any case; `sign` signs [`SIGNATURES`] messages. The results
/// are what computed the powers and, of `padlock`, the key.
///
/// # Errors
/// When there is no such task or engine, or something made is not valid.
pub fn run(
    Context {
        inputs, mut means, ..
    }: Context<'_, '_>,
) -> Outcome {
    let bits = usize::try_from(inputs.number("bits", 1024..=4096)?).unwrap_or(2048);
    let generator = |purpose: &str| inputs.randomness.generator(purpose);
    let mut results = Vec::new();
    match (inputs.text("task"), inputs.text("engine")) {
        ("key", "padlock") => {
            let [mut p, mut q] = ["p", "q"].map(generator);
            let order = Order {
                bits,
                e: BigInt::from(65_537),
                audience: Audience::Nobody,
            };
            let key = generate(&order, [&mut p, &mut q], &mut means, &mut ());
            let key = ready!(key.map_err(bug))?;
            key.to_crate().map_err(bug)?.validate().map_err(bug)?;
            let der = key.to_pkcs8_der().map_err(bug)?;
            results.push(Value::new("key", Data::Bytes(der.to_vec()), Knowers::OWNER));
        }
        ("key", "rsa-crate") => {
            let key = rsa::PrivateKey::new(&mut generator("key"), bits).map_err(bug)?;
            key.validate().map_err(bug)?;
        }
        ("sign", "padlock") => {
            let (key, mut rng) = (private_key(inputs, "key")?, generator("blinding"));
            for message in 0..SIGNATURES {
                pkcs1v15::sign_quickly(&key, &message.to_be_bytes(), &mut rng, means.powers)
                    .map_err(bug)?;
            }
        }
        ("sign", "rsa-crate") => {
            let (key, mut rng) = (private_key(inputs, "key")?, generator("blinding"));
            let key = key.to_crate().map_err(bug)?;
            for message in 0..SIGNATURES {
                key.pkcs1v15_sign_with_rng::<Sha256, _>(&mut rng, &message.to_be_bytes())
                    .map_err(bug)?;
            }
        }
        (task, engine) => {
            return Poll::Ready(Err(Trouble::at(
                "task",
                "key or sign, by padlock or rsa-crate",
            )
            .found(format!("{task:?} by {engine:?}"))));
        }
    }
    // Those who searched, and whoever computes here.
    let mut kernels = means.credits;
    kernels.insert(means.powers.name().to_owned());
    let kernels: Vec<String> = kernels.into_iter().collect();
    let kernel = Data::Text(kernels.join(", "));
    results.insert(0, Value::new("kernel", kernel, Knowers::EVERYBODY));
    Poll::Ready(Ok(Output {
        results,
        ..Output::default()
    }))
}

fn bug(error: impl std::fmt::Display) -> Trouble {
    Trouble::bug(error.to_string())
}
