//! The cases of x509-limbo, and why some of them end otherwise here.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Where Padlock disagrees, and why.
const OTHERWISE: [(&str, &str); 12] = [
    (
        "crl::certificate-serial-on-crl-different-issuer",
        "no revocation lists",
    ),
    ("crl::crlnumber-missing", "no revocation lists"),
    ("crl::issuer-missing-crlsign", "no revocation lists"),
    (
        "crl::issuer-valid-crlsign-and-keycertsign",
        "no revocation lists",
    ),
    ("crl::revoked-certificate-with-crl", "no revocation lists"),
    (
        "pathlen::validation-ignores-pathlen-in-leaf",
        "its key may not be used in a handshake (RFC 8446 §4.4.2.2)",
    ),
    (
        "rfc5280::ca-as-leaf",
        "its key may not be used in a handshake (RFC 8446 §4.4.2.2)",
    ),
    (
        "rfc5280::nc::permitted-dns-match-noncritical",
        "its twin webpki::nc::permitted-dns-match-noncritical asks for the contrary, as browsers do",
    ),
    (
        "webpki::cn::not-in-san",
        "cases that are to be taken have such common names, too",
    ),
    (
        "webpki::eku::ee-without-eku",
        "its twin rfc5280::eku::ee-without-eku asks for the contrary, as the RFC does",
    ),
    (
        "webpki::san::public-suffix-multi-label-wildcard-san",
        "no list of public suffixes",
    ),
    (
        "webpki::san::public-suffix-private-namespace-wildcard-san",
        "no list of public suffixes",
    ),
];

#[test]
fn the_cases_end_as_they_should_or_it_is_said_why() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--locked", "--example", "conformance"])
        .args(["limbo", "tests/vectors/limbo/limbo.json"])
        .current_dir(here)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let (listed, last) = text.trim_end().rsplit_once('\n').unwrap();
    let ids = listed
        .lines()
        .filter_map(|line| Some(line.split_once(": expected")?.0));
    let found: BTreeSet<&str> = ids.collect();
    let expected: BTreeSet<&str> = OTHERWISE.iter().map(|(id, _)| *id).collect();
    assert_eq!(found, expected, "{text}");
    let last: Value = serde_json::from_str(last).unwrap();
    assert_eq!(last["cases"], 130);
    assert_eq!(last["passed"], 130 - OTHERWISE.len());
    assert_eq!(last["skipped"], 0);
}
