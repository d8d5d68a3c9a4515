//! What goes into the fields that take a thing, with real keys and
//! certificates.

use super::super::tests::{about, finished, opened};
use super::super::{Action, Keep, Seed};
use super::*;
use crate::desk::Draft;
use crate::engine::trace::Recorder;
use crate::units::{Inputs, Material};
use std::sync::LazyLock;

/// What a unit makes from these randomness and things.
fn made(unit: &str, randomness: Randomness, things: &[(&str, &Draft)]) -> Vec<Draft> {
    let mut inputs = Inputs {
        randomness,
        now: 1_795_435_200,
        ..Inputs::defaults(about(unit))
    };
    for (id, draft) in things {
        let thing = Material {
            name: draft.name.clone(),
            kind: draft.kind,
            bytes: draft.bytes.clone(),
            demonstration: draft.demonstration,
        };
        inputs = inputs.with_thing(id, thing);
    }
    crate::units::run(unit, &inputs, &mut Recorder::default())
        .unwrap()
        .drafts
}

fn example() -> Randomness {
    Randomness::default()
}

/// The examples of the certificate page.
pub(in super::super) static EXAMPLES: LazyLock<[Vec<Draft>; 3]> = LazyLock::new(|| {
    let root = made("ca-root", example(), &[]);
    let request = made("server-request", example(), &[]);
    let things = [
        ("request", &request[1]),
        ("issuer", &root[1]),
        ("issuer-key", &root[0]),
    ];
    let issued = made("issue", example(), &things);
    [root, request, issued]
});

/// A CA of the person's own, with a server's certificate.
pub(in super::super) static OWN: LazyLock<Vec<Draft>> =
    LazyLock::new(|| made("make-it", Randomness::Fresh([7; 32]), &[]));

/// Another one.
static SECOND: LazyLock<Vec<Draft>> =
    LazyLock::new(|| made("make-it", Randomness::Fresh([8; 32]), &[]));

pub(in super::super) const PAGE: [&str; 4] =
    ["ca-root", "server-request", "issue", "check-certificate"];

pub(in super::super) fn with_examples(state: State) -> State {
    let made = PAGE.into_iter().zip(EXAMPLES.iter());
    made.fold(state, |state, (unit, drafts)| {
        finished(&state, unit, Keep::No, drafts.clone())
    })
}

pub(in super::super) fn with_own(state: &State, own: &[Draft]) -> State {
    let state = state.after(Action::Open(about("make-it"), Seed([1; 32])));
    finished(&state, "make-it", Keep::Yes, own.to_vec())
}

/// The bytes of what goes into a field.
pub(in super::super) fn holds(state: &State, unit: &str, input: &str) -> Option<Vec<u8>> {
    let about = about(unit);
    let selection = state.selection(about, about.input(input).unwrap())?;
    Some(state.material(&selection).unwrap().bytes.to_vec())
}

pub(in super::super) fn assert_holds(state: &State, unit: &str, all: &[(&str, &Draft)]) {
    for (input, draft) in all {
        let found = holds(state, unit, input);
        assert_eq!(found, Some(draft.bytes.to_vec()), "{unit}: {input}");
    }
}

#[test]
fn the_examples_of_a_page_belong_together() {
    let state = with_examples(opened(&PAGE));
    let [root, request, issued] = &*EXAMPLES;
    let signs = [
        ("request", &request[1]),
        ("issuer", &root[1]),
        ("issuer-key", &root[0]),
    ];
    assert_holds(&state, "issue", &signs);
    let checks = [("certificate", &issued[0]), ("issuer", &root[1])];
    assert_holds(&state, "check-certificate", &checks);
    // Also where they lie on the desk beside the demonstration of others.
    let kept = state.after(Action::Keep("issue", 5));
    assert_holds(&kept, "issue", &signs);
    assert_holds(&kept, "check-certificate", &checks);
}

