//! The powers of the prime search, computed by the fastest arithmetic there is.
//!
//! Which arithmetic that is depends on the machine and is found out at run
//! time; here is what all have in common, and the one that runs everywhere.

use num_bigint::BigInt;
use padlock_kernel::{Pair, scalar};
use zeroize::Zeroize;

/// Two powers of the same size.
#[derive(Clone)]
pub enum Task {
    /// 1024 bits.
    W16(Box<Pair<16>>),
    /// 1536 bits.
    W24(Box<Pair<24>>),
    /// 2048 bits.
    W32(Box<Pair<32>>),
}

/// What is done with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Both powers.
    Power,
    /// Both powers of 2; the bases are not read.
    PowerOfTwo,
    /// Lucas numbers, as [`Pair::lucas`] has them.
    Lucas,
}

/// Computes powers in place.
pub trait Kernel {
    /// What it is called on the page, such as `64-bit limbs`.
    fn name(&self) -> &'static str;

    /// How many powers are best computed at once.
    fn at_once(&self) -> usize {
        2
    }

    /// Does the work. Says whether it did: `false` when it is broken, and what
    /// is in the task is then worthless.
    #[must_use]
    fn run(&mut self, task: &mut Task, work: Work) -> bool;
}

/// 64-bit limbs in plain Rust: runs everywhere.
pub struct Plain;

impl Kernel for Plain {
    fn name(&self) -> &'static str {
        "64-bit limbs"
    }

    // One after the other anyway, and whoever waits for two waits for long.
    fn at_once(&self) -> usize {
        1
    }

    fn run(&mut self, task: &mut Task, work: Work) -> bool {
        match (task, work) {
            (Task::W16(pair), Work::Power) => scalar::power_16(pair),
            (Task::W24(pair), Work::Power) => scalar::power_24(pair),
            (Task::W32(pair), Work::Power) => scalar::power_32(pair),
            (Task::W16(pair), Work::PowerOfTwo) => scalar::power_of_two_16(pair),
            (Task::W24(pair), Work::PowerOfTwo) => scalar::power_of_two_24(pair),
            (Task::W32(pair), Work::PowerOfTwo) => scalar::power_of_two_32(pair),
            (Task::W16(pair), Work::Lucas) => scalar::lucas_16(pair),
            (Task::W24(pair), Work::Lucas) => scalar::lucas_24(pair),
            (Task::W32(pair), Work::Lucas) => scalar::lucas_32(pair),
        }
        true
    }
}

/// What computes powers in a run. The results are the same whichever kernel
/// does; without one, or once it breaks, [`Plain`] does.
#[derive(Default)]
pub struct Powers {
    kernel: Option<Box<dyn Kernel>>,
}

/// A power to be computed: `base^exponent mod modulus`.
#[derive(Clone, Copy, Debug)]
pub struct Power<'a> {
    /// The base, from 0 to the modulus less one; `None` is 2.
    pub base: Option<&'a BigInt>,
    /// The exponent, not negative and no longer than the modulus.
    pub exponent: &'a BigInt,
    /// The modulus, above 2.
    pub modulus: &'a BigInt,
}

impl Powers {
    /// Powers by this kernel.
    #[must_use]
    pub fn by(kernel: Box<dyn Kernel>) -> Self {
        Self {
            kernel: Some(kernel),
        }
    }

