//! Finding the tools, and installing those that are missing.
//!
//! A tool on `PATH` is taken when it has the right version (README says how to
//! have them there in a minute); otherwise one of our own, in
//! `$XDG_CACHE_HOME/padlock/tools/<name>-<version>`, is used and installed when it
//! is not there yet.

mod debian;
mod found;

use crate::shell::{Failure, Result, capture, cargo, read, root, run, short_hash, succeeds, write};
use debian::{apt_install, debian};
pub(crate) use debian::{chromium, firefox};
use found::{all_have_version, find_in, locked_version, on_path};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The last Trunk that compiles with the Rust version of this repository.
const TRUNK: &str = "0.21.14";
/// The npm package `binaryen`: Debian's wasm-opt cannot read what rustc writes.
const BINARYEN: &str = "132.0.0";
/// The npm package `esbuild`, which makes scripts and style sheets shorter.
const ESBUILD: &str = "0.28.2";
/// What holds licences, duplicates and origins of crates against `deny.toml`.
const CARGO_DENY: &str = "0.20.2";
/// The oldest Node whose own test runner has what tests/e2e uses.
const NODE: u32 = 20;

/// Something that a command cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// The standard library for wasm32-unknown-unknown.
    WasmTarget,
    /// rustfmt and clippy.
    Lints,
    /// cargo-deny, which looks at the crates that are built in.
    CargoDeny,
    /// Trunk, which builds and serves the site.
    Trunk,
    /// wasm-bindgen and its test runner, in the version of `Cargo.lock`.
    WasmBindgen,
    /// wasm-opt, which makes the release smaller and faster.
    WasmOpt,
    /// esbuild, which makes scripts and style sheets shorter.
    Esbuild,
    /// Chromium and its driver.
    Chromium,
    /// Firefox.
    Firefox,
    /// Node, the packages of tests/e2e, and certutil of NSS.
    E2e,
    /// openssl, curl, tshark, servers, and Python with the packages of tests/interop.
    Judges,
}

/// The tools that were asked for, ready to run.
pub(crate) struct Toolbox {
    /// Where we install: `~/.cache/padlock`.
    cache: PathBuf,
    /// Directories that go before `PATH`.
    bins: Vec<PathBuf>,
}

/// Installs everything that any command needs.
pub(crate) fn everything() -> Result<()> {
    use Need::{
        CargoDeny, Chromium, E2e, Esbuild, Firefox, Judges, Lints, Trunk, WasmBindgen, WasmOpt,
        WasmTarget,
    };
    let all = [
        WasmTarget,
        Lints,
        CargoDeny,
        Trunk,
        WasmBindgen,
        WasmOpt,
        Esbuild,
        Chromium,
        Firefox,
        E2e,
        Judges,
    ];
    Toolbox::with(&all)?;
    println!("Everything is installed.");
    Ok(())
}

impl Toolbox {
    /// Finds these tools, and installs what is missing.
    pub(crate) fn with(needs: &[Need]) -> Result<Self> {
        let mut toolbox = Self {
            cache: cache_dir()?,
            bins: Vec::new(),
        };
        for need in needs {
            match need {
                Need::WasmTarget => rustup_part(
                    "target",
                    "wasm32-unknown-unknown",
                    "the browser runs WebAssembly",
                )?,
                Need::Lints => {
                    rustup_part("component", "rustfmt", "the formatting is checked")?;
                    rustup_part("component", "clippy", "the code is linted")?;
                }
                Need::CargoDeny => {
                    toolbox.cargo_tool(
                        "cargo-deny",
                        &["cargo-deny"],
                        CARGO_DENY,
                        Dependencies::Locked,
                    )?;
                }
                Need::Trunk => {
                    toolbox.cargo_tool("trunk", &["trunk"], TRUNK, Dependencies::Locked)?
                }
                Need::WasmBindgen => {
                    // Trunk runs the one, the tests the other.
                    let programs = ["wasm-bindgen", "wasm-bindgen-test-runner"];
                    let version = wasm_bindgen()?;
                    toolbox.cargo_tool(
                        "wasm-bindgen-cli",
                        &programs,
                        &version,
                        Dependencies::Newest,
                    )?;
                }
                // It calls itself `version 132`.
                Need::WasmOpt => toolbox.npm_tool("binaryen", "wasm-opt", BINARYEN, "132")?,
                Need::Esbuild => toolbox.npm_tool("esbuild", "esbuild", ESBUILD, ESBUILD)?,
                Need::Chromium => debian::install_chromium()?,
                Need::Firefox => debian::install_firefox()?,
                Need::E2e => {
                    // By it browsers are told whom to trust.
                    debian(
                        &[("certutil", "libnss3-tools")],
                        "browsers are told a root by it",
                    )?;
                    e2e_packages()?;
                }
                Need::Judges => toolbox.judges()?,
            }
        }
        Ok(toolbox)
    }

