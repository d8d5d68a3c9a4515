//! What an expression is worth, computed by the crates of the field: the
//! judge of everything that a trace states.

pub(super) mod bytes;
pub(super) mod cryptography;
pub(super) mod integers;
pub(super) mod rounds;
pub(super) mod words;

use super::{Arity, Data, Expr, Operator};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The value of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evaluation {
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
    /// Who looks cannot know a value.
    Withheld,
    /// Byte strings of the wrong length.
    Length {
        /// The length that belongs there, in bytes.
        expected: usize,
        /// The length that was found, in bytes.
        found: usize,
    },
}

impl Evaluation {
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
    pub fn evaluate(&self) -> Result<Evaluation, EvalError> {
        match self {
            Self::Value(value) => Ok(match &value.data {
                Data::Integer(integer) => Evaluation::Integer(integer.clone()),
                Data::Bytes(bytes) => Evaluation::Bytes(bytes.clone()),
                Data::Text(text) => Evaluation::Text(text.clone()),
                Data::Ends(_) => return Err(EvalError::OnlyEnds),
                Data::Withheld => return Err(EvalError::Withheld),
            }),
            Self::Constant(constant) => Ok(Evaluation::Integer((*constant).into())),
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

/// Applies an operator to as many arguments as it has.
fn apply(operator: Operator, values: Vec<Evaluation>) -> Result<Evaluation, EvalError> {
    let found = values.len();
    let is_right = match operator.traits().arity {
        Arity::Exactly(number) => found == number,
        Arity::AtLeast(number) => found >= number,
    };
    if !is_right {
        return Err(EvalError::Arguments { operator, found });
    }
    operator.apply(&mut Arguments(values.into_iter()))
}

/// What an operator is applied to, taken from the left.
pub(super) struct Arguments(std::vec::IntoIter<Evaluation>);

impl Arguments {
    /// How many are left.
    fn left(&self) -> usize {
        self.0.len()
    }

    fn next(&mut self) -> Result<Evaluation, EvalError> {
        self.0.next().ok_or(EvalError::Mismatch {
            expected: "an argument",
            found: "none",
        })
    }

    fn integer(&mut self) -> Result<BigInt, EvalError> {
        self.next()?.integer()
    }

    fn bytes(&mut self) -> Result<Vec<u8>, EvalError> {
        self.next()?.bytes()
    }

    fn size(&mut self) -> Result<usize, EvalError> {
        self.next()?.size()
    }
}

/// What an operator gives.
type Answer = Result<Evaluation, EvalError>;

#[cfg(test)]
mod tests {
    use super::super::{Equation, Hash, Relation, Value};
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
        let Ok(Evaluation::Bytes(digest)) = Expr::digest(Hash::Sha256, &abc).evaluate() else {
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
