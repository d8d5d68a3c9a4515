//! Builds the kernels that need instructions which not every browser has:
//! small wasm modules, which the worker carries and tries. And reads from the
//! lock file which versions of the judges are built in, so that the page names
//! them as they are.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules: their names, and the instructions that they are built for.
const MODULES: [(&str, &str); 3] = [
    ("fused", "+simd128,+relaxed-simd"),
    ("wide", "+wide-arithmetic"),
    ("exact", "+simd128"),
];

/// The crates that the page names beside what they computed, each in an
/// environment variable such as `JUDGE_ED25519_DALEK`.
const JUDGES: [&str; 13] = [
    "aes",
    "base64",
    "cbc",
    "crypto-primes",
    "ed25519-dalek",
    "hmac",
    "p256",
    "p384",
    "pkcs5",
    "rsa",
    "rustls",
    "sha2",
    "x509-cert",
];

fn main() {
    println!("cargo::rerun-if-changed=kernel/src");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
    name_judges();
    let variable = |name: &str| std::env::var_os(name).unwrap_or_default();
    let out = PathBuf::from(variable("OUT_DIR"));
    for (name, features) in MODULES {
        let module = out.join(name).with_extension("wasm");
        if variable("CARGO_CFG_TARGET_ARCH") == "wasm32" {
            build(Path::new(&variable("RUSTC")), &module, features);
        } else {
            // Nobody loads it, but the code that would is compiled too.
            write_nothing(&module);
        }
    }
}

/// Says each judge with the first two numbers of its version, such as `rsa 0.10`.
fn name_judges() {
    let lock = std::fs::read_to_string("Cargo.lock").unwrap_or_default();
    for name in JUDGES {
        let version = version_of(&lock, name);
        assert!(version.is_some(), "Cargo.lock has no version of {name}");
        let variable = name.to_uppercase().replace('-', "_");
        let version = version.unwrap_or_default();
        println!("cargo::rustc-env=JUDGE_{variable}={name} {version}");
    }
}

/// The first two numbers of the newest version of a crate in the lock file.
fn version_of(lock: &str, name: &str) -> Option<String> {
    let named = format!("name = \"{name}\"");
    let packages = lock.split("[[package]]");
    let of_this = packages.filter(|package| package.lines().any(|line| line == named));
    let versions = of_this.filter_map(|package| {
        let version = package
            .lines()
            .find_map(|line| line.strip_prefix("version = "))?;
        let mut numbers = version.trim_matches('"').split('.').map(str::parse::<u64>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    });
    let (major, minor) = versions.max()?;
    Some(format!("{major}.{minor}"))
}

/// One file is one crate without dependencies: the compiler is all it takes.
fn build(rustc: &Path, out: &Path, features: &str) {
    let status = Command::new(rustc)
        .arg("kernel/src/lib.rs")
        .args(["--crate-name", "padlock_kernel"])
        .args(["--edition", "2024", "--crate-type", "cdylib"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--cfg", "export"])
        .args([
            "-C",
            "opt-level=3",
            "-C",
            "panic=abort",
            "-C",
            "strip=symbols",
        ])
        .arg(format!("-Ctarget-feature={features}"))
        // It warns of features that it does not know by name yet.
        .args(["--cap-lints", "allow"])
        .arg("-o")
        .arg(out)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "{} could not build kernel/src/lib.rs for {features}",
        rustc.display()
    );
}

fn write_nothing(out: &Path) {
    let written = std::fs::write(out, []);
    assert!(written.is_ok(), "{} could not be written", out.display());
}
