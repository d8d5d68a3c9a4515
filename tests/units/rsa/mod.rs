//! The units of the RSA page, run as the worker runs them.

mod key;
mod mutated;
mod why;

use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::trace::Recorder;
use padlock::units::{self, Inputs, Material, Output};

fn run(unit: &str, inputs: &Inputs) -> Result<Output, Diagnosis> {
    let mut recorder = Recorder::default();
    let mut output = units::run(unit, inputs, &mut recorder)?;
    output.trace = recorder.finish();
    assert!(output.trace.lies().is_empty(), "{:?}", output.trace.lies());
    for agreement in &output.agreements {
        assert!(agreement.agrees, "{unit}: {}", agreement.what);
    }
    for bytes in &output.bytes {
        assert_eq!(bytes.check(), Ok(()));
    }
    for step in output.trace.all() {
        for bytes in &step.bytes {
            assert_eq!(bytes.check(), Ok(()), "{}", step.title);
        }
    }
    Ok(output)
}

fn inputs(unit: &str) -> Inputs {
    Inputs::defaults(units::find(unit).unwrap())
}

/// What is asked for a key from primes of one's own.
fn toy(p: &str, q: &str, e: &str) -> Inputs {
    let form = inputs("rsa-keygen").with("size", "toy");
    form.with("p", p).with("q", q).with("toy-e", e)
}

fn material(output: &Output, index: usize) -> Material {
    let draft = &output.drafts[index];
    Material {
        name: draft.name.clone(),
        kind: draft.kind,
        bytes: draft.bytes.clone(),
        demonstration: draft.demonstration,
    }
}

#[test]
fn encrypt_and_decrypt() {
    let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    for scheme in ["oaep", "pkcs1v15", "textbook"] {
        for half in [0, 1] {
            let encrypt = inputs("rsa-encrypt")
                .with("scheme", scheme)
                .with_thing("key", material(&key, half));
            let encrypted = run("rsa-encrypt", &encrypt).unwrap();
            assert_eq!(encrypted.good, Some(scheme != "textbook"));
            assert!(encrypted.drafts[0].demonstration);
            let row = &encrypted.comparisons[0].rows[0];
            assert_eq!(row.left == row.right, scheme == "textbook");
            let decrypt = inputs("rsa-decrypt")
                .with("scheme", scheme)
                .with_thing("key", material(&key, 0))
                .with_thing("ciphertext", material(&encrypted, 0));
            let decrypted = run("rsa-decrypt", &decrypt).unwrap();
            let shown = format!("{:?}", decrypted.results);
            assert!(shown.contains("Meet me at noon."), "{shown}");
            for bit in ["0", "1", "7", "100", "2047", "65535"] {
                let tampered = decrypt
                    .clone()
                    .with("tamper", "ciphertext")
                    .with("bit", bit);
                let output = run("rsa-decrypt", &tampered).unwrap();
                match scheme {
                    "oaep" => assert_eq!(output.good, Some(false)),
                    _ => assert!(!format!("{:?}", output.results).contains("noon")),
                }
            }
        }
    }
}

#[test]
fn a_small_message_under_exponent_three() {
    let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    let encrypt = inputs("rsa-encrypt")
        .with("scheme", "textbook")
        .with("exponent", "3")
        .with("message", "42")
        .with_thing("key", material(&key, 1));
    let output = run("rsa-encrypt", &encrypt).unwrap();
    assert!(output.headline.contains("42"), "{}", output.headline);
    assert!(output.trace.at("no-reduction").is_some());
    assert!(
        output.headline.contains("d belongs to e = 65537"),
        "{}",
        output.headline
    );
    // The private half of this key cannot open it, and says what can.
    for scheme in ["auto", "oaep", "pkcs1v15", "textbook"] {
        let decrypt = inputs("rsa-decrypt")
            .with("scheme", scheme)
            .with_thing("key", material(&key, 0))
            .with_thing("ciphertext", material(&output, 0));
        let says = run("rsa-decrypt", &decrypt).unwrap().headline;
        // 42 is a * in ASCII.
        assert!(
            says.contains("its cube root is 42, as text “*”,"),
            "{scheme}: {says}"
        );
    }
    let text = encrypt.clone().with("message", "Meet me at noon.");
    let output = run("rsa-encrypt", &text).unwrap();
    assert!(
        output.headline.contains(", as text “Meet me at noon.”."),
        "{}",
        output.headline
    );
    let decrypt = inputs("rsa-decrypt")
        .with_thing("key", material(&key, 0))
        .with_thing("ciphertext", material(&output, 0));
    let says = run("rsa-decrypt", &decrypt).unwrap().headline;
    assert!(says.contains(", as text “Meet me at noon.”,"), "{says}");
}

