//! Why the private key undoes what the public key did.

use super::form::{OWN_KEY, decimal, private_key};
use super::opening;
use super::rsa_crate::{CRATE, leads_back};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::rsa::key::LARGEST;
use crate::engine::rsa::{Error, PrivateKey, why};
use crate::engine::source::Source;
use crate::engine::text::short;
use crate::engine::trace::{Observer, Value};
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Input, Output, Page, Recipe, Start, Tool,
};
use num_bigint::BigInt;

/// What to notice in what comes out.
pub const NOTICE: &str = "Powers go round in a ring of λ(n) places, and e·d is one place more than whole rounds. Whoever knows p and q knows how long the ring is. From a large n alone no computer of today can tell; a large quantum computer could, by Shor’s algorithm of 1994.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8017", "3.2"),
    Source::new("RFC 8017", "5.1"),
];

/// Why the private key undoes what the public key did.
pub static ABOUT: About = About {
    id: "rsa-why",
    page: Page::Rsa,
    title: "Why it works",
    question: "Why does the d-th power undo the e-th power?",
    start: Start::Live,
    row: &["key", "number"],
    inputs: &[
        OWN_KEY,
        Input {
            default: "42",
            hint: "From 0 to n − 1, in decimal digits.",
            known_to: Knowers::OWNER,
            ..Input::new("number", "A number of your own", Control::Code)
        },
    ],
    breaks: &[Break {
        label: "Take 1",
        says: "0, 1 and n − 1 stay where they are under every key: the power alone hides nothing about them.",
        sets: &[("number", "1")],
    }],
    small: &[("number", "4")],
    makes: &[],
    keeps: false,
    draws: Draws::Never,
};

/// Takes the number there and back.
///
/// # Errors
/// When there is no usable key, or the number is not below n.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let key = private_key(inputs, "key")?;
    let bits = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    let m = decimal(inputs, "number", "a number from 0 to n − 1", bits)?;
    if let Some(step) = opening::there_and_back(&key, &m) {
        observer.step(|| step);
    }
    let c = why::there_and_back(&key, &m, observer).map_err(|error| match error {
        error @ Error::OutOfRange { .. } => error
            .diagnosis()
            .of("number")
            .help("All numbers that are the same modulo n are one; take the smallest."),
        error => error.diagnosis().of("key"),
    })?;
    Ok(Output {
        glance: "there and back".into(),
        headline: format!(
            "There and back: {} → {} → {}.",
            short(&m),
            short(&c),
            short(&m)
        )
        .into(),
        good: Some(true),
        results: vec![
            Value::secret("m", m.clone()).meaning("your number, and what comes back"),
            Value::public("c", c.clone()).meaning("what it is on the way"),
        ],
        agreements: vec![Agreement::new(
            "the way back",
            CRATE,
            leads_back(&key, &c, &m),
        )],
        recipes: vec![recipe(&key, &m)],
        ..Output::default()
    })
}

fn recipe(key: &PrivateKey, m: &BigInt) -> Recipe {
    let PrivateKey { n, e, d, p, q, .. } = key;
    let mut code = format!(
        "from math import lcm\n\np, q = {}, {}\nn, e, d = p * q, {}, {}\nm = {m}\nc = pow(m, e, n)\nprint(c, pow(c, d, n))\nprint((e * d) % lcm(p - 1, q - 1))  # 1\n",
        p.integer, q.integer, e.integer, d.integer
    );
    if n.integer.bits() <= 12 {
        code.push_str(
            "print(all(pow(pow(m, e, n), d, n) == m for m in range(n)))  # every number\n",
        );
    }
    Recipe {
        tool: Tool::Python,
        title: "The same with plain Python".into(),
        code,
    }
}
