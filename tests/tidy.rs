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

use std::fs;
use std::path::{Path, PathBuf};

/// The floors, from the ground up; each may import those before it.
const FLOORS: [&str; 5] = ["engine", "desk", "units", "link", "ui"];

/// Floors that know nothing of the web, and the crates that are the web.
const PURE: [&str; 3] = ["engine", "desk", "units"];
const WEB: [&str; 10] = [
    "yew",
    "web_sys",
    "js_sys",
    "gloo",
    "gloo_events",
    "gloo_timers",
    "gloo_utils",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "wasm_bindgen_test",
];

/// The most lines of a file in `src`.
const LONGEST: usize = 500;

/// What may panic, outside tests.
const PANICS: [&str; 6] = [
    ".unwrap()",
    ".expect(",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
];

/// A line of Rust: its number, and its code and its comment apart.
struct Line {
    number: usize,
    code: String,
    comment: String,
}

/// Splits a file into code and comments, and leaves out what strings say and
/// everything inside `#[cfg(test)]` items.
fn lines(text: &str) -> Vec<Line> {
    without_tests(split(text))
}

/// Where the scanner is.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Code,
    /// A string that ends with a quote and this many hashes; raw or not.
    Text {
        hashes: usize,
        raw: bool,
    },
    /// Block comments nest.
    Comment {
        depth: usize,
    },
}

/// Code and comments of each line; strings are emptied.
fn split(text: &str) -> Vec<Line> {
    let mut inside = Inside::Code;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let chars: Vec<char> = line.chars().collect();
        let starts = |at: usize, word: &str| {
            word.chars()
                .enumerate()
                .all(|(offset, want)| chars.get(at + offset) == Some(&want))
        };
        let (mut code, mut comment) = (String::new(), String::new());
        let mut at = 0;
        while at < chars.len() {
            match inside {
                Inside::Comment { depth } => {
                    if starts(at, "*/") {
                        inside = if depth == 1 {
                            Inside::Code
                        } else {
                            Inside::Comment { depth: depth - 1 }
                        };
                        at += 1;
                    } else if starts(at, "/*") {
                        inside = Inside::Comment { depth: depth + 1 };
                        at += 1;
                    } else {
                        comment.push(chars[at]);
                    }
                }
                Inside::Text { hashes, raw } => {
                    if !raw && chars[at] == '\\' {
                        at += 1;
                    } else if chars[at] == '"' && starts(at + 1, &"#".repeat(hashes)) {
                        inside = Inside::Code;
                        code.push('"');
                        at += hashes;
                    }
                }
                Inside::Code => {
                    if starts(at, "//") {
                        comment.extend(&chars[at..]);
                        break;
                    } else if starts(at, "/*") {
                        inside = Inside::Comment { depth: 1 };
                        at += 1;
                    } else if chars[at] == '"' {
                        let hashes = code.chars().rev().take_while(|c| *c == '#').count();
                        let before: String = code.chars().rev().skip(hashes).take(2).collect();
                        // r"…", br"…", cr"…", but not the end of a name.
                        let raw = before.starts_with('r')
                            && !before
                                .chars()
                                .nth(1)
                                .is_some_and(|c| c.is_alphanumeric() && !"bc".contains(c));
                        code.push('"');
                        inside = Inside::Text {
                            hashes: if raw { hashes } else { 0 },
                            raw,
                        };
                    } else if chars[at] == '\'' && starts(at + 1, "\\") {
                        // A character like '\'' or '\u{7f}'; lifetimes have no backslash.
                        at += 3;
                        while at < chars.len() && chars[at] != '\'' {
                            at += 1;
                        }
                        code.push_str("''");
                    } else if chars[at] == '\'' && chars.get(at + 2) == Some(&'\'') {
                        code.push_str("''");
                        at += 2;
                    } else {
                        code.push(chars[at]);
                    }
                }
            }
            at += 1;
        }
        found.push(Line {
            number: index + 1,
            code,
            comment,
        });
    }
    found
}

