#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::trace::{Observer, Recorder, Trace, Verdict};
use chacha20::ChaCha20Rng;
use num_bigint::BigInt;
use rand::{Rng, SeedableRng};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn honest(trace: &Trace) {
    assert!(!trace.all().is_empty());
    let lies = trace.lies();
    assert!(
        lies.is_empty(),
        "{}: {:?} {:?}",
        lies[0].0.title,
        lies[0].1,
        lies[0].1.check()
    );
    for step in trace.all() {
        for bytes in &step.bytes {
            assert_eq!(bytes.check(), Ok(()), "{}", step.title);
        }
    }
}

fn made(bits: usize, seed: u64, observer: &mut impl Observer) -> PrivateKey {
    generate(
        bits,
        &BigInt::from(65537),
        &mut rng(seed),
        &mut rng(seed + 1_000_000),
        observer,
    )
    .unwrap()
}

#[test]
fn keys_of_real_sizes_tell_the_truth() {
    for (bits, seeds) in [(512, 0..4), (768, 4..6), (1024, 6..8), (2048, 8..9)] {
        for seed in seeds {
            let mut recorder = Recorder::new(30);
            let key = made(bits, seed, &mut recorder);
            assert_eq!(key.n.integer.bits(), bits as u64);
            honest(&recorder.finish());
            key.to_crate().unwrap().validate().unwrap();
            let der = key.to_pkcs8_der().unwrap();
            assert_eq!(PrivateKey::from_pkcs8_der(&der).unwrap(), key);
            let spki = key.public().to_spki_der().unwrap();
            assert_eq!(PublicKey::from_spki_der(&spki).unwrap(), key.public());
        }
    }
}

#[test]
fn a_signature_is_what_the_crate_makes() {
    let key = made(768, 1, &mut ());
    let mut recorder = Recorder::default();
    let signature = pkcs1v15::sign(&key, b"hello", &mut recorder).unwrap();
    honest(&recorder.finish());
    let theirs = key.to_crate().unwrap();
    assert_eq!(
        signature,
        theirs.pkcs1v15_sign::<sha2::Sha256>(b"hello").unwrap()
    );
    let mut recorder = Recorder::default();
    let verdict = pkcs1v15::verify(&key.public(), b"hello", &signature, &mut recorder).unwrap();
    assert_eq!(verdict, Verdict::Passed);
    honest(&recorder.finish());
    let mut recorder = Recorder::default();
    let verdict = pkcs1v15::verify(&key.public(), b"hallo", &signature, &mut recorder).unwrap();
    assert_eq!(verdict, Verdict::Failed);
    honest(&recorder.finish());
}
