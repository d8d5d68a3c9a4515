//! Why the private key undoes what the public key did.

use super::{inputs, material, run, toy};

#[test]
fn every_number_below_a_small_modulus_comes_home() {
    for (p, q, e) in [("3", "11", "3"), ("5", "11", "3"), ("7", "13", "5")] {
        let key = run("rsa-keygen", &toy(p, q, e)).unwrap();
        let n: u32 = p.parse::<u32>().unwrap() * q.parse::<u32>().unwrap();
        for number in 0..n {
            let why = inputs("rsa-why")
                .with("number", number.to_string())
                .with_thing("key", material(&key, 0));
            let output = run("rsa-why", &why).unwrap();
            let says = format!("There and back: {number} → ");
            assert!(output.headline.starts_with(&says), "{}", output.headline);
        }
    }
}

#[test]
fn the_same_holds_for_a_real_key() {
    let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
    let number = "12345678901234567890";
    let why = inputs("rsa-why")
        .with("number", number)
        .with_thing("key", material(&key, 0));
    let output = run("rsa-why", &why).unwrap();
    assert!(
        output.headline.ends_with(&format!("→ {number}.")),
        "{}",
        output.headline
    );
}

#[test]
fn what_is_no_number_below_n_is_said_at_its_field() {
    let key = run("rsa-keygen", &toy("3", "11", "3")).unwrap();
    for (number, found) in [
        ("33", "33"),
        ("", "nothing"),
        ("five", "'f'"),
        ("-1", "'-'"),
    ] {
        let why = inputs("rsa-why")
            .with("number", number)
            .with_thing("key", material(&key, 0));
        let diagnosis = run("rsa-why", &why).unwrap_err();
        assert_eq!(diagnosis.input, "number");
        assert!(diagnosis.to_string().contains(found), "{diagnosis}");
    }
}
