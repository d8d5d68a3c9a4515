#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::dissect::{Dissection, Role};
use crate::engine::knowers::Knowers;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn vectors() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/x509");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "pem") {
            let found = pem::read(&std::fs::read(&path).unwrap());
            assert!(found.errors.is_empty());
            for block in &found.blocks {
                assert_eq!(block.label, "CERTIFICATE");
                all.push((path.display().to_string(), block.der.to_vec()));
            }
        }
    }
    assert!(all.len() > 15);
    all
}

fn sound(dissection: &Dissection) {
    assert_eq!(dissection.check(), Ok(()));
    assert!(dissection.problems.is_empty(), "{:?}", dissection.problems);
}

#[test]
fn real_certificates_have_no_problems() {
    for (name, der) in vectors() {
        println!("{name}");
        assert_eq!(recognise(&der), Structure::Certificate);
        sound(&dissect_certificate(&der));
        sound(&dissect(&der));
        assert_eq!(dissect_any(&der).name, "Certificate");
    }
}

/// The only block of a test file.
fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/keys");
    let input = std::fs::read(format!("{folder}/{name}.pem")).unwrap();
    pem::read(&input).blocks[0].der.to_vec()
}

fn says(dissection: &Dissection, name: &str) -> String {
    match dissection.find(name) {
        Some(field) => field.meaning.to_string(),
        None => panic!("no {name}"),
    }
}

#[test]
fn every_structure_is_recognised_and_sound() {
    for (name, structure) in [
        ("rsa-pkcs8", Structure::PrivateKeyInfo),
        ("ec-pkcs8", Structure::PrivateKeyInfo),
        ("rsa-pkcs1", Structure::RsaPrivateKey),
        ("rsa-spki", Structure::PublicKey),
        ("rsa-public-pkcs1", Structure::RsaPublicKey),
        ("rsa-encrypted-pbkdf2", Structure::EncryptedPrivateKeyInfo),
        ("rsa-encrypted-scrypt", Structure::EncryptedPrivateKeyInfo),
        ("rsa-request", Structure::Request),
        ("rsa-certificate", Structure::Certificate),
        ("ec-certificate", Structure::Certificate),
        ("ec-sec1", Structure::EcPrivateKey),
    ] {
        let der = file(name);
        assert_eq!(recognise(&der), structure, "{name}");
        sound(&dissect_any(&der));
        sound(&dissect(&der));
    }
}

#[test]
fn a_request_says_what_it_asks_for() {
    let request = dissect_any(&file("rsa-request"));
    assert_eq!(
        says(&request, "subjectAltName"),
        "DNS:localhost, IP:127.0.0.1, IP:::1"
    );
    assert_eq!(
        says(&request, "KeyUsage"),
        "digitalSignature, keyEncipherment"
    );
    assert_eq!(
        says(&request, "subject"),
        "C=DE, O=Padlock\\, test, CN=localhost"
    );
    assert_eq!(says(&request, "publicExponent"), "e = 65537");
    assert_eq!(says(&request, "modulus"), "n, 2048 bits");
}

#[test]
fn an_encrypted_key_says_how() {
    assert_eq!(
        says(
            &dissect_any(&file("rsa-encrypted-pbkdf2")),
            "EncryptedPrivateKeyInfo"
        ),
        "PBES2 with PBKDF2, 2048 rounds of hmacWithSHA256 and aes256-CBC"
    );
    assert_eq!(
        says(
            &dissect_any(&file("rsa-encrypted-scrypt")),
            "EncryptedPrivateKeyInfo"
        ),
        "PBES2 with scrypt, N = 1024, r = 8, p = 1 and aes256-CBC"
    );
}

#[test]
fn every_secret_byte_is_marked() {
    for name in ["rsa-pkcs8", "rsa-pkcs1", "ec-pkcs8", "ec-sec1"] {
        let key = dissect_any(&file(name));
        let secret: usize = (0..key.bytes.len())
            .filter(|at| {
                let owners = key.owner(*at);
                let innermost = owners.last().unwrap();
                owners
                    .iter()
                    .rev()
                    .take(2)
                    .any(|field| field.known_to.is_secret())
                    && innermost.role == Role::Content
            })
            .count();
        // d, p, q, d_p, d_q and q_inv of 2048 bits; or a scalar of 256 bits.
        let least = if name.starts_with("rsa") {
            256 + 5 * 128 - 4
        } else {
            32
        };
        assert!(secret >= least, "{name} {secret}");
        let public = key.find("modulus").map(|field| field.known_to);
        assert!(matches!(public, None | Some(Knowers::EVERYBODY)));
    }
    // Where the structure does not fit, everything counts as secret.
    let broken = dissect_private_key(&[0x30, 3, 4, 1, 7]);
    assert_eq!(broken.fields[0].inside[1].known_to, Knowers::OWNER);
}

