#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::capture::Capture;
use super::connection::{Client, Connection, Interference, Server, connect};
use super::conversation::{Scene, Story, segments};
use super::provider::{Group, HandshakeKey, Suite};
use super::recording::What;
use crate::engine::knowers::{Actor, Viewer};
use crate::engine::pki::{NOW, pair};
use crate::engine::text::Text;
use crate::engine::trace::{Data, Recorder, Trace, Verdict};
use chacha20::ChaCha20Rng;
use rand::SeedableRng as _;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";

/// Both ends with what most have, and a change to them.
pub(crate) fn connected(
    change: impl FnOnce(&mut Client, &mut Server),
    interference: Interference,
) -> Connection {
    let (pair, _) = pair(7, Some(0));
    let mut client = Client {
        suites: Suite::ALL.to_vec(),
        groups: Group::ALL.to_vec(),
        roots: vec![pair.root.der().to_vec()],
        checks: true,
        host: "localhost".into(),
        now: NOW + 60,
        protocols: vec!["http/1.1".into()],
        request: REQUEST.to_vec(),
    };
    let mut server = Server {
        suites: Suite::ALL.to_vec(),
        groups: Group::ALL.to_vec(),
        chain: vec![pair.server.der().to_vec()],
        key: HandshakeKey::new(pair.server_key),
        protocols: vec!["http/1.1".into()],
        response: RESPONSE.to_vec(),
        now: NOW + 60,
    };
    change(&mut client, &mut server);
    let random = [1, 2].map(|seed| ChaCha20Rng::from_seed([seed; 32]));
    connect(client, server, random, interference).unwrap()
}

