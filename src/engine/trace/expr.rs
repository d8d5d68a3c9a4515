//! Expressions as trees.

use super::{Data, Operator, Value};
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// A hash function by its standard name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hash {
    /// SHA-1, 20 bytes: for key identifiers only.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
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

impl Expr {
    /// `a ‖ b ‖ …`.
    #[must_use]
    pub fn concat(parts: Vec<Expr>) -> Self {
        Self::Apply(Operator::Concat, parts)
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
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
        }
    }

    /// How long a hash is, in bytes (FIPS 180-4 §1).
    #[must_use]
    pub fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }

    pub(super) fn name_of_hmac(self) -> &'static str {
        match self {
            Self::Sha1 => "HMAC-SHA-1",
            Self::Sha256 => "HMAC-SHA-256",
            Self::Sha384 => "HMAC-SHA-384",
        }
    }

    pub(super) fn name_of_mgf1(self) -> &'static str {
        match self {
            Self::Sha1 => "MGF1-SHA-1",
            Self::Sha256 => "MGF1-SHA-256",
            Self::Sha384 => "MGF1-SHA-384",
        }
    }

    pub(super) fn name_of_extract(self) -> &'static str {
        match self {
            Self::Sha1 => "HKDF-Extract-SHA-1",
            Self::Sha256 => "HKDF-Extract-SHA-256",
            Self::Sha384 => "HKDF-Extract-SHA-384",
        }
    }

    pub(super) fn name_of_expand(self) -> &'static str {
        match self {
            Self::Sha1 => "HKDF-Expand-SHA-1",
            Self::Sha256 => "HKDF-Expand-SHA-256",
            Self::Sha384 => "HKDF-Expand-SHA-384",
        }
    }
}
