//! An equation: the formula, and with small numbers the numbers too.

use super::formula::{self, With};
use super::ink::{Ink, plain};
use crate::engine::trace::{Equation, Expr};
use yew::prelude::*;

/// The formula in symbols; below it, where all numbers are short, with the
/// numbers in their places.
pub(super) fn equation(equation: &Equation) -> Html {
    let values = equation.left.values().len() + equation.right.values().len();
    // `version = 128` says it all.
    let is_plain = |side: &Expr| !matches!(side, Expr::Apply(..));
    let small = values > 0
        && !(is_plain(&equation.left) && is_plain(&equation.right))
        && equation.left.is_small()
        && equation.right.is_small()
        && equation.relation.modulus().is_none_or(Expr::is_small);
    let mut ink = Ink::default();
    let says = plain(&equation.to_string());
    ink.put(format_args!(
        "<div class=\"equation\" tabindex=\"0\" role=\"group\" aria-label=\"{says}\">"
    ));
    formula::equation(equation, With::Symbols, &mut ink);
    if small {
        formula::equation(equation, With::Numbers, &mut ink);
    }
    ink.put(format_args!("</div>"));
    ink.dry()
}
