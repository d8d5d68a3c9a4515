//! Keys: made, broken, taken apart.

use super::{inputs, material, run, toy};
use padlock::units;

#[test]
fn a_toy_key() {
    let output = run("rsa-keygen", &toy("61", "53", "17")).unwrap();
    assert_eq!(output.drafts.len(), 2);
    assert!(output.drafts.iter().all(|draft| draft.demonstration));
    assert!(output.headline.contains("3233"));
    assert!(output.agreements.len() >= 3);
}

#[test]
fn a_real_key() {
    let output = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    assert_eq!(output.headline, "An RSA key of 2048 bits is made.");
    assert_eq!(output.agreements.len(), 5);
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
        let bad = toy("61", "53", "17").with(field, value);
        let diagnosis = run("rsa-keygen", &bad).unwrap_err();
        assert!(
            diagnosis.to_string().contains(expected),
            "{field}={value}: {diagnosis}"
        );
        assert!(!diagnosis.input.is_empty());
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
            "of every message is 1.",
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
        let bad = toy("61", "53", "17").with("size", size).with(field, e);
        let diagnosis = run("rsa-keygen", &bad).unwrap_err();
        assert_eq!(&*diagnosis.input, field);
        assert!(diagnosis.expected.contains(expected), "{diagnosis}");
        assert!(diagnosis.help.contains(why), "{diagnosis}");
        assert_eq!(diagnosis.help.contains("33"), e.len() > 4, "{diagnosis}");
    }
    let long = "1".repeat(78);
    let bad = inputs("rsa-keygen").with("e", &*long);
    let diagnosis = run("rsa-keygen", &bad).unwrap_err();
    assert!(diagnosis.help.contains("at most 33 bits"), "{diagnosis}");
    // The largest that the crate takes.
    let most = inputs("rsa-keygen").with("e", "8589934591");
    run("rsa-keygen", &most).unwrap();
}

#[test]
fn an_n_without_room_for_a_letter_is_named() {
    let toy = toy("11", "13", "7");
    let key = run("rsa-keygen", &toy).unwrap();
    let encrypt = inputs("rsa-encrypt").with_thing("key", material(&key, 1));
    let diagnosis = run("rsa-encrypt", &encrypt).unwrap_err();
    assert_eq!(diagnosis.input, "message");
    let says = diagnosis.to_string();
    assert!(
        says.contains("below n = 143") && says.contains("61 and 53"),
        "{says}"
    );
    run("rsa-encrypt", &encrypt.with("message", "42")).unwrap();
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
        assert!(output.trace.at(step).is_some(), "{step}");
        // Refused at a field where one does not ask to go on.
        if broken.is_on("anyway") {
            let diagnosis = run("rsa-keygen", &broken.with("anyway", "no")).unwrap_err();
            assert!(about.input(&diagnosis.input).is_some(), "{diagnosis:?}");
            assert!(diagnosis.help.contains("go on"), "{diagnosis}");
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
        let toy = toy(p, q, e);
        let output = run("rsa-keygen", &toy).unwrap();
        assert!(output.headline.contains(says), "{}", output.headline);
        assert_eq!(output.drafts.len(), 2);
    }
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
        let toy = toy(p, q, e);
        let key =
            run("rsa-keygen", &toy).unwrap_or_else(|diagnosis| panic!("{p} {q} {e}: {diagnosis}"));
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
    let diagnosis = run("rsa-keygen", &composite).unwrap_err().to_string();
    assert!(
        diagnosis.contains("1000003") && diagnosis.contains("1000033"),
        "{diagnosis}"
    );
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
    }
}
