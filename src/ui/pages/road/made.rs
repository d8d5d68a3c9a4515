//! What of the story one has made so far.

use crate::desk::{Desk, KeyKind, Kind, Thing};
use crate::engine::ink::Ink;
use crate::ui::dry;
use crate::units::{self, About};
use yew::Html;

/// Something that is made on the way.
struct Part {
    /// The exhibit that makes it.
    leads_to: &'static About,
    title: &'static str,
    /// What lies on the desk once it is made, and by which units: by any where
    /// none is named.
    kind: Kind,
    makers: &'static [&'static About],
    /// Its step where all is made at once.
    step: &'static str,
}

const PARTS: [Part; 4] = [
    Part {
        leads_to: units::RSA_KEY,
        title: "Two primes, a pair of keys",
        kind: Kind::PrivateKey(KeyKind::Rsa),
        makers: &[],
        step: "server-key",
    },
    Part {
        leads_to: units::CA_ROOT,
        title: "A root",
        kind: Kind::Certificate,
        makers: &[units::CA_ROOT, units::MAKE_IT],
        step: "root",
    },
    Part {
        leads_to: units::REQUEST,
        title: "A request",
        kind: Kind::Request,
        makers: &[],
        step: "request",
    },
    Part {
        leads_to: units::ISSUE,
        title: "A certificate",
        kind: Kind::Certificate,
        makers: &[units::ISSUE, units::MAKE_IT],
        step: "issue",
    },
];

/// The parts, each with whether it lies on the desk.
pub(super) fn made(desk: &Desk) -> Html {
    let mut ink = Ink::default();
    put_made(desk, &mut ink);
    dry(ink)
}

fn put_made(desk: &Desk, ink: &mut Ink) {
    ink.put(format_args!("<section class=\"made-so-far\" aria-labelledby=\"made-so-far\"><h2 id=\"made-so-far\">Made so far</h2><ul>"));
    for part in &PARTS {
        let title = part.title;
        let thing = desk.things().iter().rev().find(|thing| {
            thing.kind == part.kind
                && (part.makers.is_empty()
                    || part.makers.iter().any(|maker| maker.id == thing.made_by))
        });
        let (way, is_made) = (way(thing, part.leads_to, part.step), thing.is_some());
        let (sign, says) = if is_made {
            ("✓", "made")
        } else {
            ("–", "not yet")
        };
        ink.put(format_args!("<li data-made=\"{is_made}\"><a href=\"{way}\">{title}</a><span aria-hidden=\"true\">{sign}</span><span class=\"unseen\">{says}</span></li>"));
    }
    ink.put(format_args!("</ul></section>"));
}

/// The way to the exhibit that made a thing, and to its step where that makes all at
/// once; of what is not on the desk, to the usual one.
pub(super) fn way(thing: Option<&Thing>, usual: &'static About, step: &str) -> String {
    let maker = thing.and_then(|thing| units::find(&thing.made_by));
    let about = maker.unwrap_or(usual);
    let way = format!("#/{}?at={}", about.page.route(), about.id);
    match about.id == units::MAKE_IT.id {
        true => format!("{way}&amp;step={step}"),
        false => way,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_made_on_an_empty_desk() {
        let mut ink = Ink::default();
        put_made(&Desk::default(), &mut ink);
        let drawn = ink.into_markup();
        assert_eq!(drawn.matches("data-made=\"false\"").count(), PARTS.len());
    }
}
