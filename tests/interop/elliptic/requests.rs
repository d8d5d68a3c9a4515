//! Requests that a CA of P-256 gets.

use super::{KINDS, make, openssl, with_key};
use crate::support::pki::{Folder, NOW, inputs, pem, run, thing};
use padlock::desk::Kind;
use padlock::units::{Material, Output};

fn request(bytes: &[u8]) -> Material {
    let (_, der) = der::pem::decode_vec(bytes).unwrap();
    Material {
        name: "request".into(),
        kind: Kind::Request,
        bytes: der.into(),
        demonstration: false,
    }
}

/// What a CA of P-256 makes of a request.
fn signed(root: &Output, bytes: &[u8]) -> Result<Output, padlock::engine::diagnosis::Diagnosis> {
    let inputs = inputs("issue")
        .with_thing("request", request(bytes))
        .with_thing("issuer", thing(&root.drafts[1]))
        .with_thing("issuer-key", thing(&root.drafts[0]));
    run("issue", &inputs)
}

fn root() -> Output {
    let key = make("p256").drafts[0].clone();
    run("ca-root", &with_key("ca-root", &key)).unwrap()
}

#[test]
fn requests_of_operators_are_signed() {
    let root = root();
    for (name, is_signed) in [
        ("ec-san", true),
        ("ec-nosan", false),
        ("email", true),
        ("rsa-nosan", false),
        ("sha512", true),
        ("wild", true),
    ] {
        let path = format!(
            "{}/tests/vectors/requests/{name}.csr",
            env!("CARGO_MANIFEST_DIR")
        );
        let output = signed(&root, &std::fs::read(path).unwrap()).unwrap();
        assert_eq!(
            !output.drafts.is_empty(),
            is_signed,
            "{name}: {}",
            output.headline
        );
    }
}

#[test]
fn what_was_changed_or_forged_is_refused() {
    let root = root();
    let key = make("p384").drafts[0].clone();
    let asked = run("server-request", &with_key("server-request", &key)).unwrap();
    let inputs = inputs("issue")
        .with_thing("request", thing(&asked.drafts[1]))
        .with_thing("issuer", thing(&root.drafts[1]))
        .with_thing("issuer-key", thing(&root.drafts[0]));
    for (field, value, says) in [
        ("tamper", "key", "no point of P-384"),
        ("tamper", "signature", "does not hold under the public key"),
        ("sign-with", "foreign", "nobody will take it"),
    ] {
        let output = run("issue", &inputs.clone().with(field, value)).unwrap();
        assert_eq!(output.good, Some(false), "{value}");
        assert!(
            output.headline.contains(says),
            "{value}: {}",
            output.headline
        );
    }
    // The key of another.
    let other = inputs.with_thing("issuer-key", thing(&key));
    let refused = run("issue", &other).unwrap_err();
    assert_eq!(refused.input, "issuer-key", "{refused}");
}

#[test]
fn requests_are_signed_whatever_their_hash_and_the_rest_is_named() {
    let folder = Folder::new("elliptic-requests");
    let asked = "-subj /CN=localhost -addext subjectAltName=DNS:localhost";
    let keys = [
        ("rsa", "RSA -pkeyopt rsa_keygen_bits:2048"),
        ("pss", "RSA-PSS -pkeyopt rsa_keygen_bits:2048"),
        ("p256", KINDS[0].2),
        ("p384", KINDS[1].2),
        ("ed25519", KINDS[2].2),
        ("p521", "EC -pkeyopt ec_paramgen_curve:P-521"),
        ("secp256k1", "EC -pkeyopt ec_paramgen_curve:secp256k1"),
        ("brainpool", "EC -pkeyopt ec_paramgen_curve:brainpoolP384r1"),
        ("ed448", "ED448"),
    ];
    for (name, options) in keys {
        if openssl(
            &folder,
            &format!("genpkey -algorithm {options} -out {name}.pem"),
        )
        .is_none()
        {
            return;
        }
    }
    let root = root();
    let pss = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest";
    for (key, how, refusal) in [
        ("rsa", "-sha256".to_owned(), None),
        ("rsa", "-sha384".to_owned(), None),
        ("rsa", "-sha512".to_owned(), None),
        ("rsa", format!("-sha256 {pss}"), None),
        ("rsa", format!("-sha384 {pss}"), None),
        ("rsa", format!("-sha512 {pss}"), None),
        ("p256", "-sha256".to_owned(), None),
        ("p256", "-sha384".to_owned(), None),
        ("p256", "-sha512".to_owned(), None),
        ("p384", "-sha384".to_owned(), None),
        ("ed25519", String::new(), None),
        ("rsa", "-sha1".to_owned(), Some("SHA-1")),
        ("rsa", "-sha224".to_owned(), Some("RSA with SHA-224")),
        ("rsa", "-sha3-256".to_owned(), Some("RSA with SHA3-256")),
        ("p256", "-sha1".to_owned(), Some("SHA-1")),
        ("p256", "-sha224".to_owned(), Some("ECDSA with SHA-224")),
        ("pss", "-sha256".to_owned(), Some("PSS alone")),
        ("p521", "-sha512".to_owned(), Some("P-521")),
        ("secp256k1", "-sha256".to_owned(), Some("secp256k1")),
        ("brainpool", "-sha384".to_owned(), Some("brainpoolP384r1")),
        ("ed448", String::new(), Some("Ed448")),
    ] {
        let args = format!("req -new -key {key}.pem {how} {asked} -out request.pem");
        openssl(&folder, &args).unwrap();
        let what = format!("{key} {how}");
        match (signed(&root, &folder.read("request.pem")), refusal) {
            (Ok(output), None) => {
                assert_eq!(
                    output.good,
                    Some(key != "ed25519"),
                    "{what}: {}",
                    output.headline
                );
                folder.write("server.pem", pem(&output.drafts[0]));
                folder.write("root.pem", pem(&root.drafts[1]));
                let args = format!("verify -attime {} -CAfile root.pem server.pem", NOW + 60);
                openssl(&folder, &args).unwrap();
            }
            (Err(diagnosis), Some(names)) => {
                let said = diagnosis.to_string();
                assert_eq!(diagnosis.input, "request", "{what}");
                assert!(said.contains(names), "{what}: {said}");
                let has_bare_number = said.split([' ', ',', ':', ';']).any(|word| {
                    word.matches('.').count() > 2
                        && word.chars().all(|c| c.is_ascii_digit() || c == '.')
                });
                assert!(!has_bare_number, "{what}: {said}");
            }
            (Ok(output), Some(_)) => panic!("{what}: {}", output.headline),
            (Err(diagnosis), None) => panic!("{what}: {diagnosis}"),
        }
    }
}
