//! Is this number prime? Trial division, then Miller–Rabin.

use super::Named;
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step, Visibility};
use chacha20::ChaCha20Rng;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use num_bigint::{BigInt, Sign};
use num_traits::{One, ToPrimitive};
use rand::{CryptoRng, SeedableRng};
use sha2::Digest;

/// How many primes trial division tries: all below 2048.
const COUNT: usize = 309;

/// The primes below 2048, in order.
pub static SMALL_PRIMES: [u32; COUNT] = small_primes();

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated while compiling: an index out of range would not compile"
)]
const fn small_primes() -> [u32; COUNT] {
    let mut primes = [2; COUNT];
    let (mut found, mut candidate) = (1, 3);
    while found < COUNT {
        let mut index = 0;
        while index < found && candidate % primes[index] != 0 {
            index += 1;
        }
        if index == found {
            primes[found] = candidate;
            found += 1;
        }
        candidate += 2;
    }
    primes
}

/// What was found out about a number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// Below 2: neither prime nor composite.
    TooSmall,
    /// Prime, proven.
    Prime,
    /// No witness against it in this many rounds of Miller–Rabin.
    ProbablyPrime {
        /// The number of random bases tried.
        rounds: usize,
    },
    /// Composite: this small prime divides it.
    DividedBy(u32),
    /// Composite: this base is a witness.
    Witnessed {
        /// The base.
        base: BigInt,
        /// The how-many-th base it was, from 1.
        round: u32,
    },
}

impl Finding {
    /// Whether the number may be used as a prime.
    #[must_use]
    pub fn is_prime(&self) -> bool {
        matches!(self, Self::Prime | Self::ProbablyPrime { .. })
    }
}

/// The number of Miller–Rabin rounds with random bases for a *random*
/// candidate of this many bits (FIPS 186-5 table B.1: 5 rounds for the primes
/// of 2048-bit keys, 4 for those of 3072 and 4096). Sizes that the table does
/// not have get 56 rounds, whose bound 4⁻⁵⁶ holds for any number whatever.
#[must_use]
pub const fn rounds(bits: u64) -> usize {
    match bits {
        1536.. => 4,
        1024.. => 5,
        _ => ROUNDS_FOR_ANY,
    }
}

/// Rounds for a number that somebody else chose, perhaps with intent.
pub const ROUNDS_FOR_ANY: usize = 56;

/// The smallest of the small primes that divides a number and is not the
/// number itself. The number is given by its little-endian 32-bit words.
#[must_use]
pub fn divisor(words: &[u32]) -> Option<u32> {
    let remainder = |modulus: u64| {
        words.iter().rev().fold(0_u64, |rest, word| {
            ((rest << 32) | u64::from(*word)) % modulus
        })
    };
    let mut primes = &SMALL_PRIMES[..];
    while !primes.is_empty() {
        // As many primes as fit a 32-bit product share one pass over the words.
        let (mut product, mut count) = (1_u64, 0);
        for prime in primes {
            let next = product * u64::from(*prime);
            if next > u64::from(u32::MAX) {
                break;
            }
            (product, count) = (next, count + 1);
        }
        let (batch, rest) = primes.split_at(count);
        let shared = remainder(product);
        for prime in batch {
            if shared % u64::from(*prime) == 0 && words != [*prime] {
                return Some(*prime);
            }
        }
        primes = rest;
    }
    None
}

/// One number made ready for Miller–Rabin: `n − 1 = 2^s · t` with odd `t`.
pub struct MillerRabin {
    params: BoxedMontyParams,
    bits: u32,
    minus_one: BoxedUint,
    twos: u32,
    odd_part: BoxedUint,
}

/// One round: the sequence a^t, a^2t, a^4t, … modulo n up to where it shows
/// what it shows.
pub struct Round {
    /// The base a.
    pub base: BigInt,
    sequence: Vec<BoxedUint>,
    /// Whether the sequence proves n composite.
    pub composite: bool,
}

impl MillerRabin {
    /// Makes an odd number of at least 5 ready; `None` for any other.
    #[must_use]
    pub fn new(n: &BigInt) -> Option<Self> {
        if n < &BigInt::from(5) || !n.bit(0) {
            return None;
        }
        let bits = u32::try_from(n.bits()).ok()?;
        let modulus = Odd::new(boxed(n, bits)).into_option()?;
        let less: BigInt = n - 1;
        let twos = u32::try_from(less.trailing_zeros()?).ok()?;
        Some(Self {
            params: BoxedMontyParams::new(modulus),
            bits,
            minus_one: boxed(&less, bits),
            odd_part: boxed(&(less >> twos), bits),
            twos,
        })
    }

