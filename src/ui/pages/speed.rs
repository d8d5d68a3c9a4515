//! How fast keys are made in this browser, side by side: `#/about/speed`.

use crate::engine::trace::Data;
use crate::link::{Answer, Ask, Pool};
use crate::ui::browser;
use crate::ui::speed::{Engine, Series, report, tenths};
use crate::units::{Inputs, Page, Randomness};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What is measured by one press of a button.
const SIZES: [(u32, u32); 2] = [(2048, 20), (4096, 5)];

/// What happens to the figures.
enum Change {
    /// A measurement of this size begins.
    Begin(u32),
    /// A key was made: by whom, with what, in how many milliseconds.
    Made(Engine, u32, String, f64),
    /// It is over, or it failed.
    End(Option<String>),
}

#[derive(Clone, Default, PartialEq)]
struct Figures {
    all: Vec<Series>,
    running: bool,
    trouble: Option<String>,
}

impl Reducible for Figures {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = (*self).clone();
        match change {
            Change::Begin(bits) => {
                next.all.retain(|series| series.bits != bits);
                next.running = true;
                next.trouble = None;
            }
            Change::Made(engine, bits, kernel, time) => {
                let same = |series: &&mut Series| series.engine == engine && series.bits == bits;
                if let Some(series) = next.all.iter_mut().find(same) {
                    series.times.push(time);
                } else {
                    next.all.push(Series {
                        engine,
                        bits,
                        kernel,
                        times: vec![time],
                    });
                }
            }
            Change::End(trouble) => {
                next.running = false;
                next.trouble = trouble;
            }
        }
        Rc::new(next)
    }
}

/// Buttons that measure, a chart, and the figures as text.
#[component]
pub(crate) fn Speed() -> Html {
    let figures = use_reducer(Figures::default);
    let rounds = use_state(String::new);
    let button = |(bits, usual): (u32, u32)| {
        let rounds = rounds.trim().parse().unwrap_or(usual).clamp(1, 1000);
        let (busy, figures) = (figures.running, figures.dispatcher());
        let onclick = move |_: MouseEvent| {
            if busy {
                return;
            }
            let figures = figures.clone();
            figures.dispatch(Change::Begin(bits));
            spawn_local(async move {
                let result = compare(bits, rounds, &figures).await;
                figures.dispatch(Change::End(result.err()));
            });
        };
        html! {
            <button type="button" class="primary" aria-disabled={busy.then_some("true")} {onclick}>{ format!("Measure {bits} bits") }</button>
        }
    };
    let oninput = {
        let rounds = rounds.clone();
        move |event: InputEvent| {
            rounds.set(event.target_unchecked_into::<HtmlInputElement>().value());
        }
    };
    html! {
        <>
            <header class="lead">
                <h1>{ Page::Speed.question() }</h1>
                <p class="story">{ Page::Speed.story() }</p>
            </header>
            <section class="block" id="speed" data-running={if figures.running { "yes" } else { "no" }} aria-labelledby="speed-title">
                <header><h2 id="speed-title">{ "Side by side" }</h2></header>
                <p>{ "Each engine makes one key in turn, so that whatever else the machine does meets all of them. A key is counted from the question to the answer, with everything that checks it." }</p>
                <div class="inputs"><div class="input" data-control="number">
                    <label for="speed-rounds">{ "Keys of each engine" }</label>
                    <input id="speed-rounds" type="text" inputmode="numeric" placeholder="20, or 5 of 4096 bits" value={(*rounds).clone()} {oninput} />
                </div></div>
                <p class="actions">{ for SIZES.into_iter().map(button) }</p>
                if figures.running { <p role="status">{ "Measuring…" }</p> }
                if let Some(why) = &figures.trouble { <p class="trouble" role="alert">{ why.clone() }</p> }
                { for SIZES.into_iter().map(|(bits, _)| chart(&figures.all, bits)) }
                if !figures.all.is_empty() && !figures.running {
                    <pre class="code" tabindex="0" data-report="">{ report(&figures.all) }</pre>
                }
            </section>
        </>
    }
}

