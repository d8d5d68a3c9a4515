//! `cargo xtask unit`, `figures`, `pictures`, `capture` and `conformance`: they run
//! natively, and the programs that do it are in `examples/`.

use crate::shell::{Failure, Result, cargo, root};

/// Runs one of them. Files are looked for where it was called.
pub(crate) fn run(example: &str, args: &[String]) -> Result<()> {
    let here = std::env::current_dir().map_err(Failure::while_doing("There is no directory"))?;
    let status = cargo()
        .args(["run", "--quiet", "--locked", "--example", example])
        .arg("--manifest-path")
        .arg(root().join("Cargo.toml"))
        .arg("--")
        .args(args)
        .current_dir(here)
        .status()
        .map_err(Failure::while_doing("Could not start cargo"))?;
    if status.success() {
        return Ok(());
    }
    // It has said why.
    std::process::exit(status.code().unwrap_or(1));
}
