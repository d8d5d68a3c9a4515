//! The extra strong Lucas test (Grantham, “Frobenius pseudoprimes”, Math. Comp.
//! 70, 2001), where FIPS 186-5 §B.3.3 has another Lucas test.
//!
//! For the sizes of the kernels here, since it is as long as ten rounds of
//! Miller–Rabin elsewhere; for all others, and as the judge in the tests, by
//! crate `crypto-primes`.

use super::NamedInteger;
use super::kernel::Powers;
use crate::engine::trace::{Observer, Step};
use crypto_bigint::{BoxedUint, Odd};
use crypto_primes::hazmat::{BruteForceBase, LucasCheck, lucas_test};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// Whether an odd number above 2 passes, as every prime does. No composite is
/// known that passes this and a base-2 round of Miller–Rabin.
#[must_use]
pub fn passes(n: &BigInt, powers: &mut Powers) -> bool {
    by_kernel(n, powers).unwrap_or_else(|| by_crate(n))
}

/// The test by the crate.
#[must_use]
pub fn by_crate(n: &BigInt) -> bool {
    let bits = u32::try_from(n.bits()).unwrap_or(u32::MAX);
    let n = BoxedUint::from_be_slice_truncated(&n.to_bytes_be().1, bits);
    Odd::new(n)
        .into_option()
        .is_some_and(|n| lucas_test(n, BruteForceBase, LucasCheck::ExtraStrong).is_probably_prime())
}

/// The test by the kernel; `None` for a number of another size.
fn by_kernel(n: &BigInt, powers: &mut Powers) -> Option<bool> {
    by_numbers(n, |n, p, k| powers.lucas(n, p, k))
}

/// The test, with `V_k(P, 1)` and `V_{k+1}(P, 1)` from this function of n, P
/// and k; `None` where that has none.
fn by_numbers(
    n: &BigInt,
    mut numbers: impl FnMut(&BigInt, u64, &BigInt) -> Option<[BigInt; 2]>,
) -> Option<bool> {
    if n.sqrt().pow(2) == *n {
        return Some(false);
    }
    // The first P whose discriminant P² − 4 is no square modulo n.
    let mut p = 3_u64;
    loop {
        match jacobi(p * p - 4, n) {
            -1 => break,
            // A factor in common; it is n itself only where n is as short as P.
            0 => return (*n > BigInt::from(p + 2)).then_some(false),
            _ => p += 1,
        }
    }
    let more: BigInt = n + 1;
    let twos = more.trailing_zeros()?;
    let odd: BigInt = &more >> twos;
    let [mut v, next] = numbers(n, p, &odd)?;
    let two = BigInt::from(2);
    // U_k vanishes with 2·V_{k+1} − P·V_k, since P² − 4 has an inverse.
    let u_vanishes = (&two * next - BigInt::from(p) * &v).mod_floor(n).is_zero();
    if u_vanishes && (v == two || &v + &two == *n) {
        return Some(true);
    }
    for _ in 0..twos {
        if v.is_zero() {
            return Some(true);
        }
        v = (&v * &v - &two).mod_floor(n);
    }
    Some(false)
}

/// The Jacobi symbol of a small number over an odd positive one.
fn jacobi(a: u64, n: &BigInt) -> i32 {
    let (mut a, mut n) = (BigInt::from(a).mod_floor(n), n.clone());
    let mut sign = 1;
    while !a.is_zero() {
        while a.is_even() {
            a >>= 1;
            let eighth = (&n % 8_u32).iter_u32_digits().next().unwrap_or(0);
            if eighth == 3 || eighth == 5 {
                sign = -sign;
            }
        }
        let both_three = (&a % 4_u32) == BigInt::from(3) && (&n % 4_u32) == BigInt::from(3);
        if both_three {
            sign = -sign;
        }
        std::mem::swap(&mut a, &mut n);
        a %= &n;
    }
    if n.is_one() { sign } else { 0 }
}

/// Tells what the test said, as a step.
pub fn tell(n: &NamedInteger, passed: bool, observer: &mut impl Observer) {
    observer.step(|| {
        Step::new("lucas", format!("Extra strong Lucas test of {}", n.symbol))
            .says(if passed {
                "A sequence like Fibonacci’s has a term that every prime divides, and this number divides it, too. No composite is known that passes this test and base 2."
            } else {
                "A sequence like Fibonacci’s has a term that every prime divides. This number does not divide it, so the number is composite."
            })
            .passes_if(passed)
            .source("Grantham 2001", "")
    });
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests may fail loudly"
    )]

    use super::*;
    use crate::engine::number::search::Plan;
    use chacha20::ChaCha20Rng;
    use rand::SeedableRng;

    #[test]
    fn both_agree_on_primes_and_on_what_is_left_by_a_sieve() {
        let mut primes = 0;
        for seed in 0..3 {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let segment = Plan::draw(1024, 65_537, &mut rng).segment(0);
            for index in segment.sieve.survivors().take(60) {
                let n = segment.candidate(index);
                let passed = by_kernel(&n, &mut Powers::default()).unwrap();
                assert_eq!(passed, by_crate(&n), "{n}");
                primes += usize::from(passed);
            }
        }
        assert!(primes > 0);
    }

    /// V as its definition has it: `V_{k+1} = P·V_k − V_{k−1}`, by doubling.
    fn numbers(n: &BigInt, p: u64, k: &BigInt) -> Option<[BigInt; 2]> {
        let mut v = [BigInt::from(2), BigInt::from(p)];
        for index in (0..k.bits()).rev() {
            let kept = usize::from(k.bit(index));
            let between = (&v[0] * &v[1] - p).mod_floor(n);
            v[kept] = (&v[kept] * &v[kept] - 2_u32).mod_floor(n);
            v[1 - kept] = between;
        }
        Some(v)
    }

    #[test]
    fn both_agree_on_all_short_numbers() {
        // No pseudoprime is known of the kernels' sizes, so the numbers that
        // tell one Lucas test from another are short.
        for n in (7..100_000).step_by(2).map(BigInt::from) {
            assert_eq!(by_numbers(&n, numbers), Some(by_crate(&n)), "{n}");
        }
    }

    #[test]
    fn the_least_primes_pass() {
        // 5 divides the first discriminant, 3² − 4.
        for p in [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47] {
            assert!(passes(&BigInt::from(p), &mut Powers::default()), "{p}");
        }
    }

    #[test]
    fn squares_fail() {
        let p: BigInt = (BigInt::one() << 521_u32) - 1;
        assert_eq!(by_kernel(&(&p * &p), &mut Powers::default()), Some(false));
    }

    #[test]
    fn symbols_are_those_of_the_tables() {
        // Over 15: 1, 2, 4 and 8 give 1; 7, 11, 13 and 14 give −1.
        let over_15: Vec<i32> = (0..15).map(|a| jacobi(a, &BigInt::from(15))).collect();
        assert_eq!(over_15, [0, 1, 1, 0, 1, 0, 0, -1, 1, 0, 0, -1, 0, -1, -1]);
    }
}
