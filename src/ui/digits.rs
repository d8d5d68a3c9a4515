//! The digits of integers, by loops over their words: the library's own way,
//! which is fast for millions of digits, is 20 kB that a page would load.

use num_bigint::{BigInt, Sign};
use std::fmt::Write as _;

/// In decimal.
#[must_use]
pub fn decimal(integer: &BigInt) -> String {
    const CHUNK: u64 = 1_000_000_000;
    let mut words: Vec<u32> = integer.iter_u32_digits().collect();
    // Nine digits each, the lowest first.
    let mut chunks = Vec::new();
    while !words.is_empty() {
        let mut rest = 0;
        for word in words.iter_mut().rev() {
            let value = (rest << 32) | u64::from(*word);
            *word = u32::try_from(value / CHUNK).unwrap_or(0);
            rest = value % CHUNK;
        }
        chunks.push(rest);
        while words.last() == Some(&0) {
            words.pop();
        }
    }
    let mut digits = sign(integer).to_owned();
    let _ = write!(digits, "{}", chunks.pop().unwrap_or(0)); // Strings take all.
    for chunk in chunks.iter().rev() {
        let _ = write!(digits, "{chunk:09}");
    }
    digits
}

/// In hexadecimal.
#[must_use]
pub fn hexadecimal(integer: &BigInt) -> String {
    let mut words: Vec<u32> = integer.iter_u32_digits().collect();
    let mut digits = sign(integer).to_owned();
    let _ = write!(digits, "{:x}", words.pop().unwrap_or(0));
    for word in words.iter().rev() {
        let _ = write!(digits, "{word:08x}");
    }
    digits
}

fn sign(integer: &BigInt) -> &'static str {
    if integer.sign() == Sign::Minus {
        "-"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..ProptestConfig::default() })]
        #[test]
        fn digits_are_those_of_the_library(
            negative in any::<bool>(),
            zeros in 0_usize..20,
            mut bytes in prop::collection::vec(any::<u8>(), 0..600),
        ) {
            // Words that are zero, too.
            bytes.extend(vec![0; zeros]);
            let sign = if negative { Sign::Minus } else { Sign::Plus };
            let integer = BigInt::from_bytes_be(sign, &bytes);
            prop_assert_eq!(decimal(&integer), integer.to_string());
            prop_assert_eq!(hexadecimal(&integer), format!("{integer:x}"));
        }
    }

    #[test]
    fn the_least_have_one_digit() {
        for integer in -1..=1 {
            assert_eq!(decimal(&integer.into()), integer.to_string());
            assert_eq!(hexadecimal(&BigInt::from(integer)), integer.to_string());
        }
    }
}