    /// One round with a base from 2 to n − 2 (FIPS 186-5 §B.3.1, step 4).
    #[must_use]
    pub fn round(&self, base: BigInt) -> Round {
        let form = BoxedMontyForm::new(boxed(&base, self.bits), &self.params);
        let mut x = form.pow(&self.odd_part);
        let mut sequence = vec![x.retrieve()];
        let is_one = |x: &BoxedUint| bool::from(x.is_one());
        let ended = |sequence: &[BoxedUint]| {
            sequence
                .last()
                .is_some_and(|x| is_one(x) || *x == self.minus_one)
        };
        for _ in 1..self.twos {
            if ended(&sequence) {
                break;
            }
            x = x.square();
            sequence.push(x.retrieve());
        }
        let composite = match sequence.as_slice() {
            // a^t = 1: the very first element may also be 1.
            [first] => !is_one(first) && *first != self.minus_one,
            [.., last] => *last != self.minus_one,
            [] => true,
        };
        Round {
            base,
            sequence,
            composite,
        }
    }

    /// Tells a round as a step: its sequence as equations.
    pub fn tell(&self, n: &Named, number: u32, round: &Round, observer: &mut impl Observer) {
        observer.step(|| {
            let visibility = n.visibility;
            let a = Named::public("a", round.base.clone()).meaning("base");
            let t = Named::new("t", integer(&self.odd_part), visibility)
                .meaning(format!("odd part of {} − 1", n.symbol));
            let s = i64::from(self.twos);
            let elements: Vec<Named> = round
                .sequence
                .iter()
                .enumerate()
                .map(|(index, x)| Named::new(format!("x_{index}"), integer(x), visibility))
                .collect();
            let mut step = Step::new(
                format!("round-{number}"),
                format!("Miller–Rabin, round {number}"),
            )
            .value(a.value())
            .equation(Equation::equal(
                Expr::difference(n, 1),
                Expr::product(Expr::power(2, s), &t),
            ));
            for (index, x) in elements.iter().enumerate() {
                let right = match index.checked_sub(1).and_then(|index| elements.get(index)) {
                    None => Expr::power_mod(&a, &t, n),
                    Some(before) => Expr::remainder(Expr::power(before, 2), n),
                };
                step = step.equation(Equation::equal(x, right));
            }
            if let Some(last) = elements.last() {
                step = self.conclude(step, n, last, round.composite);
            }
            step.passes_if(!round.composite)
                .source("FIPS 186-5", "B.3.1")
        });
    }

    /// The last line: why the sequence does or does not prove anything.
    fn conclude(&self, step: Step, n: &Named, last: &Named, composite: bool) -> Step {
        if !composite {
            return step
                .says("The sequence ends in 1 or −1 as it does for every prime. This base is no witness.")
                .equation(Equation::congruent(
                    last,
                    if last.integer.is_one() { 1 } else { -1 },
                    n,
                ));
        }
        if last.integer.is_one() {
            return step
                .says("The sequence came to 1 from something that is neither 1 nor −1. A prime has no such square root of 1, so the number is composite.")
                .equation(Equation::congruent(last, 1, n));
        }
        step.says("Had the number been prime, the sequence would have begun with 1 or met −1 by now. It did neither, so the number is composite, although nobody knows its factors.")
            .equation(Equation::new(
                last,
                Relation::NotCongruent(Box::new(n.into())),
                -1,
            ))
    }
}

/// A base from 2 to n − 2, uniform up to a bias below 2⁻⁶⁴.
pub fn random_base(n: &BigInt, rng: &mut impl CryptoRng) -> BigInt {
    let length = usize::try_from(n.bits() / 8).unwrap_or(0) + 9;
    let mut bytes = vec![0; length];
    rng.fill_bytes(&mut bytes);
    let range: BigInt = n - 3;
    if range.sign() != Sign::Plus {
        return BigInt::from(2);
    }
    BigInt::from_bytes_be(Sign::Plus, &bytes) % range + 2
}

