//! Modular powers of 1024, 1536 and 2048 bits, two at a time.
//!
//! These are the sizes of the primes of RSA keys of 2048, 3072 and 4096 bits.
//! Two powers at a time, because that is what the search has (two candidates,
//! two bases), what a private key has (its two primes), and what the vector
//! unit of a processor does for the price of one.
//!
//! | file | what |
//! |---|---|
//! | `words` | the little arithmetic that is not worth a kernel |
//! | `scalar` | Montgomery products in 64-bit limbs; fast where wasm has wide arithmetic |
//! | `columns` | Montgomery products in floating-point limbs, two at once |
//! | `fused` | their columns by fused multiply-add, in limbs of 51 bits |
//! | `exact` | their columns by products that need no rounding, in limbs of 22 bits |
//! | `lanes` | two numbers side by side: a wasm vector, or two plain ones |
//! | `limbs` | their numbers, cut into limbs and put together again |
//! | `export` | what a wasm module of its own exports |
//!
//! The same source is built several times: into Padlock's worker, and by
//! `build.rs` into small modules whose instructions not every browser has.
//! Which one runs is found out by trying, in `padlock::link::kernel`.
//!
//! A modulus is odd and has its top bit set; values are below the modulus.
//! Powers neither branch on values or exponents nor look up memory by them,
//! though no compiler promises to keep that. Powers of two in `scalar` and all
//! Lucas numbers do branch on bits of the exponent: they test candidates, and
//! whoever can time the test of a candidate learns something about it.
#![cfg_attr(not(test), no_std)]

#[cfg(any(target_feature = "simd128", test))]
mod columns;
#[cfg(any(target_feature = "simd128", test))]
pub mod exact;
#[cfg(any(target_feature = "relaxed-simd", test))]
pub mod fused;
#[cfg(any(target_feature = "simd128", test))]
mod lanes;
#[cfg(any(target_feature = "simd128", test))]
mod limbs;
pub mod scalar;
mod words;

#[cfg(export)]
mod export;

#[cfg(all(
    export,
    target_feature = "simd128",
    not(target_feature = "relaxed-simd")
))]
use exact as best;
/// What a module built for these instructions runs.
#[cfg(all(export, target_feature = "relaxed-simd"))]
use fused as best;
#[cfg(all(export, not(target_feature = "simd128")))]
use scalar as best;

#[cfg(test)]
mod judge;

/// Two powers to be computed: `value[i]^exponent[i] mod modulus[i]`.
///
/// All numbers are little-endian words of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Pair<const W: usize> {
    /// Odd, top bit set.
    pub modulus: [[u64; W]; 2],
    /// The base, below the modulus; the power afterwards.
    pub value: [[u64; W]; 2],
    /// Any; leading zeros are not skipped.
    pub exponent: [[u64; W]; 2],
}

impl<const W: usize> Pair<W> {
    /// A pair of 2⁰ modulo 2⁶⁴ᵂ − 1, to be filled in.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            modulus: [[u64::MAX; W]; 2],
            value: [[0; W]; 2],
            exponent: [[0; W]; 2],
        }
    }

    /// What `lucas_…` takes, and gives in `value`: `V_k(P, 1)` and
    /// `V_{k+1}(P, 1)` modulo n, for a small P from 3.
    #[must_use]
    pub const fn lucas(n: [u64; W], p: u64, k: [u64; W]) -> Self {
        let mut pair = Self::new();
        pair.modulus = [n, n];
        pair.value[0][0] = p;
        pair.exponent[0] = k;
        pair
    }

    /// Whether both moduli are odd and have their top bit set.
    #[must_use]
    pub fn is_fit(&self) -> bool {
        self.modulus.iter().all(|n| {
            n.first().is_some_and(|low| low & 1 == 1) && n.last().is_some_and(|top| top >> 63 == 1)
        })
    }
}

impl<const W: usize> Default for Pair<W> {
    fn default() -> Self {
        Self::new()
    }
}

/// One bit of an exponent, counted from the least.
const fn bit<const W: usize>(exponent: &[u64; W], index: usize) -> u64 {
    (exponent[index / 64] >> (index % 64)) & 1
}

/// How many bits of the exponent are raised at once where the base is free.
const WINDOW: usize = 4;

/// The window of an exponent that begins at this bit.
const fn window<const W: usize>(exponent: &[u64; W], index: usize) -> u64 {
    (exponent[index / 64] >> (index % 64)) & ((1 << WINDOW) - 1)
}

/// All ones where both are equal.
const fn mask_if_equal(a: u64, b: u64) -> u64 {
    let difference = a ^ b;
    // The top bit is set unless the difference is zero.
    ((difference | difference.wrapping_neg()) >> 63).wrapping_sub(1)
}
