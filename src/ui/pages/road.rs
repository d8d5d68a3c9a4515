//! The start: the map of the story.

use super::lead;
use crate::ui::widgets::Exhibit;
use crate::units::{self, Page};
use yew::prelude::*;

/// The stations of the story: a question, where it is answered, and what
/// one leaves with.
const STATIONS: [(Page, &str, &str); 3] = [
    (
        Page::Cipher,
        "Two people share a secret",
        "A message goes in, a token comes out, and every byte of the token has a name. Whoever holds the key can open it; whoever changes a bit is found out.",
    ),
    (
        Page::Rsa,
        "A key that can be public",
        "Two primes are found and multiplied. From then on anyone can lock, and only you can unlock; only you can sign, and anyone can check.",
    ),
    (
        Page::Certificate,
        "Somebody vouches for the key",
        "You are the certificate authority. A server asks, you check what it asks for, and you sign: that signature is what the padlock stands on.",
    ),
];

/// What the one button does.
const MAKES: &str = "Makes a root, a server’s key, its request and its certificate for localhost, in a few seconds.";

/// What Padlock is, the one button, and the way through.
pub(super) fn road() -> Html {
    let exhibits = units::on(Page::Road);
    html! {
        <>
            { lead(Page::Road, html! {}) }
            { for exhibits.map(|about| html! { <Exhibit key={about.id} {about} lead={MAKES} /> }) }
            <section class="road" aria-labelledby="road-title">
                <h2 id="road-title">{ "Or walk it, one question at a time" }</h2>
                <ol>
                    { for STATIONS.iter().map(|(page, title, says)| html! {
                        <li>
                            <h3><a href={format!("#/{}", page.route())}>{ *title }</a></h3>
                            <p class="question">{ page.question() }</p>
                            <p>{ *says }</p>
                        </li>
                    }) }
                </ol>
            </section>
            <section class="promises" aria-labelledby="promises-title">
                <h2 id="promises-title">{ "What you can rely on" }</h2>
                <ul>
                    <li><strong>{ "What you see is what ran. " }</strong>{ "Each step comes out of the code that computed the result, and results are compared with well-known libraries." }</li>
                    <li><strong>{ "Every byte has an owner. " }</strong>{ "Point at a byte to see which field it belongs to and where the standard says so." }</li>
                    <li><strong>{ "Nothing leaves the page. " }</strong>{ "After loading there is no network request; the page’s security policy forbids it." }</li>
                    <li><strong>{ "For learning and development. " }</strong>{ "Keys made in a browser tab are right for lessons, tests and local servers. For anything that matters, make them where they will be used." }</li>
                </ul>
            </section>
        </>
    }
}
