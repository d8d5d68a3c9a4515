//! What an expression is worth, computed by the crates of the field: the
//! judge of everything that a trace states.

use super::{Data, Expr, Hash, Operator};
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use base64::Engine as _;
use hmac::Mac;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use sha2::Digest;

/// The value of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evaluated {
    /// A whole number.
    Integer(BigInt),
    /// A byte string.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvalError {
    /// A divisor or modulus is zero.
    DivisionByZero,
    /// There is no inverse.
    NoInverse,
    /// A count, length or exponent is negative or too large to compute.
    OutOfRange {
        /// What was asked for.
        found: BigInt,
    },
    /// An operator got the wrong number of arguments.
    Arguments {
        /// The operator.
        operator: Operator,
        /// How many it got.
        found: usize,
    },
    /// A value is of the wrong kind.
    Mismatch {
        /// The kind that belongs there.
        expected: &'static str,
        /// The kind that stands there.
        found: &'static str,
    },
    /// Of a value only the ends are there.
    OnlyEnds,
    /// Byte strings of the wrong length.
    Length {
        /// The length that belongs there, in bytes.
        expected: usize,
        /// The length that was found, in bytes.
        found: usize,
    },
}

impl Evaluated {
    /// The number.
    ///
    /// # Errors
    /// When it is not a number.
    pub fn integer(self) -> Result<BigInt, EvalError> {
        match self {
            Self::Integer(integer) => Ok(integer),
            other => Err(EvalError::Mismatch {
                expected: "integer",
                found: other.kind(),
            }),
        }
    }

    /// The bytes.
    ///
    /// # Errors
    /// When it is not a byte string.
    pub fn bytes(self) -> Result<Vec<u8>, EvalError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            other => Err(EvalError::Mismatch {
                expected: "bytes",
                found: other.kind(),
            }),
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Integer(_) => "integer",
            Self::Bytes(_) => "bytes",
            Self::Text(_) => "text",
        }
    }

    fn size(self) -> Result<usize, EvalError> {
        let found = self.integer()?;
        match found.to_usize() {
            Some(size) if size <= 1 << 24 => Ok(size),
            _ => Err(EvalError::OutOfRange { found }),
        }
    }
}

impl Expr {
    /// Computes the expression.
    ///
    /// # Errors
    /// When an operator cannot be applied to its arguments.
    pub fn evaluate(&self) -> Result<Evaluated, EvalError> {
        match self {
            Self::Value(value) => Ok(match &value.data {
                Data::Integer(integer) => Evaluated::Integer(integer.clone()),
                Data::Bytes(bytes) => Evaluated::Bytes(bytes.clone()),
                Data::Text(text) => Evaluated::Text(text.clone()),
                Data::Ends(_) => return Err(EvalError::OnlyEnds),
            }),
            Self::Constant(constant) => Ok(Evaluated::Integer((*constant).into())),
            Self::Apply(operator, args) => {
                let values = args
                    .iter()
                    .map(Self::evaluate)
                    .collect::<Result<Vec<_>, _>>()?;
                apply(*operator, values)
            }
        }
    }
}

