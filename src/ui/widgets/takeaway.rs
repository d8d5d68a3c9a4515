//! Files to take away.

use super::{Copy, text};
use crate::desk::{Bytes, Kind, file_name, to_der, to_pem};
use crate::engine::trace::{Data, Value};
use crate::ui::browser;
use crate::ui::hooks::{Padlock, use_handle, use_padlock};
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::{Action, FinishedRun};
use crate::units::file;
use yew::prelude::*;

const NOT_TAKEN: &str = "The browser did not take the file.";

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) name: AttrValue,
    pub(crate) kind: Kind,
    pub(crate) bytes: Bytes,
}

/// Buttons for one thing: its text and its bytes as files, its text to the
/// clipboard.
#[component]
pub(crate) fn Files(props: &Props) -> Html {
    let padlock = use_padlock();
    let kind = props.kind;
    let text = if kind.pem_label().is_some() {
        "PEM"
    } else {
        "text"
    };
    // The ways to save it: what the button says, the file's ending, its bytes.
    let ways: &[(&str, &str)] = match kind.ending() {
        "bin" => &[("bytes", "bin")],
        "pem" => &[("PEM", "pem"), ("DER", "der")],
        _ => &[("text", "txt")],
    };
    let save = |ending: &'static str| {
        let (padlock, name, bytes) = (padlock.clone(), props.name.clone(), props.bytes.clone());
        Callback::from(move |_: MouseEvent| {
            let file = file_name(&name, ending);
            let saved = if matches!(ending, "pem" | "txt") {
                browser::download(&file, to_pem(kind, &bytes).as_bytes())
            } else {
                browser::download(&file, &to_der(kind, &bytes))
            };
            padlock.dispatch(match saved {
                Ok(()) => {
                    let thing = padlock.state.desk.holding(kind, &bytes);
                    Action::Saved(thing.iter().map(|thing| thing.id).collect())
                }
                Err(_) => Action::Say(NOT_TAKEN.to_owned()),
            });
        })
    };
    let pem = {
        let bytes = props.bytes.clone();
        Callback::from(move |()| to_pem(kind, &bytes).to_string())
    };
    html! {
        <p class="actions files">
            { for ways.iter().map(|&(way, ending)| html! {
                <button type="button" onclick={save(ending)}>{ format!("Download {way}") }<span class="unseen">{ format!(" of {}", props.name) }</span></button>
            }) }
            <Copy text={pem} what={format!("{} as {text}", props.name)} />
        </p>
    }
}

/// A button for all that a run made, so many files, as one.
pub(in crate::ui) fn all_files(
    padlock: &Padlock,
    run: &PtrEqRc<FinishedRun>,
    count: usize,
) -> Html {
    let (padlock, run) = (padlock.clone(), run.clone());
    let onclick = move |_: MouseEvent| {
        let (then, run) = (padlock.clone(), run.clone());
        padlock.archive(run.output.files(), move |archive| {
            let saved = archive.map_err(|error| error.to_string());
            let saved = saved.and_then(|bytes| {
                let taken = browser::download("padlock.zip", &bytes);
                taken.map_err(|_| NOT_TAKEN.to_owned())
            });
            then.dispatch(match saved {
                Ok(()) => {
                    let drafts = run.output.drafts.iter();
                    let things = drafts.filter_map(|draft| then.state.on_desk(draft));
                    Action::Saved(things.collect())
                }
                Err(says) => Action::Say(says),
            });
        });
    };
    html! { <button type="button" class="primary" {onclick}>{ format!("Download all ({count} files in a ZIP)") }</button> }
}

#[derive(Properties, PartialEq)]
pub(crate) struct WholeFileProps {
    /// A result that is a file already, such as a chain: its symbol is its name.
    pub(crate) value: Value,
}

/// Buttons for a file; to copy it only where it is text.
#[component]
pub(crate) fn WholeFile(props: &WholeFileProps) -> Html {
    let handle = use_handle();
    let save = {
        let value = props.value.clone();
        move |_: MouseEvent| {
            let saved = file(&value).map(|(name, bytes)| browser::download(name, bytes));
            if !matches!(saved, Some(Ok(()))) {
                handle.dispatch(Action::Say(NOT_TAKEN.to_owned()));
            }
        }
    };
    let name = props.value.symbol.to_string();
    html! {
        <p class="actions files">
            <button type="button" onclick={save}>{ "Download" }<span class="unseen">{ format!(" {name}") }</span></button>
            if let Data::Text(whole) = &props.value.data {
                <Copy text={text(whole.clone())} what={name} />
            }
        </p>
    }
}
