//! The search for a prime, candidate by candidate.

mod findings;
mod kept;
mod partition;
mod plan;
mod sweep;

pub use findings::{PrimeSearch, SearchFindings, WorkerFindings, finding, searches, task};
pub use partition::begin;
pub use plan::{BaseTwoResult, Examination, FullTestResult, LENGTH, Plan, Position, Segment};
pub use sweep::{Advance, Sweep};

use super::NamedInteger;
use super::kernel::Powers;
use super::sieve::BOUND;
use crate::engine::picture::Field;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Fate, Observer, Relation, Report, Step};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};
use std::rc::Rc;

/// What kind of prime is wanted (FIPS 186-5 §A.1.3).
#[derive(Clone, Debug)]
pub struct PrimeRequirements<'a> {
    /// `p` or `q`.
    pub symbol: &'static str,
    /// Its length, the exponent that it must fit, and the candidates.
    pub plan: Plan,
    /// What reports call it, such as `p of the root key`.
    pub name: Text,
    /// The other prime, if there is one already.
    pub other: Option<&'a BigInt>,
}

/// A candidate and what became of it.
struct Candidate {
    /// The how-many-th it is, from 1.
    number: u32,
    /// Odd, with its top two bits set.
    integer: BigInt,
    /// What became of it.
    fate: Fate,
    /// The tests that it went through, if small primes left it.
    examined: Option<Examination>,
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

/// The least length of a prime that is searched for, in bits.
pub const MIN_BITS: u32 = 8;

/// Goes through candidates until one is a prime that fits, and tells each: as
/// a row of the step `search-p`, and at once as a report. Where others have done
/// the work and reported it, that is told anew: what counts is up to the prime.
///
/// Which candidates there are, and in which order, is said by [`Plan`].
///
/// # Errors
/// When primes so short are not drawn, or none is found in far more
/// candidates than it ever takes.
pub fn search(
    wanted: &PrimeRequirements<'_>,
    known: SearchFindings,
    powers: &mut Powers,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    if wanted.plan.bits < MIN_BITS {
        return Err(Error::TooFewBits {
            expected: MIN_BITS,
            found: wanted.plan.bits,
        });
    }
    observer.enter(|| {
        Step::new(
            format!("search-{}", wanted.symbol),
            format!("Search for the prime {}", wanted.symbol),
        )
        .says("From a random start whose top two bits are 1, one odd number after the other, until one is prime.")
        .source("FIPS 186-5", "A.1.3")
        .rows()
    });
    observer.report(|| Report::Anew {
        prime: wanted.name.clone(),
    });
    let mut candidates = Candidates::new(&wanted.plan, known);
    let mut tally = Tally::default();
    let mut fates = Vec::new();
    let kept = (1..=20 * wanted.plan.bits.max(64)).find_map(|number| {
        let candidate = candidates.next(number, wanted, powers);
        tally.count(candidate.fate);
        fates.push(candidate.fate);
        report(wanted, &candidate, observer);
        tell(wanted, &candidate, observer);
        (candidate.fate == Fate::Kept).then_some(candidate)
    });
    observer.amend(|step| {
        step.says = tally.says(wanted, &candidates.known).into();
        step.picture = Some(Rc::new(Field {
            prime: wanted.symbol.into(),
            bits: wanted.plan.bits,
            fates,
        }));
    });
    observer.leave();
    let kept = kept.ok_or(Error::NoneFound {
        candidates: tally.tried,
    })?;
    tell_kept(wanted, &kept, observer);
    Ok(kept.integer)
}

/// The candidates of a plan in their order, with their fates.
struct Candidates<'a> {
    plan: &'a Plan,
    known: SearchFindings,
    number: u32,
    segment: Rc<Segment>,
    index: usize,
}

impl<'a> Candidates<'a> {
    fn new(plan: &'a Plan, known: SearchFindings) -> Self {
        Self {
            plan,
            known,
            number: 0,
            segment: kept::take(plan, 0),
            index: 0,
        }
    }

    fn next(
        &mut self,
        number: u32,
        wanted: &PrimeRequirements<'_>,
        powers: &mut Powers,
    ) -> Candidate {
        while self.index >= self.segment.sieve.len() {
            self.number += 1;
            self.segment = kept::take(self.plan, self.number);
            self.index = 0;
        }
        let index = self.index;
        self.index += 1;
        let integer = self.segment.candidate(index);
        if let Some(by) = self.segment.sieve.divisor(index) {
            return Candidate {
                number,
                integer,
                fate: Fate::Divided { by },
                examined: None,
            };
        }
        let examined = self.examine(index, &integer, powers);
        let fate = match &examined {
            Some(examined) if examined.is_prime() => {
                if self.plan.is_coprime(&integer) && is_apart(&integer, wanted) {
                    Fate::Kept
                } else {
                    Fate::Unfit
                }
            }
            examined => Fate::Witnessed {
                round: examined.as_ref().map_or(1, Examination::witness),
            },
        };
        Candidate {
            number,
            integer,
            fate,
            examined,
        }
    }

    /// The tests of the candidate at this position: known, or run now, together
    /// with those of the next one.
    fn examine(
        &mut self,
        index: usize,
        integer: &BigInt,
        powers: &mut Powers,
    ) -> Option<Examination> {
        let position = Position {
            segment: self.number,
            index: u32::try_from(index).ok()?,
        };
        if !self.known.tested.contains_key(&position) {
            let pair: Vec<usize> = self
                .segment
                .sieve
                .survivors()
                .skip_while(|next| *next < index)
                .take(2)
                .collect();
            for tested in self.plan.test(&self.segment, &pair, powers) {
                self.known.tested.insert(tested.position, tested);
            }
            let kernel = powers.name_for(self.plan.bits).map(str::to_owned);
            self.known.kernels.extend(kernel);
        }
        let full = self
            .known
            .full
            .iter()
            .find(|full| full.position == position);
        let tested = self.known.tested.get(&position)?;
        self.plan.examine(integer, tested, full.cloned(), powers)
    }
}

