//! What of the story one has made so far.

use crate::desk::{Desk, KeyKind, Kind};
use crate::engine::ink::Ink;
use crate::ui::dry;
use yew::Html;

/// Something that is made on the way.
struct Part {
    /// The page and the exhibit that make it.
    leads_to: &'static str,
    title: &'static str,
    /// What lies on the desk once it is made, and by which units: by any where
    /// none is named.
    kind: Kind,
    makers: &'static [&'static str],
}

const PARTS: [Part; 4] = [
    Part {
        leads_to: "rsa?at=rsa-keygen",
        title: "Two primes, a pair of keys",
        kind: Kind::PrivateKey(KeyKind::Rsa),
        makers: &[],
    },
    Part {
        leads_to: "certificate?at=ca-root",
        title: "A root",
        kind: Kind::Certificate,
        makers: &["ca-root", "make-it"],
    },
    Part {
        leads_to: "certificate?at=server-request",
        title: "A request",
        kind: Kind::Request,
        makers: &[],
    },
    Part {
        leads_to: "certificate?at=issue",
        title: "A certificate",
        kind: Kind::Certificate,
        makers: &["issue", "make-it"],
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
        let Part {
            leads_to, title, ..
        } = part;
        let is_made = desk.things().iter().any(|thing| {
            thing.kind == part.kind
                && (part.makers.is_empty() || part.makers.contains(&&*thing.made_by))
        });
        let (sign, says) = if is_made {
            ("✓", "made")
        } else {
            ("–", "not yet")
        };
        ink.put(format_args!("<li data-made=\"{is_made}\"><a href=\"#/{leads_to}\">{title}</a><span aria-hidden=\"true\">{sign}</span><span class=\"unseen\">{says}</span></li>"));
    }
    ink.put(format_args!("</ul></section>"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units;

    #[test]
    fn each_part_leads_to_what_makes_it() {
        for part in &PARTS {
            let about = part
                .leads_to
                .split_once("?at=")
                .and_then(|(_, id)| units::find(id));
            let place = about.map(|about| format!("{}?at={}", about.page.route(), about.id));
            assert_eq!(place.as_deref(), Some(part.leads_to));
            for maker in part.makers {
                assert!(units::find(maker).is_some(), "{maker}");
            }
        }
    }

    #[test]
    fn nothing_is_made_on_an_empty_desk() {
        let mut ink = Ink::default();
        put_made(&Desk::default(), &mut ink);
        let drawn = ink.into_markup();
        assert_eq!(drawn.matches("data-made=\"false\"").count(), PARTS.len());
    }
}
