//! Files to take away.

use super::Copy;
use super::value::mark;
use crate::desk::{Kind, file_name, to_pem};
use crate::ui::browser;
use crate::ui::hooks::use_padlock;
use crate::ui::shared::Shared;
use crate::ui::state::Action;
use yew::prelude::*;
use zeroize::Zeroizing;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) name: AttrValue,
    pub(crate) kind: Kind,
    pub(crate) bytes: Shared<Zeroizing<Vec<u8>>>,
}

/// Buttons for one thing: PEM and DER as files, PEM to the clipboard.
#[component]
pub(crate) fn Files(props: &Props) -> Html {
    let padlock = use_padlock();
    let has_der = props.kind.pem_label().is_some();
    let save = |text: bool| {
        let (padlock, name, kind, bytes) = (
            padlock.clone(),
            props.name.clone(),
            props.kind,
            props.bytes.clone(),
        );
        Callback::from(move |_: MouseEvent| {
            let saved = if text {
                let ending = if kind.pem_label().is_some() {
                    "pem"
                } else {
                    "txt"
                };
                browser::download(&file_name(&name, ending), to_pem(kind, &bytes).as_bytes())
            } else {
                browser::download(&file_name(&name, "der"), &bytes)
            };
            if saved.is_err() {
                padlock.tell(Action::Say("The browser did not take the file.".to_owned()));
            }
        })
    };
    let text = if has_der { "PEM" } else { "text" };
    html! {
        <p class="actions files">
            { mark(props.kind.visibility()) }
            <button type="button" onclick={save(true)}>{ format!("Download {text}") }<span class="unseen">{ format!(" of {}", props.name) }</span></button>
            if has_der {
                <button type="button" onclick={save(false)}>{ "Download DER" }<span class="unseen">{ format!(" of {}", props.name) }</span></button>
            }
            <Copy text={to_pem(props.kind, &props.bytes).to_string()} what={format!("{} as {text}", props.name)} />
        </p>
    }
}
