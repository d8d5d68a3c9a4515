//! What openssl and Python make is read, and openssl finds the same elements
//! in it as we do.

use crate::support::judges;
use padlock::desk::{KeyKind, Kind};
use padlock::engine::asn1::{dissect, dissect_any, pem};
use padlock::engine::dissect::{Dissection, Field};
use padlock::engine::trace::Recorder;
use padlock::units::{File, Inputs, Output, Tool};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The blocks of all vectors, with the names of their files.
fn vectors() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut all = Vec::new();
    for part in ["keys", "x509"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "pem") {
                for block in pem::read(&std::fs::read(&path).unwrap()).blocks {
                    if block.headers.is_empty() {
                        all.push((path.display().to_string(), block.der.to_vec()));
                    }
                }
            }
        }
    }
    all
}

/// Where each element begins, the length of its header and of its content.
fn elements(dissection: &Dissection) -> BTreeSet<(u32, u32, u32)> {
    let mut all = BTreeSet::new();
    let mut see = |_: usize, field: &Field| {
        if let Some(header) = field
            .inside
            .first()
            .filter(|inside| inside.name == "header")
        {
            all.insert((
                field.start,
                header.end - header.start,
                field.end - header.end,
            ));
        }
    };
    for field in &dissection.fields {
        field.visit(0, &mut see);
    }
    all
}

/// A line of `openssl asn1parse`: `   14:d=2  hl=2 l=   9 prim: OBJECT  :…`.
fn parse_line(line: &str) -> Option<(u32, u32, u32)> {
    let (start, rest) = line.trim_start().split_once(":d=")?;
    let (_, rest) = rest.split_once("hl=")?;
    let (header, rest) = rest.split_once(" l=")?;
    let length = rest.split_whitespace().next()?;
    let length = length.strip_suffix("prim:").unwrap_or(length);
    Some((
        start.parse().ok()?,
        header.trim().parse().ok()?,
        length.parse().ok()?,
    ))
}

#[test]
fn openssl_finds_the_same_elements() {
    if judges::openssl().is_none() {
        return;
    }
    let folder = std::env::temp_dir().join(format!("padlock-asn1-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let vectors = vectors();
    assert!(vectors.len() > 25);
    for (name, der) in vectors {
        let file = folder.join("file.der");
        std::fs::write(&file, &der).unwrap();
        let mut openssl = judges::openssl().unwrap();
        let output = openssl
            .args(["asn1parse", "-inform", "DER", "-in"])
            .arg(&file)
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let theirs: BTreeSet<_> = text.lines().filter_map(parse_line).collect();
        assert!(theirs.len() >= 3, "{name}\n{text}");
        for dissection in [dissect(&der), dissect_any(&der)] {
            let ours = elements(&dissection);
            // Ours also opens byte strings.
            let missing: Vec<_> = theirs.difference(&ours).collect();
            assert!(missing.is_empty(), "{name}: {missing:?}");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn import(text: &str) -> Output {
    let inputs = Inputs::default()
        .with("file", text)
        .with("passphrase", "päss word");
    let mut recorder = Recorder::default();
    let output = padlock::units::run("desk-import", &inputs, &mut recorder).unwrap();
    assert_eq!(output.good, Some(true), "{}", output.headline);
    assert!(output.agreements.iter().all(|agreement| agreement.agrees));
    for bytes in &output.bytes {
        assert_eq!(bytes.check(), Ok(()));
        assert!(bytes.problems.is_empty(), "{:?}", bytes.problems);
    }
    assert!(recorder.finish().lies().is_empty());
    output
}

#[test]
fn what_python_writes_is_read() {
    let Some(mut python) = judges::python() else {
        return;
    };
    python.arg("-c").arg(
        r#"
import datetime, ipaddress
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as s
from cryptography.hazmat.primitives.asymmetric import rsa
key = rsa.generate_private_key(65537, 2048)
def private(form, how=s.NoEncryption()):
    print(key.private_bytes(s.Encoding.PEM, form, how).decode(), end="=\n")
private(s.PrivateFormat.PKCS8)
private(s.PrivateFormat.TraditionalOpenSSL)
private(s.PrivateFormat.PKCS8, s.BestAvailableEncryption("päss word".encode()))
public = key.public_key()
for form in (s.PublicFormat.SubjectPublicKeyInfo, s.PublicFormat.PKCS1):
    print(public.public_bytes(s.Encoding.PEM, form).decode(), end="=\n")
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "grüße.example")])
names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
request = x509.CertificateSigningRequestBuilder().subject_name(name).add_extension(names, False).sign(key, hashes.SHA256())
print(request.public_bytes(s.Encoding.PEM).decode(), end="=\n")
now = datetime.datetime(2026, 1, 1)
certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(public)
    .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=40000))
    .add_extension(names, False)
    .add_extension(x509.BasicConstraints(True, 3), True)
    .sign(key, hashes.SHA256()))
print(certificate.public_bytes(s.Encoding.PEM).decode(), end="=\n")
"#,
    );
    let output = python.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let files: Vec<_> = text
        .split("-----\n=\n")
        .filter(|part| !part.is_empty())
        .collect();
    assert_eq!(files.len(), 7);
    let read: Vec<_> = files
        .iter()
        .map(|file| import(&format!("{file}-----\n")))
        .collect();
    let drafts: Vec<_> = read.iter().map(|output| &output.drafts[0]).collect();
    let private = Kind::PrivateKey(KeyKind::Rsa);
    let public = Kind::PublicKey(KeyKind::Rsa);
    let kinds: Vec<_> = drafts.iter().map(|draft| draft.kind).collect();
    assert_eq!(
        kinds,
        [
            private,
            private,
            private,
            public,
            public,
            Kind::Request,
            Kind::Certificate
        ]
    );
    assert_eq!(drafts[0], drafts[1]);
    assert_eq!(drafts[0], drafts[2]);
    assert_eq!(drafts[3], drafts[4]);
    assert_eq!(drafts[5].name, "request of grüße.example");
    assert_eq!(drafts[6].name, "grüße.example");
    let together = import(&text.replace("=\n=", "").replace("-----\n=\n", "-----\n"));
    assert_eq!(together.drafts.len(), 7);
    let rows = &together.comparisons[0].rows;
    assert!(rows.iter().all(|row| row.note.contains("belong together")));
    assert_eq!(together.drafts[0].name, "key of grüße.example");
}

