//! Keys of P-256, P-384 and Ed25519: their files are read by openssl and by
//! Python's `cryptography`, and theirs here; and they sign as CA and as server.

mod chains;
mod files;
mod requests;

use crate::support::judges;
use crate::support::pki::{Folder, inputs, run, thing};
use padlock::desk::{Draft, KeyKind};
use padlock::units::{Inputs, Output};

/// What the exhibit calls each kind, and the options with which openssl makes it.
const KINDS: [(KeyKind, &str, &str); 3] = [
    (KeyKind::P256, "p256", "EC -pkeyopt ec_paramgen_curve:P-256"),
    (KeyKind::P384, "p384", "EC -pkeyopt ec_paramgen_curve:P-384"),
    (KeyKind::Ed25519, "ed25519", "ED25519"),
];

fn openssl(folder: &Folder, args: &str) -> Option<String> {
    Some(folder.run(judges::openssl()?.args(args.split_whitespace())))
}

fn python(folder: &Folder, code: &str) -> Option<String> {
    Some(folder.run(judges::python()?.args(["-c", code])))
}

fn make(value: &str) -> Output {
    run("key-ec", &inputs("key-ec").with("kind", value)).unwrap()
}

/// A unit with a key from the desk.
fn with_key(unit: &str, key: &Draft) -> Inputs {
    inputs(unit)
        .with("key-from", "desk")
        .with_thing("key", thing(key))
}
