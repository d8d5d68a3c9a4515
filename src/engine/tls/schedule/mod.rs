//! The key schedule of TLS 1.3 (RFC 8446 §7.1): how one shared secret becomes the
//! keys of both sides.
//!
//! ```text
//! EarlySecret::begin ──► with_shared ──► HandshakeSecret ──► master ──► MasterSecret
//!   │ binder,                              │ traffic                      │ traffic, exporter,
//!   │ traffic, exporter                    ▼                              ▼ resumption
//!   └──────────────────────────────────► TrafficSecret ──► SealedRecord, TrafficKeys, finished
//! ```
//!
//! Each stage is a type, which the next one consumes: what must not be derived yet
//! cannot be named. All values are handles that were handed in or made here, so that
//! the picture of what is made from what finds its way. Who may know what follows
//! from who knows what goes in: the shared secret and the hashes should be known to
//! [`ENDS`](super::ENDS) or, where they hang on nothing secret, to everybody.
//!
//! Everything is told in steps whose names are unique, if each function is asked once
//! for a secret. Symbols are those of Dowling, Fischlin, Günther and Stebila, “A
//! Cryptographic Analysis of the TLS 1.3 Handshake Protocol” (J. Cryptology 34, 2021):
//! `CHTS` is the client's handshake traffic secret.
//!
//! It computes with HMAC alone; its equations are judged by the crate `hkdf`.

mod compute;
mod content;
mod label;
mod traffic;

pub use content::{dissect_verify_content, verify_content};
pub use label::{dissect_label, hkdf_label};
pub use traffic::{IV, SealedRecord, TrafficKeys, TrafficSecret, TrafficSecrets, finished};

use super::Side;
use crate::engine::knowers::Knowers;
use crate::engine::text::{Text, count};
use crate::engine::trace::{Data, Equation, Expr, Hash, Observer, Step, Value};
use compute::{bytes_of, constant};
use label::Told;

/// The first secret: of a key that both had before, or of zeros.
#[derive(Debug)]
pub struct EarlySecret(Stage);

/// The second secret, into which the key exchange goes.
#[derive(Debug)]
pub struct HandshakeSecret(Stage);

/// The third secret, from which everything after the handshake comes.
#[derive(Debug)]
pub struct MasterSecret(Stage);

/// A secret from which the keys of later connections come (RFC 8446 §4.6.1).
#[derive(Debug)]
pub struct ResumptionSecret {
    hash: Hash,
    secret: Value,
}

/// What every stage has.
#[derive(Debug)]
struct Stage {
    hash: Hash,
    secret: Value,
    /// The hash of no messages, which “derived” is bound to.
    nothing: Value,
}

impl Stage {
    /// `HKDF-Extract`: mixes something new with what was there.
    fn extract(
        hash: Hash,
        salt: (Expr, &[u8]),
        material: (Expr, &[u8]),
        (told, known_to): (Extraction, Knowers),
        observer: &mut impl Observer,
    ) -> Value {
        let secret = compute::extract(hash, salt.1, material.1);
        let secret = bytes(told.symbol, &secret, known_to).meaning(told.meaning);
        observer.step(|| {
            Step::new(told.id, told.title)
                .says(told.says)
                .equation(Equation::equal(
                    Expr::hkdf_extract(hash, salt.0, material.0),
                    &secret,
                ))
                .value(secret.clone())
                .source("RFC 8446", "7.1")
        });
        secret
    }

    /// `Derive-Secret(., "derived", "")`: the salt of the next stage.
    fn derived(
        &self,
        id: &'static str,
        symbol: &'static str,
        observer: &mut impl Observer,
    ) -> Value {
        let told = Told {
            id: id.into(),
            title: "Make the salt of the next stage".into(),
            says: "Before something new is mixed in, the secret is expanded once, bound to no message. So what comes next does not touch the secret itself.".into(),
            label: "derived",
            symbol: symbol.into(),
            meaning: "the salt of the next stage",
            section: "7.1",
        };
        self.derive(told, &self.nothing, observer)
    }

