//! What a run made.

use super::Disclosure;
use super::agreement::agreements;
use super::comparison::comparison;
use super::demonstration::demonstration;
use super::disclosure::counted;
use super::dissection::Dissected;
use super::line::prose;
use super::mark::named;
use super::place::Place;
use super::question::{compared, question, use_expectation};
use super::recipes::recipes;
use super::stage::Stage;
use super::step::steps;
use super::takeaway::{Files as AsFiles, TextFile, all_files};
use super::value::Value;
use crate::desk::{Desk, Draft, ThingId};
use crate::engine::trace::{Data, Value as Shown};
use crate::link::address::View;
use crate::ui::browser;
use crate::ui::hooks::use_padlock;
use crate::ui::shared::Shared;
use crate::ui::stale::Stale;
use crate::ui::state::{Action, Finished, Wanted};
use crate::units::{About, Size};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    pub(super) about: &'static About,
    pub(super) run: Shared<Finished>,
    /// Whether it is one of before, and why.
    #[prop_or_default]
    pub(super) stale: Option<Stale>,
    /// The step that something points at.
    #[prop_or_default]
    pub(super) wanted: Option<Wanted>,
    /// Gets the way to the step that is shown, when a hand has moved.
    #[prop_or_default]
    pub(super) moved: Callback<String>,
    /// How large the numbers are that links to a step open with.
    #[prop_or_default]
    pub(super) size: Size,
    /// How it is looked at, where not as usual.
    #[prop_or_default]
    pub(super) view: Option<View>,
    /// Gets whether the stage is to fill the screen.
    #[prop_or_default]
    pub(super) fill: Callback<bool>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id
            && self.run == other.run
            && self.stale == other.stale
            && self.wanted == other.wanted
            && self.size == other.size
            && self.view == other.view
    }
}

/// The headline and the main results; then, each opening: the steps, the
/// bytes, what to take away.
#[component]
pub(super) fn Results(props: &Props) -> Html {
    let Props {
        about, run, stale, ..
    } = props;
    let output = &run.output;
    let bytes = use_memo(run.clone(), |run| {
        run.output
            .bytes
            .iter()
            .cloned()
            .map(Rc::new)
            .collect::<Vec<_>>()
    });
    let results = use_memo(run.clone(), |run| {
        let results = run.output.results.iter().cloned();
        results.map(Rc::new).collect::<Vec<_>>()
    });
    let expected = use_expectation(run);
    if props.view == Some(View::Ask) && expected.says().is_none() {
        return question(&expected);
    }
    let place = Place::outermost(about.id, run.clone());
    let is_demonstration = output.drafts.iter().any(|draft| draft.demonstration);
    html! {
        <div class="made" data-stale={stale.map(|_| "yes")}>
            if let Some(stale) = stale { <p class="before" role="status">{ stale.says() }</p> }
            <div class="headline" data-good={output.good.map(|good| if good { "yes" } else { "no" })}>
                <p role="status">{ output.headline.to_string() }</p>
            </div>
            if props.view == Some(View::Ask) { { compared(&expected, output) } }
            if is_demonstration { { demonstration(about, run) } }
            <Files about={*about} run={run.clone()} />
            <div class="values results">
                { for results.iter().map(|value| html! { <Value value={value.clone()} /> }) }
            </div>
            if output.trace.steps.total > 0 {
                <Stage about={*about} run={run.clone()} wanted={props.wanted.clone()} moved={props.moved.clone()} size={props.size} shown={props.view == Some(View::Show)} fill={props.fill.clone()} />
            }
            { for output.comparisons.iter().map(comparison) }
            <p class="notice">{ prose(&output.notice) }</p>
            if output.trace.steps.total > 0 {
                <Disclosure class="part" summary={counted("The steps", output.trace.steps.total as usize)}>
                    { steps(&output.trace.steps, &place, false) }
                </Disclosure>
            }
            { agreements(&output.agreements) }
            if !bytes.is_empty() {
                <Disclosure class="part" summary={counted("The bytes", bytes.len())}>
                    { for bytes.iter().enumerate().map(|(index, whole)| html! {
                        <Dissected key={index} whole={whole.clone()} place={place.clone()} open={index == 0} />
                    }) }
                </Disclosure>
            }
            if !output.recipes.is_empty() {
                <Disclosure class="part" summary={counted("With other tools", output.recipes.len())}>
                    { recipes(&output.recipes) }
                </Disclosure>
            }
        </div>
    }
}

/// A result that is a file: its symbol is the file's name.
fn text_file(value: &Shown) -> Option<Html> {
    let Data::Text(text) = &value.data else {
        return None;
    };
    value.symbol.ends_with(".pem").then(|| {
        html! {
            <li>
                { named(Some(value.known_to), &value.symbol, &value.meaning) }
                <TextFile name={value.symbol.to_string()} text={text.clone()} />
            </li>
        }
    })
}

/// What was made, as files to take away and to keep on the desk. What lies
/// there has the name that it has there.
#[component]
fn Files(props: &Props) -> Html {
    let padlock = use_padlock();
    let count = use_memo(props.run.clone(), |run| run.output.file_count());
    let output = &props.run.output;
    let desk = &padlock.state.desk;
    let kept = output
        .drafts
        .iter()
        .map(|draft| padlock.state.on_desk(draft));
    let kept: Vec<Option<ThingId>> = kept.collect();
    let draft = |(draft, kept): (&Draft, &Option<ThingId>)| {
        let thing = kept.and_then(|id| desk.find(id));
        let name = thing.map_or(&draft.name, |thing| &thing.name);
        html! {
            <li>
                { named(None, name, draft.kind.name()) }
                <AsFiles name={name.clone()} kind={draft.kind} bytes={draft.bytes.clone()} />
            </li>
        }
    };
    let unit = props.about.id;
    let keep = {
        let padlock = padlock.clone();
        move |_: MouseEvent| padlock.dispatch(Action::Keep(unit, browser::now()))
    };
    let ids: Option<Vec<ThingId>> = kept.iter().copied().collect();
    html! {
        <>
            <ul class="drafts">
                { for output.results.iter().filter_map(text_file) }
                { for output.drafts.iter().zip(&kept).map(draft) }
            </ul>
            if props.about.keeps && !kept.is_empty() {
                <p class="actions keep">
                    if *count > 1 { { all_files(&padlock, &props.run, *count) } }
                    if let Some(ids) = ids {
                        <span class="hint">{ format!("On the desk: {}.", names(desk, &ids)) }</span>
                    } else {
                        <button type="button" onclick={keep}>{ format!("Keep on the desk: {}", padlock.state.would_keep(unit).join(", ")) }</button>
                    }
                </p>
            }
        </>
    }
}

/// What things are called on the desk.
fn names(desk: &Desk, things: &[ThingId]) -> String {
    let names = things.iter().filter_map(|id| desk.find(*id));
    let names: Vec<_> = names.map(|thing| thing.name.as_str()).collect();
    names.join(", ")
}