/// A bar for each engine, as long as its mean.
fn chart(all: &[Series], bits: u32) -> Html {
    let series: Vec<&Series> = all.iter().filter(|series| series.bits == bits).collect();
    let longest = series
        .iter()
        .map(|series| series.mean())
        .fold(0.0, f64::max);
    if series.is_empty() {
        return html! {};
    }
    html! {
        <table class="speed">
            <caption>{ format!("Time for a key of {bits} bits, in milliseconds") }</caption>
            <thead><tr><th scope="col">{ "Engine" }</th><th scope="col">{ "Mean" }</th><th scope="col">{ "Median" }</th><th scope="col">{ "95 %" }</th><th scope="col">{ "Keys" }</th></tr></thead>
            <tbody>{ for series.into_iter().map(|series| {
                let width = tenths(100.0 * series.mean() / longest.max(1.0));
                html! {
                    <tr>
                        <th scope="row">
                            { series.engine.name() }
                            if !series.kernel.is_empty() { <span class="hint">{ format!(" {}", series.kernel) }</span> }
                            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect {width} height="4" /></svg>
                        </th>
                        <td>{ tenths(series.mean()) }</td>
                        <td>{ tenths(series.percentile(50)) }</td>
                        <td>{ tenths(series.percentile(95)) }</td>
                        <td>{ series.times.len() }</td>
                    </tr>
                }
            }) }</tbody>
        </table>
    }
}

/// Makes so many keys of each engine, in turn, after one of each that does
/// not count: workers start and compilers warm up.
async fn compare(
    bits: u32,
    rounds: u32,
    figures: &UseReducerDispatcher<Figures>,
) -> Result<(), String> {
    let pools = [1, 2].map(|workers| (workers, Pool::new(browser::worker_script(), workers)));
    let pool = |workers: usize| {
        let found = pools.iter().find(|(has, _)| *has == workers);
        found.map(|(_, pool)| pool).ok_or("there is no such pool")
    };
    for round in 0..=rounds {
        for engine in Engine::ALL {
            let began = now();
            let kernel = match engine {
                Engine::Padlock { workers } => worker_makes(pool(workers)?, "key", bits).await?,
                Engine::RsaCrate => {
                    worker_makes(pool(1)?, "rsa-crate-key", bits).await?;
                    String::new()
                }
                Engine::WebCrypto => {
                    browser_makes(bits).await.map_err(
                        |_| "The browser did not make a key: WebCrypto needs HTTPS or localhost.",
                    )?;
                    String::new()
                }
            };
            if round > 0 {
                figures.dispatch(Change::Made(engine, bits, kernel, now() - began));
            }
        }
    }
    Ok(())
}

fn now() -> f64 {
    browser::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now())
}

/// Has a worker make a key. Returns what computed the powers.
async fn worker_makes(pool: &Pool, task: &str, bits: u32) -> Result<String, String> {
    let seed = browser::seed().ok_or("the browser gave no randomness")?;
    let values = [("task", task.to_owned()), ("bits", bits.to_string())];
    let mut inputs = Inputs {
        randomness: Randomness::Fresh(seed.0),
        ..Inputs::default()
    };
    for (input, value) in values {
        inputs = inputs.with(input, value);
    }
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        pool.start("speed", inputs.clone(), Ask::Output, move |_, answer| {
            let answer = match answer {
                Answer::Done(answer) => answer,
                _ => return,
            };
            // Settling a promise does not fail.
            let _ = match answer {
                Ok(output) => match output.results.first().map(|value| &value.data) {
                    Some(Data::Text(kernel)) => {
                        resolve.call1(&JsValue::NULL, &kernel.as_str().into())
                    }
                    _ => resolve.call1(&JsValue::NULL, &JsValue::from_str("")),
                },
                Err(trouble) => reject.call1(&JsValue::NULL, &trouble.to_string().into()),
            };
        });
    });
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    JsFuture::from(promise).await.map(text).map_err(text)
}

/// Has the browser make a key.
async fn browser_makes(bits: u32) -> Result<(), JsValue> {
    let crypto = browser::window().ok_or("there is no window")?.crypto()?;
    let algorithm = Object::new();
    for (name, value) in [
        ("name", JsValue::from_str("RSA-PSS")),
        ("modulusLength", JsValue::from(bits)),
        ("publicExponent", Uint8Array::from(&[1, 0, 1][..]).into()),
        ("hash", JsValue::from_str("SHA-256")),
    ] {
        Reflect::set(&algorithm, &name.into(), &value)?;
    }
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let promise = crypto
        .subtle()
        .generate_key_with_object(&algorithm, true, &uses)?;
    JsFuture::from(promise).await?;
    Ok(())
}
