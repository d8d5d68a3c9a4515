//! The search for primes, as it runs and afterwards.

use crate::engine::trace::Fate;
use crate::ui::search::{Search as Seen, Track};
use crate::ui::shared::Shared;
use yew::prelude::*;

/// How many of the small primes that struck out the most are named.
const OFTEN: usize = 6;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) search: Shared<Seen>,
}

/// The counts, exact, and the last candidates with their fates.
#[component]
pub(crate) fn Search(props: &Props) -> Html {
    if props.search.tracks.is_empty() {
        return html! {};
    }
    let tracks = &props.search.tracks;
    // A second key has a p and a q of its own.
    let key = |index: usize| {
        let prime = &tracks.get(index)?.prime;
        let before = tracks.iter().take(index);
        let earlier = before.filter(|other| other.prime == *prime).count();
        (earlier > 0).then(|| format!(" of key {}", earlier + 1))
    };
    html! {
        <div class="search">
            { for tracks.iter().enumerate().map(|(index, one)| track(one, key(index).unwrap_or_default())) }
        </div>
    }
}

fn track(track: &Track, of: String) -> Html {
    // `p`, or `p of the root key` where a run makes more than one.
    let (symbol, whose) = track
        .prime
        .split_at(track.prime.find(' ').unwrap_or(track.prime.len()));
    let mut struck = track.divided.clone();
    let mut shown = Vec::new();
    while shown.len() < OFTEN {
        // Of those that struck out as many, the smallest first.
        let most = struck.iter().rev().max_by_key(|(_, count)| **count);
        let Some((by, count)) = most.map(|(by, count)| (*by, *count)) else {
            break;
        };
        struck.remove(&by);
        shown.push(format!("{by} ({count})"));
    }
    html! {
        <div class="track" role="group" aria-label={format!("Search for {}{of}", track.prime)}>
            <h3>{ "Searching for " }<i>{ symbol.to_owned() }</i>{ whose.to_owned() }{ of }
                if track.kept { <span class="kept">{ "found" }</span> }
            </h3>
            <dl class="counts">
                <div><dt>{ "drawn" }</dt><dd>{ track.drawn }</dd></div>
                <div><dt>{ "struck out by a small prime" }</dt><dd>{ track.divided_in_all() }</dd></div>
                <div><dt>{ "by a Miller–Rabin witness" }</dt><dd>{ track.witnessed }</dd></div>
                if track.unfit > 0 { <div><dt>{ "prime but unfit" }</dt><dd>{ track.unfit }</dd></div> }
            </dl>
            if !shown.is_empty() { <p class="hint">{ format!("Most often by {}", shown.join(", ")) }</p> }
            <ol class="candidates" aria-label="The last candidates">
                { for track.recent.iter().map(|(number, tail, fate)| html! {
                    <li key={*number} data-fate={name(*fate)}>
                        <span class="tail">{ format!("…{tail}") }</span>
                        <span class="fate">{ words(*fate) }</span>
                    </li>
                }) }
            </ol>
        </div>
    }
}

fn name(fate: Fate) -> &'static str {
    match fate {
        Fate::Divided { .. } => "divided",
        Fate::Witnessed { .. } => "witnessed",
        Fate::Unfit => "unfit",
        Fate::Kept => "kept",
    }
}

fn words(fate: Fate) -> String {
    match fate {
        Fate::Divided { by } => format!("÷ {by}"),
        // The first base is always 2; the others are drawn.
        Fate::Witnessed { round: 1 } => "base 2".to_owned(),
        Fate::Witnessed { round } => format!("round {round}"),
        Fate::Unfit => "prime, does not fit".to_owned(),
        Fate::Kept => "prime".to_owned(),
    }
}
