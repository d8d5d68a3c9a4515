//! Statements that can be checked.

use super::{EvalError, Evaluation, Expr, Value};
use num_integer::Integer;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// How the two sides of an [`Equation`] stand to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// `=`
    Equal,
    /// `≠`
    NotEqual,
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `>`
    Greater,
    /// `≥`
    AtLeast,
    /// `≡ … (mod n)`
    Congruent(Box<Expr>),
    /// `≢ … (mod n)`
    NotCongruent(Box<Expr>),
    /// `a | b`: the left side divides the right side.
    Divides,
}

/// A statement about two expressions. Whoever shows one promises that it is
/// true, and the tests hold them to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equation {
    /// The left side.
    pub left: Expr,
    /// What stands between.
    pub relation: Relation,
    /// The right side.
    pub right: Expr,
}

impl Equation {
    /// `left = right`.
    pub fn equal(left: impl Into<Expr>, right: impl Into<Expr>) -> Self {
        Self::new(left, Relation::Equal, right)
    }

    /// A statement with any relation.
    pub fn new(left: impl Into<Expr>, relation: Relation, right: impl Into<Expr>) -> Self {
        Self {
            left: left.into(),
            relation,
            right: right.into(),
        }
    }

    /// `left ≡ right (mod modulus)`.
    pub fn congruent(
        left: impl Into<Expr>,
        right: impl Into<Expr>,
        modulus: impl Into<Expr>,
    ) -> Self {
        Self::new(left, Relation::Congruent(Box::new(modulus.into())), right)
    }

    /// The values that it mentions, the left side's first.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        let modulus = match &self.relation {
            Relation::Congruent(modulus) | Relation::NotCongruent(modulus) => modulus.values(),
            _ => Vec::new(),
        };
        let sides = self.left.values().into_iter().chain(self.right.values());
        sides.chain(modulus)
    }

    /// Evaluates both sides and says whether the statement is true.
    ///
    /// # Errors
    /// When a side has no value (a division by zero, bytes where an integer
    /// belongs) or the sides cannot be compared.
    pub fn check(&self) -> Result<bool, EvalError> {
        let (left, right) = (self.left.evaluate()?, self.right.evaluate()?);
        match &self.relation {
            Relation::Equal => same_kind(&left, &right).map(|()| left == right),
            Relation::NotEqual => same_kind(&left, &right).map(|()| left != right),
            Relation::Less => Ok(left.integer()? < right.integer()?),
            Relation::AtMost => Ok(left.integer()? <= right.integer()?),
            Relation::Greater => Ok(left.integer()? > right.integer()?),
            Relation::AtLeast => Ok(left.integer()? >= right.integer()?),
            Relation::Congruent(modulus) => congruent(left, right, modulus),
            Relation::NotCongruent(modulus) => congruent(left, right, modulus).map(|same| !same),
            Relation::Divides => {
                let (left, right) = (left.integer()?, right.integer()?);
                if left.is_zero() {
                    return Err(EvalError::DivisionByZero);
                }
                Ok(right.is_multiple_of(&left))
            }
        }
    }
}

fn congruent(left: Evaluation, right: Evaluation, modulus: &Expr) -> Result<bool, EvalError> {
    let modulus = modulus.evaluate()?.integer()?;
    if modulus.is_zero() {
        return Err(EvalError::DivisionByZero);
    }
    Ok((left.integer()? - right.integer()?).is_multiple_of(&modulus))
}

fn same_kind(left: &Evaluation, right: &Evaluation) -> Result<(), EvalError> {
    if std::mem::discriminant(left) == std::mem::discriminant(right) {
        Ok(())
    } else {
        Err(EvalError::Mismatch {
            expected: left.kind(),
            found: right.kind(),
        })
    }
}
