//! Files as people have them: odd, but of known kinds. Each is read or named,
//! with what helps.

mod advice;
mod checks;
mod doors;
mod fillers;
mod keys;
mod primes;
mod reading;
mod variations;

use crate::support::command;
use padlock::desk::{KeyKind, Kind};
use padlock::engine::asn1::pem;
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::pki::read::Request;
use padlock::engine::trace::Recorder;
use padlock::units::{File, Inputs, Output};
use std::path::PathBuf;

fn case(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/cases");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn import(bytes: &[u8], passphrase: &str) -> Result<Output, Diagnosis> {
    let given = File {
        name: "file".into(),
        bytes: bytes.to_vec().into(),
    };
    let inputs = Inputs::default()
        .with("passphrase", passphrase)
        .with_file(given);
    let mut recorder = Recorder::default();
    let result = padlock::units::run("desk-import", &inputs, &mut recorder);
    assert!(recorder.finish().lies().is_empty());
    if let Ok(output) = &result {
        assert!(output.agreements.iter().all(|agreement| agreement.agrees));
        for bytes in &output.bytes {
            assert_eq!(bytes.check(), Ok(()));
        }
    }
    result
}

/// What was read, whether all of it is good, and what is said about it.
fn answer(bytes: &[u8], passphrase: &str) -> (Vec<Kind>, bool, String) {
    match import(bytes, passphrase) {
        Ok(output) => (
            output.drafts.iter().map(|draft| draft.kind).collect(),
            output.good == Some(true),
            output.headline.to_string(),
        ),
        Err(diagnosis) => (Vec::new(), false, diagnosis.to_string()),
    }
}

const PRIVATE: Kind = Kind::PrivateKey(KeyKind::Rsa);
const PUBLIC: Kind = Kind::PublicKey(KeyKind::Rsa);

/// A file, its passphrase, what is read from it, whether all of it is good,
/// and what is said.
type Case = (
    &'static str,
    &'static str,
    &'static [Kind],
    bool,
    &'static [&'static str],
);

const CASES: &[Case] = &[
    (
        "01c-fernet-bom.txt",
        "",
        &[Kind::FernetKey],
        true,
        &["byte order mark", "U+FEFF"],
    ),
    (
        "01d-b64-bom.txt",
        "",
        &[Kind::Certificate],
        true,
        &["byte order mark"],
    ),
    (
        "02-utf16le.csr",
        "",
        &[Kind::Request],
        true,
        &["UTF-16 (little-endian)"],
    ),
    (
        "03-env-escaped.txt",
        "",
        &[PRIVATE],
        true,
        &["written as \\n"],
    ),
    (
        "03b-env-line.txt",
        "",
        &[PRIVATE],
        true,
        &["written as \\n"],
    ),
    (
        "06e-nbsp.pem",
        "",
        &[Kind::Certificate],
        true,
        &["U+00A0", "byte 27"],
    ),
    (
        "06h-four-dashes.pem",
        "",
        &[Kind::Certificate],
        true,
        &["five dashes", "4 dashes"],
    ),
    (
        "06l-b64-of-pem.txt",
        "",
        &[Kind::Certificate, PRIVATE],
        true,
        &["base64 once more", "Kubernetes"],
    ),
    (
        "08b.p12",
        "",
        &[],
        false,
        &["PKCS#12", "openssl pkcs12 -in"],
    ),
    ("08h-der.p7b", "", &[Kind::Certificate], true, &["PKCS#7"]),
    (
        "i33-cert-tail.pem",
        "",
        &[Kind::Certificate],
        true,
        &["3 more, line ends or zeros, which were left out"],
    ),
    (
        "40-key-b.txt",
        "",
        &[Kind::FernetKey],
        true,
        &["Fernet key"],
    ),
    (
        "41c-token-wrapped.txt",
        "",
        &[Kind::FernetToken],
        true,
        &["Fernet token"],
    ),
    (
        "47-two-pass.pem",
        "one",
        &[PRIVATE, Kind::Certificate],
        false,
        &["does not open with this passphrase"],
    ),
    (
        "47-two-pass.pem",
        "two",
        &[PRIVATE, Kind::Certificate],
        false,
        &["does not open with this passphrase"],
    ),
    (
        "47-two-pass.pem",
        "",
        &[Kind::Certificate],
        false,
        &[
            "passphrase is not given",
            "Each of 2 of them is an encrypted private key, which is not opened",
        ],
    ),
    (
        "50-openssh.pem",
        "",
        &[],
        false,
        &["OpenSSH (RSA)", "ssh-keygen -p -m PKCS8 -f"],
    ),
    (
        "08p-old-des.pem",
        "",
        &[],
        false,
        &[
            "DES-CBC",
            "openssl pkey -provider legacy -provider default -in",
        ],
    ),
    (
        "14e-qinv-wrong.pem",
        "",
        &[PRIVATE],
        true,
        &["q_inv is wrong in the file", "repaired"],
    ),
    (
        "14i-no-null.pem",
        "",
        &[PRIVATE],
        true,
        &["NULL", "is missing"],
    ),
    (
        "14j-negative-n.pem",
        "",
        &[],
        false,
        &["Expected n", "at byte 7", "leading 00 is missing"],
    ),
    (
        "15-unbalanced.pem",
        "",
        &[PRIVATE],
        true,
        &["p has 1088 bits and q has 960"],
    ),
    (
        "k03-composite.pem",
        "",
        &[],
        false,
        &["whose p is no prime", "Expected an odd prime as p"],
    ),
    (
        "15j-pub-e63.pem",
        "",
        &[],
        false,
        &["public exponent e is too large", "2^33", "63 bits"],
    ),
    (
        "16-3primes-p8.pem",
        "",
        &[],
        false,
        &["of 3 primes", "RFC 8017 §3.2"],
    ),
    (
        "18-pss.pem",
        "",
        &[],
        false,
        &[
            "RSA private key",
            "limited to PSS",
            "id-RSASSA-PSS",
            "openssl rsa",
        ],
    ),
    (
        "19b-sha1.pem",
        "secret",
        &[PRIVATE],
        true,
        &["hmacWithSHA1"],
    ),
    (
        "30b-noattrs.csr",
        "",
        &[Kind::Request],
        true,
        &["no field of attributes"],
    ),
    (
        "33d-extreq-san-twice.csr",
        "",
        &[Kind::Request],
        true,
        &["subjectAltName stands there twice"],
    ),
    (
        "19-sha1-named.pem",
        "secret",
        &[PRIVATE],
        true,
        &["hmacWithSHA1"],
    ),
    (
        "19-sha512.pem",
        "secret",
        &[PRIVATE],
        true,
        &["hmacWithSHA512"],
    ),
    ("19-keylength.pem", "secret", &[], false, &["make no sense"]),
    (
        "19-salt-64.pem",
        "secret",
        &[],
        false,
        &["a salt of 64 bytes", "openssl pkey -in"],
    ),
];

