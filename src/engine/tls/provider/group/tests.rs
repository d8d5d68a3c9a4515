//! What Project Wycheproof asks of key exchanges, through those of a connection.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::*;
use wycheproof::{TestResult, ecdh, xdh};

/// How many tests ended in each way. Of those that are acceptable: how many were
/// refused, and of how many the right secret came.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    valid: usize,
    acceptable: [usize; 2],
    invalid: usize,
}

impl Tally {
    fn asked(&mut self, case: &str, expected: TestResult, taken: bool) {
        match expected {
            TestResult::Valid => {
                assert!(taken, "{case} is valid");
                self.valid += 1;
            }
            TestResult::Invalid => {
                assert!(!taken, "{case} is invalid");
                self.invalid += 1;
            }
            TestResult::Acceptable => self.acceptable[usize::from(taken)] += 1,
        }
    }
}

#[test]
fn x25519_comes_to_the_secret() {
    let mut tally = Tally::default();
    let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
        let case = format!("{} {}", test.tc_id, test.comment);
        let private: [u8; 32] = test.private_key[..].try_into().unwrap();
        let pair = X25519Pair {
            private: private.into(),
            public: [0; 32],
        };
        let secret = pair.secret(&test.public_key).ok();
        let right = secret.is_some_and(|secret| secret == test.shared_secret[..]);
        // Where it is all zeros, the point was chosen so, and that is refused.
        let is_zero = test.shared_secret.iter().all(|byte| *byte == 0);
        assert_eq!(secret.is_none(), is_zero, "{case}");
        tally.asked(&case, test.result, right);
    }
    // Acceptable are points of low order, which are refused, and those of the twist
    // and in unusual forms, which RFC 7748 takes.
    let expected = Tally {
        valid: 264,
        acceptable: [31, 223],
        invalid: 0,
    };
    assert_eq!(tally, expected);
}

#[test]
fn p256_comes_to_the_secret() {
    let mut tally = Tally::default();
    let name = ecdh::TestName::EcdhSecp256r1Ecpoint;
    let set = ecdh::TestSet::load(name).unwrap();
    for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
        let case = format!("{} {}", test.tc_id, test.comment);
        // A number of any length, as one of 32 bytes.
        let zeros = test.private_key.iter().take_while(|byte| **byte == 0);
        let number = &test.private_key[zeros.count()..];
        let private = [vec![0; 32 - number.len()], number.to_vec()].concat();
        let pair = P256Pair {
            private: p256::SecretKey::from_slice(&private).unwrap(),
            public: Vec::new(),
        };
        let secret = Box::new(pair).complete(&test.public_key).ok();
        let right = secret.is_some_and(|secret| secret.secret_bytes() == &test.shared_secret[..]);
        // TLS 1.3 has no compressed points (RFC 8446 §4.2.8.2).
        let is_compressed = matches!(test.public_key[..], [2 | 3, ..]);
        assert!(!(is_compressed && right), "{case}");
        tally.asked(&case, test.result, right);
    }
    // Acceptable is the one point that is compressed.
    let expected = Tally {
        valid: 330,
        acceptable: [1, 0],
        invalid: 24,
    };
    assert_eq!(tally, expected);
}
