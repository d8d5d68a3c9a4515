//! The words of the field, which come from a worker.

use super::Padlock;
use crate::units::{Page, Wing};
use yew::prelude::*;

/// The words as markup: once a worker is there that computed something or the
/// page is idle, or at once on their own page. Empty until then.
#[hook]
pub(crate) fn use_words(padlock: &Padlock, page: Page, idle: bool) -> AttrValue {
    let words = use_state(AttrValue::default);
    let exhibits = &mut padlock.state.exhibits.iter();
    let ran = exhibits.find(|(_, exhibit)| exhibit.result.is_some());
    let wing = match (ran, page) {
        (Some((unit, _)), _) => Wing::of(unit),
        (None, Page::Words) => Some(Wing::Cipher),
        (None, _) => idle.then_some(Wing::Cipher),
    };
    let asked = wing.filter(|_| words.is_empty());
    {
        let (padlock, words) = (padlock.clone(), words.clone());
        use_effect_with(asked, move |asked| {
            if let Some(wing) = *asked {
                padlock.words(wing, move |markup| words.set(markup.into()));
            }
        });
    }
    (*words).clone()
}
