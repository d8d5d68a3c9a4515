//! Builds the kernels that need instructions which not every browser has:
//! small wasm modules, which the worker carries and tries.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules: their names, and the instructions that they are built for.
const MODULES: [(&str, &str); 3] = [
    ("fused", "+simd128,+relaxed-simd"),
    ("wide", "+wide-arithmetic"),
    ("exact", "+simd128"),
];

fn main() {
    println!("cargo::rerun-if-changed=kernel/src");
    println!("cargo::rerun-if-changed=build.rs");
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
