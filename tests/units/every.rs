//! Every unit, run with its defaults and with each of its ways to break it,
//! over several seeds: no equation is false, every byte has an owner, and
//! every other implementation agrees.

use super::drawn::{assert_drawn, assert_scenes};
use super::flows::assert_flow;
use super::wholes::assert_whole;
use padlock::engine::diagnosis::{Cause, Diagnosis};
use padlock::engine::knowers::Knowers;
use padlock::engine::picture;
use padlock::engine::trace::{Recorder, Step, Trace, Value};
use padlock::units::{
    self, About, Control, Draws, Inputs, Material, Output, Randomness, Size, Start,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A time in November 2026.
pub(crate) const NOW: u64 = 1_795_500_000;

pub(crate) fn run(about: &About, inputs: &Inputs) -> Result<(Output, Trace), Diagnosis> {
    let mut recorder = Recorder::new(u32::MAX);
    let output = units::run(about.id, inputs, &mut recorder)?;
    Ok((output, recorder.finish()))
}

/// The inputs that a page would give: defaults, and for things what the units
/// before have made.
pub(crate) fn inputs(about: &About, made: &BTreeMap<&str, Output>, seed: &str) -> Inputs {
    for input in about.inputs {
        let (Control::Thing(kinds), Some((unit, index))) = (&input.control, input.maker()) else {
            continue;
        };
        if let Some(draft) = made.get(unit).and_then(|output| output.drafts.get(index)) {
            assert!(
                kinds.contains(&draft.kind),
                "{}.{} takes {kinds:?} by default but is given a {}",
                about.id,
                input.id,
                draft.kind.name()
            );
        }
    }
    Inputs {
        randomness: Randomness::Lesson(seed.to_owned()),
        now: NOW,
        ..Inputs::after(about, Size::Real, made)
    }
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

fn assert_honest(what: &str, output: &Output, trace: &Trace) {
    assert_scenes(what, trace);
    if let Some(flow) = output.clone().told(trace.clone()).flow {
        assert_flow(what, trace, &flow);
    }
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
    assert!(!output.notice.is_empty(), "{what} has nothing to notice");
    assert!(!output.sources.is_empty(), "{what} has no sources");
    let files = output.files();
    assert_eq!(output.file_count(), files.len(), "{what}");
    let unique: HashSet<_> = files.iter().map(|(name, _)| name).collect();
    assert_eq!(unique.len(), files.len(), "{what}: two files of one name");
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
        assert_whole(what, step);
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
fn small_numbers_are_honest_and_drawn_whole() {
    let mut made = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for about in units::ALL.iter().filter(|about| about.page.has_sizes()) {
        let inputs = Inputs::after(about, Size::Small, &made);
        let (output, trace) = run(about, &inputs).expect("a run");
        assert_honest(&format!("{}, small", about.id), &output, &trace);
        for step in trace.all() {
            match picture::of_step(step) {
                Some(picture) => seen.extend([picture.kind()]),
                None => seen.extend(picture::of(step).iter().map(|one| one.kind())),
            }
        }
        made.insert(about.id, output);
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        [
            "area",
            "avalanche",
            "combs",
            "cycle",
            "grid",
            "hops",
            "machine",
            "modulus",
            "permutation",
            "reading",
            "ring",
            "scale",
            "scatter",
            "seal",
            "squares",
            "track",
            "trial",
        ]
    );
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
                    assert_eq!(diagnosis.cause, Cause::Input, "{}: {diagnosis}", way.label);
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

/// What is drawn once is drawn for one key and one message, whatever the seed.
#[test]
fn two_messages_never_share_what_is_drawn() {
    let mut made = BTreeMap::new();
    for about in units::ALL
        .iter()
        .filter(|about| about.page != units::Page::Desk)
    {
        let inputs = Inputs::after(about, Size::Real, &made);
        if let (Some(_), Some(drawn)) = (about.input("message"), drawn_by(about.id)) {
            let of = |message: &str, scheme: &str| {
                let inputs = inputs
                    .clone()
                    .with("message", message)
                    .with("scheme", scheme);
                let (_, trace) = run(about, &inputs).expect("a run");
                let all = trace.all().into_iter().flat_map(|step| &step.values);
                let found: Vec<String> = all
                    .filter(|value| drawn.contains(&&*value.symbol))
                    .map(|value| format!("{:?}", value.data))
                    .collect();
                found
            };
            for scheme in ["oaep", "pss", "pkcs1v15"] {
                if !takes(about, scheme) {
                    continue;
                }
                let (one, other) = (of("one", scheme), of("other", scheme));
                assert!(
                    one.iter().all(|it| !other.contains(it)),
                    "{}, {scheme}",
                    about.id
                );
                assert_eq!(
                    one,
                    of("one", scheme),
                    "{}: until it is drawn anew",
                    about.id
                );
            }
        }
        made.insert(about.id, run(about, &inputs).expect("a run").0);
    }
}

/// What a unit draws for each message.
fn drawn_by(unit: &str) -> Option<&'static [&'static str]> {
    match unit {
        "fernet-encrypt" => Some(&["IV"]),
        "rsa-encrypt" => Some(&["seed", "PS"]),
        "rsa-sign" => Some(&["salt"]),
        _ => None,
    }
}

/// Whether a unit can work by this scheme; one without schemes works by any.
fn takes(about: &About, scheme: &str) -> bool {
    match about.input("scheme").map(|input| &input.control) {
        Some(Control::Choice(all)) => all.iter().any(|choice| choice.value == scheme),
        _ => true,
    }
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
        for text in [about.title, about.question] {
            assert!(!text.is_empty(), "{}", about.id);
        }
        assert!(
            about.question.ends_with('?'),
            "{}: {}",
            about.id,
            about.question
        );
        let same = units::ALL
            .iter()
            .filter(|other| other.id == about.id)
            .count();
        assert_eq!(same, 1, "{}", about.id);
        let waits = about.start != Start::Live;
        assert_eq!(waits, !about.makes.is_empty(), "{}", about.id);
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
