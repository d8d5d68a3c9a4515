//! Every unit, run with its defaults and with each of its ways to break it,
//! over several seeds: no equation is false, every byte has an owner, and
//! every other implementation agrees.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use num_bigint::BigInt;
use padlock::engine::figure::{self, Figure, Strip, When};
use padlock::engine::knowers::Knowers;
use padlock::engine::trace::{Data, Equation, Expr, Recorder, Relation, Step, Trace, Value};
use padlock::ui::walk::Walk;
use padlock::units::{
    self, About, Control, Diagnosis, Draws, Inputs, Material, Output, Randomness,
};
use std::collections::{BTreeMap, HashSet};

/// A time in November 2026.
const NOW: u64 = 1_795_500_000;

fn run(about: &About, inputs: &Inputs) -> Result<(Output, Trace), Diagnosis> {
    let mut recorder = Recorder::new(u32::MAX);
    let output = units::run(about.id, inputs, &mut recorder)?;
    Ok((output, recorder.finish()))
}

/// The inputs that a page would give: defaults, and for things what the units
/// before have made.
fn inputs(about: &About, made: &BTreeMap<&str, Output>, seed: &str) -> Inputs {
    let mut inputs = Inputs {
        randomness: Randomness::Lesson(seed.to_owned()),
        now: NOW,
        ..Inputs::defaults(about)
    };
    for input in about.inputs {
        let Control::Thing(kinds) = &input.control else {
            continue;
        };
        let (unit, index) = input
            .default
            .split_once('#')
            .unwrap_or((input.default, "0"));
        let index: usize = index.parse().expect("a number after #");
        if let Some(draft) = made.get(unit).and_then(|output| output.drafts.get(index)) {
            assert!(
                kinds.contains(&draft.kind),
                "{}.{} takes {kinds:?} by default but is given a {}",
                about.id,
                input.id,
                draft.kind.name()
            );
            inputs = inputs.with_thing(
                input.id,
                Material {
                    name: draft.name.clone(),
                    kind: draft.kind,
                    bytes: draft.bytes.clone(),
                    demonstration: draft.demonstration,
                },
            );
        }
    }
    inputs
}

/// Whether a word is the symbol of a value that a step shows or mentions.
fn names(step: &Step, word: &str) -> bool {
    let mentioned = step.equations.iter().flat_map(|equation| {
        let sides = [&equation.left, &equation.right];
        sides.into_iter().flat_map(|side| side.values())
    });
    mentioned
        .chain(&step.values)
        .any(|value| value.symbol == word)
}

/// The values of an equation.
fn mentioned(equation: &Equation) -> Vec<&Value> {
    let mut all = equation.left.values();
    all.extend(equation.right.values());
    if let Relation::Congruent(modulus) | Relation::NotCongruent(modulus) = &equation.relation {
        all.extend(modulus.values());
    }
    all
}

/// The number of this name in an equation.
fn value_of(equation: &Equation, name: &str) -> BigInt {
    let all = mentioned(equation).into_iter();
    let mut integers = all.filter_map(|value| match &value.data {
        Data::Integer(integer) if value.symbol == name => Some(integer.clone()),
        _ => None,
    });
    integers.next().expect("a number of that name")
}

/// Whether a place is a number's share of another, in thousandths.
fn assert_near(what: &str, number: &BigInt, whole: &BigInt, place: u32) {
    let off: BigInt = (number * 1000) / whole.max(&BigInt::from(1)) - place;
    assert!(off.bits() <= 1, "{what}: {number} of {whole} at {place}");
}

