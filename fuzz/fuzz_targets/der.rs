//! Bytes as DER: whatever they are, each has exactly one owner.
//!
//! What is inside PEM is read too, so that the files of `tests/vectors` are seeds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use padlock::engine::asn1::{
    dissect, dissect_any, dissect_certificate, dissect_digest_info, dissect_encrypted_private_key,
    dissect_private_key, dissect_public_key, dissect_request, dissect_rsa_private_key,
    dissect_rsa_public_key, pem, recognise,
};

fuzz_target!(|input: &[u8]| {
    let found = pem::read(input);
    for block in &found.blocks {
        every_structure(&block.der);
    }
    every_structure(input);
});

/// Takes the bytes apart as everything that is known here.
fn every_structure(der: &[u8]) {
    for take_apart in [
        dissect,
        dissect_any,
        dissect_certificate,
        dissect_request,
        dissect_private_key,
        dissect_encrypted_private_key,
        dissect_public_key,
        dissect_rsa_private_key,
        dissect_rsa_public_key,
        dissect_digest_info,
    ] {
        let dissection = take_apart(der);
        assert_eq!(dissection.check(), Ok(()));
        for problem in &dissection.problems {
            assert!(problem.at as usize <= der.len());
        }
    }
    let _ = recognise(der);
}
