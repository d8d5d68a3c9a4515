//! A value: its symbol, a short form, and all of it one click away.

use super::{Copy, Disclosure};
use crate::engine::trace::{Value as Shown, Visibility};
use crate::ui::format;
use yew::prelude::*;

/// The mark of public or secret, which stands beside the colour.
pub(super) fn mark(visibility: Visibility) -> Html {
    let (name, sign) = match visibility {
        Visibility::Public => ("public", "○"),
        Visibility::Secret => ("secret", "◆"),
    };
    html! {
        <span class="mark" data-visibility={name} title={name}>
            <span aria-hidden="true">{ sign }</span>
            <span class="unseen">{ name }</span>
        </span>
    }
}

/// The name of a visibility as a `data-` attribute has it.
pub(super) fn tone(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Secret => "secret",
    }
}

/// A symbol with its subscript: `d_p`.
pub(super) fn symbol(text: &str) -> Html {
    match text.split_once('_') {
        Some((base, below)) if !below.is_empty() && !below.contains(' ') => {
            html! { <><i>{ base.to_owned() }</i><sub>{ below.to_owned() }</sub></> }
        }
        _ => html! { <i>{ text.to_owned() }</i> },
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The value.
    pub(crate) value: Shown,
}

/// A value on one line, which opens to all of it.
#[component]
pub(crate) fn Value(props: &Props) -> Html {
    let value = &props.value;
    let size = format::size(&value.data);
    let summary = html! {
        <>
            { mark(value.visibility) }
            <span class="symbol">{ symbol(&value.symbol) }</span>
            <span class="short">{ format::short(&value.data) }</span>
            if !size.is_empty() { <span class="size">{ size }</span> }
            if !value.meaning.is_empty() { <span class="meaning">{ value.meaning.to_string() }</span> }
        </>
    };
    html! {
        <div class="value" data-visibility={tone(value.visibility)}>
            <Disclosure {summary}><Full value={value.clone()} /></Disclosure>
        </div>
    }
}

/// All of a value, in every way of writing it.
#[component]
fn Full(props: &Props) -> Html {
    let ways = use_memo(props.value.clone(), format::full);
    html! {
        <dl class="full">
            { for ways.iter().map(|(name, text)| html! {
                <>
                    <dt>{ *name }<Copy text={text.clone()} what={format!("{} as {name}", props.value.symbol)} /></dt>
                    <dd tabindex="0">{ text.clone() }</dd>
                </>
            }) }
        </dl>
    }
}
