//! Writes the certificates that clients are asked about into a folder, each
//! with its key, what the server sends along and the root, and their names and
//! hosts as JSON into `cases.json`: for the tests in browsers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "makes what tests need, and may fail loudly"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;
use std::time::SystemTime;
use support::certificates;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the name of a folder"));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let cases = certificates::cases::all(now.unwrap().as_secs());
    for case in &cases {
        for (file, text) in case.files() {
            std::fs::write(folder.join(file), text).unwrap();
        }
    }
    std::fs::write(folder.join("cases.json"), certificates::list(&cases)).unwrap();
}
