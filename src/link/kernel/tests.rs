//! The carried modules in a headless browser, against plain arithmetic; and
//! modules that must not be chosen.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly, in their helpers too"
)]

use super::*;
use crate::engine::number::kernel::{Plain, Power};
use chacha20::ChaCha20Rng;
use num_bigint::BigInt;
use rand::{Rng, SeedableRng};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// How many tasks of each size and for each work are compared.
const SEEDS: u64 = 48;

/// Words as they come, and those at which carries begin and end.
fn words<const W: usize>(rng: &mut impl Rng) -> [u64; W] {
    let mut any = || {
        let word = rng.next_u64();
        let by = word >> 58;
        match word % 8 {
            0 => u64::MAX,
            1 => 0,
            2 => 1 << by,
            3 => u64::MAX << by,
            4 => u64::MAX >> by,
            _ => word,
        }
    };
    match any() % 8 {
        0 => [u64::MAX; W],
        // Near a power of two.
        1 => core::array::from_fn(|index| if index == W - 1 { 1 << 63 } else { 0 }),
        2 => core::array::from_fn(|index| if index == 0 { any() } else { u64::MAX }),
        _ => core::array::from_fn(|_| any()),
    }
}

/// A task for any work: a modulus with its top bit set, and for Lucas numbers
/// a small P.
fn pair<const W: usize>(seed: u64, work: Work) -> Box<Pair<W>> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let modulus = [(), ()].map(|()| {
        let mut modulus: [u64; W] = words(&mut rng);
        modulus[0] |= 1;
        modulus[W - 1] |= 1 << 63;
        modulus
    });
    if work == Work::Lucas {
        let p = 3 + u64::from(rng.next_u32() % 100);
        return Box::new(Pair::lucas(modulus[0], p, words(&mut rng)));
    }
    let value = [0, 1].map(|lane| {
        let mut value: [u64; W] = words(&mut rng);
        if value.iter().rev().ge(modulus[lane].iter().rev()) {
            // The greatest value that there is.
            value = modulus[lane];
            value[0] -= 1;
        }
        value
    });
    Box::new(Pair {
        modulus,
        value,
        exponent: [words(&mut rng), words(&mut rng)],
    })
}

fn tasks(work: Work) -> impl Iterator<Item = Task> {
    (0..SEEDS).flat_map(move |seed| {
        [
            Task::W16(pair(seed, work)),
            Task::W24(pair(seed, work)),
            Task::W32(pair(seed, work)),
        ]
    })
}

/// Whether this browser has the instructions of a module.
fn is_valid(bytes: &[u8]) -> bool {
    WebAssembly::validate(&Uint8Array::from(bytes)).unwrap()
}

/// Compares what the modules that load here compute with plain arithmetic.
fn compare(work: Work) {
    let mut modules: Vec<Module> = MODULES
        .iter()
        .filter_map(|(name, bytes)| Module::load(name, bytes))
        .collect();
    assert!(!modules.is_empty());
    for (number, task) in tasks(work).enumerate() {
        let mut plain = task.clone();
        assert!(Plain.run(&mut plain, work));
        for module in &mut modules {
            let mut mine = task.clone();
            assert!(module.run(&mut mine, work));
            assert_eq!(
                mine.values(),
                plain.values(),
                "{}, {work:?}, task {number}",
                module.name
            );
        }
    }
}

#[wasm_bindgen_test]
fn powers_are_those_of_plain_arithmetic() {
    compare(Work::Power);
}

#[wasm_bindgen_test]
fn powers_of_two_are_those_of_plain_arithmetic() {
    compare(Work::PowerOfTwo);
}

#[wasm_bindgen_test]
fn lucas_numbers_are_those_of_plain_arithmetic() {
    compare(Work::Lucas);
}

#[wasm_bindgen_test]
fn plain_arithmetic_is_right_in_the_browser_too() {
    // The judge of the others, judged itself.
    for task in tasks(Work::Power).take(30) {
        let Task::W16(pair) = &task else { continue };
        let number = |words: &[u64; 16]| {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            BigInt::from_bytes_le(num_bigint::Sign::Plus, &bytes)
        };
        let power = |lane: usize| {
            let [x, exponent, n] =
                [pair.value, pair.exponent, pair.modulus].map(|of| number(&of[lane]));
            x.modpow(&exponent, &n)
        };
        let mut plain = task.clone();
        assert!(Plain.run(&mut plain, Work::Power));
        assert_eq!(plain.values(), [power(0), power(1)]);
    }
}

#[wasm_bindgen_test]
fn the_probes_are_what_plain_arithmetic_makes_of_them() {
    let found = KNOWN.map(|(work, _)| {
        let mut task = probe(work);
        assert!(Plain.run(&mut task, work));
        (work, fold(&task))
    });
    assert_eq!(found, KNOWN);
}