/// Every equation has a picture, and whatever it shows is what the equation
/// says.
fn assert_drawn(what: &str, step: &Step) -> usize {
    for equation in &step.equations {
        let Some(drawn) = figure::of_equation(equation, step) else {
            panic!("{what}: {equation} has no picture");
        };
        assert!(!drawn.says().is_empty(), "{what}");
        let arguments = match (&equation.left, &equation.right) {
            (Expr::Apply(_, arguments), _) | (_, Expr::Apply(_, arguments)) => arguments.as_slice(),
            _ => &[],
        };
        let bytes = |one: &Expr| one.evaluate().unwrap().bytes().unwrap();
        match drawn {
            Figure::Bar(bar) => {
                let arguments = arguments.iter().map(bytes);
                let parts: Vec<_> = arguments.filter(|bytes| !bytes.is_empty()).collect();
                assert_eq!(parts.len(), bar.parts.len(), "{what}");
                for (bytes, part) in parts.iter().zip(&bar.parts) {
                    assert_eq!(&bar.bytes[part.range.clone()], &bytes[..], "{what}");
                }
            }
            Figure::Cut(bar) => {
                let (left, right) = (&equation.left, &equation.right);
                assert_eq!(bytes(left), bytes(right), "{what}");
                let lit = bar.parts.iter().find(|part| part.lit).unwrap();
                assert_eq!(bar.bytes[lit.range.clone()], bytes(left), "{what}");
            }
            Figure::Lanes(lanes) if lanes.sign == "=" => {
                let (left, right) = (bytes(&equation.left), bytes(&equation.right));
                assert_eq!(lanes.lanes[0].bytes, left, "{what}");
                assert_eq!(lanes.lanes[1].bytes, right, "{what}");
                assert_eq!(lanes.differing().is_empty(), left == right, "{what}");
            }
            Figure::Lanes(lanes) => {
                let (last, above) = lanes.lanes.split_last().unwrap();
                for (at, byte) in last.bytes.iter().enumerate() {
                    let xor = above.iter().fold(0, |all, lane| all ^ lane.bytes[at]);
                    assert_eq!(*byte, xor, "{what}: byte {at}");
                }
            }
            Figure::Track(track) => {
                let integer = |at: usize| arguments[at].evaluate().unwrap().integer().unwrap();
                let (base, e, n) = (integer(0), integer(1), integer(2));
                assert_eq!(track.bits.len() as u64, e.bits(), "{what}");
                let mut so_far = BigInt::from(0);
                let mut stops = track.stops.iter().peekable();
                for (at, bit) in track.bits.iter().enumerate() {
                    so_far = so_far * 2 + i32::from(*bit);
                    if let Some(stop) = stops.next_if(|stop| stop.bit == at) {
                        let x = base.modpow(&so_far, &n);
                        let off: BigInt = x * 1000 / &n - stop.place;
                        assert!(off.bits() <= 1, "{what}: {} at bit {at}", stop.place);
                    }
                }
                assert_eq!((so_far, stops.next()), (e, None), "{what}");
            }
            Figure::Ring(ring) => {
                let (n, end) = match (&equation.relation, &equation.left, &equation.right) {
                    (Relation::Congruent(n) | Relation::NotCongruent(n), _, end) => (&**n, end),
                    (Relation::Divides, n, _) => (n, &Expr::Constant(0)),
                    (_, end @ Expr::Value(_), _) | (_, _, end) => (&arguments[1], end),
                };
                let n = n.evaluate().unwrap().integer().unwrap();
                let end = end.evaluate().unwrap().integer().unwrap();
                let (last, others) = ring.marks.split_last().unwrap();
                assert_near(what, &end, &n, last.place);
                for mark in others {
                    let value = value_of(equation, &mark.name);
                    assert_near(what, &value, &n, mark.place);
                }
                if let Some(places) = ring.places {
                    assert_eq!(BigInt::from(places), n, "{what}");
                }
                if let Some(rounds) = &ring.rounds {
                    let way = match (&equation.relation, &equation.left, &equation.right) {
                        (Relation::Congruent(_) | Relation::NotCongruent(_), way, _) => way,
                        (Relation::Divides, _, way) => way,
                        _ => &arguments[0],
                    };
                    let way = way.evaluate().unwrap().integer().unwrap();
                    assert_eq!(
                        rounds.parse::<BigInt>().unwrap(),
                        way / n,
                        "{what}: {equation}"
                    );
                }
            }
            Figure::Scale(scale) => {
                let values: Vec<BigInt> = scale
                    .marks
                    .iter()
                    .map(|mark| value_of(equation, &mark.name))
                    .collect();
                let largest = values.iter().max_by_key(|value| value.magnitude()).unwrap();
                for (value, mark) in values.iter().zip(&scale.marks) {
                    if scale.in_bits {
                        let bits = BigInt::from(value.bits());
                        assert_near(what, &bits, &largest.bits().into(), mark.place);
                    } else {
                        let size = |value: &BigInt| BigInt::from(value.magnitude().clone());
                        assert_near(what, &size(value), &size(largest), mark.place);
                    }
                }
            }
            Figure::Machine(machine) => {
                for lane in machine.input.iter().chain(&machine.output) {
                    let value = mentioned(equation)
                        .into_iter()
                        .find(|value| value.symbol == lane.name)
                        .unwrap();
                    let is_it = match &value.data {
                        Data::Bytes(bytes) => *bytes == lane.bytes,
                        Data::Text(text) => text.as_bytes() == lane.bytes,
                        Data::Integer(number) => number.magnitude().to_bytes_be() == lane.bytes,
                        Data::Ends(_) => true,
                    };
                    assert!(is_it, "{what}: {}", lane.name);
                }
            }
        }
    }
    figure::of(step).len()
}

