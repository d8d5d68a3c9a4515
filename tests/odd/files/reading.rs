//! What is read of certificates, and what a check then says of whom it trusts.

use super::{answer, import};
use padlock::desk::{Draft, Kind};
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::trace::Recorder;
use padlock::units::{Inputs, Material, Output};
use std::path::PathBuf;

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/kinds/reading");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The certificates of a file.
fn read(name: &str) -> Vec<Draft> {
    import(&file(name), "").unwrap().drafts
}

#[test]
fn names_are_escaped_and_bounded_where_they_are_read() {
    for (name, called, says) in [
        (
            "bidi.pem",
            r"\E2\80\AEtset.seye.www",
            r"CN=\E2\80\AEtset.seye.www, O=Zero\E2\80\8Bwidth",
        ),
        ("nul.pem", r"www\00.evil.test\0A", r"CN=www\00.evil.test\0A"),
        ("long-name.pem", "BBBB", " and 293 more"),
    ] {
        let output = import(&file(name), "").unwrap();
        let draft = &output.drafts[0];
        assert!(draft.name.starts_with(called), "{name}: {:?}", draft.name);
        assert!(
            output.headline.contains(says),
            "{name}: {}",
            output.headline
        );
        let is_odd = |c: char| c.is_control() || ('\u{200b}'..='\u{206f}').contains(&c);
        assert!(!output.headline.contains(is_odd), "{name}");
        assert!(output.headline.chars().count() < 1200, "{name}");
        assert!(!draft.name.contains(is_odd), "{name}");
    }
}

#[test]
fn what_stands_behind_a_signature_is_told_of_a_certificate() {
    let (kinds, good, says) = answer(&file("four-elements.pem"), "");
    assert_eq!((kinds, good), (Vec::new(), false));
    for word in ["This is a certificate, but it is broken", "Byte 464"] {
        assert!(says.contains(word), "{says}");
    }
}

/// A check of the first with the second as the trusted one, which went there by
/// itself where a unit is named that made it.
fn check(
    drafts: &[Draft],
    root: usize,
    by: &str,
    sets: &[(&str, &str)],
) -> Result<Output, Diagnosis> {
    let mut inputs = Inputs::default()
        .with_thing("certificate", Material::from(&drafts[0]))
        .with_thing("issuer", Material::from(&drafts[root]));
    inputs.now = 1_795_435_200;
    for (number, draft) in drafts.iter().enumerate() {
        inputs = inputs.with_thing(&Inputs::beside("between", number), Material::from(draft));
    }
    if !by.is_empty() {
        inputs = inputs.with(&Inputs::by_itself("issuer"), by);
    }
    for (id, value) in sets {
        inputs = inputs.with(id, *value);
    }
    padlock::units::run("check-certificate", &inputs, &mut Recorder::default())
}

#[test]
fn a_verdict_says_whom_it_trusted_and_why() {
    let chain = read("chain-and-other.pem");
    assert!(chain.iter().all(|draft| draft.kind == Kind::Certificate));
    for (by, why) in [
        (
            "desk-import",
            " Trusted: O=Eyes, CN=Eyes Root, which was among what was read.",
        ),
        (
            "ca-root",
            " Trusted: O=Eyes, CN=Eyes Root, which was made here.",
        ),
        ("", "by one certificate in between."),
    ] {
        let output = check(&chain, 2, by, &[]).unwrap();
        assert_eq!(output.good, Some(true), "{}", output.headline);
        assert!(output.headline.ends_with(why), "{}", output.headline);
    }
}

#[test]
fn what_another_key_signed_is_trusted_only_where_it_was_chosen() {
    let all = read("rollover-no-ids.pem");
    let by_itself = check(&all, 1, "desk-import", &[]).unwrap();
    assert_eq!(by_itself.good, Some(false), "{}", by_itself.headline);
    assert!(
        by_itself.headline.contains("another key signed it"),
        "{}",
        by_itself.headline
    );
    let chosen = check(&all, 1, "", &[]).unwrap();
    assert_eq!(chosen.good, Some(true), "{}", chosen.headline);
    // Nor is it one of the roots at hand.
    let roots = check(&all, 1, "desk-import", &[("all-roots", "yes")]).unwrap();
    assert_eq!(roots.good, Some(false), "{}", roots.headline);
}

#[test]
fn of_names_that_no_browser_asks_for_nothing_false_is_said() {
    let all = read("nul.pem");
    let error = check(&all, 1, "", &[]).unwrap_err().to_string();
    assert!(
        error.contains("has no name that can be asked for"),
        "{error}"
    );
}
