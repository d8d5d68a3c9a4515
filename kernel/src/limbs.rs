//! Numbers cut into limbs, and put together again.

use crate::columns::Sums;
use crate::lanes::Lanes;

/// 2⁵²: turns integers below 2⁵² into floating-point numbers.
pub(crate) const WHOLE: f64 = 4_503_599_627_370_496.0;

/// A number, in both lanes.
pub(crate) type Number<const N: usize> = [Lanes; N];

/// The bits of a limb, all set.
pub(crate) const fn mask<S: Sums>() -> i64 {
    (1 << S::BITS) - 1
}

/// The limbs of two numbers.
pub(crate) fn both<S: Sums, const W: usize, const N: usize>(
    number: impl Fn(usize) -> [u64; W],
) -> Number<N> {
    integers::<S, W, N>(number).map(float)
}

/// The limbs of two numbers, as integers.
pub(crate) fn integers<S: Sums, const W: usize, const N: usize>(
    number: impl Fn(usize) -> [u64; W],
) -> Number<N> {
    beside([0, 1].map(|lane| cut::<S, W, N>(&number(lane))))
}

/// The limbs of one number in the first lane, those of another in the second.
pub(crate) fn beside<const N: usize>(numbers: [[i64; N]; 2]) -> Number<N> {
    core::array::from_fn(|index| Lanes::new([numbers[0][index], numbers[1][index]]))
}

/// The limbs of a number.
pub(crate) fn cut<S: Sums, const W: usize, const N: usize>(number: &[u64; W]) -> [i64; N] {
    let word = |index: usize| number.get(index).copied().unwrap_or(0);
    core::array::from_fn(|index| {
        let at = S::BITS as usize * index;
        let low = word(at / 64) >> (at % 64);
        let high = word(at / 64 + 1)
            .checked_shl(64 - (at % 64) as u32)
            .unwrap_or(0);
        (low | high).cast_signed() & mask::<S>()
    })
}

/// The limbs of the number in one lane, as integers.
pub(crate) fn read<S: Sums, const N: usize>(number: &Number<N>, lane: usize) -> [i64; N] {
    let whole = Lanes::splat_float(WHOLE);
    number.map(|limb| limb.plus_float(whole).integers()[lane] & mask::<S>())
}

/// The number that has these limbs and fits W words.
pub(crate) fn join<S: Sums, const W: usize>(limbs: &[i64]) -> [u64; W] {
    let mut words = [0; W];
    for (index, limb) in limbs.iter().enumerate() {
        let limb = limb.cast_unsigned();
        let at = S::BITS as usize * index;
        if let Some(word) = words.get_mut(at / 64) {
            *word |= limb << (at % 64);
        }
        if at % 64 > 64 - S::BITS as usize
            && let Some(word) = words.get_mut(at / 64 + 1)
        {
            *word |= limb >> (64 - at % 64);
        }
    }
    words
}

/// `a + k·n`, which fits the limbs, for a k that fits one.
pub(crate) fn plus_times<S: Sums, const N: usize>(a: &[i64; N], k: i64, n: &[i64; N]) -> [i64; N] {
    let mut carry = 0;
    core::array::from_fn(|index| {
        let sum = i128::from(k) * i128::from(n[index]) + i128::from(a[index]) + carry;
        carry = sum >> S::BITS;
        sum as i64 & mask::<S>()
    })
}

/// Integers from 0 to 2⁵² − 1 as floating-point numbers.
#[inline(always)]
pub(crate) fn float(integers: Lanes) -> Lanes {
    let whole = Lanes::splat_float(WHOLE);
    integers.or(whole).minus_float(whole)
}
