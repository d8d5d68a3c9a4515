//! Arithmetic, by `num-bigint` and `num-integer`.

use super::{Arguments, EvalError, Evaluated};
use crate::engine::trace::Operator;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The result of an operator that makes an integer of integers; `None` for any
/// other.
pub(super) fn apply(
    operator: Operator,
    arguments: &mut Arguments,
) -> Result<Option<Evaluated>, EvalError> {
    match operator {
        Operator::Sum => return fold(arguments, |a, b| a + b).map(Some),
        Operator::Product => return fold(arguments, |a, b| a * b).map(Some),
        _ => {}
    }
    let mut next = || arguments.integer();
    let result = match operator {
        Operator::Difference => next()? - next()?,
        Operator::Quotient => next()?.div_floor(&nonzero(next()?)?),
        Operator::Remainder => next()?.mod_floor(&positive(next()?)?),
        Operator::Power => {
            let (base, exponent) = (next()?, next()?);
            match exponent.to_u32() {
                Some(exponent @ 0..=4096) => base.pow(exponent),
                _ => return Err(EvalError::OutOfRange { found: exponent }),
            }
        }
        Operator::PowerMod => {
            let (base, exponent, n) = (next()?, next()?, next()?);
            if exponent.is_negative() {
                return Err(EvalError::OutOfRange { found: exponent });
            }
            base.modpow(&exponent, &positive(n)?)
        }
        Operator::Inverse => {
            let (a, n) = (next()?, positive(next()?)?);
            let gcd = a.extended_gcd(&n);
            if !gcd.gcd.is_one() {
                return Err(EvalError::NoInverse);
            }
            gcd.x.mod_floor(&n)
        }
        Operator::Gcd => next()?.gcd(&next()?),
        Operator::Lcm => next()?.lcm(&next()?),
        Operator::Absolute => next()?.abs(),
        Operator::BitLength => next()?.bits().into(),
        _ => return Ok(None),
    };
    Ok(Some(Evaluated::Integer(result)))
}

/// All arguments together; there must be one.
fn fold(
    arguments: &mut Arguments,
    with: impl Fn(BigInt, BigInt) -> BigInt,
) -> Result<Evaluated, EvalError> {
    let mut all = arguments.integer()?;
    while arguments.left.len() > 0 {
        all = with(all, arguments.integer()?);
    }
    Ok(Evaluated::Integer(all))
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
