//! What is due, as a person goes on.

use super::super::tests::{about, finished, opened};
use super::*;
use crate::desk::{Draft, KeyKind, Kind};
use crate::engine::diagnosis::Diagnosis;
use crate::link::JobId;
use crate::ui::state::{Action, Seed};

fn ids(needed: &[&'static About]) -> Vec<&'static str> {
    needed.iter().map(|about| about.id).collect()
}

fn due(state: &State, ids: &[&str]) -> Vec<&'static str> {
    let exhibits: Vec<_> = ids.iter().map(|id| about(id)).collect();
    let due = state.due(&exhibits);
    due.iter().map(|due| due.about.id).collect()
}

fn key() -> Vec<Draft> {
    vec![Draft {
        name: "Key".to_owned(),
        kind: Kind::PrivateKey(KeyKind::Rsa),
        bytes: vec![1].into(),
        made_from: Vec::new(),
        demonstration: false,
    }]
}

/// The state once a run of the last inputs has begun, or has failed.
fn begun(state: &State, id: &str) -> State {
    let unit = about(id);
    let inputs = state.inputs(unit, Keep::No).unwrap();
    state.after(Action::Started(unit.id, JobId::of(9), inputs, Keep::No))
}

fn failed(state: &State, id: &str) -> State {
    let failure = Box::new(Err(Diagnosis::bug("it is only a test").into()));
    begun(state, id).after(Action::Ended(about(id).id, JobId::of(9), failure, 1))
}

#[test]
fn each_exhibit_needs_what_makes_its_things_before_it_and_once() {
    let state = State::default();
    let needed = |id| ids(&state.needed(&[about(id)]));
    let chain = ["server-request", "ca-root", "issue", "check-certificate"];
    assert_eq!(needed("check-certificate"), chain);
    assert_eq!(
        needed("rsa-decrypt"),
        ["rsa-keygen", "rsa-encrypt", "rsa-decrypt"]
    );
    assert_eq!(
        needed("fernet-encrypt"),
        ["fernet-encrypt"],
        "its key is typed"
    );
    for unit in units::ALL {
        let needed = needed(unit.id);
        assert_eq!(needed.last(), Some(&unit.id), "it is open itself");
        let mut once = needed.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), needed.len(), "{needed:?}");
    }
    // Two that need the same.
    let both = state.needed(&[about("rsa-sign"), about("rsa-encrypt")]);
    assert_eq!(ids(&both), ["rsa-keygen", "rsa-sign", "rsa-encrypt"]);
}

#[test]
fn what_is_on_the_desk_is_not_made_again() {
    let state = finished(&opened(&["rsa-keygen"]), "rsa-keygen", Keep::Yes, key());
    let state = state.after(Action::Open(about("rsa-sign"), Seed([1; 32])));
    assert_eq!(ids(&state.needed(&[about("rsa-sign")])), ["rsa-sign"]);
}

#[test]
fn an_exhibit_is_due_once_what_it_takes_is_there() {
    let all = ["rsa-keygen", "rsa-sign"];
    let state = opened(&["rsa-keygen"]);
    assert_eq!(
        due(&state, &all),
        ["rsa-keygen"],
        "what is not open is not due"
    );
    let state = opened(&all);
    assert_eq!(due(&state, &all), ["rsa-keygen"], "what waits is not due");
    assert_eq!(
        due(&state, &["rsa-sign"]),
        [""; 0],
        "nor what nobody asks for"
    );
    let running = begun(&state, "rsa-keygen");
    assert_eq!(due(&running, &all), [""; 0], "what runs is not due");
    let state = finished(&state, "rsa-keygen", Keep::No, key());
    assert_eq!(due(&state, &all), ["rsa-sign"]);
    let state = finished(&state, "rsa-sign", Keep::No, Vec::new());
    assert_eq!(due(&state, &all), [""; 0], "what ran is not due");
}

