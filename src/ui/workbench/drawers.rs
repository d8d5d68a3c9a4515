//! What is folded away beside the picture: each opens in place.

use super::breaking::breaks;
use super::comparison::comparison;
use super::links::link;
use super::origins;
use super::recipes::recipes;
use super::trail::trail;
use crate::engine::ink::Ink;
use crate::engine::trace::Step;
use crate::ui::dry;
use crate::ui::hooks::use_padlock;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::FinishedRun;
use crate::ui::widgets::{
    Disclosure, Dissected, Place, Search, Value, counted, dataflow, source, step_words, steps,
    table,
};
use crate::units::{About, Size};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    pub(super) about: &'static About,
    /// The run; none while there is none.
    pub(super) run: Option<PtrEqRc<FinishedRun>>,
    /// The present step, where it stands, and the row of its table.
    pub(super) present: Option<(PtrEqRc<Step>, Place, Option<u32>)>,
    /// How large the numbers are that links to a step open with.
    pub(super) size: Size,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id
            && self.run == other.run
            && self.present == other.present
            && self.size == other.size
    }
}

/// Numbers, bytes, steps, other tools, ways to break it, the map, the sources.
#[component]
pub(super) fn Drawers(props: &Props) -> Html {
    let padlock = use_padlock();
    let Props { about, run, .. } = props;
    let about: &'static About = about;
    let search = padlock.state.exhibit(about.id);
    let search = search.map(|exhibit| exhibit.search.clone());
    let found = search.filter(|search| run.is_some() && !search.tracks.is_empty());
    let origins = origins::origins(&padlock.state, about);
    html! {
        <div class="drawers">
            if let Some(run) = run { { numbers(run, props.present.as_ref()) } { told(about, run) } }
            if let Some(search) = found {
                <Disclosure class="part" summary={counted("The searches for primes", search.tracks.len())}>
                    <Search {search} />
                </Disclosure>
            }
            if !about.breaks.is_empty() {
                <Disclosure class="part" summary={counted("Break it", about.breaks.len())}>
                    { breaks(&padlock, about) }
                </Disclosure>
            }
            if !origins.is_empty() {
                <Disclosure class="part" summary={counted("Where it comes from", origins::count(&origins))}>
                    { origins::list(&origins) }
                </Disclosure>
            }
            if let Some(run) = run {
                if let Some(flow) = &run.output.flow {
                    <Disclosure class="part" summary={html! { "Map" }}>
                        { map(about, props.size, flow, props.present.as_ref()) }
                    </Disclosure>
                }
                <Disclosure class="part" summary={counted("Sources", run.output.sources.len())}>
                    <p class="sources">{ for run.output.sources.iter().map(source) }</p>
                </Disclosure>
            }
        </div>
    }
}

/// The results, and the numbers of the present step.
fn numbers(
    run: &PtrEqRc<FinishedRun>,
    present: Option<&(PtrEqRc<Step>, Place, Option<u32>)>,
) -> Html {
    let results = run.output.results.iter().cloned().map(Rc::new);
    html! {
        <>
            if !run.output.results.is_empty() {
                <Disclosure class="part" summary={counted("Results", run.output.results.len())}>
                    <div class="values results">
                        { for results.map(|value| html! { <Value {value} /> }) }
                    </div>
                </Disclosure>
            }
            if let Some((step, place, row)) = present {
                <Disclosure class="part numbers" summary={html! { "Numbers of this step" }}>
                    <div class="told">
                        { step_words(step, place) }
                        { table(&step.inside.kept, row.map(|row| row as usize)) }
                    </div>
                </Disclosure>
            }
        </>
    }
}

/// Tables, bytes, steps and recipes of a run.
fn told(about: &'static About, run: &PtrEqRc<FinishedRun>) -> Html {
    let output = &run.output;
    let place = Place::outermost(about.id, run.clone());
    let total = output.trace.steps.total as usize;
    html! {
        <>
            { for output.comparisons.iter().map(|one| html! {
                <Disclosure class="part" summary={counted(&one.title, one.rows.len())}>{ comparison(one) }</Disclosure>
            }) }
            if !output.bytes.is_empty() {
                <Disclosure class="part" summary={counted("The bytes", output.bytes.len())}>
                    { for output.bytes.iter().enumerate().map(|(index, whole)| html! {
                        <Dissected key={index} whole={Rc::new(whole.clone())} place={place.clone()} open={index == 0} />
                    }) }
                </Disclosure>
            }
            if total > 0 {
                <Disclosure class="part" summary={counted("The steps", total)}>
                    { steps(&output.trace.steps, &place, false) }
                </Disclosure>
            }
            if !output.recipes.is_empty() {
                <Disclosure class="part" summary={counted("With other tools", output.recipes.len())}>
                    { recipes(&output.recipes) }
                </Disclosure>
            }
        </>
    }
}

/// What is made from what, with the way of what the present step makes.
fn map(
    about: &'static About,
    size: Size,
    flow: &crate::engine::picture::Dataflow,
    present: Option<&(PtrEqRc<Step>, Place, Option<u32>)>,
) -> Html {
    let link = |path: &str| link(about, size, path);
    let mut ink = Ink::default();
    if let Some((_, place, _)) = present {
        trail(flow, &place.names, &mut ink, &link);
    }
    html! { <>{ dry(ink) }{ dataflow(flow, &link) }</> }
}
