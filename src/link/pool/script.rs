//! What a worker is started with.

use crate::units::Wing;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

/// How a worker keeps the messages that come before its files.
const STARTS: &str = "self.early=[];onmessage=e=>early.push(e);";

/// How it says that they do not come: a thrown error reaches the page.
const COMPLAINS: &str =
    ".catch(e=>setTimeout(()=>{throw Error('the worker could not be loaded: '+e.message)}))";

/// What the page has at hand without a connection, if anything said so: the
/// scripts of the workers (`www/one-file/page.js`), or nothing by name, where
/// a service worker keeps the files (`www/offline.js`).
pub(super) fn at_hand() -> Option<JsValue> {
    let window = web_sys::window()?;
    let files = js_sys::Reflect::get(&window, &"atHand".into());
    files.ok().filter(JsValue::is_object)
}

/// The script of the workers of a wing, for this version of its files. It is a
/// few words of the page's own: a worker that comes from the page is under the
/// page's policy, and one from the network is not. It lives as long as the page,
/// like the workers.
pub(super) fn script(wing: Wing, build: &str) -> Result<String, JsValue> {
    let here = at_hand().and_then(|files| js_sys::Reflect::get(&files, &wing.name().into()).ok());
    if let Some(here) = here.and_then(|here| here.as_string()) {
        return Ok(here);
    }
    let window = web_sys::window().ok_or("there is no window")?;
    let boot = format!("worker-boot.js?wing={}&v={build}", wing.name());
    let boot = Url::new_with_base(&boot, &window.location().href()?)?.href();
    let lines = js_sys::Array::of1(&format!("{STARTS}import({boot:?}){COMPLAINS}").into());
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&lines, &options)?;
    Url::create_object_url_with_blob(&blob)
}
