//! Powers in columns of products, two at once.
//!
//! A number is cut into limbs that are held as floating-point numbers, and the
//! products of limbs that belong to one column are summed up as far as that is
//! exact. How a sum is kept, and how long a limb may be for that, is the
//! matter of [`Sums`]: `fused` and `exact` are two ways.

use crate::lanes::Lanes;
use crate::limbs::{Number, beside, both, cut, float, integers, join, mask, plus_times, read};
use crate::{Pair, WINDOW, bit, mask_if_equal, window, words};
use core::marker::PhantomData;

/// Sums of products of limbs in columns next to each other, in both lanes.
pub(crate) trait Sums: Copy {
    /// The bits of a limb.
    const BITS: u32;
    /// No products.
    const ZERO: Self;

    /// Numbers that adding needs.
    type Constants: Copy;

    /// Those numbers. They are asked for once and handed on, out of sight of
    /// the compilers, which would put them together anew in every loop.
    fn constants() -> Self::Constants;

    /// Adds a product in column 0, 1 or 2.
    fn add(&mut self, constants: Self::Constants, column: usize, a: Lanes, b: Lanes);

    /// Adds the four products of two limbs by two.
    #[inline(always)]
    fn add_tile(&mut self, constants: Self::Constants, a: &[Lanes; 2], b: &[Lanes; 2]) {
        self.add(constants, 0, a[0], b[0]);
        self.add(constants, 1, a[0], b[1]);
        self.add(constants, 1, a[1], b[0]);
        self.add(constants, 2, a[1], b[1]);
    }

    /// All sums doubled.
    fn twice(self) -> Self;

    /// These sums and others.
    fn and(self, others: Self) -> Self;

    /// The same sums as seen from two columns on, where columns 0 and 1 are
    /// done with.
    fn next(self) -> Self;

    /// The sum of column 0 or 1 as an integer, complete once nothing is added
    /// in it or before it any more.
    fn column(&self, column: usize) -> Lanes;
}

/// What a run needs to know of its moduli.
///
/// All products are reduced modulo m, the multiple of n whose lowest limb has
/// all bits set, that is −1: what has to be added to clear the lowest limb of a
/// number is then that limb times m, and no product is needed to find it.
struct Modulus<S, const N: usize> {
    m: Number<N>,
    /// The limbs of n itself.
    n: [[i64; N]; 2],
    /// −n⁻¹ modulo the power of two that a limb is below: `m = n · inverse`.
    inverse: [i64; 2],
    sums: PhantomData<S>,
}

