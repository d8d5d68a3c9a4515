//! What the search for a prime goes through, and in which order: fixed by a seed,
//! so that any number of workers in any order come to the same prime.
//!
//! From each random start the odd numbers that follow are candidates, up to
//! [`LENGTH`] of them; then comes another start. The first candidate that is
//! prime and fits is the one. That is not quite the method of FIPS 186-5
//! §A.1.3, which draws every candidate anew: here a prime after a long gap is
//! found more often than one after a short gap. By how much is bounded: each
//! prime is found from at most [`LENGTH`] starts out of N, the number of all
//! starts, and a part q of the starts has no prime behind it and only leads to
//! another start. So its probability is at most `LENGTH / N / (1 − q)`, where a
//! uniform choice among the primes would give about `ln(2^bits) / (2·N)`; and q
//! is about e^(−2·LENGTH / ln(2^bits)). The choice loses at most the logarithm
//! of the ratio, in bits of min-entropy out of more than a thousand:
//!
//! | bits | q | ratio | loss |
//! |---|---|---|---|
//! | 1024 | 0.003 | 5.8 | 2.6 bits |
//! | 1536 | 0.021 | 3.9 | 2.0 bits |
//! | 2048 | 0.056 | 3.1 | 1.7 bits |
//!
//! (Brandt and Damgård, CRYPTO '92, show that the loss of Shannon entropy is
//! smaller still.)

use crate::engine::number::kernel::Powers;
use crate::engine::number::miller_rabin::{Bases, MillerRabin, Round};
use crate::engine::number::prime::{random_base, rounds};
use crate::engine::number::sieve::Sieve;
use crate::engine::number::{NamedInteger, lucas};
use crate::engine::picture::Path;
use crate::engine::trace::Observer;
use chacha20::ChaCha20Rng;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, ToPrimitive};
use rand::{CryptoRng, SeedableRng};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// How many odd numbers from one start on are candidates.
pub const LENGTH: usize = 2048;

/// The plan of a search.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Plan {
    /// All randomness of the search.
    seed: [u8; 32],
    /// The prime's length in bits, at least 8; its top two bits are set.
    pub bits: u32,
    /// The public exponent: `gcd(p − 1, e)` must be 1.
    pub e: u64,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan")
            .field("bits", &self.bits)
            .field("e", &self.e)
            .finish_non_exhaustive()
    }
}

impl Plan {
    /// What the odd numbers behind one start cost, in bits of min-entropy at
    /// most, rounded up to a tenth; see above.
    pub(super) fn loss(&self) -> f64 {
        let gap = f64::from(self.bits) * std::f64::consts::LN_2;
        #[allow(clippy::cast_precision_loss, reason = "a small number")]
        let length = LENGTH as f64;
        let fruitless = (-2.0 * length / gap).exp();
        let ratio = 2.0 * length / gap / (1.0 - fruitless);
        (ratio.log2() * 10.0).ceil() / 10.0
    }

    /// The bits of chance in a prime of this length, two bits of it set, where
    /// all are as likely.
    pub(super) fn chance(&self) -> f64 {
        let bits = f64::from(self.bits);
        bits - 2.0 - (bits * std::f64::consts::LN_2).log2()
    }
}

/// Where a candidate stands: the number of its start, and the how-many-th odd
/// number from there on, both from 0. Positions are ordered as the search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The number of the start.
    pub segment: u32,
    /// The number of the candidate.
    pub index: u32,
}

/// The candidates from one start on.
pub struct Segment {
    /// The number of its start.
    pub number: u32,
    start: BigInt,
    /// What small primes say about them.
    pub sieve: Sieve,
}

/// What was computed about a candidate that no small prime divides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseTwoResult {
    /// Which one.
    pub position: Position,
    /// The first power of the round of Miller–Rabin with base 2.
    first: Vec<u8>,
    /// Whether that round found nothing, which is so for all primes and hardly
    /// any other number.
    pub probable: bool,
}

