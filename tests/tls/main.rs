//! Connections of the engine, judged by others: Wireshark reads what was
//! captured, and openssl, curl and Python talk to each end over a socket.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod captures;
mod ends;
#[path = "../judges/mod.rs"]
mod judges;
#[path = "../pki/mod.rs"]
mod pki;
#[path = "../server/mod.rs"]
mod server;
mod sockets;
