//! What travels, what stays behind, and what the other end makes of it.

use super::*;
use crate::desk::{KeyKind, Thing};
use crate::engine::trace::Recorder;
use crate::link::JobId;
use crate::ui::state::tests::{about, opened};
use crate::ui::state::{Action, Keep, Seed};

const RSA: [&str; 5] = [
    "rsa-keygen",
    "rsa-encrypt",
    "rsa-why",
    "rsa-sign",
    "rsa-verify",
];

const PKI: [&str; 4] = ["ca-root", "server-request", "issue", "check-certificate"];

/// The state after a unit has run as it stands, with what it really makes.
fn ran(state: &State, unit: &'static str, keep: Keep) -> State {
    let inputs = state.inputs(about(unit), keep).unwrap();
    let output = units::run(unit, &inputs, &mut Recorder::default()).unwrap();
    let (unit, job) = (about(unit).id, JobId::of(3));
    state
        .after(Action::Started(unit, job, inputs, keep))
        .after(Action::Ended(unit, job, Box::new(Ok((output, vec![]))), 5))
}

fn filled(state: State, unit: &'static str, values: &[(&str, &str)]) -> State {
    values.iter().fold(state, |state, (id, value)| {
        state.after(Action::Fill(unit, (*id).into(), (*value).into()))
    })
}

