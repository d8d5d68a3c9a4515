//! What a run gives back.

use crate::desk::{self, Bytes, Draft};
use crate::engine::dissect::Dissection;
use crate::engine::picture::Dataflow;
use crate::engine::picture::draw_all;
use crate::engine::source::Source;
use crate::engine::text::{Text, plural};
use crate::engine::trace::{Data, HIDDEN, Trace, Value};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Everything that a run made, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// What came out, in one sentence: "The token is valid; the message is
    /// 5 bytes long."
    pub headline: Text,
    /// The same in a few characters, for whoever looks at another exhibit.
    pub glance: Text,
    /// What to notice in it, in a sentence or two: the unit's `NOTICE` where a
    /// run leaves it empty.
    pub notice: Text,
    /// Where to read more: the unit's `SOURCES`.
    pub sources: Vec<Source>,
    /// Whether the headline is good news; `None` where it is neither.
    pub good: Option<bool>,
    /// The main results, each with a copy button.
    pub results: Vec<Value>,
    /// How it came to be.
    pub trace: Trace,
    /// What is made from what in it, where that makes a picture.
    pub flow: Option<Rc<Dataflow>>,
    /// What each byte of it is.
    pub bytes: Vec<Dissection>,
    /// Tables that put two things side by side.
    pub comparisons: Vec<Comparison>,
    /// Where another implementation computed the same.
    pub agreements: Vec<Agreement>,
    /// What can be put on the desk.
    pub drafts: Vec<Draft>,
    /// How to do the same elsewhere, and what to do with the result.
    pub recipes: Vec<Recipe>,
    /// The same in small, as markup, where the start shows it.
    pub miniature: Text,
}

impl Output {
    /// With what its unit usually has to notice, where it has nothing of its own.
    #[must_use]
    pub(in crate::units) fn noticing(mut self, usual: &'static str) -> Self {
        if self.notice.is_empty() {
            self.notice = usual.into();
        }
        self
    }

    /// With a glance at its first result, where it has none of its own.
    #[must_use]
    pub(in crate::units) fn glanced(mut self) -> Self {
        if self.glance.is_empty() {
            let mut results = self.results.iter();
            let first = results.find(|value| {
                let data = &value.data;
                !matches!(data, Data::Text(text) if text.contains('\n'))
            });
            self.glance = match (first, self.good) {
                (Some(value), _) => format!("{} = {}", value.symbol, glimpse(&value.data)).into(),
                (None, Some(false)) => "✗".into(),
                (None, _) => "✓".into(),
            };
        }
        self
    }

    /// With how it came to be, and its pictures that are drawn once.
    #[must_use]
    pub fn told(mut self, mut trace: Trace) -> Self {
        draw_all(&mut trace.steps);
        self.flow = Dataflow::of(&trace, &self.results).map(Rc::new);
        self.trace = trace;
        self
    }

    /// All that was made as files, by their names: the results that are files
    /// already, whose symbols are their names, and things that none of them
    /// is, as text where they have one.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Bytes)> {
        let drafts = self.drafts.iter();
        let things = drafts.map(|draft| (draft.name.as_str(), draft.kind, &draft.bytes));
        let whole = self.results.iter().filter_map(file);
        let whole = whole.map(|(name, bytes)| (name.to_owned(), bytes.to_vec().into()));
        let mut files: Vec<(String, Bytes)> = whole.collect();
        for (name, bytes) in desk::files(things) {
            if files.iter().all(|(_, other)| *other != bytes) {
                files.push((name, bytes));
            }
        }
        files
    }

    /// How many files that are. They are made only where two may be the same:
    /// a token may be of megabytes.
    #[must_use]
    pub fn file_count(&self) -> usize {
        match self.results.iter().filter_map(file).count() {
            0 => self.drafts.len(),
            _ => self.files().len(),
        }
    }
}

/// The endings of results that are files.
const FILES: [&str; 4] = [".pem", ".log", ".pcapng", ".pcap"];

/// A result that is a file already: its name, which is its symbol, and what is in
/// it.
#[must_use]
pub fn file(value: &Value) -> Option<(&str, &[u8])> {
    if !FILES.iter().any(|ending| value.symbol.ends_with(ending)) {
        return None;
    }
    match &value.data {
        Data::Text(text) => Some((&value.symbol, text.as_bytes())),
        Data::Bytes(bytes) => Some((&value.symbol, bytes)),
        _ => None,
    }
}

/// The most characters of a number or a text that a glance has.
const GLIMPSE: usize = 12;

/// Data in a few characters: long ones as their size.
fn glimpse(data: &Data) -> String {
    let text = match data {
        Data::Integer(number) => number.to_string(),
        Data::Text(text) => text.clone(),
        Data::Bytes(bytes) => return plural(bytes.len()),
        Data::Ends(ends) => return plural(ends.length as usize),
        Data::Withheld => return HIDDEN.to_owned(),
    };
    match text.char_indices().nth(GLIMPSE) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

/// Two things side by side, such as requested and granted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What is compared.
    pub title: Text,
    /// The heading of the column of names; empty where the title says it.
    pub names: Text,
    /// The heading of the left column.
    pub left: Text,
    /// The heading of the right column.
    pub right: Text,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row of a [`Comparison`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What the row is about.
    pub name: Text,
    /// The left side.
    pub left: Text,
    /// The right side.
    pub right: Text,
    /// Why they differ, or why that is right; may be empty.
    pub note: Text,
}

/// A result that another implementation computed too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// What was compared, such as "the signature".
    pub what: Text,
    /// With whom, such as "rsa 0.10".
    pub with: Text,
    /// Whether both say the same. If ever not, the page shows a bug.
    pub agrees: bool,
}

impl Agreement {
    /// The outcome of a comparison.
    pub fn new(what: impl Into<Text>, with: impl Into<Text>, agrees: bool) -> Self {
        Self {
            what: what.into(),
            with: with.into(),
            agrees,
        }
    }
}

/// A tool of the world outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tool {
    /// The openssl command line.
    Openssl,
    /// Python with the `cryptography` package.
    Python,
    /// Python's own ssl.
    Ssl,
    /// Flask.
    Flask,
    /// curl.
    Curl,
    /// nginx.
    Nginx,
    /// Caddy.
    Caddy,
    /// Gunicorn.
    Gunicorn,
    /// A distribution of Linux.
    Linux,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
    /// A browser.
    Browser,
    /// Java's keytool.
    Java,
    /// Node.js.
    Node,
    /// Git.
    Git,
    /// Docker.
    Docker,
}

/// How to do the same with another tool, with these very inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The tool.
    pub tool: Tool,
    /// What it does, in a few words.
    pub title: Text,
    /// The commands or the code.
    pub code: String,
}
