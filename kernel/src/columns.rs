//! Powers in columns of products, two at once.
//!
//! A number is cut into limbs that are held as floating-point numbers, and the
//! products of limbs that belong to one column are summed up as far as that is
//! exact. How a sum is kept, and how long a limb may be for that, is the
//! matter of [`Sums`]: `fused` and `exact` are two ways.

use crate::lanes::Lanes;
use crate::{Pair, WINDOW, bit, mask_if_equal, window, words};
use core::marker::PhantomData;

/// 2⁵²: turns integers below 2⁵² into floating-point numbers.
pub(crate) const WHOLE: f64 = 4_503_599_627_370_496.0;

/// A number, in both lanes.
type Number<const N: usize> = [Lanes; N];

/// A sum of products of limbs, in both lanes.
pub(crate) trait Sums: Copy {
    /// The bits of a limb.
    const BITS: u32;
    /// No products.
    const ZERO: Self;

    /// Adds the products of the first by the last, the second by the last but
    /// one, and so on.
    fn add(&mut self, a: &[Lanes], b: &[Lanes]);

    /// Twice the sum.
    fn twice(self) -> Self;

    /// The sum as integers: what counts in this column, and what counts in the
    /// next.
    fn halves(self) -> [Lanes; 2];
}

/// The bits of a limb, all set.
const fn mask<S: Sums>() -> i64 {
    (1 << S::BITS) - 1
}

/// What a run needs to know of its moduli.
struct Modulus<S, const N: usize> {
    n: Number<N>,
    /// −n⁻¹ modulo the power of two that a limb is below.
    inverse: Lanes,
    sums: PhantomData<S>,
}

/// Both powers, by windows of four bits. N is the number of limbs, enough for
/// 64·W + 3 bits: values may be up to four times the modulus.
#[inline(always)]
pub(crate) fn power_in<S: Sums, const W: usize, const N: usize>(pair: &mut Pair<W>) {
    let modulus = Modulus::<S, N>::of(pair);
    let one = both::<S, _, _>(|lane| montgomery_one::<S, W, N>(&pair.modulus[lane]));
    let base = modulus.to_montgomery(&both::<S, _, _>(|lane| pair.value[lane]), &one);
    let mut table = [one; 1 << WINDOW];
    for i in 1..table.len() {
        let mut next = [Lanes::ZERO; N];
        product(&table[i - 1], &base, &modulus, &mut next);
        table[i] = next;
    }
    let mut x = one;
    let mut from = 64 * W;
    while from > 0 {
        from -= WINDOW;
        for _ in 0..WINDOW {
            x = modulus.squared(&x, Lanes::ZERO);
        }
        let digit = [0, 1].map(|lane| window(&pair.exponent[lane], from));
        let mut chosen = [Lanes::ZERO; N];
        for (index, entry) in (0_u64..).zip(&table) {
            let mask = Lanes::new(digit.map(|digit| mask_if_equal(digit, index).cast_signed()));
            for (chosen, limb) in chosen.iter_mut().zip(entry) {
                *chosen = chosen.or(limb.and(mask));
            }
        }
        let mut next = [Lanes::ZERO; N];
        product(&x, &chosen, &modulus, &mut next);
        x = next;
    }
    modulus.leave(pair, &x);
}

/// Both powers of two: the base is not read. A doubling costs nothing here.
#[inline(always)]
pub(crate) fn power_of_two_in<S: Sums, const W: usize, const N: usize>(pair: &mut Pair<W>) {
    let modulus = Modulus::<S, N>::of(pair);
    let mut x = both::<S, _, _>(|lane| montgomery_one::<S, W, N>(&pair.modulus[lane]));
    for index in (0..64 * W).rev() {
        let double = [0, 1].map(|lane| {
            bit(&pair.exponent[lane], index)
                .wrapping_neg()
                .cast_signed()
        });
        x = modulus.squared(&x, Lanes::new(double));
    }
    modulus.leave(pair, &x);
}

/// The Lucas sequence V with Q = 1 at a place k and at the next, k + 1: the
/// lanes of one number climb together, a product each for every bit of k.
#[inline(always)]
pub(crate) fn lucas_in<S: Sums, const W: usize, const N: usize>(pair: &mut Pair<W>) {
    // One modulus, for both lanes.
    pair.modulus[1] = pair.modulus[0];
    let n = pair.modulus[0];
    let modulus = Modulus::<S, N>::of(pair);
    let one = montgomery_one::<S, W, N>(&n);
    let two = words::double(&one, &n);
    let p = words::times(pair.value[0][0], &one, &n);
    let less = |number: &[u64; W]| words::subtract(&n, number).0;
    let (minus_two, minus_p) = (less(&two), less(&p));
    // V₂ₖ = Vₖ² − 2 and V₂ₖ₊₁ = Vₖ·Vₖ₊₁ − P.
    let even: Number<N> = integers::<S, _, _>(|lane| [minus_two, minus_p][lane]);
    let odd: Number<N> = integers::<S, _, _>(|lane| [minus_p, minus_two][lane]);
    let mut v = both::<S, _, _>(|lane| [two, p][lane]);
    for index in (0..64 * W).rev() {
        let mut next = [Lanes::ZERO; N];
        if bit(&pair.exponent[0], index) == 0 {
            product_and(&v, &v.map(Lanes::first), &modulus, &even, &mut next);
        } else {
            product_and(&v, &v.map(Lanes::second), &modulus, &odd, &mut next);
        }
        v = next;
    }
    modulus.leave(pair, &v);
}