/// What a fresh tab holds once it has followed a link, as a link says it.
fn followed(link: &str, units: &[&'static str]) -> (State, Vec<String>) {
    let (address, problems) = Address::parse(link);
    let about = units::find(address.at.unwrap()).unwrap();
    let mut state = opened(units);
    if let Some(size) = address.size {
        state = state.after(Action::Resize(size));
    }
    let seed: fn() -> Option<Seed> = || Some(Seed([9; 32]));
    let actions = state.following(about, &address, (7, seed));
    (
        actions
            .into_iter()
            .fold(state, |state, action| state.after(action)),
        problems,
    )
}

fn material(state: &State, unit: &str, input: &str) -> Material {
    let input = about(unit).input(input).unwrap();
    let selection = state.selection(about(unit), input).unwrap();
    state.material(&selection).unwrap()
}

/// A tab in which a toy key of 7 and 13 was made.
fn with_toy() -> State {
    let state = opened(&RSA);
    let state = filled(
        state,
        "rsa-keygen",
        &[("p", "7"), ("q", "13"), ("toy-e", "5")],
    );
    ran(&state, "rsa-keygen", Keep::Yes)
}

#[test]
fn a_toy_key_travels_as_its_primes_into_whatever_uses_it() {
    let state = with_toy();
    for unit in ["rsa-encrypt", "rsa-why", "rsa-sign", "rsa-verify"] {
        let state = if unit == "rsa-verify" {
            ran(&state, "rsa-sign", Keep::No)
        } else {
            state.clone()
        };
        let link = state.address(about(unit), Carry::Public).fragment();
        for prime in ["rsa-keygen.p=7", "rsa-keygen.q=13", "rsa-keygen.toy-e=5"] {
            assert!(link.contains(prime), "{link}");
        }
        let (there, problems) = followed(&link, &RSA);
        assert!(problems.is_empty(), "{problems:?}");
        let there = ran(&there, "rsa-keygen", Keep::No);
        let there = ran(&there, "rsa-sign", Keep::No);
        let key = |state| material(state, unit, "key").bytes;
        assert_eq!(key(&there), key(&state), "{unit}");
        let back = there.address(about(unit), Carry::Public);
        assert_eq!(back.fragment(), link, "it travels on");
    }
}

#[test]
fn a_number_travels_with_the_toy_key_that_locks_it_and_a_text_or_a_real_key_s_does_not() {
    let state = with_toy();
    for (message, travels) in [("9", true), ("CANARY4711", false)] {
        let state = filled(state.clone(), "rsa-encrypt", &[("message", message)]);
        let address = state.address(about("rsa-encrypt"), Carry::Public);
        let link = address.fragment();
        assert_eq!(
            link.contains(&format!("message={message}")),
            travels,
            "{link}"
        );
        assert_eq!(address.without.is_empty(), travels, "{link}");
        let (there, problems) = followed(&link, &RSA);
        assert_eq!(problems.is_empty(), travels, "{problems:?}");
        let form = &there.exhibit("rsa-encrypt").unwrap().form;
        let held = form.values.get("message").map(AsRef::as_ref);
        assert_eq!(held == Some(message), travels);
    }
    let real = opened(&RSA).after(Action::Resize(Size::Real));
    let real = ran(&real, "rsa-keygen", Keep::No);
    let real = filled(real, "rsa-encrypt", &[("message", "9")]);
    let address = real.address(about("rsa-encrypt"), Carry::Public);
    assert_eq!(address.without, ["message"]);
}

#[test]
fn the_key_of_a_link_is_meant_whatever_lies_on_the_desk() {
    let link = with_toy()
        .address(about("rsa-why"), Carry::Public)
        .fragment();
    let (there, _) = followed(&link, &RSA);
    let own = Thing {
        demonstration: false,
        ..with_toy().desk.things()[0].clone()
    };
    let there = there.after(Action::Desk(desk::Action::Load(
        vec![own.clone()],
        vec![own.id],
    )));
    let there = filled(there, "rsa-keygen", &[("p", "23")]);
    let there = ran(&there, "rsa-keygen", Keep::No);
    assert_ne!(material(&there, "rsa-why", "key").bytes, own.bytes);
}

#[test]
fn a_certificate_travels_as_itself_and_its_private_keys_stay() {
    let state = PKI[..2]
        .iter()
        .fold(opened(&PKI), |state, unit| ran(&state, unit, Keep::No));
    let address = state.address(about("issue"), Carry::Public);
    assert!(
        !address.sets_something() && address.without.is_empty(),
        "examples are everywhere"
    );
    let state = filled(state, "issue", &[("names", "other.example")]);
    let state = ran(&state, "issue", Keep::Yes);
    let address = state.address(about("check-certificate"), Carry::Public);
    assert!(address.values.contains_key("certificate"), "{address:?}");
    let (there, problems) = followed(&address.fragment(), &PKI);
    assert!(problems.is_empty(), "{problems:?}");
    let checked = material(&there, "check-certificate", "certificate");
    assert_eq!(
        checked.bytes,
        material(&state, "check-certificate", "certificate").bytes
    );
    assert!(checked.demonstration, "others have it");
    // Once it is there, it is one thing.
    let again = there.following(about("check-certificate"), &address, (8, || None));
    let again = again
        .into_iter()
        .fold(there.clone(), |state, action| state.after(action));
    assert_eq!(again.desk.things().len(), there.desk.things().len());

    let own = ran(&state, "ca-root", Keep::Yes);
    for carry in [Carry::Public, Carry::SecretsToo] {
        let address = own.address(about("issue"), carry);
        assert_eq!(address.without, ["issuer-key"], "it is no demonstration");
        assert!(!address.fragment().contains("private-key"));
    }
}

#[test]
fn a_root_of_a_link_is_trusted_where_the_link_chose_it_and_nowhere_else() {
    let check = about("check-certificate");
    let units = PKI[..3].iter();
    let state = units.fold(opened(&PKI), |state, unit| ran(&state, unit, Keep::Yes));
    let link = state.address(check, Carry::Public).fragment();
    assert!(link.contains("issuer=certificate."), "{link}");
    let (there, _) = followed(&link, &PKI[3..]);
    let issuer = check.input("issuer").unwrap();
    assert!(there.selection(check, issuer).is_some());
    let forgets = there.after(Action::Reset(check.id));
    assert_eq!(forgets.desk.things().len(), 2);
    assert_eq!(forgets.selection(check, issuer), None);
}

#[test]
fn the_secrets_of_a_demonstration_travel_when_they_are_asked_for() {
    let kind = Kind::PrivateKey(KeyKind::Rsa);
    let lesson = Action::Word("ca-root", "class".into(), 5);
    let state = ran(&opened(&PKI).after(lesson), "ca-root", Keep::Yes);
    let fresh = state.after(Action::Word("ca-root", String::new(), 0));
    let fresh = ran(&fresh, "ca-root", Keep::Yes);
    let demonstration = fresh
        .desk
        .things()
        .iter()
        .find(|thing| thing.kind == kind)
        .unwrap();
    assert!(demonstration.demonstration);
    let choose = |input: &str, selection| Action::Choose("issue", input.to_owned(), selection);
    let chosen = fresh.after(choose("issuer-key", Selection::Desk(demonstration.id)));
    assert_eq!(
        chosen.address(about("issue"), Carry::Public).without,
        ["issuer-key"]
    );
    let link = chosen.address(about("issue"), Carry::SecretsToo).fragment();
    let (there, _) = followed(&link, &PKI);
    let key = material(&there, "issue", "issuer-key");
    assert_eq!(
        (&key.bytes, key.demonstration),
        (&demonstration.bytes, true)
    );
}

#[test]
fn a_word_of_a_maker_travels_with_its_time() {
    let lesson = Action::Word("ca-root", "class 7".into(), 1_795_723_441);
    let state = ran(&opened(&PKI).after(lesson), "ca-root", Keep::Yes);
    let link = state.address(about("issue"), Carry::Public).fragment();
    let (there, problems) = followed(&link, &PKI);
    assert!(
        problems.is_empty() && link.contains("ca-root.seed=class+7"),
        "{link}"
    );
    let form = &there.exhibit("ca-root").unwrap().form;
    assert_eq!((&*form.word, form.clock), ("class 7", Some(0)));
}

#[test]
fn what_belongs_to_a_key_that_stays_behind_stays_with_it() {
    let units = ["fernet-key", "fernet-encrypt", "fernet-decrypt"];
    let state = ran(
        &ran(&opened(&units), units[0], Keep::No),
        units[1],
        Keep::No,
    );
    let desk = [("token-from", "desk"), ("key-from", "desk")];
    let state = filled(state, "fernet-decrypt", &desk);
    let address = state.address(about("fernet-decrypt"), Carry::Public);
    assert_eq!((address.values.len(), address.without.len()), (2, 0));
    // A key of one's own is named, and its token stays with it.
    let kept = state
        .after(Action::Keep("fernet-key", 5))
        .after(Action::Keep("fernet-encrypt", 5));
    let address = kept.address(about("fernet-decrypt"), Carry::Public);
    assert_eq!((address.values.len(), address.without.len()), (2, 1));
}
