//! `cargo xtask unit` as a program calls it.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The program, built anew: `cargo test --test` builds no examples.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--locked", "--example", "unit"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(cargo.unwrap().success(), "the example is built");
        let here = std::env::current_exe().unwrap();
        here.ancestors().nth(2).unwrap().join("examples/unit")
    })
}

/// Runs it in `tests/vectors`; its exit code and its last line.
pub(crate) fn unit(words: &[&str]) -> (Option<i32>, Value) {
    let output = Command::new(program())
        .args(words)
        .arg("--json")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let last = text.lines().last().unwrap_or("null").to_owned();
    (output.status.code(), serde_json::from_str(&last).unwrap())
}
