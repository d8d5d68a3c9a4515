//! The search for primes, as it runs and afterwards.

use crate::draw::{Ink, plain};
use crate::engine::trace::Fate;
use crate::ui::dry;
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
    let mut ink = Ink::default();
    let (prime, symbol, whose) = (plain(&track.prime), plain(symbol), plain(whose));
    let found = if track.kept {
        "<span class=\"kept\">found</span>"
    } else {
        ""
    };
    ink.put(format_args!("<div class=\"track\" role=\"group\" aria-label=\"Search for {prime}{of}\"><h3>Searching for <i>{symbol}</i>{whose}{of}{found}</h3><dl class=\"counts\">"));
    for (what, count) in [
        ("tried", track.tried),
        ("struck out by a small prime", track.divided_in_all()),
        ("by a Miller–Rabin witness", track.witnessed),
        ("prime but unfit", track.unfit),
    ] {
        if count > 0 || what != "prime but unfit" {
            ink.put(format_args!("<div><dt>{what}</dt><dd>{count}</dd></div>"));
        }
    }
    ink.put(format_args!("</dl>"));
    if !shown.is_empty() {
        let often = shown.join(", ");
        ink.put(format_args!("<p class=\"hint\">Most often by {often}</p>"));
    }
    ink.put(format_args!(
        "<ol class=\"candidates\" aria-label=\"The last candidates\">"
    ));
    for (_, tail, fate) in &track.recent {
        let (kind, tail, says) = (name(*fate), plain(tail), words(*fate));
        ink.put(format_args!("<li data-fate=\"{kind}\"><span class=\"tail\">…{tail}</span><span class=\"fate\">{says}</span></li>"));
    }
    ink.put(format_args!("</ol></div>"));
    dry(ink)
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
