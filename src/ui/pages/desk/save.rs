//! The desk into a file, whole or in part.

use super::{LeftOut, choices, complaint, passphrase_field};
use crate::desk::{ThingId, save};
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
                give(&padlock, &text, &ids);
                return;
            }
            busy.set(true);
            let (then, diagnosis, busy) = (padlock.clone(), diagnosis.clone(), busy.clone());
            padlock.lock(&text, &passphrase, move |result| {
                busy.set(false);
                match result {
                    Ok(locked) => give(&then, &locked, &ids),
                    Err(error) => diagnosis.set(Some(error.to_string())),
                }
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
                    "Without one, private keys stand in the file in the clear: keep it like a key.") }
                <p class="actions">
                    <button type="button" class="primary" onclick={onsave} disabled={chosen.is_empty() || *busy}>
                        { if *busy { "Encrypting…".to_owned() } else { format!("Save {} of {}", chosen.len(), desk.things().len()) } }
                    </button>
                </p>
            }
            { complaint(diagnosis.as_deref()) }
            </>
        },
    )
}

fn give(padlock: &Padlock, text: &str, ids: &[ThingId]) {
    padlock.dispatch(
        match browser::download("padlock-desk.pem", text.as_bytes()) {
            Ok(()) => Action::Saved(ids.to_vec()),
            Err(_) => Action::Say("The browser did not take the file.".to_owned()),
        },
    );
}
