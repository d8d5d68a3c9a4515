//! The desk into a file, whole or in part.

use super::{LeftOut, choices, complaint, passphrase_field};
use crate::desk::{ThingId, files, save};
use crate::ui::browser;
use crate::ui::hooks::{Padlock, use_padlock};
use crate::ui::pages::section;
use crate::ui::state::Action;
use yew::prelude::*;

#[component]
pub(super) fn Save() -> Html {
    let padlock = use_padlock();
    let desk = padlock.state.desk.clone();
    let left_out = use_reducer(LeftOut::default);
    let passphrase = use_state(String::new);
    let diagnosis = use_state(|| None::<String>);
    let busy = use_state(|| false);
    let chosen: Vec<_> = desk
        .things()
        .iter()
        .filter(|thing| !left_out.0.contains(&thing.id))
        .cloned()
        .collect();
    let onsave = {
        let (padlock, passphrase, diagnosis, busy, chosen) = (
            padlock.clone(),
            passphrase.clone(),
            diagnosis.clone(),
            busy.clone(),
            chosen.clone(),
        );
        move |_: MouseEvent| {
            let text = save(&chosen);
            let ids: Vec<ThingId> = chosen.iter().map(|thing| thing.id).collect();
            diagnosis.set(None);
            if passphrase.is_empty() {
                give(&padlock, DESK, text.as_bytes(), &ids);
                return;
            }
            busy.set(true);
            let (then, diagnosis, busy) = (padlock.clone(), diagnosis.clone(), busy.clone());
            let entered = passphrase.clone();
            padlock.lock(&text, &passphrase, move |result| {
                busy.set(false);
                match result {
                    Ok(locked) => {
                        entered.set(String::new());
                        give(&then, DESK, locked.as_bytes(), &ids);
                    }
                    Err(error) => diagnosis.set(Some(error.to_string())),
                }
            });
        }
    };
    let onfiles = {
        let (padlock, diagnosis, chosen) = (padlock.clone(), diagnosis.clone(), chosen.clone());
        move |_: MouseEvent| {
            let ids: Vec<ThingId> = chosen.iter().map(|thing| thing.id).collect();
            let things = chosen.iter();
            let things = things.map(|thing| (thing.name.as_str(), thing.kind, &thing.bytes));
            diagnosis.set(None);
            let (then, diagnosis) = (padlock.clone(), diagnosis.clone());
            padlock.archive(files(things), move |archive| match archive {
                Ok(archive) => give(&then, "padlock.zip", &archive, &ids),
                Err(error) => diagnosis.set(Some(error.to_string())),
            });
        }
    };
    section(
        "desk-save",
        "Save the desk",
        html! {
            <>
            if desk.things().is_empty() {
                <p class="hint">{ "The desk is empty: there is nothing to save yet." }</p>
            } else {
                { choices("What goes into the file", desk.things(), &left_out, |_| None) }
                { passphrase_field("desk-save-passphrase", "With a passphrase, if you wish", &passphrase,
                    "For the desk file. Without one, private keys stand in it in the clear, as they do in a ZIP of files: keep both like a key.") }
                <p class="actions">
                    <button type="button" class="primary" onclick={onsave} disabled={chosen.is_empty() || *busy}>
                        { if *busy { "Encrypting…".to_owned() } else { format!("Save {} of {}", chosen.len(), desk.things().len()) } }
                    </button>
                    <button type="button" onclick={onfiles} disabled={chosen.is_empty()}>
                        { format!("Download {} of {} as files (one ZIP)", chosen.len(), desk.things().len()) }
                    </button>
                </p>
            }
            { complaint(diagnosis.as_deref()) }
            </>
        },
    )
}

/// What a desk file is called.
const DESK: &str = "padlock-desk.pem";

fn give(padlock: &Padlock, name: &str, bytes: &[u8], ids: &[ThingId]) {
    padlock.dispatch(match browser::download(name, bytes) {
        Ok(()) => Action::Saved(ids.to_vec()),
        Err(_) => Action::Say("The browser did not take the file.".to_owned()),
    });
}
