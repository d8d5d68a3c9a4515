//! The list of the steps: the contents of the stage.

use super::super::line;
use super::links::link;
use crate::draw::{Ink, plain};
use crate::ui::dry;
use crate::ui::walk::Walk;
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
    let mut ink = Ink::default();
    for (stop, held) in walk.stops.iter().enumerate() {
        let (depth, step) = (held.path.len().min(4), plain(&held.names));
        let link = plain(&link(about, props.size, &held.names));
        let current = if stop == props.at {
            " aria-current=\"step\""
        } else {
            ""
        };
        ink.put(format_args!(
            "<li data-depth=\"{depth}\"><a href=\"{link}\" data-step=\"{step}\"{current}>"
        ));
        line::put_title(&held.step, &mut ink);
        ink.put(format_args!("</a></li>"));
    }
    html! { <ol class="contents" aria-label="All steps">{ dry(ink) }</ol> }
}