/// The sizes there are, by their number of words: 1024, 1536 and 2048 bits.
macro_rules! sizes {
    ($sums:ty; $($power:ident, $power_of_two:ident, $lucas:ident: $words:literal words, $limbs:literal limbs;)*) => { $(
        #[doc = concat!("Both powers, with ", $words, " words each.")]
        pub fn $power(pair: &mut Pair<$words>) {
            columns::power_in::<$sums, $words, $limbs>(pair);
        }

        #[doc = concat!("Both powers of two, with ", $words, " words each; the bases are not read.")]
        pub fn $power_of_two(pair: &mut Pair<$words>) {
            columns::power_of_two_in::<$sums, $words, $limbs>(pair);
        }

        #[doc = concat!("Lucas numbers, with ", $words, " words each; see [`crate::Pair::lucas`].")]
        pub fn $lucas(pair: &mut Pair<$words>) {
            columns::lucas_in::<$sums, $words, $limbs>(pair);
        }
    )* };
}
pub(crate) use sizes;

impl<S: Sums, const N: usize> Modulus<S, N> {
    fn of<const W: usize>(pair: &Pair<W>) -> Self {
        Self {
            n: both::<S, _, _>(|lane| pair.modulus[lane]),
            inverse: Lanes::new([0, 1].map(|lane| {
                words::negative_inverse(pair.modulus[lane][0]).cast_signed() & mask::<S>()
            })),
            sums: PhantomData,
        }
    }

    /// `x² / R`, and twice that in the lanes where `double` has ones.
    fn squared(&self, x: &Number<N>, double: Lanes) -> Number<N> {
        let mut out = [Lanes::ZERO; N];
        square(x, self, double, &mut out);
        out
    }

    /// `x · R`: multiplied by the square of that, which squaring and
    /// doubling make of one.
    fn to_montgomery(&self, x: &Number<N>, one: &Number<N>) -> Number<N> {
        let shift = S::BITS as usize * N;
        let mut square = *one;
        for index in (0..usize::BITS - shift.leading_zeros()).rev() {
            let double = -i64::from((shift >> index) & 1 == 1);
            square = self.squared(&square, Lanes::splat(double));
        }
        let mut out = [Lanes::ZERO; N];
        product(x, &square, self, &mut out);
        out
    }

    /// Puts `x / R` into the pair, below the modulus.
    fn leave<const W: usize>(&self, pair: &mut Pair<W>, x: &Number<N>) {
        let mut one = [Lanes::splat_float(0.0); N];
        one[0] = Lanes::splat_float(1.0);
        let mut out = [Lanes::ZERO; N];
        product(x, &one, self, &mut out);
        for lane in 0..2 {
            let value = to_words::<S, W, N>(&out, lane);
            pair.value[lane] = words::less_once(&value, 0, &pair.modulus[lane]);
        }
    }
}

/// `R mod n`: one, as Montgomery's products have it.
fn montgomery_one<S: Sums, const W: usize, const N: usize>(n: &[u64; W]) -> [u64; W] {
    let mut one = words::power_of_words(n);
    for _ in 64 * W..S::BITS as usize * N {
        one = words::double(&one, n);
    }
    one
}

/// The limbs of two numbers.
fn both<S: Sums, const W: usize, const N: usize>(number: impl Fn(usize) -> [u64; W]) -> Number<N> {
    integers::<S, W, N>(number).map(float)
}

/// The limbs of two numbers, as integers.
fn integers<S: Sums, const W: usize, const N: usize>(
    number: impl Fn(usize) -> [u64; W],
) -> Number<N> {
    let numbers = [number(0), number(1)];
    core::array::from_fn(|index| Lanes::new([0, 1].map(|lane| limb::<S, W>(&numbers[lane], index))))
}

/// Limb number `index` of a number.
fn limb<S: Sums, const W: usize>(number: &[u64; W], index: usize) -> i64 {
    let at = S::BITS as usize * index;
    let word = |index: usize| number.get(index).copied().unwrap_or(0);
    let low = word(at / 64) >> (at % 64);
    let high = word(at / 64 + 1)
        .checked_shl(64 - (at % 64) as u32)
        .unwrap_or(0);
    (low | high).cast_signed() & mask::<S>()
}

