//! What comes out, covered: first the reader says what to expect, then the
//! two are compared.

use crate::engine::trace::Value;
use crate::ui::format;
use crate::ui::shared::Shared;
use crate::ui::state::Finished;
use crate::units::Output;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the reader expects, and of which run: a new run is a new question.
type Said = UseStateHandle<Option<(Option<Shared<Finished>>, String)>>;

/// What is expected of one run.
pub(super) struct Expectation {
    run: Option<Shared<Finished>>,
    said: Said,
}

impl Expectation {
    /// What it is, as soon as the reader has said it of this very run.
    pub(super) fn says(&self) -> Option<&str> {
        let said = self.said.as_ref().filter(|(of, _)| *of == self.run);
        said.map(|(_, says)| says.as_str())
    }
}

/// What the reader expects of this run.
#[hook]
pub(super) fn use_expectation(run: Option<&Shared<Finished>>) -> Expectation {
    Expectation {
        run: run.cloned(),
        said: use_state(|| None),
    }
}

/// The cover, and the field for what one expects.
pub(super) fn question(expected: &Expectation) -> Html {
    let (run, said) = (expected.run.clone(), expected.said.clone());
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_dyn_into::<web_sys::Element>();
        let field = form.and_then(|form| form.query_selector("input").ok()?);
        let says = field.map(|field| {
            let field: HtmlInputElement = wasm_bindgen::JsCast::unchecked_into(field);
            field.value()
        });
        said.set(Some((run.clone(), says.unwrap_or_default())));
    };
    html! {
        <form class="ask" {onsubmit}>
            <label>{ "What will come out?" }<input type="text" autocomplete="off" /></label>
            <button type="submit" class="primary">{ "Uncover and compare" }</button>
        </form>
    }
}

/// What was expected, beside what came out.
pub(super) fn compared(expected: &Expectation, output: &Output) -> Html {
    let cover = {
        let said = expected.said.clone();
        move |_: MouseEvent| said.set(None)
    };
    let says = match expected.says().map(str::trim) {
        None | Some("") => "You expected nothing in particular.".to_owned(),
        Some(expected) => match output.results.iter().find(|value| is_it(value, expected)) {
            Some(value) => format!("✓ You expected {expected}, and that is {}.", value.symbol),
            None => format!("You expected {expected}. Compare it with what came out."),
        },
    };
    html! {
        <p class="ask" role="status">
            <span>{ says }</span>
            <button type="button" onclick={cover}>{ "Cover it again" }</button>
        </p>
    }
}

/// Whether a text is a value, in any of the ways of writing it.
fn is_it(value: &Value, text: &str) -> bool {
    let plain = |text: &str| {
        let digits = text.trim().trim_start_matches("0x");
        digits.replace([' ', '\n', ':'], "").to_ascii_lowercase()
    };
    let mut ways = format::ways(&value.data).into_iter();
    ways.any(|way| plain(&format::full(&value.data, way)) == plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_known_however_it_is_written() {
        let value = Value::public("c", 254);
        for text in ["254", " 254 ", "0xfe", "FE"] {
            assert!(is_it(&value, text), "{text}");
        }
        for text in ["25", "0xff", "c"] {
            assert!(!is_it(&value, text), "{text}");
        }
    }
}
