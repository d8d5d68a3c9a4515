//! An extension that stands twice or cannot be read is refused, in the words
//! that say so, and never taken for one that is missing.

use crate::support::pki::{Folder, inputs, run, run_malformed};
use crate::support::{judges, pki};
use padlock::desk::Kind;
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::pki::read::Certificate;
use padlock::units::{Inputs, Material, Output};
use std::path::PathBuf;

/// 2026-11-25 00:00:00 UTC.
const NOW: u64 = 1_795_564_800;

const EXTENSIONS: [(&str, &str); 6] = [
    ("basic-constraints", "basicConstraints"),
    ("key-usage", "keyUsage"),
    ("ext-key-usage", "extKeyUsage"),
    ("subject-alt-name", "subjectAltName"),
    ("subject-key-identifier", "subjectKeyIdentifier"),
    ("authority-key-identifier", "authorityKeyIdentifier"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/extensions")
}

fn vector(name: &str) -> Material {
    let pem = std::fs::read(folder().join(name).with_extension("pem")).unwrap();
    let (label, der) = der::pem::decode_vec(&pem).unwrap();
    Material {
        name: name.into(),
        kind: match label {
            "CERTIFICATE" => Kind::Certificate,
            "CERTIFICATE REQUEST" => Kind::Request,
            _ => Kind::PrivateKey(padlock::desk::KeyKind::Rsa),
        },
        bytes: der.into(),
        demonstration: false,
    }
}

fn at_that_day(inputs: Inputs) -> Inputs {
    Inputs { now: NOW, ..inputs }
}

fn check(leaf: &str, root: &str) -> Output {
    let inputs = at_that_day(inputs("check-certificate"))
        .with_thing("certificate", vector(leaf))
        .with_thing("issuer", vector(root));
    run_malformed("check-certificate", &inputs).unwrap()
}

fn issue(request: &str, root: &str) -> Result<Output, Diagnosis> {
    let inputs = at_that_day(inputs("issue"))
        .with_thing("request", vector(request))
        .with_thing("issuer", vector(root))
        .with_thing("issuer-key", vector("root-key"));
    run_malformed("issue", &inputs)
}

/// What each check that fails says.
fn failures(output: &Output) -> Vec<String> {
    let rows = output.comparisons[0].rows.iter();
    rows.filter(|row| row.left == "✗ fails")
        .map(|row| format!("{}: {}", row.name, row.right))
        .collect()
}

/// Where an extension begins, as `openssl asn1parse` would count: the first
/// and, where there is one, the second.
fn places(file: &str, arc: u8) -> Vec<usize> {
    let der = vector(file).bytes;
    let id = [6, 3, 0x55, 0x1d, arc];
    // The header of the Extension takes two bytes.
    (2..der.len())
        .filter(|at| der[*at..].starts_with(&id))
        .map(|at| at - 2)
        .collect()
}

fn subject(file: &str) -> String {
    let certificate = Certificate::parse(&vector(file).bytes);
    certificate.unwrap().subject()
}

#[test]
fn malformed_extensions_are_named() {
    let arcs = [19, 15, 37, 17, 14, 35];
    for ((file, name), arc) in EXTENSIONS.into_iter().zip(arcs) {
        for whose in ["leaf", "root"] {
            let own = subject(whose);
            for how in ["twice", "unreadable"] {
                let odd = format!("{whose}-{file}-{how}");
                let places = places(&odd, arc);
                let expected = match how {
                    "twice" => format!(
                        "Its {name} stands there twice, at its bytes {} and {}: neither counts.",
                        places[0], places[1]
                    ),
                    _ => format!(
                        "Its {name} at its byte {} cannot be read: expected {name} in DER, found: ",
                        places[0]
                    ),
                };
                let output = match whose {
                    "leaf" => check(&odd, "root"),
                    _ => check("leaf", &odd),
                };
                assert_eq!(output.good, Some(false), "{odd}");
                assert!(
                    output
                        .headline
                        .to_lowercase()
                        .contains(&expected.to_lowercase()),
                    "{odd}\n{expected}\n{}",
                    output.headline
                );
                assert!(output.headline.contains(&own), "{odd}: {}", output.headline);
                for failure in failures(&output) {
                    assert!(failure.contains(&expected), "{odd}: {failure}");
                }
                for row in &output.comparisons[0].rows {
                    let missing = format!("no {name}");
                    assert!(!row.right.contains(&missing), "{odd}: {}", row.right);
                }
            }
        }
    }
}

/// The check that is about an extension fails, not only the one about all.
#[test]
fn the_check_that_reads_it_fails() {
    for (leaf, root, title) in [
        (
            "leaf-key-usage-twice",
            "root",
            "The key may be used in a handshake",
        ),
        (
            "leaf-ext-key-usage-unreadable",
            "root",
            "The certificate is for a server",
        ),
        (
            "leaf-subject-alt-name-twice",
            "root",
            "The certificate names the host",
        ),
        (
            "leaf",
            "root-basic-constraints-twice",
            "The path is not too long",
        ),
        (
            "leaf-authority-key-identifier-unreadable",
            "root",
            "The key identifiers fit",
        ),
        (
            "leaf",
            "root-subject-key-identifier-twice",
            "The key identifiers fit",
        ),
        (
            "leaf",
            "root-basic-constraints-unreadable",
            "The issuer is a CA",
        ),
        (
            "leaf",
            "root-key-usage-unreadable",
            "The issuer's key may sign certificates",
        ),
    ] {
        let failures = failures(&check(leaf, root));
        assert!(
            failures.iter().any(|line| line.starts_with(title)),
            "{leaf} {root}: {failures:?}"
        );
        assert!(
            failures
                .iter()
                .any(|line| line.starts_with("The extensions are in order"))
        );
    }
    for (leaf, root) in [
        ("leaf-unknown-twice", "root"),
        ("leaf", "root-unknown-twice"),
    ] {
        let failures = failures(&check(leaf, root));
        assert_eq!(failures.len(), 1);
        assert!(
            failures[0].contains("1.2.3.4 stands there twice"),
            "{failures:?}"
        );
    }
}

#[test]
fn what_is_only_odd_is_taken() {
    for (leaf, root) in [("leaf", "root"), ("leaf", "root-path-length-300")] {
        let output = check(leaf, root);
        assert_eq!(
            output.good,
            Some(true),
            "{leaf} {root}: {}",
            output.headline
        );
    }
    let limit = check("leaf", "root-path-length-300");
    let rows = &limit.comparisons[0].rows;
    assert!(
        rows.iter()
            .any(|row| row.right.contains("allows 300 further CAs"))
    );
    // Others take it, and Chromium does not.
    let odd = check("leaf-subject-alt-name-odd-entries", "root");
    assert_eq!(odd.good, Some(false));
    let says = "has a name that is not in ASCII in its subjectAltName: Chromium refuses it, Firefox takes it.";
    assert!(odd.headline.contains(says), "{}", odd.headline);
    // All names are shown, also those that count for nothing.
    let inputs = at_that_day(inputs("check-certificate"))
        .with("host", "192.0.2.1")
        .with_thing("certificate", vector("leaf-subject-alt-name-odd-entries"))
        .with_thing("issuer", vector("root"));
    let output = run_malformed("check-certificate", &inputs).unwrap();
    assert_eq!(output.good, Some(false));
    for name in [
        "DNS:localhost",
        "email:\"mü@example.org\" (not in ASCII)",
        "URI:\"http://mü/\" (not in ASCII)",
        "DNS:\"mü.example\" (not in ASCII)",
        "DNS:192.0.2.1",
    ] {
        assert!(
            output.headline.contains(name),
            "{name}: {}",
            output.headline
        );
    }
}

#[test]
fn an_issuer_with_a_malformed_extension_does_not_sign() {
    for (file, name) in EXTENSIONS {
        for how in ["twice", "unreadable"] {
            let root = format!("root-{file}-{how}");
            let request = pki::inputs("server-request");
            let request = run("server-request", &request).unwrap();
            let inputs = at_that_day(pki::inputs("issue"))
                .with_thing("request", pki::thing(&request.drafts[1]))
                .with_thing("issuer", vector(&root))
                .with_thing("issuer-key", vector("root-key"));
            let diagnosis = run("issue", &inputs).unwrap_err();
            assert_eq!(diagnosis.input, "issuer", "{root}");
            let text = diagnosis.to_string();
            assert!(
                text.contains(name) && text.contains("the issuer's certificate"),
                "{text}"
            );
            assert!(text.contains(" byte "), "{text}");
        }
    }
}

#[test]
fn a_request_with_a_malformed_extension_is_not_signed() {
    let output = issue("request-subject-alt-name-twice", "root").unwrap();
    assert_eq!(output.good, Some(false));
    assert!(
        output
            .headline
            .contains("The request's subjectAltName stands there twice, at its bytes"),
        "{}",
        output.headline
    );
    assert!(output.drafts.is_empty());
}

/// Each of the malformed ones is refused by openssl or by Python too, and
/// what is only odd is taken by both.
#[test]
fn others_refuse_them_too() {
    let folder = folder();
    let scratch = Folder::new("extensions");
    let verdicts = |leaf: &str, root: &str| -> Option<(bool, bool)> {
        let (leaf, root) = (folder.join(leaf), folder.join(root));
        let (leaf, root) = (leaf.with_extension("pem"), root.with_extension("pem"));
        let (openssl, _) = scratch.attempt(
            judges::openssl()?
                .args([
                    "verify",
                    "-purpose",
                    "sslserver",
                    "-verify_hostname",
                    "localhost",
                ])
                .args(["-attime", &NOW.to_string(), "-CAfile"])
                .args([&root, &leaf]),
        );
        let (python, _) =
            scratch.attempt(judges::python()?.args(["-c", PYTHON]).args([&root, &leaf]));
        Some((openssl, python))
    };
    for (file, _) in EXTENSIONS.into_iter().chain([("unknown", "")]) {
        for how in ["twice", "unreadable"] {
            if (file, how) == ("unknown", "unreadable") {
                continue;
            }
            let odd = format!("{file}-{how}");
            for (leaf, root) in [
                (format!("leaf-{odd}"), "root".to_owned()),
                ("leaf".to_owned(), format!("root-{odd}")),
            ] {
                let Some((openssl, python)) = verdicts(&leaf, &root) else {
                    return;
                };
                assert!(!(openssl && python), "{leaf} under {root}");
            }
        }
    }
    for (leaf, root) in [
        ("leaf", "root"),
        ("leaf", "root-path-length-300"),
        ("leaf-subject-alt-name-odd-entries", "root"),
    ] {
        assert_eq!(
            verdicts(leaf, root),
            Some((true, true)),
            "{leaf} under {root}"
        );
    }
}

const PYTHON: &str = "
import sys
from datetime import datetime, timezone
from cryptography import x509
from cryptography.x509 import verification
root, leaf = [x509.load_pem_x509_certificate(open(name, 'rb').read()) for name in sys.argv[1:]]
verifier = (
    verification.PolicyBuilder()
    .store(verification.Store([root]))
    .time(datetime(2026, 11, 25, tzinfo=timezone.utc))
    .build_server_verifier(x509.DNSName('localhost'))
)
verifier.verify(leaf, [])
";
