//! Runs a file in the format of x509-limbo through the checks of certificates
//! and lists every case that ends otherwise than it should, with the reason.
//! `cargo xtask conformance limbo FILE` calls it.
#![cfg(not(target_arch = "wasm32"))]

use padlock::engine::asn1::pem;
use padlock::engine::pki::host::Host;
use padlock::engine::pki::path::{Purpose, Question, Strictness, Verdict, validate};
use padlock::engine::pki::read::Certificate;
use padlock::engine::pki::validity;
use serde_json::Value;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [suite, file] = words.as_slice() else {
        eprintln!("Usage: conformance limbo FILE");
        return ExitCode::FAILURE;
    };
    if suite != "limbo" {
        eprintln!("There is no suite {suite:?}. There is: limbo.");
        return ExitCode::FAILURE;
    }
    match run(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{file}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(file: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let suite: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let cases = suite
        .get("testcases")
        .and_then(Value::as_array)
        .ok_or("there is no list \"testcases\" in it")?;
    let mut passed = 0;
    for case in cases {
        let expected = case["expected_result"] == "SUCCESS";
        let (holds, why) = match judge(case) {
            Ok((verdict, why)) => (Some(verdict == Verdict::Holds), why),
            // What cannot even be read is refused.
            Err(Unfit::Input(why)) => (Some(false), why),
            Err(Unfit::Question(why)) => (None, why),
        };
        if holds == Some(expected) {
            passed += 1;
        } else {
            let found = match holds {
                Some(true) => "accepted",
                Some(false) => "refused",
                None => "not supported",
            };
            let id = case["id"].as_str().unwrap_or_default();
            println!("{id}: expected {}, {found}: {why}", case["expected_result"]);
        }
    }
    let (cases, failed) = (cases.len(), cases.len() - passed);
    println!(
        r#"{{"suite":"limbo","cases":{cases},"passed":{passed},"failed":{failed},"skipped":0}}"#
    );
    Ok(())
}

/// Why a case could not be judged.
enum Unfit {
    /// A certificate in it cannot be read.
    Input(String),
    /// It asks something that nobody here answers; it counts as failed.
    Question(String),
}

fn judge(case: &Value) -> Result<(Verdict, String), Unfit> {
    let unsupported = |what: &str| Unfit::Question(what.to_owned());
    if case["crls"].as_array().is_some_and(|crls| !crls.is_empty()) {
        return Err(unsupported("revocation lists are not read"));
    }
    let host = match &case["expected_peer_name"] {
        Value::Null => None,
        name => {
            let text = name["value"].as_str().unwrap_or_default();
            Some(Host::parse(text).map_err(|error| unsupported(&error.diagnosis().found))?)
        }
    };
    let purpose = match case["validation_kind"].as_str() {
        Some("CLIENT") => Purpose::Client,
        _ => Purpose::Server,
    };
    let at = match case["validation_time"].as_str() {
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |now| now.as_secs()),
        Some(text) => {
            let second = text.get(..19).unwrap_or(text);
            validity::parse(second).map_err(|_| unsupported("a time of another form"))?
        }
    };
    let leaf = certificate(&case["peer_certificate"]).map_err(Unfit::Input)?;
    let (trusted, mut left) = certificates(&case["trusted_certs"]);
    let (between, more) = certificates(&case["untrusted_intermediates"]);
    left.extend(more);
    let [trusted, between] = [&trusted, &between].map(|all| all.iter().collect::<Vec<_>>());
    let answer = validate(Question {
        certificate: &leaf,
        trusted: &trusted,
        at_hand: &between,
        host: host.as_ref(),
        purpose,
        at,
        depth: case["max_chain_depth"]
            .as_u64()
            .and_then(|depth| usize::try_from(depth).ok()),
        strictness: Strictness::Makers,
    });
    let mut why: Vec<String> = answer.objections.iter().map(|it| it.says.clone()).collect();
    why.extend(
        answer
            .left
            .iter()
            .map(|it| format!("left {}: {}", it.subject, it.why)),
    );
    why.extend(left);
    Ok((answer.verdict(Strictness::Makers), why.join(" | ")))
}

/// Those that can be read, and what is wrong with the others: one that cannot
/// be read stands in no path.
fn certificates(list: &Value) -> (Vec<Certificate>, Vec<String>) {
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for one in list.as_array().into_iter().flatten() {
        match certificate(one) {
            Ok(certificate) => all.push(certificate),
            Err(why) => wrong.push(why),
        }
    }
    (all, wrong)
}

fn certificate(text: &Value) -> Result<Certificate, String> {
    let text = text.as_str().unwrap_or_default();
    let found = pem::read(text.as_bytes());
    let block = found.blocks.first().ok_or("no PEM block")?;
    Certificate::parse(&block.der).map_err(|error| error.clause())
}
