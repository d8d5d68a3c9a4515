//! All that people read, by page, kept as one text: a change of words is seen as a
//! difference. `cargo xtask words` prints it, `cargo xtask goldens` writes it anew.

use super::every::run;
use super::goldens::{RENEW, at_both_sizes};
use padlock::engine::trace::{Children, Layout, Recorder};
use padlock::units::{self, About, Control, Inputs, Output, Size};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Where it is kept.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/units/words.txt");

/// Of so many rows of a table the words are told.
const ROWS: usize = 2;

/// A text that is written line by line, each once within its part.
#[derive(Default)]
struct Text {
    all: String,
    said: BTreeSet<String>,
}

impl Text {
    fn part(&mut self, head: &str) {
        self.said.clear();
        let _ = write!(self.all, "\n{head}\n");
    }

    /// A line for each of these that says something.
    fn say(&mut self, kind: &str, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() && self.said.insert(words.clone()) {
            let _ = writeln!(self.all, "  {kind}: {words}");
        }
    }

    fn steps(&mut self, steps: &Children) {
        let most = match steps.layout {
            Layout::Rows => ROWS,
            Layout::Steps => usize::MAX,
        };
        for step in steps.kept.iter().take(most) {
            self.say("step", &step.title);
            self.say("step says", &step.says);
            for value in &step.values {
                self.say("value", &value.meaning);
            }
            self.steps(&step.inside);
        }
    }

    fn about(&mut self, about: &About) {
        self.part(&format!("{} {}", about.page.route(), about.id));
        self.say("title", about.title);
        self.say("question", about.question);
        for input in about.inputs {
            self.say("field", input.label);
            self.say("hint", input.hint);
            if let Control::Choice(choices) = &input.control {
                choices.iter().for_each(|one| self.say("choice", one.label));
            }
        }
        for way in about.breaks {
            self.say("break it", way.label);
            self.say("break it says", way.says);
        }
    }

    fn output(&mut self, output: &Output) {
        self.say("came out", &output.headline);
        self.say("notice", &output.notice);
        for result in &output.results {
            self.say("result", &result.meaning);
        }
        for comparison in &output.comparisons {
            self.say("comparison", &comparison.title);
            for row in &comparison.rows {
                self.say("row", &format!("{} {}", row.name, row.note));
            }
        }
        for agreement in &output.agreements {
            self.say("agrees", &format!("{}: {}", agreement.with, agreement.what));
        }
        for recipe in &output.recipes {
            self.say("recipe", &recipe.title);
        }
        self.steps(&output.trace.steps);
    }

    /// A run, or what is said where it comes to nothing.
    fn run(&mut self, about: &'static About, given: &Inputs) -> Option<Output> {
        match run(about, given) {
            Ok((output, trace)) => {
                let output = Output { trace, ..output };
                self.output(&output);
                Some(output)
            }
            Err(diagnosis) => {
                self.say("message", &diagnosis.to_string());
                let mut recorder = Recorder::new(u32::MAX);
                let _ = units::run(about.id, given, &mut recorder);
                self.steps(&recorder.finish().steps);
                None
            }
        }
    }
}

/// What the exhibits say, at both sizes and with each way to break them.
fn exhibits(text: &mut Text) {
    at_both_sizes(|size, about, given| {
        match size == Size::Small || !about.page.has_sizes() {
            true => text.about(about),
            false => text.part(&format!("{} {}, real", about.page.route(), about.id)),
        }
        let output = text.run(about, given);
        for way in about.breaks {
            let sets = way.sets.iter();
            let broken = sets.fold(given.clone(), |given, (input, value)| {
                given.with(input, *value)
            });
            text.run(about, &broken);
        }
        for input in about.inputs {
            for odd in ["", "?", "99999999999999999999"] {
                text.run(about, &given.clone().with(input.id, odd));
            }
        }
        output
    });
}

/// The words that stand in the code of the page, and in what draws the connection on
/// the start: those of its texts that are more than one word, without their markup.
fn page(text: &mut Text) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let start =
        ["passing.rs", "miniature.rs"].map(|file| root.join("src/units/handshake").join(file));
    for path in rust_files(&root.join("src/ui")).into_iter().chain(start) {
        let code = std::fs::read_to_string(&path).expect("a file");
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let name = path
            .strip_prefix(root)
            .expect("below it")
            .display()
            .to_string();
        if name.ends_with("tests.rs") {
            continue;
        }
        let mut spoken = Vec::new();
        for literal in literals(code) {
            for part in literal
                .split('<')
                .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest))
            {
                let is_word = |word: &&str| {
                    word.len() > 1
                        && word
                            .chars()
                            .all(|c| c.is_alphabetic() || "’,.:-".contains(c))
                };
                let is_said = part.split_whitespace().filter(is_word).count() > 1;
                let is_code = part.contains("=\"") || part.contains("::") || part.contains('`');
                if is_said && !is_code {
                    spoken.push(part.to_owned());
                }
            }
        }
        if !spoken.is_empty() {
            text.part(&name);
            spoken.iter().for_each(|words| text.say("says", words));
        }
    }
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(rust_files(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// The text literals of a piece of code, without those in comments.
fn literals(code: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in code.lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        let mut rest = line;
        while let Some((_, after)) = rest.split_once('"') {
            let mut literal = String::new();
            let mut characters = after.char_indices();
            let mut end = after.len();
            while let Some((at, c)) = characters.next() {
                match c {
                    '\\' => literal.extend(characters.next().map(|(_, c)| c)),
                    '"' => {
                        end = at + 1;
                        break;
                    }
                    c => literal.push(c),
                }
            }
            all.push(literal);
            rest = &after[end..];
        }
    }
    all
}

#[test]
fn all_words_are_as_they_were_last_read() {
    let mut text = Text::default();
    exhibits(&mut text);
    page(&mut text);
    if std::env::var_os(RENEW).is_some() {
        std::fs::write(KEPT, &text.all).expect("a file");
    }
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    let mut both = kept.lines().zip(text.all.lines()).enumerate();
    let first = both.find(|(_, (kept, now))| kept != now);
    assert_eq!(first, None, "`cargo xtask goldens` writes the words anew");
    assert_eq!(kept.lines().count(), text.all.lines().count());
}
