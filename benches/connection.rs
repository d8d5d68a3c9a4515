//! What a connection costs in the worker that has it, which is built another way than
//! the other workers.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    reason = "a benchmark may fail in the shortest way"
)]

use chacha20::ChaCha20Rng;
use num_bigint::BigInt;
use padlock::engine::pki::certificate::{self, Particulars, Profile};
use padlock::engine::pki::host::Host;
use padlock::engine::pki::key::PrivateKey;
use padlock::engine::pki::name::{Attribute, Subject};
use padlock::engine::pki::read::Certificate;
use padlock::engine::pki::serial;
use padlock::engine::pki::validity::Period;
use padlock::engine::rsa;
use padlock::engine::tls::connection::{self, Client, Connection, Interference, Server};
use padlock::engine::tls::conversation::Story;
use padlock::engine::tls::provider::{Group, HandshakeKey, Suite};
use padlock::units::Randomness;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod measure;
use measure::measure;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Both ends of a connection with TLS 1.3, from the ClientHello to the last byte, with
/// a certificate of RSA with 2048 bits: recorded, told, and neither.
#[wasm_bindgen_test]
fn handshake() {
    let ends = Connected::new();
    measure("handshake, recorded", || {
        let recorded = ends.connect();
        assert!(recorded.is_complete());
        recorded
    });
    measure("handshake, unrecorded", || {
        let (client, server) = ends.both();
        let done = connection::connect_unrecorded(client, server, Connected::random());
        assert_eq!(done, Ok(true));
    });
    let recorded = ends.connect();
    measure("handshake, told with its key schedule", || {
        Story::of(&recorded)
    });
}

/// A root, a server of RSA with 2048 bits, and who asks it.
struct Connected {
    root: Certificate,
    server: Certificate,
    key: HandshakeKey,
}

impl Connected {
    fn new() -> Self {
        let randomness = Randomness::default();
        let draw = |word: &str| {
            let key = rsa::generate_alone(
                2048,
                &BigInt::from(65_537),
                &mut randomness.generator(&format!("{word} p")),
                &mut randomness.generator(&format!("{word} q")),
                &mut (),
            );
            PrivateKey::from_rsa(key.expect("a key is found")).expect("the crate takes it")
        };
        let name = |text| {
            let subject = Subject::new([(Attribute::CommonName, text)]).expect("a name");
            subject.to_name().expect("a name")
        };
        let (root_key, key) = (draw("root"), draw("server"));
        let make = |profile: Profile, of: &PrivateKey, word: &str| {
            let particulars = Particulars {
                serial: serial::draw(&mut randomness.generator(word), &mut ()).expect("a number"),
                period: Period::days(NOW, 30).expect("a period"),
                key: of.public(),
            };
            let made = certificate::make(&profile, particulars, &root_key, &mut ());
            made.expect("a certificate").certificate
        };
        let profile = Profile::Root {
            subject: name("root"),
            path_length: None,
        };
        let root = make(profile, &root_key, "root");
        let identifier = root_key.public().identifier(&mut ());
        let profile = Profile::Server {
            subject: name("localhost"),
            hosts: Host::parse_list("localhost").expect("a host"),
            issuer: root.subject_name().clone(),
            authority: identifier.expect("an identifier").to_vec(),
            key: key.kind(),
        };
        let server = make(profile, &key, "server");
        let key = HandshakeKey::new(key);
        Self { root, server, key }
    }

    fn random() -> [ChaCha20Rng; 2] {
        let randomness = Randomness::default();
        ["client", "server"].map(|end| randomness.generator(end))
    }

    fn both(&self) -> (Client, Server) {
        let protocols = vec!["http/1.1".to_owned()];
        let client = Client {
            suites: Suite::ALL.to_vec(),
            groups: vec![Group::X25519],
            roots: vec![self.root.der().to_vec()],
            checks: true,
            host: "localhost".to_owned(),
            now: NOW + 60,
            protocols: protocols.clone(),
            request: b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        };
        let server = Server {
            suites: Suite::ALL.to_vec(),
            groups: Group::ALL.to_vec(),
            chain: vec![self.server.der().to_vec()],
            key: self.key.clone(),
            protocols,
            response: b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec(),
            now: NOW + 60,
        };
        (client, server)
    }

    fn connect(&self) -> Connection {
        let (client, server) = self.both();
        let nothing = Interference::Nothing;
        connection::connect(client, server, Self::random(), nothing).expect("both can begin")
    }
}

/// 2026-01-01, in seconds.
const NOW: u64 = 1_767_225_600;
