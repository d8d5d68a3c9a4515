//! A page to try the build with.
use wasm_bindgen::prelude::*;
use yew::prelude::*;

fn start_worker(reply: Callback<String>) -> Option<web_sys::Worker> {
    let document = web_sys::window()?.document()?;
    let build = document
        .query_selector("meta[name=padlock-build]")
        .ok()??
        .get_attribute("content")?;
    let base = document.base_uri().ok()??;
    let url = web_sys::Url::new_with_base(&format!("worker-boot.js?v={build}"), &base).ok()?;
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    let worker = web_sys::Worker::new_with_options(&url.href(), &options).ok()?;
    let on =
        Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            reply.emit(event.data().as_string().unwrap_or_default());
        });
    worker.set_onmessage(Some(on.as_ref().unchecked_ref()));
    on.forget();
    worker.post_message(&JsValue::from_str("hello")).ok()?;
    Some(worker)
}

#[component]
fn App() -> Html {
    let said = use_state(String::new);
    {
        let said = said.clone();
        use_effect_with((), move |()| {
            start_worker(Callback::from(move |text| said.set(text)));
        });
    }
    let state = if said.is_empty() { "running" } else { "done" };
    html! {
        <>
            <nav aria-label="Pages"><a href="#/">{ "Road" }</a>{ " " }<a href="#/rsa">{ "RSA" }</a></nav>
            <h1>{ "Padlock" }</h1>
            <section data-unit="hello" id="hello" data-state={state}>
                <h2>{ "Hello" }</h2>
                <p>{ (*said).clone() }</p>
                <details><summary>{ "More" }</summary><p>{ "Nothing." }</p></details>
            </section>
            <aside aria-label="Desk"><h2>{ "Desk" }</h2></aside>
        </>
    }
}

fn main() {
    let mount = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(mount) = mount {
        mount.set_inner_html("");
        yew::Renderer::<App>::with_root(mount).render();
    }
}
