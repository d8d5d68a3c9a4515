//! Expressions as trees.

use super::{Data, Value};
use crate::engine::text::Text;
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// A hash function by its standard name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hash {
    /// SHA-1, 20 bytes: for key identifiers only.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
}

/// What an expression does with its arguments.
///
/// Integers and bytes are kept apart: `OS2IP` and `I2OSP` lead from one to
/// the other, as in RFC 8017 §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// `a + b + …`, at least one.
    Sum,
    /// `a − b`.
    Difference,
    /// `a · b · …`, at least one.
    Product,
    /// `⌊a / b⌋`, b not zero.
    Quotient,
    /// `a mod n` in `0..n`, n positive.
    Remainder,
    /// `a` to the power of `b`, b from 0 to 4096.
    Power,
    /// `a` to the power of `b`, modulo `n`: b not negative, n positive.
    PowerMod,
    /// The inverse of `a` modulo `n`, in `1..n`.
    Inverse,
    /// The greatest common divisor of `a` and `b`.
    Gcd,
    /// The least common multiple of `a` and `b`.
    Lcm,
    /// `|a|`.
    Absolute,
    /// The number of bits of `a`, without leading zeros.
    BitLength,
    /// Bytes to a big-endian integer (RFC 8017 §4.2).
    Os2ip,
    /// An integer to big-endian bytes: arguments integer and length in bytes
    /// (RFC 8017 §4.1).
    I2osp,
    /// `a ‖ b ‖ …`: byte strings one after the other.
    Concat,
    /// `a ⊕ b`: two byte strings of the same length.
    Xor,
    /// The length of a byte string in bytes.
    Length,
    /// Bytes `from..to` of a byte string: arguments bytes, from, to.
    Slice,
    /// One byte repeated: arguments the byte's value and the count.
    Repeat,
    /// A hash of a byte string.
    Digest(Hash),
    /// HMAC with a hash: arguments key and message (RFC 2104).
    Hmac(Hash),
    /// MGF1 with a hash: arguments seed and length in bytes (RFC 8017 §B.2.1).
    Mgf1(Hash),
    /// One block through AES-128: arguments key and block, 16 bytes each
    /// (FIPS 197).
    AesEncrypt,
    /// One block back through AES-128: arguments key and block.
    AesDecrypt,
    /// Bytes to text in base64url with padding (RFC 4648 §5).
    Base64Url,
}

/// An expression: a value, a small constant, or an operator over expressions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expr {
    /// A named value.
    Value(Value),
    /// A constant that needs no name, such as the 1 in `p − 1`.
    Constant(i64),
    /// An operator over its arguments.
    Apply(Operator, Vec<Expr>),
}

impl From<Value> for Expr {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<&Value> for Expr {
    fn from(value: &Value) -> Self {
        Self::Value(value.clone())
    }
}

impl From<i64> for Expr {
    fn from(constant: i64) -> Self {
        Self::Constant(constant)
    }
}

/// Functions with two or more operands under their usual names.
macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident($($arg:ident),+) => $operator:ident;)*) => {
        impl Expr {
            $($(#[$doc])*
            #[must_use]
            pub fn $name($($arg: impl Into<Expr>),+) -> Self {
                Self::Apply(Operator::$operator, vec![$($arg.into()),+])
            })*
        }
    };
}

constructors! {
    /// `a + b`.
    sum(a, b) => Sum;
    /// `a − b`.
    difference(a, b) => Difference;
    /// `a · b`.
    product(a, b) => Product;
    /// `⌊a / b⌋`.
    quotient(a, b) => Quotient;
    /// `a mod n`.
    remainder(a, n) => Remainder;
    /// `a` to the power of `b`.
    power(a, b) => Power;
    /// `a` to the power of `b` modulo `n`.
    power_mod(a, b, n) => PowerMod;
    /// The inverse of `a` modulo `n`.
    inverse(a, n) => Inverse;
    /// The greatest common divisor.
    gcd(a, b) => Gcd;
    /// The least common multiple.
    lcm(a, b) => Lcm;
    /// `|a|`.
    absolute(a) => Absolute;
    /// The number of bits.
    bit_length(a) => BitLength;
    /// Bytes to an integer.
    os2ip(bytes) => Os2ip;
    /// An integer to bytes.
    i2osp(integer, length) => I2osp;
    /// `a ⊕ b`.
    xor(a, b) => Xor;
    /// The length in bytes.
    length(bytes) => Length;
    /// Part of a byte string.
    slice(bytes, from, to) => Slice;
    /// One byte, repeated.
    repeat(byte, count) => Repeat;
    /// One block through AES-128.
    aes_encrypt(key, block) => AesEncrypt;
    /// One block back through AES-128.
    aes_decrypt(key, block) => AesDecrypt;
    /// Bytes to base64url.
    base64_url(bytes) => Base64Url;
}

impl Expr {
    /// `a ‖ b ‖ …`.
    #[must_use]
    pub fn concat(parts: Vec<Expr>) -> Self {
        Self::Apply(Operator::Concat, parts)
    }

    /// A hash of bytes.
    #[must_use]
    pub fn digest(hash: Hash, bytes: impl Into<Expr>) -> Self {
        Self::Apply(Operator::Digest(hash), vec![bytes.into()])
    }

    /// HMAC with a hash.
    #[must_use]
    pub fn hmac(hash: Hash, key: impl Into<Expr>, message: impl Into<Expr>) -> Self {
        Self::Apply(Operator::Hmac(hash), vec![key.into(), message.into()])
    }

    /// MGF1 with a hash.
    #[must_use]
    pub fn mgf1(hash: Hash, seed: impl Into<Expr>, length: impl Into<Expr>) -> Self {
        Self::Apply(Operator::Mgf1(hash), vec![seed.into(), length.into()])
    }

    /// The values that the expression mentions, in the order of reading.
    #[must_use]
    pub fn values(&self) -> Vec<&Value> {
        match self {
            Self::Value(value) => vec![value],
            Self::Constant(_) => Vec::new(),
            Self::Apply(_, args) => args.iter().flat_map(Self::values).collect(),
        }
    }

    /// Whether every integer in it is short enough to be written out in a
    /// formula (at most 12 decimal digits) and it holds no bytes.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.values().iter().all(|value| match &value.data {
            Data::Integer(integer) => {
                integer.magnitude() < BigInt::from(1_000_000_000_000_u64).magnitude()
            }
            Data::Bytes(_) | Data::Text(_) | Data::Ends(_) | Data::Withheld => false,
        })
    }
}

impl Hash {
    /// The standard's name.
    #[must_use]
    pub fn name(self) -> Text {
        Text::Borrowed(match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
        })
    }
}
