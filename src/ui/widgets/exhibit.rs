//! An exhibit of a page: one unit, live.

use super::Disclosure;
use super::demonstration::everybodys;
use super::disclosure::counted;
use super::form::Form as Fields;
use super::light;
use super::line::prose;
use super::results::Results;
use super::search::Search;
use super::share::Share;
use super::source::source;
use crate::draw::Ink;
use crate::link::address::{Address, Carry, View};
use crate::ui::browser;
use crate::ui::dry;
use crate::ui::hooks::{Padlock, use_padlock};
use crate::ui::shared::Shared;
use crate::ui::stale::Stale;
use crate::ui::state::{Action, Exhibit as State, Form, Keep};
use crate::units::{About, Break, Page, Showing, Size, Start, Values};
use gloo_timers::callback::Timeout;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties)]
pub(crate) struct Props {
    pub(crate) about: &'static About,
    /// What its button does, in one line; then the button stands first.
    #[prop_or_default]
    pub(crate) lead: Option<&'static str>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id && self.lead == other.lead
    }
}

/// How long a result stays as it is while a new one is computed, in
/// milliseconds; after that it is marked as one of before.
const LONG: u32 = 500;

/// The question, the form, the result, and ways to break it.
#[component]
pub(crate) fn Exhibit(props: &Props) -> Html {
    let padlock = use_padlock();
    let about = props.about;
    let exhibit = padlock.state.exhibit(about.id).cloned();
    let primary = use_node_ref();
    let waits = padlock.state.waits_for(about);
    let stale = use_stale(padlock.state.stale(about), exhibit.as_ref());
    let view = padlock.state.view_of(about.id);
    let shown = view == Some(View::Show);
    let (changed, moved) = use_noted_address(
        &padlock,
        about,
        (padlock.state.size, view),
        exhibit.as_ref().map(|exhibit| &exhibit.form),
    );
    let fill = {
        let (padlock, changed) = (padlock.clone(), changed.clone());
        Callback::from(move |shown: bool| {
            changed.emit(());
            padlock.dispatch(Action::Look(shown.then_some((about.id, View::Show))));
        })
    };

    let Some(exhibit) = exhibit else {
        return html! { <section id={about.id} data-unit={about.id} data-state="idle" class="exhibit"><h2>{ about.title }</h2></section> };
    };
    // The verdict on an example is not one on what could not be read.
    let is_unread = waits.is_some_and(|unit| unit.page == Page::Desk);
    let result = exhibit.result.as_ref().filter(|_| !is_unread);
    let state = match (&exhibit.running, &exhibit.diagnosis, result) {
        (Some(_), _, _) => "running",
        (None, Some(_), _) => "failed",
        (None, None, Some(_)) => "done",
        (None, None, None) => "idle",
    };
    let run = {
        let padlock = padlock.clone();
        let busy = exhibit.running.is_some();
        Callback::from(move |_: MouseEvent| {
            if !busy {
                padlock.run(about);
            }
        })
    };
    let again = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| padlock.retry())
    };
    let main = primary.clone();
    let stop = {
        let padlock = padlock.clone();
        let primary = primary.clone();
        Callback::from(move |_: MouseEvent| {
            padlock.stop(about);
            // The button that had the focus goes.
            if let Some(button) = primary.cast::<HtmlElement>() {
                let _ = button.focus();
            }
        })
    };
    let button = match about.start {
        Start::Live => None,
        Start::Button(label) | Start::Asked(label) => Some(label),
    };
    // "More settings" may be closed over its field, so that a diagnosis stands here too.
    let diagnosis = exhibit.diagnosis.as_ref().filter(|diagnosis| {
        about.input(&diagnosis.input).is_none_or(|input| {
            matches!(input.showing, Showing::More) || !padlock.state.is_shown(about, input)
        })
    });
    let has_live_inputs = !about.inputs.is_empty() || about.keeps;
    html! {
        <section id={about.id} data-unit={about.id} data-state={state} data-shown={shown.then_some("yes")} class="exhibit" aria-labelledby={format!("{}-title", about.id)}
            onpointerover={|event: PointerEvent| light::point(&event)} onfocusin={|event: FocusEvent| light::point(&event)}>
            <header>
                <h2 id={format!("{}-title", about.id)}>{ about.title }</h2>
                <Share {about} />
                <p class="question">{ prose(about.question) }</p>
            </header>
            if has_live_inputs && props.lead.is_none() { <Fields {about} changed={changed.clone()} /> }
            if let Some(label) = button {
                <p class={classes!("actions", props.lead.map(|_| "first"))}>
                    <button type="button" class="primary" ref={main} onclick={run} aria-disabled={exhibit.running.is_some().then_some("true")}>{ label }</button>
                    if exhibit.running.is_some() { <button type="button" onclick={stop}>{ "Cancel" }</button> }
                    if let Some(lead) = props.lead { <span>{ lead }</span> }
                </p>
                { everybodys(&padlock.state, about) }
            }
            if props.lead.is_some() { <Fields {about} {changed} /> }
            if let Some(running) = &exhibit.running {
                <div class="running" role="status">
                    <progress max="100" value={running.doing.as_ref().and_then(|(_, percent)| *percent).map(|percent| percent.to_string())} aria-label="Progress" />
                    <span>{ running.doing.as_ref().map_or("Working…", |(doing, _)| doing.as_str()).to_owned() }</span>
                </div>
            }
            if let Some(unit) = waits {
                if exhibit.running.is_none() {
                    { waiting(about, unit) }
                }
            }
            if let Some(diagnosis) = diagnosis {
                <p class="diagnosis" role="alert">{ diagnosis.to_string() }</p>
            }
            if exhibit.missed.is_some() && exhibit.running.is_none() {
                <p class="actions"><button type="button" onclick={again}>{ "Try again" }</button></p>
            }
            if exhibit.form.unbroken.is_some() { { broken(&padlock, about) } }
            { searches(&exhibit) }
            if let Some(result) = result {
                <Results {about} {stale} run={result.clone()} wanted={exhibit.wanted.clone()} {moved} size={padlock.state.size} {view} {fill} />
            }
            if !about.breaks.is_empty() {
                <Disclosure class="part" summary={counted("Break it", about.breaks.len())}>
                    <ul class="breaks">{ for about.breaks.iter().map(|way| breaking(&padlock, about, way)) }</ul>
                </Disclosure>
            }
            if let Some(result) = result {
                <p class="sources">{ "Sources: " }{ for result.output.sources.iter().map(source) }</p>
            }
        </section>
    }
}

