//! The rules of the house that a compiler cannot keep.
//!
//! Each rule is a function from text to complaints, and has a test that feeds
//! it a violation: a rule that catches nothing is worse than none.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail in the shortest way"
)]

mod modules;
mod rules;
mod scan;
mod violations;

use rules::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// All Rust files below a directory.
fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !is_foreign(&path) {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The top of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A `tests.rs` that its module declares as a test, as long test modules are
/// kept beside what they test.
fn holds_only_tests(path: &Path) -> bool {
    let Some(folder) = path.parent() else {
        return false;
    };
    let parents = [folder.join("mod.rs"), folder.with_extension("rs")];
    path.file_name().is_some_and(|name| name == "tests.rs")
        && parents
            .iter()
            .filter_map(|parent| fs::read_to_string(parent).ok())
            .any(|text| {
                text.contains("#[cfg(test)]\nmod tests;")
                    || text.contains("#[cfg(test)]\n#[cfg(target_arch = \"wasm32\")]\nmod tests;")
            })
}

/// Applies a rule to all of `src`, and fails with everything it found.
fn holds(rule: impl Fn(&str, &str) -> Vec<String>) {
    holds_below("src", rule);
}

/// Applies a rule to a folder, with the name of the room that each file is in.
fn holds_below(folder: &str, rule: impl Fn(&str, &str) -> Vec<String>) {
    let src = root().join(folder);
    let complaints: Vec<String> = rust_files(&src)
        .iter()
        .filter(|path| !holds_only_tests(path))
        .flat_map(|path| {
            let inner = path.strip_prefix(&src).unwrap();
            let first = inner
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy();
            let floor = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(path).unwrap();
            rule(&floor, &text)
                .into_iter()
                .map(|complaint| format!("{folder}/{}: {complaint}", inner.display()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn floors_import_only_what_is_below() {
    holds(wrong_floors);
}

#[test]
fn a_trace_knows_no_picture_and_a_picture_no_algorithm() {
    holds_below("src/engine", wrong_storeys);
}

/// What belongs to a picture lies in its folder, and the page links to its style.
#[test]
fn a_picture_has_a_folder() {
    let pictures = root().join("src/engine/picture");
    let page = fs::read_to_string(root().join("www/index.html")).unwrap();
    let mut folders = 0;
    for entry in fs::read_dir(&pictures).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !path.is_dir() {
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains("impl Picture for "), "{name} has no folder");
            continue;
        }
        folders += 1;
        let [data, drawing] = ["mod.rs", "draw.rs"].map(|file| path.join(file));
        assert!(data.is_file() && drawing.is_file(), "{name}");
        let text = fs::read_to_string(&data).unwrap();
        if let Some((_, own)) = text.split_once("impl Picture for ") {
            let kind = format!("\"{name}\"");
            assert!(own.contains(&kind), "{name} is called otherwise");
        }
        let link = format!("../src/engine/picture/{name}/style.css");
        let has_style = path.join("style.css").is_file();
        assert_eq!(page.contains(&link), has_style, "{name}: its style sheet");
    }
    assert!(folders > 30, "{folders}");
}

#[test]
fn lower_floors_do_not_know_the_web() {
    holds(web_names);
}

/// All Rust files of the repository: their paths from its top, their texts.
fn everything() -> BTreeMap<PathBuf, String> {
    let folders = ["src", "tests", "benches", "examples", "kernel", "xtask"];
    let found = folders.iter().flat_map(|dir| rust_files(&root().join(dir)));
    let files = found.chain([root().join("build.rs")]);
    files
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().to_owned(), text)
        })
        .collect()
}

/// Whether a folder holds what was built or installed, and nothing of ours.
fn is_foreign(dir: &Path) -> bool {
    dir.ends_with("target") || dir.ends_with("node_modules")
}

#[test]
fn files_are_short() {
    let long: Vec<String> = everything()
        .iter()
        .flat_map(|(path, text)| {
            let complaints = too_long(text).into_iter();
            complaints.map(|complaint| format!("{}: {complaint}", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
}

#[test]
fn plain_lines_reach_every_file() {
    let lost = modules::unreached(&everything());
    assert!(lost.is_empty(), "\n{}\n", lost.join("\n"));
}

#[test]
fn panics_are_explained() {
    holds(|_, text| unexplained_panics(text));
}

#[test]
fn nothing_sets_a_style_attribute() {
    holds(style_attributes);
}

/// What is read by people who come to the repository, and by its host.
const DOCUMENTS: [&str; 10] = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "src/lib.rs",
    "tests/README.md",
    "fuzz/README.md",
    "deny.toml",
    ".github/workflows/ci.yml",
    ".github/workflows/pages.yml",
];

#[test]
fn documents_name_commands_and_paths_that_are_there() {
    let xtask = fs::read_to_string(root().join("xtask/src/main.rs")).unwrap();
    for document in DOCUMENTS {
        let text = fs::read_to_string(root().join(document)).unwrap();
        assert_eq!(unknown_commands(&text, &xtask), [""; 0], "{document}");
        let missing = missing_paths(&text, |path| root().join(path).exists());
        assert_eq!(missing, [""; 0], "{document}");
    }
}

#[test]
fn the_map_names_tests_and_lints_that_are_there() {
    let mut all: String = everything().into_values().collect();
    all.push_str(&fs::read_to_string(root().join("Cargo.toml")).unwrap());
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let (_, invariants) = map.split_once("# Invariants").unwrap();
    let (invariants, _) = invariants.split_once("//! # ").unwrap();
    assert_eq!(unknown_names(invariants, &all), [""; 0]);
}

/// Cargo's manifest is what the tools read the wings from; the page has them too.
#[test]
fn the_wings_are_the_same_everywhere() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let named = |text: &str, before: &str| -> Vec<String> {
        let rests = text.split(before).skip(1);
        let names = rests.map(|rest| rest.split('"').next().unwrap().to_owned());
        names.filter(|name| name != "app").collect()
    };
    let wings: Vec<&str> = padlock::units::Wing::ALL
        .iter()
        .map(|wing| wing.name())
        .collect();
    assert_eq!(named(&read("Cargo.toml"), "[[bin]]\nname = \""), wings);
    assert_eq!(named(&read("www/index.html"), "data-bin=\""), wings);
}

#[test]
fn dependencies_say_why() {
    for manifest in ["Cargo.toml", "xtask/Cargo.toml"] {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        assert_eq!(unexplained_dependencies(&text), [""; 0], "{manifest}");
    }
}