/// A Chromium that runs these tests has relaxed vectors, on a machine that
/// fuses; wide arithmetic it has where a flag switches it on.
#[wasm_bindgen_test]
fn what_this_browser_has_is_right_and_the_fastest_is_chosen() {
    for (index, (name, bytes)) in MODULES.into_iter().enumerate() {
        let valid = is_valid(bytes);
        assert!(valid || index == 1, "{name} is not valid here");
        if valid {
            let module =
                Module::load(name, bytes).unwrap_or_else(|| panic!("{name} does not load"));
            assert!(module.is_right(), "{name} is wrong");
        } else {
            wasm_bindgen_test::console_log!("not compared: this browser has no {name}");
            assert!(Module::load(name, bytes).is_none());
        }
    }
    assert_eq!(best().name(), MODULES[0].0);
}

/// A part of a module: its number, its length, and what is in it.
fn section(id: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![id];
    bytes.extend(vector(content.len(), content));
    bytes
}

/// A count, as LEB128, and what is counted.
fn vector(mut count: usize, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while count >= 128 {
        bytes.push(u8::try_from(count % 128).unwrap() | 128);
        count /= 128;
    }
    bytes.push(u8::try_from(count).unwrap());
    bytes.extend(content);
    bytes
}

/// A module with everything that a kernel has, whose functions do only this.
fn module_that(instructions: &[u8]) -> Vec<u8> {
    const END: u8 = 0x0b;
    let mut exports = vec![(String::from("memory"), [2, 0]), ("pair".into(), [0, 0])];
    exports.push(("wipe".into(), [0, 1]));
    for kind in ["power", "power_of_two", "lucas"] {
        for size in [16, 24, 32] {
            exports.push((format!("{kind}_{size}"), [0, 1]));
        }
    }
    let names: Vec<u8> = exports
        .iter()
        .flat_map(|(name, what)| [vector(name.len(), name.as_bytes()), what.to_vec()].concat())
        .collect();
    let zero = [0, 0x41, 0, END];
    let body = [&[0], instructions, &[END]].concat();
    let bodies = [vector(zero.len(), &zero), vector(body.len(), &body)].concat();
    [
        b"\0asm\x01\0\0\0".to_vec(),
        // () -> i32 and () -> ().
        section(1, &[2, 0x60, 0, 1, 0x7f, 0x60, 0, 0]),
        section(3, &[2, 0, 1]),
        section(5, &[1, 0, 1]),
        section(7, &vector(exports.len(), &names)),
        section(10, &vector(2, &bodies)),
    ]
    .concat()
}

const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;

#[wasm_bindgen_test]
fn what_is_no_kernel_does_not_load() {
    let empty_module = b"\0asm\x01\0\0\0";
    assert!(is_valid(empty_module));
    let (name, fused) = MODULES[0];
    for bytes in [
        &b""[..],
        b"no module",
        empty_module,
        &fused[..fused.len() - 1],
        &section(1, &[]),
        // No module may have an instruction that does not exist.
        &module_that(&[0xff]),
    ] {
        assert!(Module::load(name, bytes).is_none());
    }
}

#[wasm_bindgen_test]
fn a_module_that_computes_wrong_is_not_chosen() {
    let (name, fused) = MODULES[0];
    // 2¹⁰³, with which the upper half of a product is cut off; then 2¹⁰².
    let [cut, wrong_cut] = [103, 102].map(|exponent| 2_f64.powi(exponent).to_le_bytes());
    let mut wrong = fused.to_vec();
    let mut cuts = 0;
    for at in 0..wrong.len() - cut.len() {
        if wrong[at..].starts_with(&cut) {
            wrong[at..at + cut.len()].copy_from_slice(&wrong_cut);
            cuts += 1;
        }
    }
    assert!(cuts > 0);
    let (idle, broken) = (module_that(&[NOP]), module_that(&[UNREACHABLE]));
    for bytes in [&wrong, &idle, &broken] {
        let module = Module::load("wrong", bytes).unwrap();
        assert!(!module.is_right());
        assert!(first(&[("wrong", bytes)]).is_none());
        let chosen = first(&[("wrong", bytes), ("empty", b""), (name, fused)]);
        assert_eq!(chosen.unwrap().name, name);
    }
}

#[wasm_bindgen_test]
fn a_module_that_breaks_later_gives_way_to_plain_arithmetic() {
    let broken = module_that(&[UNREACHABLE]);
    let mut powers = Powers::by(Box::new(Module::load("broken", &broken).unwrap()));
    assert_eq!(powers.name(), "broken");
    let modulus = (BigInt::from(1) << 1024_u32) - 105;
    let power = Power {
        base: None,
        exponent: &(&modulus - 1_u32),
        modulus: &modulus,
    };
    let expected = BigInt::from(2).modpow(power.exponent, power.modulus);
    assert_eq!(powers.both([power; 2]), [expected.clone(), expected]);
    assert_eq!(powers.name(), Plain.name());
}
