//! The markup of each picture, kept beside it: a change of a picture is seen as a
//! difference, and in a browser that opens the file. `cargo xtask goldens` writes
//! them anew.

use super::every::{NOW, inputs, run};
use padlock::engine::ink::{Ink, plain};
use padlock::engine::picture;
use padlock::engine::trace::{Drawing, Picture, Trace};
use padlock::ui::walk::Walk;
use padlock::units::{self, About, Inputs, Output, Size};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The first picture of each kind, by its kind.
type Drawings = BTreeMap<String, Drawing>;

/// Where the folders of pictures are.
const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/engine/picture");

/// Asks for the files to be written and not compared.
pub(crate) const RENEW: &str = "PADLOCK_RENEW";

fn gather(trace: &Trace, drawings: &mut Drawings) {
    let mut keep = |drawing: Drawing| {
        drawings.entry(drawing.kind.to_string()).or_insert(drawing);
    };
    for step in trace.all() {
        match picture::of_step(step) {
            Some(picture) => keep(picture.drawing()),
            None => picture::of(step).iter().for_each(|one| keep(one.drawing())),
        }
    }
    let walk = Walk::of(trace);
    let mut shared = (0..walk.stops.len()).filter_map(|stop| walk.shared(stop));
    // The last one has all that the steps before it made.
    if let Some(all) = shared.next_back() {
        keep((&all as &dyn Picture).drawing());
    }
}

/// Hands the inputs of each unit to a look at it, small numbers first, and what
/// comes out to the units behind it.
pub(crate) fn at_both_sizes(mut look: impl FnMut(Size, &'static About, &Inputs) -> Option<Output>) {
    for size in [Size::Small, Size::Real] {
        let mut made = BTreeMap::new();
        let has_it = |page: units::Page| {
            page != units::Page::Desk && (size == Size::Real || page.has_sizes())
        };
        for about in units::ALL.iter().filter(|about| has_it(about.page)) {
            let given = match size {
                Size::Small => Inputs {
                    now: NOW,
                    ..Inputs::after(about, Size::Small, &made)
                },
                Size::Real => inputs(about, &made, "padlock"),
            };
            if let Some(output) = look(size, about, &given) {
                made.insert(about.id, output);
            }
        }
    }
}

/// The map of a run, which is no picture of a step.
fn map(output: &Output) -> Option<Drawing> {
    let flow = output.flow.as_ref()?;
    let mut ink = Ink::default();
    picture::dataflow(flow, &mut ink, &|step| format!("#{step}"));
    Some(Drawing {
        kind: "dataflow".into(),
        says: flow.says.clone(),
        markup: ink.into_markup().into(),
        columns: 0,
    })
}

/// The pictures of all units, of small numbers first, of a long number that is
/// encrypted as it is, and of a bit that is flipped.
fn drawings() -> Drawings {
    let mut drawings = Drawings::new();
    at_both_sizes(|_, about, given| {
        let (output, trace) = run(about, given).expect("a run");
        gather(&trace, &mut drawings);
        if let Some(map) = map(&output.clone().told(trace)) {
            drawings.entry(map.kind.to_string()).or_insert(map);
        }
        if about.id == "rsa-encrypt" {
            let bare = given.clone().with("scheme", "textbook");
            gather(&run(about, &bare).expect("a run").1, &mut drawings);
        }
        if about.id == "aes" {
            let flipped = given.clone().with("flip", "block");
            gather(&run(about, &flipped).expect("a run").1, &mut drawings);
        }
        Some(output)
    });
    drawings
}

/// A page that shows a drawing, a tag on each line.
fn page(drawing: &Drawing) -> String {
    let (kind, says) = (&drawing.kind, plain(&drawing.says));
    let markup = drawing.markup.replace("><", ">\n<");
    let styles = ["base", "widgets/figure", "widgets/opening"]
        .map(|name| format!("<link rel=\"stylesheet\" href=\"../../../../www/css/{name}.css\">\n"));
    format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{kind}</title>\n{}<link rel=\"stylesheet\" href=\"style.css\">\n<p>{says}</p>\n<div class=\"picture\" data-picture=\"{kind}\">\n{markup}\n</div>\n",
        styles.concat()
    )
}

fn file(kind: &str) -> PathBuf {
    [PICTURES, kind, "golden.html"].iter().collect()
}

#[test]
fn each_picture_is_as_it_was_last_looked_at() {
    let drawings = drawings();
    if std::env::var_os(RENEW).is_some() {
        for (kind, drawing) in &drawings {
            std::fs::write(file(kind), page(drawing)).expect("a folder for the picture");
        }
    }
    let differs = |kind: &&String| {
        let kept = std::fs::read_to_string(file(kind)).unwrap_or_default();
        kept != page(&drawings[*kind])
    };
    let changed: Vec<_> = drawings.keys().filter(differs).collect();
    assert!(
        changed.is_empty(),
        "{changed:?} are drawn otherwise than their golden.html: where that is meant, `cargo xtask goldens` writes them anew, and a browser shows them"
    );
    // Every folder that has a picture has one that was looked at.
    for folder in std::fs::read_dir(PICTURES).expect("the pictures") {
        let path = folder.expect("a folder").path();
        let text = std::fs::read_to_string(path.join("mod.rs")).unwrap_or_default();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if text.contains("impl Picture for ") {
            assert!(drawings.contains_key(&name), "no unit shows {name}");
        }
    }
}