    /// `PATH` with our tools in front.
    pub(crate) fn path(&self) -> Result<OsString> {
        let old = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(self.bins.iter().cloned().chain(std::env::split_paths(&old))).map_err(
            Failure::while_doing("A directory name cannot stand in PATH"),
        )
    }

    /// A cargo that finds our tools.
    pub(crate) fn cargo(&self) -> Result<Command> {
        let mut command = cargo();
        command.env("PATH", self.path()?);
        Ok(command)
    }

    /// Trunk, at the top of the repository. It takes only what is installed:
    /// on its own it would download an older wasm-opt.
    pub(crate) fn trunk(&self) -> Result<Command> {
        // `--offline` reaches cargo too, which then needs the crates at hand.
        run(cargo().args(["fetch", "--locked", "--target", "wasm32-unknown-unknown"]))?;
        let path = self.path()?;
        let trunk =
            find_in("trunk", &path).ok_or_else(|| Failure::new("Trunk is not installed."))?;
        let mut command = Command::new(trunk);
        command.current_dir(root()).env("PATH", path);
        // A panic names its place: not with the directories of whoever builds.
        let registry = cargo_home().join("registry/src");
        let from = [(registry, "crates"), (root(), ".")];
        let remap = from.map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
        command.env("CARGO_ENCODED_RUSTFLAGS", remap.join("\u{1f}"));
        // Trunk reads NO_COLOR as its own flag and wants true or false there.
        command.env_remove("NO_COLOR");
        Ok(command)
    }

    /// Node in tests/e2e, told where a browser is.
    pub(crate) fn node(&self, (variable, browser): &(&str, PathBuf)) -> Result<Command> {
        let mut command = Command::new("node");
        command
            .current_dir(root().join("tests/e2e"))
            .env(variable, browser);
        Ok(command)
    }

    /// The Python that has the judges.
    pub(crate) fn python(&self) -> Result<PathBuf> {
        let requirements = read(&requirements())?;
        Ok(self.judges_dir(&requirements).join("bin/python"))
    }

    /// Where the judges for these requirements live.
    fn judges_dir(&self, requirements: &str) -> PathBuf {
        self.cache
            .join(format!("judges-{}", short_hash([requirements.as_bytes()])))
    }

    /// A tool from crates.io: its programs tell by their version whether it is there.
    fn cargo_tool(
        &mut self,
        package: &str,
        programs: &[&str],
        version: &str,
        dependencies: Dependencies,
    ) -> Result<()> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        if all_have_version(programs, &path, version) {
            return Ok(());
        }
        let home = self
            .cache
            .join("tools")
            .join(format!("{package}-{version}"));
        let bin = home.join("bin");
        if !all_have_version(programs, bin.as_os_str(), version) {
            println!(
                "Installing {package} {version} into {} (some minutes, once; README.md says how to have it prebuilt).",
                home.display()
            );
            let mut install = cargo();
            install
                .args(["install", package, "--version", version, "--root"])
                .arg(&home)
                // Built once and used now and then: compile time matters more than speed.
                .env("CARGO_PROFILE_RELEASE_LTO", "false")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
                // Not the settings of this repository.
                .current_dir(&self.cache);
            if dependencies == Dependencies::Locked {
                install.arg("--locked");
            }
            run(&mut install)?;
        }
        self.bins.push(bin);
        Ok(())
    }

    /// A tool from npm: `program` tells by its version whether it is there.
    fn npm_tool(&mut self, package: &str, program: &str, version: &str, says: &str) -> Result<()> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        if all_have_version(&[program], &path, says) {
            return Ok(());
        }
        node()?;
        let home = self
            .cache
            .join("tools")
            .join(format!("{package}-{version}"));
        let bin = home.join("node_modules/.bin");
        if !all_have_version(&[program], bin.as_os_str(), says) {
            println!(
                "Installing {program} ({package} {version}) into {}.",
                home.display()
            );
            make_dir(&home)?;
            run(Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--prefix"])
                .arg(&home)
                .arg(format!("{package}@{version}"))
                .current_dir(&home))?;
        }
        self.bins.push(bin);
        Ok(())
    }

    /// esbuild, to be run on files.
    pub(crate) fn esbuild(&self) -> Result<Command> {
        let found = find_in("esbuild", &self.path()?);
        Ok(Command::new(found.ok_or_else(|| {
            Failure::new("esbuild is not installed.")
        })?))
    }

    /// The other implementations that check what Padlock makes.
    fn judges(&mut self) -> Result<()> {
        debian(
            &[
                ("openssl", "openssl"),
                ("curl", "curl"),
                ("git", "git"),
                ("node", "nodejs"),
                ("python3", "python3"),
                ("update-ca-certificates", "ca-certificates"),
                ("tshark", "tshark"),
                ("lsof", "lsof"),
                ("netstat", "net-tools"),
                ("nmap", "nmap"),
            ],
            "they judge what Padlock exports",
        )?;
        for server in [("nginx", "nginx"), ("caddy", "caddy")] {
            let bin = debian::unpacked(&self.cache, server, "it serves with what Padlock exports")?;
            self.bins.extend(bin);
        }
        let file = requirements();
        let text = read(&file)?;
        let home = self.judges_dir(&text);
        let ready = home.join("ready");
        if ready.exists() {
            return Ok(());
        }
        println!(
            "Installing the Python judges (cryptography, flask, gunicorn, requests) into {}.",
            home.display()
        );
        make_dir(&self.cache)?;
        let venv = || {
            let mut command = Command::new("python3");
            command.args(["-m", "venv", "--clear"]).arg(&home);
            command
        };
        // Debian's python3 comes without ensurepip, and says so only by failing.
        if !succeeds(&mut venv()) {
            apt_install(&["python3-venv"], "a place for the Python judges")?;
            run(&mut venv())?;
        }
        run(Command::new(home.join("bin/python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
            ])
            .arg(&file))?;
        write(&ready, &text)
    }
}

