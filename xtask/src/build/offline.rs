//! The service worker's list: every file of the build, by the address that the
//! page asks for, with the hash of what is in it.

use super::{WORKER_BOOT, bytes, files_of, inline_hash, wings};
use crate::shell::{Failure, Result, read, short_hash, write};
use std::path::{Path, PathBuf};

/// The service worker.
pub(crate) const SERVICE_WORKER: &str = "sw.js";

/// What registers it, once the page is idle.
pub(crate) const OFFLINE: &str = "offline.js";

/// What says how the page is installed.
pub(crate) const MANIFEST: &str = "manifest.webmanifest";

/// Its pictures, for the system's desktop.
pub(crate) const ICONS: [&str; 3] = [
    "icons/padlock-192.png",
    "icons/padlock-512.png",
    "icons/padlock-maskable-512.png",
];

/// Writes the list into the service worker, as its first line.
pub(super) fn write_list(dist: &Path, files: &[PathBuf]) -> Result<()> {
    let index = read(&dist.join("index.html"))?;
    let mut entries = Vec::new();
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let hash = inline_hash(&bytes(&dist.join(file))?);
        for address in addresses(&name, &index)? {
            entries.push(format!("{address:?}:{hash:?}"));
        }
    }
    let path = dist.join(SERVICE_WORKER);
    write(&path, &with_list(&read(&path)?, &entries))
}

/// The service worker with its first line. The version is a hash of all of it.
fn with_list(worker: &str, entries: &[String]) -> String {
    let files = entries.join(",");
    let version = short_hash([files.as_bytes(), worker.as_bytes()]);
    format!("self.build={{version:{version:?},files:{{{files}}}}};\n{worker}")
}

/// Under which addresses the page asks for a file.
fn addresses(name: &str, index: &str) -> Result<Vec<String>> {
    let build = || between(index, "name=\"padlock-build\" content=\"", "\"");
    let of_wing = |wing: &&str| files_of(wing).iter().any(|file| file == name);
    if name == "index.html" {
        Ok(vec!["./".to_owned()])
    } else if name == WORKER_BOOT {
        let build = build()?;
        let all = wings().map(|wing| asked(name, wing, build));
        Ok(all.collect())
    } else if let Some(wing) = wings().find(of_wing) {
        Ok(vec![asked(name, wing, build()?)])
    } else if index.contains(&format!("\"./{name}?")) {
        let query = between(index, &format!("\"./{name}?"), "\"")?;
        Ok(vec![format!("{name}?{query}")])
    } else {
        Ok(vec![name.to_owned()])
    }
}

/// How a wing's files are asked for (`src/link/pool/script.rs`).
fn asked(name: &str, wing: &str, build: &str) -> String {
    format!("{name}?wing={wing}&v={build}")
}

/// What stands between two texts.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Result<&'a str> {
    let found = text
        .split_once(from)
        .and_then(|(_, rest)| rest.split_once(to));
    found
        .map(|(inside, _)| inside)
        .ok_or_else(|| Failure::new(format!("dist/index.html should hold {from:?}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = r#"<meta name="padlock-build" content="b1"><script src="./boot.js?v=b2" data-js="./app-1.js" data-late="./offline.js?v=b3">"#;

    #[test]
    fn files_are_listed_as_the_page_asks_for_them() {
        for (name, expected) in [
            ("index.html", vec!["./"]),
            ("boot.js", vec!["boot.js?v=b2"]),
            ("offline.js", vec!["offline.js?v=b3"]),
            ("app-1.js", vec!["app-1.js"]),
            ("rsa.js", vec!["rsa.js?wing=rsa&v=b1"]),
            ("rsa_bg.wasm", vec!["rsa_bg.wasm?wing=rsa&v=b1"]),
            (
                "worker-boot.js",
                vec![
                    "worker-boot.js?wing=cipher&v=b1",
                    "worker-boot.js?wing=rsa&v=b1",
                    "worker-boot.js?wing=certificate&v=b1",
                    "worker-boot.js?wing=tls&v=b1",
                ],
            ),
        ] {
            assert_eq!(addresses(name, INDEX).unwrap(), expected, "{name}");
        }
    }

    #[test]
    fn any_change_is_another_version() {
        let version = |worker: &str, entries: &[&str]| {
            let entries: Vec<_> = entries.iter().map(ToString::to_string).collect();
            let text = with_list(worker, &entries);
            text.split(',').next().unwrap_or_default().to_owned()
        };
        let one = version("w", &["\"a\":\"1\""]);
        assert_eq!(one, version("w", &["\"a\":\"1\""]));
        assert_ne!(one, version("w", &["\"a\":\"2\""]));
        assert_ne!(one, version("x", &["\"a\":\"1\""]));
    }
}