    /// `Derive-Secret`: expands the secret to one for a purpose, bound to messages by
    /// their hash.
    fn derive(&self, told: Told, transcript: &Value, observer: &mut impl Observer) -> Value {
        let length = self.hash.size();
        label::expand(
            self.hash,
            &self.secret,
            told,
            Some(transcript),
            length,
            observer,
        )
    }

    /// The secrets of both sides for records.
    fn traffic(
        &self,
        stage: traffic::Stage,
        transcript: &Value,
        observer: &mut impl Observer,
    ) -> TrafficSecrets {
        let mut of = |side| {
            let secret = self.derive(stage.told(side), transcript, observer);
            TrafficSecret::new(self.hash, stage, side, secret)
        };
        TrafficSecrets {
            client: of(Side::Client),
            server: of(Side::Server),
        }
    }
}

/// How the extraction of a secret is told.
struct Extraction {
    id: &'static str,
    title: &'static str,
    says: &'static str,
    symbol: &'static str,
    meaning: &'static str,
}

impl EarlySecret {
    /// The secret without a key from before: XX
    pub fn begin(hash: Hash, observer: &mut impl Observer) -> Self {
        let zeros = vec![0; hash.size()];
        let of = (Expr::repeat(0, constant(zeros.len())), &zeros[..]);
        let says = "The schedule begins with the extracting half of HKDF. There is no key from before, and zeros take its place: everybody can compute this one.";
        Self::extract(hash, of, (says, Knowers::EVERYBODY), observer)
    }

    /// The secret of a key that both had before. Tells the steps `early` and
    /// `no-messages`.
    pub fn with_psk(hash: Hash, psk: &Value, observer: &mut impl Observer) -> Self {
        let of = (psk.into(), bytes_of(psk));
        let says = "The schedule begins with the extracting half of HKDF. A key that both have from before goes in.";
        Self::extract(hash, of, (says, psk.known_to), observer)
    }

    fn extract(
        hash: Hash,
        material: (Expr, &[u8]),
        (says, known_to): (&'static str, Knowers),
        observer: &mut impl Observer,
    ) -> Self {
        let told = Extraction {
            id: "early",
            title: "The early secret",
            says,
            symbol: "ES",
            meaning: "the early secret",
        };
        let zeros = vec![0; hash.size()];
        let salt = (Expr::repeat(0, constant(zeros.len())), &zeros[..]);
        let secret = Stage::extract(hash, salt, material, (told, known_to), observer);
        let nothing = compute::digest(hash, &[]);
        let nothing = Value::public_bytes("H_0", nothing).meaning("the hash of no messages");
        observer.step(|| {
            let empty = Value::public_bytes("“”", []).meaning("nothing");
            Step::new("no-messages", "The hash of no messages")
                .says("Where a secret is bound to no message, the hash of nothing stands in the place of theirs.")
                .equation(Equation::equal(Expr::digest(hash, &empty), &nothing))
                .value(nothing.clone())
                .source("RFC 8446", "7.1")
        });
        Self(Stage {
            hash,
            secret,
            nothing,
        })
    }

    /// The secret.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0.secret
    }

