//! A step of a trace, and the steps inside it.

use super::Disclosure;
use super::dissection::Dissected;
use super::equation::equation;
use super::figure::pictures;
use super::gist::{Gist, gist, values};
use super::line;
use super::place::Place;
use super::rows::Rows;
use super::source::source;
use super::value::Value;
use crate::engine::ink::{Ink, plain};
use crate::engine::trace::{Children, Layout, Step as TraceStep, Verdict};
use crate::ui::dry;
use crate::ui::format;
use crate::ui::ptr_eq_rc::PtrEqRc;
use std::rc::Rc;
use yew::prelude::*;

/// The steps inside a step (or a whole trace), laid out as they ask for.
pub(in crate::ui) fn steps(children: &Children, place: &Place, open: bool) -> Html {
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
                    <Step step={PtrEqRc::from(step.clone())} place={place.inside(index, step)} {open} />
                </li>
            }) }
            if missing > 0 { <li class="missing">{ format!("and {missing} more") }</li> }
        </ol>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(in crate::ui) step: PtrEqRc<TraceStep>,
    pub(in crate::ui) place: Place,
    #[prop_or_default]
    pub(in crate::ui) open: bool,
}

/// One step: a heading that opens to its words, equations, values and bytes.
#[component]
pub(crate) fn Step(props: &Props) -> Html {
    let step = &props.step;
    let mut ink = Ink::default();
    ink.put(format_args!("<span class=\"title\">"));
    line::put_title(step, &mut ink);
    ink.put(format_args!("</span>"));
    match step.inside.total {
        0 => {}
        1 => ink.part("count", "1 step"),
        count => ink.part("count", &format!("{count} steps")),
    }
    if let Some(gist) = gist(step) {
        ink.put(format_args!(
            "<span class=\"glimpse\" aria-hidden=\"true\">"
        ));
        match gist {
            Gist::Equation(equation) => line::put_formula(&equation.to_string(), &mut ink),
            Gist::Value(value) => {
                ink.symbol(&value.symbol);
                ink.put(format_args!(" = {}", plain(&format::short(&value.data))));
            }
        }
        ink.put(format_args!("</span>"));
    }
    let summary = dry(ink);
    html! {
        <div class="step" data-verdict={step.verdict.map(|verdict| match verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
        })}>
            <Disclosure {summary} open={props.open || step.verdict == Some(Verdict::Failed)}>
                { inside(step, &props.place) }
            </Disclosure>
        </div>
    }
}

/// All that a step tells, and the steps inside it.
pub(in crate::ui) fn inside(step: &TraceStep, place: &Place) -> Html {
    html! {
        <div class="told">
            { pictures(step, None).unwrap_or_default() }
            { words(step, place) }
            { steps(&step.inside, place, false) }
        </div>
    }
}

/// What a step says: in formulas, in a sentence, in values and in bytes.
pub(in crate::ui) fn words(step: &TraceStep, place: &Place) -> Html {
    html! {
        <>
            { for step.equations.iter().map(equation) }
            if !step.says.is_empty() { <p>{ line::says(&step.says, step) }</p> }
            <div class="values">
                { for values(step).into_iter().map(|value| html! { <Value value={Rc::new(value.clone())} /> }) }
            </div>
            { for step.bytes.iter().map(|bytes| html! { <Dissected whole={bytes.clone()} place={place.clone()} open={true} /> }) }
            if let Some(place) = &step.source { <p class="sources">{ source(place) }</p> }
        </>
    }
}
