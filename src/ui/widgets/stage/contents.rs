//! The list of the steps: the contents of the stage.

use super::super::line;
use super::super::mark::verdict;
use crate::link::address::Address;
use crate::ui::walk::{Spot, Walk};
use crate::units::{About, Size};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    pub(super) about: &'static About,
    pub(super) size: Size,
    pub(super) walk: Rc<Walk>,
    /// Which stop is on the stage.
    pub(super) at: usize,
    pub(super) go: Callback<Spot>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id
            && self.size == other.size
            && Rc::ptr_eq(&self.walk, &other.walk)
            && self.at == other.at
    }
}

/// A link to each step, which moves the stage.
#[component]
pub(super) fn Contents(props: &Props) -> Html {
    let Props { about, walk, .. } = props;
    let lines = walk.stops.iter().enumerate().map(|(stop, held)| {
        let spot = Spot { stop, row: None };
        let href = Address {
            at: Some(about.id),
            step: Some(held.names.clone()),
            size: about.page.has_sizes().then_some(props.size),
            ..Address::page(about.page)
        };
        let go = props.go.clone();
        let onclick = move |event: MouseEvent| {
            // The address keeps what the form holds.
            event.prevent_default();
            go.emit(spot);
        };
        let (depth, step) = (held.path.len().min(4), &held.step);
        html! {
            <li data-depth={depth.to_string()}>
                <a href={href.fragment()} aria-current={(stop == props.at).then_some("step")} {onclick}>
                    { verdict(step.verdict) }{ line::words(&step.title, step) }
                </a>
            </li>
        }
    });
    html! { <ol class="contents" aria-label="All steps">{ for lines }</ol> }
}