#[test]
fn textbook_with_toy_numbers() {
    let key = run("rsa-keygen", &toy("61", "53", "17")).unwrap();
    let encrypt = inputs("rsa-encrypt")
        .with("scheme", "textbook")
        .with("message", "65")
        .with_thing("key", material(&key, 1));
    let encrypted = run("rsa-encrypt", &encrypt).unwrap();
    // The example of many textbooks: 65^17 mod 3233 = 2790.
    assert!(format!("{:?}", encrypted.results).contains("2790"));
    let decrypt = inputs("rsa-decrypt")
        .with("scheme", "textbook")
        .with_thing("key", material(&key, 0))
        .with_thing("ciphertext", material(&encrypted, 0));
    let decrypted = run("rsa-decrypt", &decrypt).unwrap();
    assert!(decrypted.headline.contains("65"), "{}", decrypted.headline);
    let diagnosis = run("rsa-encrypt", &encrypt.with("message", "3233")).unwrap_err();
    assert!(diagnosis.to_string().contains("n = 3233"), "{diagnosis}");
    assert_eq!(diagnosis.input, "message");
    for (unit, scheme) in [
        ("rsa-encrypt", "oaep"),
        ("rsa-encrypt", "pkcs1v15"),
        ("rsa-sign", "pkcs1v15"),
        ("rsa-sign", "pss"),
    ] {
        let bad = inputs(unit)
            .with("scheme", scheme)
            .with_thing("key", material(&key, 0));
        let diagnosis = run(unit, &bad).unwrap_err();
        assert_eq!(diagnosis.input, "key");
        assert!(
            diagnosis.expected.contains("modulus of at least"),
            "{diagnosis}"
        );
    }
}

#[test]
fn a_single_byte_is_one_byte() {
    let toy = inputs("rsa-keygen")
        .with("size", "toy")
        .with("p", "5")
        .with("q", "7")
        .with("toy-e", "5");
    let key = run("rsa-keygen", &toy).unwrap();
    let mut ciphertext = material(&key, 0);
    ciphertext.kind = padlock::desk::Kind::Ciphertext;
    ciphertext.bytes = vec![1; 3].into();
    let decrypt = inputs("rsa-decrypt")
        .with("scheme", "pkcs1v15")
        .with_thing("key", material(&key, 0))
        .with_thing("ciphertext", ciphertext);
    let says = run("rsa-decrypt", &decrypt).unwrap().headline;
    assert!(says.contains("has 1 byte; this one has 3."), "{says}");
}

/// Everything on the page, with a key and with nothing else touched.
fn story(p: &str, q: &str, e: &str, message: &str) -> [Output; 5] {
    let toy = inputs("rsa-keygen")
        .with("size", "toy")
        .with("p", p)
        .with("q", q)
        .with("toy-e", e);
    let key = run("rsa-keygen", &toy).unwrap();
    let encrypt = inputs("rsa-encrypt")
        .with("message", message)
        .with_thing("key", material(&key, 1));
    let encrypted = run("rsa-encrypt", &encrypt).unwrap();
    let decrypt = inputs("rsa-decrypt")
        .with_thing("key", material(&key, 0))
        .with_thing("ciphertext", material(&encrypted, 0));
    let decrypted = run("rsa-decrypt", &decrypt).unwrap();
    let sign = inputs("rsa-sign")
        .with("message", message)
        .with_thing("key", material(&key, 0));
    let signed = run("rsa-sign", &sign).unwrap();
    let verify = inputs("rsa-verify")
        .with("message", message)
        .with_thing("key", material(&key, 1))
        .with_thing("signature", material(&signed, 0));
    let verified = run("rsa-verify", &verify).unwrap();
    [key, encrypted, decrypted, signed, verified]
}

