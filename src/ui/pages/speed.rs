//! How fast keys are made and used in this browser, side by side:
//! `#/about/speed`.

use super::{lead, section};
use crate::engine::trace::Report;
use crate::link::{Answer, Ask, Pool};
use crate::ui::browser;
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::search::Search as Seen;
use crate::ui::speed::{Engine, Series, Task, hundredths};
use crate::ui::widgets::Search;
use crate::units::service::measure::{By, Measure, Measurement, SIGNATURES, What};
use crate::units::service::{Service, ServiceResult};
use crate::units::{Page, Randomness};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CryptoKey, HtmlInputElement, SubtleCrypto};
use yew::prelude::*;

/// What can be measured: the task, its size in bits, and how often it is done
/// where nobody says otherwise.
const KINDS: [(Task, u32, u32); 3] = [
    (Task::Key, 2048, 20),
    (Task::Key, 4096, 5),
    (Task::Sign, 2048, 20),
];

/// What happens to the figures.
enum Change {
    /// A measurement begins.
    Begin(Task, u32),
    /// Each engine did it once: what it says of it, in how many milliseconds.
    Round(Task, u32, Vec<(Engine, Measurement, f64)>),
    /// A search is shown: it reports, or a new one begins.
    Heard(Option<Vec<Report>>),
    /// It is over, or it failed.
    End(Option<String>),
}

#[derive(Clone, Default, PartialEq)]
struct Figures {
    all: Vec<Series>,
    running: bool,
    search: PtrEqRc<Seen>,
    diagnosis: Option<String>,
}