/// What the tests found that come after base 2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FullTestResult {
    /// Of which candidate.
    pub position: Position,
    /// The first powers of the rounds with random bases, up to the first
    /// witness.
    firsts: Vec<Vec<u8>>,
    /// Whether it passed those rounds and the Lucas test.
    passed: bool,
}

/// Base 2 comes first: it is the fastest.
const BASES: Bases = Bases::DrawnAfterTwo;

/// The verdict on a tested candidate, with the rounds it went through: base 2
/// first, then random bases.
pub struct Examination {
    /// Its Miller–Rabin form.
    pub test: MillerRabin,
    /// The rounds.
    pub rounds: Vec<Round>,
    /// Whether the Lucas test was passed; `None` where it was not reached.
    pub lucas: Option<bool>,
}

impl Examination {
    /// The how-many-th test spoke against it, from 1: a round, or the Lucas
    /// test after them.
    #[must_use]
    pub fn witness(&self) -> u32 {
        let passed = self.rounds.iter().filter(|round| !round.composite);
        u32::try_from(passed.count() + 1).unwrap_or(u32::MAX)
    }

    /// All rounds in one picture.
    #[must_use]
    pub fn drawn(&self, n: &NamedInteger) -> Path {
        self.test.drawn(n, &self.rounds, BASES, None)
    }

    /// Tells every test as a step.
    pub fn tell(&self, n: &NamedInteger, observer: &mut impl Observer) {
        self.test.tell(n, &self.rounds, BASES, observer);
        if let Some(passed) = self.lucas {
            lucas::tell(n, passed, observer);
        }
    }

    /// Whether nothing speaks against it.
    #[must_use]
    pub fn is_prime(&self) -> bool {
        self.lucas == Some(true)
    }
}

