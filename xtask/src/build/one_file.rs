//! `padlock.html`: the whole page in one file, which opens without a server.

use super::{bytes, files_of, inline_hash, replace_once, sheets, wings};
use crate::shell::{self, Failure, Result, read, root, write};
use crate::tools::Toolbox;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Its name.
pub(crate) const ONE_FILE: &str = "padlock.html";

/// What is not in it: the link to itself, and the words around it.
const HIDES: &str = ".keep{display:none}";

/// Writes it, from the finished site.
pub(super) fn write_page(toolbox: &Toolbox, dist: &Path) -> Result<()> {
    let index = read(&dist.join("index.html"))?;
    let attribute = |name: &str| {
        let value = index.split_once(&format!(" {name}=\"./"));
        let value = value.and_then(|(_, rest)| rest.split('"').next());
        value.ok_or_else(|| Failure::new(format!("dist/index.html should hold {name}.")))
    };
    let mut style = String::new();
    let pictures = attribute("data-pictures")?;
    let linked = sheets(&index).into_iter().map(|(_, sheet)| sheet);
    for sheet in linked.chain([pictures]) {
        let font = |font: &str| Ok(base64(&bytes(&dist.join(font))?));
        style += &with_fonts(&read(&dist.join(sheet))?, font)?;
    }
    let source = root().join("www/one-file/page.js");
    let shorter = shell::capture(toolbox.esbuild()?.arg("--minify").arg(source))?;
    let app = script(toolbox, dist, attribute("data-js")?, "app")?;
    let starts = app + &shorter + &read(&dist.join("boot.js"))?;

    let mut blocks = block("app-wasm", &packed(dist, attribute("data-wasm")?)?);
    blocks += &block("wings", &wings().collect::<Vec<_>>().join(" "));
    for wing in wings() {
        let [js, wasm] = files_of(wing);
        blocks += &block(&format!("{wing}-js"), &script(toolbox, dist, &js, "wing")?);
        blocks += &block(&format!("{wing}-wasm"), &packed(dist, &wasm)?);
    }
    let icon = base64(&bytes(&dist.join("icons/padlock.svg"))?);
    let html = assemble(&index, &(style + HIDES), &starts, &icon, &blocks)?;
    write(&dist.join(ONE_FILE), &html)
}

/// A file of wasm as text: gzip in base64.
fn packed(dist: &Path, name: &str) -> Result<String> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let squeezed = gzip.write_all(&bytes(&dist.join(name))?);
    let done = squeezed.and_then(|()| gzip.finish());
    Ok(base64(&done.map_err(Failure::while_doing(format!(
        "Could not compress {name}"
    )))?))
}

/// Bytes as text.
fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// A module as a script that stands alone: what it exports is under a name.
/// Where it lies it is never asked, as it is handed its wasm.
fn script(toolbox: &Toolbox, dist: &Path, module: &str, name: &str) -> Result<String> {
    let mut esbuild = toolbox.esbuild()?;
    esbuild.args(["--bundle", "--format=iife", "--minify"]);
    esbuild.args(["--log-level=warning", "--define:import.meta.url=null"]);
    shell::capture(
        esbuild
            .arg(format!("--global-name={name}"))
            .arg(dist.join(module)),
    )
}

/// A style sheet with its fonts in it.
fn with_fonts(css: &str, font: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut parts = css.split("url(");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part
            .split_once(')')
            .ok_or_else(|| Failure::new("The style sheet has an url( without its end."))?;
        let font = font(name.trim_matches('"'))?;
        // Writing to a text cannot fail.
        let _ = write!(all, "url(data:font/woff2;base64,{font}){rest}");
    }
    Ok(all)
}

/// Text that the browser does not run: the page's script reads it.
fn block(id: &str, text: &str) -> String {
    format!("<script type=\"text/plain\" id=\"{id}\">{text}</script>\n")
}

/// The page with everything in it, and under a policy that allows no request.
fn assemble(index: &str, style: &str, script: &str, icon: &str, blocks: &str) -> Result<String> {
    for text in [style, script, blocks.replace("</script>\n", "").as_str()] {
        if ["</script", "</style", "<!--"]
            .iter()
            .any(|end| text.contains(end))
        {
            return Err(Failure::new(
                "A script or style sheet for the page in one file holds what would end it.",
            ));
        }
    }
    let policy = format!(
        "default-src 'none'; script-src '{}' 'wasm-unsafe-eval'; style-src '{}'; worker-src blob:; font-src data:; img-src data:; base-uri 'none'; form-action 'none'",
        inline_hash(script.as_bytes()),
        inline_hash(style.as_bytes())
    );
    let before = "Content-Security-Policy\" content=\"";
    let old = index
        .split_once(before)
        .and_then(|(_, rest)| rest.split('"').next())
        .ok_or_else(|| Failure::new("dist/index.html should hold its policy."))?;
    let html = replace_once(index, old, &policy)?;
    let html = without(&without(&html, "<script", "</script>"), "<link", ">");
    let head = format!(
        "<link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{icon}\">\n<style>{style}</style>\n<script>{script}</script>\n</head>"
    );
    let html = replace_once(&html, "</head>", &head)?;
    replace_once(&html, "</body>", &format!("{blocks}</body>"))
}

/// A page without the elements that begin and end like this.
fn without(html: &str, begin: &str, end: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, inside)) = rest.split_once(begin) {
        kept.push_str(before.trim_end());
        rest = inside.split_once(end).map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = r#"<head><meta http-equiv="Content-Security-Policy" content="default-src 'self'"><link rel="preload" href="./a"><script src="./boot.js" data-js="./b"></script></head><body><p>x</p></body>"#;

    #[test]
    fn nothing_is_asked_for() {
        let page = assemble(INDEX, "p{}", "go()", "aWNvbg==", &block("x", "eA==")).unwrap();
        assert!(!page.contains("./"), "{page}");
        assert!(!page.contains("'self'"), "{page}");
        assert!(page.contains("default-src 'none'"), "{page}");
        assert!(page.contains("'sha256-"), "{page}");
        assert!(
            page.contains("<style>p{}</style>\n<script>go()</script>"),
            "{page}"
        );
        assert!(
            page.ends_with("<p>x</p><script type=\"text/plain\" id=\"x\">eA==</script>\n</body>"),
            "{page}"
        );
    }

    #[test]
    fn what_would_end_an_element_is_refused() {
        for bad in ["'</script>'", "'<!--'", "'</style>'"] {
            assert!(assemble(INDEX, "", bad, "", "").is_err(), "{bad}");
            assert!(
                assemble(INDEX, "", "", "", &block("x", bad)).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn fonts_stand_in_the_style_sheet() {
        let css = r#"a{src:url("fonts/a.woff2") format("woff2")}b{src:url(b)}"#;
        let font = |name: &str| Ok(name.to_uppercase());
        assert_eq!(
            with_fonts(css, font).unwrap(),
            r#"a{src:url(data:font/woff2;base64,FONTS/A.WOFF2) format("woff2")}b{src:url(data:font/woff2;base64,B)}"#
        );
    }
}
