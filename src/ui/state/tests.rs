//! The rules of the page, without a browser.

use super::*;
use crate::desk::Origin;
use crate::engine::trace::{Observer, Recorder, Step};
use crate::ui::stale::Stale;
use crate::units::{File, Randomness, Refusal};

const JOB: u32 = 7;

pub(super) fn about(id: &str) -> &'static About {
    units::find(id).unwrap()
}

pub(super) fn opened(ids: &[&str]) -> State {
    ids.iter().fold(State::default(), |state, id| {
        state.after(Action::Open(about(id), Seed([1; 32])))
    })
}

/// A state in which an exhibit has made these drafts.
pub(super) fn finished(state: &State, id: &str, keep: Keep, drafts: Vec<Draft>) -> State {
    let unit = about(id).id;
    let inputs = state.inputs(about(id), keep).unwrap();
    let output = Output {
        drafts,
        ..Output::default()
    };
    state
        .after(Action::Started(unit, JobId::of(JOB), inputs, keep))
        .after(Action::Ended(
            unit,
            JobId::of(JOB),
            Box::new(Ok((output, Vec::new()))),
            5,
        ))
}

fn draft(kind: Kind, byte: u8, made_from: Vec<Origin>) -> Draft {
    Draft {
        name: format!("{} {byte}", kind.name()),
        kind,
        bytes: vec![byte].into(),
        made_from,
        demonstration: false,
    }
}

fn keys() -> Vec<Draft> {
    let kind = crate::desk::KeyKind::Rsa;
    vec![
        draft(Kind::PrivateKey(kind), 1, vec![]),
        draft(Kind::PublicKey(kind), 2, vec![Origin::Sibling(0)]),
    ]
}

#[test]
fn an_example_stays_off_the_desk_and_what_was_asked_for_lands_on_it() {
    let state = opened(&["rsa-keygen"]);
    let example = finished(&state, "rsa-keygen", Keep::No, keys());
    assert!(example.desk.things().is_empty());
    let asked = finished(&state, "rsa-keygen", Keep::Yes, keys());
    assert_eq!(asked.desk.things().len(), 2);
    assert_eq!(
        example
            .after(Action::Keep("rsa-keygen", 5))
            .desk
            .things()
            .len(),
        2
    );
}

#[test]
fn an_exhibit_takes_what_the_other_made_and_keeping_keeps_both() {
    let state = opened(&["rsa-keygen", "rsa-sign"]);
    let sign = about("rsa-sign");
    assert_eq!(
        state.waits_for(sign).map(|about| about.id),
        Some("rsa-keygen")
    );
    let state = finished(&state, "rsa-keygen", Keep::No, keys());
    assert!(state.waits_for(sign).is_none());
    let signature = vec![draft(Kind::Signature, 9, vec![Origin::Input(0)])];
    let state = finished(&state, "rsa-sign", Keep::No, signature);
    let asked = state.would_keep("rsa-sign");
    let state = state.after(Action::Keep("rsa-sign", 5));
    let things = state.desk.things();
    let names: Vec<_> = things.iter().map(|thing| thing.name.clone()).collect();
    assert_eq!(names, asked, "as the button says");
    // The key that signed, and not what else was made with it.
    assert_eq!(things.len(), 2);
    assert_eq!(things[1].made_from, [things[0].id]);
}

#[test]
fn an_example_does_not_come_along() {
    let state = opened(&["rsa-keygen", "rsa-sign"]);
    let mut example = keys();
    for key in &mut example {
        key.demonstration = true;
    }
    let state = finished(&state, "rsa-keygen", Keep::No, example);
    let signature = vec![draft(Kind::Signature, 9, vec![Origin::Input(0)])];
    let state = finished(&state, "rsa-sign", Keep::Yes, signature);
    assert_eq!(state.desk.things().len(), 1);
    assert_eq!(state.desk.things()[0].kind, Kind::Signature);
}

