//! Writes the pictures of every step of the units that are named (or of all),
//! at their defaults, as pages that a browser opens from a file: one with small
//! numbers, one at real size, in the site's own styles.
//! `cargo xtask pictures UNIT …` calls it.
#![cfg(not(target_arch = "wasm32"))]

use padlock::engine::picture::{self, Encoding};
use padlock::engine::trace::{Picture as _, Recorder, Step, Trace};
use padlock::units::{self, Inputs, Page, Size};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// 2026-11-24 in seconds since 1970: what is made is valid around it.
const NOW: u64 = 1_795_500_000;

/// Of so many rows of a table one is enough to see.
const ROWS: usize = 3;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let written = [Size::Small, Size::Real].map(|size| gallery(size, &wanted));
    for result in written {
        match result {
            Ok(file) => println!("{}", file.display()),
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// Runs the units in their order and writes the pictures of those wanted.
fn gallery(size: Size, wanted: &[String]) -> Result<PathBuf, String> {
    let mut body = String::new();
    let mut made = BTreeMap::new();
    let has_it = |page: Page| page != Page::Desk && (size == Size::Real || page.has_sizes());
    for about in units::ALL.iter().filter(|about| has_it(about.page)) {
        let inputs = Inputs {
            now: NOW,
            ..Inputs::after(about, size, &made)
        };
        let mut recorder = Recorder::new(u32::MAX);
        let output = units::run(about.id, &inputs, &mut recorder)
            .map_err(|why| format!("{}: {why}", about.id))?;
        let mut output = output.told(recorder.finish());
        picture::draw_all(&mut output.trace.steps);
        if wanted.is_empty() || wanted.iter().any(|id| id == about.id) {
            let _ = write!(body, "<h1>{}</h1>", about.id);
            steps(&output.trace, &mut body);
        }
        made.insert(about.id, output);
    }
    let file = root().join(format!("target/pictures/{}.html", size.id()));
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Pictures, {} numbers</title><style>{}</style><body style=\"max-width:812px;margin:16px auto\">{body}",
        size.id(),
        styles()?
    );
    std::fs::create_dir_all(root().join("target/pictures"))
        .and_then(|()| std::fs::write(&file, page))
        .map_err(|why| format!("{}: {why}", file.display()))?;
    Ok(file)
}

/// The pictures of a run, each under the path of its step.
fn steps(trace: &Trace, body: &mut String) {
    let mut rows = BTreeMap::<String, usize>::new();
    let all: Vec<(String, &Step)> = trace.paths();
    for (path, step) in &all {
        if let Some((table, row)) = path.rsplit_once('/')
            && row.parse::<u64>().is_ok()
        {
            let seen = rows.entry(table.to_owned()).or_default();
            *seen += 1;
            if *seen > ROWS {
                continue;
            }
        }
        // Where a hand goes over rows, it stands in the middle of them, too.
        let rows = step.inside.total;
        let hands = [None, Some(rows / 2).filter(|_| rows > 1)];
        for hand in hands.iter().take(if rows > 1 { 2 } else { 1 }) {
            let pictures = match shared(&all, path, step) {
                Some(all) => framed(all.kind(), &all.draw(None).into_markup()),
                None => pictures(step, *hand),
            };
            if !pictures.is_empty() {
                let at = hand.map_or(String::new(), |row| format!(", row {}", row + 1));
                let _ = write!(
                    body,
                    "<h2>{path}{at}</h2><figure class=\"frame\">{pictures}</figure>"
                );
            }
        }
    }
}

/// The picture that a step takes part in with the steps beside it.
fn shared(all: &[(String, &Step)], path: &str, present: &Step) -> Option<Encoding> {
    let name = present.shares.as_ref()?;
    let around = |path: &str| path.rsplit_once('/').map(|(around, _)| around.to_owned());
    let beside = all.iter().filter(|(other, step)| {
        step.shares.as_ref() == Some(name) && around(other) == around(path)
    });
    let steps: Vec<&Step> = beside.map(|(_, step)| *step).collect();
    let number = steps.iter().position(|step| std::ptr::eq(*step, present))?;
    Encoding::at(name, &steps, number)
}

fn framed(kind: &str, inside: &str) -> String {
    format!("<div class=\"picture\" data-picture=\"{kind}\">{inside}</div>")
}

/// What a step shows with a hand at a row, as the page puts it together.
fn pictures(step: &Step, hand: Option<u32>) -> String {
    let mut markup = String::new();
    let mut put = |kind: &str, inside: &str| markup.push_str(&framed(kind, inside));
    match &step.drawing {
        Some(drawn) => put(&drawn.kind, &drawn.with_hand(hand)),
        None => {
            for one in picture::of(step) {
                put(one.kind(), &one.draw(hand).to_string());
            }
        }
    }
    markup
}

/// All style sheets that the page links to, after each other.
fn styles() -> Result<String, String> {
    let www = root().join("www");
    let read = |path: PathBuf| {
        std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
    };
    let page = read(www.join("index.html"))?;
    let links = page.split("rel=\"css\" href=\"").skip(1);
    let sheets = links.filter_map(|link| Some(read(www.join(link.split('"').next()?))));
    sheets.collect()
}

/// Where the project lies.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
