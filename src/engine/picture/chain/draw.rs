//! Certificates under each other, each signed by the one above, with their
//! periods on one line of time.

use crate::engine::ink::Ink;
use crate::engine::picture::across;
use crate::engine::picture::{Chain, Link};
use crate::engine::time::utc;

pub(super) fn chain(chain: &Chain) -> Ink {
    let mut ink = Ink::default();
    let era = chain.era();
    let now = era.place(chain.now);
    let at = across(now as usize);
    ink.put(format_args!("<svg class=\"names\" aria-hidden=\"true\"><text x=\"{at}\" y=\"16\">now</text></svg><ol class=\"chain\">"));
    let years = era.years();
    let ticks: String = years.iter().map(|(_, at)| format!("M{at} 0v10")).collect();
    for link in &chain.links {
        ink.put(format_args!("<li>"));
        signs(link, &mut ink);
        ink.part("name", &link.subject);
        let holds = link.holds(chain.now);
        // One that ends before it begins is never valid, and its bar is a mark
        // where it would begin.
        let [from, to] = link.period.map(|at| era.place(at));
        let width = to.saturating_sub(from).max(2);
        ink.put(format_args!("<svg class=\"span\" aria-hidden=\"true\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\"><path class=\"year\" d=\"{ticks}\"/><path d=\"M0 5H1000\"/><path class=\"bar\" d=\"M{from} 2h{width}v6h-{width}z\"/><path class=\"now\" data-holds=\"{holds}\" d=\"M{now} 0v10\"/></svg><p class=\"size\">"));
        let [from, to] = link.period.map(utc);
        ink.put(format_args!("{from} – {to}"));
        if !link.key.is_empty() {
            ink.put(format_args!("<br>key identifier "));
            ink.part("key", &link.key);
        }
        ink.put(format_args!("</p></li>"));
    }
    ink.put(format_args!(
        "</ol><svg class=\"names\" aria-hidden=\"true\">"
    ));
    for (year, at) in years {
        let year = year.to_string();
        ink.text([&across(at as usize), "16"], "", &year);
    }
    ink.put(format_args!("</svg>"));
    ink
}

/// What binds a certificate to the one above it.
fn signs(link: &Link, ink: &mut Ink) {
    let Some(signed) = link.signed else {
        if link.subject == link.issuer {
            ink.put(format_args!(
                "<p class=\"size\">names itself as its issuer</p>"
            ));
        }
        return;
    };
    ink.put(format_args!(
        "<p class=\"signs\"><span aria-hidden=\"true\">↓</span> signs"
    ));
    for (what, holds) in [
        ("signature", Some(signed)),
        ("issuer’s name", link.named),
        ("key identifier", link.pointed),
    ] {
        let (holds, sign, says) = match holds {
            Some(true) => ("true", "✓", "fits"),
            Some(false) => ("false", "✗", "does not fit"),
            None => ("", "–", "not said"),
        };
        ink.put(format_args!(" <span data-holds=\"{holds}\"><span aria-hidden=\"true\">{sign}</span> {what} <span class=\"unseen\">{says}</span></span>"));
    }
    ink.put(format_args!("</p>"));
}
