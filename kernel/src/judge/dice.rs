//! Numbers at whose edges carries begin and end, drawn from a seed.
//!
//! A few lines of their own: proptest takes longer for a number than a kernel
//! for its product.

use super::{minus, number, words};
use num_bigint::BigUint;

/// How many products of each size each kernel is judged on.
///
/// That is 500 000 unless `PADLOCK_PRODUCTS` says another number: one and a
/// half million for each kernel, as there are three sizes.
pub(crate) fn products() -> u32 {
    std::env::var("PADLOCK_PRODUCTS").map_or(500_000, |number| number.parse().unwrap())
}

/// A generator (SplitMix64, by Sebastiano Vigna, in the public domain).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to the bound less one.
    pub(crate) const fn index(&mut self, bound: usize) -> usize {
        (self.word() % bound as u64) as usize
    }

    pub(crate) const fn coin(&mut self) -> bool {
        self.word() >> 63 == 1
    }

    /// So many bits as they come, or those at which carries begin and end.
    const fn edge(&mut self, bits: u32) -> u64 {
        let all = u64::MAX >> (64 - bits);
        let at = self.index(bits as usize);
        let any = self.word();
        all & match self.index(9) {
            0 => u64::MAX,
            1 => 0,
            2 => 1 << at,
            3 => u64::MAX << at,
            4 => u64::MAX >> at,
            // About half of a limb: where a product is rounded up or down.
            5 => (1_u64 << (bits - 1)).wrapping_add(any % 3).wrapping_sub(1),
            _ => any,
        }
    }

    /// Any number of so many words.
    pub(crate) fn words<const W: usize>(&mut self) -> [u64; W] {
        let mut out = [0; W];
        match self.index(8) {
            0 => out = [u64::MAX; W],
            // A power of two, and a little more or less.
            1 => {
                out[self.index(W)] = 1 << self.index(64);
                let little = BigUint::from(self.index(4));
                let less = minus(&number(&out), &little);
                return match less {
                    Some(less) if self.coin() => words(&less),
                    _ => words(&(number(&out) | little)),
                };
            }
            2 => out = out.map(|_| self.word()),
            // Long runs.
            3 => {
                let from = self.index(64 * W);
                for index in from..64 * W {
                    out[index / 64] |= 1 << (index % 64);
                }
                if self.coin() {
                    out = out.map(|word| !word);
                }
            }
            // Edges of limbs of 51 bits.
            4 | 5 => {
                let mut sum = BigUint::ZERO;
                for _ in 0..=64 * W / 51 {
                    sum = (sum << 51_u32) | BigUint::from(self.edge(51));
                }
                return words(&sum);
            }
            _ => out = out.map(|_| self.edge(64)),
        }
        out
    }

    /// An odd number with its top bit set.
    pub(crate) fn modulus<const W: usize>(&mut self) -> [u64; W] {
        let mut out = self.words();
        match self.index(8) {
            // The top bit just set; and almost all ones.
            0 => {
                out = [0; W];
                out[0] = self.edge(64);
            }
            1 => {
                out = [u64::MAX; W];
                out[0] = self.edge(64);
            }
            _ => {}
        }
        out[0] |= 1;
        out[W - 1] |= 1 << 63;
        out
    }

    /// A number below so many times n, and more often near a multiple of n.
    pub(crate) fn below<const W: usize>(&mut self, n: &BigUint, times: u32) -> BigUint {
        let little = BigUint::from(self.index(3));
        let end = n * times;
        match self.index(8) {
            0 => end - 1_u32 - little,
            1 => little,
            2 => (n * self.word() + little) % end,
            _ => number(&self.words::<W>()) % end,
        }
    }
}

#[test]
fn every_edge_comes_up() {
    let mut dice = Dice::new(1);
    let moduli: Vec<[u64; 16]> = (0..10_000).map(|_| dice.modulus()).collect();
    let mut just_set = [0; 16];
    (just_set[0], just_set[15]) = (1, 1 << 63);
    for wanted in [[u64::MAX; 16], just_set] {
        assert!(moduli.contains(&wanted));
    }
    let n = number(&moduli[0]);
    let values: Vec<BigUint> = (0..10_000).map(|_| dice.below::<17>(&n, 4)).collect();
    for wanted in [BigUint::ZERO, BigUint::from(1_u32), &n * 4_u32 - 1_u32] {
        assert!(values.contains(&wanted));
    }
    assert!(values.iter().all(|value| *value < &n * 4_u32));
    assert!(
        values
            .iter()
            .any(|value| *value > n && value % &n < BigUint::from(3_u32))
    );
}