fn apply(operator: Operator, values: Vec<Evaluated>) -> Result<Evaluated, EvalError> {
    let found = values.len();
    let mut values = values.into_iter();
    let mut next = || {
        values
            .next()
            .ok_or(EvalError::Arguments { operator, found })
    };
    let result = match operator {
        Operator::Sum => return fold(operator, values.collect(), |a, b| a + b),
        Operator::Product => return fold(operator, values.collect(), |a, b| a * b),
        Operator::Concat => {
            let mut all = Vec::new();
            for part in values {
                all.extend(part.bytes()?);
            }
            return Ok(Evaluated::Bytes(all));
        }
        Operator::Difference => Evaluated::Integer(next()?.integer()? - next()?.integer()?),
        Operator::Quotient => {
            let (a, b) = (next()?.integer()?, next()?.integer()?);
            Evaluated::Integer(a.div_floor(&nonzero(b)?))
        }
        Operator::Remainder => {
            let (a, n) = (next()?.integer()?, next()?.integer()?);
            Evaluated::Integer(a.mod_floor(&positive(n)?))
        }
        Operator::Power => {
            let (base, exponent) = (next()?.integer()?, next()?.integer()?);
            match exponent.to_u32() {
                Some(exponent @ 0..=4096) => Evaluated::Integer(base.pow(exponent)),
                _ => return Err(EvalError::OutOfRange { found: exponent }),
            }
        }
        Operator::PowerMod => {
            let (base, exponent, n) = (next()?.integer()?, next()?.integer()?, next()?.integer()?);
            if exponent.is_negative() {
                return Err(EvalError::OutOfRange { found: exponent });
            }
            Evaluated::Integer(base.modpow(&exponent, &positive(n)?))
        }
        Operator::Inverse => {
            let (a, n) = (next()?.integer()?, positive(next()?.integer()?)?);
            let gcd = a.extended_gcd(&n);
            if !gcd.gcd.is_one() {
                return Err(EvalError::NoInverse);
            }
            Evaluated::Integer(gcd.x.mod_floor(&n))
        }
        Operator::Gcd => Evaluated::Integer(next()?.integer()?.gcd(&next()?.integer()?)),
        Operator::Lcm => Evaluated::Integer(next()?.integer()?.lcm(&next()?.integer()?)),
        Operator::Absolute => Evaluated::Integer(next()?.integer()?.abs()),
        Operator::BitLength => Evaluated::Integer(next()?.integer()?.bits().into()),
        Operator::Os2ip => Evaluated::Integer(BigInt::from_bytes_be(Sign::Plus, &next()?.bytes()?)),
        Operator::I2osp => {
            let (integer, length) = (next()?.integer()?, next()?.size()?);
            let bytes = match integer.to_bytes_be() {
                (Sign::Minus, _) => return Err(EvalError::OutOfRange { found: integer }),
                (Sign::NoSign, _) => Vec::new(),
                (Sign::Plus, bytes) => bytes,
            };
            let Some(zeros) = length.checked_sub(bytes.len()) else {
                return Err(EvalError::Length {
                    expected: length,
                    found: bytes.len(),
                });
            };
            Evaluated::Bytes([vec![0; zeros], bytes].concat())
        }
        Operator::Xor => {
            let (a, b) = (next()?.bytes()?, next()?.bytes()?);
            exact(&b, a.len())?;
            Evaluated::Bytes(a.iter().zip(&b).map(|(a, b)| a ^ b).collect())
        }
        Operator::Length => Evaluated::Integer(next()?.bytes()?.len().into()),
        Operator::Slice => {
            let (bytes, from, to) = (next()?.bytes()?, next()?.size()?, next()?.size()?);
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
            let (byte, count) = (next()?.size()?, next()?.size()?);
            match u8::try_from(byte) {
                Ok(byte) => Evaluated::Bytes(vec![byte; count]),
                Err(_) => return Err(EvalError::OutOfRange { found: byte.into() }),
            }
        }
        Operator::Digest(hash) => Evaluated::Bytes(digest(hash, &next()?.bytes()?)),
        Operator::Hmac(hash) => {
            let (key, message) = (next()?.bytes()?, next()?.bytes()?);
            Evaluated::Bytes(match hash {
                Hash::Sha1 => mac::<hmac::Hmac<sha1::Sha1>>(&key, &message)?,
                Hash::Sha256 => mac::<hmac::Hmac<sha2::Sha256>>(&key, &message)?,
            })
        }
        Operator::Mgf1(hash) => {
            let (seed, length) = (next()?.bytes()?, next()?.size()?);
            let mut mask = Vec::new();
            let mut counter = 0_u32;
            while mask.len() < length {
                mask.extend(digest(hash, &[&seed[..], &counter.to_be_bytes()].concat()));
                counter += 1;
            }
            mask.truncate(length);
            Evaluated::Bytes(mask)
        }
        Operator::AesEncrypt => {
            let (cipher, mut block) = aes_block(&next()?.bytes()?, &next()?.bytes()?)?;
            cipher.encrypt_block(&mut block);
            Evaluated::Bytes(block.to_vec())
        }
        Operator::AesDecrypt => {
            let (cipher, mut block) = aes_block(&next()?.bytes()?, &next()?.bytes()?)?;
            cipher.decrypt_block(&mut block);
            Evaluated::Bytes(block.to_vec())
        }
        Operator::Base64Url => {
            Evaluated::Text(base64::prelude::BASE64_URL_SAFE.encode(next()?.bytes()?))
        }
    };
    match values.next() {
        None => Ok(result),
        Some(_) => Err(EvalError::Arguments { operator, found }),
    }
}

