//! Something that opens.

use crate::engine::ink::Ink;
use crate::ui::dry;
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

/// A line that is always seen: a name, and how much is inside.
pub(in crate::ui) fn counted(name: &str, count: usize) -> Html {
    let mut ink = Ink::default();
    // The count stays beside the last word.
    ink.put(format_args!("{name}\u{a0}"));
    ink.part("count", &count.to_string());
    dry(ink)
}

/// The browser's own `<details>`, whose inside is not there until opened: a
/// page holds thousands of steps.
#[component]
pub(crate) fn Disclosure(props: &Props) -> Html {
    let details = use_node_ref();
    let open = use_state_eq(|| props.open);
    let ontoggle = {
        let (details, open) = (details.clone(), open.clone());
        // Yew listens at the root and hands toggles of details inside on to
        // those around them, so each looks at its own element.
        Callback::from(move |_: Event| {
            if let Some(details) = details.cast::<web_sys::Element>() {
                open.set(details.has_attribute("open"));
            }
        })
    };
    html! {
        <details ref={details} class={props.class.clone()} open={props.open} {ontoggle}>
            <summary>{ props.summary.clone() }</summary>
            if *open {
                { props.children.clone() }
            }
        </details>
    }
}
