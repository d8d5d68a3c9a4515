//! The units of the RSA page, run as the worker runs them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use padlock::engine::trace::Recorder;
use padlock::units::{self, Inputs, Output, Trouble};

fn run(unit: &str, inputs: &Inputs) -> Result<Output, Trouble> {
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

#[test]
fn a_toy_key() {
    let output = run("rsa-keygen", &inputs("rsa-keygen").with("size", "toy")).unwrap();
    assert_eq!(output.drafts.len(), 2);
    assert!(output.drafts.iter().all(|draft| draft.demonstration));
    assert!(output.headline.contains("3233"));
    assert!(output.agreements.len() >= 3);
}

#[test]
fn a_real_key() {
    let output = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    assert_eq!(output.headline, "An RSA key of 2048 bits is made.");
    assert_eq!(output.agreements.len(), 4);
}

#[test]
fn bad_primes_are_named() {
    for (field, value, expected) in [
        ("p", "91", "7 · 13"),
        ("p", "53", "twice"),
        ("p", "2", "2"),
        ("p", "1", "1"),
        ("p", "0", "0"),
        ("p", "", "nothing"),
        ("p", "6x1", "'x' at byte 1"),
        ("p", "-61", "'-' at byte 0"),
        ("q", "99999999999999999999999999", "digits"),
        ("q", "561", "3 · 187"),
        ("toy-e", "15", "gcd(15, λ(n)) = 15"),
        ("toy-e", "16", "16"),
        ("toy-e", "1", "1"),
        ("toy-e", "65537", "65537"),
    ] {
        let bad = inputs("rsa-keygen").with("size", "toy").with(field, value);
        let trouble = run("rsa-keygen", &bad).unwrap_err();
        assert!(
            trouble.to_string().contains(expected),
            "{field}={value}: {trouble}"
        );
        assert!(!trouble.input.is_empty());
    }
}

use padlock::units::Material;

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
fn an_exponent_hears_only_what_is_wrong_with_it() {
    for (size, field, e, expected, why) in [
        (
            "2048",
            "e",
            "0",
            "an odd number from 3",
            "is 1 for every message.",
        ),
        ("2048", "e", "1", "an odd number from 3", "changes nothing"),
        ("2048", "e", "4", "an odd number from 3", "λ(n) is even"),
        (
            "2048",
            "e",
            "8589934593",
            "below 8589934592",
            "at most 33 bits",
        ),
        (
            "toy",
            "toy-e",
            "1",
            "an odd number from 3",
            "changes nothing",
        ),
        ("toy", "toy-e", "4", "an odd number from 3", "λ(n) is even"),
        (
            "toy",
            "toy-e",
            "781",
            "an odd number below 780",
            "repeat smaller",
        ),
    ] {
        let bad = inputs("rsa-keygen").with("size", size).with(field, e);
        let trouble = run("rsa-keygen", &bad).unwrap_err();
        assert_eq!(&*trouble.input, field);
        assert!(trouble.expected.contains(expected), "{trouble}");
        assert!(trouble.help.contains(why), "{trouble}");
        assert_eq!(trouble.help.contains("33"), e.len() > 4, "{trouble}");
    }
    let long = "1".repeat(78);
    let bad = inputs("rsa-keygen").with("e", &*long);
    let trouble = run("rsa-keygen", &bad).unwrap_err();
    assert!(trouble.help.contains("at most 33 bits"), "{trouble}");
    // The largest that the crate takes.
    let most = inputs("rsa-keygen").with("e", "8589934591");
    run("rsa-keygen", &most).unwrap();
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
    assert!(output.trace.find("no-reduction").is_some());
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
    let key = run("rsa-keygen", &inputs("rsa-keygen").with("size", "toy")).unwrap();
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
    let trouble = run("rsa-encrypt", &encrypt.with("message", "3233")).unwrap_err();
    assert!(trouble.to_string().contains("n = 3233"), "{trouble}");
    assert_eq!(trouble.input, "message");
    for (unit, scheme) in [
        ("rsa-encrypt", "oaep"),
        ("rsa-encrypt", "pkcs1v15"),
        ("rsa-sign", "pkcs1v15"),
        ("rsa-sign", "pss"),
    ] {
        let bad = inputs(unit)
            .with("scheme", scheme)
            .with_thing("key", material(&key, 0));
        let trouble = run(unit, &bad).unwrap_err();
        assert_eq!(trouble.input, "key");
        assert!(
            trouble.expected.contains("modulus of at least"),
            "{trouble}"
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
        assert_eq!(signed.trace.find("collision").is_some(), p == "61");
        assert_eq!(encrypted.trace.find("repeats").is_some(), p == "61");
    }
    // Two e in “Meet”: blocks 2 and 3.
    let [_, encrypted, ..] = story("61", "53", "17", "Meet me at noon.");
    let rows = &encrypted.comparisons[1].rows;
    assert_eq!(rows.len(), 16);
    assert_eq!(rows[1].left, rows[2].left);
    assert_eq!(rows[2].right, "the same as block 2");
}

#[test]
fn an_n_without_room_for_a_letter_is_named() {
    let toy = inputs("rsa-keygen")
        .with("size", "toy")
        .with("p", "11")
        .with("q", "13")
        .with("toy-e", "7");
    let key = run("rsa-keygen", &toy).unwrap();
    let encrypt = inputs("rsa-encrypt").with_thing("key", material(&key, 1));
    let trouble = run("rsa-encrypt", &encrypt).unwrap_err();
    assert_eq!(trouble.input, "message");
    let says = trouble.to_string();
    assert!(
        says.contains("below n = 143") && says.contains("61 and 53"),
        "{says}"
    );
    run("rsa-encrypt", &encrypt.with("message", "42")).unwrap();
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
    assert!(crt.trace.find("power-d").is_none());
    assert!(one.trace.find("power-d").unwrap().inside.total > 2000);
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
fn every_break_changes_inputs_that_exist() {
    for about in units::ALL
        .iter()
        .filter(|about| about.id.starts_with("rsa-"))
    {
        for break_it in about.breaks {
            for (id, _) in break_it.sets {
                assert!(about.input(id).is_some(), "{}: {id}", about.id);
            }
        }
        assert!(about.question.ends_with('?'), "{}", about.id);
        assert!(!about.sources.is_empty(), "{}", about.id);
    }
}

#[test]
fn the_breaks_of_the_key_show_what_they_lead_to() {
    let about = units::find("rsa-keygen").unwrap();
    let expected = [
        ("91 is 7 · 13", "lost"),
        ("n = 3721 is a square. Its root is 61", "d-from-n"),
        (
            "Fermat’s method finds them from n alone in 1 step",
            "fermat",
        ),
        ("have the same ciphertext", "same-ciphertext"),
    ];
    assert_eq!(about.breaks.len(), expected.len());
    for (break_it, (headline, step)) in about.breaks.iter().zip(expected) {
        let mut broken = inputs("rsa-keygen");
        for (id, value) in break_it.sets {
            broken = broken.with(id, *value);
        }
        let output = run("rsa-keygen", &broken).unwrap();
        assert_eq!(output.good, Some(false));
        assert!(output.headline.contains(headline), "{}", output.headline);
        assert!(output.trace.find(step).is_some(), "{step}");
        // Refused at a field where one does not ask to go on.
        if broken.is_on("anyway") {
            let trouble = run("rsa-keygen", &broken.with("anyway", "no")).unwrap_err();
            assert!(about.input(&trouble.input).is_some(), "{trouble:?}");
            assert!(trouble.help.contains("go on"), "{trouble}");
        }
    }
}

#[test]
fn toy_keys_are_taken_apart() {
    for (p, q, e, says) in [
        ("61", "53", "17", "26 divisions find 53 · 61"),
        ("3", "5", "3", "1 division finds"),
        ("65537", "65539", "17", "32768 divisions find 65537"),
        ("4294967291", "4294967279", "65537", "Fermat’s method"),
        (
            "18446744073709551557",
            "9223372036854775783",
            "65537",
            "quadratic sieve",
        ),
    ] {
        let toy = inputs("rsa-keygen")
            .with("size", "toy")
            .with("p", p)
            .with("q", q)
            .with("toy-e", e);
        let output = run("rsa-keygen", &toy).unwrap();
        assert!(output.headline.contains(says), "{}", output.headline);
        assert_eq!(output.drafts.len(), 2);
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
        let trouble = run("rsa-encrypt", &long).unwrap_err();
        assert_eq!(trouble.input, "message");
        assert!(trouble.to_string().contains(most), "{trouble}");
    }
    for unit in ["rsa-encrypt", "rsa-decrypt", "rsa-sign", "rsa-verify"] {
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

#[test]
fn the_same_inputs_give_the_same_output() {
    let once = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    let again = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    assert!(once == again);
}

#[test]
fn toy_keys_of_all_shapes_agree_with_the_crate() {
    for (p, q, e) in [
        ("3", "5", "3"),
        ("5", "3", "3"),
        ("3", "7", "5"),
        ("3", "18446744073709551557", "5"),
        ("18446744073709551557", "18446744073709551533", "65537"),
        ("18446744073709551557", "101", "7"),
        ("65537", "257", "3"),
        ("4294967291", "4294967279", "8589934583"),
        ("61", "53", "7"),
    ] {
        let toy = inputs("rsa-keygen")
            .with("size", "toy")
            .with("p", p)
            .with("q", q)
            .with("toy-e", e);
        let key =
            run("rsa-keygen", &toy).unwrap_or_else(|trouble| panic!("{p} {q} {e}: {trouble}"));
        for message in ["0", "1", "2", "14"] {
            let encrypt = inputs("rsa-encrypt")
                .with("scheme", "textbook")
                .with("message", message)
                .with_thing("key", material(&key, 1));
            let encrypted = run("rsa-encrypt", &encrypt).unwrap();
            let decrypt = inputs("rsa-decrypt")
                .with("scheme", "textbook")
                .with_thing("key", material(&key, 0))
                .with_thing("ciphertext", material(&encrypted, 0));
            let decrypted = run("rsa-decrypt", &decrypt).unwrap();
            assert!(
                decrypted
                    .headline
                    .starts_with(&format!("The number {message} "))
            );
        }
    }
    let composite = inputs("rsa-keygen")
        .with("size", "toy")
        .with("p", "1000036000099");
    let trouble = run("rsa-keygen", &composite).unwrap_err().to_string();
    assert!(
        trouble.contains("1000003") && trouble.contains("1000033"),
        "{trouble}"
    );
}

mod mutated {
    use super::*;
    use padlock::desk::{KeyType, Kind};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use std::sync::OnceLock;

    /// The private key, the public key, a ciphertext and a signature.
    fn things() -> &'static [Material; 4] {
        static THINGS: OnceLock<[Material; 4]> = OnceLock::new();
        THINGS.get_or_init(|| {
            let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
            let encrypt = inputs("rsa-encrypt").with_thing("key", material(&key, 1));
            let sign = inputs("rsa-sign").with_thing("key", material(&key, 0));
            [
                material(&key, 0),
                material(&key, 1),
                material(&run("rsa-encrypt", &encrypt).unwrap(), 0),
                material(&run("rsa-sign", &sign).unwrap(), 0),
            ]
        })
    }

    fn mutate(thing: &Material, changes: &[(u16, u8)], cut: Option<u16>) -> Material {
        let mut thing = thing.clone();
        let length = thing.bytes.len();
        for (at, value) in changes {
            thing.bytes[usize::from(*at) % length] = *value;
        }
        if let Some(cut) = cut {
            thing.bytes.truncate(usize::from(cut) % length);
        }
        thing
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 60,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(3),
            ..ProptestConfig::default()
        })]

        #[test]
        fn things_never_panic(
            changes in prop::collection::vec(any::<(u16, u8)>(), 0..3),
            cut in prop::option::weighted(0.3, any::<u16>()),
            which in 0..4_usize,
            scheme in prop::sample::select(vec!["auto", "oaep", "pkcs1v15", "pss", "textbook"]),
            message in ".{0,40}",
        ) {
            let mut things = things().clone();
            things[which] = mutate(&things[which], &changes, cut);
            let [private, public, ciphertext, signature] = things;
            for unit in ["rsa-encrypt", "rsa-decrypt", "rsa-sign", "rsa-verify"] {
                let key = if matches!(unit, "rsa-encrypt" | "rsa-verify") { &public } else { &private };
                let inputs = inputs(unit)
                    .with("scheme", scheme)
                    .with("message", message.clone())
                    .with_thing("key", key.clone())
                    .with_thing("ciphertext", ciphertext.clone())
                    .with_thing("signature", signature.clone());
                if let Err(trouble) = run(unit, &inputs) {
                    let about = units::find(unit).unwrap();
                    prop_assert!(about.input(&trouble.input).is_some(), "{unit}: {trouble:?}");
                }
            }
        }

        #[test]
        fn keys_that_do_not_fit_are_told_truly(p in 0_u64..3000, q in 0_u64..3000, e in 0_u64..300, large in any::<bool>()) {
            let grow = |number: u64| if large { (number << 40) | 1 } else { number };
            let inputs = inputs("rsa-keygen")
                .with("size", "toy")
                .with("anyway", "yes")
                .with("p", grow(p).to_string())
                .with("q", grow(q | 1).to_string())
                .with("toy-e", e.to_string());
            match run("rsa-keygen", &inputs) {
                Ok(output) => prop_assert!(output.good == Some(false) || output.drafts.len() == 2),
                Err(trouble) => prop_assert!(units::find("rsa-keygen").unwrap().input(&trouble.input).is_some()),
            }
        }

        #[test]
        fn any_text_comes_back_under_a_toy_key(
            which in 0..4_usize,
            message in "[^0-9\0]{1,40}",
        ) {
            let (p, q, e) = [
                ("61", "53", "17"),
                ("16411", "65537", "17"),
                ("16411", "65537", "65537"),
                ("18446744073709551557", "101", "7"),
            ][which];
            let [_, encrypted, decrypted, _, verified] = story(p, q, e, &message);
            let text = decrypted.results.last().unwrap();
            let shown = !message.chars().any(char::is_control);
            prop_assert!(!shown || format!("{:?}", text.data).contains(&format!("{message:?}")), "{encrypted:?}");
            prop_assert_eq!(verified.good, Some(true));
        }

        #[test]
        fn texts_never_panic(text in "[0-9 _x]{0,40}", field in prop::sample::select(vec!["p", "q", "toy-e", "e", "size"])) {
            let inputs = inputs("rsa-keygen").with("size", "toy").with("anyway", "yes").with(field, text);
            if let Err(trouble) = run("rsa-keygen", &inputs) {
                prop_assert!(units::find("rsa-keygen").unwrap().input(&trouble.input).is_some());
            }
        }
    }

    #[test]
    fn a_key_of_another_kind_is_refused() {
        let [private, ..] = things().clone();
        let wrong = Material {
            kind: Kind::PublicKey(KeyType::Rsa),
            ..private
        };
        let trouble = run(
            "rsa-encrypt",
            &inputs("rsa-encrypt").with_thing("key", wrong),
        )
        .unwrap_err();
        assert_eq!(trouble.input, "key");
        assert!(trouble.at.is_some(), "{trouble:?}");
    }
}
