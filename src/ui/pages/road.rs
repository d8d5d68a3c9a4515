//! The start: the exchange between browser and server as one picture, the one
//! button that makes what it needs, and what was made so far.

mod exchange;
mod hand;
mod made;

use super::{lead, put_lead};
use crate::engine::ink::Ink;
use crate::link::address::Address;
use crate::ui::browser;
use crate::ui::dry;
use crate::ui::hooks::Padlock;
use crate::units::{self, Page};
use exchange::{BEGIN, put_exchange, put_sentence};
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

/// The button that makes everything and leads to it.
fn make_it(padlock: &Padlock) -> Html {
    let onclick = {
        let padlock = padlock.clone();
        move |_: MouseEvent| {
            padlock.run(units::MAKE_IT);
            let address = Address {
                at: Some(units::MAKE_IT.id),
                ..Address::page(Page::Road)
            };
            browser::go(&address.fragment());
        }
    };
    html! {
        <p class="actions first"><button type="button" class="primary" {onclick}>{ "Make it for me" }</button><span>{ MAKES }</span></p>
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
    put_exchange(BEGIN, ink);
    ink.put(format_args!("<p class=\"sentence\">"));
    put_sentence(BEGIN, ink);
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