fn fold(
    operator: Operator,
    values: Vec<Evaluated>,
    with: impl Fn(BigInt, BigInt) -> BigInt,
) -> Result<Evaluated, EvalError> {
    let integers = values
        .into_iter()
        .map(Evaluated::integer)
        .collect::<Result<Vec<_>, _>>()?;
    integers
        .into_iter()
        .reduce(with)
        .map(Evaluated::Integer)
        .ok_or(EvalError::Arguments { operator, found: 0 })
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

fn exact(bytes: &[u8], expected: usize) -> Result<(), EvalError> {
    if bytes.len() == expected {
        Ok(())
    } else {
        Err(EvalError::Length {
            expected,
            found: bytes.len(),
        })
    }
}

fn digest(hash: Hash, bytes: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
        Hash::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
    }
}

fn mac<M: Mac + hmac::KeyInit>(key: &[u8], message: &[u8]) -> Result<Vec<u8>, EvalError> {
    let mut mac = <M as hmac::KeyInit>::new_from_slice(key).map_err(|_| EvalError::Length {
        expected: 64,
        found: key.len(),
    })?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

fn aes_block(key: &[u8], block: &[u8]) -> Result<(aes::Aes128, aes::Block), EvalError> {
    exact(block, 16)?;
    let cipher = aes::Aes128::new_from_slice(key).map_err(|_| EvalError::Length {
        expected: 16,
        found: key.len(),
    })?;
    let block = aes::Block::try_from(block).map_err(|_| EvalError::Length {
        expected: 16,
        found: block.len(),
    })?;
    Ok((cipher, block))
}

#[cfg(test)]
mod tests {
    use super::super::{Equation, Relation, Value};
    use super::*;

    #[test]
    fn true_equations_hold_and_false_ones_are_caught() {
        let p = Value::secret("p", 61);
        let q = Value::secret("q", 53);
        let n = Value::public("n", 3233);
        assert_eq!(Equation::equal(&n, Expr::product(&p, &q)).check(), Ok(true));
        let wrong = Value::public("n", 3234);
        assert_eq!(
            Equation::equal(&wrong, Expr::product(&p, &q)).check(),
            Ok(false)
        );
        let e = Value::public("e", 17);
        let d = Value::secret("d", 413);
        assert_eq!(
            Equation::congruent(Expr::product(&e, &d), 1, 780).check(),
            Ok(true)
        );
        assert_eq!(
            Equation::equal(&d, Expr::inverse(&e, 780)).check(),
            Ok(true)
        );
        assert_eq!(Equation::new(3, Relation::Divides, &n).check(), Ok(false));
    }

    #[test]
    fn what_has_no_value_says_why() {
        assert_eq!(
            Expr::quotient(1, 0).evaluate(),
            Err(EvalError::DivisionByZero)
        );
        assert_eq!(Expr::inverse(2, 4).evaluate(), Err(EvalError::NoInverse));
        assert_eq!(
            Expr::sum(Value::public_bytes("m", [1]), 1).evaluate(),
            Err(EvalError::Mismatch {
                expected: "integer",
                found: "bytes"
            })
        );
        assert!(matches!(
            Expr::Apply(Operator::Gcd, vec![1.into(), 2.into(), 3.into()]).evaluate(),
            Err(EvalError::Arguments { found: 3, .. })
        ));
        assert!(
            Equation::equal(Value::public_bytes("m", [1]), 1)
                .check()
                .is_err()
        );
    }

    #[test]
    fn published_digests() {
        // FIPS 180-4's example "abc".
        let abc = Value::public_bytes("M", *b"abc");
        let Ok(Evaluated::Bytes(digest)) = Expr::digest(Hash::Sha256, &abc).evaluate() else {
            panic!("a digest is bytes")
        };
        assert_eq!(digest[..4], [0xba, 0x78, 0x16, 0xbf]);
        // FIPS 197 appendix B.
        let key = Value::secret_bytes(
            "K",
            0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c_u128.to_be_bytes(),
        );
        let block = Value::public_bytes(
            "P",
            0x3243_f6a8_885a_308d_3131_98a2_e037_0734_u128.to_be_bytes(),
        );
        let cipher = Value::public_bytes(
            "C",
            0x3925_841d_02dc_09fb_dc11_8597_196a_0b32_u128.to_be_bytes(),
        );
        assert_eq!(
            Equation::equal(&cipher, Expr::aes_encrypt(&key, &block)).check(),
            Ok(true)
        );
        assert_eq!(
            Equation::equal(&block, Expr::aes_decrypt(&key, &cipher)).check(),
            Ok(true)
        );
    }
}
