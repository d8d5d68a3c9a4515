//! Odd certificates, checked; and odd requests, signed.

use super::{case, pem};
use padlock::desk::{KeyKind, Kind};
use padlock::engine::trace::Recorder;
use padlock::units::{self, Inputs, Material, Output};

/// A block of a file as a thing.
fn thing(name: &str, kind: Kind) -> Material {
    let found = pem::read(&case(name));
    Material {
        name: name.into(),
        kind,
        bytes: found.blocks[0].der.to_vec().into(),
        demonstration: false,
    }
}

pub(crate) fn run(unit: &str, inputs: &Inputs) -> Output {
    let mut recorder = Recorder::default();
    let output = units::run(unit, inputs, &mut recorder);
    assert!(recorder.finish().lies().is_empty());
    let output = output.unwrap_or_else(|diagnosis| panic!("{unit}: {diagnosis}"));
    assert!(output.agreements.iter().all(|agreement| agreement.agrees));
    output
}

fn inputs(unit: &str) -> Inputs {
    let about = units::find(unit).unwrap();
    Inputs {
        now: 1_795_564_800, // 2026-11-25
        ..Inputs::defaults(about)
    }
}

/// A certificate, what it is checked under, the host, whether it holds, and
/// what is said.
type CheckCase = (
    &'static str,
    &'static str,
    &'static str,
    Option<bool>,
    &'static str,
);

const ROOT: &str = "00-root.pem";

const CHECKED: &[CheckCase] = &[
    ("10e-1960.pem", ROOT, "localhost", Some(true), "All"),
    (
        "12-issuer-printable.pem",
        ROOT,
        "localhost",
        Some(true),
        "All",
    ),
    (
        "13b-underscore.pem",
        ROOT,
        "my_app.example.com",
        Some(true),
        "All",
    ),
    (
        "13d-ip-as-dns.pem",
        ROOT,
        "192.168.0.5",
        Some(false),
        "It stands there as a DNS name, and an address counts only as IP:192.168.0.5.",
    ),
    (
        "13h-email-utf8.pem",
        ROOT,
        "www.example.com",
        Some(false),
        "a name that is not in ASCII in its subjectAltName: Chromium refuses it, Firefox takes it",
    ),
    (
        "13n-san-dot.pem",
        ROOT,
        "localhost",
        Some(false),
        "DNS:\"www.example.com.\"",
    ),
    (
        "20-nc-leaf.pem",
        "20-nc-root.pem",
        "www.example.com",
        Some(true),
        "All",
    ),
    (
        "20b-nc-leaf.pem",
        "20-nc-root.pem",
        "localhost",
        Some(false),
        "it is not among those that are permitted",
    ),
    (
        "21-ca-leaf.pem",
        "21-root-pl0.pem",
        "localhost",
        Some(false),
        "Firefox takes no CA as a server",
    ),
    (
        "21d-self.pem",
        "21d-self.pem",
        "localhost",
        Some(true),
        "Nobody else vouches for it.",
    ),
    (
        "23d-ku-twice.pem",
        ROOT,
        "localhost",
        Some(false),
        "keyUsage stands there twice, at its bytes 442 and 458",
    ),
    (
        "23i-eku-garbage.pem",
        ROOT,
        "localhost",
        Some(false),
        "extKeyUsage at its byte 458 cannot be read",
    ),
    (
        "23f-leaf.pem",
        "23f-root-ku-garbage.pem",
        "localhost",
        Some(false),
        "Test Root: its keyUsage at its byte 464 cannot be read",
    ),
    (
        "12-issuer-printable.pem",
        "23o-root-pl300.pem",
        "localhost",
        Some(true),
        "All",
    ),
    ("25d-sha384.pem", ROOT, "localhost", Some(true), "All"),
    ("25h-pss-signed.pem", ROOT, "localhost", Some(true), "All"),
];

#[test]
fn each_certificate_gets_its_verdict() {
    for (certificate, issuer, host, good, says) in CHECKED {
        let inputs = inputs("check-certificate")
            .with("host", *host)
            .with_thing("certificate", thing(certificate, Kind::Certificate))
            .with_thing("issuer", thing(issuer, Kind::Certificate));
        let output = run("check-certificate", &inputs);
        assert_eq!(output.good, *good, "{certificate}: {}", output.headline);
        assert!(
            output.headline.contains(says),
            "{certificate}: {}",
            output.headline
        );
    }
}

/// A request, whether it is signed, and what the table says.
const ASKED: &[(&str, bool, &str)] = &[
    ("30-plain2.csr", true, "Granted."),
    ("30b-noattrs.csr", false, "The common name"),
    (
        "30c-emptyattrs.csr",
        false,
        "The common name www.example.com is none: clients look at subjectAltName only.",
    ),
    (
        "34-ip-dns.csr",
        false,
        "an address is asked for as IP:192.168.0.5, not as a DNS name",
    ),
];

#[test]
fn each_request_is_told_what_it_is_granted() {
    let key = thing("00-root-key.pem", Kind::PrivateKey(KeyKind::Rsa));
    for (request, signed, says) in ASKED {
        let inputs = inputs("issue")
            .with_thing("request", thing(request, Kind::Request))
            .with_thing("issuer", thing(ROOT, Kind::Certificate))
            .with_thing("issuer-key", key.clone());
        let output = run("issue", &inputs);
        assert_eq!(output.good, Some(*signed), "{request}: {}", output.headline);
        assert_eq!(output.drafts.is_empty(), !signed, "{request}");
        let mut notes = output.comparisons[0].rows.iter();
        assert!(
            notes.any(|row| row.note.contains(says)),
            "{request}: {:?}",
            output.comparisons[0]
        );
    }
}