    /// What a client shows to have the key that it names (RFC 8446 §4.2.11.2): an HMAC
    /// over the hash of its ClientHello up to the binders. The key is one that came
    /// with a ticket. Tells the steps `binder`, `binder-finished-key` and
    /// `binder-finished`.
    pub fn binder(&self, truncated_hash: &Value, observer: &mut impl Observer) -> Value {
        let Self(stage) = self;
        let told = Told {
            id: "binder".into(),
            title: "The secret of the binder".into(),
            says: "The client will show that it has the key of its ticket. For this the early secret is expanded, bound to no message.".into(),
            label: "res binder",
            symbol: "BK".into(),
            meaning: "the binder key",
            section: "7.1",
        };
        let secret = stage.derive(told, &stage.nothing, observer);
        let proof = traffic::Proof {
            id: "binder-finished".into(),
            symbols: ("fk_B", "binder"),
            titles: [
                "The key of the binder",
                "The binder: an HMAC over the ClientHello",
            ],
            says: [
                "A key for nothing but this HMAC.",
                "An HMAC over the ClientHello as far as it goes before the binder. It binds the old key to this new beginning.",
            ],
            meaning: "the binder",
            section: "4.2.11.2",
        };
        traffic::prove(stage.hash, &secret, proof, truncated_hash, observer)
    }

    /// The client's secret for data that it sends at once, bound to the hash of its
    /// ClientHello. Tells the step `client-early`.
    pub fn traffic(&self, hello_hash: &Value, observer: &mut impl Observer) -> TrafficSecret {
        let (stage, side) = (traffic::Stage::Early, Side::Client);
        let secret = self.0.derive(stage.told(side), hello_hash, observer);
        TrafficSecret::new(self.0.hash, stage, side, secret)
    }

    /// The secret for keys that others make of early data, bound to the same hash.
    /// Tells the step `early-exporter`.
    pub fn exporter(&self, hello_hash: &Value, observer: &mut impl Observer) -> Value {
        let told = Told {
            id: "early-exporter".into(),
            title: "The early secret for others".into(),
            says: "Other protocols can have keys made from it before the handshake is done.".into(),
            label: "e exp master",
            symbol: "EEMS".into(),
            meaning: "the early exporter master secret",
            section: "7.1",
        };
        self.0.derive(told, hello_hash, observer)
    }

    /// Mixes in what the key exchange gave. Tells the steps `early-derived` and
    /// `handshake`.
    pub fn with_shared(self, shared: &Value, observer: &mut impl Observer) -> HandshakeSecret {
        let Self(mut stage) = self;
        let salt = stage.derived("early-derived", "dES", observer);
        let told = Extraction {
            id: "handshake",
            title: "The handshake secret",
            says: "Here the secret goes in that the key exchange gave. From now on only the two ends can follow.",
            symbol: "HS",
            meaning: "the handshake secret",
        };
        let known_to = salt.known_to.of_both(shared.known_to);
        let of = ((&salt).into(), bytes_of(&salt));
        let material = (shared.into(), bytes_of(shared));
        stage.secret = Stage::extract(stage.hash, of, material, (told, known_to), observer);
        HandshakeSecret(stage)
    }
}

impl HandshakeSecret {
    /// The secret.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0.secret
    }

    /// The secrets that protect the rest of the handshake, bound to the hash of
    /// ClientHello and ServerHello. Tells the steps `client-handshake` and
    /// `server-handshake`.
    pub fn traffic(&self, hello_hash: &Value, observer: &mut impl Observer) -> TrafficSecrets {
        self.0
            .traffic(traffic::Stage::Handshake, hello_hash, observer)
    }

    /// Goes on to the last stage. Tells the steps `handshake-derived` and `master`.
    pub fn master(self, observer: &mut impl Observer) -> MasterSecret {
        let Self(mut stage) = self;
        let salt = stage.derived("handshake-derived", "dHS", observer);
        let told = Extraction {
            id: "master",
            title: "The master secret",
            says: "Nothing new is left to go in, so that zeros take its place. Everything after the handshake comes from this secret.",
            symbol: "MS",
            meaning: "the master secret",
        };
        let zeros = vec![0; stage.hash.size()];
        let material = (Expr::repeat(0, constant(zeros.len())), &zeros[..]);
        let of = ((&salt).into(), bytes_of(&salt));
        let told = (told, salt.known_to);
        stage.secret = Stage::extract(stage.hash, of, material, told, observer);
        MasterSecret(stage)
    }
}

