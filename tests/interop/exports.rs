//! What is exported is accepted by openssl and by Python's `cryptography`,
//! and what those make is read here.

use crate::support::pki::{Folder, NOW, PASSPHRASE, encrypted, inputs, made, run, write_files};
use crate::support::{judges, pki};
use padlock::engine::diagnosis::Cause;
use padlock::engine::pki::encrypted;
use padlock::engine::trace::Data;

fn python(folder: &Folder, code: &str) -> Option<String> {
    Some(folder.run(judges::python()?.args(["-c", code])))
}

fn openssl(folder: &Folder, args: &str) -> Option<String> {
    Some(folder.run(judges::openssl()?.args(args.split_whitespace())))
}

#[test]
fn openssl_accepts_what_is_exported() {
    let folder = Folder::new("openssl-accepts");
    write_files(&folder, &made(NOW));
    for args in [
        "x509 -in root.pem -noout -text",
        "x509 -in server.pem -noout -text",
        "pkey -in root-key.pem -check -noout",
        "pkey -in server-key.pem -check -noout",
        "req -in server-request.pem -noout -verify",
    ] {
        if openssl(&folder, args).is_none() {
            return;
        }
    }
    // Older releases say it and leave the exit code at 0.
    let said = openssl(&folder, "req -in server-request.pem -noout -verify").unwrap();
    assert!(said.to_lowercase().contains("verify ok"), "{said}");
    let verify = |rest: &str| {
        let args = format!(
            "verify -x509_strict -CAfile root.pem -attime {} {rest}",
            NOW + 60
        );
        folder.attempt(judges::openssl().unwrap().args(args.split_whitespace()))
    };
    for rest in [
        "root.pem",
        "-purpose sslserver -verify_hostname localhost server.pem",
        "-purpose sslserver -verify_ip 127.0.0.1 server.pem",
        "-purpose sslserver -verify_hostname localhost server-chain.pem",
    ] {
        let (ok, output) = verify(rest);
        assert!(ok, "{rest}\n{output}");
    }
    for rest in [
        "-verify_hostname example.org server.pem",
        "-verify_ip 127.0.0.2 server.pem",
        "-purpose sslclient server.pem",
    ] {
        assert!(!verify(rest).0, "{rest}");
    }
    let modulus = |args: &str| openssl(&folder, args).unwrap();
    assert_eq!(
        modulus("pkey -in server-key.pem -pubout"),
        modulus("x509 -in server.pem -noout -pubkey")
    );
}

#[test]
fn cryptography_accepts_what_is_exported() {
    let folder = Folder::new("cryptography-accepts");
    write_files(&folder, &made(NOW));
    python(
        &folder,
        &format!(
            "
from datetime import datetime, timezone
from ipaddress import ip_address
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import verification
read = lambda name: open(name, 'rb').read()
root = x509.load_pem_x509_certificate(read('root.pem'))
server = x509.load_pem_x509_certificate(read('server.pem'))
request = x509.load_pem_x509_csr(read('server-request.pem'))
key = serialization.load_pem_private_key(read('server-key.pem'), None)
assert request.is_signature_valid
root.verify_directly_issued_by(root)
server.verify_directly_issued_by(root)
assert server.public_key() == request.public_key() == key.public_key()
assert len(x509.load_pem_x509_certificates(read('server-chain.pem'))) == 2
builder = verification.PolicyBuilder().store(verification.Store([root]))
builder = builder.time(datetime.fromtimestamp({NOW} + 60, timezone.utc))
for name in [x509.DNSName('localhost'), x509.IPAddress(ip_address('127.0.0.1'))]:
    assert len(builder.build_server_verifier(name).verify(server, [])) == 2
try:
    builder.build_server_verifier(x509.DNSName('example.org')).verify(server, [])
except verification.VerificationError:
    pass
else:
    raise SystemExit('another host was accepted')
"
        ),
    );
}

#[test]
fn requests_of_other_shapes_are_read() {
    let folder = Folder::new("other-requests");
    if openssl(
        &folder,
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem",
    )
    .is_none()
    {
        return;
    }
    folder.write(
        "config",
        "[req]\nprompt = no\ndistinguished_name = dn\nattributes = more\nreq_extensions = ext\n\
         [dn]\nCN = odd\nserialNumber = 17\n[more]\nchallengePassword = secret\n\
         [ext]\nsubjectAltName = DNS:odd.example, email:a@b.c, URI:https://x/, RID:1.2.3, DNS:under_score\n\
         basicConstraints = CA:TRUE\ntlsfeature = status_request\n",
    );
    openssl(&folder, "req -new -key key.pem -config config -out odd.pem");
    openssl(
        &folder,
        "req -new -key key.pem -subj /CN=bare -out bare.pem",
    );
    let root = run("ca-root", &inputs("ca-root")).unwrap();
    let issue = |name: &str| {
        run(
            "issue",
            &inputs("issue")
                .with_thing("request", folder.thing(name))
                .with_thing("issuer", pki::thing(&root.drafts[1]))
                .with_thing("issuer-key", pki::thing(&root.drafts[0])),
        )
    };
    let odd = issue("odd.pem").unwrap();
    assert_eq!(odd.good, Some(true), "{}", odd.headline);
    assert!(
        odd.headline.contains("DNS:odd.example,"),
        "{}",
        odd.headline
    );
    let rows: Vec<_> = odd.comparisons[0]
        .rows
        .iter()
        .map(|row| format!("{}: {} > {}", row.name, row.left, row.right))
        .collect();
    for row in [
        "subjectAltName: email:a@b.c > refused",
        "subjectAltName: URI:https://x/ > refused",
        "subjectAltName: RID:1.2.3 > refused",
        "subjectAltName: DNS:under_score > refused",
        "basicConstraints: CA:TRUE > CA:FALSE",
        "extension: 1.3.6.1.5.5.7.1.24 > left out",
    ] {
        assert!(rows.iter().any(|found| found == row), "{row}: {rows:#?}");
    }
    // Without a name there is nothing that a browser could match.
    // The table says so, and nothing is signed.
    let bare = issue("bare.pem").unwrap();
    assert_eq!((bare.good, bare.drafts.len()), (Some(false), 0));
    let notes = &bare.comparisons[0].rows;
    assert!(notes.iter().any(|row| row.note.contains("No name is left")));
}

