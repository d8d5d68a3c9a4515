//! The same key whatever computes it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::rsa::{Audience, Order, generate};
use crate::engine::task::{Alone, Means};
use chacha20::ChaCha20Rng;
use num_traits::ToPrimitive;
use rand::SeedableRng;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::task::Poll;

/// The primes of the key of a seed, computed by this kernel; and the name of
/// what computes afterwards.
fn key_by(kernel: Box<dyn Kernel>, bits: usize, seed: u64) -> ([BigInt; 2], &'static str) {
    let mut powers = Powers::by(kernel);
    let mut rngs = [seed, seed + 1000].map(ChaCha20Rng::seed_from_u64);
    let [for_p, for_q] = &mut rngs;
    let order = Order {
        bits,
        e: BigInt::from(65_537),
        audience: Audience::Nobody,
    };
    let mut means = Means {
        helpers: &mut Alone,
        powers: &mut powers,
        credits: BTreeSet::new(),
    };
    let Poll::Ready(key) = generate(&order, [for_p, for_q], &mut means, &mut ()) else {
        panic!("nobody was asked");
    };
    let key = key.unwrap();
    ([key.p.integer, key.q.integer], powers.name())
}

/// Puts in place of a task's values what this makes of its moduli, its values
/// and its exponents.
fn replace(task: &mut Task, values: impl Fn([BigInt; 2], [BigInt; 2], [BigInt; 2]) -> [BigInt; 2]) {
    fn in_pair<const W: usize>(
        pair: &mut Pair<W>,
        values: impl Fn([BigInt; 2], [BigInt; 2], [BigInt; 2]) -> [BigInt; 2],
    ) {
        let numbers = |of: &[[u64; W]; 2]| of.each_ref().map(|words| integer(words));
        let (n, x, k) = (&pair.modulus, &pair.value, &pair.exponent);
        pair.value = values(numbers(n), numbers(x), numbers(k))
            .each_ref()
            .map(words);
    }
    match task {
        Task::W16(pair) => in_pair(pair, values),
        Task::W24(pair) => in_pair(pair, values),
        Task::W32(pair) => in_pair(pair, values),
    }
}

/// Plain until it has done its share; then it leaves nonsense and says so.
struct Breaking {
    left: u32,
    /// How often it was asked.
    asked: Rc<Cell<u32>>,
}

impl Kernel for Breaking {
    fn name(&self) -> &'static str {
        "breaking"
    }

    fn run(&mut self, task: &mut Task, work: Work) -> bool {
        self.asked.set(self.asked.get() + 1);
        if self.left > 0 {
            self.left -= 1;
            return Plain.run(task, work);
        }
        // One is what a prime might have given.
        replace(task, |_, _, _| [BigInt::from(1), BigInt::from(1)]);
        false
    }
}

/// The arithmetic of the `num-bigint` crate.
struct Crate;

impl Kernel for Crate {
    fn name(&self) -> &'static str {
        "crate"
    }

    fn run(&mut self, task: &mut Task, work: Work) -> bool {
        let two = BigInt::from(2);
        replace(task, |[n, m], [x, y], [j, k]| match work {
            Work::Power => [x.modpow(&j, &n), y.modpow(&k, &m)],
            Work::PowerOfTwo => [two.modpow(&j, &n), two.modpow(&k, &m)],
            Work::Lucas => {
                // V₀ = 2 and V₁ = P, and from there on as `Pair::lucas` says.
                let p = BigInt::from(x.to_u64().unwrap());
                let mut v = [two.clone(), p.clone()];
                for index in (0..j.bits()).rev() {
                    let kept = usize::from(j.bit(index));
                    let between = (&v[0] * &v[1] - &p + &n) % &n;
                    v[kept] = (&v[kept] * &v[kept] - &two + &n) % &n;
                    v[1 - kept] = between;
                }
                v
            }
        });
        true
    }
}

/// The key by a kernel that breaks after so many runs, how often that was
/// asked, and what computes afterwards.
fn key_by_breaking(left: u32, bits: usize, seed: u64) -> ([BigInt; 2], u32, &'static str) {
    let asked = Rc::new(Cell::new(0));
    let breaking = Breaking {
        left,
        asked: Rc::clone(&asked),
    };
    let (found, installed) = key_by(Box::new(breaking), bits, seed);
    (found, asked.get(), installed)
}

#[test]
fn a_kernel_that_breaks_in_a_search_gives_way_and_the_key_is_the_same() {
    for (bits, seed, step) in [(2048, 1, 2), (3072, 3, 7)] {
        let (expected, _) = key_by(Box::new(Plain), bits, seed);
        let (found, runs, installed) = key_by_breaking(u32::MAX, bits, seed);
        assert_eq!((found, installed), (expected.clone(), "breaking"));
        assert!(runs > 10);
        for left in (0..runs).step_by(step) {
            let (found, asked, installed) = key_by_breaking(left, bits, seed);
            assert_eq!(found, expected, "{bits} bits, seed {seed}, after {left}");
            // It did break, and was not asked again.
            assert_eq!((asked, installed), (left + 1, Plain.name()));
        }
    }
}

#[test]
fn the_crate_comes_to_the_same_keys() {
    for (bits, seed) in [(2048, 11), (3072, 12), (4096, 13)] {
        let (expected, _) = key_by(Box::new(Plain), bits, seed);
        let (found, installed) = key_by(Box::new(Crate), bits, seed);
        assert_eq!((found, installed), (expected, "crate"));
    }
}
