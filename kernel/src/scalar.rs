//! Powers in 64-bit limbs, one after the other.
//!
//! With wide arithmetic (`i64.mul_wide_u`, `i64.add128`) a product of limbs is
//! one instruction; without it, it is about a dozen.

use crate::{Pair, WINDOW, bit, mask_if_equal, window, words};

/// What a run needs to know of a modulus.
struct Modulus<'a, const W: usize> {
    n: &'a [u64; W],
    /// −n⁻¹ modulo 2⁶⁴.
    inverse: u64,
    /// `2⁶⁴ᵂ mod n`: one, as Montgomery's products have it.
    one: [u64; W],
}

/// Both powers, by windows of four bits.
#[inline(always)]
fn power_in<const W: usize>(pair: &mut Pair<W>) {
    for lane in 0..2 {
        let modulus = Modulus::of(&pair.modulus[lane]);
        let mut base = [0; W];
        product(
            &pair.value[lane],
            &modulus.square_of_one(),
            &modulus,
            &mut base,
        );
        let mut table = [modulus.one; 1 << WINDOW];
        for i in 1..table.len() {
            let mut next = [0; W];
            product(&table[i - 1], &base, &modulus, &mut next);
            table[i] = next;
        }
        let mut x = modulus.one;
        let mut from = 64 * W;
        while from > 0 {
            from -= WINDOW;
            for _ in 0..WINDOW {
                x = modulus.squared(&x);
            }
            let digit = window(&pair.exponent[lane], from);
            let mut chosen = [0; W];
            for (index, entry) in (0_u64..).zip(&table) {
                let mask = mask_if_equal(digit, index);
                for (chosen, limb) in chosen.iter_mut().zip(entry) {
                    *chosen |= limb & mask;
                }
            }
            let mut next = [0; W];
            product(&x, &chosen, &modulus, &mut next);
            x = next;
        }
        pair.value[lane] = modulus.leave(&x);
    }
}

/// Both powers of two; the bases are not read.
#[inline(always)]
fn power_of_two_in<const W: usize>(pair: &mut Pair<W>) {
    for lane in 0..2 {
        // There may be only one.
        if lane == 1 && pair.modulus[0] == pair.modulus[1] && pair.exponent[0] == pair.exponent[1] {
            pair.value[1] = pair.value[0];
            return;
        }
        let modulus = Modulus::of(&pair.modulus[lane]);
        let mut x = modulus.one;
        for index in (0..64 * W).rev() {
            x = modulus.squared(&x);
            // A branch on a bit of the exponent.
            if bit(&pair.exponent[lane], index) == 1 {
                x = words::double(&x, modulus.n);
            }
        }
        pair.value[lane] = modulus.leave(&x);
    }
}

/// The Lucas sequence V with Q = 1 at a place k and at the next, k + 1.
#[inline(always)]
fn lucas_in<const W: usize>(pair: &mut Pair<W>) {
    // One modulus, for both.
    pair.modulus[1] = pair.modulus[0];
    let n = pair.modulus[0];
    let modulus = Modulus::of(&n);
    let two = words::double(&modulus.one, &n);
    let p = words::times(pair.value[0][0], &modulus.one, &n);
    let less = |number: &[u64; W]| words::subtract(&n, number).0;
    let (minus_two, minus_p) = (less(&two), less(&p));
    let mut v = [two, p];
    for index in (0..64 * W).rev() {
        // V₂ₖ = Vₖ² − 2 and V₂ₖ₊₁ = Vₖ·Vₖ₊₁ − P.
        let kept = bit(&pair.exponent[0], index) as usize;
        let mut squared = [0; W];
        square(&v[kept], &modulus, &mut squared);
        let mut between = [0; W];
        product(&v[0], &v[1], &modulus, &mut between);
        v[kept] = words::add(&words::less_once(&squared, 0, &n), &minus_two, &n);
        v[1 - kept] = words::add(&words::less_once(&between, 0, &n), &minus_p, &n);
    }
    pair.value = [0, 1].map(|lane| modulus.leave(&v[lane]));
}

/// The sizes there are, by their number of words: 1024, 1536 and 2048 bits.
macro_rules! sizes {
    ($($power:ident, $power_of_two:ident, $lucas:ident: $words:literal;)*) => { $(
        #[doc = concat!("Both powers, with ", $words, " words each.")]
        pub fn $power(pair: &mut Pair<$words>) {
            power_in(pair);
        }

        #[doc = concat!("Both powers of two, with ", $words, " words each; the bases are not read.")]
        pub fn $power_of_two(pair: &mut Pair<$words>) {
            power_of_two_in(pair);
        }

        #[doc = concat!("Lucas numbers, with ", $words, " words each; see [`crate::Pair::lucas`].")]
        pub fn $lucas(pair: &mut Pair<$words>) {
            lucas_in(pair);
        }
    )* };
}

