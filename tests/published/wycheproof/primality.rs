//! Primes and composites as p and as q of a key that is read from a file, and
//! that fits otherwise.

use crate::support::built::{fitting, pkcs1, versioned};
use num_bigint::BigInt;
use num_traits::{One as _, Signed as _, Zero as _};
use padlock::engine::asn1::pem;
use padlock::engine::rsa::PrivateKey;
use padlock::engine::trace::Recorder;
use padlock::units::{File, Inputs};
use std::collections::BTreeMap;

const VECTORS: &str = include_str!("../../vectors/primality/wycheproof.json");

const KEY: &str = include_str!("../../vectors/keys/rsa-pkcs8.pem");

/// What an import says of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    /// It is good, and lies ready for the desk.
    Good,
    /// The number in this place is no prime.
    NoPrime,
    /// n is even: a factor is 2, or 0, or another even number.
    Even,
    /// It is negative, as no number of a key is.
    Negative,
}

/// A key of these factors, in `RSAPrivateKey`. To numbers below 2 nothing fits
/// but n, which is that of their absolute values.
fn key(p: &BigInt, q: &BigInt) -> Vec<u8> {
    let one = BigInt::one;
    let numbers = match *p > one() && *q > one() {
        true => fitting(p, q),
        false => [
            (p * q).abs(),
            3.into(),
            one(),
            p.clone(),
            q.clone(),
            one(),
            one(),
            one(),
        ],
    };
    pkcs1(&versioned(&numbers))
}

fn said(which: &str, p: &BigInt, q: &BigInt) -> Said {
    let file = File {
        name: "key.der".into(),
        bytes: key(p, q).into(),
    };
    let inputs = Inputs::default().with_file(file);
    let output = padlock::units::run("desk-import", &inputs, &mut Recorder::default()).unwrap();
    let good = output.good == Some(true);
    assert_eq!(output.drafts.len(), usize::from(good), "{p} · {q}");
    let says = &*output.headline;
    let reasons = [
        (Said::Good, "This is an RSA private key of ".to_owned()),
        (
            Said::NoPrime,
            format!("whose {which} is no prime. Expected an odd prime as {which}, found "),
        ),
        (Said::Even, "n is a product of two odd primes".to_owned()),
        (
            Said::Negative,
            format!("whose {which} is no positive INTEGER. Expected {which} "),
        ),
    ];
    let reason = match good {
        true => &reasons[..1],
        false => &reasons[1..],
    };
    let mut found = reason.iter().filter(|(_, words)| says.contains(words));
    found
        .next()
        .map(|(said, _)| *said)
        .unwrap_or_else(|| panic!("{p} · {q}: {says}"))
}

#[test]
fn no_composite_gets_in_and_every_prime_does() {
    // Beside each number stands a prime of 1024 bits.
    let block = &pem::read(KEY.as_bytes()).blocks[0];
    let other = PrivateKey::from_pkcs8_der(&block.der).unwrap().q.integer;
    let file: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
    let groups = file["testGroups"].as_array().unwrap();
    let tests = groups
        .iter()
        .flat_map(|group| group["tests"].as_array().unwrap());
    let mut counts = BTreeMap::new();
    for test in tests {
        let hex = test["value"].as_str().unwrap();
        let bytes: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        let number = BigInt::from_signed_bytes_be(&bytes);
        let result = test["result"].as_str().unwrap();
        let said = [said("p", &number, &other), said("q", &other, &number)];
        let case = format!("{} {}", test["tcId"], test["comment"]);
        assert_eq!(said[0], said[1], "{case}");
        let expected: &[Said] = match result {
            "valid" if number == BigInt::from(2) => &[Said::Even],
            "valid" => &[Said::Good],
            "invalid" if number.is_positive() => &[Said::NoPrime, Said::Even],
            "invalid" if number.is_zero() => &[Said::Even],
            // Some libraries take the negative of a prime for one.
            "invalid" | "acceptable" => &[Said::Negative],
            other => panic!("{other}"),
        };
        assert!(expected.contains(&said[0]), "{case}: {said:?}");
        *counts.entry((result.to_owned(), said[0])).or_insert(0) += 1;
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|((result, said), n)| (&**result, *said, *n))
        .collect();
    let expected = [
        ("acceptable", Said::Negative, 8),
        ("invalid", Said::NoPrime, 235),
        ("invalid", Said::Even, 2), // 0 and 4
        ("invalid", Said::Negative, 6),
        ("valid", Said::Good, 65),
        ("valid", Said::Even, 1), // 2, which no key here has
    ];
    assert_eq!(counts, expected);
}
