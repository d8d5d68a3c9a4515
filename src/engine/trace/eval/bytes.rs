//! Byte strings, and their way to and from integers.

use super::{Arguments, EvalError, Evaluated};
use crate::engine::trace::Operator;
use base64::Engine as _;
use num_bigint::{BigInt, Sign};

/// The result of an operator about byte strings; `None` for any other.
pub(super) fn apply(
    operator: Operator,
    arguments: &mut Arguments,
) -> Result<Option<Evaluated>, EvalError> {
    Ok(Some(match operator {
        Operator::Concat => {
            let mut all = Vec::new();
            while arguments.left.len() > 0 {
                all.extend(arguments.bytes()?);
            }
            Evaluated::Bytes(all)
        }
        Operator::Os2ip => {
            Evaluated::Integer(BigInt::from_bytes_be(Sign::Plus, &arguments.bytes()?))
        }
        Operator::I2osp => Evaluated::Bytes(i2osp(arguments.integer()?, arguments.size()?)?),
        Operator::Xor => {
            let (a, b) = (arguments.bytes()?, arguments.bytes()?);
            exact(&b, a.len())?;
            Evaluated::Bytes(a.iter().zip(&b).map(|(a, b)| a ^ b).collect())
        }
        Operator::Length => Evaluated::Integer(arguments.bytes()?.len().into()),
        Operator::Slice => {
            let (bytes, from, to) = (arguments.bytes()?, arguments.size()?, arguments.size()?);
            match bytes.get(from..to) {
                Some(part) => Evaluated::Bytes(part.to_vec()),
                None => {
                    return Err(EvalError::Length {
                        expected: to,
                        found: bytes.len(),
                    });
                }
            }
        }
        Operator::Repeat => {
            let (byte, count) = (arguments.size()?, arguments.size()?);
            match u8::try_from(byte) {
                Ok(byte) => Evaluated::Bytes(vec![byte; count]),
                Err(_) => return Err(EvalError::OutOfRange { found: byte.into() }),
            }
        }
        Operator::Base64Url => {
            Evaluated::Text(base64::prelude::BASE64_URL_SAFE.encode(arguments.bytes()?))
        }
        _ => return Ok(None),
    }))
}

/// An integer as so many bytes, the most significant first (RFC 8017 §4.1).
fn i2osp(integer: BigInt, length: usize) -> Result<Vec<u8>, EvalError> {
    let bytes = match integer.to_bytes_be() {
        (Sign::Minus, _) => return Err(EvalError::OutOfRange { found: integer }),
        (Sign::NoSign, _) => Vec::new(),
        (Sign::Plus, bytes) => bytes,
    };
    match length.checked_sub(bytes.len()) {
        Some(zeros) => Ok([vec![0; zeros], bytes].concat()),
        None => Err(EvalError::Length {
            expected: length,
            found: bytes.len(),
        }),
    }
}

/// Whether a byte string has this length.
pub(super) fn exact(bytes: &[u8], expected: usize) -> Result<(), EvalError> {
    if bytes.len() == expected {
        Ok(())
    } else {
        Err(EvalError::Length {
            expected,
            found: bytes.len(),
        })
    }
}
