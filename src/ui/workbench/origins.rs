//! Where the things come from that a run takes: back to who made each, of what.

use crate::engine::ink::{Ink, plain};
use crate::link::address::Address;
use crate::ui::dry;
use crate::ui::state::{Selection, State};
use crate::units::{self, About};
use yew::Html;

/// A thing, where it was made, and what it was made from.
pub(super) struct Origin {
    name: String,
    maker: Option<&'static About>,
    from: Vec<Origin>,
}

/// The things that a unit takes now, each once: under the first that was made
/// from it.
pub(super) fn origins(state: &State, about: &'static About) -> Vec<Origin> {
    let mut told = Vec::new();
    taken(state, about)
        .into_iter()
        .filter_map(|one| origin(state, one, &mut told))
        .collect()
}

/// What stands in the fields of a unit that take things.
fn taken(state: &State, about: &'static About) -> Vec<Selection> {
    let shown = about
        .inputs
        .iter()
        .filter(|input| state.is_shown(about, input));
    shown
        .filter_map(|input| state.selection(about, input))
        .collect()
}

fn origin(state: &State, selection: Selection, told: &mut Vec<Selection>) -> Option<Origin> {
    if told.contains(&selection) {
        return None;
    }
    told.push(selection.clone());
    let (name, maker, from) = match &selection {
        Selection::Desk(id) => {
            let thing = state.desk.find(*id)?;
            let from = thing.made_from.iter().copied().map(Selection::Desk);
            let maker = units::find(&thing.made_by);
            (thing.name.clone(), maker, from.collect())
        }
        Selection::Made(unit, index) => {
            let maker = units::find(unit)?;
            let run = state.exhibit(unit)?.result.as_ref()?;
            let name = run.output.drafts.get(*index)?.name.clone();
            (name, Some(maker), taken(state, maker))
        }
    };
    let from = from
        .into_iter()
        .filter_map(|one| origin(state, one, told))
        .collect();
    Some(Origin { name, maker, from })
}

/// How many things that are.
pub(super) fn count(origins: &[Origin]) -> usize {
    let all = origins.iter();
    all.map(|one| 1 + count(&one.from)).sum()
}

/// The things, each with the way to where it was made.
pub(super) fn list(origins: &[Origin]) -> Html {
    let mut ink = Ink::default();
    put(origins, &mut ink);
    dry(ink)
}

fn put(origins: &[Origin], ink: &mut Ink) {
    ink.put(format_args!("<ul class=\"origins\">"));
    for Origin { name, maker, from } in origins {
        ink.put(format_args!("<li>{}", plain(name)));
        if let Some(maker) = maker {
            let address = Address {
                at: Some(maker.id),
                ..Address::page(maker.page)
            };
            let to = address.fragment();
            ink.put(format_args!(
                " <a href=\"{}\">{}</a>",
                plain(&to),
                maker.title
            ));
        }
        if !from.is_empty() {
            put(from, ink);
        }
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ul>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_from_something_stands_above_it() {
        let one = |name: &str, from| Origin {
            name: name.to_owned(),
            maker: Some(units::ISSUE),
            from,
        };
        let all = [one("leaf", vec![one("a <request>", Vec::new())])];
        let mut ink = Ink::default();
        put(&all, &mut ink);
        let drawn = ink.into_markup();
        assert_eq!(count(&all), 2);
        assert!(drawn.contains("a &lt;request>"), "{drawn}");
        assert_eq!(drawn.matches("at=issue").count(), 2, "{drawn}");
        assert_eq!(drawn.matches("<ul").count(), 2, "{drawn}");
    }
}
