//! The units of the RSA page, run as the worker runs them.

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
