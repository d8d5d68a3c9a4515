//! `cargo xtask`: the one door to building, testing and looking at Padlock.
//!
//! Each command installs what it needs and says so. Tools live in
//! `$XDG_CACHE_HOME/padlock` and never in the system, except for Debian's
//! packages (Chromium, its driver, Firefox, Node, Python, openssl, curl, git and
//! the like). Those of servers are only unpacked there: installed, they would run.

mod bench;
mod build;
mod deny;
mod examples;
mod serve;
mod shell;
mod shots;
mod size;
mod test;
mod tools;

use shell::{Failure, Result};
use std::process::ExitCode;

/// What `cargo xtask help` prints.
const USAGE: &str = "\
cargo xtask <command>

  serve [--dev] [--port N]   build and serve on 127.0.0.1:8080
                             (--dev: quick builds, slow arithmetic)
  test [STAGE …]             all checks, or some of them:
                             fmt clippy deny native web build size e2e firefox
  build                      the release site, in dist/
  bench [NAME]               benchmarks in headless Chromium
  shots [PAGE …]             screenshots of every page, in target/shots/
  shots --compare | --keep   hold first screens against those of tests/e2e/kept/,
                             or keep them there as they are now
  size                       download sizes against size-budget.toml
  unit [ID NAME=VALUE …]     run a unit natively (without ID: list them)
  figures                    list every step with its picture, small and real
  pictures [UNIT …]          draw them, as pages in target/pictures/
  words                      print all that people read, by page
  goldens                    write anew what the tests keep: markup of pictures, words
  capture DIR                write captures of TLS 1.3 for Wireshark, with secrets
  conformance limbo FILE     run a file of x509-limbo through the checks
  setup                      install what all of these need, and do nothing else

Missing tools are installed first, into ~/.cache/padlock.";

/// Runs the command that was asked for.
fn dispatch(args: &[String]) -> Result<()> {
    let (command, rest) = match args {
        [] => ("help", args),
        [command, rest @ ..] => (command.as_str(), rest),
    };
    match command {
        "serve" => serve::run(rest),
        "test" => test::run(rest),
        "build" => takes_nothing(command, rest).and_then(|()| build::run()),
        "bench" => bench::run(rest),
        "shots" => shots::run(rest),
        "size" => takes_nothing(command, rest).and_then(|()| size::run()),
        "unit" => examples::run("unit", rest),
        "figures" => takes_nothing(command, rest).and_then(|()| examples::run("figures", rest)),
        "pictures" => examples::run("pictures", rest),
        "words" => takes_nothing(command, rest).and_then(|()| test::words()),
        "goldens" => takes_nothing(command, rest).and_then(|()| test::goldens()),
        "capture" => examples::run("capture", rest),
        "conformance" => examples::run("conformance", rest),
        "setup" => takes_nothing(command, rest).and_then(|()| tools::everything()),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::new(format!(
            "There is no command {other:?}.\n\n{USAGE}"
        ))),
    }
}

/// Refuses arguments that would be ignored.
fn takes_nothing(command: &str, rest: &[String]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(Failure::new(format!(
            "`cargo xtask {command}` takes no argument, but got {word:?}."
        ))),
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
