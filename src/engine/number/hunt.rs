//! The search for a prime, candidate by candidate.

use super::Named;
use super::prime::{self, MillerRabin, Round};
use crate::engine::trace::{Equation, Expr, Fate, Observer, Relation, Report, Step, Text};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed};
use rand::CryptoRng;

/// What kind of prime is wanted (FIPS 186-5 §A.1.3).
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// `p` or `q`.
    pub symbol: &'static str,
    /// Its length in bits, at least 8; the top two bits are set, so that the
    /// product of two such primes has exactly twice as many bits.
    pub bits: u32,
    /// The public exponent: `gcd(p − 1, e)` must be 1.
    pub e: &'a BigInt,
    /// The other prime, if there is one already.
    pub other: Option<&'a BigInt>,
}

/// A candidate and what became of it.
pub struct Candidate {
    /// The how-many-th it is, from 1.
    pub number: u32,
    /// The number drawn: odd, with its top two bits set.
    pub integer: BigInt,
    /// What became of it.
    pub fate: Fate,
    test: Option<MillerRabin>,
    /// The rounds of Miller–Rabin that it went through, in order.
    rounds: Vec<Round>,
}

/// Why no prime was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// Fewer bits were asked for than primes are drawn with.
    TooFewBits {
        /// The least number of bits.
        expected: u32,
        /// What was asked for.
        found: u32,
    },
    /// So many candidates in a row do not fail by chance: either there is no
    /// such prime, or the randomness is broken.
    NoneFound {
        /// How many were tried.
        candidates: u32,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooFewBits { expected, found } => {
                write!(
                    f,
                    "expected primes of at least {expected} bits, found {found}"
                )
            }
            Self::NoneFound { candidates } => {
                write!(f, "none of {candidates} candidates is a fitting prime")
            }
        }
    }
}

impl std::error::Error for Error {}

/// The least length of a prime that is hunted, in bits.
pub const MIN_BITS: u32 = 8;

/// Draws candidates until one is a prime that fits, and tells each: as a row
/// of the step `hunt-p`, and at once as a report.
///
/// Every candidate is drawn anew, so that each fitting prime is equally
/// likely. The bases of Miller–Rabin come from the same generator.
///
/// # Errors
/// When primes so short are not drawn, or none is found in far more
/// candidates than it ever takes.
pub fn hunt(
    wanted: &Wanted<'_>,
    rng: &mut impl CryptoRng,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    if wanted.bits < MIN_BITS {
        return Err(Error::TooFewBits {
            expected: MIN_BITS,
            found: wanted.bits,
        });
    }
    observer.enter(|| {
        Step::new(
            format!("hunt-{}", wanted.symbol),
            format!("Hunt for the prime {}", wanted.symbol),
        )
        .says("Draw random odd numbers whose top two bits are 1, until one is prime.")
        .source("FIPS 186-5", "A.1.3")
        .rows()
    });
    let mut tally = Tally::default();
    let kept = (1..=20 * wanted.bits.max(64)).find_map(|number| {
        let candidate = examine(number, wanted, rng);
        tally.count(candidate.fate);
        tell(wanted, &candidate, observer);
        (candidate.fate == Fate::Kept).then_some(candidate)
    });
    observer.amend(|step| step.says = tally.says(wanted).into());
    observer.leave();
    let kept = kept.ok_or(Error::NoneFound {
        candidates: tally.drawn,
    })?;
    tell_kept(wanted, &kept, observer);
    Ok(kept.integer)
}

/// Draws one candidate and finds out what becomes of it.
fn examine(number: u32, wanted: &Wanted<'_>, rng: &mut impl CryptoRng) -> Candidate {
    let mut candidate = Candidate {
        number,
        integer: draw(wanted.bits, rng),
        fate: Fate::Kept,
        test: None,
        rounds: Vec::new(),
    };
    candidate.fate = candidate.judge(wanted, rng);
    candidate
}

impl Candidate {
    fn judge(&mut self, wanted: &Wanted<'_>, rng: &mut impl CryptoRng) -> Fate {
        let (_, words) = self.integer.to_u32_digits();
        if let Some(by) = prime::divisor(&words) {
            return Fate::Divided { by };
        }
        if let Some(test) = MillerRabin::new(&self.integer) {
            // Base 2 first: it finds nearly every composite and takes no
            // randomness. It does not count towards the rounds.
            let bases = 1 + prime::rounds(u64::from(wanted.bits));
            for round in 0..bases {
                let base = match round {
                    0 => BigInt::from(2),
                    _ => prime::random_base(&self.integer, rng),
                };
                let round = test.round(base);
                let composite = round.composite;
                self.rounds.push(round);
                if composite {
                    break;
                }
            }
            self.test = Some(test);
        }
        if self.rounds.last().is_some_and(|round| round.composite) {
            return Fate::Witnessed {
                round: u32::try_from(self.rounds.len()).unwrap_or(u32::MAX),
            };
        }
        if self.fits(wanted) {
            Fate::Kept
        } else {
            Fate::Unfit
        }
    }

    fn fits(&self, wanted: &Wanted<'_>) -> bool {
        let coprime = (&self.integer - 1_u32).gcd(wanted.e).is_one();
        let apart = wanted
            .other
            .is_none_or(|other| far_enough(&self.integer, other, 2 * u64::from(wanted.bits)));
        coprime && apart
    }
}

/// Whether |p − q| > 2^(nlen/2 − 100), for keys of `nlen` bits (FIPS 186-5
/// §A.1.3, step 5.5). Below 200 bits the rule only says p ≠ q.
#[must_use]
pub fn far_enough(p: &BigInt, q: &BigInt, nlen: u64) -> bool {
    let distance = (p - q).abs();
    match (nlen / 2).checked_sub(100) {
        Some(shift) => distance > BigInt::one() << shift,
        None => distance.is_positive(),
    }
}