/// Whatever a picture that steps share shows is a value of a step up to the
/// present one, in its own width.
fn assert_scenes(what: &str, trace: &Trace) {
    let walk = Walk::of(trace);
    for (number, stop) in walk.stops.iter().enumerate() {
        let drawn = walk.scene(number);
        assert_eq!(drawn.is_some(), stop.step.scene.is_some(), "{what}");
        let Some(drawn) = drawn else { continue };
        let told: Vec<&Value> = walk.stops[..=number]
            .iter()
            .flat_map(|stop| {
                let sides = stop.step.equations.iter();
                let sides = sides.flat_map(|one| [one.left.values(), one.right.values()]);
                stop.step.values.iter().chain(sides.flatten())
            })
            .collect();
        let measure = drawn
            .strips
            .iter()
            .max_by_key(|strip| strip.length)
            .unwrap();
        for strip in &drawn.strips {
            let shown = Data::Bytes(strip.bytes.clone());
            let is_told = told
                .iter()
                .any(|one| one.symbol == strip.name && one.data == shown);
            assert_eq!(is_told, strip.when != When::Later, "{what}: {}", strip.name);
            assert_eq!(strip.bytes.is_empty(), !is_told, "{what}: {}", strip.name);
            let scale = |strip: &Strip| strip.across.1 as f64 / strip.length as f64;
            assert!((scale(strip) / scale(measure) - 1.0).abs() < 0.05, "{what}");
            assert!(
                strip.across.0 + strip.across.1 <= 1000,
                "{what}: {}",
                strip.name
            );
        }
    }
}

fn assert_honest(what: &str, output: &Output, trace: &Trace) {
    assert_scenes(what, trace);
    let lies: Vec<String> = trace
        .lies()
        .into_iter()
        .map(|(step, equation)| format!("step “{}” says {equation}", step.title))
        .collect();
    assert!(lies.is_empty(), "{what}: {}", lies.join("; "));
    let inside: Vec<_> = trace
        .all()
        .into_iter()
        .flat_map(|step| &step.bytes)
        .map(|bytes| &**bytes)
        .collect();
    for whole in output.bytes.iter().chain(inside.iter().copied()) {
        assert_eq!(whole.check(), Ok(()), "{what}: {}", whole.name);
    }
    for agreement in &output.agreements {
        assert!(
            agreement.agrees,
            "{what}: {} differs from {}",
            agreement.what, agreement.with
        );
    }
    assert!(!output.headline.is_empty(), "{what} has no headline");
    for step in trace.all() {
        // Words show no subscripts: the `_` of a symbol would stand there bare.
        for words in [&step.title, &step.says] {
            let symbol = words
                .split(|c: char| c.is_whitespace() || ",.:;()’".contains(c))
                .find(|word| word.contains('_') && names(step, word));
            assert_eq!(symbol, None, "{what}: “{words}”");
        }
    }
    for step in trace.all() {
        // A key's powers are long, and their rows are all here.
        if step.inside.total < 400 {
            assert_drawn(what, step);
        }
    }
    let paths = trace.paths();
    let mut seen = HashSet::new();
    for (path, _) in &paths {
        assert!(seen.insert(path), "{what}: two steps {path:?}");
    }
    let shown = output.bytes.iter().map(|whole| ("", whole));
    let told = paths.iter().flat_map(|(path, step)| {
        let all = step.bytes.iter();
        all.map(|whole| (path.as_str(), &**whole))
    });
    for (from, whole) in shown.chain(told) {
        for field in &whole.fields {
            field.visit(0, &mut |_, field| {
                assert!(
                    field.made_by.is_empty() || trace.resolve(from, &field.made_by).is_some(),
                    "{what}: {} at {from:?} points at step {:?}, which is not there",
                    field.name,
                    field.made_by
                );
            });
        }
    }
}

