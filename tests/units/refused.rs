//! What comes to nothing is shown up to the step that failed, with a picture.

use super::every::{NOW, run};
use padlock::engine::picture;
use padlock::engine::trace::{Recorder, Step, Verdict};
use padlock::units::{self, Inputs, Output, Refusal, Size, find};
use std::collections::BTreeMap;

/// What the units before one of them have made, at this size.
fn made(size: Size, units: &[&'static str]) -> BTreeMap<&'static str, Output> {
    let mut made = BTreeMap::new();
    for unit in units {
        let about = find(unit).unwrap();
        let inputs = Inputs::after(about, size, &made);
        let (output, _) = run(about, &Inputs { now: NOW, ..inputs }).unwrap();
        made.insert(*unit, output);
    }
    made
}

/// The run of a unit with one field as it cannot be.
fn refused(unit: &str, size: Size, field: &str, value: &str) -> Refusal {
    let about = find(unit).unwrap();
    let made = made(size, &["rsa-keygen"]);
    let inputs = Inputs::after(about, size, &made).with(field, value);
    let mut recorder = Recorder::default();
    let diagnosis = units::run(unit, &Inputs { now: NOW, ..inputs }, &mut recorder).unwrap_err();
    assert_eq!(diagnosis.input, field, "{unit}: {diagnosis}");
    Refusal::new(diagnosis, recorder.finish())
}

#[test]
fn the_step_that_failed_is_the_last_one_and_has_a_picture() {
    let long = "x".repeat(300);
    for (unit, size, field, value, id) in [
        ("rsa-keygen", Size::Small, "p", "9", "prime-p"),
        ("rsa-keygen", Size::Small, "q", "91", "prime-q"),
        ("rsa-keygen", Size::Small, "q", "5", "distance"),
        ("rsa-keygen", Size::Small, "toy-e", "4", "e"),
        ("rsa-keygen", Size::Small, "toy-e", "1", "e"),
        ("rsa-keygen", Size::Small, "toy-e", "5", "e"),
        ("rsa-keygen", Size::Small, "toy-e", "21", "e"),
        ("rsa-encrypt", Size::Small, "message", "60", "range"),
        ("rsa-encrypt", Size::Small, "message", "hello", "range"),
        ("rsa-encrypt", Size::Real, "message", &long, "fits"),
        ("rsa-why", Size::Small, "number", "60", "range"),
    ] {
        let what = format!("{unit}, {field} = {}", value.get(..9).unwrap_or(value));
        let refusal = refused(unit, size, field, value);
        let steps = refusal.trace.all();
        let failed = |step: &&&Step| step.verdict == Some(Verdict::Failed);
        let failed: Vec<&&Step> = steps.iter().filter(failed).collect();
        let last = failed.last().unwrap_or_else(|| panic!("{what}: no step"));
        assert_eq!(last.id, id, "{what}");
        let is_drawn = last.drawing.is_some() || !picture::of(last).is_empty();
        assert!(is_drawn, "{what}");
        let outer = refusal.trace.steps.kept.last().unwrap();
        assert_eq!(outer.id, id, "{what}: the last");
    }
}

#[test]
fn what_was_wrong_before_the_first_step_has_none() {
    for (unit, size, field, value) in [
        ("rsa-keygen", Size::Small, "p", "five"),
        ("rsa-why", Size::Small, "number", ""),
    ] {
        let refusal = refused(unit, size, field, value);
        assert_eq!(refusal.trace.steps.total, 0, "{unit}");
    }
}
