//! `cargo xtask test`: every check, quick ones first, stopping at the first
//! that fails.

use crate::shell::{Failure, Result, heading, root, run as sh};
use crate::tools::{Need, Toolbox, chromium, firefox};
use crate::{build, deny, size};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Formatting.
    Fmt,
    /// Lints, for the native target and for the browser's.
    Clippy,
    /// Licences, duplicates and origins of crates.
    Deny,
    /// Tests that need no browser, judges included.
    Native,
    /// Widgets and bindings in headless Chromium.
    Web,
    /// The release site.
    Build,
    /// Its download sizes.
    Size,
    /// The release site in Chromium, as a visitor has it.
    E2e,
    /// The walk over its pages and the main job in Firefox.
    Firefox,
}

/// In the order in which they run.
const STAGES: [Stage; 9] = [
    Stage::Fmt,
    Stage::Clippy,
    Stage::Deny,
    Stage::Native,
    Stage::Web,
    Stage::Build,
    Stage::Size,
    Stage::E2e,
    Stage::Firefox,
];

impl Stage {
    /// Its name on the command line.
    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Deny => "deny",
            Self::Native => "native",
            Self::Web => "web",
            Self::Build => "build",
            Self::Size => "size",
            Self::E2e => "e2e",
            Self::Firefox => "firefox",
        }
    }

    /// What it cannot do without.
    fn needs(self) -> &'static [Need] {
        match self {
            Self::Fmt => &[Need::Lints],
            Self::Clippy => &[Need::Lints, Need::WasmTarget],
            Self::Deny => &[Need::CargoDeny],
            Self::Native => &[Need::Judges],
            Self::Web => &[Need::WasmTarget, Need::WasmBindgen, Need::Chromium],
            Self::Build => &build::NEEDS,
            Self::Size => &[],
            // What is said of browsers is compared with openssl's certificates.
            Self::E2e => &[Need::Chromium, Need::E2e, Need::Judges],
            Self::Firefox => &[Need::Firefox, Need::E2e, Need::Judges],
        }
    }

    /// Runs it; what it could not look at, where there is such a thing.
    fn run(self, toolbox: &Toolbox) -> Result<Option<&'static str>> {
        let done = match self {
            Self::Deny => return deny::check(toolbox),
            Self::Fmt => {
                heading("fmt: formatting");
                sh(toolbox.cargo()?.args(["fmt", "--all", "--check"]))
            }
            Self::Clippy => clippy(toolbox),
            Self::Native => {
                heading("native: unit tests, vectors, properties and judges");
                sh(toolbox
                    .cargo()?
                    .args(["test", "--workspace", "--locked"])
                    .env("PADLOCK_PYTHON", toolbox.python()?)
                    // A missing judge is then a failure and not a skip.
                    .env("PADLOCK_JUDGES", "required"))?;
                heading("native: a picture for every step with an equation");
                sh(toolbox
                    .cargo()?
                    .args(["run", "--quiet", "--locked", "--example", "figures"]))
            }
            Self::Web => {
                heading("web: wasm-bindgen-test in headless Chromium");
                sh(toolbox
                    .cargo()?
                    .args(["test", "--locked", "--target", WASM, "--lib", "--tests"])
                    .env("WASM_BINDGEN_TEST_TIMEOUT", "300"))
            }
            Self::Build => build::site(toolbox),
            Self::Size => size::run(),
            Self::E2e => {
                heading("e2e: the release site in Chromium");
                browser_tests(toolbox.node(&chromium()?)?, "")
            }
            Self::Firefox => {
                heading("firefox: its walk and the main job in Firefox");
                browser_tests(toolbox.node(&firefox()?)?, "firefox")
            }
        };
        done.map(|()| None)
    }
}

