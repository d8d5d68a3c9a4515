//! `cargo xtask unit` as a program calls it: the last line of its output.

use crate::support::command::{program, unit};
use serde_json::Value;
use std::process::Command;

#[test]
fn what_comes_out_stands_in_one_line() {
    let (code, line) = unit(&["fernet-encrypt", "message=hello", "--seed", "class-7"]);
    assert_eq!(code, Some(0));
    assert_eq!(line["unit"], "fernet-encrypt");
    assert_eq!(line["outcome"], "output");
    assert_eq!(line["at"], Value::Null);
    assert_eq!(line["lies"], 0);
    assert_eq!(line["problems"], Value::Array(Vec::new()));
    assert_eq!(line["results"][0]["symbol"], "token");
    assert_eq!(line["drafts"][0]["kind"], "Fernet token");
    assert_eq!(line["drafts"][0]["length"], 100);
}

#[test]
fn a_time_is_an_input_and_a_seed_makes_it_repeat() {
    let words = ["fernet-encrypt", "time=2026-11-25T12:00:00", "--seed", "x"];
    assert_eq!(unit(&words), unit(&words));
    let (_, other) = unit(&["fernet-encrypt", "time=2026-11-25T12:00:01", "--seed", "x"]);
    assert_ne!(unit(&words).1["results"], other["results"]);
}

#[test]
fn refusals_name_the_input() {
    let (code, line) = unit(&["rsa-keygen", "size=toy", "p=91"]);
    assert_eq!(code, Some(1));
    assert_eq!(line["outcome"], "refused");
    assert_eq!(line["at"], "p");
    assert!(line["says"].as_str().unwrap().contains("7 · 13"));
    let (code, line) = unit(&["check-certificate", "certificate=@keys/README.md"]);
    assert_eq!((code, &line["at"]), (Some(1), &"certificate".into()));
    let (_, line) = unit(&["check-certificate", "certificate=x"]);
    assert!(line["says"].as_str().unwrap().contains("@FILE"));
    let (_, line) = unit(&["check-certificate", "hots=localhost"]);
    assert_eq!(line["at"], "hots");
}

#[test]
fn files_are_read_as_the_desk_reads_them() {
    let (_, line) = unit(&["desk-import", "file=@keys/rsa-certificate.pem"]);
    assert_eq!(line["outcome"], "output");
    assert_eq!(line["good"], true);
    assert!(line["drafts"][0]["length"].as_u64().unwrap() > 500);
    // The same file as a thing: it is a certificate, and no key signs with it.
    let (_, line) = unit(&["rsa-sign", "key=@keys/rsa-certificate.pem"]);
    assert_eq!(line["outcome"], "refused");
    let (_, line) = unit(&[
        "rsa-sign",
        "key=@keys/rsa-pkcs8.pem",
        "message=@keys/README.md",
    ]);
    assert_eq!(line["good"], true);
    let (_, line) = unit(&["rsa-sign", "key=@keys/rsa-pkcs8.pem#2"]);
    assert_eq!(line["outcome"], "refused");
    assert!(line["says"].as_str().unwrap().contains("number 2"));
}

#[test]
fn files_lie_on_the_desk() {
    const CHAIN: &str = "x509/webpki-cryptographydotio-chain.pem";
    let certificate = format!("certificate=@{CHAIN}#3");
    let (root, between) = (format!("{CHAIN}#1"), format!("{CHAIN}#2"));
    let mut words = vec![
        "check-certificate",
        &certificate,
        "issuer=@keys/rsa-certificate.pem",
        "host=cryptography.io",
        "time=2023-07-10",
        "--desk",
        &between,
        "--desk",
        &root,
    ];
    let (_, line) = unit(&words);
    assert_eq!(line["good"], false, "{line}");
    words.push("all-roots=yes");
    let (_, line) = unit(&words);
    assert_eq!(line["good"], true, "{line}");
    let says = line["says"].as_str().unwrap();
    assert!(says.contains("ISRG Root X1"), "{says}");
    let (_, line) = unit(&["fernet-encrypt", "--desk", &root]);
    assert_eq!(line["at"], "--desk");
}

#[test]
fn without_a_unit_all_are_listed() {
    let output = Command::new(program()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for about in padlock::units::ALL {
        assert!(text.contains(&format!("\n{}: ", about.id)), "{}", about.id);
        for input in about.inputs {
            assert!(text.contains(input.id), "{}.{}", about.id, input.id);
        }
    }
    let output = Command::new(program()).arg("rsa-kegen").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("rsa-keygen")
    );
}
