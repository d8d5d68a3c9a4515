//! Leaving the page.

use crate::ui::browser;
use gloo_events::{EventListener, EventListenerOptions};
use yew::prelude::*;

/// Lets the browser ask before the page is left while that loses a secret.
/// Nobody listens otherwise: pages with a listener are slower to come back to.
#[hook]
pub(crate) fn use_leaving(has_unsaved: bool) {
    use_effect_with(has_unsaved, |&has_unsaved| {
        let window = browser::window().filter(|_| has_unsaved);
        let listener = window.map(|window| {
            let active = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "beforeunload", active, |event| {
                event.prevent_default();
                // Browsers of before 2023 ask for this.
                let _ = js_sys::Reflect::set(event, &"returnValue".into(), &true.into());
            })
        });
        move || drop(listener)
    });
}
