//! Modular powers by square-and-multiply.

use super::NamedInteger;
use crate::engine::knowers::Knowers;
use crate::engine::trace::{Equation, Expr, Observer, Step};
use num_bigint::BigInt;
use num_traits::{One, Signed};

/// Why a power cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The modulus must be at least 1.
    Modulus {
        /// What was found.
        found: BigInt,
    },
    /// The exponent must not be negative.
    Exponent {
        /// What was found.
        found: BigInt,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Modulus { found } => write!(f, "expected a modulus of at least 1, found {found}"),
            Self::Exponent { found } => {
                write!(
                    f,
                    "expected an exponent that is not negative, found {found}"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

/// What a power is called and where its steps stand.
#[derive(Clone, Debug)]
pub struct Purpose {
    /// The id of the step.
    pub id: &'static str,
    /// The title of the step.
    pub title: &'static str,
    /// The symbol of the result.
    pub result: &'static str,
    /// Who may know the result.
    pub known_to: Knowers,
}

/// `base` to the power `exponent` modulo `modulus`, by square-and-multiply
/// from the exponent's highest bit to its lowest (Knuth, volume 2, §4.6.3).
///
/// Tells one step with a row for each bit. A row is built only when the
/// observer wants it: the power of a 4096-bit key has 4096 rows of 512 bytes.
/// This shows how it is done and is not constant-time: what leaves the page
/// is computed by the `rsa` crate.
///
/// # Errors
/// When the modulus is not positive or the exponent is negative.
pub fn power(
    purpose: &Purpose,
    base: &NamedInteger,
    exponent: &NamedInteger,
    modulus: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let n = &modulus.integer;
    if !n.is_positive() {
        return Err(Error::Modulus { found: n.clone() });
    }
    if exponent.integer.is_negative() {
        return Err(Error::Exponent {
            found: exponent.integer.clone(),
        });
    }
    // What stands between base and result tells the bits of the exponent.
    let between = base.known_with(exponent);
    let bits = exponent.integer.bits();
    observer.enter(|| {
        Step::new(purpose.id, purpose.title)
            .says(format!(
                "Read the {bits} bits of the exponent from the left. For each bit square the number so far; if the bit is 1, also multiply by the base. After each step keep only the remainder modulo {}, so that the numbers never grow.",
                modulus.symbol
            ))
            .value(base.value())
            .value(exponent.value())
            .value(modulus.value())
            .rows()
    });
    let mut x = BigInt::one() % n;
    for bit in (0..bits).rev() {
        let multiply = exponent.integer.bit(bit);
        let first = bit + 1 == bits;
        let squared = if first { x.clone() } else { &x * &x % n };
        let next = if multiply {
            num_integer::Integer::mod_floor(&(&squared * &base.integer), n)
        } else {
            squared.clone()
        };
        observer.step(|| {
            let row = bits - bit;
            let title = match (first, multiply) {
                (true, _) => format!("bit {bit} is 1: begin with the base"),
                (false, true) => format!("bit {bit} is 1: square and multiply"),
                (false, false) => format!("bit {bit} is 0: square"),
            };
            let after = NamedInteger::new(format!("x_{row}"), next.clone(), between);
            let step = Step::new(bit.to_string(), title)
                .value(NamedInteger::new("bit", u8::from(multiply), exponent.known_to).value())
                .value(after.value());
            if first {
                return step.equation(Equation::equal(&after, Expr::remainder(base, modulus)));
            }
            let before = NamedInteger::new(format!("x_{}", row - 1), x.clone(), between);
            let square = Expr::remainder(Expr::power(&before, 2), modulus);
            if !multiply {
                return step.equation(Equation::equal(&after, square));
            }
            let half = NamedInteger::new(format!("s_{row}"), squared.clone(), between);
            step.equation(Equation::equal(&half, square))
                .equation(Equation::equal(
                    &after,
                    Expr::remainder(Expr::product(&half, base), modulus),
                ))
        });
        x = next;
    }
    observer.amend(|step| {
        let result = NamedInteger::new(purpose.result, x.clone(), purpose.known_to);
        step.values.push(result.value());
        step.equations.push(Equation::equal(
            &result,
            Expr::power_mod(base, exponent, modulus),
        ));
    });
    observer.leave();
    Ok(x)
}