#[test]
fn what_is_ones_own_comes_before_the_examples() {
    let state = with_own(&with_examples(opened(&PAGE)), &OWN);
    let [root_key, root, _, request, server] = &OWN[..] else {
        panic!("five things");
    };
    let signs = [
        ("request", request),
        ("issuer", root),
        ("issuer-key", root_key),
    ];
    assert_holds(&state, "issue", &signs);
    let checks = [("certificate", server), ("issuer", root)];
    assert_holds(&state, "check-certificate", &checks);
    assert!(
        !state
            .inputs(about("issue"), Keep::No)
            .unwrap()
            .is_demonstration()
    );
    // Of one's own, the newest.
    let state = with_own(&state, &SECOND);
    let signs = [("issuer", &SECOND[1]), ("issuer-key", &SECOND[0])];
    assert_holds(&state, "issue", &signs);
    let checks = [("certificate", &SECOND[4]), ("issuer", &SECOND[1])];
    assert_holds(&state, "check-certificate", &checks);
    // A certificate of one's own without its key signs nothing by itself.
    let keys = state
        .desk
        .things()
        .iter()
        .filter(|thing| thing.bytes == OWN[0].bytes || thing.bytes == SECOND[0].bytes);
    let without = keys.fold(state.clone(), |state, key| {
        state.after(Action::Desk(desk::Action::Delete(key.id)))
    });
    let without = without.after(Action::Renew("make-it"));
    assert_holds(&without, "issue", &[("issuer", &EXAMPLES[0][1])]);
}

pub(in super::super) fn choose(state: &State, unit: &str, input: &str, draft: &Draft) -> State {
    let selection = Selection::Desk(state.on_desk(draft).unwrap());
    state.after(Action::Choose(about(unit).id, input.into(), selection))
}

#[test]
fn issuer_and_key_choose_each_other() {
    let state = with_own(&with_examples(opened(&PAGE)), &OWN);
    let state = with_own(&state, &SECOND);
    let first = [("issuer", &OWN[1]), ("issuer-key", &OWN[0])];
    let second = [("issuer", &SECOND[1]), ("issuer-key", &SECOND[0])];
    let state = choose(&state, "issue", "issuer", &OWN[1]);
    assert_holds(&state, "issue", &first);
    let state = choose(&state, "issue", "issuer-key", &SECOND[0]);
    assert_holds(&state, "issue", &second);
    let state = choose(&state, "issue", "issuer", &OWN[1]);
    assert_holds(&state, "issue", &first);
    // A key that no certificate belongs to leaves the certificate as it is.
    let state = choose(&state, "issue", "issuer-key", &OWN[2]);
    let mixed = [("issuer", &OWN[1]), ("issuer-key", &OWN[2])];
    assert_holds(&state, "issue", &mixed);
    let state = choose(&state, "check-certificate", "certificate", &OWN[4]);
    assert_holds(&state, "check-certificate", &[("issuer", &OWN[1])]);
}

/// A certificate in DER as far as names are read: of whom, and issued by whom.
pub(in super::super) fn named(subject: &str, issuer: &str) -> Draft {
    let element = |tag: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).unwrap();
        [&[tag, length], content].concat()
    };
    let name = |text: &str| element(0x30, text.as_bytes());
    let fields = [
        element(2, &[1]),
        element(0x30, &[]),
        name(issuer),
        element(0x30, &[]),
        name(subject),
    ];
    Draft {
        name: format!("{subject} by {issuer}"),
        kind: Kind::Certificate,
        bytes: element(0x30, &element(0x30, &fields.concat())).into(),
        made_from: Vec::new(),
        demonstration: false,
    }
}

/// A state with these on the desk, the first of which is checked.
pub(in super::super) fn checking(drafts: &[Draft]) -> State {
    let state = opened(&["make-it", "check-certificate"]);
    let state = finished(&state, "make-it", Keep::Yes, drafts.to_vec());
    choose(&state, "check-certificate", "certificate", &drafts[0])
}

