//! openssl and Python's `cryptography` judge RSA keys, ciphertexts and
//! signatures, and ours judges theirs; the commands are those of the recipes.

use crate::support::judges;
use crate::support::pki::Folder;
use padlock::desk::{KeyKind, Kind};
use padlock::engine::rsa::PrivateKey;
use padlock::engine::trace::Recorder;
use padlock::units::{self, Inputs, Material, Output, Tool};
use std::path::Path;
use std::process::{Command, Output as FinishedRun, Stdio};

fn finished(command: &mut Command, folder: &Path) -> FinishedRun {
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Runs a recipe, as a person would who has the files of the desk.
fn cook(output: &Output, tool: Tool, folder: &Folder) -> FinishedRun {
    let recipe = output
        .recipes
        .iter()
        .find(|recipe| recipe.tool == tool)
        .unwrap();
    let mut command = match tool {
        Tool::Python => {
            let mut python = judges::python().unwrap();
            python.args(["-c", &recipe.code]);
            python
        }
        _ => {
            let mut shell = Command::new("sh");
            shell.args(["-e", "-c", &recipe.code]);
            shell
        }
    };
    finished(&mut command, &folder.0)
}

fn success(finished: &FinishedRun) -> String {
    assert!(
        finished.status.success(),
        "{}{}",
        String::from_utf8_lossy(&finished.stdout),
        String::from_utf8_lossy(&finished.stderr)
    );
    String::from_utf8_lossy(&finished.stdout).into_owned()
}

fn run(unit: &str, inputs: &Inputs) -> Output {
    units::run(unit, inputs, &mut Recorder::new(0)).unwrap()
}

fn defaults(unit: &str) -> Inputs {
    Inputs::defaults(units::find(unit).unwrap())
}

fn material(kind: Kind, bytes: impl Into<Vec<u8>>) -> Material {
    Material {
        name: "thing".into(),
        kind,
        bytes: bytes.into().into(),
        demonstration: false,
    }
}

const PRIVATE: Kind = Kind::PrivateKey(KeyKind::Rsa);
const PUBLIC: Kind = Kind::PublicKey(KeyKind::Rsa);
const MESSAGE: &str = "It's 10 € – \"quoted\", back\\slash, 100 %s.";

fn pem(label: &'static str, der: &[u8]) -> String {
    der::pem::encode_string(label, der::pem::LineEnding::LF, der).unwrap()
}

/// A key of ours, as files that the recipes expect.
fn key_files(folder: &Folder) -> (Material, Material) {
    let key = run("rsa-keygen", &defaults("rsa-keygen"));
    folder.write("key.pem", pem("PRIVATE KEY", &key.drafts[0].bytes));
    folder.write("public-key.pem", pem("PUBLIC KEY", &key.drafts[1].bytes));
    (
        material(PRIVATE, key.drafts[0].bytes.to_vec()),
        material(PUBLIC, key.drafts[1].bytes.to_vec()),
    )
}

#[test]
fn openssl_accepts_our_keys() {
    let Some(_) = judges::openssl() else { return };
    let folder = Folder::new("keys");
    for (seed, size) in [("a", "2048"), ("b", "2048"), ("c", "3072")] {
        let mut inputs = defaults("rsa-keygen").with("size", size);
        inputs.randomness = units::Randomness::Lesson(seed.into());
        let key = run("rsa-keygen", &inputs);
        folder.write("key.pem", pem("PRIVATE KEY", &key.drafts[0].bytes));
        let check = finished(
            judges::openssl()
                .unwrap()
                .args(["rsa", "-in", "key.pem", "-check", "-noout"]),
            &folder.0,
        );
        assert!(success(&check).contains("RSA key ok"));
        let public = finished(
            judges::openssl().unwrap().args([
                "pkey",
                "-in",
                "key.pem",
                "-pubout",
                "-outform",
                "DER",
                "-out",
                "public.der",
            ]),
            &folder.0,
        );
        success(&public);
        assert_eq!(folder.read("public.der"), key.drafts[1].bytes.to_vec());
    }
}

#[test]
fn keys_of_others_are_read() {
    let folder = Folder::new("their-keys");
    // Of other exponents Python makes no keys by itself.
    for (tool, e) in [
        (Tool::Openssl, "65537"),
        (Tool::Python, "65537"),
        (Tool::Openssl, "17"),
        (Tool::Python, "17"),
    ] {
        let present = if tool == Tool::Python {
            judges::python()
        } else {
            judges::openssl()
        };
        if present.is_none() {
            continue;
        }
        let recipes = run("rsa-keygen", &defaults("rsa-keygen").with("e", e));
        success(&cook(&recipes, tool, &folder));
        let (label, der) = der::pem::decode_vec(&folder.read("key.pem"))
            .map(|(label, der)| (label.to_owned(), der))
            .unwrap();
        assert_eq!(label, "PRIVATE KEY");
        let key = PrivateKey::from_pkcs8_der(&der).unwrap();
        assert_eq!(key.n.integer.bits(), 2048);
        assert_eq!(key.e.integer.to_string(), e);
        assert_eq!(key.to_pkcs8_der().unwrap().to_vec(), der);
        let (_, spki) = der::pem::decode_vec(&folder.read("public-key.pem"))
            .map(|(label, der)| (label.to_owned(), der))
            .unwrap();
        assert_eq!(key.public().to_spki_der().unwrap(), spki);
    }
}

/// The key of many textbooks.
fn textbook_key() -> Inputs {
    let form = defaults("rsa-keygen").with("size", "toy");
    form.with("p", "61").with("q", "53").with("toy-e", "17")
}

#[test]
fn a_toy_key_is_what_python_computes() {
    let Some(_) = judges::python() else { return };
    let folder = Folder::new("toy");
    let toy = run("rsa-keygen", &textbook_key());
    let says = success(&cook(&toy, Tool::Python, &folder));
    assert_eq!(says.trim(), "3233 413 53 49 38");
    let encrypt = defaults("rsa-encrypt")
        .with("scheme", "textbook")
        .with("message", "65")
        .with_thing("key", material(PUBLIC, toy.drafts[1].bytes.to_vec()));
    let encrypted = run("rsa-encrypt", &encrypt);
    assert_eq!(
        success(&cook(&encrypted, Tool::Python, &folder)).trim(),
        "2790"
    );
    let decrypt = defaults("rsa-decrypt")
        .with("scheme", "textbook")
        .with_thing("key", material(PRIVATE, toy.drafts[0].bytes.to_vec()))
        .with_thing(
            "ciphertext",
            material(Kind::Ciphertext, encrypted.drafts[0].bytes.to_vec()),
        );
    let decrypted = run("rsa-decrypt", &decrypt);
    assert_eq!(
        success(&cook(&decrypted, Tool::Python, &folder)).trim(),
        "65"
    );
}

#[test]
fn ciphertexts_cross_in_both_directions() {
    if judges::openssl().is_none() || judges::python().is_none() {
        return;
    }
    let folder = Folder::new("ciphertexts");
    let (private, public) = key_files(&folder);
    for scheme in ["oaep", "pkcs1v15"] {
        let encrypt = defaults("rsa-encrypt")
            .with("scheme", scheme)
            .with("message", MESSAGE)
            .with_thing("key", public.clone());
        let encrypted = run("rsa-encrypt", &encrypt);
        let decrypt = |ciphertext: Vec<u8>| {
            defaults("rsa-decrypt")
                .with("scheme", scheme)
                .with_thing("key", private.clone())
                .with_thing("ciphertext", material(Kind::Ciphertext, ciphertext))
        };
        let decrypted = run("rsa-decrypt", &decrypt(encrypted.drafts[0].bytes.to_vec()));
        for tool in [Tool::Openssl, Tool::Python] {
            // Ours, opened by them.
            folder.write("ciphertext.bin", &encrypted.drafts[0].bytes);
            let says = success(&cook(&decrypted, tool, &folder));
            assert!(says.contains("10 ") && says.contains("quoted"), "{says}");
            // Theirs, opened by us.
            success(&cook(&encrypted, tool, &folder));
            let theirs = run("rsa-decrypt", &decrypt(folder.read("ciphertext.bin")));
            assert_eq!(theirs.good, Some(true), "{}", theirs.headline);
            assert_eq!(theirs.results, decrypted.results);
        }
    }
}

#[test]
fn signatures_cross_in_both_directions() {
    if judges::openssl().is_none() || judges::python().is_none() {
        return;
    }
    let folder = Folder::new("signatures");
    let (private, public) = key_files(&folder);
    for scheme in ["pkcs1v15", "pss"] {
        let sign = defaults("rsa-sign")
            .with("scheme", scheme)
            .with("message", MESSAGE)
            .with_thing("key", private.clone());
        let signed = run("rsa-sign", &sign);
        let verify = |message: &str, signature: Vec<u8>| {
            run(
                "rsa-verify",
                &defaults("rsa-verify")
                    .with("scheme", scheme)
                    .with("message", message)
                    .with_thing("key", public.clone())
                    .with_thing("signature", material(Kind::Signature, signature)),
            )
        };
        let ours = signed.drafts[0].bytes.to_vec();
        for tool in [Tool::Openssl, Tool::Python] {
            // Ours, verified by them; and refused for another message.
            folder.write("signature.bin", &ours);
            success(&cook(&verify(MESSAGE, ours.clone()), tool, &folder));
            let refused = cook(&verify("Something else", ours.clone()), tool, &folder);
            assert!(!refused.status.success());
            // Theirs, verified by us.
            success(&cook(&signed, tool, &folder));
            let theirs = folder.read("signature.bin");
            assert_eq!(verify(MESSAGE, theirs.clone()).good, Some(true));
            assert_eq!(verify("Something else", theirs.clone()).good, Some(false));
            if scheme == "pkcs1v15" {
                assert_eq!(theirs, ours);
            }
        }
    }
}

/// A number in big-endian bytes, in decimal digits.
fn digits(bytes: &[u8]) -> String {
    num_bigint::BigUint::from_bytes_be(bytes).to_string()
}

#[test]
fn textbook_rsa_is_what_python_computes() {
    let Some(_) = judges::python() else { return };
    let folder = Folder::new("textbook");
    let toy = run("rsa-keygen", &textbook_key());
    let (real, real_public) = key_files(&folder);
    let toys = [PRIVATE, PUBLIC]
        .into_iter()
        .zip(&toy.drafts)
        .map(|(kind, draft)| material(kind, draft.bytes.to_vec()))
        .collect::<Vec<_>>();
    // A text in blocks, there and back.
    let encrypt = defaults("rsa-encrypt").with_thing("key", toys[1].clone());
    let encrypted = run("rsa-encrypt", &encrypt);
    let ciphertext = &encrypted.drafts[0].bytes;
    let numbers: Vec<String> = ciphertext.chunks(2).map(digits).collect();
    assert_eq!(
        success(&cook(&encrypted, Tool::Python, &folder)).trim(),
        format!("[{}]", numbers.join(", "))
    );
    let decrypt = defaults("rsa-decrypt")
        .with_thing("key", toys[0].clone())
        .with_thing(
            "ciphertext",
            material(Kind::Ciphertext, ciphertext.to_vec()),
        );
    let letters: Vec<String> = "Meet me at noon."
        .bytes()
        .map(|byte| byte.to_string())
        .collect();
    assert_eq!(
        success(&cook(&run("rsa-decrypt", &decrypt), Tool::Python, &folder)).trim(),
        format!("[{}]", letters.join(", "))
    );
    // The bare hash, with a toy and with a real key.
    for (private, public) in [(&toys[0], &toys[1]), (&real, &real_public)] {
        let sign = defaults("rsa-sign")
            .with("scheme", "textbook")
            .with("message", MESSAGE)
            .with_thing("key", private.clone());
        let signed = run("rsa-sign", &sign);
        let signature = signed.drafts[0].bytes.to_vec();
        assert_eq!(
            success(&cook(&signed, Tool::Python, &folder)).trim(),
            digits(&signature)
        );
        folder.write("signature.bin", &signature);
        let verify = defaults("rsa-verify")
            .with("scheme", "textbook")
            .with_thing("key", public.clone())
            .with_thing("signature", material(Kind::Signature, signature));
        for (message, expected) in [(MESSAGE, "True"), ("Something else", "False")] {
            let verified = run("rsa-verify", &verify.clone().with("message", message));
            assert_eq!(verified.good, Some(expected == "True"));
            assert_eq!(
                success(&cook(&verified, Tool::Python, &folder)).trim(),
                expected
            );
        }
    }
}

#[test]
fn keys_that_do_not_fit_fail_in_python_too() {
    let Some(_) = judges::python() else { return };
    let folder = Folder::new("unfit");
    for index in [0, 1, 3] {
        let mut inputs = defaults("rsa-keygen");
        for (id, value) in units::find("rsa-keygen").unwrap().breaks[index].sets {
            inputs = inputs.with(id, *value);
        }
        let output = run("rsa-keygen", &inputs);
        let says = success(&cook(&output, Tool::Python, &folder));
        let says = says.trim();
        match index {
            0 => {
                let lost = says.split(',').count();
                assert!(
                    output.headline.contains(&format!(" {lost} of ")),
                    "{}: {lost}",
                    output.headline
                );
            }
            // 17 · 2153 = 10 · 61 · 60 + 1.
            1 => assert_eq!(says, "61 2153"),
            _ => {
                let (one, other) = says.split_once(' ').unwrap();
                assert_eq!(one, other);
            }
        }
    }
}
