//! An integer together with how it is shown.

use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Expr, Value};
use num_bigint::BigInt;

/// An integer that an algorithm computes with, the symbol and meaning under
/// which its steps show it, and who may see it.
///
/// It turns into a [`Value`] or an [`Expr`] only when a step is really built,
/// so that naming costs nothing while nobody listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The field's own symbol.
    pub symbol: Text,
    /// What it is, in a few words; may be empty.
    pub meaning: Text,
    /// The integer.
    pub integer: BigInt,
    /// Who may know it.
    pub known_to: Knowers,
}

impl Named {
    /// An integer that anybody may know.
    pub fn public(symbol: impl Into<Text>, integer: impl Into<BigInt>) -> Self {
        Self::new(symbol, integer, Knowers::EVERYBODY)
    }

    /// An integer that only its owner may know.
    pub fn secret(symbol: impl Into<Text>, integer: impl Into<BigInt>) -> Self {
        Self::new(symbol, integer, Knowers::OWNER)
    }

    /// An integer that these may know.
    pub fn new(symbol: impl Into<Text>, integer: impl Into<BigInt>, known_to: Knowers) -> Self {
        Self {
            symbol: symbol.into(),
            meaning: Text::Borrowed(""),
            integer: integer.into(),
            known_to,
        }
    }

    /// The same with its meaning in words.
    #[must_use]
    pub fn meaning(mut self, meaning: impl Into<Text>) -> Self {
        self.meaning = meaning.into();
        self
    }

    /// As a step shows it.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::new(
            self.symbol.clone(),
            crate::engine::trace::Data::Integer(self.integer.clone()),
            self.known_to,
        )
        .meaning(self.meaning.clone())
    }

    /// Who may know what is computed from this and another integer.
    #[must_use]
    pub fn known_with(&self, other: &Self) -> Knowers {
        self.known_to.of_both(other.known_to)
    }
}

impl From<&Named> for Expr {
    fn from(named: &Named) -> Self {
        Self::Value(named.value())
    }
}

impl From<Named> for Expr {
    fn from(named: Named) -> Self {
        Self::Value(named.value())
    }
}

impl From<&Named> for Value {
    fn from(named: &Named) -> Self {
        named.value()
    }
}
