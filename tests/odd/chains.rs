//! What our check says first of chains with one fault each, about which
//! certificate, and what it remarks beside.

use crate::support::certificates::Case;
use crate::support::certificates::cases::named;
use crate::support::judges;
use crate::support::pki::{Folder, NOW, inputs, run_malformed};
use padlock::desk::Kind;
use padlock::units::{Inputs, Material, Output, Tool};
use std::process::Command;

fn thing(der: &[u8]) -> Material {
    Material {
        name: "odd.pem".into(),
        kind: Kind::Certificate,
        bytes: der.to_vec().into(),
        demonstration: false,
    }
}

/// What comes out for a case.
fn answer(case: &Case) -> Output {
    let asked = inputs("check-certificate")
        .with("host", case.host)
        .with_thing("certificate", thing(&case.leaf))
        .with_thing("issuer", thing(&case.root));
    let between = case.between.iter().enumerate();
    let asked = between.fold(asked, |asked, (number, der)| {
        asked.with_thing(&Inputs::beside("between", number), thing(der))
    });
    run_malformed("check-certificate", &asked).unwrap()
}

/// The table with a title, as text.
fn table(output: &Output, title: &str) -> String {
    let mut tables = output.comparisons.iter();
    let table = tables.find(|table| table.title == title);
    let rows = table.into_iter().flat_map(|table| &table.rows);
    let rows = rows.map(|row| format!("{}: {} {}\n", row.name, row.left, row.right));
    rows.collect()
}

const REMARKS: &str = "Deviations from the rules for issuers";

/// Cases, the verdict, and what the headline says.
const SAID: &[(&str, Option<bool>, &str)] = &[
    ("plain", Some(true), "All 15 checks hold"),
    (
        "point-off-curve",
        Some(false),
        "a key that is no point of P-256",
    ),
    ("point-of-3-bytes", Some(false), "a key on P-256 of 3 bytes"),
    ("point-at-infinity", Some(false), "the point at infinity"),
    (
        "point-of-another-curve",
        Some(false),
        "a key on P-384 of 65 bytes",
    ),
    ("point-in-no-form", Some(false), "that is no point"),
    (
        "point-with-unused-bits",
        Some(false),
        "whose bits do not fill bytes",
    ),
    (
        "point-hybrid-of-another",
        Some(false),
        "whose first byte says another point",
    ),
    ("point-short-on-p-521", Some(false), "a key on P-521 of 132"),
    (
        "root-p-521",
        None,
        "Padlock cannot decide this: CN=localhost: its signature is not judged here: its key is on P-521",
    ),
    (
        "pss-salt-300",
        Some(false),
        "its salt is too long for a block of its key",
    ),
    (
        "pss-unreadable",
        Some(false),
        "the parameters of PSS cannot be read",
    ),
    ("pss-mask-sha-1", Some(false), "SHA-1 for the mask"),
    (
        "ecdsa-with-null",
        Some(false),
        "is not allowed: its algorithm has NULL as parameters, which must be absent",
    ),
    (
        "no-names",
        Some(false),
        "has no names in a subjectAltName, so none covers localhost",
    ),
    ("name-with-a-dot", Some(false), "DNS:\"localhost.\"."),
];

#[test]
fn each_says_what_it_is() {
    if judges::openssl().is_none() {
        return;
    }
    for (name, good, words) in SAID {
        let output = answer(&named(name, NOW));
        assert_eq!(output.good, *good, "{name}: {}", output.headline);
        assert!(
            output.headline.contains(words),
            "{name}: {}",
            output.headline
        );
    }
}

#[test]
fn the_headline_names_whose_extension_is_wrong() {
    if judges::openssl().is_none() {
        return;
    }
    let (leaf, root) = ("CN=localhost", "CN=Padlock odd root");
    for (name, named_one, other) in [
        ("basic-with-more", leaf, root),
        ("access-unreadable", leaf, root),
        ("aia-empty", leaf, root),
        ("unknown-critical", leaf, root),
        ("root-ski-unreadable", root, leaf),
    ] {
        let output = answer(&named(name, NOW));
        let headline = &output.headline;
        assert_eq!(output.good, Some(false), "{name}");
        assert!(headline.contains(named_one), "{name}: {headline}");
        assert!(!headline.contains(other), "{name}: {headline}");
        assert!(!headline.contains("ssuer"), "{name}: {headline}");
    }
}

#[test]
fn no_remark_contradicts_the_verdict() {
    if judges::openssl().is_none() {
        return;
    }
    for (name, never) in [
        ("eku-any-alone", "anyExtendedKeyUsage"),
        ("basic-with-more", "No verdict"),
        ("no-ca-between", "is a CA"),
        ("rsa-768", "bits"),
    ] {
        let case = named(name, NOW);
        let output = answer(&case);
        let remarks = table(&output, REMARKS);
        assert!(!remarks.contains(never), "{name}: {remarks}");
        assert_eq!(output.good, Some(false), "{name}: {}", output.headline);
    }
    // What only looks like one of the names is not said to be one.
    let output = answer(&named("common-name-turned", NOW));
    assert_eq!(output.good, Some(true), "{}", output.headline);
    let remarks = table(&output, REMARKS);
    assert!(remarks.contains("is none of its names"), "{remarks}");
    // What is beside the fault is said to be looked for above.
    let output = answer(&named("basic-with-more", NOW));
    assert!(table(&output, REMARKS).contains("a check above says so"));
}

#[test]
fn a_ca_whose_own_signature_is_bad_is_left() {
    let mut case = named("plain-between", NOW);
    let mut forged = case.between[0].clone();
    *forged.last_mut().unwrap() ^= 1;
    case.between.insert(0, forged);
    let output = answer(&case);
    assert_eq!(output.good, Some(true), "{}", output.headline);
    let left = table(&output, "Issuers tried and rejected");
    assert!(
        left.starts_with("CN=Padlock odd CA: plain-between: CN=localhost")
            && left.contains("its signature does not hold under the key of CN=Padlock odd root"),
        "{left}"
    );
    // Where nothing else is there, it stands in the path.
    case.between.truncate(1);
    let output = answer(&case);
    assert_eq!(output.good, Some(false), "{}", output.headline);
    assert!(output.headline.contains("CN=Padlock odd CA: plain-between"));
}

#[test]
fn recipes_work_with_what_stands_between() {
    if judges::openssl().is_none() || judges::python().is_none() {
        return;
    }
    for (name, is_between) in [("plain", false), ("plain-between", true)] {
        let case = named(name, NOW);
        let folder = Folder::new(name);
        let files = ["server.pem", "between.pem", "root.pem"];
        for (file, (_, text)) in files.into_iter().zip(case.files()) {
            folder.write(file, text);
        }
        let output = answer(&case);
        assert_eq!(output.recipes.len(), 2);
        for recipe in &output.recipes {
            let code = &recipe.code;
            assert_eq!(code.contains("between.pem"), is_between, "{name}");
            folder.run(&mut match recipe.tool {
                Tool::Openssl => {
                    let mut shell = Command::new("sh");
                    shell.args(["-c", code]);
                    shell
                }
                _ => {
                    let mut python = judges::python().unwrap();
                    python.args(["-c", code]);
                    python
                }
            });
        }
    }
}