fn draw(bits: u32, rng: &mut impl CryptoRng) -> BigInt {
    let mut bytes =
        zeroize::Zeroizing::new(vec![0; usize::try_from(bits.div_ceil(8)).unwrap_or(0)]);
    rng.fill_bytes(&mut bytes);
    let mut integer: BigInt =
        BigInt::from_bytes_be(Sign::Plus, &bytes) & ((BigInt::one() << bits) - 1);
    for bit in [0, bits - 2, bits - 1] {
        integer.set_bit(u64::from(bit), true);
    }
    integer
}

#[derive(Default)]
struct Tally {
    drawn: u32,
    divided: u32,
    witnessed: u32,
    unfit: u32,
}

impl Tally {
    fn count(&mut self, fate: Fate) {
        self.drawn += 1;
        match fate {
            Fate::Divided { .. } => self.divided += 1,
            Fate::Witnessed { .. } => self.witnessed += 1,
            Fate::Unfit => self.unfit += 1,
            Fate::Kept => {}
        }
    }

    fn says(&self, wanted: &Wanted<'_>) -> String {
        let Self {
            drawn,
            divided,
            witnessed,
            unfit,
        } = self;
        let mut says = format!(
            "{drawn} odd numbers of {} bits drawn: {divided} struck out by a prime below 2048, {witnessed} by a Miller–Rabin witness",
            wanted.bits
        );
        if *unfit > 0 {
            says.push_str(&format!(", {unfit} prime but not fitting"));
        }
        says.push('.');
        says
    }
}

fn tell(wanted: &Wanted<'_>, candidate: &Candidate, observer: &mut impl Observer) {
    let Candidate {
        number,
        integer,
        fate,
        ..
    } = candidate;
    observer.report(|| Report::Candidate {
        prime: Text::Borrowed(wanted.symbol),
        number: *number,
        tail: tail(integer).into(),
        fate: *fate,
    });
    // Each candidate is reported; how many there were is said now and then.
    if number % 8 == 1 {
        observer.report(|| Report::Progress {
            doing: format!("Hunting for {}", wanted.symbol).into(),
            done: *number,
            of: None,
        });
    }
    observer.enter(|| {
        let n = candidate.named();
        let step = Step::new(
            number.to_string(),
            format!("Candidate {number}: {}", ending(*fate)),
        )
        .value(n.value());
        match fate {
            Fate::Divided { by } => {
                step.equation(Equation::new(i64::from(*by), Relation::Divides, &n))
            }
            Fate::Unfit if !candidate.coprime_to(wanted.e) => {
                let e = Named::public("e", wanted.e.clone());
                step.equation(Equation::new(
                    Expr::gcd(Expr::difference(&n, 1), &e),
                    Relation::Greater,
                    1,
                ))
            }
            _ => step,
        }
        .passes_if(*fate == Fate::Kept)
    });
    if let (Fate::Witnessed { .. }, Some(test)) = (fate, &candidate.test) {
        for (number, round) in (1_u32..).zip(&candidate.rounds) {
            // Named only for this one: the number is not needed elsewhere.
            test.tell(&candidate.named(), number, round, observer);
        }
    }
    observer.leave();
}

impl Candidate {
    fn named(&self) -> Named {
        Named::secret("c", self.integer.clone()).meaning("candidate")
    }

    fn coprime_to(&self, e: &BigInt) -> bool {
        (&self.integer - 1_u32).gcd(e).is_one()
    }
}

/// The prime that was kept, with every round that it passed.
fn tell_kept(wanted: &Wanted<'_>, kept: &Candidate, observer: &mut impl Observer) {
    let prime = Named::secret(wanted.symbol, kept.integer.clone()).meaning("prime");
    observer.enter(|| {
        let e = Named::public("e", wanted.e.clone());
        let step = Step::new(
            format!("kept-{}", wanted.symbol),
            format!("{} passed every test", wanted.symbol),
        )
        .says(format!(
            "Candidate {} has no prime factor below 2048 and no witness against it among base 2 and {} random bases.",
            kept.number,
            kept.rounds.len().saturating_sub(1),
        ))
        .value(prime.value())
        .equation(Equation::equal(
            Expr::bit_length(&prime),
            i64::from(wanted.bits),
        ))
        .equation(Equation::equal(
            Expr::gcd(Expr::difference(&prime, 1), &e),
            1,
        ))
        .passes_if(true)
        .source("FIPS 186-5", "B.3.1");
        match wanted.other {
            Some(other) if wanted.bits > 100 => step.equation(Equation::new(
                Expr::absolute(Expr::difference(
                    &prime,
                    Named::secret("p", other.clone()),
                )),
                Relation::Greater,
                Expr::power(2, i64::from(wanted.bits - 100)),
            )),
            _ => step,
        }
    });
    if let Some(test) = &kept.test {
        for (number, round) in (1_u32..).zip(&kept.rounds) {
            test.tell(&prime, number, round, observer);
        }
    }
    observer.leave();
}

fn ending(fate: Fate) -> String {
    match fate {
        Fate::Divided { by } => format!("{by} divides it"),
        Fate::Witnessed { round: 1 } => "base 2 is a witness against it".into(),
        Fate::Witnessed { round } => format!("base number {round} is a witness against it"),
        Fate::Unfit => "prime, but it does not fit".into(),
        Fate::Kept => "kept".into(),
    }
}

/// The last eight hexadecimal digits.
fn tail(integer: &BigInt) -> String {
    let (_, words) = integer.to_u32_digits();
    format!("{:08x}", words.first().copied().unwrap_or(0))
}
