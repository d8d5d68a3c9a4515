//! Which step has which picture.

use super::{
    Area, Avalanche, Bar, Bricks, Combs, Cycle, Der, Exchange, Grid, Hops, Lanes, Machine,
    Permutation, Reading, Regroup, Ring, Scale, Squares, Timeline, Track, made,
};
use crate::engine::trace::{
    Children, Equation, Expr, Layout, Look, Operator, Picture, Relation, Step,
};
use std::rc::Rc;

/// What knows a picture in the equations of a step: at most one of them fits any
/// step.
type Recognizer = fn(&Step) -> Option<Rc<dyn Picture>>;

/// The recognizers of all pictures that are known by equations.
const RECOGNIZERS: [Recognizer; 14] = [
    |step| Exchange::of(step).map(shown),
    |step| Squares::of(step).map(shown),
    |step| Permutation::of(&step.equations).map(shown),
    |step| Cycle::of(step).map(shown),
    |step| Grid::of(&step.equations).map(shown),
    |step| Timeline::of(step).map(shown),
    |step| Regroup::of(step).map(shown),
    |step| Area::of(&step.equations).map(shown),
    |step| Der::of(step).map(shown),
    |step| Combs::of(step).map(shown),
    |step| Hops::of(step).map(shown),
    |step| Bricks::of(step).map(shown),
    |step| Avalanche::of(step).map(shown),
    |step| Reading::of(step).map(shown),
];

fn shown<T: Picture>(picture: T) -> Rc<dyn Picture> {
    Rc::new(picture)
}

/// The picture of all that a step says together: its own, or the one that its
/// equations are known by; `None` where the pictures of its equations say it.
#[must_use]
pub fn of_step(step: &Step) -> Option<Rc<dyn Picture>> {
    let known = || RECOGNIZERS.iter().find_map(|of| of(step));
    step.picture.clone().or_else(known)
}

/// The kinds of the pictures that the equations of a step are known by.
#[must_use]
pub fn known_by(step: &Step) -> Vec<&'static str> {
    let known = RECOGNIZERS.iter().filter_map(|of| of(step));
    known.map(|picture| picture.kind()).collect()
}

/// Draws the pictures of these steps and of those inside them.
pub fn draw_all(steps: &mut Children) {
    // Long tables have one picture for all rows, and no use for bricks of each.
    let is_table = steps.layout == Layout::Rows;
    let is_seen = |picture: &Rc<dyn Picture>| !(is_table && picture.downcast::<Bricks>().is_some());
    for step in &mut steps.kept {
        let step = Rc::make_mut(step);
        let picture = of_step(step).filter(is_seen);
        step.drawing = picture.map(|picture| Rc::new(picture.drawing()));
        draw_all(&mut step.inside);
    }
}

/// The pictures of a step: one for each of its equations, in their order. All
/// that it says together may have a picture of its own ([`of_step`]).
#[must_use]
pub fn of(step: &Step) -> Vec<Rc<dyn Picture>> {
    if let Some(bar) = Bar::pieces(&step.equations) {
        return vec![Rc::new(bar)];
    }
    let equations = step.equations.iter();
    let pictures = equations.filter_map(|equation| of_equation(equation, step));
    // What is only drawn by lot, or given, is said by no equation, and by none
    // inside.
    let is_alone = step.equations.is_empty() && step.inside.total == 0;
    let values = step.values.iter().filter(|_| is_alone);
    let bars = values.filter_map(|value| Bar::alone(value).map(shown));
    pictures.chain(bars).collect()
}

/// The picture of one equation of a step; `None` where it says nothing of a
/// value.
#[must_use]
pub fn of_equation(equation: &Equation, step: &Step) -> Option<Rc<dyn Picture>> {
    special(equation, step).or_else(|| general(equation))
}

/// The picture of an operator whose parts are all there.
fn special(equation: &Equation, step: &Step) -> Option<Rc<dyn Picture>> {
    let (result, operator, arguments) = made(equation)?;
    let traits = operator.traits();
    match traits.look {
        Look::Bar => Bar::of(result, arguments).map(shown),
        Look::Cut => Bar::cut(result, arguments).map(shown),
        Look::Lanes => Lanes::of(traits.notation.work(), result, arguments).map(shown),
        Look::Track => Track::of(arguments, &step.inside).map(shown),
        Look::Ring | Look::Scale | Look::Machine => None,
    }
}

/// The picture of a statement by what it is about: remainders, bytes, or
/// numbers.
fn general(equation: &Equation) -> Option<Rc<dyn Picture>> {
    let Equation {
        left,
        relation,
        right,
    } = equation;
    match relation {
        Relation::Congruent(modulus) | Relation::NotCongruent(modulus) => {
            Ring::of(left, right, modulus).map(shown)
        }
        Relation::Divides => Ring::of(right, &Expr::Constant(0), left).map(shown),
        Relation::Equal | Relation::NotEqual => match (left, right) {
            (Expr::Value(one), Expr::Value(other)) => Lanes::compared(one, other).map(shown),
            (Expr::Apply(operator, arguments), result)
            | (result, Expr::Apply(operator, arguments)) => applied(result, *operator, arguments),
            _ => None,
        },
        _ => None,
    }
    .or_else(|| Scale::of(equation).map(shown))
    .or_else(|| match (left, right) {
        // The length of something, beside a number.
        (Expr::Apply(operator, arguments), other) | (other, Expr::Apply(operator, arguments)) => {
            let machine = Machine::of(other, *operator, arguments)?;
            let gives = machine
                .gives
                .map(|gives| format!("{} {gives}", relation.sign()).into());
            Some(shown(Machine { gives, ..machine }))
        }
        _ => None,
    })
}

/// The picture of `result = f(…)`.
fn applied(result: &Expr, operator: Operator, arguments: &[Expr]) -> Option<Rc<dyn Picture>> {
    match (operator.traits().look, arguments) {
        (Look::Ring, [from, modulus]) => Ring::of(from, result, modulus).map(shown),
        (Look::Ring | Look::Scale | Look::Track, _) => None,
        (Look::Bar | Look::Cut | Look::Lanes | Look::Machine, _) => {
            Machine::of(result, operator, arguments).map(shown)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::Value;

    /// The kind of the picture of an equation.
    fn kind(result: impl Into<Expr>, of: Expr) -> Option<&'static str> {
        let equation = Equation::equal(result.into(), of);
        of_equation(&equation, &Step::default()).map(|picture| picture.kind())
    }

    #[test]
    fn an_operator_looks_as_its_row_says() {
        let word = |name: &'static str| Value::public_bytes(name, [1, 2, 3, 4]);
        let (a, b, c) = (word("a"), word("b"), word("c"));
        assert_eq!(kind(&c, Expr::and(&a, &b)), Some("lanes"));
        assert_eq!(kind(&c, Expr::word_sum(&a, &b)), Some("machine"));
        assert_eq!(kind(&c, Expr::rotate_right(&a, 7)), Some("machine"));
        assert_eq!(kind(&c, Expr::slice(&a, 0, 2)), Some("bar"));
        let n = |name: &'static str, number: i64| Value::public(name, number);
        let rest = Expr::remainder(n("a", 9), n("n", 5));
        assert_eq!(kind(n("r", 4), rest), Some("ring"));
        let sum = Expr::sum(n("a", 9), n("b", 5));
        assert_eq!(kind(n("s", 14), sum), Some("scale"));
    }
}