impl Reducible for Figures {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = (*self).clone();
        match change {
            Change::Begin(task, bits) => {
                next.all.retain(|series| !series.is_of(task, bits));
                for engine in Engine::ALL {
                    if engine.does(task) {
                        next.all.push(Series::new(task, engine, bits));
                    }
                }
                next.running = true;
                next.diagnosis = None;
            }
            Change::Round(task, bits, round) => {
                for (engine, measured, time) in round {
                    let is_it =
                        |series: &&mut Series| series.is_of(task, bits) && series.engine == engine;
                    if let Some(series) = next.all.iter_mut().find(is_it) {
                        series.times.push(time);
                        (series.kernel, series.says) = (measured.kernel, measured.says);
                    }
                }
            }
            Change::Heard(None) => next.search = PtrEqRc::default(),
            Change::Heard(Some(reports)) => {
                let search = next.search.make_mut();
                reports.into_iter().for_each(|report| search.see(report));
            }
            Change::End(diagnosis) => {
                next.search = PtrEqRc::default();
                next.all.retain(|series| !series.times.is_empty());
                next.running = false;
                next.diagnosis = diagnosis;
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
    let current: Current = use_mut_ref(|| None);
    {
        let current = current.clone();
        use_effect_with((), move |()| move || stop(&current));
    }
    let button = |(task, bits, usual): (Task, u32, u32)| {
        let rounds = rounds.trim().parse().unwrap_or(usual).clamp(1, 1000);
        let (busy, figures) = (figures.running, figures.dispatcher());
        let current = current.clone();
        let onclick = move |_: MouseEvent| {
            if busy {
                return;
            }
            let (figures, current) = (figures.clone(), current.clone());
            let pools = [1, 2].map(Pool::new);
            *current.borrow_mut() = Some(pools.clone());
            figures.dispatch(Change::Begin(task, bits));
            spawn_local(async move {
                let goes_on = || current.borrow().as_ref() == Some(&pools);
                let result = compare(task, bits, rounds, &pools, &goes_on, &figures).await;
                if goes_on() {
                    stop(&current);
                    figures.dispatch(Change::End(result.err()));
                }
            });
        };
        html! {
            <button type="button" class="primary" aria-disabled={busy.then_some("true")} {onclick}>{ format!("{} of {bits} bits", task.plural()) }</button>
        }
    };
    let oninput = {
        let rounds = rounds.clone();
        move |event: InputEvent| {
            rounds.set(event.target_unchecked_into::<HtmlInputElement>().value());
        }
    };
    let onstop = {
        let (current, figures) = (current.clone(), figures.dispatcher());
        move |_: MouseEvent| {
            stop(&current);
            figures.dispatch(Change::End(None));
        }
    };
    let inside = html! {
        <div data-running={if figures.running { "yes" } else { "no" }}>
            <p class="says">{ "All engines take turns. A time runs from the question to the checked answer." }</p>
            <div class="inputs"><div class="input" data-control="number">
                <label for="speed-rounds">{ "Rounds, up to 1000" }</label>
                <input id="speed-rounds" type="number" min="1" max="1000" placeholder="20; 5 for 4096 bits" value={(*rounds).clone()} {oninput} />
            </div></div>
            <p class="actions">
                { "Measure: " }
                { for KINDS.into_iter().map(button) }
                <button type="button" aria-disabled={(!figures.running).then_some("true")} onclick={onstop}>{ "Stop" }</button>
            </p>
            <p role="status">{ if figures.running { "Measuring…" } else { "" } }</p>
            if let Some(why) = &figures.diagnosis { <p class="diagnosis" role="alert">{ why.clone() }</p> }
            <Search search={figures.search.clone()} />
            { for KINDS.into_iter().map(|(task, bits, _)| chart(&figures.all, task, bits)) }
        </div>
    };
    html! {
        <>
            { lead(Page::Speed) }
            { section("speed", "Side by side", inside) }
        </>
    }
}

/// A bar for each engine, as long as its mean.
fn chart(all: &[Series], task: Task, bits: u32) -> Html {
    let series: Vec<&Series> = all.iter().filter(|one| one.is_of(task, bits)).collect();
    let longest = series.iter().map(|one| one.mean()).fold(0.0, f64::max);
    let rounds = series.first().map_or(0, |one| one.times.len());
    if rounds == 0 {
        return html! {};
    }
    let says: String = series.iter().map(|one| one.says.as_str()).collect();
    html! {
        <>
            <table class="speed" data-operation={task.id()} data-bits={bits.to_string()} data-rounds={rounds.to_string()}>
                <caption>{ format!("{} of {bits} bits, {rounds} rounds of {}: milliseconds for one", task.plural(), task.at_once()) }</caption>
                <thead><tr>{ for ["Engine", "Mean", "Median", "95 %"].map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                <tbody>{ for series.into_iter().map(|series| {
                    let width = hundredths(100.0 * series.mean() / longest);
                    let figures = [series.mean(), series.percentile(50), series.percentile(95)];
                    html! {
                        <tr data-engine={series.engine.id()} data-workers={series.engine.workers().to_string()}
                            data-shown={series.engine.is_shown().then_some("yes")}>
                            <th scope="row">
                                { series.engine.name() }
                                <span class="hint">{ format!(" {}", series.kernel) }</span>
                                <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect {width} height="4" /></svg>
                            </th>
                            { for figures.map(|time| html! { <td>{ hundredths(time) }</td> }) }
                        </tr>
                    }
                }) }</tbody>
            </table>
            if !says.is_empty() { <p class="says">{ says }</p> }
        </>
    }
}

/// The workers of the measurement that runs: one, and two.
type Current = Rc<RefCell<Option<[Pool; 2]>>>;

/// Ends the measurement that runs, and its workers with what they do.
fn stop(current: &Current) {
    for pool in current.take().iter().flatten() {
        pool.end();
    }
}

/// So many rounds of all engines, after one that does not count: workers start
/// and compilers warm up.
async fn compare(
    task: Task,
    bits: u32,
    rounds: u32,
    [one, two]: &[Pool; 2],
    goes_on: &impl Fn() -> bool,
    figures: &UseReducerDispatcher<Figures>,
) -> Result<(), String> {
    let (what, browser) = match task {
        Task::Key => (of_bits(bits, false), Browser::of_keys(bits)),
        Task::Sign => {
            let made =
                worker_does(one, of_bits(bits, false), By::Padlock, &fresh()?, figures).await?;
            let browser = Browser::of_signatures(&made.key).await;
            (What::Sign(made.key), browser)
        }
    };
    let browser = browser.map_err(no_web_crypto)?;
    let each = f64::from(task.at_once());
    for round in 0..=rounds {
        let mut times = Vec::new();
        // The same key for all that is Padlock's: a search is long or short.
        let randomness = fresh()?;
        // Each goes first in turn: whoever does finds the processor cold.
        for turn in 0..Engine::ALL.len() {
            let engine = Engine::of_turn(round as usize + turn);
            let began = now();
            let measured = match engine {
                _ if !engine.does(task) => continue,
                Engine::WebCrypto => {
                    browser.works().await.map_err(no_web_crypto)?;
                    Measurement::default()
                }
                Engine::Padlock { workers, shown } => {
                    let pool = if workers == 1 { one } else { two };
                    let what = if shown {
                        figures.dispatch(Change::Heard(None));
                        of_bits(bits, true)
                    } else {
                        what.clone()
                    };
                    worker_does(pool, what, By::Padlock, &randomness, figures).await?
                }
                Engine::RsaCrate => {
                    worker_does(one, what.clone(), By::RsaCrate, &randomness, figures).await?
                }
            };
            if !goes_on() {
                return Ok(());
            }
            times.push((engine, measured, (now() - began) / each));
        }
        if round > 0 {
            // Drawn between the rounds, so that no engine is held up by it.
            figures.dispatch(Change::Round(task, bits, times));
            pause().await;
        }
    }
    Ok(())
}

fn no_web_crypto(_: JsValue) -> String {
    "WebCrypto needs HTTPS or localhost.".to_owned()
}

fn now() -> f64 {
    browser::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now())
}

/// Long enough for the page to be drawn.
async fn pause() {
    let promise = Promise::new(&mut |resolve: Function, _| {
        Timeout::new(120, move || {
            // Settling a promise does not fail.
            let _ = resolve.call0(&JsValue::NULL);
        })
        .forget();
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}

fn fresh() -> Result<Randomness, String> {
    let seed = browser::seed().ok_or("the browser gave no randomness")?;
    Ok(Randomness::Fresh(seed.0))
}

fn of_bits(bits: u32, shown: bool) -> What {
    What::Key { bits, shown }
}

/// Has a worker do it, and draws what it reports.
async fn worker_does(
    pool: &Pool,
    what: What,
    by: By,
    randomness: &Randomness,
    figures: &UseReducerDispatcher<Figures>,
) -> Result<Measurement, String> {
    let measure = Measure {
        what,
        by,
        randomness: randomness.clone(),
    };
    let answered: Rc<RefCell<Option<Answer>>> = Rc::default();
    let promise = Promise::new(&mut |resolve: Function, _| {
        let (answered, figures) = (answered.clone(), figures.clone());
        let ask = Ask::Serve(Service::Measure(measure.clone()));
        pool.start(ask, Vec::new(), move |_, answer, _| {
            if let Answer::Reports(reports) = answer {
                figures.dispatch(Change::Heard(Some(reports)));
                return;
            }
            // A worker's last word before it is lost is that a run is done.
            if matches!(answer, Answer::Served(_) | Answer::Done(_)) {
                *answered.borrow_mut() = Some(answer);
                // Settling a promise does not fail.
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
    match answered.take() {
        Some(Answer::Served(Ok(ServiceResult::Measured(measured)))) => Ok(measured),
        Some(Answer::Served(Err(diagnosis))) => Err(diagnosis.to_string()),
        Some(Answer::Done(Err(refusal))) => Err(refusal.diagnosis.to_string()),
        _ => Err("there was no answer".to_owned()),
    }
}

/// What the browser's own cryptography is asked to do.
struct Browser {
    subtle: SubtleCrypto,
    algorithm: Object,
    /// Signs; without it, keys are made.
    key: Option<CryptoKey>,
}

impl Browser {
    fn new(entries: &[(&str, JsValue)]) -> Result<Self, JsValue> {
        let crypto = browser::window().ok_or("there is no window")?.crypto()?;
        let algorithm = Object::new();
        for (name, value) in entries {
            Reflect::set(&algorithm, &(*name).into(), value)?;
        }
        Ok(Self {
            subtle: crypto.subtle(),
            algorithm,
            key: None,
        })
    }

    fn of_keys(bits: u32) -> Result<Self, JsValue> {
        Self::new(&[
            ("name", "RSASSA-PKCS1-v1_5".into()),
            ("hash", "SHA-256".into()),
            ("modulusLength", bits.into()),
            ("publicExponent", Uint8Array::from(&[1, 0, 1][..]).into()),
        ])
    }

    async fn of_signatures(der: &[u8]) -> Result<Self, JsValue> {
        let mut browser = Self::new(&[
            ("name", "RSASSA-PKCS1-v1_5".into()),
            ("hash", "SHA-256".into()),
        ])?;
        let der = Uint8Array::from(der);
        let uses = Array::of1(&"sign".into());
        let key = browser.subtle.import_key_with_object(
            "pkcs8",
            &der,
            &browser.algorithm,
            false,
            &uses,
        )?;
        browser.key = Some(JsFuture::from(key).await?.unchecked_into());
        Ok(browser)
    }

    /// Makes a key, or as many signatures as a worker makes at once.
    async fn works(&self) -> Result<(), JsValue> {
        let Some(key) = &self.key else {
            let uses = Array::of2(&"sign".into(), &"verify".into());
            let made = self
                .subtle
                .generate_key_with_object(&self.algorithm, true, &uses)?;
            JsFuture::from(made).await?;
            return Ok(());
        };
        for message in 0..SIGNATURES {
            let message = message.to_be_bytes();
            let made = self
                .subtle
                .sign_with_object_and_u8_array(&self.algorithm, key, &message)?;
            JsFuture::from(made).await?;
        }
        Ok(())
    }
}
