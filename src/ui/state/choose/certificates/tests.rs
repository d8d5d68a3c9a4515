//! Which certificate is checked after files were read, and which root is
//! trusted for it.

use super::super::super::tests::{about, finished, opened};
use super::super::super::{Action, Keep, Seed};
use super::super::tests::{EXAMPLES, OWN, PAGE, assert_holds, holds, with_examples, with_own};
use super::*;
use crate::desk::Draft;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::Recorder;
use crate::link::JobId;
use crate::units::Inputs;

/// What an import reads in a file.
fn read(name: &str) -> Vec<Draft> {
    let path = format!(
        "{}/tests/vectors/kinds/{name}.pem",
        env!("CARGO_MANIFEST_DIR")
    );
    read_text(&std::fs::read_to_string(path).unwrap())
}

fn read_text(text: &str) -> Vec<Draft> {
    let inputs = Inputs::defaults(about("desk-import")).with("file", text.to_owned());
    crate::units::run("desk-import", &inputs, &mut Recorder::default())
        .unwrap()
        .drafts
}

/// A state after these were read at once.
fn pasting(state: &State, drafts: Vec<Draft>) -> State {
    let state = state.after(Action::Open(about("desk-import"), Seed([1; 32])));
    finished(&state, "desk-import", Keep::Yes, drafts)
}

fn pasted(state: &State, name: &str) -> State {
    pasting(state, read(name))
}

/// What is checked, and who is trusted for it.
fn checks(state: &State) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let held = |input| holds(state, "check-certificate", input);
    (held("certificate"), held("issuer"))
}

fn bytes(draft: &Draft) -> Option<Vec<u8>> {
    Some(draft.bytes.to_vec())
}

#[test]
fn what_was_read_from_a_file_is_checked() {
    let examples = with_examples(opened(&PAGE));
    // A CA as a server, and one that signed itself: nobody is trusted for it.
    for name in ["operator/good", "operator/m-ca-chain", "operator/i-selfca"] {
        let state = pasted(&examples, name);
        let [leaf, ..] = &read(name)[..] else {
            panic!("{name}");
        };
        assert_holds(&state, "check-certificate", &[("certificate", leaf)]);
        assert_eq!(holds(&state, "check-certificate", "issuer"), None, "{name}");
    }
    // A root that was read in is trusted; one that is not above it is not.
    let chain = pasted(&examples, "operator/good");
    let [wrong, right] = ["operator/root2", "operator/root"].map(|name| pasted(&chain, name));
    let [leaf, root] = [&read("operator/good")[0], &read("operator/root")[0]];
    assert_holds(&wrong, "check-certificate", &[("certificate", leaf)]);
    assert_eq!(holds(&wrong, "check-certificate", "issuer"), None);
    let both = [("certificate", leaf), ("issuer", root)];
    assert_holds(&right, "check-certificate", &both);
    // What was chosen and asked for before gives way.
    let asked = right
        .after(Action::Fill(
            "check-certificate",
            "host".into(),
            "example.org".into(),
        ))
        .after(Action::Choose(
            "check-certificate",
            "certificate".into(),
            right.on_desk(leaf).map(Selection::Desk).unwrap(),
        ));
    let next = pasted(&asked, "operator/i-selfca");
    assert_holds(
        &next,
        "check-certificate",
        &[("certificate", &read("operator/i-selfca")[0])],
    );
    let form = &next.exhibit("check-certificate").unwrap().form;
    assert_eq!(form.values.get("host").map(|host| &**host), Some(""));
}

#[test]
fn of_what_was_read_the_one_that_vouches_for_none_is_checked() {
    let examples = with_examples(opened(&PAGE));
    // File, and which of its certificates is checked and trusted.
    for (name, leaf, root) in [
        // What stands between says that it is no CA, or nothing at all.
        ("reading/between-no-ca", 0, Some(2)),
        ("reading/between-no-constraints", 0, Some(2)),
        // So does a root, where it says that it is a CA in no way.
        ("reading/root-v1", 0, Some(1)),
        ("reading/root-no-constraints", 0, Some(1)),
        // Of two, the first; one that signed itself stands behind.
        ("reading/two-leaves", 0, Some(2)),
        ("reading/chain-and-other", 0, Some(2)),
        // Nothing but what stands between, which vouches for nobody here.
        ("reading/between-alone", 0, None),
        ("reading/root-with-mail", 0, None),
    ] {
        let all = read(name);
        let root = root.and_then(|root: usize| bytes(&all[root]));
        let wanted = (bytes(&all[leaf]), root);
        assert_eq!(checks(&pasted(&examples, name)), wanted, "{name}");
        // The same in another order, and in two files.
        let reversed: Vec<Draft> = all.iter().cloned().rev().collect();
        if !name.ends_with("two-leaves") {
            assert_eq!(checks(&pasting(&examples, reversed)), wanted, "{name}");
        }
        let parts =
            all.iter()
                .skip(1)
                .fold(
                    pasting(&examples, vec![all[0].clone()]),
                    |state, one| match name.ends_with("two-leaves") || name.ends_with("and-other") {
                        true => state,
                        false => pasting(&state, vec![one.clone()]),
                    },
                );
        assert_eq!(checks(&parts).0, wanted.0, "{name}");
    }
}

