#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::knowers::Knowers;
use crate::engine::trace::Recorder;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::One;
use proptest::prelude::*;

fn named(symbol: &'static str, integer: impl Into<BigInt>) -> NamedInteger {
    NamedInteger::public(symbol, integer)
}

fn big() -> impl Strategy<Value = BigInt> {
    prop::collection::vec(any::<u8>(), 0..80)
        .prop_map(|bytes| BigInt::from_bytes_be(Sign::Plus, &bytes))
}

fn fixed() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: prop::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

const PURPOSE: power::Purpose = power::Purpose {
    id: "power",
    title: "Power",
    result: "r",
    known_to: Knowers::EVERYBODY,
};

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn euclid_is_true(a in big(), b in big()) {
        let mut recorder = Recorder::default();
        let bezout = euclid::extended("e", &named("a", a.clone()), &named("b", b.clone()), &mut recorder);
        prop_assert!(recorder.finish().lies().is_empty());
        prop_assert_eq!(&bezout.gcd, &a.gcd(&b));
        prop_assert_eq!(&a * &bezout.s + &b * &bezout.t, bezout.gcd);
    }

    #[test]
    fn an_inverse_is_one(a in big(), n in big()) {
        match euclid::inverse("e", &named("a", a.clone()), &named("n", n.clone()), &mut ()) {
            Ok(inverse) => {
                prop_assert!((&a * &inverse).mod_floor(&n).is_one());
                prop_assert!(inverse < n);
            }
            Err(gcd) => prop_assert!(n <= BigInt::one() || (gcd > BigInt::one() && gcd == a.gcd(&n))),
        }
    }

    #[test]
    fn a_power_is_one(base in big(), exponent in big(), n in big()) {
        let mut recorder = Recorder::default();
        let result = power::power(&PURPOSE, &named("b", base.clone()), &named("x", exponent.clone()), &named("n", n.clone()), &mut recorder);
        prop_assert!(recorder.finish().lies().is_empty());
        match result {
            Ok(result) => prop_assert_eq!(result, base.modpow(&exponent, &n)),
            Err(error) => {
                prop_assert_eq!(error, power::Error::Modulus { found: BigInt::from(0) });
            }
        }
    }
}

#[test]
fn powers_that_do_not_exist() {
    for (exponent, n) in [(-1, 7), (3, 0), (3, -7)] {
        assert!(
            power::power(
                &PURPOSE,
                &named("b", 2),
                &named("x", exponent),
                &named("n", n),
                &mut ()
            )
            .is_err()
        );
    }
}

#[test]
fn small_primes_are_all_of_them() {
    let sieve: Vec<u32> = (2..2048_u32)
        .filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0))
        .collect();
    assert_eq!(sieve, crate::engine::small_primes::SMALL_PRIMES);
    for n in 0..20_000_u32 {
        let prime = n > 1 && (2..n).take_while(|d| d * d <= n).all(|d| n % d != 0);
        assert_eq!(prime::is_prime(&n.into()), prime, "{n}");
    }
}

/// Carmichael numbers, strong pseudoprimes to base 2 (OEIS A001262) and the
/// least ones to the first k primes (OEIS A014233).
const COMPOSITES: &[&str] = &[
    "561",
    "1105",
    "1729",
    "2465",
    "2821",
    "6601",
    "8911",
    "41041",
    "825265",
    "321197185",
    "5394826801",
    "232250619601",
    "9746347772161",
    "1436697831295441",
    "60977817398996785",
    "7156857700403137441",
    "1791562810662585767521",
    "87674969936234821377601",
    "2047",
    "3277",
    "4033",
    "4681",
    "8321",
    "15841",
    "29341",
    "42799",
    "49141",
    "52633",
    "65281",
    "74665",
    "80581",
    "85489",
    "88357",
    "90751",
    "1373653",
    "25326001",
    "3215031751",
    "2152302898747",
    "3474749660383",
    "341550071728321",
    "3825123056546413051",
    "318665857834031151167461",
    "3317044064679887385961981",
];

#[test]
fn famous_composites_are_not_prime() {
    for composite in COMPOSITES {
        let n: BigInt = composite.parse().unwrap();
        let mut recorder = Recorder::default();
        let finding = prime::examine("x", &named("n", n), &mut recorder);
        assert!(!finding.is_prime(), "{composite}");
        let trace = recorder.finish();
        assert!(trace.lies().is_empty(), "{composite}: {:?}", trace.lies());
    }
}

#[test]
fn famous_primes_are_prime() {
    for exponent in [61_u32, 89, 107, 127, 521, 607, 1279] {
        let n: BigInt = (BigInt::one() << exponent) - 1;
        let mut recorder = Recorder::default();
        assert!(prime::examine("x", &named("n", n.clone()), &mut recorder).is_prime());
        assert!(recorder.finish().lies().is_empty());
        assert!(!prime::is_prime(&(&n * &n)));
        assert!(!prime::is_prime(&(n * ((BigInt::one() << 61_u32) - 1))));
    }
}

#[test]
fn factors_of_short_composites_are_found() {
    for (n, least) in [
        (4_u64, 2),
        (9, 3),
        (25, 5),
        (91, 7),
        (4_295_098_369, 65537),
        (1_000_036_000_099, 1_000_003),
        (18_446_743_979_220_271_189, 4_294_967_279),
        (18_446_744_030_759_878_681, 4_294_967_291),
    ] {
        let factor = prime::factor(&n.into()).map(|factor| u64::try_from(factor).unwrap());
        let factor = factor.unwrap_or_else(|| panic!("{n}"));
        assert!(n % factor == 0 && factor > 1 && factor < n, "{n}: {factor}");
        assert_eq!(factor.min(n / factor), least);
    }
    assert_eq!(prime::factor(&65537.into()), None);
    assert_eq!(prime::factor(&(BigInt::one() << 100_u32)), None);
}