/// Whether a crate is built with the dependencies that its authors tested.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dependencies {
    /// With the crate's own lock file.
    Locked,
    /// With the newest that fit.
    Newest,
}

/// The pinned Python packages.
fn requirements() -> PathBuf {
    root().join("tests/interop/requirements.txt")
}

/// `$XDG_CACHE_HOME/padlock`, or `~/.cache/padlock`.
fn cache_dir() -> Result<PathBuf> {
    let base = match std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None => std::env::home_dir()
            .ok_or_else(|| {
                Failure::new("Neither XDG_CACHE_HOME nor HOME says where to keep tools.")
            })?
            .join(".cache"),
    };
    let cache = base.join("padlock");
    make_dir(&cache)?;
    Ok(cache)
}

/// `$CARGO_HOME`, or `~/.cargo`.
fn cargo_home() -> PathBuf {
    let home = || std::env::home_dir().unwrap_or_default().join(".cargo");
    std::env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

/// Makes a directory and those above it.
fn make_dir(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(Failure::while_doing(format!(
        "Could not make {}",
        dir.display()
    )))
}

/// The version that `Cargo.lock` has of wasm-bindgen, which its tool must have too.
fn wasm_bindgen() -> Result<String> {
    locked_version(&read(&root().join("Cargo.lock"))?, "wasm-bindgen")
}

/// A target or component of the Rust toolchain.
fn rustup_part(kind: &str, name: &str, why: &str) -> Result<()> {
    let rustup = || Command::new("rustup");
    if on_path("rustup").is_none() {
        println!("rustup is not installed, so {name} is taken to be there.");
        return Ok(());
    }
    let installed = capture(rustup().args([kind, "list", "--installed"]))?;
    if installed.lines().any(|line| line.starts_with(name)) {
        return Ok(());
    }
    println!("Installing the Rust {kind} {name}: {why}.");
    run(rustup().args([kind, "add", name]))
}

/// Node in a version that is new enough, and npm.
fn node() -> Result<()> {
    debian(
        &[("node", "nodejs"), ("npm", "npm")],
        "Node runs wasm-opt and the end-to-end tests",
    )?;
    let version = capture(Command::new("node").arg("--version"))?;
    match node_major(&version) {
        Some(major) if major >= NODE => Ok(()),
        _ => Err(Failure::new(format!(
            "Node {} is too old: {NODE} or newer is needed. Please install one from https://nodejs.org/.",
            version.trim()
        ))),
    }
}

/// 20 in `v20.20.2`.
fn node_major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// The packages of tests/e2e, exactly those of its lock file.
fn e2e_packages() -> Result<()> {
    node()?;
    let home = root().join("tests/e2e");
    let lock = short_hash([read(&home.join("package-lock.json"))?.as_bytes()]);
    let stamp = home.join("node_modules/.padlock-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    println!(
        "Installing the packages of tests/e2e (playwright-core, puppeteer-core, axe-core, pixelmatch, pngjs)."
    );
    run(Command::new("npm").arg("ci").current_dir(&home))?;
    write(&stamp, &lock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_names_these_versions() {
        let readme = read(&root().join("README.md")).unwrap();
        for (tool, version) in [
            ("trunk", TRUNK),
            ("wasm-bindgen-cli", &wasm_bindgen().unwrap()),
            ("cargo-deny", CARGO_DENY),
            ("binaryen", BINARYEN),
            ("esbuild", ESBUILD),
        ] {
            let named = format!("{tool}@{version}");
            assert!(readme.contains(&named), "README.md does not name {named}");
        }
    }

    #[test]
    fn node_tells_its_major_version() {
        assert_eq!(node_major("v20.20.2\n"), Some(20));
        assert_eq!(node_major("nonsense"), None);
    }
}
