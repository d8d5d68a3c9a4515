//! Whether p and q of a key are prime: what crate `crypto-primes` says before
//! anything uses the key.

use super::{Error, PrivateKey};
use crate::engine::number::prime::{divisor, factor, is_prime_by_crate};
use num_bigint::BigInt;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::VecDeque;

/// How many numbers that were found prime are remembered: those of a few keys.
const REMEMBERED: usize = 32;

thread_local! {
    /// SHA-256 of each number that was found prime last. An exhibit reads its
    /// key anew for every run and every window of its steps, and the test takes
    /// longer than a signature.
    static FOUND: RefCell<VecDeque<[u8; 32]>> = const { RefCell::new(VecDeque::new()) };
}

impl PrivateKey {
    /// Whether p and q are prime, by crate `crypto-primes`: base 2 of
    /// Miller–Rabin and a Lucas test, which no composite is known to pass,
    /// whoever made it (Albrecht, Massimo, Paterson and Somorovsky, “Prime and
    /// Prejudice”, 2018, section 6).
    ///
    /// # Errors
    /// Which of them is none.
    pub fn check_primes(&self) -> Result<(), Error> {
        check(&self.p.integer, &self.q.integer)
    }
}

/// Whether two numbers are the two primes of a modulus.
pub(super) fn fit(n: &BigInt, p: &BigInt, q: &BigInt) -> Result<(), Error> {
    if p * q != *n {
        return Err(Error::Inconsistent { rule: "n = p · q" });
    }
    if p == q {
        return Err(Error::EqualPrimes { found: p.clone() });
    }
    check(p, q)
}

fn check(p: &BigInt, q: &BigInt) -> Result<(), Error> {
    for (which, number) in [("p", p), ("q", q)] {
        if !is_prime(number) {
            let small = divisor(&number.to_u32_digits().1);
            return Err(Error::NotPrime {
                which,
                found: number.clone(),
                factor: small.map(BigInt::from).or_else(|| factor(number)),
            });
        }
    }
    Ok(())
}

fn is_prime(number: &BigInt) -> bool {
    let name: [u8; 32] = Sha256::digest(number.to_signed_bytes_be()).into();
    let known = FOUND.with_borrow(|found| found.contains(&name));
    if known || !is_prime_by_crate(number) {
        return known;
    }
    FOUND.with_borrow_mut(|found| {
        found.truncate(REMEMBERED - 1);
        found.push_front(name);
    });
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn says_which_is_none_and_what_divides_it() {
        // 340,561 is a Carmichael number, and 4,759,123,141 passes
        // Miller–Rabin for the bases 2, 7 and 61.
        let prime = BigInt::from(1_000_003);
        for (composite, factors) in [(340_561_u64, [13, 13]), (4_759_123_141, [48_781, 97_561])] {
            let composite = BigInt::from(composite);
            for (which, pair) in [("p", [&composite, &prime]), ("q", [&prime, &composite])] {
                let Err(Error::NotPrime {
                    which: named,
                    found,
                    factor: Some(factor),
                }) = check(pair[0], pair[1])
                else {
                    panic!("{composite} as {which}");
                };
                assert_eq!((named, &found), (which, &composite));
                assert!(factors.map(BigInt::from).contains(&factor));
            }
        }
        assert_eq!(check(&prime, &3.into()), Ok(()));
    }

    #[test]
    fn only_primes_are_remembered() {
        let composite = BigInt::from(2047); // the least that passes base 2
        for _ in 0..2 {
            assert!(!is_prime(&composite));
            for prime in (3_u32..400).filter(|n| (2..*n).all(|d| n % d != 0)) {
                assert!(is_prime(&prime.into()), "{prime}");
            }
        }
        let kept = FOUND.with_borrow(VecDeque::len);
        assert_eq!(kept, REMEMBERED);
    }
}
