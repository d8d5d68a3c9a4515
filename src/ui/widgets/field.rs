//! One field of a form.

use super::clock;
use super::value::mark;
use crate::engine::trace::Visibility;
use crate::ui::hooks::use_padlock;
use crate::ui::state::{Action, Choice, Group};
use crate::units::{About, Control, Input, Trouble};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    pub(super) about: &'static About,
    pub(super) input: &'static Input,
    pub(super) value: AttrValue,
    /// What is wrong with it, where something is.
    pub(super) trouble: Option<Trouble>,
    /// Called after the person changed it.
    pub(super) changed: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        // The form draws all its fields anew when the state changes, which is
        // when the candidates of a field that takes a thing may change.
        self.input.id == other.input.id
            && self.value == other.value
            && self.trouble == other.trouble
            && !matches!(self.input.control, Control::Thing(_))
    }
}

/// A label, the control, a hint, and what is wrong.
#[component]
pub(super) fn Field(props: &Props) -> Html {
    let padlock = use_padlock();
    let input = props.input;
    let id = format!("{}-{}-field", props.about.id, input.id);
    let hint = format!("{id}-hint");
    let wrong = format!("{id}-wrong");
    let fill = {
        let (padlock, unit, changed) = (padlock.clone(), props.about.id, props.changed.clone());
        Callback::from(move |value: String| {
            padlock.tell(Action::Fill(unit, input.id.to_owned(), value));
            changed.emit(());
        })
    };
    let oninput = fill.reform(|event: InputEvent| text_of(&event));
    let onchange = fill.reform(|event: Event| text_of(&event));
    let describedby = match (&props.trouble, input.hint.is_empty()) {
        (Some(_), _) => Some(wrong.clone()),
        (None, false) => Some(hint.clone()),
        (None, true) => None,
    };
    let invalid = props.trouble.as_ref().map(|_| "true");
    let line = |kind: &'static str, class: &'static str| {
        html! {
            <input id={id.clone()} type={kind} {class} value={props.value.clone()} autocomplete="off" spellcheck="false"
                aria-describedby={describedby.clone()} aria-invalid={invalid} oninput={oninput.clone()} />
        }
    };
    let area = |class: &'static str| {
        let rows = props.value.lines().count().clamp(2, 8);
        html! {
            <textarea id={id.clone()} {class} rows={rows.to_string()} value={props.value.clone()} autocomplete="off"
                spellcheck="false" aria-describedby={describedby.clone()} aria-invalid={invalid} oninput={oninput.clone()} />
        }
    };
    let select = use_node_ref();
    // What a select shows.
    let mut shows = String::new();
    let control = match &input.control {
        Control::Line => line("text", ""),
        Control::Code => line("text", "code"),
        Control::Date => line("date", ""),
        Control::Passphrase => line("password", ""),
        Control::Clock => html! {
            <>
                { line("text", "code") }
                { clock::steps(&id, &props.value, &fill) }
            </>
        },
        Control::Area => area(""),
        Control::CodeArea => area("code"),
        Control::Number { min, max } => html! {
            <input id={id.clone()} type="number" min={min.to_string()} max={max.to_string()} value={props.value.clone()}
                aria-describedby={describedby.clone()} aria-invalid={invalid} oninput={oninput.clone()} />
        },
        Control::Toggle => {
            let on = props.value == "yes";
            let flip = fill.reform(move |_: Event| {
                if on {
                    "no".to_owned()
                } else {
                    "yes".to_owned()
                }
            });
            html! { <input id={id.clone()} type="checkbox" checked={on} onchange={flip} aria-describedby={describedby.clone()} /> }
        }
        Control::Choice(choices) => {
            shows = props.value.to_string();
            html! {
                <select id={id.clone()} ref={select.clone()} {onchange} aria-describedby={describedby.clone()}>
                    { for choices.iter().map(|choice| html! {
                        <option value={choice.value} selected={props.value == choice.value}>{ choice.label }</option>
                    }) }
                </select>
            }
        }
        Control::Thing(kinds) => {
            let candidates = padlock.state.candidates(kinds);
            let now = padlock.state.choice(props.about, input);
            shows = candidates
                .iter()
                .position(|candidate| now.as_ref() == Some(&candidate.choice))
                .map_or(shows, |index| index.to_string());
            let (padlock, unit, changed) = (padlock.clone(), props.about.id, props.changed.clone());
            let list: Vec<Choice> = candidates
                .iter()
                .map(|candidate| candidate.choice.clone())
                .collect();
            let onchange = Callback::from(move |event: Event| {
                let chosen = text_of(&event)
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| list.get(index).cloned());
                if let Some(choice) = chosen {
                    padlock.tell(Action::Choose(unit, input.id.to_owned(), choice));
                    changed.emit(());
                }
            });
            let kinds: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            let group = |group: Group| {
                let mut options = candidates
                    .iter()
                    .enumerate()
                    .filter(|(_, candidate)| candidate.group == group)
                    .map(|(index, candidate)| {
                        html! {
                            <option value={index.to_string()} selected={now.as_ref() == Some(&candidate.choice)}>{ candidate.name.clone() }</option>
                        }
                    })
                    .peekable();
                let any = options.peek().is_some();
                any.then(|| html! { <optgroup label={group.name()}>{ for options }</optgroup> })
            };
            html! {
                <select id={id.clone()} ref={select.clone()} {onchange} aria-describedby={describedby.clone()} aria-invalid={invalid}>
                    if now.is_none() { <option selected={true} value="">{ format!("no {} yet", kinds.join(" or ")) }</option> }
                    { for Group::ALL.into_iter().filter_map(group) }
                </select>
            }
        }
    };
    // Once the person has chosen, the attribute of an option says nothing.
    use_effect(move || {
        if let Some(select) = select.cast::<HtmlSelectElement>()
            && select.value() != shows
        {
            select.set_value(&shows);
        }
    });
    html! {
        <div class="input" data-control={kind(&input.control)}>
            <label for={id.clone()}>
                if let Some(visibility) = visibility(input) { { mark(visibility) } }
                { input.label }
            </label>
            { control }
            if let Some(trouble) = &props.trouble {
                <p id={wrong} class="trouble" role="alert">{ trouble.to_string() }</p>
            } else if !input.hint.is_empty() {
                <p id={hint} class="hint">{ input.hint }</p>
            }
        </div>
    }
}

/// What a control holds, whichever it is.
fn text_of(event: &Event) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(other) => match other.dyn_into::<HtmlTextAreaElement>() {
            Ok(area) => area.value(),
            Err(other) => other
                .dyn_into::<HtmlSelectElement>()
                .map(|select| select.value())
                .unwrap_or_default(),
        },
    }
}

/// Who may know what a field holds; settings carry no mark.
fn visibility(input: &Input) -> Option<Visibility> {
    match &input.control {
        Control::Toggle | Control::Choice(_) => None,
        Control::Thing(kinds) => {
            let all_secret = kinds
                .iter()
                .all(|kind| kind.visibility() == Visibility::Secret);
            Some(if all_secret {
                Visibility::Secret
            } else {
                Visibility::Public
            })
        }
        _ => Some(input.visibility),
    }
}

/// The control's kind, for the style sheet.
fn kind(control: &Control) -> &'static str {
    match control {
        Control::Area | Control::CodeArea => "area",
        Control::Toggle => "toggle",
        Control::Number { .. } => "number",
        Control::Date => "date",
        Control::Clock => "clock",
        Control::Thing(_) => "thing",
        Control::Choice(_) => "choice",
        Control::Line | Control::Code | Control::Passphrase => "line",
    }
}