#[test]
fn a_root_at_hand_is_trusted_and_nothing_else() {
    let (server, ca, root) = (("server", "CA"), ("CA", "root"), ("root", "root"));
    let (above, other) = (("root", "older root"), ("older root", "older root"));
    for (all, trusted) in [
        (vec![server, ca, root], Some("root by root")),
        (vec![server, root, ca], Some("root by root")),
        // Without the root, what stands between is not trusted.
        (vec![server, ca], None),
        (vec![server, ca, above], None),
        // A root before what another root says of it.
        (vec![server, ca, above, other, root], Some("root by root")),
        (
            vec![server, ca, other, above],
            Some("older root by older root"),
        ),
        // What vouches for itself is not trusted by itself.
        (vec![root], None),
        // Each of two for the other.
        (vec![server, ca, ("root", "CA")], None),
        // What has nothing to do with it.
        (vec![server, ca, other], None),
    ] {
        let drafts: Vec<Draft> = all.iter().map(|(of, by)| named(of, by)).collect();
        let state = checking(&drafts);
        let held = holds(&state, "check-certificate", "issuer");
        let expected = drafts.iter().find(|one| Some(&*one.name) == trusted);
        assert_eq!(held, expected.map(|one| one.bytes.to_vec()), "{all:?}");
        assert_eq!(expected.is_some(), trusted.is_some());
        // The check does not wait for one.
        assert!(state.waits_for(about("check-certificate")).is_none());
    }
}

#[test]
fn what_a_page_made_is_at_hand_too() {
    let drafts = [("server", "CA"), ("root", "root")].map(|(of, by)| named(of, by));
    let state = checking(&drafts).after(Action::Open(about("intermediate"), Seed([1; 32])));
    let between = named("CA", "root");
    let state = finished(&state, "intermediate", Keep::No, vec![between.clone()]);
    assert_eq!(state.on_desk(&between), None);
    assert_holds(&state, "check-certificate", &[("issuer", &drafts[1])]);
    let inputs = state.inputs(about("check-certificate"), Keep::No).unwrap();
    let mut at_hand = inputs.at_hand("between");
    assert!(at_hand.any(|thing| thing.bytes == between.bytes));
}

#[test]
fn what_was_signed_last_is_checked() {
    let state = with_own(&with_examples(opened(&PAGE)), &OWN);
    let things = [
        ("request", &OWN[3]),
        ("issuer", &OWN[1]),
        ("issuer-key", &OWN[0]),
    ];
    let signed = made("issue", Randomness::Fresh([9; 32]), &things);
    let state = finished(&state, "issue", Keep::Yes, signed.clone());
    let checks = [("certificate", &signed[0]), ("issuer", &OWN[1])];
    assert_holds(&state, "check-certificate", &checks);
    let check = about("check-certificate");
    let selection = state.selection(check, check.input("certificate").unwrap());
    assert_eq!(selection, state.on_desk(&signed[0]).map(Selection::Desk));
    assert!(!signed[0].demonstration);
}

#[test]
fn a_key_that_was_asked_for_with_a_word_is_taken_up() {
    let state = with_own(&opened(&["rsa-keygen", "rsa-encrypt"]), &OWN);
    let lesson = Randomness::Lesson("class 7".into());
    let key = made("rsa-keygen", lesson, &[]);
    let worded = state.after(Action::Word("rsa-keygen", "class 7".into(), 7));
    let worded = finished(&worded, "rsa-keygen", Keep::Yes, key.clone());
    assert!(key[1].demonstration);
    assert_holds(&worded, "rsa-encrypt", &[("key", &key[1])]);
    // The example of the page is not.
    let example = finished(
        &state,
        "rsa-keygen",
        Keep::No,
        made("rsa-keygen", example(), &[]),
    );
    assert_holds(&example, "rsa-encrypt", &[("key", &OWN[2])]);
}

