//! How a key is generated: two primes are hunted, the rest follows.

use super::{EXPONENT_BITS, Error, PrivateKey};
use crate::engine::number::help::{self, Asked};
use crate::engine::number::hunt::{self, Wanted, hunt};
use crate::engine::number::quarry::Quarry;
use crate::engine::trace::Observer;
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive};
use rand::CryptoRng;

/// The sizes of the keys that [`generate`] makes, in bits: even numbers only.
pub const SIZES: std::ops::RangeInclusive<usize> = 32..=8192;

/// Generates a key of `bits` bits (FIPS 186-5 §A.1.3): hunts for p and q,
/// each with its own generator, and makes the key from them.
///
/// # Errors
/// When the size is odd or not in [`SIZES`], the exponent cannot fit, or the
/// hunt fails.
pub fn generate<R: CryptoRng>(
    bits: usize,
    e: &BigInt,
    for_p: &mut R,
    for_q: &mut R,
    observer: &mut impl Observer,
) -> Result<PrivateKey, Error> {
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
    debug_assert!(half >= hunt::MIN_BITS);
    // Below 2³³, as was just seen.
    let small_e = e.to_u64().unwrap_or(u64::MAX);
    loop {
        let quarries = [
            Quarry::draw(half, small_e, for_p),
            Quarry::draw(half, small_e, for_q),
        ];
        let asked = ["p", "q"]
            .iter()
            .zip(&quarries)
            .map(|(prime, quarry)| Asked {
                name: observer.name_of(prime),
                quarry: quarry.clone(),
            });
        if help::ask(asked) {
            return Err(hunt::Error::Shared.into());
        }
        let [for_p, for_q] = quarries;
        let p = hunt(
            &Wanted {
                symbol: "p",
                quarry: for_p,
                other: None,
            },
            observer,
        )?;
        let q = hunt(
            &Wanted {
                symbol: "q",
                quarry: for_q,
                other: Some(&p),
            },
            observer,
        )?;
        match PrivateKey::assemble(p, q, e.clone(), observer) {
            // As the standard asks; it never happens by chance.
            Err(Error::PrivateExponentTooSmall) => {}
            done => return done,
        }
    }
}