#[test]
fn failures_and_cancelled_runs_lose_nothing() {
    let state = finished(&opened(&["rsa-keygen"]), "rsa-keygen", Keep::Yes, keys());
    let inputs = state.inputs(about("rsa-keygen"), Keep::Yes).unwrap();
    let running = state.after(Action::Started(
        "rsa-keygen",
        JobId::of(8),
        inputs,
        Keep::Yes,
    ));
    assert!(running.exhibit("rsa-keygen").unwrap().result.is_some());
    let cancelled = running.after(Action::Cancelled("rsa-keygen"));
    assert!(cancelled.exhibit("rsa-keygen").unwrap().result.is_some());
    let diagnosis = Diagnosis::expected("a size").of("size");
    let failed = running.after(Action::Ended(
        "rsa-keygen",
        JobId::of(8),
        Box::new(Err(diagnosis.into())),
        5,
    ));
    let exhibit = failed.exhibit("rsa-keygen").unwrap();
    assert!(exhibit.result.is_some() && exhibit.diagnosis.is_some() && exhibit.running.is_none());
    assert_eq!(failed.desk.things(), state.desk.things());
}

/// A state after the person has had a key made, which ended so.
fn ran(state: &State, result: Ending) -> State {
    let inputs = state.inputs(about("rsa-keygen"), Keep::Yes).unwrap();
    let job = JobId::of(8);
    state
        .after(Action::Started("rsa-keygen", job, inputs, Keep::Yes))
        .after(Action::Ended("rsa-keygen", job, Box::new(result), 5))
}

#[test]
fn of_what_was_refused_the_steps_are_kept_until_a_run_succeeds() {
    let state = opened(&["rsa-keygen"]);
    let mut recorder = Recorder::default();
    recorder.step(|| Step::new("prime-p", "Is p prime?").passes_if(false));
    let diagnosis = Diagnosis::expected("an odd prime").of("p");
    let refusal = Refusal::new(diagnosis, recorder.finish());
    let refused = |state: &State| state.exhibit("rsa-keygen").unwrap().refused.clone();
    let failed = ran(&state, Err(refusal));
    assert_eq!(refused(&failed).unwrap().output.trace.steps.total, 1);
    assert_eq!(failed.stale_refusal(about("rsa-keygen")), None);
    let other = failed.after(Action::Fill("rsa-keygen", "p".into(), "17".into()));
    assert_eq!(
        other.stale_refusal(about("rsa-keygen")),
        Some(Stale::OtherSettings)
    );
    // What was wrong before the first step leaves none.
    let diagnosis = Diagnosis::expected("a number").of("p");
    assert!(refused(&ran(&failed, Err(diagnosis.into()))).is_none());
    assert!(refused(&ran(&failed, Ok((Output::default(), Vec::new())))).is_none());
}

#[test]
fn what_could_not_be_begun_is_remembered_until_it_was() {
    let state = opened(&["rsa-keygen"]);
    let missed = |state: &State| state.exhibit("rsa-keygen").unwrap().missed.clone();
    let lost = ran(&state, Err(Diagnosis::missing().into()));
    assert_eq!(missed(&lost).unwrap().keep, Keep::Yes);
    assert!(missed(&ran(&lost, Ok((Output::default(), Vec::new())))).is_none());
    let wrong = ran(&lost, Err(Diagnosis::expected("a size").of("size").into()));
    assert!(missed(&wrong).is_none());
}

#[test]
fn a_late_answer_of_another_run_changes_nothing() {
    let state = opened(&["rsa-keygen"]);
    let inputs = state.inputs(about("rsa-keygen"), Keep::Yes).unwrap();
    let running = state.after(Action::Started(
        "rsa-keygen",
        JobId::of(8),
        inputs,
        Keep::Yes,
    ));
    let late = Box::new(Ok((Output::default(), Vec::new())));
    let after = running.after(Action::Ended("rsa-keygen", JobId::of(3), late, 5));
    let exhibit = after.exhibit("rsa-keygen").unwrap();
    assert!(exhibit.running.is_some() && exhibit.result.is_none());
}

