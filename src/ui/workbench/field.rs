//! One field of a form.

use super::clock;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::ui::format;
use crate::ui::hooks::use_padlock;
use crate::ui::state::{Action, Group, Selection};
use crate::ui::widgets::{mark, prose};
use crate::units::{About, Control, Fits, Input};
use std::borrow::Cow;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A text of more bytes is not edited in a control.
const EDITED: usize = 32 * 1024;

#[derive(Properties)]
pub(super) struct Props {
    pub(super) about: &'static About,
    pub(super) input: &'static Input,
    pub(super) value: AttrValue,
    /// What is wrong with it, where something is.
    pub(super) diagnosis: Option<Diagnosis>,
    /// Called after the person changed it.
    pub(super) changed: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        // The form draws all its fields anew when the state changes, which is
        // when the candidates of a field that takes a thing may change.
        self.input.id == other.input.id
            && self.value == other.value
            && self.diagnosis == other.diagnosis
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
            padlock.dispatch(Action::Fill(unit, input.id.to_owned(), value.into()));
            changed.emit(());
        })
    };
    let oninput = fill.reform(|event: InputEvent| text_of(&event));
    let onchange = fill.reform(|event: Event| text_of(&event));
    let describedby = match (&props.diagnosis, input.hint.is_empty()) {
        (Some(_), _) => Some(wrong.clone()),
        (None, false) => Some(hint.clone()),
        (None, true) => None,
    };
    let invalid = props.diagnosis.as_ref().map(|_| "true");
    // Browsers take seconds to lay out megabytes of text that can be edited:
    // such a text is shown by its ends, and pasted past the control.
    let is_long = is_long(&props.value);
    let seen: AttrValue = match format::text_seen(&props.value) {
        Cow::Owned(ends) if is_long => ends.into(),
        _ => props.value.clone(),
    };
    let onpaste = {
        let (fill, now) = (fill.clone(), props.value.clone());
        move |event: Event| {
            if let Some(text) = pasted(&event, &now).filter(|text| is_long || self::is_long(text)) {
                event.prevent_default();
                fill.emit(text);
            }
        }
    };
    let holder = matches!(input.fits, Fits::NameOf(_)).then_some("its first name");
    let line = |kind: &'static str, class: &'static str| {
        html! {
            <input id={id.clone()} type={kind} {class} value={seen.clone()} placeholder={holder} readonly={is_long} autocomplete="off" spellcheck="false"
                aria-describedby={describedby.clone()} aria-invalid={invalid} oninput={oninput.clone()} onpaste={onpaste.clone()} />
        }
    };
    let area = |class: &'static str| {
        let rows = seen.lines().count().clamp(2, 8);
        html! {
            <textarea id={id.clone()} {class} rows={rows.to_string()} value={seen.clone()} readonly={is_long} autocomplete="off"
                spellcheck="false" aria-describedby={describedby.clone()} aria-invalid={invalid} oninput={oninput.clone()} onpaste={onpaste.clone()} />
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
            let now = padlock.state.selection(props.about, input);
            shows = candidates
                .iter()
                .position(|candidate| now.as_ref() == Some(&candidate.selection))
                .map_or(shows, |index| index.to_string());
            let (padlock, unit, changed) = (padlock.clone(), props.about.id, props.changed.clone());
            let list: Vec<Selection> = candidates
                .iter()
                .map(|candidate| candidate.selection.clone())
                .collect();
            let onchange = Callback::from(move |event: Event| {
                let chosen = text_of(&event)
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| list.get(index).cloned());
                if let Some(choice) = chosen {
                    padlock.dispatch(Action::Choose(unit, input.id.to_owned(), choice));
                    changed.emit(());
                }
            });
            let kinds: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            let empty = match input.fits {
                Fits::IssuerOf(_) => "nobody yet".to_owned(),
                _ => format!("no {} yet", kinds.join(" or ")),
            };
            let group = |group: Group| {
                let mut options = candidates
                    .iter()
                    .enumerate()
                    .filter(|(_, candidate)| candidate.group == group)
                    .map(|(index, candidate)| {
                        html! {
                            <option value={index.to_string()} selected={now.as_ref() == Some(&candidate.selection)}>{ candidate.name.clone() }</option>
                        }
                    })
                    .peekable();
                let any = options.peek().is_some();
                any.then(|| html! { <optgroup label={group.name()}>{ for options }</optgroup> })
            };
            html! {
                <select id={id.clone()} ref={select.clone()} {onchange} aria-describedby={describedby.clone()} aria-invalid={invalid}>
                    if now.is_none() { <option selected={true} value="">{ empty }</option> }
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
    let empty = fill.clone();
    html! {
        <div class="input" data-control={kind(&input.control)}>
            <label for={id.clone()}>
                if let Some(known_to) = known_to(input) { { mark(known_to) } }
                { input.label }
            </label>
            { control }
            if is_long {
                <p class="actions">
                    <span class="hint">{ format!("{} bytes: too long to be edited here.", props.value.len()) }</span>
                    <button type="button" class="quiet" onclick={move |_| empty.emit(String::new())}>{ "Empty it" }<span class="unseen">{ format!(": {}", input.label) }</span></button>
                </p>
            }
            if let Some(diagnosis) = &props.diagnosis {
                <p id={wrong} class="diagnosis" role="alert">{ diagnosis.to_string() }</p>
            } else if !input.hint.is_empty() {
                <p id={hint} class="hint">{ prose(input.hint) }</p>
            }
        </div>
    }
}