/// Both powers, by windows of four bits. N is the number of limbs: even, and
/// enough for the bits of m and five more, since values may be up to four times
/// as large.
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
        let n = [0, 1].map(|lane| cut::<S, W, N>(&pair.modulus[lane]));
        let inverse = [0, 1]
            .map(|lane| words::negative_inverse(pair.modulus[lane][0]).cast_signed() & mask::<S>());
        let m = [0, 1].map(|lane| plus_times::<S, N>(&[0; N], inverse[lane], &n[lane]));
        Self {
            m: beside(m).map(float),
            n,
            inverse,
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

    /// Puts `x / R` into the pair, below n.
    fn leave<const W: usize>(&self, pair: &mut Pair<W>, x: &Number<N>) {
        // One limb is left of R, and goes by a last step modulo n itself.
        let mut limb = [Lanes::ZERO; N];
        limb[1] = Lanes::splat_float(1.0);
        let mut out = [Lanes::ZERO; N];
        product(x, &limb, self, &mut out);
        for lane in 0..2 {
            let out = read::<S, N>(&out, lane);
            let q = out[0].wrapping_mul(self.inverse[lane]) & mask::<S>();
            let out = plus_times::<S, N>(&out, q, &self.n[lane]);
            let value = join::<S, W>(&out[1..]);
            let bits = S::BITS as usize;
            let above = out[1 + 64 * W / bits] >> (64 * W % bits);
            let above = above.cast_unsigned();
            pair.value[lane] = words::less_once(&value, above, &pair.modulus[lane]);
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

/// Adds the products of the blocks `from..to` of a, two limbs each, by those of
/// b that lie in the same row: the first by the last, and so on.
#[inline(always)]
fn add_row<S: Sums, const N: usize>(
    sums: &mut S,
    constants: S::Constants,
    row: usize,
    (from, to): (usize, usize),
    a: &Number<N>,
    b: &Number<N>,
) {
    if from < to {
        let a = &a.as_chunks::<2>().0[from..to];
        let b = &b.as_chunks::<2>().0[row + 1 - to..row + 1 - from];
        for (a, b) in a.iter().zip(b.iter().rev()) {
            sums.add_tile(constants, a, b);
        }
    }
}

/// Montgomery's product `a · b / R` modulo m, where R is the power of two that
/// N limbs are below. It is not fully reduced, but below 4m if the factors are
/// and R is well above m.
#[inline(never)]
fn product<S: Sums, const N: usize>(
    a: &Number<N>,
    b: &Number<N>,
    modulus: &Modulus<S, N>,
    out: &mut Number<N>,
) {
    reduce(products(a, b), modulus, |upper| upper, |_| Lanes::ZERO, out);
}

/// The product and a number below n, in integer limbs: below 4m too.
#[inline(never)]
fn product_and<S: Sums, const N: usize>(
    a: &Number<N>,
    b: &Number<N>,
    modulus: &Modulus<S, N>,
    more: &Number<N>,
    out: &mut Number<N>,
) {
    reduce(
        products(a, b),
        modulus,
        |upper| upper,
        |index| more[index],
        out,
    );
}

/// The products of a row, from and to a block of a.
#[inline(always)]
fn products<S: Sums, const N: usize>(
    a: &Number<N>,
    b: &Number<N>,
) -> impl Fn(S::Constants, usize, (usize, usize)) -> S {
    move |constants, row, blocks| {
        let mut sums = S::ZERO;
        add_row(&mut sums, constants, row, blocks, a, b);
        sums
    }
}

/// The square, doubled in the lanes where `double` has ones.
#[inline(never)]
fn square<S: Sums, const N: usize>(
    a: &Number<N>,
    modulus: &Modulus<S, N>,
    double: Lanes,
    out: &mut Number<N>,
) {
    // What stands twice in a row is computed once.
    let products = |constants, row: usize, (from, _)| {
        let mut sums = S::ZERO;
        add_row(&mut sums, constants, row, (from, row.div_ceil(2)), a, a);
        if row.is_multiple_of(2) {
            let [low, high] = [a[row], a[row + 1]];
            sums.add(constants, 1, low, high);
            sums = sums.twice();
            sums.add(constants, 0, low, low);
            sums.add(constants, 2, high, high);
            sums
        } else {
            sums.twice()
        }
    };
    let twice = |upper: Lanes| upper.plus(upper.and(double));
    reduce(products, modulus, twice, |_| Lanes::ZERO, out);
}

/// Row by row, which are two columns each: adds the multiple of m that makes
/// the lower half vanish, and gives the upper half, after `upper` has been done
/// to it, and with `more` added to its limbs.
#[inline(always)]
fn reduce<S: Sums, const N: usize>(
    products: impl Fn(S::Constants, usize, (usize, usize)) -> S,
    Modulus { m, .. }: &Modulus<S, N>,
    upper: impl Fn(Lanes) -> Lanes,
    more: impl Fn(usize) -> Lanes,
    out: &mut Number<N>,
) {
    let constants = S::constants();
    let mask = Lanes::splat(mask::<S>());
    let blocks = N / 2;
    let mut q = [Lanes::ZERO; N];
    let mut carry = Lanes::ZERO;
    let mut sums = S::ZERO;
    for row in 0..blocks {
        sums = sums.next().and(products(constants, row, (0, row + 1)));
        add_row(&mut sums, constants, row, (0, row), &q, m);
        for column in 0..2 {
            let here = sums.column(column).plus(carry);
            let limb = here.and(mask);
            // Times the lowest limb of m, which is 2^BITS − 1: that clears the
            // limb, and counts once in the next column.
            carry = here.shifted(S::BITS).plus(limb);
            q[2 * row + column] = float(limb);
            sums.add(constants, column + 1, q[2 * row + column], m[1]);
        }
    }
    carry = upper(carry);
    for row in blocks..N {
        sums = sums.next();
        if row < N - 1 {
            let inside = (row + 1 - blocks, blocks);
            sums = sums.and(products(constants, row, inside));
            add_row(&mut sums, constants, row, inside, &q, m);
        }
        for column in 0..2 {
            let index = 2 * row + column - N;
            let here = upper(sums.column(column)).plus(carry).plus(more(index));
            out[index] = float(here.and(mask));
            carry = here.shifted(S::BITS);
        }
    }
}

#[cfg(test)]
mod tests;