#[test]
fn a_name_that_stands_there_twice_is_told() {
    let inputs = inputs("issue")
        .with_thing("request", thing("33d-extreq-san-twice.csr", Kind::Request))
        .with_thing("issuer", thing(ROOT, Kind::Certificate))
        .with_thing(
            "issuer-key",
            thing("00-root-key.pem", Kind::PrivateKey(KeyKind::Rsa)),
        );
    let output = run("issue", &inputs);
    assert_eq!((output.good, output.drafts.len()), (Some(false), 0));
    assert!(
        output.headline.contains("at its bytes 352 and 395"),
        "{}",
        output.headline
    );
}

/// The certificate as `openssl x509 -addtrust serverAuth` writes it.
fn with_trust_settings(certificate: &str) -> String {
    let mut der = pem::read(certificate.as_bytes()).blocks[0].der.to_vec();
    der.extend([0x30, 12, 0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1]);
    der::pem::encode_string("TRUSTED CERTIFICATE", der::pem::LineEnding::LF, &der).unwrap()
}

/// The check of a chain with one certificate in between, and that one in PEM.
pub(crate) fn with_one_between() -> (Inputs, String) {
    let suite: serde_json::Value =
        serde_json::from_str(include_str!("../../vectors/limbo/limbo.json")).unwrap();
    let mut cases = suite["testcases"].as_array().unwrap().iter();
    let chain = cases
        .find(|one| one["id"] == "pathlen::ee-with-intermediate-pathlen-1")
        .unwrap();
    let of = |text: &serde_json::Value| certificate(text.as_str().unwrap());
    let asked = inputs("check-certificate")
        .with("host", "example.com")
        .with_thing("certificate", of(&chain["peer_certificate"]))
        .with_thing("issuer", of(&chain["trusted_certs"][0]));
    let between = chain["untrusted_intermediates"][0].as_str().unwrap();
    (asked, between.to_owned())
}

/// A certificate in PEM as a thing.
fn certificate(text: &str) -> Material {
    Material {
        name: "it".into(),
        kind: Kind::Certificate,
        bytes: pem::read(text.as_bytes()).blocks[0].der.to_vec().into(),
        demonstration: false,
    }
}

#[test]
fn what_stands_between_is_pasted_or_lies_on_the_desk() {
    let (asked, between) = with_one_between();
    let lines = between.as_str();
    let missing = run("check-certificate", &asked);
    assert_eq!(missing.good, Some(false), "{}", missing.headline);
    let pasted = asked.clone().with("between", lines);
    let on_the_desk = asked
        .clone()
        .with_thing(&Inputs::beside("between", 0), certificate(lines));
    // What an import reads: what openssl appends, and the text of a variable.
    let escaped = asked
        .clone()
        .with("between", lines.trim().replace('\n', "\\n"));
    let trusted = asked.clone().with("between", with_trust_settings(lines));
    for given in [pasted, on_the_desk, escaped, trusted] {
        let output = run("check-certificate", &given);
        assert_eq!(output.good, Some(true), "{}", output.headline);
        assert!(output.headline.contains("one certificate in between"));
    }
    // What is something else is named, also beside the certificate.
    let key = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/keys");
        std::fs::read_to_string(format!("{folder}/{name}.pem")).unwrap()
    };
    let with_key = format!("{lines}\n{}", key("rsa-pkcs8"));
    for (text, found) in [
        (
            key("rsa-pkcs8"),
            "a private key (PKCS#8), which belongs on the desk and not here",
        ),
        (
            with_key,
            "a private key (PKCS#8), which belongs on the desk and not here",
        ),
        (
            key("rsa-pkcs1"),
            "an RSA private key (PKCS#1), which belongs on the desk and not here",
        ),
        (
            key("ec-sec1"),
            "an EC private key (SEC 1), which belongs on the desk and not here",
        ),
        (
            key("rsa-encrypted-pbkdf2"),
            "an encrypted private key (PKCS#8), which belongs on the desk and not here",
        ),
        (
            key("rsa-encrypted-old"),
            "an encrypted private key, which belongs on the desk and not here",
        ),
        (key("rsa-spki"), "a public key"),
        (key("rsa-public-pkcs1"), "an RSA public key (PKCS#1)"),
        (key("rsa-request"), "a certificate request"),
        (
            "-----BEGIN X-----\nMAA=\n-----END X-----\n".to_owned(),
            "a PEM block named X",
        ),
    ] {
        let mut recorder = Recorder::default();
        let wrong = asked.clone().with("between", text);
        let refused = units::run("check-certificate", &wrong, &mut recorder).unwrap_err();
        assert_eq!((&*refused.input, &*refused.found), ("between", found));
        assert!(refused.expected.starts_with("certificates in PEM"));
        assert!(refused.help.contains("“Read a file” takes the rest"));
    }
    for (text, found) in [
        ("no PEM", "certificates in PEM"),
        (
            "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=",
            "a Fernet key",
        ),
        ("-----BEGIN X-----\nAA", "cut off"),
    ] {
        let mut recorder = Recorder::default();
        let wrong = asked.clone().with("between", text);
        let refused = units::run("check-certificate", &wrong, &mut recorder).unwrap_err();
        assert_eq!(refused.input, "between");
        let says = refused.to_string();
        assert!(says.contains(found) || says.contains("END"), "{says}");
    }
}
