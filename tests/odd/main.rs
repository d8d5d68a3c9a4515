//! What is odd, cut, mutated or wrong in one place: files, chains, extensions, and
//! what is said of each.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod chains;
mod extensions;
mod files;
mod kinds;
#[path = "../support/mod.rs"]
mod support;
mod verdicts;
