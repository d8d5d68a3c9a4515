//! What of the story one has made so far.

use crate::desk::{Desk, KeyKind, Kind};
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
}

const PARTS: [Part; 4] = [
    Part {
        leads_to: units::RSA_KEY,
        title: "Two primes, a pair of keys",
        kind: Kind::PrivateKey(KeyKind::Rsa),
        makers: &[],
    },
    Part {
        leads_to: units::CA_ROOT,
        title: "A root",
        kind: Kind::Certificate,
        makers: &[units::CA_ROOT, units::MAKE_IT],
    },
    Part {
        leads_to: units::REQUEST,
        title: "A request",
        kind: Kind::Request,
        makers: &[],
    },
    Part {
        leads_to: units::ISSUE,
        title: "A certificate",
        kind: Kind::Certificate,
        makers: &[units::ISSUE, units::MAKE_IT],
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
        let Part { title, .. } = part;
        let (page, id) = (part.leads_to.page.route(), part.leads_to.id);
        let is_made = desk.things().iter().any(|thing| {
            thing.kind == part.kind
                && (part.makers.is_empty()
                    || part.makers.iter().any(|maker| maker.id == thing.made_by))
        });
        let (sign, says) = if is_made {
            ("✓", "made")
        } else {
            ("–", "not yet")
        };
        ink.put(format_args!("<li data-made=\"{is_made}\"><a href=\"#/{page}?at={id}\">{title}</a><span aria-hidden=\"true\">{sign}</span><span class=\"unseen\">{says}</span></li>"));
    }
    ink.put(format_args!("</ul></section>"));
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