#[test]
fn every_case_is_read_or_named() {
    for (name, passphrase, kinds, good, words) in CASES {
        let answered = answer(&case(name), passphrase);
        assert_eq!(
            (&answered.0[..], answered.1),
            (*kinds, *good),
            "{name}: {}",
            answered.2
        );
        for word in *words {
            assert!(answered.2.contains(word), "{name}, {word}: {}", answered.2);
        }
    }
}

#[test]
fn the_command_answers_each_case_alike() {
    for (name, passphrase, kinds, good, words) in CASES {
        let file = format!("file=@cases/{name}");
        let (code, line) = command::unit(&["desk-import", &file, "--passphrase", passphrase]);
        assert_eq!(code, Some(i32::from(line["outcome"] != "output")), "{name}");
        let drafts = line["drafts"].as_array().unwrap().iter();
        let found: Vec<_> = drafts
            .map(|draft| draft["kind"].as_str().unwrap())
            .collect();
        let expected: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
        let says = line["says"].as_str().unwrap();
        assert_eq!(found, expected, "{name}: {says}");
        assert_eq!(line["good"] == true, *good, "{name}: {says}");
        for word in *words {
            assert!(says.contains(word), "{name}, {word}: {says}");
        }
        assert_eq!(line["lies"], 0, "{name}");
    }
}

/// Keys that do not open cost time; a file may have hundreds.
#[test]
fn a_wrong_passphrase_is_tried_a_few_times_only() {
    let text = case("47-two-pass.pem");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/keys");
    let locked = std::fs::read(folder.join("rsa-encrypted-scrypt.pem")).unwrap();
    let many = locked.repeat(30);
    let diagnosis = import(&many, "wrong").unwrap_err();
    assert_eq!(diagnosis.input, "passphrase");
    let (kinds, good, words) = answer(&[&many[..], &text].concat(), "wrong");
    assert_eq!(
        (&kinds[..], good),
        (&[Kind::Certificate][..], false),
        "{words}"
    );
    assert!(words.contains("10 others did not open"), "{words}");
    let (kinds, ..) = answer(&[&locked[..], &text].concat(), "secret");
    assert_eq!(kinds, [PRIVATE, Kind::Certificate]);
}

/// What the import calls good works elsewhere: the request that leaves out
/// its attributes verifies, over the bytes as they are.
#[test]
fn a_request_without_attributes_is_one() {
    let text = case("30b-noattrs.csr");
    let der = &pem::read(&text).blocks[0].der;
    let request = Request::parse(der).unwrap();
    assert!(!request.has_attributes());
    assert_eq!(request.extensions().iter().count(), 0);
    let key = request.public_key().unwrap();
    let (message, signature) = (request.signed(), request.signature());
    let verified = key.verify(request.algorithm(), message, signature, &mut ());
    assert!(verified.unwrap().holds);
    let others = case("33d-extreq-san-twice.csr");
    let der = &pem::read(&others).blocks[0].der;
    assert!(Request::parse(der).unwrap().has_attributes());
}
