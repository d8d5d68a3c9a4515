//! What comes from Debian's packages, or is said to be missing elsewhere.

use super::on_path;
use crate::shell::{Failure, Result, capture, run, succeeds};
use std::path::PathBuf;
use std::process::Command;

/// A browser that tests drive.
struct Browser {
    /// Its name.
    name: &'static str,
    /// The variable that says where it is.
    variable: &'static str,
    /// What it is called on `PATH`.
    programs: &'static [&'static str],
}

/// Chromium, as Debian and others call it.
const CHROMIUM: Browser = Browser {
    name: "Chromium",
    variable: "PADLOCK_CHROMIUM",
    programs: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
};

/// Firefox.
const FIREFOX: Browser = Browser {
    name: "Firefox",
    variable: "PADLOCK_FIREFOX",
    programs: &["firefox-esr", "firefox"],
};

impl Browser {
    /// Where it is.
    fn find(&self) -> Option<PathBuf> {
        std::env::var_os(self.variable)
            .map(PathBuf::from)
            .or_else(|| self.programs.iter().copied().find_map(on_path))
    }

    /// Where it is, with the variable by which tests are told.
    fn place(&self) -> Result<(&'static str, PathBuf)> {
        let found = self.find().ok_or_else(|| {
            Failure::new(format!(
                "{} was not found. Please install it, or set {} to its path.",
                self.name, self.variable
            ))
        })?;
        Ok((self.variable, found))
    }
}

/// Where Chromium is, with the variable by which tests are told.
pub(crate) fn chromium() -> Result<(&'static str, PathBuf)> {
    CHROMIUM.place()
}

/// Where Firefox is, with the variable by which tests are told.
pub(crate) fn firefox() -> Result<(&'static str, PathBuf)> {
    FIREFOX.place()
}

/// Chromium and a driver of the same version.
pub(super) fn install_chromium() -> Result<()> {
    let driver = std::env::var_os("CHROMEDRIVER").is_some() || on_path("chromedriver").is_some();
    if CHROMIUM.find().is_some() && driver {
        return Ok(());
    }
    apt_install(
        &["chromium", "chromium-driver", "fonts-liberation"],
        "the tests run in a real browser",
    )
}

/// Firefox, which needs no driver.
pub(super) fn install_firefox() -> Result<()> {
    if FIREFOX.find().is_some() {
        return Ok(());
    }
    apt_install(&["firefox-esr"], "the tests run in a second browser")
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