/// Runs all units in order; hands each run to a check.
fn walk(seed: &str, check: impl Fn(&'static About, &Inputs)) {
    let mut made = BTreeMap::new();
    for about in units::ALL {
        let inputs = inputs(about, &made, seed);
        if about.page == units::Page::Desk {
            continue;
        }
        let (output, trace) = run(about, &inputs)
            .unwrap_or_else(|diagnosis| panic!("{} with its defaults: {diagnosis}", about.id));
        assert_honest(about.id, &output, &trace);
        assert_ne!(
            output.good,
            Some(false),
            "{}: {}",
            about.id,
            output.headline
        );
        assert!(
            output.drafts.iter().all(|draft| draft.demonstration),
            "{}: what comes from a known seed is marked",
            about.id
        );
        made.insert(about.id, output);
        check(about, &inputs);
    }
}

#[test]
fn every_unit_is_honest_with_its_defaults() {
    for seed in ["padlock", "class 7", "ünïcode"] {
        walk(seed, |_, _| {});
    }
}

#[test]
fn every_way_to_break_a_unit_is_told_honestly() {
    walk("padlock", |about, inputs| {
        for way in about.breaks {
            let mut broken = inputs.clone();
            for (input, value) in way.sets {
                assert!(
                    about.input(input).is_some(),
                    "{}: {} sets {input}",
                    about.id,
                    way.label
                );
                broken = broken.with(input, *value);
            }
            assert_ne!(
                broken, *inputs,
                "{}: “{}” changes nothing",
                about.id, way.label
            );
            match run(about, &broken) {
                Ok((output, trace)) => {
                    assert_honest(&format!("{}, {}", about.id, way.label), &output, &trace);
                }
                Err(diagnosis) => {
                    assert_eq!(
                        diagnosis.cause,
                        units::Cause::Input,
                        "{}: {diagnosis}",
                        way.label
                    );
                    assert!(
                        diagnosis.input.is_empty() || about.input(&diagnosis.input).is_some(),
                        "{}: no input {:?}",
                        about.id,
                        diagnosis.input
                    );
                }
            }
        }
    });
}

#[test]
fn the_same_inputs_give_the_same_output() {
    walk("again", |about, inputs| {
        let (first, trace) = run(about, inputs).expect("ran before");
        let (second, other) = run(about, inputs).expect("ran before");
        assert_eq!((first, trace), (second, other), "{}", about.id);
    });
}

/// The settings that decide whether a unit draws, each way; the larger keys
/// are drawn as the smallest is.
fn ways_to_draw(about: &'static About, inputs: &Inputs) -> Vec<Inputs> {
    let Draws::While(input, among) = about.draws else {
        return vec![inputs.clone()];
    };
    let control = &about.input(input).expect("an input").control;
    let values: Vec<&str> = match control {
        Control::Choice(choices) => choices.iter().map(|choice| choice.value).collect(),
        _ => vec![among[0], "000102030405060708090a0b0c0d0e0f"],
    };
    values
        .into_iter()
        .filter(|value| !["3072", "4096"].contains(value))
        .map(|value| inputs.clone().with(input, value))
        .collect()
}

#[test]
fn a_unit_says_whether_chance_goes_into_what_it_makes() {
    let (mut drew, mut did_not) = (0, 0);
    let made = std::cell::RefCell::new(BTreeMap::new());
    let mut tried = |about: &'static About, inputs: &Inputs| {
        for first in ways_to_draw(about, inputs) {
            let second = Inputs {
                randomness: Randomness::Lesson("another".to_owned()),
                ..first.clone()
            };
            let (one, other) = (
                run(about, &first).expect("runs"),
                run(about, &second).expect("runs"),
            );
            let draws = about.draws.applies(&first.values);
            assert_eq!(one != other, draws, "{}: {:?}", about.id, about.draws);
            *if draws { &mut drew } else { &mut did_not } += 1;
            made.borrow_mut().insert(about.id, one.0);
        }
    };
    let runs = std::cell::RefCell::new(Vec::new());
    walk("one", |about, inputs| {
        runs.borrow_mut().push((about, inputs.clone()));
    });
    for (about, inputs) in runs.into_inner() {
        tried(about, &inputs);
    }
    let key = made.borrow()["rsa-keygen"].drafts[0].clone();
    let key = Material {
        name: key.name,
        kind: key.kind,
        bytes: key.bytes,
        demonstration: true,
    };
    let certificate = made.borrow()["ca-root"].drafts[1].clone();
    let pem = padlock::desk::to_pem(certificate.kind, &certificate.bytes);
    for (id, filled) in [
        (
            "desk-export",
            Inputs::default()
                .with_thing("thing", key)
                .with("passphrase", "four random words")
                .with("kdf", "pbkdf2")
                .with("rounds", "1000"),
        ),
        ("desk-import", Inputs::default().with("file", pem.as_str())),
    ] {
        tried(units::find(id).expect("a unit"), &filled);
    }
    assert!(drew >= 9 && did_not >= 7, "{drew} drew, {did_not} did not");
}

