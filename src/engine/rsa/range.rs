//! Numbers that RSA can work on.

use super::Error;
use crate::engine::number::NamedInteger;
use crate::engine::trace::{Equation, Observer, Relation, Step};
use num_bigint::{BigInt, Sign};

/// Whether a number is from 0 to n − 1.
pub(super) fn in_range(
    what: &'static str,
    integer: &BigInt,
    n: &NamedInteger,
) -> Result<(), Error> {
    if integer.sign() != Sign::Minus && *integer < n.integer {
        return Ok(());
    }
    Err(Error::OutOfRange {
        what,
        below: n.integer.clone(),
        found: integer.clone(),
    })
}

/// Asks whether what somebody wrote is from 0 to n − 1, as a step.
pub(super) fn ask_range(
    what: &'static str,
    number: &NamedInteger,
    n: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<(), Error> {
    let asked = in_range(what, &number.integer, n);
    observer.step(|| {
        let (less, than, relation) = match asked {
            Ok(()) => (number, n, Relation::Less),
            Err(_) => (n, number, Relation::AtMost),
        };
        Step::new("range", format!("Is {what} below n?"))
            .says("Everything is computed modulo n, so only numbers below n can come back.")
            .equation(Equation::new(less, relation, than))
            .passes_if(asked.is_ok())
            .source("RFC 8017", "5.1.1")
    });
    asked
}