#[test]
fn problems_are_told_with_their_place() {
    let digest = |bytes: &[u8]| dissect_digest_info(bytes).problems.clone();
    for (bytes, at, says) in [
        (&[][..], 0, "found nothing"),
        (&[0x30], 1, "Expected a length"),
        (&[0x1f, 0x80], 2, "Expected a tag"),
        (&[0x30, 5, 2, 1], 3, "Expected 1 bytes of INTEGER"),
        (&[0x30, 0x81, 2, 5, 0], 1, "more bytes than it needs"),
        (&[0x30, 0x80, 5, 0, 0, 0], 1, "indefinite"),
        (&[0x30, 2, 5, 0, 5, 0], 4, "found more bytes behind it"),
        (&[2, 2, 0, 1], 2, "does not need"),
        (&[1, 1, 1], 2, "0xff"),
        (
            &[0x30, 2, 5, 0],
            2,
            "Expected digestAlgorithm (SEQUENCE) in DigestInfo, found NULL.",
        ),
        (
            &[4, 0],
            0,
            "Expected a SEQUENCE as DigestInfo, found OCTET STRING.",
        ),
        (&[0, 0], 0, "byte of zero"),
        (&[0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1], 1, "far beyond"),
        (&[0x17, 3, 0x39, 0x39, 0x5a], 2, "date"),
        (&[6, 1, 0x80], 2, "object identifier"),
        (&[3, 1, 9], 2, "unused bits"),
        (&[0x0c, 1, 0xff], 2, "text"),
    ] {
        let problems = digest(bytes);
        assert!(
            problems.iter().any(|p| p.at == at && p.says.contains(says)),
            "{bytes:?}: {problems:?}"
        );
        assert_eq!(dissect_digest_info(bytes).check(), Ok(()));
    }
}

#[test]
fn depth_and_size_are_bounded() {
    // A million SEQUENCEs of indefinite length inside each other.
    let deep = dissect(&[0x30, 0x80].repeat(500_000));
    assert_eq!(deep.check(), Ok(()));
    assert!(deep.problems.iter().any(|p| p.says.contains("deep")));
    // Byte strings inside byte strings, each holding an element.
    let mut nested = vec![0x30, 0];
    for _ in 0..120 {
        let inner = [tlv(4, &nested), tlv(5, &[])].concat();
        nested = tlv(0x30, &inner);
    }
    assert_eq!(dissect(&nested).check(), Ok(()));
    let wide = dissect(&tlv(0x30, &[5, 0].repeat(100_000)));
    assert_eq!(wide.check(), Ok(()));
    assert!(wide.problems.iter().any(|p| p.says.contains("4000")));
}

/// An element with its length in four bytes.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x84], &length[..], content].concat()
}

#[test]
fn every_truncation_keeps_every_byte() {
    for name in [
        "rsa-certificate",
        "rsa-request",
        "rsa-pkcs8",
        "rsa-encrypted-scrypt",
    ] {
        let der = file(name);
        for length in (0..der.len()).step_by(7) {
            every_schema(&der[..length]);
            assert!(!dissect_any(&der[..length]).problems.is_empty());
        }
    }
}

fn every_schema(der: &[u8]) {
    for take_apart in [
        dissect,
        dissect_any,
        dissect_certificate,
        dissect_request,
        dissect_private_key,
        dissect_encrypted_private_key,
        dissect_public_key,
        dissect_rsa_private_key,
        dissect_rsa_public_key,
        dissect_digest_info,
    ] {
        let dissection = take_apart(der);
        assert_eq!(dissection.check(), Ok(()));
        for problem in &dissection.problems {
            assert!(problem.at as usize <= der.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn mutated_structures_are_owned(which in 0..9_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5)) {
        let name = ["rsa-pkcs8", "rsa-pkcs1", "rsa-spki", "rsa-encrypted-pbkdf2", "rsa-encrypted-scrypt", "rsa-request", "rsa-certificate", "ec-certificate", "ec-sec1"][which];
        let mut der = file(name);
        for (at, byte) in changes {
            let at = at.index(der.len());
            der[at] = byte;
        }
        every_schema(&der);
    }

    #[test]
    fn mutated_headers_are_owned(at in 0..60_usize, byte: u8, certificate: bool) {
        let mut der = file(if certificate { "rsa-certificate" } else { "rsa-encrypted-pbkdf2" });
        der[at] = byte;
        every_schema(&der);
    }

    #[test]
    fn random_bytes_are_owned(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        every_schema(&bytes);
    }
}