#[test]
fn examples_are_the_same_for_all_and_own_runs_are_not() {
    let state = opened(&["rsa-keygen"]);
    let of = |state: &State, keep| state.inputs(about("rsa-keygen"), keep).unwrap().randomness;
    assert!(of(&state, Keep::No).is_lesson());
    assert!(!of(&state, Keep::Yes).is_lesson());
    let word = state.after(Action::Word("rsa-keygen", "class 7".into(), 7));
    assert_eq!(of(&word, Keep::Yes), Randomness::Lesson("class 7".into()));
    let drawn = word.after(Action::Draw("rsa-keygen", Seed([2; 32])));
    assert_eq!(of(&drawn, Keep::Yes), Randomness::Fresh([2; 32]));
}

#[test]
fn numbers_are_small_first_and_what_the_person_typed_stays_when_they_grow() {
    let state = opened(&["rsa-keygen", "rsa-encrypt"]);
    let held = |state: &State, unit: &str, input: &str| {
        let form = &state.exhibit(unit).unwrap().form;
        form.values.get(input).unwrap().to_string()
    };
    let both = |state: &State| {
        let size = held(state, "rsa-keygen", "size");
        (size, held(state, "rsa-encrypt", "message"))
    };
    assert_eq!(both(&state), ("toy".into(), "4".into()));
    let small = finished(&state, "rsa-keygen", Keep::No, keys());
    let real = small.after(Action::Resize(Size::Real));
    assert_eq!(both(&real), ("2048".into(), "Meet me at noon.".into()));
    assert!(real.exhibit("rsa-keygen").unwrap().result.is_none());
    let back = real.after(Action::Resize(Size::Small));
    assert_eq!(both(&back), both(&state));
    // What is opened later has the same size.
    let later = real.after(Action::Open(about("rsa-sign"), Seed([1; 32])));
    assert_eq!(later.size, Size::Real);
    let typed = state.after(Action::Fill("rsa-encrypt", "message".into(), "7".into()));
    let typed = typed.after(Action::Resize(Size::Real));
    assert_eq!(both(&typed), ("2048".into(), "7".into()));
    // A choice of size is one of the size of everything.
    let chosen = state.after(Action::Fill("rsa-keygen", "size".into(), "4096".into()));
    assert_eq!(chosen.size, Size::Real);
    let chosen = chosen.after(Action::Resize(Size::Small));
    assert_eq!(held(&chosen, "rsa-keygen", "size"), "toy");
}

#[test]
fn what_is_typed_takes_the_place_of_what_was_dropped() {
    let state = opened(&["desk-import"]);
    let dropped = File {
        name: "key.der".into(),
        bytes: vec![1, 2, 3].into(),
    };
    let state = state.after(Action::HandIn("desk-import", dropped.clone()));
    let file = |state: &State| {
        let inputs = state.inputs(about("desk-import"), Keep::Yes);
        inputs.unwrap().file
    };
    assert_eq!(file(&state), Some(dropped.clone()));
    let with_word = state.after(Action::Fill("desk-import", "passphrase".into(), "x".into()));
    assert_eq!(file(&with_word), Some(dropped));
    let typed = state.after(Action::Fill("desk-import", "file".into(), "-----".into()));
    assert_eq!(file(&typed), None);
}

#[test]
fn what_belongs_to_an_example_goes_when_the_person_leaves_it() {
    let unit = about("fernet-decrypt");
    let held = |state: &State| {
        let values = &state.exhibit(unit.id).unwrap().form.values;
        (
            values.get("ttl").unwrap().to_string(),
            values.get("now").unwrap().to_string(),
        )
    };
    let fill = |state: &State, input: &str, value: &str| {
        state.after(Action::Fill(unit.id, input.into(), value.into()))
    };
    let of_the_example = ("60".to_owned(), "1985-10-26 08:20:01".to_owned());
    let state = opened(&[unit.id]);
    assert_eq!(held(&state), of_the_example);
    for (input, value) in [("token", "gAAAAA"), ("key", "mine"), ("token-from", "desk")] {
        assert_eq!(held(&fill(&state, input, value)), Default::default());
    }
    // What they set themselves stays, and a break is of the example.
    let set = fill(&fill(&state, "ttl", "3600"), "token", "gAAAAA");
    assert_eq!(held(&set).0, "3600");
    let set = fill(&fill(&state, "token", "gAAAAA"), "ttl", "60");
    assert_eq!(held(&fill(&set, "key", "mine")).0, "60");
    let broken = state.after(Action::Break(unit.id, &[("token", "gAAAAB")]));
    assert_eq!(held(&broken), of_the_example);
    let typed = fill(&broken, "key", "mine").after(Action::Mend(unit.id));
    assert_eq!(held(&typed), Default::default());
    assert_eq!(held(&typed.after(Action::Reset(unit.id))), of_the_example);
}

