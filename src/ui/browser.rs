//! The few things that the page asks of the browser itself.

use super::state::Seed;
use std::cell::OnceCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Window};

/// The window; there is one wherever a page runs.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

thread_local! {
    static STILL: OnceCell<String> = const { OnceCell::new() };
}

/// Keeps the picture that stands in the page before its code, as its first screen
/// does: the page shows it again, and so has no words for it of its own.
pub(crate) fn keep_still(root: &Element) {
    if let Ok(Some(picture)) = root.query_selector(".exchange") {
        STILL.with(|still| drop(still.set(picture.outer_html())));
    }
}

/// That picture.
pub(crate) fn still() -> String {
    STILL.with(|still| still.get().cloned().unwrap_or_default())
}

/// The time, in seconds since 1970-01-01 UTC.
pub(crate) fn now() -> u64 {
    let seconds = js_sys::Date::now() / 1000.0;
    // A clock before 1970 counts as 1970; one past 2^53 does not exist.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what fits"
    )]
    let seconds = seconds.clamp(0.0, 9e15) as u64;
    seconds
}

/// 32 random bytes from the browser.
pub(crate) fn seed() -> Option<Seed> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).ok()?;
    Some(Seed(seed))
}

/// The part of the address from `#` on.
pub(crate) fn fragment() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// The address of the page without its fragment.
pub(crate) fn base() -> String {
    window()
        .and_then(|window| window.location().href().ok())
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .unwrap_or_default()
}

/// Goes to an address inside the page.
pub(crate) fn go(fragment: &str) {
    if let Some(window) = window() {
        // Setting a fragment is refused by no browser.
        let _ = window.location().set_hash(fragment);
    }
}

/// Changes the fragment without a step in the history.
pub(crate) fn replace_fragment(fragment: &str) {
    if let Some(window) = window()
        && let Ok(history) = window.history()
    {
        // Browsers refuse more than 100 changes in 30 s; the address then
        // lags behind, which hurts nobody.
        let place = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&place, "", Some(fragment));
    }
}

/// Whether we come back to a page, and `boot.js` leads to the place that was
/// left.
pub(crate) fn is_back() -> bool {
    window()
        .and_then(|window| window.history().ok()?.state().ok())
        .is_some_and(|place| !place.is_null())
}

/// Hands a file to the person.
pub(crate) fn download(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let document = document().ok_or("there is no document")?;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has its own hold on the blob once it has begun.
    gloo_timers::callback::Timeout::new(10_000, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// Puts text on the clipboard; says later whether that worked.
pub(crate) fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let Some(window) = window() else {
        done(false);
        return;
    };
    let clipboard = window.navigator().clipboard();
    if clipboard.is_undefined() {
        // Pages that are not opened over HTTPS or from localhost have none.
        done(false);
        return;
    }
    let promise = clipboard.write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// Whether the person wants nothing to move.
pub(crate) fn is_calm() -> bool {
    window()
        .and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok())
        .flatten()
        .is_some_and(|query| query.matches())
}

/// What the page keeps in this browser, where the person asked for it.
pub(crate) mod kept {
    use super::window;

    const DESK: &str = "padlock-desk";

    /// A text that the address of this tab has no room for: of which exhibit, and
    /// of which field.
    pub(crate) fn long(unit: &str, input: &str) -> Option<String> {
        tab()?.get_item(&format!("padlock {unit} {input}")).ok()?
    }

    /// Keeps such a text until the tab is closed. Says whether there was room.
    pub(crate) fn keep_long(unit: &str, input: &str, text: &str) -> bool {
        tab().is_some_and(|tab| {
            tab.set_item(&format!("padlock {unit} {input}"), text)
                .is_ok()
        })
    }

    /// The address of the form of an exhibit, as this tab had it last.
    pub(crate) fn form(unit: &str) -> Option<String> {
        long(unit, "")
    }

    /// Keeps it until the tab is closed, where there is room.
    pub(crate) fn keep_form(unit: &str, fragment: &str) {
        keep_long(unit, "", fragment);
    }

    fn tab() -> Option<web_sys::Storage> {
        window()?.session_storage().ok().flatten()
    }

    fn storage() -> Option<web_sys::Storage> {
        window()?.local_storage().ok().flatten()
    }

    /// The desk as it was kept.
    pub(crate) fn desk() -> Option<String> {
        storage()?.get_item(DESK).ok().flatten()
    }

    /// Keeps the desk. Says whether the browser had room for it.
    pub(crate) fn keep(text: &str) -> bool {
        storage().is_some_and(|storage| storage.set_item(DESK, text).is_ok())
    }

    /// Forgets it.
    pub(crate) fn forget() {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(DESK);
        }
    }
}
