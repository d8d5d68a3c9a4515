//! Where in Padlock we are.

use crate::link::address::Address;
use crate::ui::browser;
use gloo_events::EventListener;
use yew::prelude::*;

/// The address that the browser shows, read anew whenever it changes, and
/// what could not be understood of it.
#[hook]
pub(crate) fn use_address() -> (Address, Vec<String>) {
    let fragment = use_state(browser::fragment);
    {
        let fragment = fragment.clone();
        use_effect_with((), move |()| {
            let listener = browser::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| {
                    fragment.set(browser::fragment());
                })
            });
            move || drop(listener)
        });
    }
    (*use_memo((*fragment).clone(), |fragment| Address::parse(fragment))).clone()
}
