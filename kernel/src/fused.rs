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

/// The halves of products of limbs, summed up: those that count once in a
/// column, and those that count in the next. Both carry along the bits of
/// [`LOW`] and [`HIGH`] for every product.
#[derive(Clone, Copy)]
pub(crate) struct Halves {
    low: Lanes,
    high: Lanes,
    products: usize,
}

impl Sums for Halves {
    const BITS: u32 = 51;
    const ZERO: Self = Self {
        low: Lanes::ZERO,
        high: Lanes::ZERO,
        products: 0,
    };

    #[inline(always)]
    fn add(&mut self, a: &[Lanes], b: &[Lanes]) {
        for (a, b) in a.iter().zip(b.iter().rev()) {
            let high = a.fused(*b, Lanes::splat_float(HIGH));
            let rest = Lanes::splat_float(HIGH + LOW).minus_float(high);
            let low = a.fused(*b, rest);
            self.high = self.high.plus(high);
            self.low = self.low.plus(low);
        }
        self.products += a.len();
    }

    #[inline(always)]
    fn twice(self) -> Self {
        Self {
            low: self.low.plus(self.low),
            high: self.high.plus(self.high),
            products: 2 * self.products,
        }
    }

    #[inline(always)]
    fn halves(self) -> [Lanes; 2] {
        let times = (self.products as i64).wrapping_neg();
        let offset = |number: f64| Lanes::splat(number.to_bits().cast_signed().wrapping_mul(times));
        [self.low.plus(offset(LOW)), self.high.plus(offset(HIGH))]
    }
}

columns::sizes! {
    Halves;
    power_16, power_of_two_16, lucas_16: 16 words, 21 limbs;
    power_24, power_of_two_24, lucas_24: 24 words, 31 limbs;
    power_32, power_of_two_32, lucas_32: 32 words, 41 limbs;
}
