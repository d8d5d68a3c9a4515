//! Where workers come from.

use crate::units::Wing;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Worker;

/// A global of the page's scripts, where it is there.
fn global(name: &str) -> Option<JsValue> {
    let window = web_sys::window()?;
    Reflect::get(&window, &name.into()).ok()
}

/// What the page has at hand without a connection, if anything said so: the
/// scripts of the workers (`www/one-file/page.js`), or nothing by name, where
/// a service worker keeps the files (`www/offline.js`).
pub(super) fn at_hand() -> Option<JsValue> {
    global("atHand").filter(JsValue::is_object)
}

/// A worker of a wing: `www/boot.js` starts them, and has the first one of the
/// opened page on its way before the page itself is there.
pub(super) fn worker(wing: Wing) -> Result<Worker, JsValue> {
    let starts = global("startWorker").and_then(|starts| starts.dyn_into::<Function>().ok());
    let starts = starts.ok_or("the page has no script that starts one")?;
    let worker = starts.call1(&JsValue::NULL, &wing.name().into())?;
    Ok(worker.unchecked_into())
}
