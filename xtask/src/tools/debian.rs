//! What comes from Debian's packages, or is said to be missing elsewhere.

use super::on_path;
use crate::shell::{Failure, Result, capture, run, succeeds};
use std::path::PathBuf;
use std::process::Command;

/// Chromium: `PADLOCK_CHROMIUM`, or what Debian and others call it.
pub(super) fn chromium() -> Option<PathBuf> {
    std::env::var_os("PADLOCK_CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| {
            [
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
            ]
            .into_iter()
            .find_map(on_path)
        })
}

/// Says how to get a browser.
pub(super) fn no_browser() -> Failure {
    Failure::new("Chromium was not found. Please install it, or set PADLOCK_CHROMIUM to its path.")
}

/// Chromium and a driver of the same version.
pub(super) fn browser() -> Result<()> {
    let driver = std::env::var_os("CHROMEDRIVER").is_some() || on_path("chromedriver").is_some();
    if chromium().is_some() && driver {
        return Ok(());
    }
    apt_install(
        &["chromium", "chromium-driver", "fonts-liberation"],
        "the tests run in a real browser",
    )
}

/// Debian's packages for those of these programs that are missing.
pub(super) fn debian(programs: &[(&str, &str)], why: &str) -> Result<()> {
    let missing: Vec<&str> = programs
        .iter()
        .filter(|(program, _)| on_path(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    apt_install(&missing, why)
}

/// Installs Debian packages, or says which ones to install.
pub(super) fn apt_install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let root = capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let sudo = !root && succeeds(Command::new("sudo").args(["-n", "true"]));
    if on_path("apt-get").is_none() || !(root || sudo) {
        return Err(Failure::new(format!(
            "Missing: {list} ({why}). Please install them, on Debian with\n  sudo apt-get install {list}"
        )));
    }
    println!("Installing {list} with apt-get: {why}.");
    let apt = || {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        if sudo {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    run(apt().args(["update", "--quiet"]))?;
    run(apt()
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages))
}
