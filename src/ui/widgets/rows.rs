//! A long table of steps, of which only the rows in view exist.

use super::dissection::step;
use super::line;
use super::step::{Outcome, Place, inside, outcome, verdict};
use super::view::use_view;
use crate::engine::trace::{Children, Step, Window};
use crate::ui::hooks::use_padlock;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// How many rows are asked for at a time.
const CHUNK: u32 = 200;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) children: Rc<Children>,
    pub(super) place: Place,
}

/// The rows in a list box: arrows move, and the chosen row is shown in full
/// below.
#[component]
pub(super) fn Rows(props: &Props) -> Html {
    let padlock = use_padlock();
    let total = props.children.total;
    let view = use_view(total as usize);
    let chosen = use_state_eq(|| None::<u32>);
    // What was asked for beyond what the trace holds, by chunk; None while on its way.
    let more = use_mut_ref(BTreeMap::<u32, Option<Rc<Children>>>::new);
    let drawn = use_force_update();
    let failed = use_state(|| None::<String>);

    let find = |index: u32| -> Option<Rc<Step>> {
        let within = |children: &Children| {
            children
                .kept
                .get(index.checked_sub(children.first)? as usize)
                .cloned()
        };
        within(&props.children).or_else(|| within(more.borrow().get(&(index / CHUNK))?.as_deref()?))
    };

    let number = move |row: usize| u32::try_from(row).unwrap_or(total);
    let rows = number(view.drawn.start)..number(view.drawn.end);
    let missing = rows
        .clone()
        .find(|index| find(*index).is_none())
        .map(|index| index / CHUNK)
        .filter(|chunk| !more.borrow().contains_key(chunk));
    {
        let (padlock, place, more, failed) = (
            padlock.clone(),
            props.place.clone(),
            more.clone(),
            failed.clone(),
        );
        use_effect_with(missing, move |missing| {
            let Some(chunk) = *missing else { return };
            more.borrow_mut().insert(chunk, None);
            let window = Window {
                path: place.path.clone(),
                range: chunk * CHUNK..((chunk + 1) * CHUNK).min(total),
            };
            padlock.steps(place.unit, &place.run, window, move |steps| match steps {
                Ok(children) => {
                    failed.set(None);
                    more.borrow_mut().insert(chunk, Some(Rc::new(children)));
                    drawn.force_update();
                }
                Err(trouble) => {
                    // So that scrolling there again asks again.
                    more.borrow_mut().remove(&chunk);
                    failed.set(Some(trouble.to_string()));
                }
            });
        });
    }
    let choose = {
        let (chosen, view) = (chosen.clone(), view.clone());
        move |index: u32| {
            chosen.set(Some(index));
            view.show(index as usize);
        }
    };
    let onkeydown = {
        let (choose, chosen) = (choose.clone(), chosen.clone());
        move |event: KeyboardEvent| {
            let at = chosen.map(|at| at as usize);
            if let Some(to) = step(&event.key(), at, total as usize) {
                event.prevent_default();
                choose(number(to));
            }
        }
    };
    let name = |index: u32| {
        format!(
            "{}-{}-{index}",
            props.place.unit,
            props
                .place
                .path
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join("-")
        )
    };
    let shown = chosen.and_then(|index| Some((index, find(index)?)));
    html! {
        <div class="rows">
            <p class="count">{ if total == 1 { "One row; choose it to see all of it.".to_owned() } else { format!("{total} rows; choose one to see all of it.") } }</p>
            <div ref={view.list.clone()} class="list" role="listbox" tabindex="0" aria-label="Rows"
                aria-activedescendant={chosen.map(name)} onscroll={&view.onscroll} {onkeydown}>
                { view.around(rows.map(|index| {
                    let choose = choose.clone();
                    html! {
                        <div key={index} id={name(index)} class="row" role="option"
                            aria-selected={if *chosen == Some(index) { "true" } else { "false" }}
                            aria-setsize={total.to_string()} aria-posinset={(index + 1).to_string()}
                            onclick={move |_| choose(index)}>
                            { row(index, find(index).as_deref()) }
                        </div>
                    }
                }).collect()) }
            </div>
            if let Some(why) = (*failed).clone() { <p class="trouble" role="alert">{ why }</p> }
            if let Some((index, step)) = shown {
                <div class="chosen" aria-live="polite">
                    <h3>{ verdict(step.verdict) }{ line::words(&step.title, &step) }</h3>
                    { inside(&step, &props.place.inside(index)) }
                </div>
            }
        </div>
    }
}

/// A step on one line: its title and what it comes to.
fn row(index: u32, step: Option<&Step>) -> Html {
    let Some(step) = step else {
        return html! { <span class="count">{ format!("{} …", index + 1) }</span> };
    };
    html! {
        <>
            <span class="count">{ index + 1 }</span>
            { verdict(step.verdict) }
            <span class="title">{ line::words(&step.title, step) }</span>
            if let Some(Outcome::Equation(equation)) = outcome(step) {
                <span class="short">{ line::formula(&equation.to_string()) }</span>
            }
            if let Some(value) = step.values.last() {
                <span class="short">{ crate::ui::format::short(&value.data) }</span>
            }
        </>
    }
}
