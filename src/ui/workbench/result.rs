//! What came out, on one card: the verdict, the value, large, and what can be
//! taken away.

use super::agreement::agreements;
use super::demonstration::demonstration;
use crate::desk::{Desk, Draft, ThingId};
use crate::engine::ink::Ink;
use crate::engine::picture::tone;
use crate::engine::trace::{Data, Value as TraceValue};
use crate::ui::browser;
use crate::ui::dry;
use crate::ui::format;
use crate::ui::hooks::use_padlock;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::stale::Stale;
use crate::ui::state::{Action, FinishedRun};
use crate::ui::widgets::{
    Copy, Disclosure, Files as AsFiles, WholeFile, all_files, counted, named, put_prose, text,
};
use crate::units::{About, Output, Tool, file};
use yew::prelude::*;

/// What a run made. Whoever was warned of its key is not told again that it is
/// for demonstration.
pub(super) fn result(
    about: &'static About,
    run: &PtrEqRc<FinishedRun>,
    stale: Option<Stale>,
    is_warned: bool,
) -> Html {
    let output = &run.output;
    let is_demonstration = !is_warned && output.drafts.iter().any(|draft| draft.demonstration);
    html! {
        <div class="made" data-stale={stale.map(|_| "yes")}>
            if let Some(stale) = stale { <p class="before" role="status">{ stale.says() }</p> }
            <div class="headline" data-good={output.good.map(|good| if good { "yes" } else { "no" })}>
                <p role="status">{ output.headline.to_string() }</p>
            </div>
            if let Some(first) = output.results.iter().find(|value| is_short(value)) { { large(first) } }
            if is_demonstration { { demonstration(about, run) } }
            <Files {about} run={run.clone()} />
            { agreements(&output.agreements) }
            { notice(&output.notice) }
        </div>
    }
}

/// What to notice.
fn notice(says: &str) -> Html {
    let mut ink = Ink::default();
    ink.put(format_args!("<p class=\"notice\">"));
    put_prose(says, &mut Vec::new(), &mut ink);
    ink.put(format_args!("</p>"));
    dry(ink)
}

/// The value that it is about.
fn large(value: &TraceValue) -> Html {
    let mut ink = Ink::default();
    let visibility = tone(value.known_to);
    ink.put(format_args!("<p class=\"what\">"));
    ink.symbol(&value.symbol);
    ink.part("meaning", &value.meaning);
    ink.put(format_args!("</p>"));
    let short = format::short(&value.data);
    ink.put(format_args!(
        "<p class=\"answer\" data-visibility=\"{visibility}\" data-symbol=\"{}\">{}</p>",
        crate::engine::ink::plain(&value.symbol),
        crate::engine::ink::plain(&short)
    ));
    let copy = {
        let value = value.clone();
        Callback::from(move |()| {
            let way = format::ways(&value.data).into_iter().next();
            way.map(|way| format::full(&value.data, way))
                .unwrap_or_default()
        })
    };
    html! { <div class="main-value">{ dry(ink) }<Copy text={copy} what={value.symbol.to_string()} /></div> }
}

/// Whether a result is one that is read at a glance.
fn is_short(value: &TraceValue) -> bool {
    file(value).is_none() && !matches!(&value.data, Data::Text(text) if text.contains('\n'))
}

fn whole_file(value: &TraceValue) -> Option<Html> {
    file(value).map(|_| {
        html! {
            <li>
                { named(Some(value.known_to), &value.symbol, &value.meaning) }
                <WholeFile value={value.clone()} />
            </li>
        }
    })
}

#[derive(Properties)]
struct Props {
    about: &'static About,
    run: PtrEqRc<FinishedRun>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id && self.run == other.run
    }
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
                { named(Some(draft.kind.known_to()), name, draft.kind.name()) }
                <AsFiles name={name.clone()} kind={draft.kind} bytes={draft.bytes.clone()} />
            </li>
        }
    };
    // What is to be served stands in files that are whole: they say it all.
    let is_whole = output.results.iter().filter_map(file).count() > 1;
    let unit = props.about.id;
    let keep = {
        let padlock = padlock.clone();
        move |_: MouseEvent| padlock.dispatch(Action::Keep(unit, browser::now()))
    };
    let ids: Option<Vec<ThingId>> = kept.iter().copied().collect();
    html! {
        <>
            if is_whole {
                <ul class="drafts">{ for output.results.iter().filter_map(whole_file) }</ul>
                <p class="actions">{ all_files(&padlock, &props.run, *count) }</p>
                if !kept.is_empty() {
                    <Disclosure class="part" summary={counted("Each of them", kept.len())}>
                        <ul class="drafts">{ for output.drafts.iter().zip(&kept).map(draft) }</ul>
                    </Disclosure>
                }
                { flask(output) }
            } else {
                <ul class="drafts">
                    { for output.results.iter().filter_map(whole_file) }
                    { for output.drafts.iter().zip(&kept).map(draft) }
                </ul>
            }
            if props.about.keeps && !kept.is_empty() {
                <p class="actions keep">
                    if *count > 1 && !is_whole { { all_files(&padlock, &props.run, *count) } }
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

/// How to serve with what was made, where that is told.
fn flask(output: &Output) -> Html {
    let mut recipes = output.recipes.iter();
    match recipes.find(|recipe| recipe.tool == Tool::Flask) {
        None => html! {},
        Some(recipe) => html! {
            <Disclosure class="part" summary={html! { "Serve with Flask" }}>
                <div class="code"><pre tabindex="0">{ recipe.code.clone() }</pre><Copy text={text(recipe.code.clone())} what="the Flask recipe" /></div>
            </Disclosure>
        },
    }
}

/// What things are called on the desk.
fn names(desk: &Desk, things: &[ThingId]) -> String {
    let names = things.iter().filter_map(|id| desk.find(*id));
    let names: Vec<_> = names.map(|thing| thing.name.as_str()).collect();
    names.join(", ")
}