fn is_apart(p: &BigInt, wanted: &PrimeRequirements<'_>) -> bool {
    wanted
        .other
        .is_none_or(|other| far_enough(p, other, 2 * u64::from(wanted.plan.bits)))
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

#[derive(Default)]
struct Tally {
    tried: u32,
    divided: u32,
    witnessed: u32,
    unfit: u32,
}

impl Tally {
    fn count(&mut self, fate: Fate) {
        self.tried += 1;
        match fate {
            Fate::Divided { .. } => self.divided += 1,
            Fate::Witnessed { .. } => self.witnessed += 1,
            Fate::Unfit => self.unfit += 1,
            Fate::Kept => {}
        }
    }

    fn says(&self, wanted: &PrimeRequirements<'_>, known: &SearchFindings) -> String {
        let Self {
            tried,
            divided,
            witnessed,
            unfit,
        } = self;
        let mut says = format!(
            "{tried} odd numbers of {} bits: {divided} struck out by a prime below {BOUND}, {witnessed} by a Miller–Rabin witness",
            wanted.plan.bits
        );
        if *unfit > 0 {
            says.push_str(&format!(", {unfit} prime but not fitting"));
        }
        says.push('.');
        // Of shorter primes, in keys for play, there are too few to say it so.
        if wanted.plan.bits >= 512 {
            says.push_str(&format!(
                " FIPS 186-5 draws each candidate anew; here only the start is drawn, and up to {LENGTH} odd numbers follow it, so that a prime after a long gap is found more often. That costs at most {:.1} of the about {:.0} bits of entropy in such a prime.",
                wanted.plan.loss(),
                wanted.plan.chance()
            ));
        }
        let kernels: Vec<&str> = known.kernels.iter().map(String::as_str).collect();
        if !kernels.is_empty() {
            says.push_str(&format!(" Arithmetic: {}.", kernels.join(", ")));
        }
        says
    }
}

fn report(wanted: &PrimeRequirements<'_>, candidate: &Candidate, observer: &mut impl Observer) {
    let number = candidate.number;
    observer.report(|| Report::Candidate {
        prime: wanted.name.clone(),
        fate: candidate.fate,
    });
    // Each candidate is reported; how many there were is said now and then.
    if number % 8 == 1 {
        observer.report(|| Report::Progress {
            doing: format!("Searching for {}", wanted.name).into(),
            done: number,
            of: None,
        });
    }
}

fn tell(wanted: &PrimeRequirements<'_>, candidate: &Candidate, observer: &mut impl Observer) {
    let Candidate { number, fate, .. } = candidate;
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
            Fate::Unfit if !candidate.coprime_to(&e(wanted)) => {
                let e = NamedInteger::public("e", e(wanted));
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
    if let (Fate::Witnessed { .. }, Some(examined)) = (fate, &candidate.examined) {
        // Named only for this one: the number is not needed elsewhere.
        examined.tell(&candidate.named(), observer);
    }
    observer.leave();
}

impl Candidate {
    fn named(&self) -> NamedInteger {
        NamedInteger::secret("c", self.integer.clone()).meaning("candidate")
    }

    fn coprime_to(&self, e: &BigInt) -> bool {
        (&self.integer - 1_u32).gcd(e).is_one()
    }
}

fn e(wanted: &PrimeRequirements<'_>) -> BigInt {
    BigInt::from(wanted.plan.e)
}

/// The prime that was kept, with every round that it passed.
fn tell_kept(wanted: &PrimeRequirements<'_>, kept: &Candidate, observer: &mut impl Observer) {
    let prime = NamedInteger::secret(wanted.symbol, kept.integer.clone()).meaning("prime");
    observer.enter(|| {
        let e = NamedInteger::public("e", e(wanted));
        let step = Step::new(
            format!("kept-{}", wanted.symbol),
            format!("{} passed every test", wanted.symbol),
        )
        .says(format!(
            "Candidate {} has no prime factor below {BOUND}, no witness against it among base 2 and {} random bases, and passes the Lucas test.",
            kept.number,
            kept.examined.as_ref().map_or(0, |examined| examined.rounds.len().saturating_sub(1)),
        ))
        .value(prime.value())
        .equation(Equation::equal(
            Expr::bit_length(&prime),
            i64::from(wanted.plan.bits),
        ))
        .equation(Equation::equal(
            Expr::gcd(Expr::difference(&prime, 1), &e),
            1,
        ))
        .passes_if(true)
        .source("FIPS 186-5", "B.3.1");
        match wanted.other {
            Some(other) if wanted.plan.bits > 100 => step.equation(Equation::new(
                Expr::absolute(Expr::difference(
                    &prime,
                    NamedInteger::secret("p", other.clone()),
                )),
                Relation::Greater,
                Expr::power(2, i64::from(wanted.plan.bits - 100)),
            )),
            _ => step,
        }
    });
    if let Some(examined) = &kept.examined {
        observer.amend(|step| step.picture = Some(Rc::new(examined.drawn(&prime))));
        examined.tell(&prime, observer);
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

#[cfg(test)]
mod tests;
