//! Hearing messages in the middle of long work.

use js_sys::Function;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Lets messages that have come be heard: a message to oneself stands in line
/// behind them.
pub(super) async fn listen() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        LINE.with(|line| match line {
            Some(line) => line.stand(resolve),
            // Nothing to wait for.
            None => drop(resolve.call0(&JsValue::NULL)),
        });
    });
    let _ = JsFuture::from(promise).await;
}

thread_local! {
    /// Made once: a channel takes as long as a test.
    static LINE: Option<Line> = Line::new();
}

/// A channel from the worker to itself.
struct Line {
    channel: MessageChannel,
    waiting: Rc<RefCell<Option<Function>>>,
    _on_message: Closure<dyn FnMut()>,
}

impl Line {
    fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let waiting: Rc<RefCell<Option<Function>>> = Rc::default();
        let heard = waiting.clone();
        let on_message = Closure::<dyn FnMut()>::new(move || {
            if let Some(resolve) = heard.take() {
                // Settling a promise does not fail.
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let port = channel.port1();
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            waiting,
            _on_message: on_message,
        })
    }

    fn stand(&self, resolve: Function) {
        *self.waiting.borrow_mut() = Some(resolve);
        // Posting to an open port does not fail.
        let _ = self.channel.port2().post_message(&JsValue::NULL);
    }
}
