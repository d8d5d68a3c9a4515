//! Odd inputs, each of which stands for a kind: what comes out of it, asked as
//! a program asks, and who is meant by the verdict.

use crate::support::command::unit;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;

/// Cases that are answered otherwise, and why.
const OTHERWISE: &[(&str, &str)] = &[
    ("a09", "a compressed point: Firefox takes none in a CA"),
    ("b01", "a salt of PSS that Chromium and Firefox refuse"),
    ("b02", "a salt of PSS that Chromium and Firefox refuse"),
    (
        "b06",
        "PSS with two hashes, which Chromium and Firefox refuse",
    ),
    (
        "c04",
        "RSA of 1024 bits: Chromium and Firefox take it below a private root",
    ),
];

/// Cases of kinds that are still to be mended.
const LEFT: &[&str] = &[
    "h06c", "i03", "i05", "i07", "i07c", "i11b", "i12c", "i17", "i29", "k01", "k06", "k10", "m04",
    "o06", "o11", "q08", "s02", "s14", "t05", "w01", "w03", "w04",
];

#[test]
fn each_kind_is_answered_or_it_is_said_why() {
    let text = include_str!("../vectors/kinds/cases.json");
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    assert_eq!(cases.len(), 218);
    let mut wrong = BTreeSet::new();
    let mut told = Vec::new();
    for case in &cases {
        if let Some(why) = objection(case) {
            let name = case["name"].as_str().unwrap();
            wrong.insert(name.split(':').next().unwrap().to_owned());
            told.push(format!("{name}: {why}"));
        }
    }
    let mut expected: BTreeSet<String> = LEFT.iter().map(|name| (*name).to_owned()).collect();
    expected.extend(OTHERWISE.iter().map(|(name, _)| (*name).to_owned()));
    assert_eq!(wrong, expected, "{}", told.join("\n"));
}

/// What is wrong with the answer to a case.
fn objection(case: &Value) -> Option<String> {
    let given = case["args"].as_array().unwrap().iter();
    let given = given.map(|word| word.as_str().unwrap().replace("=@", "=@kinds/"));
    let words: Vec<String> = [case["unit"].as_str().unwrap().to_owned()]
        .into_iter()
        .chain(given)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (_, answer) = unit(&words);
    let says = answer["says"].as_str().unwrap_or_default().to_owned();
    if answer["outcome"] == "panic" {
        return Some(says);
    }
    let good = match &case["good"] {
        Value::Null => true,
        Value::Array(any) => any.contains(&answer["good"]),
        one => *one == answer["good"],
    };
    if !good {
        return Some(format!("the verdict is {}: {says}", answer["good"]));
    }
    let text = answer.to_string();
    let finds = |pattern: &str, text: &str| {
        // The answer is written without spaces between its parts.
        let pattern = pattern
            .replace("\", \"", "\",\"")
            .replace("\": \"", "\":\"");
        Regex::new(&pattern).unwrap().is_match(text)
    };
    match (case["says"].as_str(), case["no"].as_str()) {
        (Some(pattern), _) if !finds(pattern, &text) => Some(format!("no /{pattern}/: {says}")),
        (_, Some(pattern))
            if finds(
                pattern,
                if pattern.starts_with('^') {
                    &says
                } else {
                    &text
                },
            ) =>
        {
            Some(format!("/{pattern}/: {says}"))
        }
        _ => None,
    }
}

/// A certificate, what is trusted, the host, the verdict, and what is said.
type Seen = (&'static str, &'static str, &'static str, bool, &'static str);