/// Every vector as a dropped file, and what the page says to do with it.
#[test]
fn the_recipes_work() {
    if judges::openssl().is_none() || judges::python().is_none() {
        return;
    }
    let vectors = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/keys");
    let folder = std::env::temp_dir().join(format!("padlock-import-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in [
        "rsa-pkcs8",
        "rsa-pkcs1",
        "rsa-spki",
        "rsa-public-pkcs1",
        "rsa-request",
        "rsa-certificate",
        "ec-certificate",
        "rsa-encrypted-scrypt",
    ] {
        let pem = std::fs::read(vectors.join(format!("{name}.pem"))).unwrap();
        let der = pem::read(&pem).blocks[0].der.to_vec();
        for (bytes, file) in [(pem, "it's a file.pem"), (der, "file.der")] {
            std::fs::write(folder.join(file), &bytes).unwrap();
            let given = File {
                name: file.into(),
                bytes: bytes.into(),
            };
            let inputs = Inputs::default()
                .with("passphrase", "secret")
                .with_file(given);
            let output =
                padlock::units::run("desk-import", &inputs, &mut Recorder::default()).unwrap();
            assert_eq!(output.recipes.len(), 2, "{name}");
            for recipe in &output.recipes {
                let mut command = match recipe.tool {
                    Tool::Python => judges::python().unwrap(),
                    _ => Command::new("sh"),
                };
                // Where openssl asks for a passphrase, a person types it.
                let code = match recipe.tool {
                    Tool::Openssl if name.contains("encrypted") => {
                        recipe.code.replace("-noout", "-noout -passin pass:secret")
                    }
                    _ => recipe.code.clone(),
                };
                let mut child = command
                    .arg("-c")
                    .arg(&code)
                    .current_dir(&folder)
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap();
                // Who needs no passphrase may have ended before it is typed.
                let _ = child.stdin.take().unwrap().write_all(b"secret\n");
                let ended = child.wait_with_output().unwrap();
                assert!(
                    ended.status.success() && !ended.stdout.is_empty(),
                    "{name}: {code}\n{}",
                    String::from_utf8_lossy(&ended.stderr)
                );
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
