//! An integer together with how it is shown.

use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Data, Expr, Value};
use num_bigint::BigInt;
use std::sync::{Arc, OnceLock};

/// An integer that an algorithm computes with, the symbol and meaning under
/// which its steps show it, and who may see it.
///
/// It turns into a [`Value`] or an [`Expr`] only when a step is really built,
/// so that naming costs nothing while nobody listens; then it and its clones
/// are one value.
#[derive(Clone, Debug)]
pub struct NamedInteger {
    /// The field's own symbol.
    pub symbol: Text,
    /// What it is, in a few words; may be empty.
    pub meaning: Text,
    /// The integer.
    pub integer: BigInt,
    /// Who may know it.
    pub known_to: Knowers,
    /// What steps show, once one does.
    shown: Arc<OnceLock<Value>>,
}

impl PartialEq for NamedInteger {
    /// Whether they are equal, whether or not a step shows them.
    fn eq(&self, other: &Self) -> bool {
        let all = |named: &Self| (named.symbol.clone(), named.meaning.clone(), named.known_to);
        self.integer == other.integer && all(self) == all(other)
    }
}

impl Eq for NamedInteger {}

impl NamedInteger {
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
            shown: Arc::default(),
        }
    }

    /// The same with its meaning in words.
    #[must_use]
    pub fn meaning(mut self, meaning: impl Into<Text>) -> Self {
        self.meaning = meaning.into();
        self.shown = Arc::default();
        self
    }

    /// As a step shows it.
    #[must_use]
    pub fn value(&self) -> Value {
        let shown = || {
            let data = Data::Integer(self.integer.clone());
            Value::new(self.symbol.clone(), data, self.known_to).meaning(self.meaning.clone())
        };
        self.shown.get_or_init(shown).clone()
    }

    /// Who may know what is computed from this and another integer.
    #[must_use]
    pub fn known_with(&self, other: &Self) -> Knowers {
        self.known_to.of_both(other.known_to)
    }
}

impl From<&NamedInteger> for Expr {
    fn from(named: &NamedInteger) -> Self {
        Self::Value(named.value())
    }
}

impl From<NamedInteger> for Expr {
    fn from(named: NamedInteger) -> Self {
        Self::Value(named.value())
    }
}

impl From<&NamedInteger> for Value {
    fn from(named: &NamedInteger) -> Self {
        named.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_and_its_clones_are_one_value() {
        let n = NamedInteger::public("n", 55);
        let clone = n.clone();
        assert!(n.value().is(&clone.value()));
        assert!(!n.value().is(&NamedInteger::public("n", 55).value()));
        let modulus = n.clone().meaning("modulus");
        assert!(!modulus.value().is(&n.value()) && modulus != n);
        assert_eq!(&*modulus.value().meaning, "modulus");
        assert_eq!(n, NamedInteger::public("n", 55));
    }
}
