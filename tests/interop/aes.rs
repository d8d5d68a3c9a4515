//! One block through AES, as openssl and Python do it with the recipes of its
//! exhibit.

use crate::support::judges;
use padlock::engine::hex;
use padlock::engine::trace::{Data, Recorder};
use padlock::units::cipher::aes::ABOUT;
use padlock::units::{Inputs, Output, Tool};
use std::process::Command;

/// The exhibit's example, a text that is shorter than a block, and bytes that a
/// shell could read something into, with keys of both lengths.
const CASES: [(&str, &str); 4] = [
    (
        "3243f6a8885a308d313198a2e0370734",
        "2b7e151628aed2a6abf7158809cf4f3c",
    ),
    ("It's 5 %s \\n", "2b7e151628aed2a6abf7158809cf4f3c"),
    (
        "00112233445566778899aabbccddeeff",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    ),
    (
        "275c6e2573600a00255c0000000000ff",
        "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e00",
    ),
];

/// What the exhibit makes of each case, both ways, and the recipe for a tool.
fn recipes(tool: Tool) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (block, key) in CASES {
        for way in ["encrypt", "decrypt"] {
            let inputs = Inputs::defaults(&ABOUT)
                .with("block", block)
                .with("key", key)
                .with("way", way);
            let run = padlock::units::run(ABOUT.id, &inputs, &mut Recorder::default());
            let output: Output = run.unwrap();
            let Data::Bytes(out) = &output.results[0].data else {
                panic!("a block is bytes");
            };
            let recipe = output.recipes.iter().find(|recipe| recipe.tool == tool);
            all.push((hex::encode(out), recipe.unwrap().code.clone()));
        }
    }
    all
}

/// What a command prints, without its white space.
fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect()
}

#[test]
fn openssl_makes_the_same_block() {
    if judges::openssl().is_none() {
        return;
    }
    for (out, code) in recipes(Tool::Openssl) {
        let script = format!("set -e\n{code}");
        assert_eq!(
            printed(Command::new("sh").arg("-c").arg(script)),
            out,
            "{code}"
        );
    }
}

#[test]
fn python_makes_the_same_block() {
    for (out, code) in recipes(Tool::Python) {
        let Some(mut python) = judges::python() else {
            return;
        };
        assert_eq!(printed(python.arg("-c").arg(&code)), out, "{code}");
    }
}
