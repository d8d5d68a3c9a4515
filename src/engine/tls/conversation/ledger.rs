//! What can be derived at each point of a connection: our own key schedule goes
//! along with the messages, and each stage comes once all that it takes is there.

use super::told;
use crate::engine::knowers::Knowers;
use crate::engine::pki::key::PublicKey;
use crate::engine::tls::provider::Suite;
use crate::engine::tls::schedule::{
    self, EarlySecret, HandshakeSecret, MasterSecret, ResumptionSecret, SealedRecord, TrafficKeys,
    TrafficSecret, TrafficSecrets,
};
use crate::engine::tls::{ENDS, Side};
use crate::engine::trace::{Children, Data, Observer, Recorder, Step, Value};

/// The schedule, as far as it has come, and the messages that go into it.
#[derive(Default)]
pub(super) struct Ledger {
    /// The suite that the server chose.
    pub(super) suite: Option<Suite>,
    messages: Vec<Value>,
    handshake: Option<Handshake>,
    application: Option<Application>,
    /// What was derived, to be compared with what the two ends computed.
    pub(super) derived: Vec<Value>,
    /// What the ends compute only once the client has finished.
    awaited: Vec<Value>,
    /// What belongs into a key log (draft-ietf-tls-keylogfile): label and secret.
    pub(super) log: Vec<(&'static str, Vec<u8>)>,
}

/// From the hellos on.
struct Handshake {
    /// Until the next stage takes it.
    secret: Option<HandshakeSecret>,
    traffic: TrafficSecrets,
    keys: [TrafficKeys; 2],
}

/// From the server's Finished on.
struct Application {
    master: MasterSecret,
    keys: [TrafficKeys; 2],
    /// From the first ticket on.
    resumption: Option<ResumptionSecret>,
}

/// A name of a step and of what it gives.
type Name = (&'static str, &'static str);

fn bytes(value: &Value) -> Vec<u8> {
    match &value.data {
        Data::Bytes(bytes) => bytes.clone(),
        _ => Vec::new(),
    }
}

impl Ledger {
    /// Takes a message of the handshake into the transcript.
    pub(super) fn take(&mut self, name: &'static str, message: &[u8], is_sealed: bool) {
        let knowers = if is_sealed { ENDS } else { Knowers::EVERYBODY };
        let value = Value::new(name, Data::Bytes(message.to_vec()), knowers);
        self.messages.push(value);
    }

    /// After a HelloRetryRequest the first hello counts by its hash alone (RFC 8446
    /// §4.4.1).
    pub(super) fn retry(&mut self, suite: Suite) -> Children {
        let first = self.messages.split_off(0);
        let mut hashed = Value::public_bytes("message_hash", Vec::new());
        let inside = told(|recorder| {
            let name = ("first-hello", "H_1");
            let hash = schedule::transcript(suite.hash(), name, &first, recorder);
            let digest = bytes(&hash);
            let length = u8::try_from(digest.len()).unwrap_or(0);
            let message = [&[254, 0, 0, length], digest.as_slice()].concat();
            hashed = Value::public_bytes("message_hash", message)
                .meaning("stands for the first ClientHello");
        });
        self.messages.push(hashed);
        inside
    }

    /// Both hellos are there, and both ends have the shared secret: the steps, and
    /// the secrets that the ends go on with.
    pub(super) fn hellos(&mut self, suite: Suite, shared: &Value) -> (Children, Vec<Value>) {
        self.suite = Some(suite);
        let hash = suite.hash();
        let mut handshake = None;
        let inside = told(|recorder| {
            let early = EarlySecret::begin(hash, recorder);
            self.derived.push(early.value().clone());
            let secret = early.with_shared(shared, recorder);
            let so_far = self.transcript(("hellos", "H_hellos"), recorder);
            let traffic = secret.traffic(&so_far, recorder);
            let keys = self.keys(&traffic, suite, recorder);
            self.derived.push(secret.value().clone());
            handshake = Some(Handshake {
                secret: Some(secret),
                traffic,
                keys,
            });
        });
        let mut made = Vec::new();
        if let Some(Handshake { traffic, .. }) = &handshake {
            made = vec![
                traffic.client.value().clone(),
                traffic.server.value().clone(),
            ];
            self.log.push((
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                bytes(traffic.client.value()),
            ));
            self.log.push((
                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                bytes(traffic.server.value()),
            ));
        }
        self.handshake = handshake;
        (inside, made)
    }

    fn keys(
        &mut self,
        traffic: &TrafficSecrets,
        suite: Suite,
        recorder: &mut Recorder<'_>,
    ) -> [TrafficKeys; 2] {
        [&traffic.client, &traffic.server].map(|secret| {
            let keys = TrafficKeys::of(secret, suite.key_length(), recorder);
            let made = [secret.value(), &keys.key, &keys.iv];
            self.derived.extend(made.into_iter().cloned());
            keys
        })
    }

    fn transcript(&mut self, name: Name, recorder: &mut Recorder<'_>) -> Value {
        let hash = self.suite.unwrap_or(Suite::Aes128Gcm).hash();
        let made = schedule::transcript(hash, name, &self.messages, recorder);
        self.derived.push(made.clone());
        made
    }

