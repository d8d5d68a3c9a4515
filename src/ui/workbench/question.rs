//! What comes out, covered: at each step first the reader says what to expect,
//! then the two stand side by side.

use super::hand::Hand;
use crate::engine::trace::path::Stop;
use crate::engine::trace::{Expr, Relation, Step, Value};
use crate::ui::format;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::{FinishedRun, Form};
use crate::ui::walk::Walk;
use crate::ui::widgets::{Gist, gist};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the reader has said of one run, step by step: a new run is a new
/// question.
type Said = UseStateHandle<(Option<PtrEqRc<FinishedRun>>, Vec<(String, String)>)>;

/// What is asked at a place of a run.
#[derive(Clone, Default)]
pub(super) struct Asks {
    /// How what is covered is written.
    pub(super) hidden: Vec<String>,
    /// The question, or what was said and what came out.
    pub(super) says: Html,
    /// Whether it is asked of the first picture what holds: what comes out is no
    /// value of a step.
    pub(super) is_whole: bool,
    /// Whether what came out of the whole run is covered.
    pub(super) is_open: bool,
}

/// What is asked at a place, where something is.
#[hook]
pub(super) fn use_asks(
    is_asked: bool,
    run: Option<&PtrEqRc<FinishedRun>>,
    form: Option<&Form>,
    hand: &Hand,
) -> Asks {
    let (walk, spot) = (&hand.walk, hand.spot);
    let said: Said = use_state(|| (None, Vec::new()));
    let (Some(run), true) = (run, is_asked) else {
        return Asks::default();
    };
    let results = &run.output.results;
    let asked = |step: &Step| asked(step).filter(|value| !is_given(value, form)).cloned();
    let guess = |names: &str| {
        let mut all = said.1.iter().filter(|_| said.0.as_ref() == Some(run));
        all.find(|(of, _)| of == names)
            .map(|(_, says)| says.clone())
    };
    // What comes out of the run, where a step gives it: open until that is said.
    let ends = ends(run, walk, form);
    let is_whole = ends.is_empty();
    let stop = walk.stops.get(spot.stop);
    let here = stop.and_then(|stop| Some((stop.names.clone(), asked(&stop.step)?)));
    let here = here.filter(|_| !is_whole);
    let (names, value) = match here {
        Some((names, value)) => (names, Some(value)),
        None => (String::new(), None),
    };
    // The same value is asked once, wherever it comes to be.
    let twin = value.as_ref().and_then(|value| {
        let mut same = ends.iter().filter(|(_, end)| end.data == value.data);
        same.find_map(|(names, _)| guess(names))
    });
    let says = guess(&names).or(twin);
    let mut hidden: Vec<Value> = ends
        .iter()
        .filter(|(names, end)| {
            let is_here = value.as_ref().is_some_and(|value| value.data == end.data);
            guess(names).is_none() && !(is_here && says.is_some())
        })
        .map(|(_, end)| end.clone())
        .collect();
    let is_open = !hidden.is_empty() || (is_whole && says.is_none());
    if says.is_none() {
        hidden.extend(value.clone());
    }
    let later = hand.walk.stops.iter().find(|stop| {
        let is_end = ends.iter().any(|(names, _)| *names == stop.names);
        is_end && guess(&stop.names).is_none()
    });
    let tell = {
        let (said, run, names) = (said.clone(), run.clone(), names.clone());
        Callback::from(move |says: Option<String>| {
            let mut all = match said.0.as_ref() == Some(&run) {
                true => said.1.clone(),
                false => Vec::new(),
            };
            all.retain(|(of, _)| *of != names);
            all.extend(says.map(|says| (names.clone(), says)));
            said.set((Some(run.clone()), all));
        })
    };
    Asks {
        hidden: hidden
            .iter()
            .map(|value| format::short(&value.data))
            .collect(),
        says: match says {
            Some(says) => compared(&says, value.as_slice(), results, tell),
            None if is_whole || value.is_some() => question(value.as_ref(), tell),
            None => later.map(to_come).unwrap_or_default(),
        },
        is_whole: is_whole && is_open,
        is_open,
    }
}

