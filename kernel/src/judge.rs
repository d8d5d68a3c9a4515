//! The kernels against num-bigint, on moduli of all shapes: whole powers here,
//! single products in the kernels' own tests.

pub(crate) mod dice;

use crate::{Pair, exact, fused, scalar};
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

pub(crate) fn number<const W: usize>(words: &[u64; W]) -> BigUint {
    let halves = |word: &u64| [*word as u32, (word >> 32) as u32];
    BigUint::new(words.iter().flat_map(halves).collect())
}

/// `a − b`, where that is not negative.
pub(crate) fn minus(a: &BigUint, b: &BigUint) -> Option<BigUint> {
    (a >= b).then(|| a - b)
}

pub(crate) fn words<const W: usize>(number: &BigUint) -> [u64; W] {
    let mut words = [0; W];
    for (word, digit) in words.iter_mut().zip(number.to_u64_digits()) {
        *word = digit;
    }
    words
}

/// Words as they come, and those at which carries begin and end.
fn word() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => any::<u64>(),
        1 => Just(u64::MAX),
        1 => Just(0),
        1 => (0_u32..64).prop_map(|bit| 1 << bit),
        1 => (0_u32..64).prop_map(|bit| u64::MAX << bit),
        1 => (0_u32..64).prop_map(|bit| u64::MAX >> bit),
    ]
}

fn any_words<const W: usize>() -> impl Strategy<Value = [u64; W]> {
    prop_oneof![
        6 => prop::collection::vec(word(), W),
        1 => Just(vec![u64::MAX; W]),
        1 => Just(vec![0; W]),
        // Near a power of two.
        1 => (0..W, any::<u8>()).prop_map(|(at, low)| {
            let mut words = vec![0; W];
            words[at] = 1;
            words[0] |= u64::from(low);
            words
        }),
    ]
    .prop_map(|words| words.try_into().unwrap())
}

fn modulus<const W: usize>() -> impl Strategy<Value = [u64; W]> {
    any_words().prop_map(|mut words: [u64; W]| {
        words[0] |= 1;
        words[W - 1] |= 1 << 63;
        words
    })
}

fn pair<const W: usize>() -> impl Strategy<Value = Pair<W>> {
    let lane = || (modulus(), any_words(), any_words());
    (lane(), lane()).prop_map(|(a, b)| {
        let value = |(n, x, _): &([u64; W], [u64; W], [u64; W])| words(&(number(x) % number(n)));
        Pair {
            value: [value(&a), value(&b)],
            modulus: [a.0, b.0],
            exponent: [a.2, b.2],
        }
    })
}

fn check<const W: usize>(
    pair: &Pair<W>,
    powers: [fn(&mut Pair<W>); 3],
    powers_of_two: [fn(&mut Pair<W>); 3],
) -> Result<(), TestCaseError> {
    prop_assert!(pair.is_fit());
    let expected = |base: [BigUint; 2]| {
        let [a, b] = base;
        let power = |base: BigUint, lane: usize| {
            words(&base.modpow(&number(&pair.exponent[lane]), &number(&pair.modulus[lane])))
        };
        [power(a, 0), power(b, 1)]
    };
    let wanted = expected([number(&pair.value[0]), number(&pair.value[1])]);
    for power in powers {
        let mut pair = *pair;
        power(&mut pair);
        prop_assert_eq!(pair.value, wanted);
    }
    let wanted = expected([BigUint::from(2_u32), BigUint::from(2_u32)]);
    for power in powers_of_two {
        let mut pair = *pair;
        power(&mut pair);
        prop_assert_eq!(pair.value, wanted);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn powers_of_1024_bits(pair in pair()) {
        check(&pair, [scalar::power_16, fused::power_16, exact::power_16], [scalar::power_of_two_16, fused::power_of_two_16, exact::power_of_two_16])?;
    }

    #[test]
    fn powers_of_1536_bits(pair in pair()) {
        check(&pair, [scalar::power_24, fused::power_24, exact::power_24], [scalar::power_of_two_24, fused::power_of_two_24, exact::power_of_two_24])?;
    }

    #[test]
    fn powers_of_2048_bits(pair in pair()) {
        check(&pair, [scalar::power_32, fused::power_32, exact::power_32], [scalar::power_of_two_32, fused::power_of_two_32, exact::power_of_two_32])?;
    }
}

/// `V_k(P, 1) mod n` by the definition's own ladder.
fn lucas(p: u64, k: &BigUint, n: &BigUint) -> [BigUint; 2] {
    let p = BigUint::from(p);
    let minus = |a: BigUint, b: &BigUint| (a + n + n - b % n) % n;
    let mut v = [BigUint::from(2_u32) % n, &p % n];
    for index in (0..k.bits()).rev() {
        let between = minus(&v[0] * &v[1], &p);
        let kept = usize::from(k.bit(index));
        v[kept] = minus(&v[kept] * &v[kept], &BigUint::from(2_u32));
        v[1 - kept] = between;
    }
    v
}

fn check_lucas<const W: usize>(
    pair: &Pair<W>,
    p: u64,
    kernels: [fn(&mut Pair<W>); 3],
) -> Result<(), TestCaseError> {
    let (n, k) = (pair.modulus[0], pair.exponent[0]);
    let wanted = lucas(p, &number(&k), &number(&n)).map(|v| words(&v));
    for kernel in kernels {
        let mut pair = Pair::lucas(n, p, k);
        kernel(&mut pair);
        prop_assert_eq!(pair.value, wanted);
    }
    Ok(())
}

#[test]
fn lucas_numbers_with_p_3_are_every_second_one() {
    // V_k(3, 1) is the Lucas number L_2k: 2, 3, 7, 18, 47, 123.
    let n = BigUint::from(1_000_003_u32);
    let numbers: Vec<BigUint> = (0..6_u32)
        .map(|k| lucas(3, &k.into(), &n)[0].clone())
        .collect();
    assert_eq!(numbers, [2_u32, 3, 7, 18, 47, 123].map(BigUint::from));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn lucas_of_1024_bits(pair in pair(), p in 3_u64..200) {
        check_lucas(&pair, p, [scalar::lucas_16, fused::lucas_16, exact::lucas_16])?;
    }

    #[test]
    fn lucas_of_1536_bits(pair in pair(), p in 3_u64..200) {
        check_lucas(&pair, p, [scalar::lucas_24, fused::lucas_24, exact::lucas_24])?;
    }

    #[test]
    fn lucas_of_2048_bits(pair in pair(), p in 3_u64..200) {
        check_lucas(&pair, p, [scalar::lucas_32, fused::lucas_32, exact::lucas_32])?;
    }
}
