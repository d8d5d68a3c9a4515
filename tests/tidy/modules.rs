//! Every Rust file is reached from the root of a crate by plain `mod` lines:
//! what a macro declares is invisible to `rustfmt` and to whoever reads.

use crate::scan::lines;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Complains of each file that no plain `mod` line reaches. The texts are
/// given by their paths from the top of the repository.
pub(crate) fn unreached(files: &BTreeMap<PathBuf, String>) -> Vec<String> {
    let mut reached: BTreeSet<PathBuf> = BTreeSet::new();
    let mut open: Vec<PathBuf> = files.keys().filter(|path| is_root(path)).cloned().collect();
    while let Some(path) = open.pop() {
        let Some(text) = files.get(&path).filter(|_| reached.insert(path.clone())) else {
            continue;
        };
        let home = home(&path);
        for module in declared(text) {
            match module {
                Declared::Named(name) => {
                    open.push(home.join(&name).with_extension("rs"));
                    open.push(home.join(&name).join("mod.rs"));
                }
                Declared::At(there) => {
                    let folder = path.parent().unwrap_or(Path::new(""));
                    open.push(without_dots(&folder.join(there)));
                }
            }
        }
    }
    let lost = files.keys().filter(|path| !reached.contains(*path));
    lost.map(|path| format!("{}: no plain `mod` line reaches it", path.display()))
        .collect()
}

/// Whether cargo starts a crate here.
fn is_root(path: &Path) -> bool {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    match parts.as_slice() {
        ["build.rs"] | [.., "src", "lib.rs" | "main.rs"] | [.., "src", "bin", _] => true,
        ["tests" | "benches" | "examples", file] => file.ends_with(".rs"),
        ["tests" | "benches" | "examples", _, "main.rs"] => true,
        _ => false,
    }
}

/// Where the files of a file's modules are.
fn home(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    let is_top = is_root(path) || path.ends_with("mod.rs");
    match path.file_stem() {
        Some(stem) if !is_top => folder.join(stem),
        _ => folder.to_owned(),
    }
}

/// A path without `..`, which leaves the folder before it.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path {
        if part == ".." {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

/// A module that a file declares.
enum Declared {
    /// By its name alone.
    Named(String),
    /// In the file that the `#[path = "…"]` on the line before names.
    At(String),
}

/// The modules that a file declares, each on a line of its own that begins at
/// its left edge: what stands in a macro is indented.
fn declared(text: &str) -> Vec<Declared> {
    let all = lines(text, crate::scan::Tests::Too);
    // The scanner empties strings.
    let before = [""].into_iter().chain(text.lines());
    let modules = all.iter().zip(before).filter_map(|(line, before)| {
        let code = line.code.strip_suffix(';')?;
        let code = match code.split_once(") ") {
            Some((seen, rest)) if seen.starts_with("pub(") => rest,
            _ => code.strip_prefix("pub ").unwrap_or(code),
        };
        let name = code.strip_prefix("mod ")?;
        let there = before.strip_prefix("#[path = \"");
        let there = there.and_then(|rest| rest.strip_suffix("\"]"));
        Some(match there {
            Some(there) => Declared::At(there.to_owned()),
            None => Declared::Named(name.to_owned()),
        })
    });
    modules.collect()
}

#[test]
fn what_no_line_declares_is_caught() {
    let files = |texts: &[(&str, &str)]| {
        texts
            .iter()
            .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
            .collect()
    };
    let good = files(&[
        ("build.rs", ""),
        ("src/bin/app.rs", ""),
        ("src/lib.rs", "pub mod a;\npub(crate) mod b;\n"),
        ("src/a/mod.rs", "mod c;\n#[cfg(test)]\nmod tests;\n"),
        ("src/a/c.rs", ""),
        ("src/a/tests.rs", ""),
        ("src/b.rs", "mod d;\n"),
        ("src/b/d.rs", ""),
        ("tests/x.rs", "mod y;\n"),
        ("tests/y/mod.rs", ""),
        ("tests/z/main.rs", "mod z;\n"),
        ("tests/z/z.rs", ""),
        ("tests/w/main.rs", "#[path = \"../v/mod.rs\"]\nmod v;\n"),
        ("tests/v/mod.rs", "mod u;\n"),
        ("tests/v/u.rs", ""),
    ]);
    assert_eq!(unreached(&good), [""; 0]);
    for bad in [
        "",
        "// mod d;\n",
        "units! {\n    mod d;\n}\n",
        "units! {\n    d,\n}\n",
        "let s = \"\nmod d;\n\";",
        "#[path = \"e.rs\"]\nmod d;\n",
        "#[path = \"../d.rs\"]\nmod d;\n",
    ] {
        let lost = files(&[
            ("src/lib.rs", "mod b;\n"),
            ("src/b.rs", bad),
            ("src/b/d.rs", ""),
        ]);
        assert_eq!(unreached(&lost).len(), 1, "{bad}");
    }
}
