//! The inputs of an exhibit, from what its unit says about them: those that
//! matter most in one row, the others behind "More".

use super::field::Field;
use crate::ui::browser;
use crate::ui::hooks::use_padlock;
use crate::ui::state::Action;
use crate::ui::widgets::Disclosure;
use crate::units::{About, Draws, Input, Showing};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    pub(super) about: &'static About,
    pub(super) changed: Callback<()>,
    /// Whether a question is open: what names the answer is covered.
    pub(super) is_asked: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id && self.is_asked == other.is_asked
    }
}

/// The row; more, with where the randomness comes from.
#[component]
pub(super) fn Inputs(props: &Props) -> Html {
    let padlock = use_padlock();
    let about = props.about;
    let Some(exhibit) = padlock.state.exhibit(about.id).cloned() else {
        return html! {};
    };
    let is_covered = |input: &Input| props.is_asked && input.tells;
    let field = |input: &'static Input| {
        if is_covered(input) {
            return covered(input);
        }
        let value = exhibit
            .form
            .values
            .get(input.id)
            .cloned()
            .unwrap_or_default();
        let diagnosis = exhibit
            .diagnosis
            .clone()
            .filter(|diagnosis| diagnosis.input == input.id);
        html! {
            <Field key={input.id} {about} {input} {value} {diagnosis} changed={props.changed.clone()} />
        }
    };
    let shown = |more: bool| {
        about
            .inputs
            .iter()
            .filter(move |input| about.is_in_row(input) != more)
            .filter(|input| padlock.state.is_shown(about, input))
            .filter(|input| !is_covered(input) || matches!(input.showing, Showing::Always))
    };
    // The order of the row is that of its list.
    let row = about.row.iter().filter_map(|id| about.input(id));
    let row = row.filter(|input| padlock.state.is_shown(about, input));
    // What is wrong is not to be closed over.
    let is_wrong = exhibit
        .diagnosis
        .as_ref()
        .is_some_and(|diagnosis| shown(true).any(|input| input.id == diagnosis.input));
    let draws = about.draws != Draws::Afresh && about.draws.applies(&exhibit.form.values);
    let word = exhibit.form.word.clone();
    let onword = {
        let (padlock, changed) = (padlock.clone(), props.changed.clone());
        Callback::from(move |event: InputEvent| {
            let word = event.target_unchecked_into::<HtmlInputElement>().value();
            padlock.dispatch(Action::Word(about.id, word, browser::now()));
            changed.emit(());
        })
    };
    let redraw = {
        let (padlock, changed) = (padlock.clone(), props.changed.clone());
        Callback::from(move |_: MouseEvent| {
            match browser::seed() {
                Some(seed) => padlock.dispatch(Action::Draw(about.id, seed)),
                None => padlock.dispatch(Action::Say("The browser gave no randomness.".to_owned())),
            }
            changed.emit(());
        })
    };
    let reset = {
        let (padlock, changed) = (padlock.clone(), props.changed.clone());
        Callback::from(move |_: MouseEvent| {
            padlock.dispatch(Action::Reset(about.id));
            changed.emit(());
        })
    };
    let seed = format!("{}-seed-word", about.id);
    html! {
        <div class="form" role="group" aria-label={format!("{}: settings", about.title)}>
            if about.inputs.is_empty() && draws {
                <p class="actions"><button type="button" onclick={redraw.clone()}>{ "Draw another" }</button></p>
            }
            <div class="inputs">{ for row.map(field) }</div>
            <Disclosure key={if is_wrong { "wrong" } else { "right" }} class="more" summary={html! { "More" }} open={is_wrong}>
                <div class="panel">
                    <div class="inputs">
                        { for shown(true).map(field) }
                        if draws {
                            <div class="input" data-control="line">
                                <label for={seed.clone()}>{ "Randomness from a word" }</label>
                                <input id={seed.clone()} type="text" value={word} oninput={onword} autocomplete="off" aria-describedby={format!("{seed}-hint")} />
                                <p id={format!("{seed}-hint")} class="hint">{ word_hint(about) }</p>
                            </div>
                        }
                    </div>
                    <p class="actions">
                        if draws { <button type="button" class="quiet" onclick={redraw}>{ "Draw fresh randomness" }</button> }
                        <button type="button" class="quiet" onclick={reset}>{ "Back to the defaults" }</button>
                    </p>
                </div>
            </Disclosure>
        </div>
    }
}

/// Where a field stands that names what is asked.
fn covered(input: &Input) -> Html {
    html! {
        <div class="input" key={input.id}>
            <span>{ input.label }</span>
            <p class="hint">{ "Covered until the question is answered." }</p>
        </div>
    }
}

/// What the word does, and what holds without one.
fn word_hint(about: &About) -> &'static str {
    match about.start {
        start if start.has_example() => {
            "The same word gives everybody the same numbers at the same time (a link holds both), so what is made from it is marked as a demonstration. Empty: fresh from your browser when you press the button; the example that the page opens with is the same for everybody."
        }
        _ if !about.keeps => {
            "The same word gives everybody the same numbers at the same time (a link holds both). Empty: fresh from your browser."
        }
        _ => {
            "The same word gives everybody the same numbers at the same time (a link holds both), so what is made from it is marked as a demonstration. Empty: fresh from your browser."
        }
    }
}
