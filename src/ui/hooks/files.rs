//! Files that come in from outside.

use super::Padlock;
use crate::desk;
use crate::ui::browser;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::state::{Action, Arriving};
use crate::units;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File};
use yew::prelude::*;
use zeroize::Zeroizing;

/// The largest file that is read, in bytes: a thousand certificates.
pub(crate) const LARGEST: f64 = 2.0 * 1024.0 * 1024.0;

/// Reads a file and hands its bytes on; says so when it cannot.
pub(crate) fn read(padlock: &Padlock, file: File, then: impl FnOnce(units::File) + 'static) {
    if file.size() > LARGEST {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the browser gives a whole number of bytes as a float"
        )]
        let kib = file.size() as u64 / 1024;
        padlock.dispatch(Action::Say(format!(
            "Expected a file of at most 2048 KiB, found {} with {} KiB. Keys and certificates take a few.",
            file.name(),
            kib
        )));
        return;
    }
    let padlock = padlock.clone();
    spawn_local(async move {
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => then(units::File {
                name: file.name(),
                bytes: js_sys::Uint8Array::new(&buffer).to_vec().into(),
            }),
            Err(_) => padlock.dispatch(Action::Say(format!("{} could not be read.", file.name()))),
        }
    });
}

/// Sorts out what a file is: a desk waits on its page for what of it to add,
/// anything else goes to the unit that reads keys and certificates.
pub(crate) fn take_in(padlock: &Padlock, file: File) {
    let then = padlock.clone();
    read(padlock, file, move |dropped| {
        let text = Zeroizing::new(String::from_utf8_lossy(&dropped.bytes).into_owned());
        let is = |label: &str| {
            text.trim_start()
                .starts_with(&format!("-----BEGIN {label}-----"))
        };
        if is("PADLOCK DESK") || is("ENCRYPTED PADLOCK DESK") {
            if !browser::fragment().starts_with("#/desk") {
                browser::go("#/desk");
            }
            // What was read before has nothing to do with it.
            then.dispatch(Action::Renew(units::IMPORT.id));
            if let Err(why) = offer(&then, text) {
                then.dispatch(Action::Say(why));
            }
        } else {
            browser::go("#/desk?at=desk-import");
            then.read_file(dropped);
        }
    });
}

/// Offers what is in a desk file to the person, or asks for its passphrase.
///
/// # Errors
/// In words, when the text is no desk file.
pub(crate) fn offer(padlock: &Padlock, text: Zeroizing<String>) -> Result<(), String> {
    let locked = text
        .trim_start()
        .starts_with("-----BEGIN ENCRYPTED PADLOCK DESK-----");
    let arriving = if locked {
        Arriving::Locked(PtrEqRc::new(text))
    } else {
        let things = desk::load(&text).map_err(|error| error.to_string())?;
        Arriving::Open(PtrEqRc::new(things))
    };
    padlock.dispatch(Action::Arrive(Some(arriving)));
    Ok(())
}

/// Lets files be dropped anywhere on the page.
#[hook]
pub(crate) fn use_dropped_files(padlock: &Padlock) {
    let latest = use_mut_ref(|| padlock.clone());
    *latest.borrow_mut() = padlock.clone();
    use_effect_with((), move |()| {
        let listeners = browser::window().map(|window| {
            // The browser would open the file and leave the page.
            let active = EventListenerOptions::enable_prevent_default();
            let over = EventListener::new_with_options(&window, "dragover", active, |event| {
                if files(event).is_some() {
                    event.prevent_default();
                }
            });
            let drop = EventListener::new_with_options(&window, "drop", active, move |event| {
                if let Some(files) = files(event) {
                    event.prevent_default();
                    let padlock = latest.borrow().clone();
                    for file in (0..files.length()).filter_map(|index| files.get(index)) {
                        take_in(&padlock, file);
                    }
                }
            });
            (over, drop)
        });
        move || drop(listeners)
    });
}

/// The files of a drag, where it carries any.
fn files(event: &Event) -> Option<web_sys::FileList> {
    let carried = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    carried
        .types()
        .includes(&"Files".into(), 0)
        .then(|| carried.files())?
}
