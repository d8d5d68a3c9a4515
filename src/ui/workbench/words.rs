//! What is said of a step under its picture: one formula and one sentence. All
//! else of it stands among the numbers.

use crate::engine::ink::{Ink, plain};
use crate::engine::trace::Step;
use crate::ui::format;
use crate::ui::walk::{Spot, Walk};
use crate::ui::widgets::line;
use crate::ui::widgets::{Gist, equation, gist};
use crate::ui::{covered, dry};
use yew::prelude::*;

/// The formula of a step, its title and its sentence; what is asked is covered.
pub(super) fn words(step: &Step, hidden: &[String]) -> Html {
    let formula = match gist(step) {
        Some(Gist::Equation(one)) => equation(one),
        Some(Gist::Value(value)) => {
            let mut ink = Ink::default();
            ink.put(format_args!("<p class=\"gist\">"));
            ink.symbol(&value.symbol);
            ink.put(format_args!(
                " = {}</p>",
                plain(&format::short(&value.data))
            ));
            dry(ink)
        }
        None => html! {},
    };
    html! {
        <>
            { covered(formula, hidden) }
            <div class="sentence">
                <h2>{ covered(line::title(step), hidden) }</h2>
                if !step.says.is_empty() { <p>{ covered(line::says(&step.says, step), hidden) }</p> }
            </div>
        </>
    }
}

/// The steps that a place is inside of, each a way back to it.
pub(super) fn around(walk: &Walk, spot: Spot, hidden: &[String]) -> Html {
    let mut ink = Ink::default();
    for stop in walk.around(spot) {
        if let Some(stop) = walk.stops.get(stop) {
            let (path, title) = (plain(&stop.names), plain(&stop.step.title));
            ink.put(format_args!(
                "<button type=\"button\" data-step=\"{path}\">{title}</button>"
            ));
        }
    }
    if ink.is_empty() {
        return html! {};
    }
    html! { <p class="around" role="group" aria-label="Inside of">{ covered(dry(ink), hidden) }</p> }
}
