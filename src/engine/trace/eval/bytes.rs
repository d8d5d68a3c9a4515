//! Byte strings, and their way to and from integers.

use super::{Answer, Arguments, EvalError, Evaluation};
use base64::Engine as _;
use num_bigint::{BigInt, Sign};

pub(in crate::engine::trace) fn concat(of: &mut Arguments) -> Answer {
    let mut all = Vec::new();
    while of.left() > 0 {
        all.extend(of.bytes()?);
    }
    Ok(Evaluation::Bytes(all))
}

pub(in crate::engine::trace) fn os2ip(of: &mut Arguments) -> Answer {
    let integer = BigInt::from_bytes_be(Sign::Plus, &of.bytes()?);
    Ok(Evaluation::Integer(integer))
}

/// An integer as so many bytes, the most significant first (RFC 8017 §4.1).
pub(in crate::engine::trace) fn i2osp(of: &mut Arguments) -> Answer {
    let (integer, length) = (of.integer()?, of.size()?);
    let bytes = match integer.to_bytes_be() {
        (Sign::Minus, _) => return Err(EvalError::OutOfRange { found: integer }),
        (Sign::NoSign, _) => Vec::new(),
        (Sign::Plus, bytes) => bytes,
    };
    match length.checked_sub(bytes.len()) {
        Some(zeros) => Ok(Evaluation::Bytes([vec![0; zeros], bytes].concat())),
        None => Err(EvalError::Length {
            expected: length,
            found: bytes.len(),
        }),
    }
}

pub(in crate::engine::trace) fn length(of: &mut Arguments) -> Answer {
    Ok(Evaluation::Integer(of.bytes()?.len().into()))
}

pub(in crate::engine::trace) fn slice(of: &mut Arguments) -> Answer {
    let (bytes, from, to) = (of.bytes()?, of.size()?, of.size()?);
    match bytes.get(from..to) {
        Some(part) => Ok(Evaluation::Bytes(part.to_vec())),
        None => Err(EvalError::Length {
            expected: to,
            found: bytes.len(),
        }),
    }
}

pub(in crate::engine::trace) fn repeat(of: &mut Arguments) -> Answer {
    let (byte, count) = (of.size()?, of.size()?);
    match u8::try_from(byte) {
        Ok(byte) => Ok(Evaluation::Bytes(vec![byte; count])),
        Err(_) => Err(EvalError::OutOfRange { found: byte.into() }),
    }
}

pub(in crate::engine::trace) fn base64_url(of: &mut Arguments) -> Answer {
    let text = base64::prelude::BASE64_URL_SAFE.encode(of.bytes()?);
    Ok(Evaluation::Text(text))
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
