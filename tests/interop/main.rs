//! What openssl, Python's `cryptography` and clients say of what is made here,
//! and what is said here of theirs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "tests may fail loudly"
)]

mod aes;
mod clients;
mod elliptic;
mod exports;
mod fernet;
mod imports;
mod keys;
mod rsa;
#[path = "../support/mod.rs"]
mod support;
mod tls;
