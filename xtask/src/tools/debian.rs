//! What comes from Debian's packages, or is said to be missing elsewhere.

use super::found::on_path;
use super::make_dir;
use crate::shell::{Failure, Result, capture, run, succeeds};
use std::path::{Path, PathBuf};
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
        // Not everybody has on PATH what is for administrators.
        .filter(|(program, _)| {
            on_path(program).is_none() && !Path::new("/usr/sbin").join(program).is_file()
        })
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    apt_install(&missing, why)
}

/// The directory of a program whose Debian package would start a server on this
/// machine: it is only unpacked, into a place of our own. None where the program
/// is on `PATH`.
pub(super) fn unpacked(
    cache: &Path,
    (program, package): (&str, &str),
    why: &str,
) -> Result<Option<PathBuf>> {
    if on_path(program).is_some() {
        return Ok(None);
    }
    let home = cache.join("tools").join(format!("debian-{package}"));
    let found = || {
        let mut bins = ["usr/sbin", "usr/bin"]
            .map(|dir| home.join(dir))
            .into_iter();
        bins.find(|bin| bin.join(program).is_file())
    };
    if found().is_none() {
        println!(
            "Unpacking Debian's {package} into {}: {why}.",
            home.display()
        );
        make_dir(&home)?;
        let download = || {
            let mut command = Command::new("apt-get");
            command
                .args(["download", "--quiet", package])
                .current_dir(&home);
            command
        };
        if !succeeds(&mut download()) {
            run(Apt::find(package, why)?.get().args(["update", "--quiet"]))?;
            run(&mut download())?;
        }
        for file in files(&home)?.filter(|file| file.extension().is_some_and(|it| it == "deb")) {
            run(Command::new("dpkg-deb").arg("-x").args([&file, &home]))?;
            std::fs::remove_file(&file).map_err(Failure::while_doing("Could not tidy up"))?;
        }
    }
    found()
        .map(Some)
        .ok_or_else(|| Failure::new(format!("Debian's {package} has no {program}.")))
}

/// What lies in a directory.
fn files(dir: &Path) -> Result<impl Iterator<Item = PathBuf>> {
    let entries = std::fs::read_dir(dir).map_err(Failure::while_doing("Could not look around"))?;
    Ok(entries.filter_map(|entry| Some(entry.ok()?.path())))
}

/// Installs Debian packages, or says which ones to install.
pub(super) fn apt_install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let apt = Apt::find(&list, why)?;
    println!("Installing {list} with apt-get: {why}.");
    run(apt.get().args(["update", "--quiet"]))?;
    run(apt
        .get()
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages))
}

/// apt-get, with the right to install.
#[derive(Clone, Copy)]
enum Apt {
    /// This is root.
    Root,
    /// sudo asks for no password.
    Sudo,
}

impl Apt {
    /// How it can be used here; else what to install by hand.
    fn find(list: &str, why: &str) -> Result<Self> {
        let root = capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
        let sudo = !root && succeeds(Command::new("sudo").args(["-n", "true"]));
        if on_path("apt-get").is_none() || !(root || sudo) {
            return Err(Failure::new(format!(
                "Missing: {list} ({why}). Please install them, on Debian with\n  sudo apt-get install {list}"
            )));
        }
        Ok(if root { Self::Root } else { Self::Sudo })
    }

    /// The command.
    fn get(self) -> Command {
        let mut command = match self {
            Self::Root => Command::new("env"),
            Self::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.arg("env");
                sudo
            }
        };
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    }
}