#[test]
fn roots_alone_replace_no_leaf() {
    let examples = with_examples(opened(&PAGE));
    let leaf = bytes(&read("operator/good")[0]);
    let roots = ["reading/root-with-mail", "operator/root2"];
    let bundle: Vec<Draft> = roots.into_iter().flat_map(read).collect();
    let chain = pasted(&examples, "operator/good");
    let after = pasting(&chain, bundle.clone());
    assert_eq!(checks(&after), (leaf.clone(), None));
    let both = [read("operator/good"), bundle].concat();
    assert_eq!(checks(&pasting(&examples, both)), (leaf.clone(), None));
    // What was set for the leaf stays where the next file has none.
    let set = |state: &State, input: &str, value: &str| {
        let input = input.to_owned();
        state.after(Action::Fill("check-certificate", input, value.into()))
    };
    let set = set(&set(&chain, "tamper", "tbs"), "time", "2050-01-01");
    let value = |state: &State, input: &str| {
        let form = &state.exhibit("check-certificate").unwrap().form;
        form.values.get(input).unwrap().to_string()
    };
    let same = pasted(&set, "operator/root2");
    assert_eq!(
        (value(&same, "tamper"), value(&same, "time")),
        ("tbs".into(), "2050-01-01".into())
    );
    // Where it has one, all begins anew.
    let next = pasted(&set, "operator/i-selfca");
    assert_eq!(
        (value(&next, "tamper"), value(&next, "time")),
        ("none".into(), String::new())
    );
    // What is read again is what is checked again.
    assert_eq!(checks(&next).0, bytes(&read("operator/i-selfca")[0]));
    assert_eq!(checks(&pasted(&next, "operator/good")).0, leaf);
}

#[test]
fn a_newer_one_of_ones_own_comes_before_what_was_read() {
    let state = with_examples(opened(&PAGE));
    let read = pasted(&state, "operator/good");
    let own = with_own(&read, &OWN);
    assert_holds(&own, "check-certificate", &[("certificate", &OWN[4])]);
    let state = pasted(&with_own(&state, &OWN), "operator/good");
    assert_ne!(checks(&state).0, None);
}

#[test]
fn what_another_key_signed_is_no_root() {
    let examples = with_examples(opened(&PAGE));
    let all = read("reading/rollover");
    assert_eq!(
        checks(&pasted(&examples, "reading/rollover")),
        (bytes(&all[0]), None)
    );
}

#[test]
fn what_could_not_be_read_is_not_answered_by_an_example() {
    let examples = with_examples(opened(&PAGE));
    let check = about("check-certificate");
    assert_holds(&examples, check.id, &[("certificate", &EXAMPLES[2][0])]);
    let opened = examples.after(Action::Open(about("desk-import"), Seed([1; 32])));
    assert!(!opened.is_unread());
    let inputs = opened.inputs(about("desk-import"), Keep::Yes).unwrap();
    let failed = opened
        .after(Action::Started(
            "desk-import",
            JobId::of(9),
            inputs,
            Keep::Yes,
        ))
        .after(Action::Ended(
            "desk-import",
            JobId::of(9),
            Box::new(Err(Diagnosis::expected("a file").of("file").into())),
            5,
        ));
    let broken = pasting(&examples, Vec::new());
    for state in [failed, broken] {
        assert_eq!(checks(&state), (None, None));
        assert_eq!(
            state.waits_for(check).map(|about| about.id),
            Some("desk-import")
        );
        // Whoever chooses the example sees it; what is one's own stays.
        let example = state.candidates(&[Kind::Certificate]).pop().unwrap();
        let chosen = Action::Choose(check.id, "certificate".into(), example.selection);
        assert!(state.after(chosen).waits_for(check).is_none());
        assert_holds(
            &with_own(&state, &OWN),
            check.id,
            &[("certificate", &OWN[4])],
        );
        // What is read then is checked.
        let next = pasted(&state, "operator/good");
        assert_eq!(checks(&next).0, bytes(&read("operator/good")[0]));
    }
    let empty = read_text(
        &std::fs::read_to_string(format!(
            "{}/tests/vectors/kinds/reading/tbs-tail.pem",
            env!("CARGO_MANIFEST_DIR")
        ))
        .unwrap(),
    );
    assert_eq!(empty, []);
}