#[test]
fn a_deliberately_wrong_equation_is_caught() {
    let about = units::find("fernet-encrypt").expect("a unit");
    let (_, trace) = run(about, &inputs(about, &BTreeMap::new(), "padlock")).expect("runs");
    let mut bent = 0;
    for step in trace.all() {
        for equation in &step.equations {
            let mut wrong = equation.clone();
            wrong.right = Value::public_bytes("wrong", [1, 2, 3]).into();
            assert_ne!(wrong.check(), Ok(true), "{wrong}");
            bent += 1;
        }
    }
    assert!(bent > 5, "only {bent} equations in a whole encryption");
}

#[test]
fn what_units_say_of_themselves_is_complete() {
    for about in units::ALL {
        for text in [about.title, about.question, about.notice] {
            assert!(!text.is_empty(), "{}", about.id);
        }
        assert!(
            about.question.ends_with('?'),
            "{}: {}",
            about.id,
            about.question
        );
        assert!(!about.sources.is_empty(), "{}", about.id);
        let same = units::ALL
            .iter()
            .filter(|other| other.id == about.id)
            .count();
        assert_eq!(same, 1, "{}", about.id);
        for input in about.inputs {
            assert!(
                !["v", "at", "seed"].contains(&input.id),
                "{} is taken by links",
                input.id
            );
            if let Control::Choice(choices) = &input.control {
                assert!(
                    choices.iter().any(|choice| choice.value == input.default),
                    "{}.{}",
                    about.id,
                    input.id
                );
            }
            if matches!(input.control, Control::Passphrase) {
                assert_eq!(input.known_to, Knowers::OWNER);
            }
        }
    }
}

#[test]
fn what_is_put_together_masked_or_raised_is_drawn() {
    for (unit, pictures) in [
        // DB, two masks, EM, the power.
        ("rsa-encrypt", 5),
        // The signed part, the padded message, the halves and hashes of HMAC.
        ("fernet-encrypt", 4),
    ] {
        let about = units::find(unit).expect("a unit");
        let mut made = BTreeMap::new();
        for before in ["rsa-keygen", "fernet-key"] {
            let about = units::find(before).expect("a unit");
            let (output, _) = run(about, &inputs(about, &made, "class 7")).expect("a run");
            made.insert(before, output);
        }
        let inputs = inputs(about, &made, "class 7");
        let (_, trace) = run(about, &inputs).expect("a run");
        let drawn: usize = trace
            .all()
            .into_iter()
            .map(|step| assert_drawn(unit, step))
            .sum();
        assert!(drawn >= pictures, "{unit} has {drawn} pictures");
    }
}