#[test]
fn a_toy_key_goes_all_the_way() {
    for (p, q, e) in [
        ("61", "53", "17"),
        ("16411", "65537", "17"),
        ("18446744073709551557", "18446744073709551533", "65537"),
    ] {
        let [_, encrypted, decrypted, signed, verified] = story(p, q, e, "Meet me at noon.");
        for output in [&encrypted, &decrypted, &signed, &verified] {
            assert!(
                output.headline.contains("Textbook RSA, because n has "),
                "{}",
                output.headline
            );
        }
        assert!(format!("{:?}", decrypted.results).contains("\"Meet me at noon.\""));
        assert_eq!(verified.good, Some(true), "{}", verified.headline);
        assert_eq!(signed.trace.at("collision").is_some(), p == "61");
        assert_eq!(encrypted.trace.at("repeats").is_some(), p == "61");
    }
    // Two e in “Meet”: blocks 2 and 3.
    let [_, encrypted, ..] = story("61", "53", "17", "Meet me at noon.");
    let rows = &encrypted.comparisons[1].rows;
    assert_eq!(rows.len(), 16);
    assert_eq!(rows[1].left, rows[2].left);
    assert_eq!(rows[2].right, "the same as block 2");
}

#[test]
fn decrypting_and_verifying_follow_what_they_are_given() {
    let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    for (scheme, name) in [
        ("oaep", "OAEP"),
        ("pkcs1v15", "PKCS#1 v1.5"),
        ("textbook", "textbook RSA"),
    ] {
        let encrypt = inputs("rsa-encrypt")
            .with("scheme", scheme)
            .with_thing("key", material(&key, 1));
        let encrypted = run("rsa-encrypt", &encrypt).unwrap();
        for asked in ["auto", "oaep", "pkcs1v15", "textbook"] {
            let decrypt = inputs("rsa-decrypt")
                .with("scheme", asked)
                .with_thing("key", material(&key, 0))
                .with_thing("ciphertext", material(&encrypted, 0));
            let output = run("rsa-decrypt", &decrypt).unwrap();
            let read = format!("{:?}", output.results).contains("Meet me at noon.");
            assert_eq!(read, asked == "auto" || asked == scheme, "{scheme} {asked}");
            let expected = match asked {
                "auto" => format!("has the form of {name}."),
                _ if asked == scheme => String::new(),
                _ => format!("looks like {name}: try"),
            };
            assert!(output.headline.contains(&expected), "{}", output.headline);
            let sentences = output.headline.contains("Bleichenbacher");
            assert_eq!(sentences, asked == "pkcs1v15" && !read);
            let sentences = output.headline.contains("Manger");
            assert_eq!(sentences, asked == "oaep" && !read);
        }
    }
    for (scheme, name) in [
        ("pkcs1v15", "PKCS#1 v1.5"),
        ("pss", "PSS"),
        ("textbook", "textbook RSA"),
    ] {
        let sign = inputs("rsa-sign")
            .with("scheme", scheme)
            .with_thing("key", material(&key, 0));
        let signed = run("rsa-sign", &sign).unwrap();
        for asked in ["auto", "pkcs1v15", "pss", "textbook"] {
            let verify = inputs("rsa-verify")
                .with("scheme", asked)
                .with_thing("key", material(&key, 1))
                .with_thing("signature", material(&signed, 0));
            let output = run("rsa-verify", &verify).unwrap();
            let fits = asked == "auto" || asked == scheme;
            assert_eq!(output.good, Some(fits), "{}", output.headline);
            let expected = match asked {
                "auto" => format!("has the form of {name}."),
                _ if asked == scheme => String::new(),
                _ => format!("looks like {name}: try"),
            };
            assert!(output.headline.contains(&expected), "{}", output.headline);
        }
        let other = inputs("rsa-verify")
            .with("tamper", "signature")
            .with_thing("key", material(&key, 1))
            .with_thing("signature", material(&signed, 0));
        // The scheme is told from the signature as it was sent.
        for tampered in ["signature", "key"] {
            let output = run("rsa-verify", &other.clone().with("tamper", tampered)).unwrap();
            assert_eq!(output.good, Some(false));
            let before = format!("Before the change its block had the form of {name}");
            assert!(output.headline.contains(&before), "{}", output.headline);
        }
    }
}

