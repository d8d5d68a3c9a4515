//! The start: the whole story as one picture, which is the way through it.

mod story;

use super::lead;
use crate::draw::Ink;
use crate::ui::dry;
use crate::ui::hooks::Padlock;
use crate::ui::widgets::Exhibit;
use crate::units::{self, Page};
pub(super) use story::put_story;
use yew::prelude::*;

/// What the one button does.
const MAKES: &str = "Makes a root, a server’s key, its request and its certificate for localhost, in a few seconds.";

/// What Padlock is, the story, and the one button.
pub(super) fn road(padlock: &Padlock) -> Html {
    let exhibits = units::on(Page::Road);
    let mut way = Ink::default();
    put_story(&padlock.state.desk, &mut way);
    html! {
        <>
            { lead(Page::Road, html! {}) }
            { dry(way) }
            { for exhibits.map(|about| html! { <Exhibit key={about.id} {about} lead={MAKES} /> }) }
            { promises() }
        </>
    }
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
