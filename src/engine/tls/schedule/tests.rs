#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::dissect::Dissection;
use crate::engine::hex;
use crate::engine::knowers::Actor;
use crate::engine::picture::{Dataflow, of};
use crate::engine::tls::ENDS;
use crate::engine::trace::{Recorder, Trace};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value as Json;

fn vectors() -> Json {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/vectors/rfc8448/simple-1-rtt.json"
    );
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn given(symbol: &'static str, json: &Json, known_to: Knowers) -> Value {
    bytes(
        symbol,
        &hex::decode(json.as_str().unwrap()).unwrap(),
        known_to,
    )
}

/// The secrets, keys and IVs of a handshake, by the names of the vectors, and what was
/// told.
fn handshake() -> (Vec<(&'static str, Value)>, Trace) {
    let vectors = vectors();
    let values = &vectors["values"];
    let sent = |number: usize| {
        let one = &vectors["messages"][number];
        let known_to = if number < 2 { Knowers::EVERYBODY } else { ENDS };
        given("message", &one["bytes"], known_to)
    };
    let sent: Vec<Value> = (0..7).map(sent).collect();
    let hash = Hash::Sha256;
    let mut recorder = Recorder::default();
    let told = &mut recorder;

    let early = EarlySecret::begin(hash, told);
    let mut all = vec![("early", early.value().clone())];
    let shared = given("DHE", &values["shared"], ENDS);
    let handshake = early.with_shared(&shared, told);
    all.push(("handshake", handshake.value().clone()));
    let hellos = transcript(hash, ("hellos", "H_1"), &sent[..2], told);
    let secrets = handshake.traffic(&hellos, told);
    let server = TrafficKeys::of(&secrets.server, 16, told);
    server.nonce(0, told);
    let client = TrafficKeys::of(&secrets.client, 16, told);
    client.nonce(0, told);
    let signed = transcript(hash, ("signed", "H_2"), &sent[..4], told);
    verify_content(Side::Server, &signed, told);
    let verified = transcript(hash, ("verified", "H_3"), &sent[..5], told);
    all.push((
        "server_finished",
        finished(&secrets.server, &verified, told),
    ));
    let server_done = transcript(hash, ("server-done", "H_4"), &sent[..6], told);
    all.push((
        "client_finished",
        finished(&secrets.client, &server_done, told),
    ));
    all.extend([
        ("hello_hash", hellos),
        ("client_handshake", secrets.client.value().clone()),
        ("server_handshake", secrets.server.value().clone()),
        ("client_handshake_key", client.key),
        ("client_handshake_iv", client.iv),
        ("server_handshake_key", server.key),
        ("server_handshake_iv", server.iv),
    ]);

    let master = handshake.master(told);
    all.push(("master", master.value().clone()));
    let secrets = master.traffic(&server_done, told);
    let client = TrafficKeys::of(&secrets.client, 16, told);
    let server = TrafficKeys::of(&secrets.server, 16, told);
    let client_done = transcript(hash, ("client-done", "H_5"), &sent, told);
    let resumption = master.resumption(&client_done, told);
    let nonce = given("ticket_nonce", &values["ticket_nonce"], ENDS);
    all.extend([
        ("exporter", master.exporter(&server_done, told)),
        ("ticket", resumption.ticket(&nonce, told)),
        ("resumption", resumption.value().clone()),
        ("server_finished_hash", server_done),
        ("client_finished_hash", client_done),
        ("client_application", secrets.client.value().clone()),
        ("server_application", secrets.server.value().clone()),
        ("client_application_key", client.key),
        ("client_application_iv", client.iv),
        ("server_application_key", server.key),
        ("server_application_iv", server.iv),
    ]);
    (all, recorder.finish())
}

/// A value that a step tells, by its symbol.
fn told(trace: &Trace, symbol: &str) -> Value {
    let steps = trace.all();
    let mut values = steps.iter().flat_map(|step| &step.values);
    values.find(|value| value.symbol == symbol).unwrap().clone()
}

#[test]
fn every_value_of_rfc_8448_comes_out() {
    let (all, trace) = handshake();
    let vectors = vectors();
    let mut left: Vec<&String> = vectors["values"].as_object().unwrap().keys().collect();
    let inside = [
        ("early_derived", "dES"),
        ("handshake_derived", "dHS"),
        ("server_finished_key", "fk_S"),
        ("client_finished_key", "fk_C"),
    ];
    let inside = inside.map(|(name, symbol)| (name, told(&trace, symbol)));
    for (name, value) in all.into_iter().chain(inside) {
        let expected = vectors["values"][name].as_str().unwrap();
        assert_eq!(hex::encode(bytes_of(&value)), expected, "{name}");
        left.retain(|other| *other != name);
    }
    let given = [
        "client_private",
        "client_public",
        "server_private",
        "server_public",
        "shared",
        "ticket_nonce",
    ];
    left.retain(|name| !given.contains(&name.as_str()));
    assert!(left.is_empty(), "not derived: {left:?}");
}

#[test]
fn every_equation_is_true_and_has_a_picture() {
    let (_, trace) = handshake();
    assert!(trace.lies().is_empty(), "{:?}", trace.lies());
    let mut names = Vec::new();
    for step in trace.all() {
        assert!(
            step.source.is_some() && !step.says.is_empty(),
            "{}",
            step.id
        );
        assert!(!of(step).is_empty(), "{} has no picture", step.id);
        assert!(!names.contains(&step.id), "{} stands there twice", step.id);
        names.push(step.id.clone());
        for laid_out in &step.bytes {
            sound(laid_out);
        }
    }
    for name in [
        "early",
        "early-derived",
        "server-handshake-iv",
        "client-handshake-finished",
        "server-signs",
        "ticket-0000",
    ] {
        assert!(names.iter().any(|id| id == name), "no {name}");
    }
}

fn sound(dissection: &Dissection) {
    assert_eq!(dissection.check(), Ok(()));
    assert_eq!(dissection.problems, []);
}

#[test]
fn only_the_ends_know_what_follows_from_the_shared_secret() {
    let (all, trace) = handshake();
    for (name, value) in &all {
        let everybody = ["early", "hello_hash"].contains(name);
        let expected = if everybody { Knowers::EVERYBODY } else { ENDS };
        assert_eq!(value.known_to, expected, "{name}");
    }
    assert!(!told(&trace, "dES").known_to.is_secret());
    assert!(!told(&trace, "nonce").known_to.include(Actor::Eavesdropper));
}

#[test]
fn what_is_made_is_handed_on() {
    let (_, trace) = handshake();
    for symbol in [
        "ES", "dES", "HS", "CHTS", "SHTS", "dHS", "MS", "CATS", "SATS", "RMS", "iv_chs", "fk_C",
        "H_0", "H_1",
    ] {
        let made = told(&trace, symbol);
        let uses = trace.all().into_iter().flat_map(|step| &step.equations);
        let uses = uses.flat_map(|equation| equation.left.values());
        assert!(
            uses.filter(|value| value.is(&made)).count() > 0,
            "{symbol} goes nowhere"
        );
    }
}

#[test]
fn the_flow_leads_from_the_key_exchange_to_every_key() {
    let (_, trace) = handshake();
    let flow = Dataflow::of(&trace, &[]).unwrap();
    let named = |symbol: &str| flow.nodes.iter().position(|node| node.name == symbol);
    let shared = named("DHE").unwrap();
    for symbol in [
        "HS", "CHTS", "SHTS", "tk_chs", "iv_shs", "SF", "CF", "MS", "tk_capp", "iv_sapp", "EMS",
        "PSK",
    ] {
        let node = &flow.nodes[named(symbol).unwrap()];
        assert!(node.roots.contains(&shared), "{symbol}");
    }
    let from = |symbol: &str| {
        let node = &flow.nodes[named(symbol).unwrap()];
        let from = node
            .from
            .iter()
            .map(|from| flow.nodes[*from].name.to_string());
        from.collect::<Vec<_>>()
    };
    assert_eq!(from("HS"), ["dES", "DHE"]);
    assert_eq!(from("MS"), ["dHS"]);
    assert_eq!(from("SF"), ["fk_S", "H_3"]);
}

#[test]
fn a_key_of_before_makes_another_beginning() {
    let resumed = &vectors()["resumed"];
    let psk = given("PSK", &resumed["psk"], ENDS);
    let mut recorder = Recorder::default();
    let early = EarlySecret::with_psk(Hash::Sha256, &psk, &mut recorder);
    assert_eq!(
        hex::encode(bytes_of(early.value())),
        resumed["early"].as_str().unwrap()
    );
    assert_eq!(early.value().known_to, ENDS);
    assert!(recorder.finish().lies().is_empty());
}

#[test]
fn sha_384_makes_longer_secrets() {
    let mut recorder = Recorder::default();
    let told = &mut recorder;
    let shared = bytes("DHE", &[7; 64], ENDS);
    let handshake = EarlySecret::begin(Hash::Sha384, told).with_shared(&shared, told);
    let hash = bytes("H_1", &[9; 48], Knowers::EVERYBODY);
    let secrets = handshake.traffic(&hash, told);
    let keys = TrafficKeys::of(&secrets.client, 32, told);
    assert_eq!(bytes_of(&keys.key).len(), 32);
    let mac = finished(&secrets.server, &hash, told);
    let lengths = [handshake.value(), secrets.client.value(), &mac].map(|one| bytes_of(one).len());
    assert_eq!(lengths, [48; 3]);
    let data = handshake.master(told).traffic(&hash, told);
    let next = data.server.next(told);
    assert_eq!((next.hash(), next.side()), (Hash::Sha384, Side::Server));
    TrafficKeys::of(&next.next(told), 32, told);
    let trace = recorder.finish();
    assert!(trace.lies().is_empty());
    assert!(trace.at("server-application-2-key").is_some());
}

#[test]
fn a_nonce_counts_from_the_right() {
    let mut recorder = Recorder::default();
    let keys = TrafficKeys {
        key: bytes("tk", &[0; 16], ENDS),
        iv: bytes("iv", &[0xf0; IV], ENDS),
        id: "x".into(),
    };
    let nonce = keys.nonce(0x0102, &mut recorder);
    assert_eq!(hex::encode(bytes_of(&nonce)), "f0f0f0f0f0f0f0f0f0f0f1f2");
    keys.nonce(u64::MAX, &mut recorder);
    assert!(recorder.finish().lies().is_empty());
}

#[test]
fn what_is_signed_says_what_it_is() {
    let hash = bytes("H", &[5; 32], ENDS);
    let content = verify_content(Side::Client, &hash, &mut ());
    let whole = dissect_verify_content(bytes_of(&content), ENDS);
    sound(&whole);
    assert_eq!(whole.bytes.len(), 64 + 33 + 1 + 32);
    let context = whole.find("context string").unwrap();
    assert_eq!(context.meaning, "TLS 1.3, client CertificateVerify");
    assert_eq!(whole.find("transcript hash").unwrap().known_to, ENDS);
}

#[test]
fn a_label_says_what_is_made() {
    // RFC 8448 §3: the info of the client's handshake key.
    let info = hkdf_label("key", &[], 16);
    assert_eq!(hex::encode(&info), "001009746c733133206b657900");
    let whole = dissect_label(&info, ENDS);
    sound(&whole);
    assert_eq!(
        whole.find("label").unwrap().meaning,
        "what for: “tls13 key”"
    );
    let long = hkdf_label(&"x".repeat(300), &[1; 300], 70_000);
    sound(&dissect_label(&long, ENDS));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_owned(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for whole in [dissect_label(&bytes, ENDS), dissect_verify_content(&bytes, ENDS)] {
            prop_assert_eq!(whole.check(), Ok(()));
        }
    }
}
