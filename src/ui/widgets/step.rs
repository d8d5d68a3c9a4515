//! A step of a trace, and the steps inside it.

use super::Disclosure;
use super::dissection::Dissected;
use super::equation::equation;
use super::line;
use super::rows::Rows;
use super::source::source;
use super::value::{Value, symbol};
use crate::engine::trace::{
    Children, Equation, Expr, Layout, Relation, Step as Told, Value as Shown, Verdict,
};
use crate::ui::format;
use crate::ui::shared::Shared;
use crate::ui::state::Finished;
use std::rc::Rc;
use yew::prelude::*;

/// Which run a step belongs to, and its place in it.
#[derive(Clone, PartialEq)]
pub(super) struct Place {
    pub(super) unit: &'static str,
    pub(super) run: Shared<Finished>,
    pub(super) path: Vec<u32>,
}

impl Place {
    /// The place of a step inside this one.
    pub(super) fn inside(&self, index: u32) -> Self {
        let mut place = self.clone();
        place.path.push(index);
        place
    }
}

/// The steps inside a step (or a whole trace), laid out as they ask for.
pub(super) fn steps(children: &Children, place: &Place, open: bool) -> Html {
    if children.total == 0 {
        return html! {};
    }
    if children.layout == Layout::Rows {
        return html! { <Rows children={Rc::new(children.clone())} place={place.clone()} /> };
    }
    let shown = (children.first..).zip(&children.kept);
    let missing = children.total as usize - children.kept.len().min(children.total as usize);
    html! {
        <ol class="steps">
            { for shown.map(|(index, step)| html! {
                <li key={index}>
                    <Step step={Shared::from(step.clone())} place={place.inside(index)} {open} />
                </li>
            }) }
            if missing > 0 { <li class="missing">{ format!("and {missing} more") }</li> }
        </ol>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(super) step: Shared<Told>,
    pub(super) place: Place,
    #[prop_or_default]
    pub(super) open: bool,
}

/// One step: a heading that opens to its words, equations, values and bytes.
#[component]
pub(crate) fn Step(props: &Props) -> Html {
    let step = &props.step;
    let summary = html! {
        <>
            <span class="title">{ verdict(step.verdict) }{ line::words(&step.title, step) }</span>
            if step.inside.total > 0 {
                <span class="count">{ match step.inside.total { 1 => "1 step".to_owned(), count => format!("{count} steps") } }</span>
            }
            { match outcome(step) {
                Some(Outcome::Equation(equation)) => html! { <span class="glimpse" aria-hidden="true">{ line::formula(&equation.to_string()) }</span> },
                Some(Outcome::Value(value)) => html! { <span class="glimpse" aria-hidden="true">{ symbol(&value.symbol) }{ " = " }{ format::short(&value.data) }</span> },
                None => html! {},
            } }
        </>
    };
    let id = (!step.id.is_empty()).then(|| format!("{}.{}", props.place.unit, step.id));
    html! {
        <div class="step" {id} data-verdict={step.verdict.map(|verdict| match verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
        })}>
            <Disclosure {summary} open={props.open || step.verdict == Some(Verdict::Failed)}>
                { inside(step, &props.place) }
            </Disclosure>
        </div>
    }
}

/// All that a step tells.
pub(super) fn inside(step: &Told, place: &Place) -> Html {
    html! {
        <div class="told">
            if !step.says.is_empty() { <p>{ line::words(&step.says, step) }</p> }
            { for step.equations.iter().map(equation) }
            <div class="values">
                { for values(step).into_iter().map(|value| html! { <Value value={Rc::new(value.clone())} /> }) }
            </div>
            { for step.bytes.iter().map(|bytes| html! { <Dissected whole={bytes.clone()} unit={place.unit} open={true} /> }) }
            { steps(&step.inside, place, false) }
            if let Some(place) = &step.source { <p class="sources">{ source(place) }</p> }
        </div>
    }
}

/// The mark of a check.
pub(super) fn verdict(verdict: Option<Verdict>) -> Html {
    match verdict {
        Some(Verdict::Passed) => {
            html! { <span class="verdict" data-verdict="passed"><span aria-hidden="true">{ "✓" }</span><span class="unseen">{ "passed" }</span></span> }
        }
        Some(Verdict::Failed) => {
            html! { <span class="verdict" data-verdict="failed"><span aria-hidden="true">{ "✗" }</span><span class="unseen">{ "failed" }</span></span> }
        }
        None => html! {},
    }
}

/// What a step comes to.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome<'a> {
    /// A statement.
    Equation(&'a Equation),
    /// A value.
    Value(&'a Shown),
}

/// What a step comes to: the equation that gives its last value, else its last
/// equation. A value alone stands for a step only where nothing is inside: the
/// values of a step around others are what it begins with.
pub(super) fn outcome(step: &Told) -> Option<Outcome<'_>> {
    let last = step.values.last();
    let gives = |equation: &&Equation| {
        [&equation.left, &equation.right].into_iter().any(
            |side| matches!(side, Expr::Value(value) if last.is_some_and(|last| last.symbol == value.symbol)),
        )
    };
    let equation = step.equations.iter().find(gives);
    equation
        .or(step.equations.last())
        .map(Outcome::Equation)
        .or_else(|| last.filter(|_| step.inside.total == 0).map(Outcome::Value))
}

/// The values of a step and of its equations, each once.
pub(super) fn values(step: &Told) -> Vec<&Shown> {
    let mut all: Vec<&Shown> = step.values.iter().collect();
    for equation in &step.equations {
        let modulus = match &equation.relation {
            Relation::Congruent(modulus) | Relation::NotCongruent(modulus) => modulus.values(),
            _ => Vec::new(),
        };
        let mentioned = equation.left.values().into_iter();
        for value in mentioned.chain(equation.right.values()).chain(modulus) {
            if !all
                .iter()
                .any(|other| other.symbol == value.symbol && other.data == value.data)
            {
                all.push(value);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    #[test]
    fn a_closed_step_shows_what_it_comes_to() {
        let (p, q) = (Shown::secret("p", 5), Shown::secret("q", 11));
        let n = Shown::public("n", 55);
        let product = Equation::equal(&n, Expr::product(&p, &q));
        let less = Equation::new(&p, Relation::Less, &q);
        let step = Told::new("n", "The modulus")
            .equation(product.clone())
            .equation(less.clone())
            .value(p.clone())
            .value(n.clone());
        assert_eq!(outcome(&step), Some(Outcome::Equation(&product)));
        let step = Told::new("x", "A check")
            .equation(product)
            .equation(less.clone());
        assert_eq!(outcome(&step), Some(Outcome::Equation(&less)));
        let step = Told::new("x", "A draw").value(p.clone()).value(n.clone());
        assert_eq!(outcome(&step), Some(Outcome::Value(&n)));
        let mut around = Told::new("x", "Many steps").value(p);
        around.inside.total = 3;
        assert_eq!(outcome(&around), None);
    }
}