sizes! {
    power_16, power_of_two_16, lucas_16: 16;
    power_24, power_of_two_24, lucas_24: 24;
    power_32, power_of_two_32, lucas_32: 32;
}

impl<'a, const W: usize> Modulus<'a, W> {
    fn of(n: &'a [u64; W]) -> Self {
        Self {
            n,
            inverse: words::negative_inverse(n[0]),
            one: words::power_of_words(n),
        }
    }

    /// `2¹²⁸ᵂ mod n`, which takes a number into Montgomery's form.
    fn square_of_one(&self) -> [u64; W] {
        let shift = 64 * W;
        let mut x = self.one;
        for index in (0..usize::BITS - shift.leading_zeros()).rev() {
            x = self.squared(&x);
            if (shift >> index) & 1 == 1 {
                x = words::double(&x, self.n);
            }
        }
        x
    }

    fn squared(&self, x: &[u64; W]) -> [u64; W] {
        let mut out = [0; W];
        square(x, self, &mut out);
        out
    }

    /// `x · 2⁻⁶⁴ᵂ mod n`.
    fn leave(&self, x: &[u64; W]) -> [u64; W] {
        let mut one = [0; W];
        one[0] = 1;
        let mut out = [0; W];
        product(x, &one, self, &mut out);
        out
    }
}

/// The two words of `a · b + c + d`, which always fit.
#[inline(always)]
fn wide(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let sum = u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d);
    (sum as u64, (sum >> 64) as u64)
}

/// Montgomery's product `a · b · 2⁻⁶⁴ᵂ mod n`, limb by limb of b.
#[inline(never)]
fn product<const W: usize>(
    a: &[u64; W],
    b: &[u64; W],
    modulus: &Modulus<'_, W>,
    out: &mut [u64; W],
) {
    let n = modulus.n;
    let mut t = [0; W];
    let mut top = 0;
    for &b in b {
        let mut carry = 0;
        for j in 0..W {
            (t[j], carry) = wide(a[j], b, t[j], carry);
        }
        let (last, above) = wide(1, top, carry, 0);
        let q = t[0].wrapping_mul(modulus.inverse);
        let (_, mut carry) = wide(q, n[0], t[0], 0);
        for j in 1..W {
            (t[j - 1], carry) = wide(q, n[j], t[j], carry);
        }
        let (last, over) = wide(1, last, carry, 0);
        t[W - 1] = last;
        top = above + over;
    }
    *out = words::less_once(&t, top, n);
}

/// The same for a square: what stands twice is computed once.
#[inline(never)]
fn square<const W: usize>(a: &[u64; W], modulus: &Modulus<'_, W>, out: &mut [u64; W]) {
    // Twice as many words, in two arrays: what will vanish, and what stays.
    let mut t = [[0; W]; 2];
    for i in 0..W {
        let mut carry = 0;
        for j in i + 1..W {
            let place = &mut t[(i + j) / W][(i + j) % W];
            (*place, carry) = wide(a[i], a[j], *place, carry);
        }
        t[1][i] = carry;
    }
    let (mut shifted, mut carry) = (0, 0);
    for i in 0..W {
        let (low, high) = (t[2 * i / W][2 * i % W], t[(2 * i + 1) / W][(2 * i + 1) % W]);
        let (low2, high2) = ((low << 1) | shifted, (high << 1) | (low >> 63));
        shifted = high >> 63;
        let (low3, over) = wide(a[i], a[i], low2, carry);
        let (high3, over) = wide(1, high2, over, 0);
        t[2 * i / W][2 * i % W] = low3;
        t[(2 * i + 1) / W][(2 * i + 1) % W] = high3;
        carry = over;
    }
    let n = modulus.n;
    let mut top = 0;
    for i in 0..W {
        let q = t[0][i].wrapping_mul(modulus.inverse);
        let mut carry = 0;
        for j in 0..W {
            let place = &mut t[(i + j) / W][(i + j) % W];
            (*place, carry) = wide(q, n[j], *place, carry);
        }
        let (sum, over) = wide(1, t[1][i], carry, top);
        t[1][i] = sum;
        top = over;
    }
    *out = words::less_once(&t[1], top, n);
}

#[cfg(test)]
mod tests;
