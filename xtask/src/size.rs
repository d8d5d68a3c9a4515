//! `cargo xtask size`: what a visit downloads, against `size-budget.toml`.

use crate::build::{
    ICONS, MANIFEST, OFFLINE, ONE_FILE, PICTURES, SERVICE_WORKER, WORKER_BOOT, dist, files,
    files_of, is_for_people, wings,
};
use crate::shell::{Failure, Result, heading, read, root};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The bytes of one file, as they are and as hosts send them.
#[derive(Clone, Copy, Default)]
struct Sizes {
    /// As it is.
    raw: usize,
    /// With gzip, level 9.
    gzip: usize,
    /// With brotli, quality 11.
    brotli: usize,
}

impl Sizes {
    /// Both together.
    fn and(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

/// The command.
pub(crate) fn run() -> Result<()> {
    heading("size: what a visit downloads");
    let dist = dist();
    if !dist.join("index.html").exists() {
        return Err(Failure::new(
            "There is no site in dist/ yet. Run `cargo xtask build` first.",
        ));
    }
    let budget = read(&root().join("size-budget.toml"))?;
    // Everything counts as part of the first visit unless it is known to come
    // later, so that a new file cannot escape the budget.
    let first: Vec<_> = files(&dist)?
        .into_iter()
        .filter(|file| !is_for_people(file) && !comes_later(file))
        .collect();
    let first = table("First visit", &dist, &first)?;
    let mut fits = Vec::new();
    for wing in wings() {
        let files = [WORKER_BOOT.to_owned()].into_iter().chain(files_of(wing));
        let files: Vec<_> = files.map(PathBuf::from).collect();
        let whole = table(&format!("Wing {wing}, when first needed"), &dist, &files)?;
        fits.push((format!("the wing {wing}"), whole, limit(&budget, wing)?));
    }
    let pictures: Vec<_> = files(&dist)?
        .into_iter()
        .filter(|file| is_of_exhibits(file))
        .collect();
    let pictures = table(
        "What pictures look like, with the first exhibit",
        &dist,
        &pictures,
    )?;
    fits.push((
        "what pictures look like".into(),
        pictures,
        limit(&budget, "pictures")?,
    ));
    let idle: Vec<_> = when_idle().map(PathBuf::from).collect();
    let idle = table("For later visits, when the page is idle", &dist, &idle)?;
    fits.push((
        "for later visits".into(),
        idle,
        limit(&budget, "for-later")?,
    ));
    let one_file = table("To keep, when asked for", &dist, &[ONE_FILE.into()])?;
    println!();
    fits.insert(
        0,
        ("first visit".into(), first, limit(&budget, "first-visit")?),
    );
    let fits: Vec<_> = fits
        .iter()
        .map(|(what, sizes, limit)| check(what, sizes.brotli, *limit))
        .collect();
    let one_file = check_raw(
        "the page in one file",
        one_file.raw,
        limit(&budget, "one-file")?,
    );
    if !one_file || fits.contains(&false) {
        return Err(Failure::new(
            "The download is over its budget (size-budget.toml).",
        ));
    }
    Ok(())
}

/// The type of code and numbers: the first screen has none of them.
const MONO: &str = "fonts/padlock-mono-400.woff2";

/// Whether this file (relative to the site) is loaded with a worker, once it is
/// needed or the page is idle, or when somebody installs or keeps the page.
fn comes_later(file: &Path) -> bool {
    let is = |name: &str| file == Path::new(name);
    let of_wing = |wing: &str| files_of(wing).iter().any(|name| is(name));
    let with_wings = is(WORKER_BOOT) || wings().any(of_wing);
    with_wings || is_of_exhibits(file) || is(MONO) || is(ONE_FILE) || when_idle().any(is)
}

/// Whether this is the style sheet of what exhibits show.
fn is_of_exhibits(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(PICTURES))
}

/// What a visit that lasts loads for later visits.
fn when_idle() -> impl Iterator<Item = &'static str> {
    [OFFLINE, SERVICE_WORKER, MANIFEST].into_iter().chain(ICONS)
}

