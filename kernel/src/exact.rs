//! Columns by floating-point products that need no rounding, in limbs of 22
//! bits: for vector units of which nobody knows whether they fuse.
//!
//! A product has 44 bits, and even the 188 of the longest column together stay
//! below 2⁵², so that every sum is exact.

use crate::Pair;
use crate::columns::{self, Sums, WHOLE};
use crate::lanes::Lanes;

/// Products summed up in four places, since an addition has to wait for the
/// one before it.
#[derive(Clone, Copy)]
pub(crate) struct Whole([Lanes; 4]);

impl Sums for Whole {
    const BITS: u32 = 22;
    // All bits zero: that is 0.0.
    const ZERO: Self = Self([Lanes::ZERO; 4]);

    #[inline(always)]
    fn add(&mut self, a: &[Lanes], b: &[Lanes]) {
        let (fours, others) = a.as_chunks::<4>();
        let (last_others, last_fours) = b.as_rchunks::<4>();
        for (a, b) in fours.iter().zip(last_fours.iter().rev()) {
            for (sum, (a, b)) in self.0.iter_mut().zip(a.iter().zip(b.iter().rev())) {
                *sum = sum.plus_float(a.times_float(*b));
            }
        }
        let pairs = others.iter().zip(last_others.iter().rev());
        for (sum, (a, b)) in self.0.iter_mut().zip(pairs) {
            *sum = sum.plus_float(a.times_float(*b));
        }
    }

    #[inline(always)]
    fn twice(self) -> Self {
        Self(self.0.map(|sum| sum.plus_float(sum)))
    }

    #[inline(always)]
    fn halves(self) -> [Lanes; 2] {
        let [a, b, c, d] = self.0;
        let sum = a.plus_float(b).plus_float(c.plus_float(d));
        let mantissa = Lanes::splat((1 << 52) - 1);
        let whole = sum.plus_float(Lanes::splat_float(WHOLE)).and(mantissa);
        [whole, Lanes::ZERO]
    }
}

columns::sizes! {
    Whole;
    power_16, power_of_two_16, lucas_16: 16 words, 47 limbs;
    power_24, power_of_two_24, lucas_24: 24 words, 70 limbs;
    power_32, power_of_two_32, lucas_32: 32 words, 94 limbs;
}
