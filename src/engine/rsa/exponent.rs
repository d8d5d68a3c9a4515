//! The two exponents of a key: which e will do, and the d that undoes it.

use super::key::TOY_BELOW;
use super::{Error, NotCoprime};
use crate::engine::number::{NamedInteger, euclid};
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::One;

/// Public exponents stay below 2 to the power of this: the `rsa` crate
/// refuses larger ones, since they let a stranger's key make verifying slow.
pub const EXPONENT_BITS: u32 = 33;

pub(super) fn largest_exponent() -> BigInt {
    BigInt::one() << EXPONENT_BITS
}

/// The public exponent, as the key's, if it can be one.
pub(super) fn public_exponent(
    e: BigInt,
    lambda: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<NamedInteger, Error> {
    let below = lambda.integer.clone().min(largest_exponent());
    let e = NamedInteger::public("e", e).meaning("public exponent");
    let misfit = misfit(&e, lambda, &below);
    if let Some((says, why)) = misfit {
        observer.step(|| {
            Step::new("e", "The public exponent e")
                .value(e.value())
                .says(says)
                .equation(why)
                .passes_if(false)
                .source("RFC 8017", "3.1")
        });
        return Err(Error::Exponent {
            found: e.integer,
            below,
        });
    }
    let gcd = e.integer.gcd(&lambda.integer);
    observer.step(|| {
        let step = Step::new("e", "The public exponent e")
            .value(e.value())
            .passes_if(gcd.is_one())
            .source("RFC 8017", "3.1");
        if gcd.is_one() {
            step.says("e must share no factor with λ(n), or encryption could not be undone. Few 1 bits make encrypting and verifying fast: 65537 is 2 to the power of 16, plus 1.")
                .equation(Equation::equal(Expr::gcd(&e, lambda), 1))
        } else {
            let shared = NamedInteger::secret("g", gcd.clone());
            step.says("e shares a factor with λ(n). Two messages would encrypt to the same ciphertext, so nothing can decrypt it.")
                .equation(Equation::equal(&shared, Expr::gcd(&e, lambda)))
                .equation(Equation::new(&shared, Relation::Greater, 1))
        }
    });
    if gcd.is_one() {
        return Ok(e);
    }
    Err(Error::NotCoprime(Box::new(NotCoprime {
        would_do: smallest_exponent(&lambda.integer),
        e: e.integer,
        lambda: lambda.integer.clone(),
        gcd,
    })))
}

/// Why an exponent cannot be one, whatever factors it has.
fn misfit(
    e: &NamedInteger,
    lambda: &NamedInteger,
    below: &BigInt,
) -> Option<(&'static str, Equation)> {
    if e.integer < BigInt::from(3) {
        let why = Equation::new(e, Relation::Less, 3);
        Some(("Exponents begin at 3: 1 would change nothing.", why))
    } else if !e.integer.bit(0) {
        let why = Equation::new(2, Relation::Divides, e);
        Some((
            "λ(n) is even, so an even e shares a factor with it, and nothing could undo the power.",
            why,
        ))
    } else if e.integer >= lambda.integer {
        let why = Equation::new(lambda, Relation::AtMost, e);
        Some(("Exponents from λ(n) on only repeat smaller ones.", why))
    } else if e.integer >= *below {
        let why = Equation::new(
            Expr::power(2, i64::from(EXPONENT_BITS)),
            Relation::AtMost,
            e,
        );
        Some((
            "An exponent as long as that would only make verifying slow.",
            why,
        ))
    } else {
        None
    }
}

/// The smallest public exponent that is coprime to λ(n): the smallest odd
/// prime that does not divide it, found at once.
pub(super) fn smallest_exponent(lambda: &BigInt) -> BigInt {
    crate::engine::small_primes::SMALL_PRIMES
        .iter()
        .skip(1)
        .map(|prime| BigInt::from(*prime))
        .find(|prime| prime.gcd(lambda).is_one())
        .unwrap_or_else(|| BigInt::from(65537))
}

/// The inverse of e modulo λ(n), where n has `nlen` bits.
pub(super) fn private_exponent(
    e: &NamedInteger,
    lambda: &NamedInteger,
    nlen: u64,
    observer: &mut impl Observer,
) -> Result<NamedInteger, Error> {
    let d = euclid::inverse("euclid-d", e, lambda, observer).map_err(|gcd| {
        Error::NotCoprime(Box::new(NotCoprime {
            e: e.integer.clone(),
            lambda: lambda.integer.clone(),
            gcd,
            would_do: smallest_exponent(&lambda.integer),
        }))
    })?;
    let d = NamedInteger::secret("d", d).meaning("private exponent");
    let real = nlen >= TOY_BELOW;
    let large = d.integer > BigInt::one() << (nlen / 2);
    observer.step(|| {
        let step = Step::new("d", "The private exponent d")
            .value(d.value())
            .equation(Equation::equal(&d, Expr::inverse(e, lambda)))
            .equation(Equation::congruent(Expr::product(e, &d), 1, lambda))
            .source("FIPS 186-5", "A.1.1");
        if !real {
            return step.says("The factor t of e in Euclid's last row, reduced modulo λ(n), is d: the d-th power undoes the e-th power.");
        }
        let bound = Expr::power(2, i64::try_from(nlen / 2).unwrap_or(0));
        let relation = if large { Relation::Greater } else { Relation::AtMost };
        step.says("The factor t of e in Euclid's last row, reduced modulo λ(n), is d: the d-th power undoes the e-th power. It must not be small, or Wiener's attack finds it from n and e.")
            .equation(Equation::new(&d, relation, bound))
            .passes_if(large)
    });
    if real && !large {
        return Err(Error::PrivateExponentTooSmall);
    }
    Ok(d)
}
