//! A function as a box: what goes in stands above it, what comes out below.

use super::lane;
use crate::engine::figure::Machine;
use yew::prelude::*;

pub(super) fn machine(machine: &Machine) -> Html {
    html! {
        <>
            { for machine.input.iter().map(lane) }
            <p class="box" aria-hidden="true"><span>{ machine.name.to_string() }</span></p>
            { for machine.output.iter().map(lane) }
            if let Some(gives) = &machine.gives { <p class="sign" aria-hidden="true">{ gives.to_string() }</p> }
        </>
    }
}
