//! Test vectors and cases that others have published.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "tests may fail loudly"
)]

mod limbo;
mod rsa;
#[path = "../support/mod.rs"]
mod support;
mod wycheproof;
