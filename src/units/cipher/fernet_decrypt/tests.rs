#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]
use super::*;
use crate::engine::symmetric::fernet::encrypt;
use crate::engine::trace::Data;
use crate::engine::trace::Recorder;
use crate::units::Material;
use crate::units::cipher::fernet_key::PUBLISHED_KEY;
use crate::units::{Inputs, run};
use proptest::prelude::*;

fn run_whole(inputs: &Inputs) -> Output {
    let mut recorder = Recorder::new(3000);
    let output = run(ABOUT.id, inputs, &mut recorder).unwrap();
    let trace = recorder.finish();
    assert!(trace.lies().is_empty(), "{:?}", trace.lies());
    assert!(output.agreements.iter().all(|agreement| agreement.agrees));
    for bytes in &output.bytes {
        assert_eq!(bytes.check(), Ok(()));
    }
    output
}

#[test]
fn the_default_is_the_valid_token_of_the_specification() {
    let output = run_whole(&Inputs::defaults(&ABOUT));
    assert_eq!(output.good, Some(true));
    assert_eq!(output.results[0].data, Data::Text("hello".into()));
    let cases: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/vectors/fernet/verify.json")).unwrap();
    assert_eq!(cases[0]["token"], PUBLISHED_TOKEN);
    assert_eq!(cases[0]["secret"], PUBLISHED_KEY);
}

#[test]
fn every_break_is_the_published_case_and_fails_at_its_check() {
    let cases: Vec<serde_json::Value> = serde_json::from_str(include_str!(
        "../../../../tests/vectors/fernet/invalid.json"
    ))
    .unwrap();
    assert_eq!(ABOUT.breaks.len(), cases.len() + 1);
    let mut failed = Vec::new();
    for (index, broken) in ABOUT.breaks.iter().enumerate() {
        let mut inputs = Inputs::defaults(&ABOUT);
        for (id, value) in broken.sets {
            assert!(ABOUT.input(id).is_some(), "{id}");
            inputs = inputs.with(id, *value);
        }
        if let Some(case) = cases.get(index) {
            assert_eq!(inputs.text("token"), case["token"]);
            assert_eq!(inputs.text("key"), case["secret"]);
            assert_eq!(inputs.text("ttl"), case["ttl_sec"].to_string());
            let (time, offset) = case["now"].as_str().unwrap().split_at(19);
            assert_eq!(offset, "-07:00");
            let now = parse_utc(time).unwrap() + 7 * 3600;
            assert_eq!(parse_utc(inputs.text("now")), Some(now));
        }
        let output = run_whole(&inputs);
        assert_eq!(output.good, Some(false), "{}", broken.label);
        let row = output.comparisons[0]
            .rows
            .iter()
            .find(|row| row.right == "failed")
            .unwrap();
        failed.push(row.name.to_string());
    }
    assert_eq!(
        failed,
        [
            "HMAC",
            "length",
            "base64url",
            "whole blocks",
            "padding",
            "clock skew",
            "age (TTL)",
            "padding",
            "HMAC"
        ]
    );
}

#[test]
fn reads_tokens_as_people_paste_them() {
    for token in [
        format!("  {PUBLISHED_TOKEN}\n"),
        format!("b'{PUBLISHED_TOKEN}'"),
        format!("\"{PUBLISHED_TOKEN}\""),
        PUBLISHED_TOKEN.replace("ODy0", "OD\r\n  y0"),
    ] {
        let output = run_whole(&Inputs::defaults(&ABOUT).with("token", token));
        assert_eq!(output.good, Some(true));
    }
}