/// Drops the items below a `#[cfg(test)]` (or `#[cfg(all(test, …))]`).
fn without_tests(all: Vec<Line>) -> Vec<Line> {
    let mut kept = Vec::new();
    let mut depth = 0_usize;
    let mut skipping = false;
    let mut entered = false;
    for line in all {
        let bare: String = line.code.split_whitespace().collect();
        if !skipping && (bare.starts_with("#[cfg(test") || bare.starts_with("#[cfg(all(test")) {
            skipping = true;
            entered = false;
            depth = 0;
        }
        if !skipping {
            kept.push(line);
            continue;
        }
        let item = if bare.starts_with("#[") {
            ""
        } else {
            line.code.as_str()
        };
        for c in item.chars() {
            match c {
                '{' => {
                    depth += 1;
                    entered = true;
                }
                '}' => depth = depth.saturating_sub(1),
                // `use …;` and `mod tests;` have no braces.
                ';' if depth == 0 => entered = true,
                _ => {}
            }
        }
        skipping = !(entered && depth == 0);
    }
    kept
}

/// The words of a line of code: names, and everything else apart.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
}

/// A floor imports only floors below it.
fn wrong_floors(floor: &str, text: &str) -> Vec<String> {
    let Some(height) = FLOORS.iter().position(|name| *name == floor) else {
        return Vec::new();
    };
    let above = &FLOORS[height + 1..];
    // `use crate::{desk::…, ui}` may run over many lines: follow its braces.
    let mut complaints = Vec::new();
    let mut open = 0_i32;
    for line in lines(text) {
        let code: String = line.code.split_whitespace().collect::<Vec<_>>().join(" ");
        for name in above {
            let paths = ["crate", "padlock", "super"].map(|from| format!("{from}::{name}"));
            let grouped = (open > 0 || code.contains("use crate::{"))
                && words(&code).any(|word| word == *name)
                && !code.contains(&format!("::{name}"));
            let whole = paths
                .iter()
                .flat_map(|path| code.split(path.as_str()).skip(1))
                .any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
            if whole || grouped {
                complaints.push(format!(
                    "line {}: {floor} imports {name}, which stands above it",
                    line.number
                ));
            }
        }
        if open > 0 || code.contains("use crate::{") {
            let balance = |c| i32::try_from(line.code.matches(c).count()).unwrap_or(0);
            open += balance('{') - balance('}');
        }
    }
    complaints
}

