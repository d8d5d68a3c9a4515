//! What Project Wycheproof asks of implementations (published test vectors of
//! known attacks and odd cases), through the code that computes what is shown
//! and judged here. What is not asked is named and counted.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

#[path = "../odd_files/built.rs"]
mod built;
mod primality;
