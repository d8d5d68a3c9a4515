//! `cargo xtask build`: the release site in `dist/`.

mod offline;
mod one_file;

use crate::shell::{self, Failure, Result, heading, read, root, short_hash, write};
use crate::tools::{Need, Toolbox};
use base64::prelude::{BASE64_STANDARD, Engine as _};
pub(crate) use offline::{ICONS, MANIFEST, OFFLINE, SERVICE_WORKER};
pub(crate) use one_file::ONE_FILE;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// What building the release site takes.
pub(crate) const NEEDS: [Need; 5] = [
    Need::WasmTarget,
    Need::Trunk,
    Need::WasmBindgen,
    Need::WasmOpt,
    Need::Esbuild,
];

/// The wings: workers, each with the units of one subject (`src/units/wings.rs`).
/// Cargo has to know them, so that they are read from its manifest.
pub(crate) fn wings() -> impl Iterator<Item = &'static str> {
    let binaries = include_str!("../../Cargo.toml").split("[[bin]]\nname = \"");
    let names = binaries.skip(1).filter_map(|rest| rest.split('"').next());
    names.filter(|name| *name != "app")
}

/// What starts them.
pub(crate) const WORKER_BOOT: &str = "worker-boot.js";

/// The files of a wing. Trunk leaves their names alone.
pub(crate) fn files_of(wing: &str) -> [String; 2] {
    [format!("{wing}.js"), format!("{wing}_bg.wasm")]
}

/// Where the site is built.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the site with tools that are already there.
pub(crate) fn site(toolbox: &Toolbox) -> Result<()> {
    heading("build: the release site");
    shell::run(
        toolbox
            .trunk()?
            .args(["build", "--release", "--locked", "--offline"]),
    )?;
    join_styles(&dist())?;
    put_preloads_first(&dist())?;
    shorten(toolbox, &dist())?;
    write_sizes(&dist())?;
    name_the_build(&dist())?;
    let kept = kept(&dist())?;
    one_file::write_page(toolbox, &dist())?;
    offline::write_list(&dist(), &kept)?;
    println!(
        "The site is in {}. Any static host can serve it, under any path.",
        dist().display()
    );
    Ok(())
}

/// The command.
pub(crate) fn run() -> Result<()> {
    site(&Toolbox::with(&NEEDS)?)
}

/// The style sheets of exhibits and of what they show: `boot.js` asks for them, as
/// one, with the first exhibit. What is printed is among them.
const OF_EXHIBITS: [&str; 18] = [
    "bench",
    "inputs",
    "stage",
    "side",
    "show",
    "value",
    "step",
    "figure",
    "opening",
    "passed",
    // Those of the pictures are all called so, each in its folder.
    "style",
    "rows",
    "dissection",
    "comparison",
    "takeaway",
    "speed",
    "search",
    "print",
];

/// What the sheet that is made of them is called, before a hash.
pub(crate) const PICTURES: &str = "pictures-";

/// Makes two style sheets of all that the page links to, so that a visit asks
/// once for each. Their names are hashes of what is in them.
fn join_styles(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let html = read(&index)?;
    let sheets = sheets(&html);
    let (mut style, mut pictures) = (String::new(), String::new());
    for (_, name) in &sheets {
        let sheet = read(&dist.join(name))?;
        let stem = name.split('-').next().unwrap_or_default();
        if OF_EXHIBITS.contains(&stem) {
            pictures.push_str(&sheet);
        } else {
            style.push_str(&sheet);
        }
    }
    for (_, name) in &sheets {
        std::fs::remove_file(dist.join(name))
            .map_err(Failure::while_doing(format!("Could not remove {name}")))?;
    }
    let named = |start: &str, css: &str| format!("{start}{}.css", short_hash([css.as_bytes()]));
    let (first, later) = (named("style-", &style), named(PICTURES, &pictures));
    write(&dist.join(&first), &style)?;
    write(&dist.join(&later), &pictures)?;
    let html = with_one_sheet(&html, &sheets, &first);
    let asked = format!(" data-pictures=\"./{later}\" data-late=");
    write(&index, &replace_once(&html, " data-late=", &asked)?)
}

