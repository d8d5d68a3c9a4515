//! Arithmetic, by `num-bigint` and `num-integer`.

use super::{Answer, Arguments, EvalError, Evaluation};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

pub(in crate::engine::trace) fn sum(of: &mut Arguments) -> Answer {
    fold(of, |a, b| a + b)
}

pub(in crate::engine::trace) fn product(of: &mut Arguments) -> Answer {
    fold(of, |a, b| a * b)
}

pub(in crate::engine::trace) fn difference(of: &mut Arguments) -> Answer {
    answer(of.integer()? - of.integer()?)
}

pub(in crate::engine::trace) fn quotient(of: &mut Arguments) -> Answer {
    answer(of.integer()?.div_floor(&nonzero(of.integer()?)?))
}

pub(in crate::engine::trace) fn remainder(of: &mut Arguments) -> Answer {
    answer(of.integer()?.mod_floor(&positive(of.integer()?)?))
}

pub(in crate::engine::trace) fn power(of: &mut Arguments) -> Answer {
    let (base, exponent) = (of.integer()?, of.integer()?);
    match exponent.to_u32() {
        Some(exponent @ 0..=4096) => answer(base.pow(exponent)),
        _ => Err(EvalError::OutOfRange { found: exponent }),
    }
}

pub(in crate::engine::trace) fn power_mod(of: &mut Arguments) -> Answer {
    let (base, exponent, n) = (of.integer()?, of.integer()?, of.integer()?);
    if exponent.is_negative() {
        return Err(EvalError::OutOfRange { found: exponent });
    }
    answer(base.modpow(&exponent, &positive(n)?))
}

pub(in crate::engine::trace) fn inverse(of: &mut Arguments) -> Answer {
    let (a, n) = (of.integer()?, positive(of.integer()?)?);
    let gcd = a.extended_gcd(&n);
    match gcd.gcd.is_one() {
        true => answer(gcd.x.mod_floor(&n)),
        false => Err(EvalError::NoInverse),
    }
}

pub(in crate::engine::trace) fn gcd(of: &mut Arguments) -> Answer {
    answer(of.integer()?.gcd(&of.integer()?))
}

pub(in crate::engine::trace) fn lcm(of: &mut Arguments) -> Answer {
    answer(of.integer()?.lcm(&of.integer()?))
}

pub(in crate::engine::trace) fn absolute(of: &mut Arguments) -> Answer {
    answer(of.integer()?.abs())
}

pub(in crate::engine::trace) fn bit_length(of: &mut Arguments) -> Answer {
    answer(of.integer()?.bits())
}

fn answer(integer: impl Into<BigInt>) -> Answer {
    Ok(Evaluation::Integer(integer.into()))
}

/// All arguments together.
fn fold(of: &mut Arguments, with: impl Fn(BigInt, BigInt) -> BigInt) -> Answer {
    let mut all = of.integer()?;
    while of.left() > 0 {
        all = with(all, of.integer()?);
    }
    answer(all)
}

fn nonzero(integer: BigInt) -> Result<BigInt, EvalError> {
    if integer.is_zero() {
        return Err(EvalError::DivisionByZero);
    }
    Ok(integer)
}

fn positive(integer: BigInt) -> Result<BigInt, EvalError> {
    let integer = nonzero(integer)?;
    if integer.is_negative() {
        return Err(EvalError::OutOfRange { found: integer });
    }
    Ok(integer)
}