/// The searches for primes: open while they run; those of several keys are folded
/// up once they are over, so that the result stands first.
fn searches(exhibit: &crate::ui::state::Exhibit) -> Html {
    let search = html! { <Search search={exhibit.search.clone()} /> };
    let count = exhibit.search.tracks.len();
    if exhibit.running.is_some() || count <= 2 {
        return search;
    }
    html! {
        <Disclosure class="part" summary={counted("The searches for primes", count)}>
            { search }
        </Disclosure>
    }
}

/// What an exhibit waits for: the exhibit that makes it, and its page where that
/// is another one. Blocks of two pages may share a title.
fn waiting(about: &About, maker: &About) -> Html {
    let href = Address {
        at: Some(maker.id),
        ..Address::page(maker.page)
    }
    .fragment();
    let place = if maker.page == about.page {
        "on this page".to_owned()
    } else {
        format!("on the page “{}”", maker.page.name())
    };
    let title = maker.title;
    let says = match maker.page {
        Page::Desk => "What was to be read could not be read, and so is not checked:",
        _ => "This needs what another part of the page makes:",
    };
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<p class=\"waits\">{says} <a href=\"{href}\">“{title}” {place}</a>.</p>"
    ));
    dry(ink)
}

/// A button that breaks the exhibit: it fills in the form, and an exhibit with a
/// button of its own is run.
fn breaking(padlock: &Padlock, about: &'static About, way: &'static Break) -> Html {
    let onclick = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| {
            again(&padlock, about, Action::Break(about.id, way.sets));
            show_consequence(about);
        })
    };
    html! {
        <li>
            <button type="button" {onclick}>{ way.label }</button>
            <span class="hint">{ way.says }</span>
        </li>
    }
}

/// Changes the form and runs an exhibit that does not run by itself.
fn again(padlock: &Padlock, about: &'static About, change: Action) {
    let changed = padlock.state.after(change.clone());
    padlock.dispatch(change);
    if about.start != Start::Live
        && let Some(inputs) = changed.inputs(about, Keep::No)
    {
        padlock.start(about, inputs, Keep::No);
    }
}

