//! What a step comes to, in the one line that is seen while it is closed.

use crate::engine::trace::{Equation, Expr, Step as TraceStep, Value as TraceValue};

/// What a step comes to.
#[derive(Debug, PartialEq)]
pub(in crate::ui) enum Gist<'a> {
    /// A statement.
    Equation(&'a Equation),
    /// A value.
    Value(&'a TraceValue),
}

/// What a step comes to: the equation that gives its last value, else its last
/// equation. A value alone stands for a step only where nothing is inside: the
/// values of a step around others are what it begins with.
pub(in crate::ui) fn gist(step: &TraceStep) -> Option<Gist<'_>> {
    let last = step.values.last();
    let gives = |equation: &&Equation| {
        [&equation.left, &equation.right].into_iter().any(
            |side| matches!(side, Expr::Value(value) if last.is_some_and(|last| last.symbol == value.symbol)),
        )
    };
    let equation = step.equations.iter().find(gives);
    equation
        .or(step.equations.last())
        .map(Gist::Equation)
        .or_else(|| last.filter(|_| step.inside.total == 0).map(Gist::Value))
}

/// The values of a step and of its equations, each once.
pub(in crate::ui) fn values(step: &TraceStep) -> Vec<&TraceValue> {
    let mut all: Vec<&TraceValue> = Vec::new();
    for value in step.mentioned() {
        let is_same =
            |other: &&TraceValue| other.symbol == value.symbol && other.data == value.data;
        if !all.iter().any(is_same) {
            all.push(value);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::trace::Relation;

    #[test]
    fn a_closed_step_shows_what_it_comes_to() {
        let (p, q) = (TraceValue::secret("p", 5), TraceValue::secret("q", 11));
        let n = TraceValue::public("n", 55);
        let product = Equation::equal(&n, Expr::product(&p, &q));
        let less = Equation::new(&p, Relation::Less, &q);
        let step = TraceStep::new("n", "The modulus")
            .equation(product.clone())
            .equation(less.clone())
            .value(p.clone())
            .value(n.clone());
        assert_eq!(gist(&step), Some(Gist::Equation(&product)));
        let step = TraceStep::new("x", "A check")
            .equation(product)
            .equation(less.clone());
        assert_eq!(gist(&step), Some(Gist::Equation(&less)));
        let step = TraceStep::new("x", "A draw")
            .value(p.clone())
            .value(n.clone());
        assert_eq!(gist(&step), Some(Gist::Value(&n)));
        let mut around = TraceStep::new("x", "Many steps").value(p);
        around.inside.total = 3;
        assert_eq!(gist(&around), None);
    }
}