    /// What CertificateVerify signs: all before it. Where the other end checks it with
    /// a key of RSA, that is told step by step.
    pub(super) fn verify(
        &mut self,
        side: Side,
        signature: &[u8],
        key: Option<&PublicKey>,
    ) -> Children {
        told(|recorder| {
            let so_far = self.transcript(("before-verify", "H_cert"), recorder);
            let content = schedule::verify_content(side, &so_far, recorder);
            let content = bytes(&content);
            match key.and_then(PublicKey::rsa) {
                Some(key) => {
                    recorder.enter(|| {
                        Step::new("pss", "Does the signature hold?")
                            .says("RSA with PSS, as on the page about RSA: the e-th power of the signature has to be a block that fits the bytes that are signed.")
                            .source("RFC 8017", "8.1.2")
                    });
                    let salt = crate::engine::rsa::pss::SALT;
                    let checked =
                        crate::engine::rsa::pss::check(key, &content, signature, salt, recorder);
                    if let Ok(checked) = checked {
                        recorder.amend(|step| step.verdict = Some(checked.verdict));
                    }
                    recorder.leave();
                }
                None => recorder.step(|| {
                    Step::new("signature", "The signature")
                        .says("Where it is of RSA and comes to be checked, that is shown. Others a crate checks: Padlock has no arithmetic of its own for curves yet, so its steps are not shown.")
                        .value(Value::public_bytes("signature", signature))
                        .source("RFC 8446", "4.4.3")
                }),
            }
        })
    }

    /// What a side's Finished has to be: over all before it; and the comparison, where
    /// the other end comes to it.
    pub(super) fn finished(&mut self, side: Side, found: &[u8], is_compared: bool) -> Children {
        let Some(handshake) = &self.handshake else {
            return Children::default();
        };
        let secret: TrafficSecret = match side {
            Side::Client => handshake.traffic.client.clone(),
            Side::Server => handshake.traffic.server.clone(),
        };
        let name = match side {
            Side::Client => ("before-client-finished", "H_all"),
            Side::Server => ("before-server-finished", "H_verify"),
        };
        if side == Side::Client {
            self.derived.append(&mut self.awaited);
        }
        told(|recorder| {
            let so_far = self.transcript(name, recorder);
            let mac = schedule::finished(&secret, &so_far, recorder);
            let same = bytes(&mac) == found;
            if is_compared {
                recorder.step(|| {
                    Step::new("compare", "Is it the one that came?")
                        .says("The other end computes the same and compares.")
                        .value(mac.clone())
                        .passes_if(same)
                        .source("RFC 8446", "4.4.4")
                });
            }
            self.derived.push(mac);
        })
    }

    /// The server has finished: the steps to the secrets for data, and those.
    pub(super) fn application(&mut self) -> Option<(Children, Vec<Value>)> {
        let suite = self.suite?;
        let secret = self.handshake.as_mut()?.secret.take()?;
        let mut application = None;
        let mut made = Vec::new();
        let inside = told(|recorder| {
            let master = secret.master(recorder);
            self.derived.push(master.value().clone());
            let so_far = self.transcript(("up-to-server-finished", "H_server"), recorder);
            let traffic = master.traffic(&so_far, recorder);
            let before = self.derived.len();
            let keys = self.keys(&traffic, suite, recorder);
            // Of the client: its secret is needed at once, its key and IV later.
            self.awaited = self.derived.drain(before + 1..before + 3).collect();
            let exporter = master.exporter(&so_far, recorder);
            self.log.extend([
                ("CLIENT_TRAFFIC_SECRET_0", bytes(traffic.client.value())),
                ("SERVER_TRAFFIC_SECRET_0", bytes(traffic.server.value())),
                ("EXPORTER_SECRET", bytes(&exporter)),
            ]);
            self.derived.push(exporter);
            made = vec![
                traffic.client.value().clone(),
                traffic.server.value().clone(),
            ];
            application = Some(Application {
                master,
                keys,
                resumption: None,
            });
        });
        self.application = application;
        Some((inside, made))
    }

    /// A ticket: the key that goes with it, by its nonce; with the first one the secret
    /// that these come from, once the client has finished.
    pub(super) fn ticket(&mut self, nonce: &[u8]) -> Option<Children> {
        let mut application = self.application.take()?;
        let inside = told(|recorder| {
            let secret = application.resumption.take().unwrap_or_else(|| {
                let so_far = self.transcript(("up-to-client-finished", "H_client"), recorder);
                let secret = application.master.resumption(&so_far, recorder);
                self.derived.push(secret.value().clone());
                secret
            });
            let nonce = Value::new("ticket_nonce", Data::Bytes(nonce.to_vec()), ENDS)
                .meaning("the number of this ticket");
            let key = secret.ticket(&nonce, recorder);
            self.derived.push(key);
            application.resumption = Some(secret);
        });
        self.application = Some(application);
        Some(inside)
    }

    /// How a record was sealed, by the key that sealed it.
    pub(super) fn sealing(&self, key: &[u8], record: &SealedRecord<'_>) -> Children {
        let handshake = self.handshake.iter().flat_map(|one| &one.keys);
        let application = self.application.iter().flat_map(|one| &one.keys);
        let mut all = handshake.chain(application);
        let keys = all.find(|keys| bytes(&keys.key) == key);
        keys.map_or_else(Children::default, |keys| {
            told(|recorder| keys.seal(record, recorder))
        })
    }
}
