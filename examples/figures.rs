//! Lists every step of every unit at its defaults, once with small numbers
//! and once at real size, with its picture; fails where an equation has none.
//! The units of the desk are not among them: they want a file or a passphrase
//! and refuse their defaults.
//! `cargo xtask figures` calls it.
#![cfg(not(target_arch = "wasm32"))]

use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::picture;
use padlock::engine::trace::{Recorder, Step, Trace};
use padlock::units::{self, Inputs, Page, Size};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// 2026-11-24 in seconds since 1970: what is made is valid around it.
const NOW: u64 = 1_795_500_000;

/// The steps that have an equation, and those among them that have a picture.
#[derive(Default)]
struct Count {
    with_equation: usize,
    drawn: usize,
}

fn main() -> ExitCode {
    let mut count = Count::default();
    let small = list(Size::Small, |page| page.has_sizes(), &mut count);
    let real = |page| page != Page::Desk;
    if let Err(failure) = small.and_then(|()| list(Size::Real, real, &mut count)) {
        eprintln!("{failure}");
        return ExitCode::FAILURE;
    }
    println!(
        "{} of {} steps with an equation have a picture",
        count.drawn, count.with_equation
    );
    if count.drawn == count.with_equation && count.with_equation > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs the units of these pages in order, as they open, and lists what their
/// steps show.
fn list(size: Size, pages: impl Fn(Page) -> bool, count: &mut Count) -> Result<(), Diagnosis> {
    let mut made = BTreeMap::new();
    for about in units::ALL.iter().filter(|about| pages(about.page)) {
        let inputs = Inputs {
            now: NOW,
            ..Inputs::after(about, size, &made)
        };
        let mut recorder = Recorder::new(u32::MAX);
        let output = units::run(about.id, &inputs, &mut recorder)?;
        println!("\n{}, {} numbers", about.id, size.id());
        let output = output.told(recorder.finish());
        show(&output.trace, count);
        let flow = output.flow.as_deref();
        println!(
            "  {:48} {}",
            "dataflow",
            flow.map_or("–", |flow| &*flow.says)
        );
        made.insert(about.id, output);
    }
    Ok(())
}

/// One line for each step; rows of a table that show the same share one.
fn show(trace: &Trace, count: &mut Count) {
    let mut lines: Vec<(String, String, usize)> = Vec::new();
    for (path, step) in trace.paths() {
        let pictures = pictures(step, count);
        match lines.last_mut() {
            Some((first, same, more))
                if *same == pictures && table(&path).is_some_and(|of| table(first) == Some(of)) =>
            {
                *more += 1;
            }
            _ => lines.push((path, pictures, 0)),
        }
    }
    for (path, pictures, more) in lines {
        match more {
            0 => println!("  {path:48} {pictures}"),
            more => println!("  {path:48} {pictures}, and {more} more rows"),
        }
    }
}

/// The table that a row stands in; `None` for a step with a name of its own.
fn table(path: &str) -> Option<&str> {
    let (table, row) = path.rsplit_once('/')?;
    row.parse::<u64>().is_ok().then_some(table)
}

/// The names of what a step shows.
fn pictures(step: &Step, count: &mut Count) -> String {
    let equations = step.equations.iter();
    let is_drawn: Vec<bool> = equations
        .map(|equation| picture::of_equation(equation, step).is_some())
        .collect();
    let has_all = is_drawn.iter().all(|is_drawn| *is_drawn);
    if !is_drawn.is_empty() {
        count.with_equation += 1;
        count.drawn += usize::from(has_all);
    }
    let mut names: Vec<String> = Vec::new();
    if let Some(name) = &step.shares {
        names.push(name.to_string());
    }
    if !has_all {
        names.push("NO PICTURE".into());
    }
    match &step.drawing {
        Some(drawing) => names.push(drawing.kind.to_string()),
        None => names.extend(picture::of(step).iter().map(|one| one.kind().to_owned())),
    }
    if names.is_empty() {
        names.push("–".into());
    }
    names.join(" + ")
}
