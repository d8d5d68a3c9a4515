//! The recipes of the units, followed as they stand: up to a server, who trusts
//! it, and who no longer does.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod followed;
mod https_server;
mod serving;
#[path = "../support/mod.rs"]
mod support;
mod trusting;
