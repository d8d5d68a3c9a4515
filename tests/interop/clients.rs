//! What our check says of openssl and of Python's `cryptography` is asked of
//! them, for certificates with one fault each. `tests/e2e/clients.test.mjs` and
//! its fellow for Firefox ask the browsers about the same.

use crate::support::certificates::Case;
use crate::support::pki::{Folder, wall_clock};
use crate::support::server::Server;
use crate::support::{certificates, judges};
use padlock::engine::pki::host::Host;
use padlock::engine::pki::path::{self, Objection, Question, Rule};
use padlock::engine::pki::read::Certificate;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is said of a client in the sentence of an objection, and whether it
/// refuses then. Remarks say it in their `follows`.
const SENTENCES: &[(&str, Client, bool)] = &[
    (
        "Chromium, Firefox and openssl refuse it",
        Client::Openssl,
        true,
    ),
    (
        "Chromium, Firefox and openssl pass over it",
        Client::Openssl,
        false,
    ),
    (
        "Chromium, Firefox and openssl pass over it",
        Client::Strict,
        false,
    ),
    ("Python’s cryptography refuses it", Client::Python, true),
    // curl has openssl look at the purpose.
    ("Firefox and curl refuse it", Client::Openssl, true),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Client {
    /// `openssl verify`.
    Openssl,
    /// `openssl verify -x509_strict`.
    Strict,
    /// The package `cryptography`.
    Python,
}

/// When they are made, and asked about.
static NOW: LazyLock<u64> = LazyLock::new(wall_clock);

/// Made once: openssl takes its time for the primes.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| certificates::cases::all(*NOW));

/// What speaks against a case, and what is remarked.
fn objections(case: &Case) -> Vec<Objection> {
    let read = |der: &Vec<u8>| Certificate::parse(der).expect(case.name);
    let (leaf, root) = (read(&case.leaf), read(&case.root));
    let between: Vec<Certificate> = case.between.iter().map(read).collect();
    let between: Vec<&Certificate> = between.iter().collect();
    let host = Host::parse(case.host).unwrap();
    let trusted = [&root];
    let question = Question {
        host: Some(&host),
        ..Question::of_server(&leaf, &trusted, &between, *NOW)
    };
    let answer = path::validate(question);
    assert_eq!(answer.gap, None, "{}", case.name);
    answer.objections
}

/// Whether each of them refuses, as far as our check says it.
fn said(objections: &[Objection]) -> Vec<(Client, bool)> {
    let in_words = SENTENCES.iter().filter(|(words, ..)| {
        let mut grave = objections.iter().filter(|it| it.rule != Rule::Profile);
        grave.any(|it| it.says.contains(words))
    });
    let mut all: Vec<(Client, bool)> = in_words
        .map(|(_, client, refuses)| (*client, *refuses))
        .collect();
    // Of a chain that is refused, remarks tell only part.
    if objections.iter().all(|it| it.rule == Rule::Profile) {
        let any = |of: fn(&Objection) -> bool| objections.iter().any(of);
        all.push((Client::Openssl, any(|it| it.follows.openssl)));
        all.push((Client::Strict, any(|it| it.follows.strict)));
        all.push((Client::Python, any(|it| it.follows.python)));
    }
    all
}

/// The cases in a folder, as clients read them.
fn kitchen(name: &str) -> Folder {
    let folder = Folder::new(name);
    for case in &*CASES {
        for (file, text) in case.files() {
            folder.write(&file, text);
        }
    }
    folder.write("cases.json", certificates::list(&CASES));
    folder
}

/// Whether openssl takes a case, and what it says.
fn openssl(folder: &Folder, case: &Case, options: &[&str]) -> (bool, String) {
    let mut openssl = judges::openssl().unwrap();
    openssl.args(["verify", "-purpose", "sslserver", "-verify_hostname"]);
    openssl.arg(case.host).args(options);
    openssl.args(["-CAfile", &format!("{}-root.pem", case.name)]);
    if !case.between.is_empty() {
        openssl.args(["-untrusted", &format!("{}-between.pem", case.name)]);
    }
    folder.attempt(openssl.arg(format!("{}.pem", case.name)))
}

/// What Python says to each case; nothing where it takes it.
fn python(folder: &Folder) -> BTreeMap<String, String> {
    let output = folder.run(judges::python().unwrap().args(["-c", PYTHON]));
    serde_json::from_str(output.trim()).unwrap()
}

#[test]
fn openssl_and_python_do_what_is_said_of_them() {
    if judges::openssl().is_none() || judges::python().is_none() {
        return;
    }
    let folder = kitchen("clients");
    let python = python(&folder);
    let mut wrong = Vec::new();
    let mut unused: Vec<&str> = SENTENCES.iter().map(|it| it.0).collect();
    for case in &*CASES {
        let objections = objections(case);
        unused.retain(|words| !objections.iter().any(|it| it.says.contains(words)));
        for (client, refuses) in said(&objections) {
            let (takes, answer) = match client {
                Client::Openssl => openssl(&folder, case, &[]),
                Client::Strict => openssl(&folder, case, &["-x509_strict"]),
                Client::Python => {
                    let answer = &python[case.name];
                    (answer.is_empty(), answer.clone())
                }
            };
            if takes == refuses {
                let says: Vec<String> = objections
                    .iter()
                    .map(|it| format!("{} {}", it.says, it.follows))
                    .collect();
                wrong.push(format!(
                    "{}, {client:?}: {answer}\n  {}",
                    case.name,
                    says.join("\n  ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unused.is_empty(), "no case has these sentences: {unused:?}");
}

/// Each remark has a case, and but for two kinds of cases nothing else is
/// remarked about it.
#[test]
fn each_remark_is_asked_about() {
    if judges::openssl().is_none() {
        return;
    }
    let mut seen = Vec::new();
    for case in &*CASES {
        let objections = objections(case);
        let remarks = objections.iter().filter(|it| it.rule == Rule::Profile);
        let remarks: Vec<&Objection> = remarks.collect();
        let is_refused = remarks.len() < objections.len();
        assert!(
            is_refused || remarks.len() <= 1,
            "{}: {remarks:?}",
            case.name
        );
        seen.extend(remarks.iter().map(|it| it.says.clone()));
    }
    for remark in REMARKS {
        assert!(seen.iter().any(|it| it.contains(remark)), "{remark}");
    }
    let unknown = |it: &&String| !REMARKS.iter().any(|remark| it.contains(remark));
    let unknown: Vec<&String> = seen.iter().filter(unknown).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // As many as `src/engine/pki/path/profile.rs` and the kinds of keys tell.
    let sources = [
        include_str!("../../src/engine/pki/path/profile.rs"),
        include_str!("../../src/engine/pki/judge/subject_key.rs"),
    ];
    for remark in REMARKS {
        assert!(sources.iter().any(|text| text.contains(remark)), "{remark}");
    }
}

/// What is remarked.
const REMARKS: &[&str] = &[
    "has an authorityKeyIdentifier without a keyIdentifier",
    "has no authorityKeyIdentifier",
    "has keyCertSign and is no CA",
    "writes a time before 2050 with four digits for the year",
    "has a negative serial number",
    "has a serial number of more than 20 bytes",
    "has the serial number 0",
    "names another key than that of",
    "has a subject, and a subjectAltName that is marked critical",
    "has an extKeyUsage that is marked critical",
    "has anyExtendedKeyUsage",
    "has a common name that is none of its names as they stand there",
    "is of version 1, which cannot say that it is a CA",
    "is a CA and has no subjectKeyIdentifier",
    "is a CA whose basicConstraints are not marked critical",
    "is a CA and has no keyUsage",
    "has nameConstraints with a dot before a DNS name",
    "is a root whose authorityKeyIdentifier names a certificate",
    "is a root and has an extKeyUsage",
    "bits, where 2,048 are the least",
    "bits, which are no whole bytes",
    "an RSA key with a public exponent of",
];

/// “OpenSSL refuses it at its security level 2, which Debian’s TLS has.”
#[test]
fn short_rsa_keys_are_refused_at_a_security_level() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = kitchen("level");
    for name in ["rsa-1024", "rsa-1024-between"] {
        let case = CASES.iter().find(|it| it.name == name).unwrap();
        for (level, takes) in [("1", true), ("2", false)] {
            let (ok, answer) = openssl(&folder, case, &["-auth_level", level]);
            assert_eq!(ok, takes, "{name}: {answer}");
            assert_eq!(answer.contains("key too weak"), !takes, "{name}: {answer}");
        }
    }
}

/// “Firefox and curl refuse it”, and “at its security level 2, which Debian’s
/// TLS has, OpenSSL refuses it”.
#[test]
fn curl_refuses_what_is_said() {
    if judges::openssl().is_none() || judges::curl().is_none() {
        return;
    }
    let is_debian = std::path::Path::new("/etc/debian_version").exists();
    let folder = kitchen("curl");
    for (name, refused) in [
        ("plain", None),
        ("eku-any-alone", Some("unsuitable certificate purpose")),
        ("root-eku-any", Some("unsuitable certificate purpose")),
        ("rsa-1024", is_debian.then_some("key too weak")),
    ] {
        let server = Server::start(&folder, |port| {
            let mut openssl = judges::openssl().unwrap();
            openssl.args(["s_server", "-www", "-cipher", "DEFAULT@SECLEVEL=0"]);
            openssl.args(["-accept", &port.to_string()]);
            openssl.args([
                "-cert",
                &format!("{name}.pem"),
                "-key",
                &format!("{name}-key.pem"),
            ]);
            openssl
        });
        let root = format!("{name}-root.pem");
        let (takes, answer) = server.curl(&folder, &["--cacert", &root], "localhost");
        assert_eq!(takes, refused.is_none(), "{name}: {answer}");
        assert!(
            answer.contains(refused.unwrap_or_default()),
            "{name}: {answer}"
        );
    }
}

/// “Python’s ssl since 3.13.”
#[test]
fn python_is_strict_since_that_version() {
    let Some(mut python) = judges::python() else {
        return;
    };
    let code = "import ssl, sys; flags = ssl.create_default_context().verify_flags; \
                assert bool(flags & ssl.VERIFY_X509_STRICT) == (sys.version_info >= (3, 13))";
    let output = python.args(["-c", code]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

const PYTHON: &str = "
import json
import warnings
warnings.simplefilter('ignore')
from cryptography import x509
from cryptography.x509 import verification
read = lambda name, end: open(name + end, 'rb').read()
said = {}
for case in json.load(open('cases.json')):
    name = case['name']
    try:
        root = x509.load_pem_x509_certificate(read(name, '-root.pem'))
        leaf, *between = x509.load_pem_x509_certificates(read(name, '.pem'))
        verifier = (
            verification.PolicyBuilder()
            .store(verification.Store([root]))
            .build_server_verifier(x509.DNSName(case['host']))
        )
        verifier.verify(leaf, between)
        said[name] = ''
    except (ValueError, verification.VerificationError) as error:
        said[name] = repr(error)
print(json.dumps(said))
";