/// The number in one lane, which fits W words.
fn to_words<S: Sums, const W: usize, const N: usize>(number: &Number<N>, lane: usize) -> [u64; W] {
    let mut words = [0; W];
    for (index, limb) in number.iter().enumerate() {
        let whole = Lanes::splat_float(WHOLE);
        let limb =
            limb.plus_float(whole).integers()[lane].cast_unsigned() & mask::<S>().cast_unsigned();
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

/// Integers from 0 to 2⁵² − 1 as floating-point numbers.
#[inline(always)]
fn float(integers: Lanes) -> Lanes {
    let whole = Lanes::splat_float(WHOLE);
    integers.or(whole).minus_float(whole)
}

/// The products a_i·b_j with i + j = column.
#[inline(always)]
fn column<S: Sums, const N: usize>(a: &Number<N>, b: &Number<N>, column: usize) -> S {
    let from = column.saturating_sub(N - 1);
    let to = if column < N { column + 1 } else { N };
    let mut sums = S::ZERO;
    sums.add(&a[from..to], &b[column + 1 - to..column + 1 - from]);
    sums
}

/// The same for a square: what stands twice is computed once.
#[inline(always)]
fn column_of_square<S: Sums, const N: usize>(a: &Number<N>, column: usize) -> S {
    let from = column.saturating_sub(N - 1);
    let half = column.div_ceil(2);
    let mut sums = S::ZERO;
    sums.add(&a[from..half], &a[column + 1 - half..column + 1 - from]);
    sums = sums.twice();
    if column.is_multiple_of(2) {
        let middle = &a[column / 2..=column / 2];
        sums.add(middle, middle);
    }
    sums
}

/// Montgomery's product `a · b / R` modulo n, where R is the power of two that
/// N limbs are below. It is not fully reduced, but below 4n if the factors are
/// and R is well above n.
#[inline(never)]
fn product<S: Sums, const N: usize>(
    a: &Number<N>,
    b: &Number<N>,
    modulus: &Modulus<S, N>,
    out: &mut Number<N>,
) {
    let products = |index| column(a, b, index);
    reduce(products, modulus, |upper| upper, |_| Lanes::ZERO, out);
}

/// The product and a number below n, in integer limbs: below 4n too.
#[inline(never)]
fn product_and<S: Sums, const N: usize>(
    a: &Number<N>,
    b: &Number<N>,
    modulus: &Modulus<S, N>,
    more: &Number<N>,
    out: &mut Number<N>,
) {
    let products = |index| column(a, b, index);
    reduce(products, modulus, |upper| upper, |index| more[index], out);
}

/// The same for a square, doubled in the lanes where `double` has ones.
#[inline(never)]
fn square<S: Sums, const N: usize>(
    a: &Number<N>,
    modulus: &Modulus<S, N>,
    double: Lanes,
    out: &mut Number<N>,
) {
    let products = |index| column_of_square(a, index);
    let twice = |upper: Lanes| upper.plus(upper.and(double));
    reduce(products, modulus, twice, |_| Lanes::ZERO, out);
}

/// Column by column: adds the multiple of n that makes the lower half vanish,
/// and gives the upper half, after `upper` has been done to it, and with
/// `more` added to its limbs.
#[inline(always)]
fn reduce<S: Sums, const N: usize>(
    column: impl Fn(usize) -> S,
    Modulus { n, inverse, .. }: &Modulus<S, N>,
    upper: impl Fn(Lanes) -> Lanes,
    more: impl Fn(usize) -> Lanes,
    out: &mut Number<N>,
) {
    let mask = Lanes::splat(mask::<S>());
    let mut q = [Lanes::ZERO; N];
    let mut carry = Lanes::ZERO;
    for k in 0..N {
        let mut sums = column(k);
        sums.add(&q[..k], &n[1..=k]);
        let [here, next] = sums.halves();
        let here = here.plus(carry);
        q[k] = float(here.and(mask).times(*inverse).and(mask));
        let mut last = S::ZERO;
        last.add(&q[k..=k], &n[..1]);
        let [last, next_of_last] = last.halves();
        // The bits of this limb are zero now.
        carry = here
            .plus(last)
            .shifted(S::BITS)
            .plus(next)
            .plus(next_of_last);
    }
    carry = upper(carry);
    for k in N..2 * N {
        let mut sums = S::ZERO;
        if k < 2 * N - 1 {
            sums = column(k);
            sums.add(&q[k + 1 - N..], &n[k + 1 - N..]);
        }
        let [here, next] = sums.halves().map(&upper);
        let here = here.plus(carry).plus(more(k - N));
        out[k - N] = float(here.and(mask));
        carry = here.shifted(S::BITS).plus(next);
    }
}

#[cfg(test)]
mod tests;
