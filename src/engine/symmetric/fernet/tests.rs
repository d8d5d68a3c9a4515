#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::time::parse_utc;
use crate::engine::trace::{Recorder, Verdict};
use proptest::prelude::*;
use serde_json::Value as Json;

const GENERATE: &str = include_str!("../../../../tests/vectors/fernet/generate.json");
const VERIFY: &str = include_str!("../../../../tests/vectors/fernet/verify.json");
const INVALID: &str = include_str!("../../../../tests/vectors/fernet/invalid.json");

fn cases(file: &str) -> Vec<Json> {
    serde_json::from_str(file).unwrap()
}

fn text<'a>(case: &'a Json, name: &str) -> &'a str {
    case[name].as_str().unwrap()
}

fn now(case: &Json) -> u64 {
    let text = text(case, "now").strip_suffix("-07:00").unwrap();
    parse_utc(text).unwrap() + 7 * 3600
}

/// Decrypts and holds the trace to its promises.
fn open(key: &Key, token: &str, ttl: Option<u64>, now: u64) -> Result<DecryptedToken, Failure> {
    let mut recorder = Recorder::default();
    let result = decrypt(key, token, ttl, now, &mut recorder);
    let trace = recorder.finish();
    assert!(trace.lies().is_empty(), "{:?}", trace.lies());
    let failed: Vec<_> = trace
        .all()
        .iter()
        .filter(|step| step.verdict == Some(Verdict::Failed))
        .map(|step| step.id.to_string())
        .collect();
    match &result {
        Ok(_) => assert!(failed.is_empty()),
        Err(failure) => assert_eq!(failed, [failure.check.step()]),
    }
    for step in trace.all() {
        for bytes in &step.bytes {
            assert_eq!(bytes.check(), Ok(()));
        }
    }
    result
}

#[test]
fn generates_the_published_tokens() {
    for case in cases(GENERATE) {
        let key = Key::parse(text(&case, "secret")).unwrap();
        let iv: Vec<u8> = serde_json::from_value(case["iv"].clone()).unwrap();
        let mut recorder = Recorder::default();
        let token = encrypt(
            &key,
            text(&case, "src").as_bytes(),
            &iv.try_into().unwrap(),
            now(&case),
            &mut recorder,
        );
        assert_eq!(token.text, text(&case, "token"));
        let trace = recorder.finish();
        assert!(trace.lies().is_empty(), "{:?}", trace.lies());
        let layout = dissect_token(&token.bytes, Maker::Ourselves);
        assert_eq!(layout.check(), Ok(()));
        assert!(layout.problems.is_empty());
        for field in &layout.fields {
            field.visit(0, &mut |_, field| {
                assert!(
                    trace.resolve("", &field.made_by).is_some(),
                    "{}",
                    field.made_by
                );
            });
        }
    }
}

#[test]
fn verifies_the_published_tokens() {
    for case in cases(VERIFY) {
        let key = Key::parse(text(&case, "secret")).unwrap();
        let opened = open(
            &key,
            text(&case, "token"),
            case["ttl_sec"].as_u64(),
            now(&case),
        )
        .unwrap();
        assert_eq!(&opened.message[..], text(&case, "src").as_bytes());
        assert_eq!(opened.timestamp, 499_162_800);
    }
}

#[test]
fn refuses_the_published_invalid_tokens_by_the_right_check() {
    let found: Vec<_> = cases(INVALID)
        .iter()
        .map(|case| {
            let key = Key::parse(text(case, "secret")).unwrap();
            let token = text(case, "token");
            let failure = open(&key, token, case["ttl_sec"].as_u64(), now(case)).unwrap_err();
            (text(case, "desc").to_owned(), failure.check)
        })
        .collect();
    let expected = [
        ("incorrect mac", Check::Tag),
        ("too short", Check::Length),
        ("invalid base64", Check::Base64),
        ("payload size not multiple of block size", Check::Blocks),
        ("payload padding error", Check::Padding),
        ("far-future TS (unacceptable clock skew)", Check::Skew),
        ("expired TTL", Check::Age),
        ("incorrect IV (causes padding error)", Check::Padding),
    ]
    .map(|(name, check)| (name.to_owned(), check));
    assert_eq!(found, expected);
}

#[test]
fn the_edges_of_time() {
    let key = Key::from_bytes(&[7; 32]).unwrap();
    let token = encrypt(&key, b"", &[0; 16], 1000, &mut ()).text;
    for (ttl, now, check) in [
        (None, 0, None),
        (Some(0), 1000, None),
        (Some(0), 1001, Some(Check::Age)),
        (Some(60), 1060, None),
        (Some(60), 1061, Some(Check::Age)),
        (Some(60), 940, None),
        (Some(60), 939, Some(Check::Skew)),
        (Some(u64::MAX), u64::MAX, None),
    ] {
        let found = open(&key, &token, ttl, now)
            .err()
            .map(|failure| failure.check);
        assert_eq!(found, check, "{ttl:?} {now}");
    }
    let far = encrypt(&key, b"", &[0; 16], u64::MAX, &mut ()).text;
    assert_eq!(
        open(&key, &far, Some(u64::MAX), 0).unwrap_err().check,
        Check::Skew
    );
}

#[test]
fn keys_are_read_with_words_about_what_is_wrong() {
    let key = Key::parse(" cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n").unwrap();
    assert_eq!(key.text(), "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
    assert_eq!(
        Key::parse(key.text().trim_end_matches('=')),
        Ok(key.clone())
    );
    assert_eq!(Key::parse("AAAA"), Err(KeyError::Length { found: 3 }));
    assert!(matches!(Key::parse("cw/"), Err(KeyError::Base64(_))));
    assert_eq!(dissect_key(&key).check(), Ok(()));
    let mut recorder = Recorder::default();
    key.tell_halves(&mut recorder);
    assert!(recorder.finish().lies().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn goes_there_and_back(message in prop::collection::vec(any::<u8>(), 0..100), iv: [u8; 16], raw: [u8; 32], time: u64) {
        let key = Key::from_bytes(&raw).unwrap();
        let token = encrypt(&key, &message, &iv, time, &mut ());
        let opened = open(&key, &token.text, Some(5), time).unwrap();
        prop_assert_eq!(&opened.message[..], &message[..]);
        prop_assert_eq!(opened.timestamp, time);
    }

    #[test]
    fn any_changed_bit_is_refused(bit in 0..(73 * 8_usize)) {
        let key = Key::from_bytes(&[1; 32]).unwrap();
        let mut bytes = encrypt(&key, b"hello", &[2; 16], 5, &mut ()).bytes;
        bytes[bit / 8] ^= 1 << (bit % 8);
        let text = base64url::text(&bytes);
        prop_assert!(open(&key, &text, None, 5).is_err());
    }

    #[test]
    fn any_text_is_refused_calmly(text in "\\PC{0,60}", ttl: Option<u64>, now: u64) {
        let key = Key::from_bytes(&[1; 32]).unwrap();
        prop_assert!(open(&key, &text, ttl, now).is_err());
    }

    #[test]
    fn any_bytes_are_laid_out(mut bytes in prop::collection::vec(any::<u8>(), 0..120), version: bool) {
        if let Some(first) = bytes.first_mut().filter(|_| version) {
            *first = VERSION;
        }
        let key = Key::from_bytes(&[1; 32]).unwrap();
        prop_assert_eq!(dissect_token(&bytes, Maker::Others).check(), Ok(()));
        let text = base64url::text(&bytes);
        prop_assert!(open(&key, &text, None, 0).is_err());
    }
}