#[test]
fn a_secret_that_is_nowhere_else_is_not_left_in_silence() {
    let asks = State::has_unsaved;
    let of = |state: &State| state.desk.things()[0].id;
    let state = opened(&["rsa-keygen", "desk-import"]);
    let made = |unit, drafts| finished(&state, unit, Keep::Yes, drafts);
    assert!(!asks(&state));
    let key = made("rsa-keygen", keys());
    assert!(asks(&key));
    assert!(
        !asks(&key.after(Action::Survive(true))),
        "the browser keeps it"
    );
    assert!(!asks(&key.after(Action::Saved(vec![of(&key)]))));
    let more = key.after(Action::Saved(vec![of(&key)]));
    let another = draft(Kind::FernetKey, 9, vec![]);
    assert!(asks(&finished(
        &more,
        "rsa-keygen",
        Keep::Yes,
        vec![another]
    )));
    let file = key.desk.things().to_vec();
    let wanted = file.iter().map(|thing| thing.id).collect();
    let loaded = state.after(Action::Desk(desk::Action::Load(file, wanted)));
    assert!(!loaded.desk.things().is_empty() && !asks(&loaded));
    assert!(!asks(&made("desk-import", keys())), "it is in a file");
    assert!(!asks(&made(
        "rsa-keygen",
        vec![draft(Kind::Certificate, 1, vec![])]
    )));
    let shown = Draft {
        demonstration: true,
        ..keys().swap_remove(0)
    };
    assert!(!asks(&made("rsa-keygen", vec![shown])), "everybody has it");
    let forgotten = key.after(Action::Desk(desk::Action::Forget));
    assert!(!asks(&forgotten));
    assert!(asks(&forgotten.after(Action::Desk(desk::Action::Undo))));
}

#[test]
fn the_same_message_is_said_once() {
    let state = State::default()
        .after(Action::Say("one".into()))
        .after(Action::Say("one".into()))
        .after(Action::Say("two".into()));
    assert_eq!(state.notices, ["one", "two"]);
    assert_eq!(state.after(Action::Heed).notices, ["two"]);
    // What was said of an address goes with it.
    let state = state.after(Action::Followed(vec!["no such page".into()]));
    assert_eq!(state.notices, ["one", "two", "no such page"]);
    let state = state.after(Action::Followed(Vec::new()));
    assert_eq!(state.notices, ["one", "two"]);
}

#[test]
fn a_break_takes_the_place_of_the_one_before_and_is_mended() {
    let unit = about("issue");
    let values = |state: &State| state.exhibit("issue").unwrap().form.values.clone();
    let state = opened(&["issue"]);
    let before = values(&state);
    let [first, second] = [&unit.breaks[0], &unit.breaks[1]];
    let broken = state.after(Action::Break(unit.id, first.sets));
    assert_ne!(values(&broken), before);
    let other = broken.after(Action::Break(unit.id, second.sets));
    assert_eq!(
        values(&other),
        values(&state.after(Action::Break(unit.id, second.sets)))
    );
    // What the person types meanwhile is theirs.
    let typed = other.after(Action::Fill(unit.id, "days".into(), "7".into()));
    let mended = values(&typed.after(Action::Mend(unit.id)));
    assert_eq!(&**mended.get("days").unwrap(), "7");
    assert_eq!(values(&other.after(Action::Mend(unit.id))), before);
}