#[test]
fn a_live_exhibit_is_due_after_each_change_and_an_example_once() {
    let all = ["rsa-keygen", "rsa-sign"];
    let state = finished(&opened(&all), "rsa-keygen", Keep::No, key());
    let state = finished(&state, "rsa-sign", Keep::No, Vec::new());
    let fill = |state: &State, text: &str| {
        state.after(Action::Fill("rsa-sign", "message".into(), text.into()))
    };
    let changed = fill(&state, "another");
    assert_eq!(due(&changed, &all), ["rsa-sign"]);
    assert!(changed.due(&[about("rsa-sign")])[0].again);
    // What failed is not tried again by itself; but after it what went well is.
    let failed = failed(&changed, "rsa-sign");
    assert_eq!(due(&failed, &all), [""; 0]);
    assert_eq!(due(&fill(&failed, "a third"), &all), ["rsa-sign"]);
    // Nor is what was stopped.
    let stopped = begun(&changed, "rsa-sign").after(Action::Cancelled("rsa-sign"));
    assert_eq!(due(&stopped, &all), [""; 0]);
    // An example is there once, until it begins anew.
    let resized = state.after(Action::Fill("rsa-keygen", "size".into(), "3072".into()));
    assert_eq!(due(&resized, &["rsa-keygen"]), [""; 0]);
    let renewed = resized.after(Action::Renew("rsa-keygen"));
    assert_eq!(due(&renewed, &["rsa-keygen"]), ["rsa-keygen"]);
}

#[test]
fn what_a_person_has_to_ask_for_is_never_due() {
    let asked = units::ALL
        .iter()
        .filter(|about| matches!(about.start, Start::Asked(_)));
    let asked: Vec<_> = asked.map(|about| about.id).collect();
    assert!(asked.contains(&"make-it"), "{asked:?}");
    assert_eq!(due(&opened(&asked), &asked), [""; 0]);
}

#[test]
fn what_waits_for_something_that_is_made_is_under_way() {
    let all = ["rsa-keygen", "rsa-sign"];
    let sign = about("rsa-sign");
    let state = opened(&all);
    assert!(state.is_under_way(sign), "its key is due");
    assert!(
        begun(&state, "rsa-keygen").is_under_way(sign),
        "and is made"
    );
    let failed = failed(&state, "rsa-keygen");
    assert!(!failed.is_under_way(sign), "there is none to wait for");
    let state = finished(&state, "rsa-keygen", Keep::No, key());
    assert!(state.is_under_way(sign), "it is due itself");
    let state = finished(&state, "rsa-sign", Keep::No, Vec::new());
    assert!(!state.is_under_way(sign));
    let asked = opened(&["make-it"]);
    assert!(!asked.is_under_way(about("make-it")), "nobody has asked");
}

#[test]
fn the_short_answers_of_a_path_come_last_and_one_after_the_other() {
    let page = Page::Cipher;
    let open = about("fernet-decrypt");
    let on_page: Vec<_> = units::on(page).map(|about| about.id).collect();
    let ids = |state: &State| {
        let due = state.due_on(&state.needed(&[open]), page);
        due.iter().map(|due| due.about.id).collect::<Vec<_>>()
    };
    let state = opened(&on_page);
    assert_eq!(ids(&state), ["fernet-decrypt"], "what is open comes first");
    let running = begun(&state, "fernet-decrypt");
    assert_eq!(ids(&running), [""; 0], "nothing runs beside it");
    let mut state = finished(&state, "fernet-decrypt", Keep::No, Vec::new());
    let mut seen = Vec::new();
    while let [next] = ids(&state)[..] {
        assert_eq!(ids(&begun(&state, next)), [""; 0], "one after the other");
        state = finished(&state, next, Keep::No, Vec::new());
        seen.push(next);
    }
    let others = on_page.iter().filter(|id| **id != open.id);
    assert_eq!(seen, others.copied().collect::<Vec<_>>());
}
