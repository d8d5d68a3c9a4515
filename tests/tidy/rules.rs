//! The rules: each a function from text to complaints.

use crate::scan::{Line, Tests, words};

/// What is not only for tests.
fn lines(text: &str) -> Vec<Line> {
    crate::scan::lines(text, Tests::LeftOut)
}

/// The floors, from the ground up; each may import those before it.
pub(crate) const FLOORS: [&str; 5] = ["engine", "desk", "units", "link", "ui"];

/// What of the engine stands above its ground: the pictures, then the algorithms
/// that tell them.
pub(crate) const ALGORITHMS: [&str; 5] = ["number", "symmetric", "rsa", "pki", "tls"];

/// Floors that know nothing of the web, and the crates that are the web.
pub(crate) const PURE: [&str; 3] = ["engine", "desk", "units"];
pub(crate) const WEB: [&str; 10] = [
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

/// What would bring a clock or chance of its own into them: both are handed in.
pub(crate) const CHANCE: [&str; 6] = [
    "getrandom",
    "OsRng",
    "SysRng",
    "ThreadRng",
    "SystemTime",
    "Instant",
];

/// The most lines of a file.
pub(crate) const LONGEST: usize = 500;

/// What may panic, outside tests.
pub(crate) const PANICS: [&str; 6] = [
    ".unwrap()",
    ".expect(",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
];

/// A floor imports only floors below it.
pub(crate) fn wrong_floors(floor: &str, text: &str) -> Vec<String> {
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

/// In the engine, the ground knows no picture and no algorithm, and a picture knows
/// no algorithm: a trace is told before it is drawn.
pub(crate) fn wrong_storeys(room: &str, text: &str) -> Vec<String> {
    if ALGORITHMS.contains(&room) {
        return Vec::new();
    }
    let above = ALGORITHMS.into_iter();
    let above = above.chain(Some("picture").filter(|_| room != "picture"));
    let above: Vec<String> = above.map(|name| format!("engine::{name}")).collect();
    let mut complaints = Vec::new();
    for line in lines(text) {
        let imports = |path: &&String| {
            let mut rests = line.code.split(path.as_str()).skip(1);
            rests.any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        complaints.extend(above.iter().filter(imports).map(|path| {
            format!(
                "line {}: {room} imports {path}, which stands above it",
                line.number
            )
        }));
    }
    complaints
}

/// The lower floors do not know the web, and have no clock and no chance.
pub(crate) fn web_names(floor: &str, text: &str) -> Vec<String> {
    if !PURE.contains(&floor) {
        return Vec::new();
    }
    lines(text)
        .iter()
        .flat_map(|line| {
            words(&line.code)
                .filter(|word| WEB.contains(word) || CHANCE.contains(word))
                .map(|word| format!("line {}: {floor} mentions {word}", line.number))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// A file is one thing.
pub(crate) fn too_long(text: &str) -> Vec<String> {
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
pub(crate) fn unexplained_panics(text: &str) -> Vec<String> {
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
pub(crate) fn says_why(comment: &str) -> bool {
    let doc = comment.starts_with("///") || comment.starts_with("//!");
    !doc && words(comment).count() >= 2
}

/// The policy blocks `style=` attributes, so nothing may set one.
pub(crate) fn style_attributes(floor: &str, text: &str) -> Vec<String> {
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

/// A command of `cargo xtask` that a document names is one that it has.
pub(crate) fn unknown_commands(document: &str, xtask: &str) -> Vec<String> {
    let named = document.split("cargo xtask").skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix([' ', '\n'])?;
        rest.split(|c: char| !c.is_ascii_lowercase()).next()
    });
    named
        .filter(|word| !word.is_empty() && !xtask.contains(&format!("\"{word}\" => ")))
        .map(|word| format!("there is no `cargo xtask {word}`"))
        .collect()
}

/// A path from the top that a document names, between backquotes or as a link, is
/// there.
pub(crate) fn missing_paths(document: &str, is_there: impl Fn(&str) -> bool) -> Vec<String> {
    const TOPS: [&str; 11] = [
        ".ci/",
        ".github/",
        "benches/",
        "docs/",
        "examples/",
        "fuzz/",
        "kernel/",
        "src/",
        "tests/",
        "www/",
        "xtask/",
    ];
    let quoted = document.split('`').skip(1).step_by(2);
    let linked = document.split("](").skip(1);
    let linked = linked.filter_map(|rest| rest.split(')').next());
    let is_path = |text: &&str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        TOPS.iter().any(|top| text.starts_with(top)) && text.chars().all(plain)
    };
    quoted
        .chain(linked)
        .filter(is_path)
        .filter(|path| !is_there(path))
        .map(|path| format!("there is no {path}"))
        .collect()
}

/// A test or a lint that a text names between backquotes is there.
pub(crate) fn unknown_names(text: &str, all: &str) -> Vec<String> {
    let is_name = |word: &&str| {
        word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    let known =
        |word: &str| all.contains(&format!("fn {word}(")) || all.contains(&format!("{word} = \""));
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter(is_name)
        .filter(|word| !known(word))
        .map(|word| format!("there is no {word}"))
        .collect()
}

/// Each dependency says why it is there.
pub(crate) fn unexplained_dependencies(manifest: &str) -> Vec<String> {
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
