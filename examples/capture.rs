//! Writes a capture of a connection for each suite and group, as Wireshark opens
//! it: with the secrets in the file. The same files every time.
//! `cargo xtask capture DIR` calls it.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../tests/interop/tls/ends.rs"]
mod ends;

use chacha20::ChaCha20Rng;
use ends::{Identity, group_name, suite_name};
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::tls::capture::{Capture, client_random, key_log};
use padlock::engine::tls::connection::{Interference, connect};
use padlock::engine::tls::conversation::Story;
use padlock::engine::tls::provider::{Group, Suite};
use rand::SeedableRng as _;
use std::path::Path;
use std::process::ExitCode;

/// 2026-11-24 in seconds since 1970: what is made is valid around it.
const NOW: u64 = 1_795_500_000;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [dir] = words.as_slice() else {
        eprintln!("Usage: capture DIR");
        return ExitCode::FAILURE;
    };
    match write(Path::new(dir)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn write(dir: &Path) -> Result<(), String> {
    let said = |error: Diagnosis| error.to_string();
    std::fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let identity = Identity::made("rsa", NOW).map_err(said)?;
    for suite in Suite::ALL {
        for group in Group::ALL {
            let bytes = capture(&identity, suite, group).map_err(said)?;
            let name = format!("{}-{}.pcapng", suite_name(suite), group_name(group));
            let path = dir.join(name);
            std::fs::write(&path, &bytes)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            println!("{}, {} bytes", path.display(), bytes.len());
        }
    }
    Ok(())
}

fn capture(identity: &Identity, suite: Suite, group: Group) -> Result<Vec<u8>, Diagnosis> {
    let now = NOW + 60;
    let mut client = identity.client(now);
    client.suites = vec![suite];
    client.groups = vec![group];
    let random = [1, 2].map(|seed| ChaCha20Rng::from_seed([seed; 32]));
    let connection = connect(client, identity.server(now)?, random, Interference::Nothing)?;
    let random = client_random(&connection).unwrap_or_default();
    let log = key_log(random, &Story::of(&connection).log);
    Ok(Capture::of(&connection, now).pcapng(Some(&log)))
}
