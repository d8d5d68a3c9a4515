//! Numbers as lengths under each other, on one scale.

use super::super::mark::tone;
use super::super::value::symbol;
use crate::engine::figure::Scale;
use yew::prelude::*;

pub(super) fn scale(scale: &Scale) -> Html {
    html! {
        <>
            { for scale.marks.iter().map(|mark| html! {
                <>
                    <p class="caption"><span>{ symbol(&mark.name) }</span><span class="size">{ mark.number.clone().unwrap_or_default().to_string() }</span></p>
                    <svg class="length" aria-hidden="true" data-symbol={mark.name.to_string()} data-visibility={tone(mark.known_to)} viewBox="0 0 1000 1" preserveAspectRatio="none">
                        <path d={format!("M0 0h{}v1h-{}z", mark.place.max(2), mark.place.max(2))} />
                    </svg>
                </>
            }) }
            if scale.in_bits { <p class="size" aria-hidden="true">{ "Their lengths in bits: the numbers themselves are too far apart." }</p> }
        </>
    }
}
