//! Reads Rust: what is code and what is comment, without what strings say and
//! without tests.

/// A line of Rust: its number, and its code and its comment apart.
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) code: String,
    pub(crate) comment: String,
}

/// Whether what only tests see counts.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Tests {
    /// It does.
    Too,
    /// Items below `#[cfg(test)]` are left out.
    LeftOut,
}

/// Splits a file into code and comments; strings are emptied.
pub(crate) fn lines(text: &str, tests: Tests) -> Vec<Line> {
    match tests {
        Tests::Too => split(text),
        Tests::LeftOut => without_tests(split(text)),
    }
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
pub(crate) fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
}
