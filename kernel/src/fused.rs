//! Columns by floating-point fused multiply-add, in limbs of 51 bits.
//!
//! The product of two limbs has 102 bits; a fused multiply-add computes it
//! exactly before it rounds, so that adding 2¹⁰³ leaves the upper half in the
//! mantissa, and taking that away again leaves the lower half: two
//! instructions a product, and the halves are summed as integers. (The trick is
//! known from elliptic curves on graphics cards and in wasm; 51 bits and not
//! 52, since wasm can only round to the nearest.)

use crate::Pair;
use crate::columns::{self, Sums};
use crate::lanes::Lanes;

/// 2¹⁰³: added to a product, it leaves `round(product / 2⁵¹)` in the mantissa.
const HIGH: f64 = 10_141_204_801_825_835_211_973_625_643_008.0;
/// 3·2⁵¹: added to a number between −2⁵⁰ and 2⁵⁰, it leaves it in the mantissa.
const LOW: f64 = 6_755_399_441_055_744.0;

/// The halves of products of limbs, summed up. The upper half of a product
/// counts in the next column, together with lower halves there. All carry along
/// the bits of [`LOW`] and [`HIGH`] for every product.
#[derive(Clone, Copy)]
pub(crate) struct Halves {
    sums: [Lanes; 4],
    /// How many products there are in the column before and in columns 0 to 2.
    products: [i64; 4],
}

impl Sums for Halves {
    const BITS: u32 = 51;
    const ZERO: Self = Self {
        sums: [Lanes::ZERO; 4],
        products: [0; 4],
    };

    type Constants = [Lanes; 2];

    #[inline(always)]
    fn constants() -> Self::Constants {
        core::hint::black_box([HIGH, HIGH + LOW].map(Lanes::splat_float))
    }

    #[inline(always)]
    fn add(&mut self, [high, both]: Self::Constants, column: usize, a: Lanes, b: Lanes) {
        let upper = a.fused(b, high);
        let lower = a.fused(b, both.minus_float(upper));
        self.sums[column] = self.sums[column].plus(lower);
        self.sums[column + 1] = self.sums[column + 1].plus(upper);
        self.products[column + 1] += 1;
    }

    #[inline(always)]
    fn twice(self) -> Self {
        self.and(self)
    }

    #[inline(always)]
    fn and(mut self, others: Self) -> Self {
        for (sum, other) in self.sums.iter_mut().zip(others.sums) {
            *sum = sum.plus(other);
        }
        for (products, others) in self.products.iter_mut().zip(others.products) {
            *products += others;
        }
        self
    }

    #[inline(always)]
    fn next(self) -> Self {
        let [.., third, fourth] = self.sums;
        let [.., in_second, in_third] = self.products;
        Self {
            sums: [third, fourth, Lanes::ZERO, Lanes::ZERO],
            products: [in_second, in_third, 0, 0],
        }
    }

    #[inline(always)]
    fn column(&self, column: usize) -> Lanes {
        let bits = |number: f64| number.to_bits().cast_signed();
        let offset = bits(LOW)
            .wrapping_mul(self.products[column + 1])
            .wrapping_add(bits(HIGH).wrapping_mul(self.products[column]));
        self.sums[column].plus(Lanes::splat(offset.wrapping_neg()))
    }
}

columns::sizes! {
    Halves;
    power_16, power_of_two_16, lucas_16: 16 words, 22 limbs;
    power_24, power_of_two_24, lucas_24: 24 words, 32 limbs;
    power_32, power_of_two_32, lucas_32: 32 words, 42 limbs;
}
