//! Zeros and line ends behind DER, with which some programs fill it up: as much
//! is read as without them, and they are told, whatever the DER is written in.

use super::checks::{run, with_one_between};
use super::variations::{key, utf16};
use super::{answer, case, import};
use crate::support::built::pem_of;
use crate::support::judges;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use padlock::desk::Kind;
use padlock::engine::asn1::pem;
use std::io::Write as _;
use std::process::Stdio;

const FILLERS: [&[u8]; 5] = [&[0], &[0, 0, 0], b"\n", b"\r\n", &[0, 0x1a]];

/// What is read of a file, in bytes, whether all of it is good, and what is
/// said about it.
type Answer = (Vec<(Kind, Vec<u8>)>, Option<bool>, String);

fn read(bytes: &[u8]) -> Answer {
    let output = import(bytes, "secret").unwrap_or_else(|refused| panic!("{refused}"));
    let drafts = output.drafts.iter();
    let drafts = drafts.map(|draft| (draft.kind, draft.bytes.to_vec()));
    (drafts.collect(), output.good, output.headline.to_string())
}

/// A label and the DER behind it, of every kind that is read.
fn kinds() -> Vec<(String, Vec<u8>)> {
    let files = [
        key("rsa-certificate"),
        key("rsa-request"),
        key("rsa-pkcs8"),
        key("rsa-pkcs1"),
        key("rsa-spki"),
        key("rsa-public-pkcs1"),
        key("rsa-encrypted-pbkdf2"),
    ];
    let mut kinds: Vec<_> = files
        .iter()
        .map(|text| {
            let block = pem::read(text.as_bytes()).blocks.remove(0);
            (block.label, block.der.to_vec())
        })
        .collect();
    kinds.push(("PKCS7".to_owned(), case("08h-der.p7b")));
    kinds
}

#[test]
fn they_are_left_out_of_every_kind_however_it_is_written() {
    for (label, der) in kinds() {
        let (whole, good, says) = read(pem_of(&label, &der).as_bytes());
        assert_eq!((whole.len(), good), (1, Some(true)), "{label}: {says}");
        let length = der.len();
        for fillers in FILLERS {
            let filled = [&der[..], fillers].concat();
            let text = pem_of(&label, &filled);
            for (door, bytes) in [
                ("PEM", text.clone().into_bytes()),
                ("UTF-16", utf16(&text, true, false)),
                ("a secret", BASE64_STANDARD.encode(&text).into_bytes()),
                ("base64", BASE64_STANDARD.encode(&filled).into_bytes()),
                ("DER", filled.clone()),
            ] {
                let (drafts, good, says) = read(&bytes);
                let of = format!("{label} in {door} with {fillers:?}: {says}");
                assert_eq!((&drafts, good), (&whole, Some(true)), "{of}");
                let more = match fillers.len() {
                    1 => "is one more, a line end or a zero, which was left out.".to_owned(),
                    count => format!("are {count} more, line ends or zeros, which were left out."),
                };
                let note = format!("Behind its {length} bytes {more}");
                assert!(says.contains(&note), "{of}");
            }
        }
    }
}

#[test]
fn they_are_told_once_for_all_blocks_of_a_file() {
    let blocks = || kinds().into_iter();
    let many: String = blocks()
        .map(|(label, der)| pem_of(&label, &[&der[..], &[0, 0]].concat()))
        .collect();
    let (drafts, good, says) = read(many.as_bytes());
    assert_eq!((drafts.len(), good), (blocks().count(), Some(true)));
    let all = "Behind the DER in 8 of the 8 blocks are more bytes";
    assert!(says.contains(all), "{says}");
    // Of one among several, which it is.
    let one: String = blocks()
        .map(|(label, der)| {
            let is_request = label == "CERTIFICATE REQUEST";
            let fillers: &[u8] = if is_request { &[0, 0] } else { &[] };
            pem_of(&label, &[&der[..], fillers].concat())
        })
        .collect();
    let (drafts, good, says) = read(one.as_bytes());
    assert_eq!((drafts.len(), good), (blocks().count(), Some(true)));
    assert!(says.contains("Behind the CERTIFICATE REQUEST's"), "{says}");
    assert!(says.contains("bytes are 2 more"), "{says}");
}

#[test]
fn what_is_no_filler_is_still_wrong() {
    for (label, der) in kinds() {
        if label == "PKCS7" {
            continue;
        }
        for behind in [&[1][..], &[0, 0, 1], &[0x30]] {
            let text = pem_of(&label, &[&der[..], behind].concat());
            let (_, good, says) = answer(text.as_bytes(), "secret");
            assert!(!good, "{label} with {behind:?}: {says}");
            assert!(!says.contains("left out"), "{label}: {says}");
        }
        // Zeros in place of the end.
        let mut cut = der.clone();
        let at = cut.len() - 3;
        cut.truncate(at);
        cut.extend([0, 0]);
        let (_, good, says) = answer(pem_of(&label, &cut).as_bytes(), "secret");
        assert!(!good && !says.contains("left out"), "{label}: {says}");
    }
    // What is encrypted in the old way is no DER, whatever it looks like.
    let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0011223344556677\n\nMAAAAAAAAAA=\n-----END RSA PRIVATE KEY-----\n";
    let (.., says) = answer(old.as_bytes(), "");
    assert!(says.contains("DES-CBC"), "{says}");
    assert!(!says.contains("left out"), "{says}");
}

#[test]
fn openssl_reads_them_too() {
    for (label, der) in kinds() {
        let arguments: &[&str] = match &*label {
            "CERTIFICATE" => &["x509"],
            "CERTIFICATE REQUEST" => &["req"],
            "PKCS7" => &["pkcs7", "-print_certs"],
            "RSA PUBLIC KEY" => &["rsa", "-RSAPublicKey_in"],
            "PUBLIC KEY" => &["pkey", "-pubin"],
            _ => &["pkey", "-passin", "pass:secret"],
        };
        let Some(mut openssl) = judges::openssl() else {
            return;
        };
        let mut child = openssl
            .args(arguments)
            .args(["-noout"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let text = pem_of(&label, &[&der[..], &[0, 0, 0]].concat());
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        let answered = child.wait_with_output().unwrap();
        let says = String::from_utf8_lossy(&answered.stderr);
        assert!(answered.status.success(), "{label}: {says}");
    }
}

/// A chain is read by the import too.
#[test]
fn certificates_in_between_may_have_them() {
    let (asked, between) = with_one_between();
    let between = pem::read(between.as_bytes()).blocks.remove(0).der;
    for label in ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"] {
        for fillers in FILLERS {
            let text = pem_of(label, &[&between[..], fillers].concat());
            let asked = asked.clone().with("between", text);
            let output = run("check-certificate", &asked);
            assert_eq!(output.good, Some(true), "{label}: {}", output.headline);
            assert!(output.headline.contains("one certificate in between"));
        }
    }
}
