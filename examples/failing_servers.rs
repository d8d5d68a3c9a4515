//! Servers that clients fail at, each for one reason, for the tests in browsers:
//! prints a line of JSON for each, with its port, the root that it leads to, and
//! what the exhibit says of each client, and serves until its input ends.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "makes what tests need, and may fail loudly"
)]

#[path = "../tests/interop/tls/ends.rs"]
mod ends;
#[path = "../tests/interop/tls/failing.rs"]
mod failing;

use failing::{Case, Identities, serve};
use serde_json::json;
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener};
use std::thread;
use std::time::SystemTime;

fn main() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.unwrap().as_secs();
    // For as long as the program runs.
    let identities: &Identities = Box::leak(Box::new(Identities::made(now - 60).unwrap()));
    for case in identities.cases() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let root = case.root.map(|root| {
            der::pem::encode_string("CERTIFICATE", der::pem::LineEnding::LF, &root.bytes).unwrap()
        });
        let tables = case.told(now).unwrap().comparisons;
        let rows = tables.iter().flat_map(|table| &table.rows).map(|row| {
            json!({"client": row.name, "says": row.left, "shows": row.right, "note": row.note})
        });
        let line = json!({
            "name": case.name,
            "host": case.host,
            "port": listener.local_addr().unwrap().port(),
            "root": root,
            "rows": rows.collect::<Vec<_>>(),
        });
        println!("{line}");
        thread::spawn(move || listen(&listener, &case, now));
    }
    println!("null");
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

/// Serves whoever comes, one beside the other, and prints which alert each sent.
fn listen(listener: &TcpListener, case: &Case<'_>, now: u64) {
    for (number, socket) in (0..).zip(listener.incoming().flatten()) {
        let (server, middle) = (case.server(now).unwrap(), case.middle);
        let name = case.name.clone();
        thread::spawn(move || {
            let served = serve(socket, server, middle, number);
            println!("{}", json!({"name": name, "failure": served.failure}));
        });
    }
}