/// Puts what Trunk has browsers load ahead before the script that starts the page:
/// they look no further while it runs, and it waits for the style sheet.
fn put_preloads_first(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let html = read(&index)?;
    write(&index, &with_preloads_first(&html)?)
}

/// The page with its preloads before its first script.
fn with_preloads_first(html: &str) -> Result<String> {
    const FIRST: &str = "<link rel=\"modulepreload\"";
    let unknown = || Failure::new("Trunk's preloads are not where they were in index.html");
    let from = html.find(FIRST).ok_or_else(unknown)?;
    let length = html[from..].find("</head>").ok_or_else(unknown)?;
    let (before, rest) = html.split_at(from);
    let (preloads, after) = rest.split_at(length);
    let script = before.find("<script").ok_or_else(unknown)?;
    let (head, script) = before.split_at(script);
    Ok([head, preloads, script, after].concat())
}

/// The style sheets of a page in their order: the link and the file's name.
fn sheets(html: &str) -> Vec<(&str, &str)> {
    let links = html.split_inclusive('>').filter_map(|text| {
        let link = text.get(text.find("<link rel=\"stylesheet\"")?..)?;
        let (_, href) = link.split_once("href=\"./")?;
        Some((link, href.split('"').next()?))
    });
    links.collect()
}

/// The page with one link in place of these.
fn with_one_sheet(html: &str, sheets: &[(&str, &str)], name: &str) -> String {
    let mut html = html.to_owned();
    for (number, (link, _)) in sheets.iter().enumerate() {
        let one = format!("<link rel=\"stylesheet\" href=\"./{name}\">");
        html = html.replacen(link, if number == 0 { &one } else { "" }, 1);
    }
    html
}

/// Takes out of scripts and style sheets what is there for those who read the
/// source. Trunk's own minifier cannot read what wasm-bindgen writes.
fn shorten(toolbox: &Toolbox, dist: &Path) -> Result<()> {
    let broken = || format!("Could not list {}", dist.display());
    for entry in std::fs::read_dir(dist).map_err(Failure::while_doing(broken()))? {
        let path = entry.map_err(Failure::while_doing(broken()))?.path();
        let kind = path.extension().and_then(|kind| kind.to_str());
        if let Some("js" | "css") = kind {
            let mut esbuild = toolbox.esbuild()?;
            esbuild.args(["--minify", "--log-level=warning", "--allow-overwrite"]);
            shell::run(
                esbuild
                    .arg(&path)
                    .arg(format!("--outfile={}", path.display())),
            )?;
        }
    }
    Ok(())
}

/// Tells what starts the workers how large their code is, so that the page can
/// tell how much of it has come.
fn write_sizes(dist: &Path) -> Result<()> {
    let mut sizes = Vec::new();
    for wing in wings() {
        let [_, code] = files_of(wing);
        sizes.push(format!("{wing}:{}", bytes(&dist.join(code))?.len()));
    }
    let boot = dist.join(WORKER_BOOT);
    let sizes = sizes.join(",");
    write(&boot, &format!("self.sizes={{{sizes}}};{}", read(&boot)?))
}

/// The bytes of a file.
fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(Failure::while_doing(format!(
        "Could not read {}",
        path.display()
    )))
}

/// What the service worker keeps: all that the page can ask for. Not itself, and
/// not the page in one file, which would be everything once more.
fn kept(dist: &Path) -> Result<Vec<PathBuf>> {
    let is_kept = |file: &PathBuf| {
        let not = [SERVICE_WORKER, ONE_FILE].map(Path::new);
        !not.contains(&file.as_path()) && !is_for_people(file)
    };
    Ok(files(dist)?.into_iter().filter(is_kept).collect())
}

/// Whether this file is there to be read by people and no page refers to it.
pub(crate) fn is_for_people(file: &Path) -> bool {
    file.extension()
        .is_some_and(|kind| kind == "txt" || kind == "md")
}

