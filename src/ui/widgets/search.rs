//! The search for primes as it runs: the sieve at work.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Field;
use crate::engine::picture::sieve;
use crate::ui::dry;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::search::{Search as Seen, is_found};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) search: PtrEqRc<Seen>,
}

/// For each prime a field with a cell for every candidate so far.
#[component]
pub(crate) fn Search(props: &Props) -> Html {
    let tracks = &props.search.tracks;
    if tracks.is_empty() {
        return html! {};
    }
    html! { <div class="search">{ for tracks.iter().map(track) }</div> }
}

fn track(track: &Field) -> Html {
    // `p`, or `p of the root key` where a run makes more than one.
    let (symbol, whose) = track
        .prime
        .split_at(track.prime.find(' ').unwrap_or(track.prime.len()));
    let (prime, symbol, whose) = (plain(&track.prime), plain(symbol), plain(whose));
    let found = if is_found(track) {
        "<span class=\"kept\">found</span>"
    } else {
        ""
    };
    let mut ink = Ink::default();
    ink.put(format_args!("<div class=\"track\" role=\"group\" aria-label=\"Search for {prime}\"><h3>Searching for <i>{symbol}</i>{whose}{found}</h3><p class=\"size\"><span class=\"tried\">{}</span> odd numbers tried</p>{}</div>", track.fates.len(), sieve(track)));
    dry(ink)
}