/// Says that the exhibit was broken on purpose, with the way back.
fn broken(padlock: &Padlock, about: &'static About) -> Html {
    let onclick = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| again(&padlock, about, Action::Mend(about.id)))
    };
    html! {
        <p class="broken">
            { "Broken on purpose. " }
            <button type="button" {onclick}>{ "Mend it" }</button>
        </p>
    }
}

/// Brings what a break led to into view: the complaint, or the result.
fn show_consequence(about: &'static About) {
    // After the run; a slow one is seen from the top of the result on.
    Timeout::new(600, move || {
        let Some(exhibit) =
            browser::document().and_then(|document| document.get_element_by_id(about.id))
        else {
            return;
        };
        for place in [".diagnosis", ".headline"] {
            if let Ok(Some(place)) = exhibit.query_selector(place) {
                place.scroll_into_view();
                return;
            }
        }
    })
    .forget();
}

/// Whether the result is to be marked as one of before: at once when a run
/// failed, else after a while, so that live exhibits do not flicker.
#[hook]
fn use_stale(stale: Option<Stale>, exhibit: Option<&Shared<State>>) -> Option<Stale> {
    let at_once =
        exhibit.is_some_and(|exhibit| exhibit.running.is_none() && exhibit.diagnosis.is_some());
    let long = use_state_eq(|| false);
    {
        let long = long.clone();
        use_effect_with(stale.is_some(), move |&is_stale| {
            let timer = is_stale.then(|| {
                let long = long.clone();
                Timeout::new(LONG, move || long.set(true))
            });
            move || {
                drop(timer);
                long.set(false);
            }
        });
    }
    stale.filter(|_| at_once || *long)
}

/// How long a step is shown before the address bar has it, in milliseconds:
/// browsers refuse more than 100 changes in 30 s.
const SETTLED: u32 = 400;

/// The address bar follows the form and the stage once the person has changed
/// one, with public values only; what it has no room for the tab keeps. Returns what to call on a change of the form,
/// and of the step; a step that is passed by draws nothing here.
#[hook]
fn use_noted_address(
    padlock: &Padlock,
    about: &'static About,
    view: (Size, Option<View>),
    form: Option<&Form>,
) -> (Callback<()>, Callback<String>) {
    let touched = use_mut_ref(|| false);
    let step = use_mut_ref(|| None::<String>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let kept = use_mut_ref(Values::new);
    let now = form.map(|form| (form.values.clone(), view, (form.word.clone(), form.clock)));
    let latest = use_mut_ref(|| None);
    latest.borrow_mut().clone_from(&now);
    let note = {
        let (touched, step) = (touched.clone(), step.clone());
        let tell = padlock.state.dispatcher();
        move || {
            if let Some((values, (size, view), (word, clock))) = &*latest.borrow()
                && *touched.borrow()
            {
                let seed = Some(word.as_str()).filter(|word| !word.is_empty());
                let address = Address {
                    step: step.borrow().clone(),
                    view: *view,
                    clock: *clock,
                    ..Address::of(about, values, *size, seed, Carry::Public)
                };
                let address = address.fitted();
                for id in &address.long {
                    let text = values.get(*id).cloned().unwrap_or_default();
                    if kept
                        .borrow_mut()
                        .insert((*id).to_owned(), text.clone())
                        .as_ref()
                        != Some(&text)
                        && !browser::kept::keep_long(about.id, id, &text)
                    {
                        tell.dispatch(Action::Say(
                            "The browser has no room to keep what is long here; it is lost when this page is loaded again.".to_owned(),
                        ));
                    }
                }
                browser::replace_fragment(&address.fragment());
            }
        }
    };
    {
        let note = note.clone();
        use_effect_with(now, move |_| note());
    }
    let changed = {
        let touched = touched.clone();
        use_callback((), move |(), ()| *touched.borrow_mut() = true)
    };
    let moved = use_callback((), move |path, ()| {
        *touched.borrow_mut() = true;
        *step.borrow_mut() = Some(path);
        *timer.borrow_mut() = Some(Timeout::new(SETTLED, note.clone()));
    });
    (changed, moved)
}
