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

fn read(name: &str) -> Json {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/rfc8448");
    let file = std::fs::read(format!("{folder}/{name}.json")).unwrap();
    serde_json::from_slice(&file).unwrap()
}

fn vectors() -> Json {
    read("simple-1-rtt")
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
    let inside = [
        ("early_derived", "dES"),
        ("handshake_derived", "dHS"),
        ("server_finished_key", "fk_S"),
        ("client_finished_key", "fk_C"),
    ];
    let inside = inside.map(|(name, symbol)| (name, told(&trace, symbol)));
    let all = all.into_iter().chain(inside).collect();
    come_out(&vectors(), all, &["ticket_nonce"]);
}

/// Every value of the vectors is derived, but for those that are given.
fn come_out(vectors: &Json, all: Vec<(&str, Value)>, given: &[&str]) {
    let mut left: Vec<&String> = vectors["values"].as_object().unwrap().keys().collect();
    for (name, value) in all {
        let expected = vectors["values"][name].as_str().unwrap();
        assert_eq!(hex::encode(bytes_of(&value)), expected, "{name}");
        left.retain(|other| *other != name);
    }
    let pairs = [
        "client_private",
        "client_public",
        "server_private",
        "server_public",
        "shared",
    ];
    left.retain(|name| !pairs.contains(&name.as_str()) && !given.contains(&name.as_str()));
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
fn who_comes_back_has_the_secrets_of_rfc_8448() {
    let vectors = read("resumed-0-rtt");
    let values = &vectors["values"];
    let known = |number: usize| if number < 2 { Knowers::EVERYBODY } else { ENDS };
    let sent = |number: usize| {
        given(
            "message",
            &vectors["messages"][number]["bytes"],
            known(number),
        )
    };
    let sent: Vec<Value> = (0..6).map(sent).collect();
    let hash = Hash::Sha256;
    let mut recorder = Recorder::default();
    let told = &mut recorder;
    let covered = usize::try_from(vectors["binder_covers"].as_u64().unwrap()).unwrap();
    let hello = bytes("CH", &bytes_of(&sent[0])[..covered], Knowers::EVERYBODY);

    let early = EarlySecret::with_psk(hash, &given("PSK", &values["psk"], ENDS), told);
    let cut = transcript(hash, ("cut-hello", "H_b"), &[hello], told);
    let first = transcript(hash, ("hello", "H_1"), &sent[..1], told);
    let data = early.traffic(&first, told);
    let keys = TrafficKeys::of(&data, 16, told);
    let mut all = vec![
        ("early", early.value().clone()),
        ("binder", early.binder(&cut, told)),
        ("binder_hash", cut),
        ("client_early", data.value().clone()),
        ("client_early_key", keys.key),
        ("client_early_iv", keys.iv),
        ("early_exporter", early.exporter(&first, told)),
        ("client_hello_hash", first),
    ];
    let handshake = early.with_shared(&given("DHE", &values["shared"], ENDS), told);
    all.push(("handshake", handshake.value().clone()));
    let hash_of = |id, to: usize, told: &mut _| transcript(hash, (id, "H"), &sent[..to], told);
    let (hellos, before) = (hash_of("to-2", 2, told), hash_of("to-3", 3, told));
    let (server_done, early_done) = (hash_of("to-4", 4, told), hash_of("to-5", 5, told));
    let TrafficSecrets { client, server } = handshake.traffic(&hellos, told);
    all.push(("server_finished", finished(&server, &before, told)));
    all.push(("client_finished", finished(&client, &early_done, told)));
    let (server_keys, client_keys) = (
        TrafficKeys::of(&server, 16, told),
        TrafficKeys::of(&client, 16, told),
    );
    all.extend([
        ("client_handshake", client.value().clone()),
        ("server_handshake", server.value().clone()),
        ("client_handshake_key", client_keys.key),
        ("client_handshake_iv", client_keys.iv),
        ("server_handshake_key", server_keys.key),
        ("server_handshake_iv", server_keys.iv),
    ]);
    let master = handshake.master(told);
    let TrafficSecrets { client, server } = master.traffic(&server_done, told);
    let (server_keys, client_keys) = (
        TrafficKeys::of(&server, 16, told),
        TrafficKeys::of(&client, 16, told),
    );
    let done = hash_of("to-6", 6, told);
    all.extend([
        ("master", master.value().clone()),
        ("client_application", client.value().clone()),
        ("server_application", server.value().clone()),
        ("client_application_key", client_keys.key),
        ("client_application_iv", client_keys.iv),
        ("server_application_key", server_keys.key),
        ("server_application_iv", server_keys.iv),
        ("exporter", master.exporter(&server_done, told)),
        ("resumption", master.resumption(&done, told).value().clone()),
    ]);
    let trace = recorder.finish();
    let inside = [
        ("binder_key", "BK"),
        ("binder_finished_key", "fk_B"),
        ("early_derived", "dES"),
        ("handshake_derived", "dHS"),
    ];
    all.extend(inside.map(|(name, symbol)| (name, super::tests::told(&trace, symbol))));
    come_out(&vectors, all, &["psk"]);
    assert_eq!(super::tests::told(&trace, "ES").known_to, ENDS);
    assert!(trace.lies().is_empty());
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
