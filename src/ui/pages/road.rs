//! The start: the exchange between browser and server as one picture, the one
//! button that makes what it needs, and what was made so far.

mod hand;
mod made;

use super::{lead, put_lead};
use crate::engine::ink::{Ink, plain};
use crate::ui::dry;
use crate::ui::hooks::Padlock;
use crate::ui::state::{Action, Exhibit, Showing};
use crate::ui::workbench::{doing, starter};
use crate::units::handshake::passing::{self, BEGIN};
use crate::units::{self, Page};
use hand::Exchange;
use made::made;
use yew::prelude::*;

/// What the one button does.
const MAKES: &str = "Makes a root, a server’s key, its request and its certificate for localhost, in a few seconds.";

/// The question, the exchange, the one button, and what it has led to.
pub(super) fn road(padlock: &Padlock) -> Html {
    html! {
        <div class="start">
            <div class="passage">{ lead(Page::Road) }<Exchange /></div>
            <div class="yourself">{ make_it(padlock) }{ made(&padlock.state.desk) }</div>
            { promises() }
        </div>
    }
}

/// The button that makes everything, and what came of it.
fn make_it(padlock: &Padlock) -> Html {
    let about = units::MAKE_IT;
    let exhibit = padlock.state.exhibit(about.id);
    let running = exhibit.and_then(|exhibit| exhibit.running.as_ref());
    let is_running = running.is_some();
    let run = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| {
            if !is_running {
                padlock.run(about);
                padlock.dispatch(Action::Connect(Showing::Awaited));
            }
        })
    };
    let stop = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| {
            padlock.dispatch(Action::Connect(Showing::Still));
            padlock.stop(about);
        })
    };
    let says = match (running, exhibit) {
        (Some(running), _) => doing(running),
        (None, exhibit) => {
            let mut ink = Ink::default();
            put_made_it(exhibit.map(|exhibit| &**exhibit), &mut ink);
            html! { <span>{ dry(ink) }</span> }
        }
    };
    html! {
        <div class="actions first">
            { starter("Make it for me", is_running, run, stop) }
            <div class="told" aria-live="polite">{ says }</div>
        </div>
    }
}

/// Writes what was made last, or why it was not, or what would be.
fn put_made_it(exhibit: Option<&Exhibit>, ink: &mut Ink) {
    let made = exhibit.and_then(|exhibit| exhibit.result.as_ref());
    match (exhibit.and_then(|it| it.diagnosis.as_ref()), made) {
        (Some(why), _) => ink.put(format_args!("{}", plain(&why.to_string()))),
        (None, Some(run)) => {
            let headline = plain(&run.output.headline);
            let made = headline.split_inclusive(". ").next().unwrap_or_default();
            let id = units::MAKE_IT.id;
            ink.put(format_args!(
                "{made} <a href=\"#/?at={id}\">Files, steps and recipes</a>"
            ));
        }
        (None, None) => ink.put(format_args!("{MAKES}")),
    }
}

/// Writes what the start shows before anything runs: [`road`] without what one
/// can press.
pub(crate) fn put_road(ink: &mut Ink) {
    ink.put(format_args!(
        "<div class=\"start\"><div class=\"passage\"><header class=\"lead\">"
    ));
    put_lead(Page::Road, ink);
    ink.put(format_args!("</header><div class=\"passing\">"));
    passing::put(None, ink);
    ink.put(format_args!("<p class=\"sentence\">"));
    passing::put_sentence(BEGIN, false, ink);
    ink.put(format_args!("</p></div></div></div>"));
}

const PROMISES: [(&str, &str); 4] = [
    (
        "What you see is what ran.",
        "Every number shown was computed here. Signatures, tokens, ciphertexts and encrypted keys that you take away come from well-known libraries; the steps are a second computation, and the two are compared.",
    ),
    (
        "Every byte has an owner.",
        "Point at a byte to see which field it belongs to and where the standard says so.",
    ),
    (
        "Nothing leaves the page.",
        "Nothing that you enter is sent. Padlock loads its own files only, some of them when they are first needed; the page’s security policy allows no other server.",
    ),
    (
        "For learning and development.",
        "Keys made in a browser tab are right for lessons, tests and local servers. For anything that matters, make them where they will be used.",
    ),
];

fn promises() -> Html {
    let mut ink = Ink::default();
    ink.put(format_args!("<section class=\"promises\" aria-labelledby=\"promises-title\"><h2 id=\"promises-title\">What you can rely on</h2><ul>"));
    for (what, says) in PROMISES {
        ink.put(format_args!("<li><strong>{what}</strong> {says}</li>"));
    }
    ink.put(format_args!("</ul></section>"));
    dry(ink)
}
