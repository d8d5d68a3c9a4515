//! Benchmarks in the browser, in a worker, where Padlock computes.
//!
//! To add one, write a test that calls [`measure`](measure::measure) with a name and a closure.
//! `cargo xtask bench` runs all of them, `cargo xtask bench sha` those whose
//! function's name holds `sha`.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark may fail in the shortest way"
)]

use num_bigint::BigInt;
use padlock::engine::number::kernel::{Power, Powers};
use padlock::engine::number::lucas;
use padlock::engine::number::prime::random_base;
use padlock::engine::number::search::{self, Plan, PrimeRequirements, PrimeSearch, SearchFindings};
use padlock::engine::rsa::{self, quick::Blinded};
use padlock::units::Randomness;
use sha2::{Digest, Sha256};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod measure;
use measure::measure;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn sha256_1_mib() {
    let input = vec![0xa5; 1 << 20];
    measure("sha256 of 1 MiB", || Sha256::digest(&input));
}

/// A key of 2048 bits, each time from other primes: searched for, derived, untold.
#[wasm_bindgen_test]
fn rsa_2048_key() {
    let mut word = 0_u32;
    measure("RSA key of 2048 bits", || {
        word += 1;
        let randomness = Randomness::Lesson(word.to_string());
        let e = BigInt::from(65_537);
        rsa::generate_alone(
            2048,
            &e,
            &mut randomness.generator("p"),
            &mut randomness.generator("q"),
            &mut (),
        )
        .expect("a key is found")
    });
}

/// A signature with its power by CRT, by the code that is shown, untold.
#[wasm_bindgen_test]
fn rsa_2048_signature() {
    let randomness = Randomness::default();
    let key = rsa::generate_alone(
        2048,
        &BigInt::from(65_537),
        &mut randomness.generator("p"),
        &mut randomness.generator("q"),
        &mut (),
    )
    .expect("a key is found");
    measure("RSA signature, 2048 bits", || {
        rsa::pkcs1v15::sign(&key, b"message", rsa::How::Crt, &mut ()).expect("a signature")
    });
}

/// The parts of a signature that is not told, by the best kernel: what the page
/// about speed says of them is from here.
#[wasm_bindgen_test]
fn parts_of_a_quick_signature() {
    let randomness = Randomness::default();
    let key = rsa::generate_alone(
        2048,
        &BigInt::from(65_537),
        &mut randomness.generator("p"),
        &mut randomness.generator("q"),
        &mut (),
    )
    .expect("a key is found");
    let mut powers = padlock::link::best_powers();
    let mut rng = randomness.generator("blinding");
    let (n, input) = (&key.n.integer, random_base(&key.n.integer, &mut rng));
    let mut blinded = Blinded::new(&key);
    measure("quick signature, 2048 bits", || {
        rsa::pkcs1v15::sign_quickly(&mut blinded, b"message", &mut rng, &mut powers)
            .expect("a signature")
    });
    measure("the same without blinding", || {
        rsa::quick::private(&key, &input, &mut powers).expect("a power")
    });
    measure("the same without blinding and check", || {
        let halves = [(&key.p, &key.d_p), (&key.q, &key.d_q)];
        let reduced = halves.map(|(prime, _)| &input % &prime.integer);
        let power = |half: usize| Power {
            base: Some(&reduced[half]),
            exponent: &halves[half].1.integer,
            modulus: &halves[half].0.integer,
        };
        powers.both([power(0), power(1)])
    });
    measure("the same with a factor of its own", || {
        Blinded::new(&key)
            .private(&input, &mut rng, &mut powers)
            .expect("a power")
    });
    measure("power of e by num-bigint", || {
        input.modpow(&key.e.integer, n)
    });
    measure("inverse modulo n by num-bigint", || input.modinv(n));
}

/// The parts of a search, each by itself.
#[wasm_bindgen_test]
fn search_parts_1024() {
    let mut rng = Randomness::default().generator("p");
    let plan = Plan::draw(1024, 65_537, &mut rng);
    let mut number = 0_u32;
    measure("sieve of a segment, 1024 bits", || {
        number += 1;
        plan.segment(number)
    });
    let wanted = PrimeRequirements {
        symbol: "p",
        plan: plan.clone(),
        name: "p".into(),
        other: None,
    };
    let mut powers = Powers::default();
    let p =
        search::search(&wanted, SearchFindings::default(), &mut powers, &mut ()).expect("a prime");
    measure("Lucas test, 1024 bits", || lucas::passes(&p, &mut powers));
    let asked = PrimeSearch {
        name: None,
        plan: plan.clone(),
    };
    let task = search::task(&[asked]);
    let mut part = search::begin(&task, 0, 1).expect("a search");
    while part.advance(&mut powers, &mut |_| {}) {}
    let known = SearchFindings::of(&plan, &[part.finish(&powers)]);
    measure("search with everything known, 1024 bits", || {
        search::search(&wanted, known.clone(), &mut powers, &mut ())
    });
}

/// What comes after the search.
#[wasm_bindgen_test]
fn key_from_primes_2048() {
    let randomness = Randomness::default();
    let e = BigInt::from(65_537);
    let (mut p, mut q) = (randomness.generator("p"), randomness.generator("q"));
    let key = rsa::generate_alone(2048, &e, &mut p, &mut q, &mut ()).expect("a key is found");
    measure("the crate's key from components, 2048 bits", || {
        key.to_crate()
    });
    let theirs = key.to_crate().expect("a key");
    measure("the crate's validation, 2048 bits", || theirs.validate());
}
