//! openssl says of every key that it is one, and the primes are what
//! FIPS 186-5 §A.1.3 asks for.
//!
//! Each of the two tests makes ten keys, half of them of 2048 bits. Where
//! `PADLOCK_KEYS` is set, that is the number of keys of both together: try
//! `PADLOCK_KEYS=1000 cargo test --release --test interop keys::`.

use crate::support::judges;
use chacha20::ChaCha20Rng;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};
use padlock::engine::rsa::{PrivateKey, generate_alone};
use rand::SeedableRng;
use std::io::Write;
use std::process::Stdio;

/// The sizes, in turn.
const SIZES: [usize; 10] = [2048, 1024, 3072, 2048, 1024, 2048, 4096, 2048, 1024, 2048];
/// The public exponents, in turn.
const EXPONENTS: [u64; 7] = [65_537, 65_537, 3, 65_537, 17, 65_537, 0xffff_ffff];

fn how_many() -> u64 {
    std::env::var("PADLOCK_KEYS").map_or(20, |number| number.parse().unwrap())
}

/// What openssl says of a key in PEM.
fn checked(pem: &str) -> String {
    let mut openssl = judges::openssl()
        .unwrap()
        .args(["rsa", "-check", "-noout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = openssl.stdin.take().unwrap();
    stdin.write_all(pem.as_bytes()).unwrap();
    drop(stdin);
    let said = openssl.wait_with_output().unwrap();
    format!(
        "{}{}{}",
        if said.status.success() {
            ""
        } else {
            "failed: "
        },
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    )
}

/// What the standard asks of the primes.
fn check_primes(key: &PrivateKey, bits: usize, e: &BigInt) {
    let half = bits as u64 / 2;
    let (p, q) = (&key.p.integer, &key.q.integer);
    for prime in [p, q] {
        assert_eq!(prime.bits(), half);
        assert!(prime.bit(half - 1) && prime.bit(half - 2));
        assert!((prime - 1_u32).gcd(e).is_one());
    }
    assert!((p - q).abs() > BigInt::one() << (half - 100));
    assert_eq!(key.n.integer, p * q);
    assert_eq!(key.n.integer.bits(), 2 * half);
    assert!(key.d.integer > BigInt::one() << half);
}

/// Makes every second key and has it judged.
fn judge_keys(first: u64, pem: impl Fn(&PrivateKey) -> String) {
    let Some(_) = judges::openssl() else { return };
    for number in (first..how_many()).step_by(2) {
        let index = usize::try_from(number / 2).unwrap();
        let bits = SIZES[index % SIZES.len()];
        let e = BigInt::from(EXPONENTS[index % EXPONENTS.len()]);
        let mut rngs = [2 * number, 2 * number + 1].map(ChaCha20Rng::seed_from_u64);
        let [for_p, for_q] = &mut rngs;
        let key = generate_alone(bits, &e, for_p, for_q, &mut ()).unwrap();
        check_primes(&key, bits, &e);
        let says = checked(&pem(&key));
        assert!(
            says.contains("RSA key ok"),
            "key {number}, {bits} bits, e = {e}: {says}"
        );
    }
}

fn encode(label: &'static str, der: &[u8]) -> String {
    der::pem::encode_string(label, der::pem::LineEnding::LF, der).unwrap()
}

#[test]
fn keys_in_pkcs8_are_ok() {
    judge_keys(0, |key| encode("PRIVATE KEY", &key.to_pkcs8_der().unwrap()));
}

#[test]
fn keys_in_pkcs1_are_ok() {
    judge_keys(1, |key| {
        encode("RSA PRIVATE KEY", &key.to_pkcs1_der().unwrap())
    });
}

#[test]
fn openssl_finds_what_is_wrong_with_a_key() {
    let Some(_) = judges::openssl() else { return };
    let mut rngs = [1, 2].map(ChaCha20Rng::seed_from_u64);
    let [for_p, for_q] = &mut rngs;
    let mut key = generate_alone(1024, &BigInt::from(3), for_p, for_q, &mut ()).unwrap();
    key.d.integer += 2;
    let says = checked(&encode("PRIVATE KEY", &key.to_pkcs8_der().unwrap()));
    assert!(!says.contains("RSA key ok"), "{says}");
}
