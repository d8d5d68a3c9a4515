//! Two 64-bit numbers side by side, as integers or as floating-point numbers.

#[cfg(target_feature = "simd128")]
pub(crate) use vector::Lanes;

#[cfg(not(target_feature = "simd128"))]
pub(crate) use plain::Lanes;

/// A wasm vector.
#[cfg(target_feature = "simd128")]
mod vector {
    #[cfg(target_feature = "relaxed-simd")]
    use core::arch::wasm32::f64x2_relaxed_madd;
    use core::arch::wasm32::{
        f64x2_add, f64x2_mul, f64x2_splat, f64x2_sub, i64x2, i64x2_add, i64x2_extract_lane,
        i64x2_shr, i64x2_shuffle, i64x2_splat, v128, v128_and, v128_or,
    };

    #[derive(Clone, Copy)]
    pub(crate) struct Lanes(v128);

    impl Lanes {
        pub(crate) const ZERO: Self = Self(i64x2(0, 0));

        #[inline(always)]
        pub(crate) fn new(lanes: [i64; 2]) -> Self {
            Self(i64x2(lanes[0], lanes[1]))
        }

        #[inline(always)]
        pub(crate) fn integers(self) -> [i64; 2] {
            [
                i64x2_extract_lane::<0>(self.0),
                i64x2_extract_lane::<1>(self.0),
            ]
        }

        #[inline(always)]
        pub(crate) fn splat(integer: i64) -> Self {
            Self(i64x2_splat(integer))
        }

        #[inline(always)]
        pub(crate) fn splat_float(number: f64) -> Self {
            Self(f64x2_splat(number))
        }

        /// `self · b + c` in floating point, rounded once if the machine does.
        #[cfg(target_feature = "relaxed-simd")]
        #[inline(always)]
        pub(crate) fn fused(self, b: Self, c: Self) -> Self {
            Self(f64x2_relaxed_madd(self.0, b.0, c.0))
        }

        #[inline(always)]
        pub(crate) fn minus_float(self, b: Self) -> Self {
            Self(f64x2_sub(self.0, b.0))
        }

        #[inline(always)]
        pub(crate) fn plus_float(self, b: Self) -> Self {
            Self(f64x2_add(self.0, b.0))
        }

        #[inline(always)]
        pub(crate) fn times_float(self, b: Self) -> Self {
            Self(f64x2_mul(self.0, b.0))
        }

        #[inline(always)]
        pub(crate) fn plus(self, b: Self) -> Self {
            Self(i64x2_add(self.0, b.0))
        }

        /// The first lane, twice.
        #[inline(always)]
        pub(crate) fn first(self) -> Self {
            Self(i64x2_shuffle::<0, 0>(self.0, self.0))
        }

        /// The second lane, twice.
        #[inline(always)]
        pub(crate) fn second(self) -> Self {
            Self(i64x2_shuffle::<1, 1>(self.0, self.0))
        }

        /// Arithmetic shift to the right.
        #[inline(always)]
        pub(crate) fn shifted(self, bits: u32) -> Self {
            Self(i64x2_shr(self.0, bits))
        }

        #[inline(always)]
        pub(crate) fn and(self, b: Self) -> Self {
            Self(v128_and(self.0, b.0))
        }

        #[inline(always)]
        pub(crate) fn or(self, b: Self) -> Self {
            Self(v128_or(self.0, b.0))
        }
    }
}

/// Two plain numbers, for the tests: right and slow.
#[cfg(not(target_feature = "simd128"))]
mod plain {
    #[derive(Clone, Copy)]
    pub(crate) struct Lanes([i64; 2]);

    fn both(f: impl Fn(usize) -> i64) -> Lanes {
        Lanes([f(0), f(1)])
    }

    impl Lanes {
        pub(crate) const ZERO: Self = Self([0, 0]);

        pub(crate) fn new(lanes: [i64; 2]) -> Self {
            Self(lanes)
        }

        pub(crate) fn integers(self) -> [i64; 2] {
            self.0
        }

        pub(crate) fn splat(integer: i64) -> Self {
            Self([integer; 2])
        }

        pub(crate) fn splat_float(number: f64) -> Self {
            Self::splat(bits(number))
        }

        fn float(self, lane: usize) -> f64 {
            f64::from_bits(self.0[lane].cast_unsigned())
        }

        pub(crate) fn fused(self, b: Self, c: Self) -> Self {
            both(|i| bits(self.float(i).mul_add(b.float(i), c.float(i))))
        }

        pub(crate) fn minus_float(self, b: Self) -> Self {
            both(|i| bits(self.float(i) - b.float(i)))
        }

        pub(crate) fn plus_float(self, b: Self) -> Self {
            both(|i| bits(self.float(i) + b.float(i)))
        }

        pub(crate) fn times_float(self, b: Self) -> Self {
            both(|i| bits(self.float(i) * b.float(i)))
        }

        pub(crate) fn plus(self, b: Self) -> Self {
            both(|i| self.0[i].wrapping_add(b.0[i]))
        }

        pub(crate) fn first(self) -> Self {
            Self([self.0[0]; 2])
        }

        pub(crate) fn second(self) -> Self {
            Self([self.0[1]; 2])
        }

        pub(crate) fn shifted(self, by: u32) -> Self {
            both(|i| self.0[i] >> by)
        }

        pub(crate) fn and(self, b: Self) -> Self {
            both(|i| self.0[i] & b.0[i])
        }

        pub(crate) fn or(self, b: Self) -> Self {
            both(|i| self.0[i] | b.0[i])
        }
    }

    fn bits(number: f64) -> i64 {
        number.to_bits().cast_signed()
    }
}
