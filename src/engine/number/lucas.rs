//! The Lucas test (FIPS 186-5 §B.3.3), as crate `crypto-primes` computes it.

use super::Named;
use crate::engine::trace::{Observer, Step};
use crypto_bigint::{BoxedUint, Odd, U1024, U1536, U2048, UnsignedWithMontyForm};
use crypto_primes::hazmat::{LucasCheck, SelfridgeBase, lucas_test};
use num_bigint::BigInt;

/// Whether an odd number above 2 passes the strong Lucas test with
/// Selfridge's parameters, as every prime does. No composite is known that
/// passes this and a base-2 round of Miller–Rabin.
#[must_use]
pub fn passes(n: &BigInt) -> bool {
    let bytes = n.to_bytes_be().1;
    match n.bits() {
        1024 => test(U1024::from_be_slice(&bytes)),
        1536 => test(U1536::from_be_slice(&bytes)),
        2048 => test(U2048::from_be_slice(&bytes)),
        bits => test(BoxedUint::from_be_slice_truncated(
            &bytes,
            u32::try_from(bits).unwrap_or(u32::MAX),
        )),
    }
}

fn test<T: UnsignedWithMontyForm>(n: T) -> bool {
    Odd::new(n)
        .into_option()
        .is_some_and(|n| lucas_test(n, SelfridgeBase, LucasCheck::Strong).is_probably_prime())
}

/// Tells what the test said, as a step.
pub fn tell(n: &Named, passed: bool, observer: &mut impl Observer) {
    observer.step(|| {
        Step::new("lucas", format!("Lucas test of {}", n.symbol))
            .says(if passed {
                "A sequence like Fibonacci’s, computed modulo the number, vanishes where it does for every prime. No composite is known that passes this test and base 2."
            } else {
                "A sequence like Fibonacci’s, computed modulo the number, does not vanish where it does for every prime, so the number is composite."
            })
            .passes_if(passed)
            .source("FIPS 186-5", "B.3.3")
    });
}
