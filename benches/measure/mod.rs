//! How a benchmark is repeated and reported.
#![allow(unreachable_pub, reason = "a module that the benchmarks share")]
#![allow(clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::console_log;

/// How long to run before measuring, in milliseconds.
const WARM_UP: f64 = 300.0;
/// How long to repeat a benchmark, in milliseconds.
const BUDGET: f64 = 3_000.0;
/// No sample is shorter, in milliseconds: the browser's clock is coarse.
const SHORTEST: f64 = 5.0;
/// As many samples at least, however long they take.
const FEWEST: usize = 5;

/// Repeats a closure and reports the times of one run, for `cargo xtask bench`.
pub fn measure<T>(name: &str, mut run: impl FnMut() -> T) {
    // The first runs are those of the browser's quick compiler.
    let warm = now() + WARM_UP;
    while now() < warm {
        black_box(run());
    }
    let mut runs = 1_u32;
    while sample(runs, &mut run) < SHORTEST {
        runs *= 2;
    }
    let mut times = Vec::new();
    let start = now();
    while times.len() < FEWEST || now() - start < BUDGET {
        times.push(sample(runs, &mut run) / f64::from(runs));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    console_log!(
        "padlock-bench {{\"name\":\"{name}\",\"median_ms\":{:.4},\"min_ms\":{:.4},\"p90_ms\":{:.4},\"samples\":{},\"runs_per_sample\":{runs}}}",
        at(50),
        at(0),
        at(90),
        times.len(),
    );
}

/// Milliseconds for this many runs.
fn sample<T>(runs: u32, run: &mut impl FnMut() -> T) -> f64 {
    let start = now();
    for _ in 0..runs {
        black_box(run());
    }
    now() - start
}

/// The browser's clock, in milliseconds.
fn now() -> f64 {
    js_sys::global()
        .unchecked_into::<web_sys::WorkerGlobalScope>()
        .performance()
        .expect("every worker has a clock")
        .now()
}
