//! What is there already: programs on a `PATH`, and the versions that they tell.

use crate::shell::{Failure, Result};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

/// The version of a crate in the text of a `Cargo.lock`.
pub(super) fn locked_version(lock: &str, name: &str) -> Result<String> {
    let wanted = format!("name = \"{name}\"");
    lock.lines()
        .skip_while(|line| *line != wanted)
        .find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("Cargo.lock has no version of {name}.")))
}

/// The first program of this name in a `PATH`.
pub(super) fn find_in(program: &str, path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

/// The first program of this name on our `PATH`.
pub(super) fn on_path(program: &str) -> Option<PathBuf> {
    find_in(program, &std::env::var_os("PATH")?)
}

/// Whether the first of each of these programs in a `PATH` runs, and calls itself
/// this version. One that stands behind another would not be what runs.
pub(super) fn all_have_version(programs: &[&str], path: &OsStr, version: &str) -> bool {
    let has = |program: PathBuf| {
        let output = Command::new(program).arg("--version").output();
        output.is_ok_and(|output| says_version(&String::from_utf8_lossy(&output.stdout), version))
    };
    let mut found = programs.iter().map(|program| find_in(program, path));
    found.all(|program| program.is_some_and(has))
}

/// Whether the text of `--version` has this version as a word of its own.
fn says_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;
    use crate::tools::make_dir;

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").unwrap(), "0.2.130");
        assert!(locked_version(lock, "yew").is_err());
    }

    #[test]
    fn a_version_is_a_whole_word() {
        for (says, version) in [
            ("trunk 0.21.14\n", "0.21.14"),
            ("wasm-bindgen 0.2.130\n", "0.2.130"),
            ("wasm-bindgen-test-runner 0.2.130\n", "0.2.130"),
            ("cargo-deny 0.20.2\n", "0.20.2"),
            ("wasm-opt version 132 (version_132)\n", "132"),
            ("0.28.2\n", "0.28.2"),
        ] {
            assert!(says_version(says, version), "{says}");
        }
        for (says, version) in [
            ("trunk 0.21.140\n", "0.21.14"),
            ("trunk 0.22.1\n", "0.21.14"),
            ("wasm-opt version 108\n", "132"),
            ("", "0.28.2"),
        ] {
            assert!(!says_version(says, version), "{says}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn what_stands_first_on_path_counts_and_all_must_be_there() {
        use std::os::unix::fs::PermissionsExt as _;
        let top = std::env::temp_dir().join(format!("padlock-path-{}", std::process::id()));
        let (old, new) = (top.join("old"), top.join("new"));
        for (dir, name, version) in [
            (&old, "bindgen", "1.0"),
            (&new, "bindgen", "2.0"),
            (&new, "runner", "2.0"),
        ] {
            make_dir(dir).unwrap();
            let file = dir.join(name);
            write(&file, &format!("#!/bin/sh\necho {name} {version}\n")).unwrap();
            let may_run = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(&file, may_run).unwrap();
        }
        let path = |dirs: &[&PathBuf]| std::env::join_paths(dirs).unwrap();
        let both = ["bindgen", "runner"];
        assert!(all_have_version(&both, &path(&[&new, &old]), "2.0"));
        assert!(!all_have_version(&both, &path(&[&old, &new]), "2.0"));
        assert!(!all_have_version(&both, &path(&[&old]), "1.0"));
        assert!(all_have_version(&["bindgen"], &path(&[&old]), "1.0"));
        std::fs::remove_dir_all(top).unwrap();
    }
}