#[test]
fn one_power_makes_the_same() {
    let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    let encrypt = inputs("rsa-encrypt").with_thing("key", material(&key, 1));
    let encrypted = run("rsa-encrypt", &encrypt).unwrap();
    let by = |how: &str| {
        let decrypt = inputs("rsa-decrypt")
            .with("how", how)
            .with_thing("key", material(&key, 0))
            .with_thing("ciphertext", material(&encrypted, 0));
        run("rsa-decrypt", &decrypt).unwrap()
    };
    let (crt, one) = (by("crt"), by("one"));
    assert_eq!(crt.results, one.results);
    assert!(crt.trace.at("power-d").is_none());
    assert!(one.trace.at("power-d").unwrap().inside.total > 2000);
    let sign = inputs("rsa-sign").with_thing("key", material(&key, 0));
    let signed = run("rsa-sign", &sign).unwrap();
    let other = run("rsa-sign", &sign.with("how", "one")).unwrap();
    assert_eq!(signed.results, other.results);
}

#[test]
fn sign_and_verify() {
    let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    for scheme in ["pkcs1v15", "pss"] {
        let sign = inputs("rsa-sign")
            .with("scheme", scheme)
            .with_thing("key", material(&key, 0));
        let signed = run("rsa-sign", &sign).unwrap();
        let verify = inputs("rsa-verify")
            .with("scheme", scheme)
            .with_thing("key", material(&key, 1))
            .with_thing("signature", material(&signed, 0));
        assert_eq!(run("rsa-verify", &verify).unwrap().good, Some(true));
        for tamper in ["message", "signature", "key"] {
            for bit in ["0", "1", "7", "100", "1000", "2047"] {
                let tampered = verify.clone().with("tamper", tamper).with("bit", bit);
                let output = run("rsa-verify", &tampered).unwrap();
                assert_eq!(output.good, Some(false), "{scheme} {tamper} {bit}");
                assert!(output.headline.starts_with("Not valid. "));
            }
        }
        let other = verify
            .clone()
            .with("scheme", if scheme == "pss" { "pkcs1v15" } else { "pss" });
        assert_eq!(run("rsa-verify", &other).unwrap().good, Some(false));
        let empty = verify.with("message", "").with("tamper", "message");
        assert_eq!(run("rsa-verify", &empty).unwrap_err().input, "message");
    }
}

#[test]
fn messages_too_long_and_missing_things_are_named() {
    let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    for (scheme, most) in [("oaep", "190"), ("pkcs1v15", "245")] {
        let long = inputs("rsa-encrypt")
            .with("scheme", scheme)
            .with("message", "x".repeat(300))
            .with_thing("key", material(&key, 1));
        let diagnosis = run("rsa-encrypt", &long).unwrap_err();
        assert_eq!(diagnosis.input, "message");
        assert!(diagnosis.to_string().contains(most), "{diagnosis}");
    }
    for unit in [
        "rsa-encrypt",
        "rsa-decrypt",
        "rsa-why",
        "rsa-sign",
        "rsa-verify",
    ] {
        assert_eq!(run(unit, &inputs(unit)).unwrap_err().input, "key");
    }
    let mut public = material(&key, 1);
    public.kind = padlock::desk::Kind::Ciphertext;
    let wrong = inputs("rsa-sign").with_thing("key", public);
    assert_eq!(run("rsa-sign", &wrong).unwrap_err().input, "key");
    let wrong = inputs("rsa-sign").with_thing("key", material(&key, 1));
    assert!(
        run("rsa-sign", &wrong)
            .unwrap_err()
            .to_string()
            .contains("a public key")
    );
}