/// Examines any number, small or large, also one that somebody chose with
/// intent, and tells how it was judged in one step named `id`.
///
/// Below 3.3·10²⁴ the answer is proven: trial division, or Miller–Rabin with
/// the first 13 primes as bases, which leaves no composite there (Sorenson
/// and Webster, 2015). Above, 56 bases are drawn by ChaCha20 from a hash of
/// the number, so that whoever chooses the number cannot choose the bases.
pub fn examine(id: &'static str, n: &Named, observer: &mut impl Observer) -> Finding {
    observer.enter(|| {
        Step::new(id, format!("Is {} prime?", n.symbol))
            .value(n.value())
            .source("FIPS 186-5", "B.3")
    });
    let (finding, says) = judge(n, observer);
    observer.amend(|step| {
        step.says = says.into();
        step.verdict = Some(finding.is_prime().into());
        if let Finding::DividedBy(prime) = finding {
            step.equations
                .push(Equation::new(i64::from(prime), Relation::Divides, n));
        }
    });
    observer.leave();
    finding
}

/// 3317044064679887385961981: the first 13 primes as bases find every
/// composite below it.
const PROVEN_BELOW: u128 = 3_317_044_064_679_887_385_961_981;

fn judge(n: &Named, observer: &mut impl Observer) -> (Finding, String) {
    let integer = &n.integer;
    let symbol = &n.symbol;
    if integer < &BigInt::from(2) {
        return (
            Finding::TooSmall,
            format!("Primes begin at 2; {symbol} is below."),
        );
    }
    let (_, words) = integer.to_u32_digits();
    if let Some(prime) = divisor(&words) {
        return (
            Finding::DividedBy(prime),
            format!("No: {prime} divides {symbol}."),
        );
    }
    if integer.to_u64().is_some_and(|small| small < 2048 * 2048) {
        return (
            Finding::Prime,
            format!("Yes, proven: no prime up to the square root of {symbol} divides it."),
        );
    }
    let Some(test) = MillerRabin::new(integer) else {
        return (Finding::TooSmall, String::new());
    };
    let proven = integer.to_u128().is_some_and(|small| small < PROVEN_BELOW);
    let mut rng = ChaCha20Rng::from_seed(sha2::Sha256::digest(integer.to_bytes_be().1).into());
    let bases: Vec<BigInt> = if proven {
        SMALL_PRIMES
            .iter()
            .take(13)
            .map(|p| BigInt::from(*p))
            .collect()
    } else {
        (0..ROUNDS_FOR_ANY)
            .map(|_| random_base(integer, &mut rng))
            .collect()
    };
    for (number, base) in (1_u32..).zip(bases) {
        let round = test.round(base);
        test.tell(n, number, &round, observer);
        if round.composite {
            let says = format!(
                "No: base {} is a witness that {symbol} is composite.",
                round.base
            );
            return (
                Finding::Witnessed {
                    base: round.base,
                    round: number,
                },
                says,
            );
        }
    }
    if proven {
        return (
            Finding::Prime,
            format!(
                "Yes, proven: no composite number of this size passes Miller–Rabin for all of the first 13 primes, and {symbol} does."
            ),
        );
    }
    (
        Finding::ProbablyPrime {
            rounds: ROUNDS_FOR_ANY,
        },
        format!(
            "Yes: {symbol} passed {ROUNDS_FOR_ANY} rounds. A composite number would have passed them all with a probability of at most 1 in 4 to the power of {ROUNDS_FOR_ANY}."
        ),
    )
}

/// Whether a number of any size is prime, without telling anything.
#[must_use]
pub fn is_prime(n: &BigInt) -> bool {
    examine("", &Named::new("n", n.clone(), Visibility::Public), &mut ()).is_prime()
}

/// A factor of a composite number of at most 64 bits, by Pollard's rho; `None`
/// for longer numbers, for primes and where it gives up.
#[must_use]
pub fn factor(n: &BigInt) -> Option<BigInt> {
    let n = n.to_u64().filter(|n| *n > 3)?;
    if n % 2 == 0 {
        return Some(2.into());
    }
    let step = |x: u64, c: u64| {
        let next = (u128::from(x) * u128::from(x) + u128::from(c)) % u128::from(n);
        u64::try_from(next).unwrap_or(0)
    };
    // The cycle is expected after about the fourth root of n: 2¹⁶ steps.
    (1..8_u64).find_map(|c| {
        let (mut slow, mut fast) = (2, 2);
        for _ in 0..1 << 19 {
            slow = step(slow, c);
            fast = step(step(fast, c), c);
            let common = num_integer::gcd(slow.abs_diff(fast), n);
            if common != 1 {
                return (common != n).then(|| common.into());
            }
        }
        None
    })
}

fn boxed(n: &BigInt, bits: u32) -> BoxedUint {
    BoxedUint::from_be_slice_truncated(&n.to_bytes_be().1, bits)
}

fn integer(n: &BoxedUint) -> BigInt {
    BigInt::from_bytes_be(Sign::Plus, &n.to_be_bytes())
}