#[test]
fn what_was_encrypted_or_signed_is_met_with_its_key() {
    let state = opened(&[
        "rsa-keygen",
        "rsa-encrypt",
        "rsa-decrypt",
        "rsa-sign",
        "rsa-verify",
    ]);
    let key = made("rsa-keygen", example(), &[]);
    let state = finished(&state, "rsa-keygen", Keep::No, key);
    // On the desk are private keys alone.
    let state = with_own(&state, &OWN);
    let bytes = |byte: u8, kind| Draft {
        name: "made here".into(),
        kind,
        bytes: vec![byte].into(),
        made_from: vec![crate::desk::Origin::Input(0)],
        demonstration: false,
    };
    for (makes, takes, kind) in [
        ("rsa-encrypt", "rsa-decrypt", Kind::Ciphertext),
        ("rsa-sign", "rsa-verify", Kind::Signature),
    ] {
        assert_holds(&state, makes, &[("key", &OWN[2])]);
        let made = finished(&state, makes, Keep::No, vec![bytes(1, kind)]);
        assert_holds(&made, takes, &[("key", &OWN[2])]);
        let kept = made.after(Action::Keep(makes, 5));
        let other = choose(&kept, makes, "key", &OWN[0]);
        let other = finished(&other, makes, Keep::No, vec![bytes(2, kind)]);
        assert_holds(&other, takes, &[("key", &OWN[0])]);
    }
}

#[test]
fn examples_are_named_as_such_where_they_are_chosen() {
    let named = |state: &State, kind| {
        let all = state.candidates(&[kind]);
        let named = all.into_iter().map(|one| (one.name, one.group));
        named.collect::<Vec<_>>()
    };
    let state = with_examples(opened(&PAGE));
    let state = with_own(&state, &OWN);
    assert_eq!(
        named(&state, Kind::Certificate),
        [
            ("Root".into(), Group::Desk),
            ("Server".into(), Group::Desk),
            ("Root (example)".into(), Group::Examples),
            ("Server (example)".into(), Group::Examples),
        ]
    );
    let kept = state.after(Action::Keep("ca-root", 5));
    assert_eq!(
        named(&kept, Kind::Certificate)[2].0,
        "Root 2 (demonstration)"
    );
}

#[test]
fn no_two_roots_get_the_same_name() {
    let field = |state: &State| {
        state
            .exhibit("make-it")
            .unwrap()
            .form
            .values
            .get("ca")
            .unwrap()
            .clone()
    };
    let run = |state: &State| state.inputs(about("make-it"), Keep::Yes).unwrap();
    let state = opened(&["make-it"]);
    assert_eq!(&*field(&state), "Padlock Root");
    let state = with_own(&state, &OWN);
    assert_eq!(&*field(&state), "Padlock Root 2");
    assert_eq!(state.stale(about("make-it")), None);
    let typed = state.after(Action::Fill("make-it", "ca".into(), "Padlock Root".into()));
    assert_eq!(run(&typed).text("ca"), "Padlock Root 2");
    let inputs = Inputs {
        randomness: Randomness::Fresh([3; 32]),
        now: 1_795_435_200,
        ..run(&typed)
    };
    let output = crate::units::run("make-it", &inputs, &mut Recorder::default()).unwrap();
    let name = desk::common_name(&output.drafts[1].bytes);
    assert_eq!(name, Some("Padlock Root 2"));
    let third = with_own(&typed, &output.drafts);
    assert_eq!(&*field(&third), "Padlock Root 3");
    let own = third.after(Action::Fill("make-it", "ca".into(), "Mine".into()));
    assert_eq!(run(&own).text("ca"), "Mine");
    let later = opened(&["ca-root"]);
    let later = with_own(&later, &OWN);
    assert_eq!(
        &*field(&later),
        "Padlock Root 2",
        "also in an exhibit that opens later"
    );
}