#[test]
fn what_python_reads_is_taken_with_a_remark() {
    for (token, says) in [
        (
            PUBLISHED_TOKEN.replace("DA==", "DB=="),
            "'B' at byte 97, has bits set",
        ),
        (
            PUBLISHED_TOKEN.replace('_', "/"),
            "the alphabet with + and /",
        ),
        (
            PUBLISHED_TOKEN.replace("ODy0", "O%Dy0"),
            "'%' at byte 32 is no character",
        ),
        (format!("{PUBLISHED_TOKEN}="), "the = at byte 100"),
        (
            format!("{PUBLISHED_TOKEN}AAAA"),
            "Only Pythons of before a change of 2026",
        ),
        (
            PUBLISHED_TOKEN.replacen("AAEC", "AAE=C", 1),
            "Only Pythons since a change of 2026",
        ),
    ] {
        let output = run_whole(&Inputs::defaults(&ABOUT).with("token", &*token));
        assert_eq!(output.good, Some(true), "{token}: {}", output.headline);
        assert!(output.notice.contains(says), "{token}: {}", output.notice);
        assert_eq!(output.comparisons[0].rows[0].note, output.notice);
    }
}

#[test]
fn of_several_keys_the_one_that_fits_is_used() {
    let other = Key::from_bytes(&[7; 32]).unwrap().text();
    for (key, number) in [
        (format!("{other},{PUBLISHED_KEY}"), 2),
        (format!("['{PUBLISHED_KEY}', '{other}']"), 1),
        (format!("{other}\n{other}\n{PUBLISHED_KEY}\n"), 3),
    ] {
        let output = run_whole(&Inputs::defaults(&ABOUT).with("key", &*key));
        assert_eq!(output.good, Some(true), "{key}: {}", output.headline);
        let says = format!("keys are given, and number {number} of them");
        assert!(output.notice.contains(&says), "{key}: {}", output.notice);
    }
    let none = format!("{other},{other}");
    let output = run_whole(&Inputs::defaults(&ABOUT).with("key", none));
    assert_eq!(output.good, Some(false));
    assert!(output.notice.contains("number 1"), "{}", output.notice);
}

#[test]
fn a_token_in_base64_once_more_is_named() {
    let twice = base64url::text(PUBLISHED_TOKEN.as_bytes());
    for token in [base64url::text(twice.as_bytes()), twice] {
        let output = run_whole(&Inputs::defaults(&ABOUT).with("token", token));
        assert_eq!(output.good, Some(false));
        assert!(output.headline.contains("in base64 once more"));
    }
}

#[test]
fn a_message_that_is_no_text_is_shown_as_bytes() {
    let key = Key::parse(PUBLISHED_KEY).unwrap();
    let token = encrypt(&key, &[0xff, 0xfe], &[0; 16], 5, &mut ());
    let inputs = Inputs::defaults(&ABOUT)
        .with("token-from", "desk")
        .with("ttl", "")
        .with_thing(
            "token-thing",
            Material {
                name: "t".into(),
                kind: Kind::FernetToken,
                bytes: token.text.into_bytes().into(),
                demonstration: true,
            },
        );
    let output = run_whole(&inputs);
    assert_eq!(output.results[0].data, Data::Bytes(vec![0xff, 0xfe]));
}

#[test]
fn wrong_inputs_are_named() {
    for (id, value) in [
        ("token", " \n"),
        ("ttl", "soon"),
        ("ttl", "-1"),
        ("now", "tomorrow"),
        ("key", ""),
    ] {
        let inputs = Inputs::defaults(&ABOUT).with(id, value);
        let diagnosis = run(ABOUT.id, &inputs, &mut Recorder::default()).unwrap_err();
        assert_eq!(diagnosis.input, id);
    }
    let long = Inputs::defaults(&ABOUT).with("token", "A".repeat(LONGEST + 1));
    assert!(run(ABOUT.id, &long, &mut Recorder::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: proptest::test_runner::RngSeed::Fixed(2), ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_token_never_passes(at in 0..PUBLISHED_TOKEN.len(), with in "[A-Za-z0-9_=%é-]") {
        let token = format!("{}{with}{}", &PUBLISHED_TOKEN[..at], &PUBLISHED_TOKEN[at + 1..]);
        let output = run_whole(&Inputs::defaults(&ABOUT).with("token", token.clone()));
        // Of the last character only two bits belong to a byte, both zero.
        let last = at == PUBLISHED_TOKEN.len() - 3 && ("A"..="P").contains(&&*with);
        prop_assert_eq!(output.good, Some(last || token == PUBLISHED_TOKEN));
    }
}
