//! What is said first of a chain that is refused, and about which certificate.

use crate::support::pki::{Kept, inputs, run, thing};
use padlock::engine::pki::read::Certificate;
use padlock::units::{Comparison, Inputs, Output, Randomness};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A root, a CA in between, and a server below it.
struct Chain {
    root: Kept,
    between: Kept,
    server: Kept,
    /// The key of the server comes first.
    request: Kept,
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
        request,
    }
});

fn kept(unit: &str, inputs: &Inputs) -> Kept {
    Kept::from(&run(unit, inputs).unwrap())
}

fn root(cn: &str, path_length: &str) -> Kept {
    let asked = inputs("ca-root").with("cn", cn);
    kept("ca-root", &asked.with("path-length", path_length))
}

/// A root of the same name as that of the chain, with another key.
fn namesake() -> Kept {
    let asked = Inputs {
        randomness: Randomness::Fresh([9; 32]),
        ..inputs("ca-root")
    };
    kept("ca-root", &asked.with("cn", "Tall root"))
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

fn left(output: &Output) -> Option<&Comparison> {
    let mut tables = output.comparisons.iter();
    tables.find(|table| table.title == "Issuers tried and rejected")
}

#[test]
fn a_ca_that_is_missing_is_said_first() {
    let output = check(&CHAIN.root, &[], "none");
    let says = format!(
        "Refused. There is no path to a certificate that is trusted: it ends at CN=localhost, whose issuer, {}, is neither trusted nor at hand. If you have the issuer’s certificate, paste it",
        subject(&CHAIN.between)
    );
    assert!(output.headline.starts_with(&says), "{}", output.headline);
    assert_eq!(
        rows(&output, "✗ fails"),
        ["A path leads to one that is trusted"]
    );
    assert_eq!(
        rows(&output, "? cannot be told"),
        ["The issuer's key signed these bytes"]
    );
    assert_eq!(output.agreements, [], "no signature was verified");
    assert_eq!(left(&output), None);
}

#[test]
fn a_root_that_is_not_trusted_is_said_first() {
    let other = root("Small root", "1");
    let output = check(&other, &[&CHAIN.between, &CHAIN.root], "none");
    let leads = format!(
        "Refused. There is no path to a certificate that is trusted: it leads to {}, which is not trusted",
        subject(&CHAIN.root)
    );
    let says = format!("{leads}. If you trust it, choose it");
    assert!(output.headline.starts_with(&says), "{}", output.headline);
    assert_eq!(rows(&output, "✗ fails").len(), 1);
    assert_eq!(left(&output), None, "all of them stand in the path");
    let output = check(&namesake(), &[&CHAIN.between, &CHAIN.root], "none");
    let says = format!("{leads}: the one of this name that is trusted has another key.");
    assert!(output.headline.starts_with(&says), "{}", output.headline);
}

#[test]
fn a_key_that_is_not_the_one_named_checks_nothing() {
    let output = check(&namesake(), &[&CHAIN.between], "none");
    let says = format!(
        "{} has the name of the issuer, but another key: the certificate names key ",
        subject(&CHAIN.root)
    );
    assert!(output.headline.contains(&says), "{}", output.headline);
    assert_eq!(rows(&output, "✗ fails").len(), 1);
    let table = left(&output).unwrap();
    let headings = [&table.names, &table.left, &table.right];
    assert!(headings.iter().all(|heading| !heading.is_empty()));
    let row = &table.rows[0];
    assert_eq!(
        [&*row.name, &*row.left],
        [subject(&CHAIN.root), subject(&CHAIN.between)]
    );
    assert!(row.right.contains("key identifier"), "{}", row.right);
}

#[test]
fn a_signature_that_is_wrong_is_told_where_the_names_fit() {
    for tamper in ["tbs", "signature"] {
        let output = check(&CHAIN.root, &[&CHAIN.between], tamper);
        assert!(
            output
                .headline
                .starts_with("Refused. CN=localhost: the signature does not hold"),
            "{}",
            output.headline
        );
        let leaf = subject(&CHAIN.server);
        let signed = format!("The issuer's key signed these bytes: {leaf}");
        assert_eq!(rows(&output, "✗ fails"), [signed]);
        assert_eq!(output.agreements.len(), 1);
        let all = output.trace.all();
        let step = all.iter().find(|step| step.id == "signature").unwrap();
        assert!(step.inside.total > 0, "it is told with its mathematics");
        assert_eq!(left(&output), None);
    }
    // Also where the names lead to a root that is not trusted.
    let output = check(
        &root("Small root", "1"),
        &[&CHAIN.between, &CHAIN.root],
        "tbs",
    );
    let failed = rows(&output, "✗ fails");
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert!(output.headline.contains("which is not trusted"));
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
    let mut said = output.comparisons[0].rows.iter();
    assert!(said.any(|row| row.right.contains("allows 1 further CA between")));
}

#[test]
fn a_server_that_stands_above_others_is_no_ca() {
    let request = inputs("server-request").with("cn", "Forged");
    let request = kept("server-request", &request);
    let forged = inputs("issue")
        .with("sign-with", "foreign")
        .with_thing("request", thing(&request.drafts[1]))
        .with_thing("issuer", thing(&CHAIN.server.drafts[0]))
        .with_thing("issuer-key", thing(&CHAIN.request.drafts[0]));
    let forged = kept("issue", &forged);
    let asked = inputs("check-certificate")
        .with_thing("certificate", thing(&forged.drafts[0]))
        .with_thing("issuer", thing(&CHAIN.server.drafts[0]));
    let refused = run("check-certificate", &asked).unwrap();
    assert_eq!(
        rows(&refused, "✗ fails"),
        [
            "The issuer's key signed these bytes",
            "The issuer is a CA",
            "The issuer's key may sign certificates"
        ]
    );
}

#[test]
fn what_is_no_ca_is_said_before_its_period() {
    let leaf = thing(&CHAIN.server.drafts[0]);
    let key = thing(&CHAIN.request.drafts[0]);
    for (unit, from) in [("intermediate", ""), ("issue", "2000-01-01")] {
        let asked = below(unit, &CHAIN.root)
            .with_thing("issuer", leaf.clone())
            .with_thing("issuer-key", key.clone())
            .with("days", "36500")
            .with("from", from);
        let asked = match unit {
            "issue" => asked.with_thing("request", thing(&CHAIN.request.drafts[1])),
            _ => asked,
        };
        let refused = run(unit, &asked).unwrap_err();
        assert_eq!(refused.input, "issuer", "{unit}");
        assert!(refused.found.contains("CA:FALSE"), "{unit}: {refused}");
    }
    // Only then whose key it is, and the period.
    let asked = below("intermediate", &CHAIN.root).with("days", "36500");
    let foreign = asked.clone().with_thing("issuer-key", key);
    let refused = run("intermediate", &foreign).unwrap_err();
    assert_eq!(refused.input, "issuer-key");
    assert_eq!(run("intermediate", &asked).unwrap_err().input, "days");
}

#[test]
fn a_ca_without_room_is_told_before_it_signs() {
    let strict = root("Strict root", "0");
    let made = kept("intermediate", &below("intermediate", &strict));
    let says = format!(
        "No chain through this CA can hold: the path length of {} is 0",
        subject(&strict)
    );
    assert!(made.headline.starts_with(&says), "{}", made.headline);
    assert_eq!(made.good, None);
    let about = padlock::units::find("intermediate").unwrap();
    let hint = about.input("issuer").unwrap().hint;
    assert!(hint.contains("path length"), "{hint}");
    let server = below("issue", &made).with_thing("request", thing(&CHAIN.request.drafts[1]));
    let server = kept("issue", &server);
    let asked = inputs("check-certificate")
        .with_thing("certificate", thing(&server.drafts[0]))
        .with_thing("issuer", thing(&strict.drafts[1]))
        .with_thing(&Inputs::beside("between", 0), thing(&made.drafts[1]));
    let refused = run("check-certificate", &asked).unwrap();
    assert!(
        refused
            .headline
            .starts_with("Refused. O=Padlock, CN=Strict root: the issuer allows 0 further CAs between it and the last certificate; here is 1."),
        "{}",
        refused.headline
    );
}
