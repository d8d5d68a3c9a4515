//! Damaged things never panic.

use super::{inputs, material, run, story};
use padlock::desk::{KeyKind, Kind};
use padlock::units::{self, Material};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::OnceLock;

/// The private key, the public key, a ciphertext and a signature.
fn things() -> &'static [Material; 4] {
    static THINGS: OnceLock<[Material; 4]> = OnceLock::new();
    THINGS.get_or_init(|| {
        let key = run("rsa-keygen", &inputs("rsa-keygen")).unwrap();
        let encrypt = inputs("rsa-encrypt").with_thing("key", material(&key, 1));
        let sign = inputs("rsa-sign").with_thing("key", material(&key, 0));
        [
            material(&key, 0),
            material(&key, 1),
            material(&run("rsa-encrypt", &encrypt).unwrap(), 0),
            material(&run("rsa-sign", &sign).unwrap(), 0),
        ]
    })
}

fn mutate(thing: &Material, changes: &[(u16, u8)], cut: Option<u16>) -> Material {
    let mut bytes = thing.bytes.to_vec();
    let length = bytes.len();
    for (at, value) in changes {
        bytes[usize::from(*at) % length] = *value;
    }
    if let Some(cut) = cut {
        bytes.truncate(usize::from(cut) % length);
    }
    Material {
        bytes: bytes.into(),
        ..thing.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(3),
        ..ProptestConfig::default()
    })]

    #[test]
    fn things_never_panic(
        changes in prop::collection::vec(any::<(u16, u8)>(), 0..3),
        cut in prop::option::weighted(0.3, any::<u16>()),
        which in 0..4_usize,
        scheme in prop::sample::select(vec!["auto", "oaep", "pkcs1v15", "pss", "textbook"]),
        message in ".{0,40}",
    ) {
        let mut things = things().clone();
        things[which] = mutate(&things[which], &changes, cut);
        let [private, public, ciphertext, signature] = things;
        for unit in ["rsa-encrypt", "rsa-decrypt", "rsa-why", "rsa-sign", "rsa-verify"] {
            let key = if matches!(unit, "rsa-encrypt" | "rsa-verify") { &public } else { &private };
            let inputs = inputs(unit)
                .with("scheme", scheme)
                .with("message", message.clone())
                .with_thing("key", key.clone())
                .with_thing("ciphertext", ciphertext.clone())
                .with_thing("signature", signature.clone());
            if let Err(diagnosis) = run(unit, &inputs) {
                let about = units::find(unit).unwrap();
                prop_assert!(about.input(&diagnosis.input).is_some(), "{unit}: {diagnosis:?}");
            }
        }
    }

    #[test]
    fn keys_that_do_not_fit_are_told_truly(p in 0_u64..3000, q in 0_u64..3000, e in 0_u64..300, large in any::<bool>()) {
        let grow = |number: u64| if large { (number << 40) | 1 } else { number };
        let inputs = inputs("rsa-keygen")
            .with("size", "toy")
            .with("anyway", "yes")
            .with("p", grow(p).to_string())
            .with("q", grow(q | 1).to_string())
            .with("toy-e", e.to_string());
        match run("rsa-keygen", &inputs) {
            Ok(output) => prop_assert!(output.good == Some(false) || output.drafts.len() == 2),
            Err(diagnosis) => prop_assert!(units::find("rsa-keygen").unwrap().input(&diagnosis.input).is_some()),
        }
    }

    #[test]
    fn any_text_comes_back_under_a_toy_key(
        which in 0..4_usize,
        message in "[^0-9\0]{1,40}",
    ) {
        let (p, q, e) = [
            ("61", "53", "17"),
            ("16411", "65537", "17"),
            ("16411", "65537", "65537"),
            ("18446744073709551557", "101", "7"),
        ][which];
        let [_, encrypted, decrypted, _, verified] = story(p, q, e, &message);
        let text = decrypted.results.last().unwrap();
        let shown = !message.chars().any(char::is_control);
        prop_assert!(!shown || format!("{:?}", text.data).contains(&format!("{message:?}")), "{encrypted:?}");
        prop_assert_eq!(verified.good, Some(true));
    }

    #[test]
    fn texts_never_panic(text in "[0-9 _x]{0,40}", field in prop::sample::select(vec!["p", "q", "toy-e", "e", "size"])) {
        let inputs = inputs("rsa-keygen").with("size", "toy").with("anyway", "yes").with(field, text);
        if let Err(diagnosis) = run("rsa-keygen", &inputs) {
            prop_assert!(units::find("rsa-keygen").unwrap().input(&diagnosis.input).is_some());
        }
    }
}

#[test]
fn a_key_of_another_kind_is_refused() {
    let [private, ..] = things().clone();
    let wrong = Material {
        kind: Kind::PublicKey(KeyKind::Rsa),
        ..private
    };
    let diagnosis = run(
        "rsa-encrypt",
        &inputs("rsa-encrypt").with_thing("key", wrong),
    )
    .unwrap_err();
    assert_eq!(diagnosis.input, "key");
    assert!(diagnosis.at.is_some(), "{diagnosis:?}");
}
