//! Columns by floating-point products that need no rounding, in limbs of 22
//! bits: for vector units of which nobody knows whether they fuse.
//!
//! A product has 44 bits, and even the 192 of the longest column together stay
//! below 2⁵², so that every sum is exact.

use crate::Pair;
use crate::columns::{self, Sums};
use crate::lanes::Lanes;
use crate::limbs::WHOLE;

/// Products summed up, in three columns.
#[derive(Clone, Copy)]
pub(crate) struct Whole([Lanes; 3]);

impl Sums for Whole {
    const BITS: u32 = 22;
    // All bits zero: that is 0.0.
    const ZERO: Self = Self([Lanes::ZERO; 3]);

    type Constants = ();

    fn constants() {}

    #[inline(always)]
    fn add(&mut self, (): (), column: usize, a: Lanes, b: Lanes) {
        self.0[column] = self.0[column].plus_float(a.times_float(b));
    }

    #[inline(always)]
    fn add_tile(&mut self, (): (), a: &[Lanes; 2], b: &[Lanes; 2]) {
        self.add((), 0, a[0], b[0]);
        // Together first: an addition to the sum waits for the one before it.
        let middle = a[0].times_float(b[1]).plus_float(a[1].times_float(b[0]));
        self.0[1] = self.0[1].plus_float(middle);
        self.add((), 2, a[1], b[1]);
    }

    #[inline(always)]
    fn twice(self) -> Self {
        self.and(self)
    }

    #[inline(always)]
    fn and(mut self, others: Self) -> Self {
        for (sum, other) in self.0.iter_mut().zip(others.0) {
            *sum = sum.plus_float(other);
        }
        self
    }

    #[inline(always)]
    fn next(self) -> Self {
        let [_, _, third] = self.0;
        Self([third, Lanes::ZERO, Lanes::ZERO])
    }

    #[inline(always)]
    fn column(&self, column: usize) -> Lanes {
        let mantissa = Lanes::splat((1 << 52) - 1);
        let whole = Lanes::splat_float(WHOLE);
        self.0[column].plus_float(whole).and(mantissa)
    }
}

columns::sizes! {
    Whole;
    power_16, power_of_two_16, lucas_16: 16 words, 48 limbs;
    power_24, power_of_two_24, lucas_24: 24 words, 72 limbs;
    power_32, power_of_two_32, lucas_32: 32 words, 96 limbs;
}