/// What clients were seen to do with files of `browsers/`.
const BROWSERS: &[Seen] = &[
    ("psssha1", "root", "localhost", false, "SHA-1"),
    ("c_salt0", "root", "localhost", false, "a salt of 0 bytes"),
    ("aki", "root", "localhost", true, "refuses nothing"),
    ("c_nc5", "r_nc5", "localhost", false, "a minimum of 5"),
    (
        "junk",
        "root",
        "localhost",
        false,
        "Expected the end of TBSCertificate",
    ),
    (
        "b_ed",
        "root",
        "localhost",
        false,
        "Neither Chromium nor Firefox takes an Ed25519 key",
    ),
    (
        "b_p521",
        "root",
        "localhost",
        false,
        "Chromium takes no key on P-521",
    ),
    (
        "b_weak",
        "root",
        "localhost",
        true,
        "an RSA key of 1024 bits",
    ),
    (
        "b_odd",
        "root",
        "localhost",
        true,
        "an RSA key of 2050 bits",
    ),
    ("b_ecke", "root", "localhost", false, "Chromium refuses it"),
    (
        "b_rsake",
        "root",
        "localhost",
        false,
        "Chromium refuses it, Firefox takes it",
    ),
    (
        "b_caleaf",
        "root",
        "localhost",
        false,
        "Firefox takes no CA as a server",
    ),
    (
        "b_any",
        "root",
        "localhost",
        false,
        "Firefox and curl refuse it",
    ),
    ("gt", "root", "localhost", true, "four digits"),
    ("b_ok", "root", "localhost", true, "All 15 checks hold"),
];

/// And with files of `operator/`, below a CA in between.
const OPERATOR: &[Seen] = &[
    ("good", "root", "www.corp.test", true, "All"),
    ("ed25519", "ed25519-root", "www.corp.test", false, "Ed25519"),
    ("rpss", "root", "www.corp.test", false, "id-RSASSA-PSS"),
    (
        "pss-chain",
        "root",
        "www.corp.test",
        false,
        "a salt of 222 bytes",
    ),
    (
        "pss512-chain",
        "root",
        "www.corp.test",
        false,
        "a salt of 20 bytes",
    ),
    ("pss32", "root", "www.corp.test", true, "All"),
    (
        "m-ku-chain",
        "root",
        "www.corp.test",
        false,
        "Chromium refuses it",
    ),
    (
        "m-any-chain",
        "root",
        "www.corp.test",
        false,
        "Firefox and curl refuse it",
    ),
    (
        "m-ca-chain",
        "root",
        "www.corp.test",
        false,
        "Firefox takes no CA as a server",
    ),
    ("m-under-chain", "root", "my_app.corp.test", true, "All"),
    ("b-expired-only", "root", "www.corp.test", false, "Corp Int"),
    // Nobody chose a root that is above it.
    (
        "good",
        "root2",
        "www.corp.test",
        false,
        "is neither trusted nor at hand",
    ),
    (
        "m-ca-chain",
        "good#2",
        "www.corp.test",
        false,
        "Firefox takes no CA",
    ),
];

#[test]
fn clients_were_seen_to_do_the_same() {
    for (folder, table) in [("browsers", BROWSERS), ("operator", OPERATOR)] {
        for (leaf, trusted, host, good, expected) in table {
            let file = format!("@kinds/{folder}/{leaf}.pem");
            let (issuer, nth) = trusted.split_once('#').unwrap_or((trusted, ""));
            let nth = match nth {
                "" => String::new(),
                nth => format!("#{nth}"),
            };
            let words = [
                "check-certificate".to_owned(),
                format!("certificate={file}"),
                format!("between={file}"),
                format!("issuer=@kinds/{folder}/{issuer}.pem{nth}"),
                format!("host={host}"),
                "time=2026-11-29T12:00:00".to_owned(),
            ];
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            // The CA in between, also where the file of a server lacks it.
            if folder == "operator" {
                words.extend(["--desk", "kinds/operator/good.pem#2"]);
            }
            let (_, answer) = unit(&words);
            assert_eq!(answer["good"] == true, *good, "{leaf}: {answer}");
            assert!(answer.to_string().contains(expected), "{leaf}: {answer}");
        }
    }
}
