//! An equation: the formula, and with small numbers the numbers too.

use super::formula::{self, With};
use crate::engine::ink::{Ink, plain};
use crate::engine::trace::{Equation, Expr, Step};
use crate::ui::dry;
use std::rc::Rc;
use yew::prelude::*;

/// Whether an equation says more with its numbers, which are short.
fn is_small(equation: &Equation) -> bool {
    let values = equation.left.values().len() + equation.right.values().len();
    // `version = 128` says it all.
    let is_plain = |side: &Expr| !matches!(side, Expr::Apply(..));
    values > 0
        && !(is_plain(&equation.left) && is_plain(&equation.right))
        && equation.left.is_small()
        && equation.right.is_small()
        && equation.relation.modulus().is_none_or(Expr::is_small)
}

/// The formula in symbols; below it, where all numbers are short, with the
/// numbers in their places.
pub(in crate::ui) fn equation(equation: &Equation) -> Html {
    let mut ink = Ink::default();
    let says = plain(&equation.to_string());
    ink.put(format_args!(
        "<div class=\"equation\" tabindex=\"0\" role=\"group\" aria-label=\"{says}\">"
    ));
    formula::equation(equation, With::Symbols, &mut ink);
    if is_small(equation) {
        formula::equation(equation, With::Numbers, &mut ink);
    }
    ink.put(format_args!("</div>"));
    dry(ink)
}

/// Rows of a table with their numbers, one under the other, the present one
/// marked; nothing where the numbers are long.
pub(in crate::ui) fn table(rows: &[Rc<Step>], now: Option<usize>) -> Html {
    let has_numbers = |row: &Rc<Step>| {
        let mut all = row.equations.iter();
        !row.equations.is_empty() && all.all(is_small)
    };
    if !rows.iter().all(has_numbers) {
        return html! {};
    }
    let mut ink = Ink::default();
    ink.put(format_args!("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"All rows\"><table class=\"laid-out\">"));
    for (at, row) in rows.iter().enumerate() {
        let current = now == Some(at);
        let number = at + 1;
        ink.put(format_args!(
            "<tr aria-current=\"{current}\"><td>{number}</td>"
        ));
        for equation in &row.equations {
            ink.put(format_args!("<td>"));
            formula::equation(equation, With::Numbers, &mut ink);
            ink.put(format_args!("</td>"));
        }
        ink.put(format_args!("</tr>"));
    }
    ink.put(format_args!("</table></div>"));
    dry(ink)
}