#[test]
fn encrypted_keys_are_read_elsewhere() {
    let folder = Folder::new("keys-out");
    let key = run("ca-root", &inputs("ca-root")).unwrap();
    for kdf in ["pbkdf2", "scrypt"] {
        let output = encrypted(&key, kdf);
        let Data::Text(pem) = &output.results[0].data else {
            panic!("{kdf}");
        };
        folder.write("key.enc.pem", pem);
        if let Some(mut openssl) = judges::openssl() {
            let pass = format!("pass:{PASSPHRASE}");
            folder.run(openssl.args([
                "pkey",
                "-in",
                "key.enc.pem",
                "-passin",
                &pass,
                "-out",
                "key.pem",
            ]));
            assert_eq!(folder.thing("key.pem").bytes, key.drafts[0].bytes, "{kdf}");
            let mut openssl = judges::openssl().unwrap();
            let wrong = openssl.args(["pkey", "-in", "key.enc.pem", "-passin", "pass:x", "-noout"]);
            assert!(!folder.attempt(wrong).0);
        }
        folder.write("plain.pem", pki::pem(&key.drafts[0]));
        python(
            &folder,
            &format!(
                "
from cryptography.hazmat.primitives.serialization import load_pem_private_key
read = lambda name: open(name, 'rb').read()
key = load_pem_private_key(read('key.enc.pem'), {PASSPHRASE:?}.encode())
assert key.private_numbers() == load_pem_private_key(read('plain.pem'), None).private_numbers()
"
            ),
        );
    }
}

#[test]
fn encrypted_keys_from_elsewhere_are_read() {
    let folder = Folder::new("keys-in");
    let key = run("ca-root", &inputs("ca-root")).unwrap();
    folder.write("key.pem", pki::pem(&key.drafts[0]));
    let mut files = Vec::new();
    for (name, options) in [
        ("default.pem", ""),
        (
            "pbkdf2.pem",
            "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 10000",
        ),
        ("aes128.pem", "-v2 aes-128-cbc -iter 1000"),
        (
            "scrypt.pem",
            "-v2 aes-256-cbc -scrypt -scrypt_N 16384 -scrypt_r 8 -scrypt_p 5",
        ),
    ] {
        let Some(mut openssl) = judges::openssl() else {
            break;
        };
        openssl
            .args(["pkcs8", "-topk8", "-in", "key.pem", "-out", name])
            .args(options.split_whitespace())
            .args(["-passout", &format!("pass:{PASSPHRASE}")]);
        folder.run(&mut openssl);
        files.push(name);
    }
    let best = python(
        &folder,
        &format!(
            "
from cryptography.hazmat.primitives import serialization
key = serialization.load_pem_private_key(open('key.pem', 'rb').read(), None)
open('python.pem', 'wb').write(key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
    serialization.BestAvailableEncryption({PASSPHRASE:?}.encode())))
"
        ),
    );
    if best.is_some() {
        files.push("python.pem");
    }
    for name in files {
        let (label, der) = folder.read_pem(name);
        assert_eq!(label, "ENCRYPTED PRIVATE KEY");
        let open = encrypted::decrypt(&der, PASSPHRASE.as_bytes()).unwrap();
        assert_eq!(open[..], key.drafts[0].bytes[..], "{name}");
        assert!(encrypted::decrypt(&der, b"another").is_err(), "{name}");
    }
}

#[test]
fn requests_that_cannot_be_used_say_why() {
    let folder = Folder::new("other-keys");
    let root = run("ca-root", &inputs("ca-root")).unwrap();
    let issue = |name: &str| {
        let inputs = inputs("issue")
            .with_thing("request", folder.thing(name))
            .with_thing("issuer", pki::thing(&root.drafts[1]))
            .with_thing("issuer-key", pki::thing(&root.drafts[0]));
        let diagnosis = run("issue", &inputs).unwrap_err();
        assert_eq!(diagnosis.cause, Cause::Input, "{diagnosis}");
        assert_eq!(diagnosis.input, "request", "{diagnosis}");
        diagnosis.to_string()
    };
    for (name, key, options, expected) in [
        ("ec.pem", "EC -pkeyopt ec_paramgen_curve:P-521", "", "P-521"),
        ("ed.pem", "ED448", "", "Ed448"),
        (
            "small.pem",
            "RSA -pkeyopt rsa_keygen_bits:512",
            "-sha256",
            "512 bits",
        ),
        (
            "sha224.pem",
            "RSA -pkeyopt rsa_keygen_bits:2048",
            "-sha224",
            "RSA with SHA-224",
        ),
        (
            "pss.pem",
            "RSA-PSS -pkeyopt rsa_keygen_bits:2048",
            "",
            "PSS alone",
        ),
    ] {
        let made = openssl(&folder, &format!("genpkey -algorithm {key} -out key.pem"));
        if made.is_none() {
            return;
        }
        let rest = format!("req -new -key key.pem -subj /CN=x {options} -out {name}");
        openssl(&folder, &rest);
        let said = issue(name);
        assert!(said.contains(expected), "{name}: {said}");
        println!("{name}: {said}");
    }
}