/// Whether a text is too long to be edited in a control.
fn is_long(text: &str) -> bool {
    text.len() > EDITED
}

/// What a control holds once what is on the clipboard has come to where the
/// cursor is; nothing where that is no text. A long text, which cannot be
/// edited, gives way as a whole.
fn pasted(event: &Event, now: &str) -> Option<String> {
    let clipboard = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let text = clipboard.get_data("text/plain").ok()?;
    let (start, end) = if is_long(now) {
        (Some(0), None)
    } else {
        let target = event.target()?;
        match target.dyn_into::<HtmlTextAreaElement>() {
            Ok(area) => (area.selection_start().ok()?, area.selection_end().ok()?),
            Err(other) => {
                let input = other.dyn_into::<HtmlInputElement>().ok()?;
                (input.selection_start().ok()?, input.selection_end().ok()?)
            }
        }
    };
    Some(spliced(now, start, end, &text))
}

/// A text in which a part is replaced. Where the part begins and ends counts
/// in units of UTF-16, as browsers have it; without them it is all of the rest.
fn spliced(text: &str, start: Option<u32>, end: Option<u32>, by: &str) -> String {
    let at = |units: Option<u32>| {
        let mut seen = 0;
        let units = units.map_or(usize::MAX, |units| units as usize);
        let found = text.char_indices().find(|(_, c)| {
            let is_here = seen >= units;
            seen += c.len_utf16();
            is_here
        });
        found.map_or(text.len(), |(at, _)| at)
    };
    let (before, after) = (text.split_at(at(start)).0, text.split_at(at(end)).1);
    [before, by, after].concat()
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
fn known_to(input: &Input) -> Option<Knowers> {
    match &input.control {
        Control::Toggle | Control::Choice(_) => None,
        Control::Thing(kinds) => {
            let all_secret = kinds.iter().all(|kind| kind.known_to().is_secret());
            Some(if all_secret {
                Knowers::OWNER
            } else {
                Knowers::EVERYBODY
            })
        }
        _ => Some(input.known_to),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_comes_to_where_the_cursor_is() {
        assert_eq!(spliced("ab", Some(1), Some(1), "x"), "axb");
        assert_eq!(spliced("ab", Some(0), Some(2), "x"), "x");
        assert_eq!(spliced("ab", Some(2), Some(2), "x"), "abx");
        assert_eq!(spliced("", Some(0), Some(0), "x"), "x");
        // Browsers count 😀 as two.
        assert_eq!(spliced("😀b", Some(2), Some(3), "x"), "😀x");
        assert_eq!(spliced("ab", Some(0), None, "x"), "x");
    }
}
