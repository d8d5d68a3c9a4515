//! `cargo xtask bench`: the benchmarks of `benches/` in headless
//! Chromium, as a table and as JSON lines (also in `target/bench.jsonl`); and
//! what is measured on the built site.

use crate::build;
use crate::shell::{self, Failure, Result, capture, heading, root, write};
use crate::test::WASM;
use crate::tools::{Need, Toolbox, chromium};

/// Starts each line that a benchmark reports.
const MARK: &str = "padlock-bench ";

/// The command: `keygen` with how many keys of each size, `acts`, `opening` with
/// the directory of another built site to be compared with, or all benchmarks,
/// or those whose name holds this word.
pub(crate) fn run(args: &[String]) -> Result<()> {
    match args.split_first() {
        // Keys side by side with the browser's own.
        Some((first, rounds)) if first == "keygen" => {
            on_site("keys, on the page about speed", "keygen.mjs", rounds)
        }
        Some((first, [])) if first == "acts" => on_site("what acts cost the page", "acts.mjs", &[]),
        Some((first, sites)) if first == "opening" => {
            on_site("from opening a link to its picture", "opening.mjs", sites)
        }
        _ => functions(args),
    }
}

/// A script of tests/e2e that measures the release site in Chromium.
fn on_site(what: &str, script: &str, args: &[String]) -> Result<()> {
    build::run()?;
    let toolbox = Toolbox::with(&[Need::Chromium, Need::E2e])?;
    heading(&format!("bench: {what}"));
    shell::run(toolbox.node(&chromium()?)?.arg(script).args(args))
}

/// The benchmarks that are functions.
fn functions(args: &[String]) -> Result<()> {
    let toolbox = Toolbox::with(&[Need::WasmTarget, Need::WasmBindgen, Need::Chromium])?;
    heading("bench: headless Chromium, one thread of a worker");
    // Each with the profile of its worker. `cargo bench` would look for another kind of
    // benchmark, which prints no numbers that a program could read.
    let mut output = String::new();
    for (bench, profile) in [("browser", "release"), ("connection", "page")] {
        let mut command = toolbox.cargo()?;
        command
            .args(["test", "--profile", profile, "--locked", "--target", WASM])
            .args(["--bench", bench, "--", "--nocapture"])
            .args(args)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "1800");
        output += &capture(&mut command)?;
    }

    let results: Vec<&str> = output.lines().filter_map(report).collect();
    if results.is_empty() {
        print!("{output}");
        return Err(Failure::new("No benchmark reported a result."));
    }
    println!(
        "{:<40} {:>12} {:>12} {:>12} {:>9}",
        "benchmark", "median ms", "fastest ms", "slow 90% ms", "samples"
    );
    for line in &results {
        println!(
            "{:<40} {:>12} {:>12} {:>12} {:>9}",
            field(line, "name"),
            field(line, "median_ms"),
            field(line, "min_ms"),
            field(line, "p90_ms"),
            field(line, "samples"),
        );
    }
    println!();
    for line in &results {
        println!("{line}");
    }
    write(
        &root().join("target/bench.jsonl"),
        &(results.join("\n") + "\n"),
    )
}

/// The JSON of a line that reports a benchmark.
fn report(line: &str) -> Option<&str> {
    line.split_once(MARK).map(|(_, json)| json.trim())
}

/// A field of one of our own flat JSON lines, whose names hold no quote.
fn field<'a>(json: &'a str, name: &str) -> &'a str {
    json.split_once(&format!("\"{name}\":"))
        .map_or("?", |(_, rest)| match rest.strip_prefix('"') {
            Some(text) => text.split('"').next().unwrap_or(text),
            None => rest.split([',', '}']).next().unwrap_or(rest),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_found_and_read() {
        let line =
            "    padlock-bench {\"name\":\"sha256, 1 MiB\",\"median_ms\":4.125,\"samples\":30}";
        let json = report(line).unwrap();
        assert_eq!(field(json, "name"), "sha256, 1 MiB");
        assert_eq!(field(json, "median_ms"), "4.125");
        assert_eq!(field(json, "samples"), "30");
        assert_eq!(field(json, "absent"), "?");
        assert_eq!(report("test result: ok."), None);
    }
}
