//! What is said first of a chain that is refused, and about which certificate.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod pki;

use padlock::engine::pki::read::Certificate;
use padlock::units::{Inputs, Output};
use pki::{Kept, inputs, run, thing};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A root, a CA in between, and a server below it.
struct Chain {
    root: Kept,
    between: Kept,
    server: Kept,
}

static CHAIN: LazyLock<Chain> = LazyLock::new(|| {
    let root = root("Tall root", "1");
    let between = below("intermediate", &root).with("cn", "Ext Inter");
    let between = kept("intermediate", &between);
    let request = kept("server-request", &inputs("server-request"));
    let server = below("issue", &between).with_thing("request", thing(&request.drafts[1]));
    let server = kept("issue", &server);
    Chain {
        root,
        between,
        server,
    }
});

fn kept(unit: &str, inputs: &Inputs) -> Kept {
    Kept::from(&run(unit, inputs).unwrap())
}

fn root(cn: &str, path_length: &str) -> Kept {
    let asked = inputs("ca-root").with("cn", cn);
    kept("ca-root", &asked.with("path-length", path_length))
}

fn below(unit: &str, issuer: &Kept) -> Inputs {
    inputs(unit)
        .with_thing("issuer", thing(&issuer.drafts[1]))
        .with_thing("issuer-key", thing(&issuer.drafts[0]))
}

fn subject(made: &Kept) -> String {
    let certificate = made.drafts.last().unwrap();
    Certificate::parse(&certificate.bytes).unwrap().subject()
}

/// The server under a root, with what lies beside.
fn check(trusted: &Kept, beside: &[&Kept], tamper: &str) -> Output {
    let asked = inputs("check-certificate")
        .with("tamper", tamper)
        .with_thing("certificate", thing(&CHAIN.server.drafts[0]))
        .with_thing("issuer", thing(&trusted.drafts[1]));
    let beside = beside.iter().enumerate();
    let asked = beside.fold(asked, |asked, (number, made)| {
        asked.with_thing(&Inputs::beside("between", number), thing(&made.drafts[1]))
    });
    run("check-certificate", &asked).unwrap()
}

/// The names of the rows with an outcome.
fn rows(output: &Output, outcome: &str) -> Vec<String> {
    let rows = output.comparisons[0].rows.iter();
    let rows = rows.filter(|row| row.left == outcome);
    rows.map(|row| row.name.to_string()).collect()
}

#[test]
fn each_row_says_which_certificate_it_is_about() {
    let output = check(&CHAIN.root, &[&CHAIN.between], "none");
    assert_eq!(output.good, Some(true), "{}", output.headline);
    let rows = rows(&output, "✓ holds");
    assert_eq!(rows.len(), output.comparisons[0].rows.len());
    let unique: HashSet<&String> = rows.iter().collect();
    assert_eq!(unique.len(), rows.len(), "{rows:?}");
    for made in [&CHAIN.between, &CHAIN.root] {
        let row = format!("The issuer is a CA: {}", subject(made));
        assert!(rows.contains(&row), "{rows:?}");
    }
    assert!(rows.contains(&"The certificate names the host".to_owned()));
}
