//! Trial division of many numbers at once: a segment of odd numbers, and the
//! smallest prime below 2¹⁶ that divides each.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::sync::LazyLock;

/// Primes below this strike out candidates.
///
/// The more primes, the fewer candidates are left for the slow test, each of
/// which is prime with a chance of about 1.78·ln(BOUND)/ln(candidate); and the
/// longer the sieve takes. At 2¹⁶ the sieve of a segment takes about as long
/// as three tests of 1024 bits.
pub const BOUND: u32 = 1 << 16;

/// The odd primes below [`BOUND`], in order.
static PRIMES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut composite = vec![false; BOUND as usize / 2];
    let mut primes = Vec::new();
    // Place i stands for 2i + 1.
    for i in 1..composite.len() {
        if composite.get(i) != Some(&false) {
            continue;
        }
        let prime = 2 * i + 1;
        primes.extend(u32::try_from(prime));
        for place in composite.iter_mut().skip(prime * prime / 2).step_by(prime) {
            *place = true;
        }
    }
    primes
});

/// A segment of odd numbers, from a start on.
pub struct Sieve {
    /// For each odd number the smallest prime below [`BOUND`] that divides it
    /// and is not the number itself; 0 where there is none.
    divisors: Vec<u32>,
}

impl Sieve {
    /// Sieves `length` odd numbers from `start` on, which is odd and positive.
    #[must_use]
    pub fn new(start: &BigInt, length: usize) -> Self {
        let mut divisors = vec![0; length];
        // A prime need not strike itself, nor what smaller primes strike.
        let last: BigInt = start + 2 * length;
        let bound = last.sqrt().to_u32().unwrap_or(u32::MAX).min(BOUND);
        let primes = PRIMES.partition_point(|prime| *prime <= bound);
        let (_, words) = start.to_u32_digits();
        let mut rest = PRIMES.get(..primes).unwrap_or_default();
        while let Some((group, product, others)) = group(rest) {
            let remainder = remainder(&words, product);
            for &prime in group {
                let remainder = remainder % u64::from(prime);
                strike(&mut divisors, prime, remainder, start);
            }
            rest = others;
        }
        Self { divisors }
    }

    /// The smallest small prime that divides the number at this place, if any.
    #[must_use]
    pub fn divisor(&self, index: usize) -> Option<u32> {
        self.divisors
            .get(index)
            .copied()
            .filter(|prime| *prime != 0)
    }

    /// How many odd numbers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.divisors.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.divisors.is_empty()
    }

    /// The places of the numbers that no small prime divides.
    pub fn survivors(&self) -> impl Iterator<Item = usize> {
        (0..self.divisors.len()).filter(|index| self.divisor(*index).is_none())
    }
}

/// Marks what a prime divides, where no smaller one did. `remainder` is the
/// start's.
fn strike(divisors: &mut [u32], prime: u32, remainder: u64, start: &BigInt) {
    // The first multiple at or after the start is this far; it is odd where
    // the distance is even.
    let prime_wide = u64::from(prime);
    let distance = (prime_wide - remainder) % prime_wide;
    let even = if distance.is_multiple_of(2) {
        distance
    } else {
        distance + prime_wide
    };
    let Ok(mut first) = usize::try_from(even / 2) else {
        return;
    };
    if start
        .to_u64()
        .is_some_and(|start| start + even == prime_wide)
    {
        // That is the prime itself.
        first += prime as usize;
    }
    for place in divisors.iter_mut().skip(first).step_by(prime as usize) {
        if *place == 0 {
            *place = prime;
        }
    }
}

/// As many primes as a product below 2³² holds, the product, and the others.
fn group(primes: &[u32]) -> Option<(&[u32], u64, &[u32])> {
    let mut product = 1_u64;
    let mut count = 0;
    for prime in primes {
        let next = product * u64::from(*prime);
        if next > u64::from(u32::MAX) {
            break;
        }
        product = next;
        count += 1;
    }
    (count > 0).then(|| {
        let (group, others) = primes.split_at(count);
        (group, product, others)
    })
}

/// The remainder of a number in little-endian words by a divisor below 2³².
fn remainder(words: &[u32], divisor: u64) -> u64 {
    words
        .iter()
        .rev()
        .fold(0, |rest, word| ((rest << 32) | u64::from(*word)) % divisor)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::small_primes::SMALL_PRIMES;
    use proptest::prelude::*;

    #[test]
    fn the_primes_are_the_primes() {
        assert_eq!(PRIMES.len(), 6541); // π(2¹⁶) = 6542, without 2
        assert_eq!(PRIMES.last(), Some(&65_521));
        assert!(
            PRIMES
                .iter()
                .zip(SMALL_PRIMES.iter().skip(1))
                .all(|(a, b)| a == b)
        );
    }

    fn naive(number: &BigInt) -> Option<u32> {
        PRIMES
            .iter()
            .copied()
            .find(|prime| (number % *prime) == BigInt::ZERO && number != &BigInt::from(*prime))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, rng_seed: proptest::test_runner::RngSeed::Fixed(5), ..ProptestConfig::default() })]

        #[test]
        fn finds_what_division_finds(bytes in prop::collection::vec(any::<u8>(), 1..130), length in 1_usize..200) {
            let start = (BigInt::from_bytes_le(num_bigint::Sign::Plus, &bytes) << 1) + 1;
            let sieve = Sieve::new(&start, length);
            for index in 0..length {
                prop_assert_eq!(sieve.divisor(index), naive(&(&start + 2 * index)), "{} + 2·{}", start, index);
            }
        }
    }

    #[test]
    fn small_primes_survive() {
        let sieve = Sieve::new(&BigInt::from(1), 1000);
        let survivors: Vec<usize> = sieve.survivors().map(|index| 2 * index + 1).collect();
        assert_eq!(&survivors[..6], [1, 3, 5, 7, 11, 13]);
        assert_eq!(survivors.len(), 1 + 302); // 302 odd primes below 2000
    }
}
