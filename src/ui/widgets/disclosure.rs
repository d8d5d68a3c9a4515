//! Something that opens.

use wasm_bindgen::JsCast;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The line that is always seen.
    pub(crate) summary: Html,
    /// Its class.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Whether it is open at first.
    #[prop_or_default]
    pub(crate) open: bool,
    /// What is inside; built into the document only once it is open.
    pub(crate) children: Children,
}

/// The browser's own `<details>`, whose inside is not there until opened: a
/// page holds thousands of steps.
#[component]
pub(crate) fn Disclosure(props: &Props) -> Html {
    let open = use_state(|| props.open);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            // Toggle events of details inside arrive here too in some browsers.
            if event.target() == event.current_target()
                && let Some(element) = event.target()
                && let Ok(element) = element.dyn_into::<web_sys::Element>()
            {
                open.set(element.has_attribute("open"));
            }
        })
    };
    html! {
        <details class={props.class.clone()} open={props.open} {ontoggle}>
            <summary>{ props.summary.clone() }</summary>
            if *open {
                { props.children.clone() }
            }
        </details>
    }
}