/// All files below a directory, relative to it, sorted.
pub(crate) fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(next) = open.pop() {
        let broken = || format!("Could not list {}", next.display());
        for entry in std::fs::read_dir(&next).map_err(Failure::while_doing(broken()))? {
            let path = entry.map_err(Failure::while_doing(broken()))?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(relative) = path.strip_prefix(dir) {
                found.push(relative.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The hash of some bytes as browsers hold them against it: in a policy, and
/// where they fetch them.
fn inline_hash(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// Puts hashes where Trunk does not: the workers' files, boot.js and offline.js
/// keep their names from release to release, so only a query can tell a cache
/// that they are new.
fn name_the_build(dist: &Path) -> Result<()> {
    let bytes = |name: &str| bytes(&dist.join(name));
    let boot = [WORKER_BOOT.to_owned()].into_iter();
    let workers = boot
        .chain(wings().flat_map(files_of))
        .map(|name| bytes(&name))
        .collect::<Result<Vec<_>>>()?;
    let build = short_hash(workers.iter().map(Vec::as_slice));
    let boot = short_hash([bytes("boot.js")?.as_slice()]);
    let late = short_hash([bytes(OFFLINE)?.as_slice()]);

    let index = dist.join("index.html");
    write(&index, &rewrite(&read(&index)?, &build, &boot, &late)?)
}

/// `index.html` with these hashes in their places, and without its comments.
fn rewrite(html: &str, build: &str, boot: &str, late: &str) -> Result<String> {
    let html = replace_once(&without_comments(html), "\"dev\"", &format!("\"{build}\""))?;
    let html = replace_once(&html, "./boot.js", &format!("./boot.js?v={boot}"))?;
    replace_once(&html, "./offline.js", &format!("./offline.js?v={late}"))
}

/// A page without what is said to those who read its source.
fn without_comments(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Replaces a text that must be there exactly once.
fn replace_once(html: &str, from: &str, to: &str) -> Result<String> {
    match html.matches(from).count() {
        1 => Ok(html.replacen(from, to, 1)),
        count => Err(Failure::new(format!(
            "dist/index.html should hold {from:?} once, but does {count} times."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hashes_land() {
        let html = r#"<!-- "dev" --><meta name="padlock-build" content="dev"><script src="./boot.js" data-late="./offline.js">"#;
        assert_eq!(
            rewrite(html, "b1", "b2", "b3").unwrap(),
            r#"<meta name="padlock-build" content="b1"><script src="./boot.js?v=b2" data-late="./offline.js?v=b3">"#
        );
    }

    #[test]
    fn the_style_sheets_become_one() {
        let html = r#"<head><link rel="stylesheet" href="./a-1.css" data-integrity="none"/><p>x</p><link rel="stylesheet" href="./b-2.css"><link rel="icon" href="./c">"#;
        let sheets = sheets(html);
        assert_eq!(
            sheets.iter().map(|(_, name)| *name).collect::<Vec<_>>(),
            ["a-1.css", "b-2.css"]
        );
        assert_eq!(
            with_one_sheet(html, &sheets, "style-3.css"),
            r#"<head><link rel="stylesheet" href="./style-3.css"><p>x</p><link rel="icon" href="./c">"#
        );
    }

    #[test]
    fn what_is_loaded_ahead_stands_before_the_script() {
        let html = r#"<head><p></p><script src="b"></script> <link rel="modulepreload" href="c"><link rel="preload" href="d"></head><body>"#;
        assert_eq!(
            with_preloads_first(html).unwrap(),
            r#"<head><p></p><link rel="modulepreload" href="c"><link rel="preload" href="d"><script src="b"></script> </head><body>"#
        );
        assert!(with_preloads_first("<head></head>").is_err());
    }

    #[test]
    fn a_hash_is_what_browsers_hold_against_it() {
        // `printf '' | openssl dgst -sha256 -binary | base64`
        assert_eq!(
            inline_hash(b""),
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }

    #[test]
    fn licences_are_not_loaded() {
        assert!(is_for_people(Path::new("fonts/LICENSE.txt")));
        assert!(!is_for_people(Path::new("boot.js")));
    }

    #[test]
    fn a_page_without_the_places_is_refused() {
        assert!(rewrite("<p>dev</p>", "b1", "b2", "b3").is_err());
    }
}
