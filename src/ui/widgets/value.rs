//! A value: its symbol, a short form, and all of it one click away.

use super::drawn::drawn;
use super::mark::put_mark;
use super::{Copy, Disclosure};
use crate::desk::file_name;
use crate::engine::ink::Ink;
use crate::engine::picture::tone;
use crate::engine::trace::{Data, Value as TraceValue};
use crate::ui::dry;
use crate::ui::hooks::Handle;
use crate::ui::state::Action;
use crate::ui::{browser, format};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The value.
    pub(crate) value: Rc<TraceValue>,
}

/// A value on one line, which opens to all of it.
#[component]
pub(crate) fn Value(props: &Props) -> Html {
    let value = &props.value;
    let mut ink = Ink::default();
    put_mark(value.known_to, &mut ink);
    ink.put(format_args!("<span class=\"symbol\">"));
    ink.symbol(&value.symbol);
    ink.put(format_args!("</span>"));
    ink.part("short", &format::short(&value.data));
    ink.part("size", &format::size(&value.data));
    ink.part("meaning", &value.meaning);
    let summary = dry(ink);
    html! {
        <div class="value" data-visibility={tone(value.known_to)} data-symbol={value.symbol.to_string()}>
            <Disclosure {summary}><Full value={value.clone()} /></Disclosure>
        </div>
    }
}

/// All of a value, in every way of writing it.
#[component]
fn Full(props: &Props) -> Html {
    drawn("Full");
    // A value is shown without a page, too.
    let handle = use_context::<Handle>();
    let ways = use_memo(props.value.clone(), |value| {
        let ways = format::ways(&value.data).into_iter();
        ways.map(|way| (way, format::seen(&value.data, way)))
            .collect::<Vec<_>>()
    });
    let copy = |way: &'static str| {
        let value = props.value.clone();
        Callback::from(move |()| format::full(&value.data, way))
    };
    let save = {
        let value = props.value.clone();
        Callback::from(move |_: MouseEvent| {
            let ending = if matches!(value.data, Data::Text(_)) {
                "txt"
            } else {
                "bin"
            };
            let file = file_name(&value.symbol, ending);
            if format::file(&value.data)
                .is_some_and(|bytes| browser::download(&file, bytes).is_err())
            {
                let says = "The browser did not take the file.".to_owned();
                handle
                    .iter()
                    .for_each(|handle| handle.dispatch(Action::Say(says.clone())));
            }
        })
    };
    html! {
        <dl class="full">
            { for ways.iter().map(|(way, text)| html! {
                <>
                    <dt>
                        { *way }<Copy text={copy(way)} what={format!("{} as {way}", props.value.symbol)} />
                        if format::file(&props.value.data).is_some() {
                            <button type="button" class="quiet" onclick={save.clone()}>{ "Download" }<span class="unseen">{ format!(" {}", props.value.symbol) }</span></button>
                        }
                    </dt>
                    <dd tabindex="0">{ text.clone() }</dd>
                </>
            }) }
            if matches!(props.value.data, Data::Ends(_)) {
                <dd>{ "It is too long to be kept with every step. The whole of it is among the results, the bytes or what can be taken away." }</dd>
            }
        </dl>
    }
}