/// Says how a size stands to its limit, and whether it fits.
fn check(what: &str, brotli: usize, limit: usize) -> bool {
    verdict(
        &format!("{what} is {brotli} bytes with brotli"),
        brotli,
        limit,
    )
}

/// The same of a file as it is kept.
fn check_raw(what: &str, raw: usize, limit: usize) -> bool {
    verdict(&format!("{what} is {raw} bytes"), raw, limit)
}

/// Prints it.
fn verdict(what: &str, size: usize, limit: usize) -> bool {
    let fits = size <= limit;
    let verdict = if fits { "fits" } else { "TOO BIG" };
    println!("{verdict}: {what}, of {limit} allowed");
    fits
}

/// Prints the sizes of some files, and returns their sum.
fn table(title: &str, dist: &Path, files: &[PathBuf]) -> Result<Sizes> {
    println!(
        "\n{title:<44} {:>10} {:>10} {:>10}",
        "raw", "gzip", "brotli"
    );
    let mut total = Sizes::default();
    for file in files {
        let sizes = measure(&dist.join(file))?;
        row(&file.display().to_string(), sizes);
        total = total.and(sizes);
    }
    row("together", total);
    Ok(total)
}

/// Prints one line of the table.
fn row(name: &str, Sizes { raw, gzip, brotli }: Sizes) {
    println!("  {name:<42} {raw:>10} {gzip:>10} {brotli:>10}");
}

/// Compresses a file and counts.
fn measure(path: &Path) -> Result<Sizes> {
    let bytes = std::fs::read(path).map_err(Failure::while_doing(format!(
        "Could not read {}",
        path.display()
    )))?;
    let squeeze = || format!("Could not compress {}", path.display());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes)
        .map_err(Failure::while_doing(squeeze()))?;
    let gzip = gzip.finish().map_err(Failure::while_doing(squeeze()))?;
    let mut brotli = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut brotli, &settings)
        .map_err(Failure::while_doing(squeeze()))?;
    Ok(Sizes {
        raw: bytes.len(),
        gzip: gzip.len(),
        brotli: brotli.len(),
    })
}

/// A limit in the text of the budget: `name = 250_000`.
fn limit(budget: &str, name: &str) -> Result<usize> {
    budget
        .lines()
        .filter_map(|line| line.split('#').next()?.split_once('='))
        .find(|(key, _)| key.trim() == name)
        .and_then(|(_, value)| value.trim().replace('_', "").parse().ok())
        .ok_or_else(|| Failure::new(format!("size-budget.toml has no number for `{name}`.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_read() {
        let budget = "# bytes\nfirst-visit = 250_000 # all of it\nworker = many\n";
        assert_eq!(limit(budget, "first-visit").unwrap(), 250_000);
        assert!(limit(budget, "worker").is_err());
        assert!(limit(budget, "bytes").is_err());
    }

    #[test]
    fn what_comes_later_is_known_by_name() {
        assert!(comes_later(Path::new("rsa_bg.wasm")));
        for later in [
            "sw.js",
            "offline.js",
            "padlock.html",
            "icons/padlock-192.png",
        ] {
            assert!(comes_later(Path::new(later)), "{later}");
        }
        assert!(!comes_later(Path::new("icons/padlock.svg")));
        assert!(!comes_later(Path::new("app-1234_bg.wasm")));
        assert!(!comes_later(Path::new("fonts/rsa.js")));
        assert!(comes_later(Path::new(MONO)));
        assert!(!comes_later(Path::new("fonts/padlock-sans-400.woff2")));
    }

    #[test]
    fn too_big_does_not_fit() {
        assert!(check("it", 10, 10));
        assert!(!check("it", 11, 10));
    }
}