    /// What the kernel is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.kernel().name()
    }

    /// How many powers are best computed at once: 1 or 2.
    #[must_use]
    pub fn at_once(&self) -> usize {
        self.kernel().at_once()
    }

    /// What computes powers modulo numbers of this length, if they have a size
    /// that kernels know.
    #[must_use]
    pub fn name_for(&self, bits: u32) -> Option<&'static str> {
        matches!(bits, 1024 | 1536 | 2048).then(|| self.name())
    }

    fn kernel(&self) -> &dyn Kernel {
        self.kernel.as_deref().unwrap_or(&Plain)
    }

    /// Computes two powers, of moduli of the same length.
    #[must_use]
    pub fn both(&mut self, both: [Power<'_>; 2]) -> [BigInt; 2] {
        let of_two = both.iter().all(|power| power.base.is_none());
        let work = if of_two {
            Work::PowerOfTwo
        } else {
            Work::Power
        };
        if let Some(task) = Task::of(&both) {
            return self.done(task, work);
        }
        both.map(
            |Power {
                 base,
                 exponent,
                 modulus,
             }| match base {
                Some(base) => base.modpow(exponent, modulus),
                None => BigInt::from(2).modpow(exponent, modulus),
            },
        )
    }

    /// `V_k(P, 1)` and `V_{k+1}(P, 1)` modulo n, of the Lucas sequence V;
    /// `None` for an n of no size that kernels know.
    #[must_use]
    pub fn lucas(&mut self, n: &BigInt, p: u64, k: &BigInt) -> Option<[BigInt; 2]> {
        if !n.bit(0) || k.bits() > n.bits() {
            return None;
        }
        let task = match n.bits() {
            1024 => Task::W16(Box::new(Pair::lucas(words(n), p, words(k)))),
            1536 => Task::W24(Box::new(Pair::lucas(words(n), p, words(k)))),
            2048 => Task::W32(Box::new(Pair::lucas(words(n), p, words(k)))),
            _ => return None,
        };
        Some(self.done(task, Work::Lucas))
    }

    /// Has the kernel do it; the plain one, from now on, if that breaks.
    fn done(&mut self, mut task: Task, work: Work) -> [BigInt; 2] {
        if let Some(kernel) = &mut self.kernel {
            let mut mine = task.clone();
            if kernel.run(&mut mine, work) {
                return mine.values();
            }
            self.kernel = None;
        }
        // The plain one always does it.
        let _ = Plain.run(&mut task, work);
        task.values()
    }
}

impl Drop for Task {
    /// The moduli of a search are secret.
    fn drop(&mut self) {
        fn wipe<const W: usize>(pair: &mut Pair<W>) {
            pair.modulus.zeroize();
            pair.value.zeroize();
            pair.exponent.zeroize();
        }
        match self {
            Self::W16(pair) => wipe(pair),
            Self::W24(pair) => wipe(pair),
            Self::W32(pair) => wipe(pair),
        }
    }
}

impl Task {
    /// A task, where both moduli are of a size that kernels know.
    fn of(both: &[Power<'_>; 2]) -> Option<Self> {
        let bits = both.each_ref().map(|power| power.modulus.bits());
        let odd = both.iter().all(|power| power.modulus.bit(0));
        let short = both
            .iter()
            .all(|power| power.exponent.bits() <= power.modulus.bits());
        if !odd || !short {
            return None;
        }
        match bits {
            [1024, 1024] => Some(Self::W16(pair(both))),
            [1536, 1536] => Some(Self::W24(pair(both))),
            [2048, 2048] => Some(Self::W32(pair(both))),
            _ => None,
        }
    }

    /// The bases, or the powers once they are computed.
    #[must_use]
    pub fn values(&self) -> [BigInt; 2] {
        match self {
            Self::W16(pair) => pair.value.each_ref().map(|words| integer(words)),
            Self::W24(pair) => pair.value.each_ref().map(|words| integer(words)),
            Self::W32(pair) => pair.value.each_ref().map(|words| integer(words)),
        }
    }
}

fn pair<const W: usize>(both: &[Power<'_>; 2]) -> Box<Pair<W>> {
    let two = BigInt::from(2);
    Box::new(Pair {
        modulus: both.each_ref().map(|power| words(power.modulus)),
        value: both
            .each_ref()
            .map(|power| words(power.base.unwrap_or(&two))),
        exponent: both.each_ref().map(|power| words(power.exponent)),
    })
}

fn words<const W: usize>(integer: &BigInt) -> [u64; W] {
    let mut words = [0; W];
    for (word, digit) in words.iter_mut().zip(integer.iter_u64_digits()) {
        *word = digit;
    }
    words
}

fn integer(words: &[u64]) -> BigInt {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    BigInt::from_bytes_le(num_bigint::Sign::Plus, &bytes)
}

#[cfg(test)]
mod tests;