/// What comes out of a run, where a step gives it: the way to that step, and the value.
/// Where there is none, it is asked of the whole what holds.
pub(super) fn ends(run: &FinishedRun, walk: &Walk, form: Option<&Form>) -> Vec<(String, Value)> {
    let results = &run.output.results;
    let mut ends: Vec<(String, Value)> = Vec::new();
    for stop in &walk.stops {
        if let Some(value) = asked(&stop.step)
            && !is_given(value, form)
            && results.iter().any(|result| result.data == value.data)
            && !ends.iter().any(|(_, end)| end.data == value.data)
        {
            ends.push((stop.names.clone(), value.clone()));
        }
    }
    ends
}

/// Whether a value stands in the form.
fn is_given(value: &Value, form: Option<&Form>) -> bool {
    let mut held = form.into_iter().flat_map(|form| form.values.values());
    held.any(|text| is_it(value, text))
}

/// The value that a step gives: the side of its equation that is one, or what
/// stands for the step.
fn asked(step: &Step) -> Option<&Value> {
    match gist(step)? {
        Gist::Value(value) => Some(value),
        Gist::Equation(one) => {
            let is_given = matches!(one.relation, Relation::Equal | Relation::Congruent(_));
            match (&one.left, &one.right) {
                (Expr::Value(value), _) | (_, Expr::Value(value)) if is_given => Some(value),
                _ => None,
            }
        }
    }
}

/// Where the question comes.
fn to_come(stop: &Stop) -> Html {
    html! { <p class="ask">{ format!("What comes out is asked at “{}”.", stop.step.title) }</p> }
}

/// The field for what one expects.
fn question(value: Option<&Value>, tell: Callback<Option<String>>) -> Html {
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_dyn_into::<web_sys::Element>();
        let field = form.and_then(|form| form.query_selector("input").ok()?);
        let says = field.map(|field| {
            let field: HtmlInputElement = wasm_bindgen::JsCast::unchecked_into(field);
            field.value()
        });
        tell.emit(Some(says.unwrap_or_default()));
    };
    let of = value.map(|value| format!(" {} = ?", value.symbol));
    html! {
        <form class="ask" {onsubmit}>
            <label>{ "What will come out?" }{ of.unwrap_or_default() }<input type="text" autocomplete="off" /></label>
            <button type="submit" class="primary">{ "Uncover and compare" }</button>
            <span class="ruled" aria-hidden="true" />
        </form>
    }
}

/// What was expected, beside what came out.
fn compared(says: &str, here: &[Value], results: &[Value], tell: Callback<Option<String>>) -> Html {
    let cover = move |_: MouseEvent| tell.emit(None);
    let mut truths = here
        .iter()
        .chain(results.iter().filter(|_| here.is_empty()));
    let says = match (says.trim(), here) {
        ("", [here]) => format!("{} = {}.", here.symbol, format::short(&here.data)),
        ("", _) => "You expected nothing in particular.".to_owned(),
        (says, here) => match (truths.find(|value| is_it(value, says)), here) {
            (Some(value), _) => format!("✓ You expected {says}, and that is {}.", value.symbol),
            (None, [here]) => {
                let truth = format::short(&here.data);
                format!("You expected {says}. It is {} = {truth}.", here.symbol)
            }
            (None, _) => format!("You expected {says}. Compare it with what came out."),
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
    !text.trim().is_empty() && ways.any(|way| plain(&format::full(&value.data, way)) == plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::Equation;

    #[test]
    fn a_value_is_known_however_it_is_written() {
        let value = Value::public("c", 254);
        for text in ["254", " 254 ", "0xfe", "FE"] {
            assert!(is_it(&value, text), "{text}");
        }
        for text in ["25", "0xff", "c", ""] {
            assert!(!is_it(&value, text), "{text}");
        }
    }

    #[test]
    fn a_step_asks_for_what_it_gives() {
        let (m, n, c) = (
            Value::secret("m", 4),
            Value::public("n", 55),
            Value::public("c", 9),
        );
        let power = Equation::equal(&c, Expr::power_mod(&m, &n, &n));
        let step = Step::new("c", "A power").equation(power);
        assert_eq!(asked(&step), Some(&c));
        let less = Equation::new(&m, Relation::Less, &n);
        assert_eq!(asked(&Step::new("x", "A check").equation(less)), None);
        assert_eq!(asked(&Step::new("m", "A draw").value(m.clone())), Some(&m));
        assert_eq!(asked(&Step::new("x", "Words alone")), None);
    }
}