/// Runs the tests that lie in a directory of tests/e2e, those below it not.
fn browser_tests(mut node: Command, directory: &str) -> Result<()> {
    if !build::dist().join("index.html").exists() {
        return Err(Failure::new(
            "There is no site in dist/ yet. Run `cargo xtask build` first.",
        ));
    }
    let directory = root().join("tests/e2e").join(directory);
    let entries = std::fs::read_dir(&directory);
    let mut files: Vec<PathBuf> = entries
        .map_err(Failure::while_doing("Could not list the browser tests"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    // Two files beside each other, each with a browser of its own: most of their
    // time is spent waiting. They measure none; `cargo xtask bench acts` does.
    node.args(["--test", "--test-concurrency=2"]);
    sh(node.args(files))
}

/// The browser's target.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Lints everything that runs natively, then everything that runs in the browser.
fn clippy(toolbox: &Toolbox) -> Result<()> {
    heading("clippy: native");
    sh(toolbox.cargo()?.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))?;
    heading("clippy: wasm");
    sh(toolbox
        .cargo()?
        .args([
            "clippy",
            "--locked",
            "--target",
            WASM,
            "--lib",
            "--bins",
            "--tests",
            "--benches",
            "--",
            "-D",
            "warnings",
        ])
        // Bans the calls that compile for the browser and fail in it.
        .env("CLIPPY_CONF_DIR", root().join("xtask/wasm")))
}

/// The command: all stages, or those that are named.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let stages = parse(args)?;
    let mut needs: Vec<Need> = Vec::new();
    for need in stages.iter().flat_map(|stage| stage.needs()) {
        if !needs.contains(need) {
            needs.push(*need);
        }
    }
    let toolbox = Toolbox::with(&needs)?;

    let (mut times, mut left_out) = (Vec::new(), Vec::new());
    for stage in &stages {
        let start = Instant::now();
        let missing = stage.run(&toolbox).map_err(|failure| {
            Failure::new(format!("The stage `{}` failed. {failure}", stage.name()))
        })?;
        left_out.extend(missing);
        times.push(format!("{} {} s", stage.name(), start.elapsed().as_secs()));
    }
    println!("\nAll passed: {}.", times.join(", "));
    for what in left_out {
        println!("Not checked: {what}.");
    }
    Ok(())
}

/// The tests of what is kept: the markup of pictures, and words.
fn kept(toolbox: &Toolbox) -> Result<Command> {
    let mut command = toolbox.cargo()?;
    command.args(["test", "--quiet", "--locked", "--test", "units", "--"]);
    command.args(["goldens::", "words::"]);
    Ok(command)
}

/// Prints all that people read, by page, once it is known to be what is kept.
pub(crate) fn words() -> Result<()> {
    sh(&mut kept(&Toolbox::with(&[])?)?)?;
    let file = root().join("tests/units/words.txt");
    let words = std::fs::read_to_string(&file).map_err(Failure::while_doing(format!(
        "Could not read {}",
        file.display()
    )))?;
    println!("{words}");
    Ok(())
}

/// Writes what the tests keep as golden anew, and says what changed.
pub(crate) fn goldens() -> Result<()> {
    sh(kept(&Toolbox::with(&[])?)?.env("PADLOCK_RENEW", "1"))?;
    let mut git = Command::new("git");
    sh(git.args([
        "status",
        "--short",
        "--",
        "*golden*",
        "tests/units/words.txt",
    ]))
}

/// The stages that the arguments name, in their own order.
fn parse(args: &[String]) -> Result<Vec<Stage>> {
    if let Some(word) = args
        .iter()
        .find(|word| STAGES.iter().all(|stage| stage.name() != word.as_str()))
    {
        let known = STAGES.map(Stage::name).join(", ");
        return Err(Failure::new(format!(
            "There is no stage {word:?}. There are: {known}."
        )));
    }
    let wanted = |stage: &Stage| args.is_empty() || args.iter().any(|word| word == stage.name());
    Ok(STAGES.into_iter().filter(wanted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses words.
    fn parsed(words: &[&str]) -> Result<Vec<Stage>> {
        parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn no_name_means_all() {
        assert_eq!(parsed(&[]).unwrap(), STAGES);
    }

    #[test]
    fn named_stages_run_in_their_own_order() {
        assert_eq!(parsed(&["e2e", "fmt"]).unwrap(), [Stage::Fmt, Stage::E2e]);
        assert!(
            parsed(&["lint"])
                .unwrap_err()
                .to_string()
                .contains("no stage \"lint\"")
        );
    }
}