/// The lower floors do not know the web.
fn web_names(floor: &str, text: &str) -> Vec<String> {
    if !PURE.contains(&floor) {
        return Vec::new();
    }
    lines(text)
        .iter()
        .flat_map(|line| {
            words(&line.code)
                .filter(|word| WEB.contains(word))
                .map(|word| format!("line {}: {floor} mentions {word}", line.number))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// A file is one thing.
fn too_long(text: &str) -> Vec<String> {
    let count = text.lines().count();
    if count > LONGEST {
        vec![format!(
            "{count} lines, of {LONGEST} allowed: it is two things"
        )]
    } else {
        Vec::new()
    }
}

/// What may panic says why it cannot: on the line, or above it in the same
/// statement, as a comment or as the reason of an attribute.
fn unexplained_panics(text: &str) -> Vec<String> {
    let all = lines(text);
    let mut complaints = Vec::new();
    for (index, line) in all.iter().enumerate() {
        for call in PANICS {
            // `debug_assert!` and the like are no part of this list; a name
            // that merely ends in `panic!` is.
            if !line.code.contains(call) {
                continue;
            }
            let above = all[..index]
                .iter()
                .rev()
                .take_while(|before| !before.code.trim_end().ends_with([';', '{', '}']))
                .any(|before| says_why(&before.comment) || before.code.contains("reason ="));
            if !says_why(&line.comment) && !above {
                complaints.push(format!(
                    "line {}: {call} without a word on why it cannot fail",
                    line.number
                ));
            }
        }
    }
    complaints
}

/// A comment, and not a piece of documentation or a rule of dashes.
fn says_why(comment: &str) -> bool {
    let doc = comment.starts_with("///") || comment.starts_with("//!");
    !doc && words(comment).count() >= 2
}

/// The policy blocks `style=` attributes, so nothing may set one.
fn style_attributes(floor: &str, text: &str) -> Vec<String> {
    if floor != "ui" {
        return Vec::new();
    }
    lines(text)
        .iter()
        .filter(|line| {
            let code = line.code.replace(' ', "");
            code.match_indices("style=").any(|(at, found)| {
                let before = code[..at].chars().next_back();
                let after = code[at + found.len()..].chars().next();
                // In html!, an attribute follows a tag or another attribute; a
                // binding (`let style = …`) or a comparison is something else.
                !matches!(after, Some('='))
                    && !before.is_some_and(|c| c.is_alphanumeric() || "_.-:".contains(c))
                    && matches!(after, Some('{' | '"'))
            }) || line
                .code
                .split_whitespace()
                .any(|word| word.starts_with("style={") || word.starts_with("style=\""))
        })
        .map(|line| {
            format!(
                "line {}: a style attribute, which the policy blocks: use a class",
                line.number
            )
        })
        .collect()
}

/// Each dependency says why it is there.
fn unexplained_dependencies(manifest: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut listing = false;
    let mut open = false;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') && !open {
            let section = line.trim_start_matches('[').split(']').next().unwrap_or("");
            listing = section == "dependencies"
                || section.ends_with("-dependencies")
                || section.ends_with(".dependencies");
            continue;
        }
        let code = line.split('#').next().unwrap_or("");
        let starts = listing && !open && code.contains('=');
        let balance =
            |open: char, close: char| code.matches(open).count() > code.matches(close).count();
        if balance('[', ']') || balance('{', '}') {
            open = true;
        } else if open && (code.matches(']').count() > code.matches('[').count()) {
            open = false;
        }
        let reason = line
            .split_once('#')
            .is_some_and(|(_, why)| !why.trim().is_empty());
        if starts && !reason {
            complaints.push(format!(
                "line {}: {} does not say why it is there",
                index + 1,
                code.trim()
            ));
        }
    }
    // `[dependencies.web-sys]` is a table of its own, explained below its head.
    let text: Vec<&str> = manifest.lines().map(str::trim).collect();
    for (index, line) in text.iter().enumerate() {
        if line.contains("dependencies.") && line.starts_with('[') {
            let explained = text
                .iter()
                .skip(index)
                .take(2)
                .any(|near| near.contains('#'));
            if !explained {
                complaints.push(format!(
                    "line {}: {line} does not say why it is there",
                    index + 1
                ));
            }
        }
    }
    complaints
}

/// All Rust files below a directory.
fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
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
    let src = root().join("src");
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
                .map(|complaint| format!("src/{}: {complaint}", inner.display()))
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
fn lower_floors_do_not_know_the_web() {
    holds(web_names);
}

#[test]
fn files_are_short() {
    holds(|_, text| too_long(text));
}

#[test]
fn panics_are_explained() {
    holds(|_, text| unexplained_panics(text));
}

#[test]
fn nothing_sets_a_style_attribute() {
    holds(style_attributes);
}

#[test]
fn dependencies_say_why() {
    for manifest in ["Cargo.toml", "xtask/Cargo.toml"] {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        assert_eq!(unexplained_dependencies(&text), [""; 0], "{manifest}");
    }
}

mod each_rule_catches_its_violation {
    use super::*;

    /// A rule that must complain about one text once, and not about another.
    fn caught(rule: impl Fn(&str) -> Vec<String>, bad: &[&str], good: &[&str]) {
        for text in bad {
            assert_eq!(
                rule(text).len(),
                1,
                "must be caught once: {text}\n{:?}",
                rule(text)
            );
        }
        for text in good {
            assert_eq!(rule(text), [""; 0], "is fine: {text}");
        }
    }

    #[test]
    fn floors() {
        caught(
            |text| wrong_floors("engine", text),
            &[
                "use crate::desk::Thing;",
                "use crate::{\n    engine::trace,\n    ui::App,\n};",
                "use crate::{engine, link};",
                "let x = crate::units::ALL;",
                "use super::super::desk;",
            ],
            &[
                "use crate::engine::number::Sign;",
                "use crate::uint::Thing;",
                "// see crate::ui::App",
                "let desk = 1; let ui = desk;",
                "let text = \"use crate::ui\";",
                "use crate::engine::{asn1, trace};\nfn link() {}",
            ],
        );
        caught(
            |text| wrong_floors("desk", text),
            &["use crate::units::About;"],
            &["use crate::engine::dissect;"],
        );
        caught(
            |text| wrong_floors("units", text),
            &["use crate::link::Job;"],
            &["use crate::{desk::Thing, engine::trace};"],
        );
        caught(
            |text| wrong_floors("link", text),
            &["use crate::ui::Pool;"],
            &["use crate::units::ALL;"],
        );
        caught(
            |text| wrong_floors("ui", text),
            &[],
            &["use crate::{desk, engine, link, units};"],
        );
    }

    #[test]
    fn the_web() {
        caught(
            |text| web_names("engine", text),
            &[
                "use web_sys::Window;",
                "let now = js_sys::Date::now();",
                "use yew::prelude::*;",
            ],
            &[
                "// web_sys is not known here",
                "let s = \"yew\";",
                "let yewish = 1;",
            ],
        );
        assert_eq!(web_names("ui", "use yew::prelude::*;"), [""; 0]);
    }

    #[test]
    fn length() {
        let line = "//\n";
        caught(
            too_long,
            &[&line.repeat(LONGEST + 1)],
            &[&line.repeat(LONGEST)],
        );
    }

    #[test]
    fn panics() {
        caught(
            unexplained_panics,
            &[
                "let x = y.unwrap();",
                "let z = 1; // this speaks of z only\nlet x = y.unwrap();",
                "let x = y.expect(\"it is there\");",
                "fn f() { todo!() }",
                "/// Documentation is no reason.\nlet x = y.unwrap();",
                "let s = r#\"a \" b\"#; y.unwrap();",
                "let c = '\"'; y.unwrap();",
                "#[cfg(test)]\nmod tests {\n  fn f() { a.unwrap(); }\n}\nfn g() { a.unwrap(); }",
                "#[cfg(test)]\nuse x::y;\nfn g() { a.unwrap(); }",
            ],
            &[
                "let x = y.unwrap(); // y was filled two lines above",
                "// Cannot fail: the length was checked.\nlet x = y.unwrap();",
                "let x = y.unwrap_or(0);",
                "// never y.unwrap() here",
                "let s = \"y.unwrap()\";",
                "let s = \"a\n y.unwrap()\n b\";",
                "#[cfg(test)]\nmod tests {\n  fn f() { a.unwrap(); }\n}",
                "#[cfg(all(test, target_arch = \"wasm32\"))]\nmod tests {\n  fn f() { a.unwrap(); }\n}",
                "#[expect(clippy::unwrap_used, reason = \"it was checked\")]\nlet x = y.unwrap();",
                "#[expect(\n  clippy::unwrap_used,\n  reason = \"it was checked\"\n)]\nlet x = y.unwrap();",
                "// Cannot fail: it is there.\nlet x = y\n  .z()\n  .unwrap();",
            ],
        );
    }

    #[test]
    fn styles() {
        caught(
            |text| style_attributes("ui", text),
            &[
                "html! { <p style=\"color: red\"> }",
                "html! { <p style={css}> }",
                "style={css}",
            ],
            &[
                "let style = 1;",
                "html! { <p class=\"style\"> }",
                "// <p style=\"\">",
                "if style == \"x\" {}",
            ],
        );
        assert_eq!(style_attributes("engine", "style=\"x\""), [""; 0]);
    }

    #[test]
    fn dependencies() {
        caught(
            unexplained_dependencies,
            &[
                "[dependencies]\nserde = \"1\"",
                "[dev-dependencies]\nproptest = \"1\" #",
                "[dependencies.web-sys]\nversion = \"0.3\"",
                "[target.'cfg(unix)'.dependencies]\nlibc = \"1\"",
            ],
            &[
                "[dependencies]\nserde = \"1\" # the format of messages",
                "[dependencies.web-sys]\nversion = \"0.3\" # the browser\nfeatures = [\n \"A\",\n]",
                "[package]\nname = \"x\"",
                "[profile.dev]\ndebug = 1",
            ],
        );
    }
}