#[test]
fn each_suite_and_group_connects() {
    for suite in Suite::ALL {
        for group in Group::ALL {
            let connection = connected(
                |client, _| {
                    client.suites = vec![suite];
                    client.groups = vec![group];
                },
                Interference::Nothing,
            );
            assert_eq!(connection.failures, [], "{suite:?} {group:?}");
            assert!(connection.established);
            assert_eq!(connection.request, REQUEST);
            assert_eq!(connection.response, RESPONSE);
            let shared: Vec<_> = connection
                .operations
                .iter()
                .filter_map(|operation| match &operation.what {
                    What::Shared { secret, group, .. } => {
                        Some((operation.by, *group, secret.clone()))
                    }
                    _ => None,
                })
                .collect();
            let [(first, number, one), (second, _, other)] = &shared[..] else {
                unreachable!("both ends come to a secret: {shared:?}");
            };
            assert_eq!((one, *number), (other, group.number()));
            assert_eq!([*first, *second], [Actor::Server, Actor::Client]);
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let [one, other] = [(); 2].map(|()| connected(|_, _| {}, Interference::Nothing));
    assert_eq!(one.records, other.records);
    assert_eq!(one.operations, other.operations);
}

#[test]
fn each_failure_sends_its_alert() {
    use Interference::{Flip, Nothing, Replay, Swap};
    type Change = fn(&mut Client, &mut Server);
    type Case = (&'static str, Change, Interference, Option<(Actor, u8)>);
    let nothing: Change = |_, _| {};
    let cases: [Case; 14] = [
        ("nothing", nothing, Nothing, None),
        (
            "no trust",
            |client, _| client.roots.clear(),
            Nothing,
            Some((Actor::Client, 48)),
        ),
        (
            "insecure",
            |client, _| {
                client.roots.clear();
                client.checks = false;
            },
            Nothing,
            None,
        ),
        (
            "another host",
            |client, _| client.host = "example.com".into(),
            Nothing,
            Some((Actor::Client, 42)),
        ),
        (
            "ended",
            |client, _| client.now = NOW + 400 * 86_400,
            Nothing,
            Some((Actor::Client, 45)),
        ),
        (
            "not yet",
            |client, _| client.now = NOW - 86_400,
            Nothing,
            Some((Actor::Client, 45)),
        ),
        (
            "another key",
            |_, server| server.key = HandshakeKey::new(pair(9, Some(0)).0.server_key),
            Nothing,
            Some((Actor::Client, 51)),
        ),
        (
            "no suite",
            |client, server| {
                client.suites = vec![Suite::Aes128Gcm];
                server.suites = vec![Suite::Aes256Gcm];
            },
            Nothing,
            Some((Actor::Server, 40)),
        ),
        (
            "no group",
            |client, server| {
                client.groups = vec![Group::X25519];
                server.groups = vec![Group::P256];
            },
            Nothing,
            Some((Actor::Server, 40)),
        ),
        (
            "a flipped flight",
            nothing,
            Flip { record: 3, bit: 99 },
            Some((Actor::Client, 20)),
        ),
        (
            "a flipped request",
            nothing,
            Flip { record: 6, bit: 9 },
            Some((Actor::Server, 20)),
        ),
        (
            "a replayed request",
            nothing,
            Replay { record: 6 },
            Some((Actor::Server, 20)),
        ),
        (
            "swapped tickets",
            nothing,
            Swap { record: 7 },
            Some((Actor::Client, 20)),
        ),
        (
            "a root of that name with another key",
            |client, _| client.roots = vec![pair(9, Some(0)).0.root.der().to_vec()],
            Nothing,
            Some((Actor::Client, 51)),
        ),
    ];
    for (name, change, interference, expected) in cases {
        let connection = connected(change, interference);
        assert_eq!(connection.alert(), expected, "{name}");
        assert_eq!(connection.failures.is_empty(), expected.is_none(), "{name}");
    }
}

#[test]
fn a_dropped_record_is_noticed_or_ends_in_silence() {
    // Without the ServerHello the client meets what it does not expect; without the
    // client's Finished the server cannot open what follows. ChangeCipherSpec says
    // nothing that is missed.
    let alerts = (0..8).map(|record| {
        let connection = connected(|_, _| {}, Interference::Drop { record });
        let says = Story::of(&connection)
            .happenings
            .last()
            .unwrap()
            .step
            .title
            .clone();
        (
            connection.is_complete(),
            connection.alert(),
            says.to_string(),
        )
    });
    let (client, server) = (Actor::Client, Actor::Server);
    let waits = |alert| (false, alert, "Both wait".to_owned());
    let closes = (true, None, "Alert: close_notify".to_owned());
    let is_told = |who, code, by: Actor| {
        let says = format!("The {} hears why", by.name());
        (false, Some((who, code)), says)
    };
    assert_eq!(
        alerts.collect::<Vec<_>>(),
        [
            waits(None),
            is_told(client, 10, server),
            closes.clone(),
            waits(None),
            closes,
            is_told(server, 20, client),
            waits(None),
            is_told(client, 20, server),
        ]
    );
}

#[test]
fn our_schedule_comes_to_what_both_ends_computed() {
    for suite in Suite::ALL {
        for group in Group::ALL {
            let connection = connected(
                |client, server| {
                    client.suites = vec![suite];
                    server.groups = vec![group];
                },
                Interference::Nothing,
            );
            let story = Story::of(&connection);
            let trace = seen(&connection, Viewer::Visitor);
            assert_eq!(
                story.agreeing(&connection),
                story.derived.len(),
                "{suite:?} {group:?}"
            );
            assert_eq!(story.derived.len(), 27);
            assert_eq!(trace.lies(), []);
            assert!(
                trace
                    .all()
                    .iter()
                    .all(|step| step.verdict != Some(Verdict::Failed))
            );
            assert_eq!(story.log.len(), 5);
        }
    }
}

/// Every byte string of a trace, wherever it stands.
fn bytes_of(trace: &Trace) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for step in trace.all() {
        all.extend(step.bytes.iter().map(|one| one.bytes.clone()));
        all.extend(step.mentioned().filter_map(|value| match &value.data {
            Data::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }));
    }
    all
}

/// What a viewer sees of a connection.
fn seen(connection: &Connection, viewer: Viewer) -> Trace {
    let story = Story::of(connection);
    let mut recorder = Recorder::new(u32::MAX);
    let scene = Scene {
        captions: ["", "", ""].map(Text::from),
        viewer,
        is_posed: false,
    };
    scene.tell(&story.happenings, &mut recorder);
    recorder.finish()
}

/// Whether bytes went over the wire, as they were sent or as they arrived; few bytes
/// may stand anywhere.
fn was_shown(connection: &Connection, bytes: &[u8]) -> bool {
    let sent = connection.records.iter().map(|one| &one.bytes);
    let arrived = connection.records.iter().flat_map(|one| &one.arrived);
    let mut wire = sent.chain(arrived);
    bytes.len() < 4 || wire.any(|record| record.windows(bytes.len()).any(|some| some == bytes))
}

#[test]
fn whatever_is_done_on_the_wire_who_listens_sees_nothing_else() {
    for record in 0..11 {
        // Bits of the type, the length and somewhere in a body, also in a short one.
        let bits = [0, 9, 100, 1001].map(|bit| Interference::Flip { record, bit });
        let others = [
            Interference::Drop { record },
            Interference::Replay { record },
            Interference::Swap { record },
        ];
        for interference in bits.into_iter().chain(others) {
            // A record that is damaged behind its sender's farewell trips an assertion of
            // rustls that its releases do not have.
            if matches!(interference, Interference::Flip { record: 10, .. }) {
                continue;
            }
            let connection = connected(|_, _| {}, interference);
            let outside = seen(&connection, Viewer::Actor(Actor::Eavesdropper));
            for bytes in bytes_of(&outside) {
                assert!(
                    was_shown(&connection, &bytes),
                    "{interference:?}: {bytes:02x?}"
                );
            }
            for whole in outside.all().iter().flat_map(|step| &step.bytes) {
                assert_eq!(whole.check(), Ok(()), "{interference:?}");
            }
        }
    }
}

#[test]
fn who_listens_sees_no_byte_that_the_wire_did_not_show() {
    let connection = connected(|_, _| {}, Interference::Nothing);
    let seen = |viewer| seen(&connection, viewer);
    let was_shown = |bytes: &[u8]| was_shown(&connection, bytes);
    let outside = seen(Viewer::Actor(Actor::Eavesdropper));
    let hidden = bytes_of(&outside)
        .into_iter()
        .filter(|bytes| !was_shown(bytes));
    let hidden: Vec<_> = hidden.collect();
    assert_eq!(hidden, Vec::<Vec<u8>>::new());
    let words: String = outside
        .all()
        .iter()
        .map(|step| format!("{} {}", step.title, step.says))
        .collect();
    for secret in ["GET", "200", "CertificateVerify", "Finished", "localhost"] {
        assert!(!words.contains(secret), "{secret}: {words}");
    }
    for viewer in [
        Viewer::Visitor,
        Viewer::Actor(Actor::Client),
        Viewer::Actor(Actor::Server),
    ] {
        assert!(
            bytes_of(&seen(viewer))
                .iter()
                .any(|bytes| !was_shown(bytes)),
            "{viewer:?}"
        );
    }
    // Each end sees all but the other's half.
    let halves = |trace: &Trace| -> Vec<bool> {
        let all = bytes_of(trace);
        let private = connection
            .operations
            .iter()
            .filter_map(|operation| match &operation.what {
                What::Pair { private, .. } => Some(private.to_vec()),
                _ => None,
            });
        private.map(|one| all.contains(&one)).collect()
    };
    assert_eq!(halves(&seen(Viewer::Actor(Actor::Client))), [true, false]);
    assert_eq!(halves(&seen(Viewer::Actor(Actor::Server))), [false, true]);
    assert_eq!(halves(&outside), [false, false]);
}

#[test]
fn every_packet_is_owned_and_told() {
    let sealed = Capture::of(&connected(|_, _| {}, Interference::Nothing), NOW);
    let open = Capture::in_the_open(REQUEST, RESPONSE, NOW);
    for capture in [&sealed, &open] {
        for segment in &capture.segments {
            assert_eq!(segment.dissect().check(), Ok(()));
        }
        let steps = segments(capture);
        let passing = steps.iter().filter(|step| step.passing.is_some()).count();
        assert_eq!(passing, capture.segments.len());
    }
    let titles = |capture| -> Vec<String> {
        let steps = segments(capture).into_iter();
        steps.map(|step| step.step.title.to_string()).collect()
    };
    assert_eq!(
        titles(&open),
        [
            "socket(), bind(80), listen()",
            "socket(), connect()",
            "SYN",
            "SYN, ACK",
            "ACK",
            "accept()",
            "send()",
            "GET / HTTP/1.1",
            "recv()",
            "ACK",
            "send()",
            "HTTP/1.1 200 OK",
            "recv()",
            "ACK",
            "FIN, ACK",
            "FIN, ACK",
            "ACK"
        ]
    );
    let sealed = titles(&sealed).concat();
    assert!(
        !sealed.contains("GET") && !sealed.contains("200"),
        "{sealed}"
    );
}

#[test]
fn what_an_end_does_not_come_to_is_not_told_of_it() {
    let told = |interference, change: fn(&mut Client, &mut Server)| {
        let story = Story::of(&connected(change, interference));
        let step = |id: &str| {
            let mut all = story.happenings.iter();
            all.find(|one| one.step.id == id).unwrap().step.clone()
        };
        let all: Vec<_> = story
            .happenings
            .iter()
            .flat_map(|one| &one.step.inside.kept)
            .collect();
        let inside = |id: &str| all.iter().any(|step| step.id == id);
        (step("application").actor, inside("compare"), inside("pss"))
    };
    let server = Some(Actor::Server);
    let nothing = Interference::Nothing;
    assert_eq!(told(nothing, |_, _| {}), (None, true, true));
    let flip = Interference::Flip { record: 3, bit: 99 };
    assert_eq!(told(flip, |_, _| {}), (server, false, false));
    assert_eq!(
        told(nothing, |client, _| client.roots.clear()),
        (server, false, false)
    );
    let copied = |_: &mut Client, server: &mut Server| {
        server.key = HandshakeKey::new(pair(9, Some(0)).0.server_key)
    };
    assert_eq!(told(nothing, copied), (server, false, true));
}
