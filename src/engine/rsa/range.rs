//! Numbers that RSA can work on.

use super::Error;
use crate::engine::number::Named;
use num_bigint::{BigInt, Sign};

/// Whether a number is from 0 to n − 1.
pub(super) fn in_range(what: &'static str, integer: &BigInt, n: &Named) -> Result<(), Error> {
    if integer.sign() != Sign::Minus && *integer < n.integer {
        return Ok(());
    }
    Err(Error::OutOfRange {
        what,
        below: n.integer.clone(),
        found: integer.clone(),
    })
}