impl Plan {
    /// A search whose randomness comes from this generator.
    pub fn draw(bits: u32, e: u64, rng: &mut impl CryptoRng) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self { seed, bits, e }
    }

    /// The candidates from start number `number` on.
    #[must_use]
    pub fn segment(&self, number: u32) -> Segment {
        let position = Position {
            segment: number,
            index: 0,
        };
        let start = self.start(&mut self.stream("start", position));
        let last: BigInt = (BigInt::one() << self.bits) - 1;
        // A start near the end has fewer numbers after it.
        let room: BigInt = (last - &start) / 2 + 1;
        let length = room.to_usize().unwrap_or(LENGTH).min(LENGTH);
        Segment {
            number,
            sieve: Sieve::new(&start, length),
            start,
        }
    }

    /// An odd number whose top two bits are set.
    fn start(&self, rng: &mut impl CryptoRng) -> BigInt {
        let length = usize::try_from(self.bits.div_ceil(8)).unwrap_or(0);
        let mut bytes = zeroize::Zeroizing::new(vec![0; length]);
        rng.fill_bytes(&mut bytes);
        let mut start: BigInt =
            BigInt::from_bytes_be(Sign::Plus, &bytes) & ((BigInt::one() << self.bits) - 1);
        for bit in [0, self.bits - 2, self.bits - 1] {
            start.set_bit(u64::from(bit), true);
        }
        start
    }

    /// Randomness for one purpose at one position.
    fn stream(&self, purpose: &str, position: Position) -> ChaCha20Rng {
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(position.segment.to_be_bytes());
        hash.update(position.index.to_be_bytes());
        hash.update(purpose);
        ChaCha20Rng::from_seed(hash.finalize().into())
    }

    /// The random bases for a candidate: as many rounds as FIPS 186-5
    /// table B.1 asks for.
    fn bases(&self, position: Position, n: &BigInt) -> Vec<BigInt> {
        let mut rng = self.stream("bases", position);
        (0..rounds(u64::from(self.bits)))
            .map(|_| random_base(n, &mut rng))
            .collect()
    }

    /// Whether `gcd(p − 1, e)` is 1.
    #[must_use]
    pub fn is_coprime(&self, p: &BigInt) -> bool {
        (p - 1_u32).gcd(&BigInt::from(self.e)).is_one()
    }

    /// Tests one or two candidates of a segment with base 2, both at once.
    #[must_use]
    pub fn test(
        &self,
        segment: &Segment,
        indices: &[usize],
        powers: &mut Powers,
    ) -> Vec<BaseTwoResult> {
        let candidates: Vec<(Position, MillerRabin)> = indices
            .iter()
            .filter_map(|index| {
                let position = Position {
                    segment: segment.number,
                    index: u32::try_from(*index).ok()?,
                };
                Some((position, MillerRabin::new(&segment.candidate(*index))?))
            })
            .collect();
        let (Some((_, first)), Some((_, last))) = (candidates.first(), candidates.last()) else {
            return Vec::new();
        };
        // One alone goes twice, which kernels do at the price of one.
        let both = powers.both([first.power(None), last.power(None)]);
        candidates
            .iter()
            .zip(both)
            .map(|((position, test), first)| {
                let bytes = first.to_bytes_le().1;
                let composite = test.round(BigInt::from(2), first).composite;
                BaseTwoResult {
                    position: *position,
                    first: bytes,
                    probable: !composite,
                }
            })
            .collect()
    }

    /// Tests a candidate that base 2 did not strike out with all that
    /// FIPS 186-5 asks for; `None` for a number that cannot be tested.
    #[must_use]
    pub fn complete(&self, position: Position, powers: &mut Powers) -> Option<FullTestResult> {
        let start = Position {
            index: 0,
            ..position
        };
        let n = self.start(&mut self.stream("start", start)) + 2 * position.index;
        Some(self.full_test(position, &MillerRabin::new(&n)?, powers))
    }

    fn full_test(
        &self,
        position: Position,
        test: &MillerRabin,
        powers: &mut Powers,
    ) -> FullTestResult {
        let rounds = test.rounds(&self.bases(position, test.number()), powers);
        let prime = rounds.iter().all(|round| !round.composite);
        FullTestResult {
            position,
            firsts: rounds
                .iter()
                .map(|round| round.first().to_bytes_le().1)
                .collect(),
            passed: prime && lucas::passes(test.number(), powers),
        }
    }

    /// What the computed powers say about a candidate. The tests after base 2
    /// are done now if they are needed and nobody did them.
    #[must_use]
    pub fn examine(
        &self,
        n: &BigInt,
        tested: &BaseTwoResult,
        full: Option<FullTestResult>,
        powers: &mut Powers,
    ) -> Option<Examination> {
        let integer = |bytes: &[u8]| BigInt::from_bytes_le(Sign::Plus, bytes);
        let test = MillerRabin::new(n)?;
        let mut rounds = vec![test.round(BigInt::from(2), integer(&tested.first))];
        let mut lucas = None;
        if tested.probable {
            let FullTestResult { firsts, passed, .. } =
                full.unwrap_or_else(|| self.full_test(tested.position, &test, powers));
            for (base, first) in self.bases(tested.position, n).into_iter().zip(&firsts) {
                rounds.push(test.round(base, integer(first)));
            }
            let prime = rounds.iter().all(|round| !round.composite);
            lucas = prime.then_some(passed);
        }
        Some(Examination {
            test,
            rounds,
            lucas,
        })
    }
}

impl Segment {
    /// Where a candidate of this segment stands.
    #[must_use]
    pub fn position(&self, index: usize) -> Position {
        Position {
            segment: self.number,
            index: u32::try_from(index).unwrap_or(u32::MAX),
        }
    }

    /// The candidate at this position.
    #[must_use]
    pub fn candidate(&self, index: usize) -> BigInt {
        &self.start + 2 * index
    }
}

#[cfg(test)]
mod tests;
