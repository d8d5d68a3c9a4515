//! Finds the fastest arithmetic that this browser and this machine have, by
//! trying.
//!
//! The kernels that need special instructions are wasm modules of their own,
//! carried inside the worker: a browser that lacks the instructions refuses
//! the module, a machine that lacks them may compute wrong results (relaxed
//! instructions promise little), and both are seen here before anything is
//! computed with them.
//!
//! One squaring, in microseconds, in Chromium 156 on a machine with AVX2 and
//! fused multiply-add (wide arithmetic is behind a switch there):
//!
//! | bits | fused | wide | exact | plain |
//! |---|---|---|---|---|
//! | 1024 | 0.23 | 0.36 to 0.56 | 0.50 | 1.8 |
//! | 1536 | 0.46 | 1.9 | 1.1 | 8.1 |
//! | 2048 | 0.76 | 1.7 to 2.3 | 1.8 | 8.8 |

use crate::engine::number::kernel::{Kernel, Powers, Task, Work};
use js_sys::{Function, Reflect, Uint8Array, WebAssembly};
use num_bigint::BigInt;
use padlock_kernel::Pair;
use wasm_bindgen::prelude::*;

/// The modules in the order in which they are tried, with their names.
const MODULES: [(&str, &[u8]); 3] = [
    (
        "fused multiply-add",
        include_bytes!(concat!(env!("OUT_DIR"), "/fused.wasm")),
    ),
    (
        "wide arithmetic",
        include_bytes!(concat!(env!("OUT_DIR"), "/wide.wasm")),
    ),
    (
        "vector products",
        include_bytes!(concat!(env!("OUT_DIR"), "/exact.wasm")),
    ),
];

/// What each work makes of its [`probe`], by [`fold`].
const KNOWN: [(Work, u64); 3] = [
    (Work::Power, 0x1f09_8fbc_3964_518a),
    (Work::PowerOfTwo, 0x712d_43b8_846b_3fef),
    (Work::Lucas, 0x0eac_d851_93f2_8c6c),
];

/// A task of digits of no meaning, with high and low bits of all kinds.
fn probe(work: Work) -> Task {
    let digits = |seed: u64| {
        core::array::from_fn::<u64, 16, _>(|index| {
            let index = u64::try_from(index).unwrap_or(0);
            (seed + index)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
                ^ seed
        })
    };
    let with = |mut digits: [u64; 16], odd: u64, top: u64| {
        let [first, .., last] = &mut digits;
        *first |= odd;
        *last = (*last >> 1) | top;
        digits
    };
    let modulus = with(digits(1), 1, 1 << 63);
    Task::W16(Box::new(match work {
        Work::Lucas => Pair::lucas(modulus, 3, digits(300)),
        Work::Power | Work::PowerOfTwo => Pair {
            modulus: [modulus, [u64::MAX; 16]],
            value: [with(digits(100), 0, 0), with(digits(200), 0, 0)],
            exponent: [digits(300), digits(400)],
        },
    }))
}

/// The values of a task as 64 bits, which depend on every bit of them.
fn fold(task: &Task) -> u64 {
    task.values()
        .iter()
        .flat_map(BigInt::iter_u64_digits)
        .fold(0, |sum: u64, digit| {
            (sum ^ digit)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
        })
}

/// Powers by the best kernel that computes right here.
#[must_use]
pub fn best() -> Powers {
    first(&MODULES).map_or_else(Powers::default, |module| Powers::by(Box::new(module)))
}

/// The first of these modules that computes right here.
fn first(modules: &[(&'static str, &[u8])]) -> Option<Module> {
    modules
        .iter()
        .filter_map(|(name, bytes)| Module::load(name, bytes))
        .find(Module::is_right)
}

/// A kernel in a wasm module of its own.
struct Module {
    name: &'static str,
    memory: WebAssembly::Memory,
    /// Where in its memory the pair is.
    place: u32,
    wipe: Function,
    /// For 16, 24 and 32 words, in the order of [`Work`].
    functions: [[Function; 3]; 3],
}

impl Module {
    /// Loads a module, where the browser has its instructions.
    fn load(name: &'static str, bytes: &[u8]) -> Option<Self> {
        let bytes = Uint8Array::from(bytes);
        if !WebAssembly::validate(&bytes).unwrap_or(false) {
            return None;
        }
        let module = WebAssembly::Module::new(&bytes).ok()?;
        let instance = WebAssembly::Instance::new(&module, &js_sys::Object::new()).ok()?;
        let exports = instance.exports();
        let export = |name: &str| Reflect::get(&exports, &name.into()).ok();
        let function = |name: &str| export(name)?.dyn_into::<Function>().ok();
        let all = |words: u32| {
            let any = function(&format!("power_{words}"))?;
            let of_two = function(&format!("power_of_two_{words}"))?;
            let lucas = function(&format!("lucas_{words}"))?;
            Some([any, of_two, lucas])
        };
        let place = function("pair")?.call0(&JsValue::NULL).ok()?.as_f64()?;
        Some(Self {
            name,
            memory: export("memory")?.dyn_into().ok()?,
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an address in a memory of a few pages"
            )]
            place: place as u32,
            wipe: function("wipe")?,
            functions: [all(16)?, all(24)?, all(32)?],
        })
    }

    /// Whether it computes what plain arithmetic computed before: a fused
    /// operation that rounds twice shows in the first product.
    fn is_right(&self) -> bool {
        KNOWN.into_iter().all(|(work, known)| {
            let mut task = probe(work);
            self.compute(&mut task, work).is_some() && fold(&task) == known
        })
    }

    fn compute(&self, task: &mut Task, work: Work) -> Option<()> {
        match task {
            Task::W16(pair) => self.compute_pair(pair, 0, work),
            Task::W24(pair) => self.compute_pair(pair, 1, work),
            Task::W32(pair) => self.compute_pair(pair, 2, work),
        }
    }

    fn compute_pair<const W: usize>(
        &self,
        pair: &mut Pair<W>,
        size: usize,
        work: Work,
    ) -> Option<()> {
        let function = self.functions.get(size)?.get(work as usize)?;
        let words = u32::try_from(W).ok()?;
        // Anew each time: a memory that grew has another buffer.
        let place = Uint8Array::new_with_byte_offset_and_length(
            &self.memory.buffer(),
            self.place,
            6 * 8 * words,
        );
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(6 * 8 * W));
        for number in pair.modulus.iter().chain(&pair.value).chain(&pair.exponent) {
            bytes.extend(number.iter().flat_map(|word| word.to_le_bytes()));
        }
        place.copy_from(&bytes);
        function.call0(&JsValue::NULL).ok()?;
        place.copy_to(&mut bytes);
        // What was computed is nobody's business in there.
        self.wipe.call0(&JsValue::NULL).ok()?;
        let mut found = bytes.chunks_exact(8).skip(2 * W);
        for word in pair.value.iter_mut().flatten() {
            *word = u64::from_le_bytes(found.next()?.try_into().ok()?);
        }
        Some(())
    }
}

impl Kernel for Module {
    fn name(&self) -> &'static str {
        self.name
    }

    fn run(&mut self, task: &mut Task, work: Work) -> bool {
        self.compute(task, work).is_some()
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;
