//! How a key is generated: two primes are searched for, the rest follows.

use super::{EXPONENT_BITS, Error, PrivateKey};
use crate::engine::number::search::{
    self, Plan, PrimeRequirements, PrimeSearch, SearchFindings, search,
};
use crate::engine::task::Means;
use crate::engine::text::Text;
use crate::engine::trace::Observer;
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive};
use rand::CryptoRng;
use std::task::{Poll, ready};

/// The sizes of the keys that [`generate`] makes, in bits: even numbers only.
pub const SIZES: std::ops::RangeInclusive<usize> = 32..=8192;

/// Searches for primes of fewer bits are not worth sharing.
const WORTH: u32 = 512;

/// A key that is wanted.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its size in bits: an even number in [`SIZES`].
    pub bits: usize,
    /// The public exponent.
    pub e: BigInt,
    /// Who watches the search.
    pub audience: Audience,
}

/// Who watches the search for primes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Nobody: helpers need not report.
    Nobody,
    /// Somebody, for whom the key is the only one.
    One,
    /// Somebody, who knows the key by this name, such as `the root key`.
    Of(&'static str),
}

impl Audience {
    /// What reports call a prime.
    fn name(self, prime: &'static str) -> Text {
        match self {
            Self::Nobody | Self::One => Text::Borrowed(prime),
            Self::Of(key) => format!("{prime} of {key}").into(),
        }
    }
}

/// Generates a key (FIPS 186-5 §A.1.3): searches for p and q, each with its
/// own generator, and makes the key from them. Pending while helpers search.
///
/// # Errors
/// When the size is odd or not in [`SIZES`], the exponent cannot fit, or the
/// search fails.
pub fn generate<R: CryptoRng>(
    order: &Order,
    [for_p, for_q]: [&mut R; 2],
    means: &mut Means<'_>,
    observer: &mut impl Observer,
) -> Poll<Result<PrivateKey, Error>> {
    let (half, e) = check(order)?;
    loop {
        let plans = [Plan::draw(half, e, for_p), Plan::draw(half, e, for_q)];
        let findings = if half < WORTH {
            Vec::new()
        } else {
            let asked = ["p", "q"]
                .iter()
                .zip(&plans)
                .map(|(prime, plan)| PrimeSearch {
                    name: match order.audience {
                        Audience::Nobody => None,
                        audience => Some(audience.name(prime).into_owned()),
                    },
                    plan: plan.clone(),
                });
            let task = search::task(&asked.collect::<Vec<_>>());
            ready!(means.helpers.join(&task))
        };
        let mut find = |symbol, plan: Plan, other: Option<&BigInt>| {
            let known = SearchFindings::of(&plan, &findings);
            means.credits.extend(known.kernels.iter().cloned());
            let wanted = PrimeRequirements {
                symbol,
                plan,
                name: order.audience.name(symbol),
                other,
            };
            search(&wanted, known, means.powers, observer)
        };
        let [for_p, for_q] = plans;
        let p = find("p", for_p, None)?;
        let q = find("q", for_q, Some(&p))?;
        match PrivateKey::assemble(p, q, order.e.clone(), means.powers, observer) {
            // As the standard asks; it never happens by chance.
            Err(Error::PrivateExponentTooSmall) => {}
            done => return Poll::Ready(done),
        }
    }
}

/// The same, of a key that nobody watches, with nobody's help.
///
/// # Errors
/// As [`generate`].
pub fn generate_alone<R: CryptoRng>(
    bits: usize,
    e: &BigInt,
    for_p: &mut R,
    for_q: &mut R,
    observer: &mut impl Observer,
) -> Result<PrivateKey, Error> {
    let order = Order {
        bits,
        e: e.clone(),
        audience: Audience::Nobody,
    };
    loop {
        let done =
            Means::alone(|means| generate(&order, [&mut *for_p, &mut *for_q], means, observer));
        if let Poll::Ready(key) = done {
            return key;
        }
    }
}

/// The length of the primes, and the exponent as a small number.
fn check(order: &Order) -> Result<(u32, u64), Error> {
    let (bits, e) = (order.bits, &order.e);
    let half = match u32::try_from(bits / 2) {
        Ok(half) if SIZES.contains(&bits) && bits.is_multiple_of(2) => half,
        _ => {
            return Err(Error::Size {
                least: *SIZES.start(),
                greatest: *SIZES.end(),
                found: bits,
            });
        }
    };
    // Below this bound an odd exponent is coprime to p − 1 for most primes.
    let bound = BigInt::one() << half.saturating_sub(1).min(EXPONENT_BITS);
    if *e < BigInt::from(3) || !e.bit(0) || *e >= bound {
        return Err(Error::Exponent {
            found: e.clone(),
            below: bound,
        });
    }
    debug_assert!(half >= search::MIN_BITS);
    // Below 2³³, as was just seen.
    Ok((half, e.to_u64().unwrap_or(u64::MAX)))
}