impl MasterSecret {
    /// The secret.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0.secret
    }

    /// The secrets that protect what the connection is for, bound to the hash of all
    /// messages up to the server's Finished. Tells the steps `client-application` and
    /// `server-application`.
    pub fn traffic(&self, transcript_hash: &Value, observer: &mut impl Observer) -> TrafficSecrets {
        self.0
            .traffic(traffic::Stage::Application(0), transcript_hash, observer)
    }

    /// The secret for keys that others make of this connection (RFC 8446 §7.5), bound
    /// to the same messages. Tells the step `exporter`.
    pub fn exporter(&self, transcript_hash: &Value, observer: &mut impl Observer) -> Value {
        let told = Told {
            id: "exporter".into(),
            title: "The secret for others".into(),
            says: "Other protocols can have keys of this connection made from it, without ever seeing the connection's own.".into(),
            label: "exp master",
            symbol: "EMS".into(),
            meaning: "the exporter master secret",
            section: "7.1",
        };
        self.0.derive(told, transcript_hash, observer)
    }

    /// The secret for later connections, bound to the hash of all messages up to the
    /// client's Finished. Tells the step `resumption`.
    pub fn resumption(
        &self,
        transcript_hash: &Value,
        observer: &mut impl Observer,
    ) -> ResumptionSecret {
        let told = Told {
            id: "resumption".into(),
            title: "The secret for the next time".into(),
            says: "With it the two can begin a later connection without certificates: they know each other from this one.".into(),
            label: "res master",
            symbol: "RMS".into(),
            meaning: "the resumption master secret",
            section: "7.1",
        };
        ResumptionSecret {
            hash: self.0.hash,
            secret: self.0.derive(told, transcript_hash, observer),
        }
    }
}

impl ResumptionSecret {
    /// The secret.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.secret
    }

    /// The key that goes with a ticket, for a later connection
    /// ([`EarlySecret::with_psk`]). Tells the step `ticket-` with the nonce.
    pub fn ticket(&self, nonce: &Value, observer: &mut impl Observer) -> Value {
        let told = Told {
            id: format!("ticket-{}", crate::engine::hex::encode(bytes_of(nonce))).into(),
            title: "The key of a ticket".into(),
            says: "Each ticket has a nonce, and so a key of its own. The ticket itself travels; its key does not.".into(),
            label: "resumption",
            symbol: "PSK".into(),
            meaning: "the key for a later connection",
            section: "4.6.1",
        };
        let length = self.hash.size();
        label::expand(self.hash, &self.secret, told, Some(nonce), length, observer)
    }
}

/// The hash of messages of the handshake, one after the other (RFC 8446 §4.4.1). Tells
/// one step, of the name that is handed in.
pub fn transcript(
    hash: Hash,
    (id, symbol): (&'static str, &'static str),
    messages: &[Value],
    observer: &mut impl Observer,
) -> Value {
    let all: Vec<u8> = messages.iter().flat_map(bytes_of).copied().collect();
    let known_to = messages
        .iter()
        .fold(Knowers::EVERYBODY, |all, one| all.of_both(one.known_to));
    let made = bytes(symbol, &compute::digest(hash, &all), known_to)
        .meaning("the hash of the messages so far");
    observer.step(|| {
        let parts = messages.iter().map(Expr::from).collect();
        Step::new(id, "Hash the messages so far")
            .says(format!(
                "{}, one after the other, with their headers and without those of the records. Whoever saw other messages gets another hash.",
                count(messages.len(), "message")
            ))
            .equation(Equation::equal(Expr::digest(hash, Expr::concat(parts)), &made))
            .value(made.clone())
            .source("RFC 8446", "4.4.1")
    });
    made
}

/// Bytes that these know.
fn bytes(symbol: impl Into<Text>, bytes: &[u8], known_to: Knowers) -> Value {
    Value::new(symbol, Data::Bytes(bytes.to_vec()), known_to)
}

#[cfg(test)]
mod tests;
