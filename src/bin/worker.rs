//! A worker to try the build with.
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;

fn main() {
    let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let reply = scope.clone();
    let on =
        Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            let digest = Sha256::digest(text.as_bytes());
            let _ = reply.post_message(&JsValue::from_str(&format!("{digest:x?}")));
        });
    scope.set_onmessage(Some(on.as_ref().unchecked_ref()));
    on.forget();
}
