//! What the secrets of both sides are for: keys, IVs and nonces of records
//! (RFC 8446 §5.3 and 7.3), new ones (§7.2), and Finished (§4.4.4).

use super::compute::{self, bytes_of, constant};
use super::label::{self, Told};
use super::{Side, bytes};
use crate::engine::trace::{Equation, Expr, Hash, Observer, Step, Value};

/// The bytes of an IV and a nonce, with every cipher of TLS 1.3 (RFC 8446 §5.3).
pub const IV: usize = 12;

/// What a secret protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Data that comes with the client's first message.
    Early,
    /// The rest of the handshake.
    Handshake,
    /// What the connection is for; so many times the keys were changed.
    Application(u32),
}

/// A secret from which the keys of one side come.
#[derive(Clone, Debug)]
pub struct TrafficSecret {
    hash: Hash,
    stage: Stage,
    side: Side,
    secret: Value,
}

/// The secrets of both sides for the same records.
#[derive(Clone, Debug)]
pub struct TrafficSecrets {
    /// For what the client sends.
    pub client: TrafficSecret,
    /// For what the server sends.
    pub server: TrafficSecret,
}

/// What seals the records of one side.
#[derive(Clone, Debug)]
pub struct TrafficKeys {
    /// The key of the cipher.
    pub key: Value,
    /// The IV, of which each record makes its nonce.
    pub iv: Value,
    /// What the steps of these keys begin with.
    pub(super) id: String,
}

impl Stage {
    /// What steps and symbols are called: `client-handshake`, `chs`.
    fn names(self, side: Side) -> (String, String) {
        let (who, letter) = match side {
            Side::Client => ("client", 'c'),
            Side::Server => ("server", 's'),
        };
        match self {
            Self::Early => (format!("{who}-early"), format!("{letter}e")),
            Self::Handshake => (format!("{who}-handshake"), format!("{letter}hs")),
            Self::Application(0) => (format!("{who}-application"), format!("{letter}app")),
            Self::Application(times) => (
                format!("{who}-application-{times}"),
                format!("{letter}app{times}"),
            ),
        }
    }

    /// How the secret of a side is told.
    pub(super) fn told(self, side: Side) -> Told {
        let (id, _) = self.names(side);
        let (symbol, label, meaning, title, says) = match (self, side) {
            (Self::Early, _) => (
                "ETS",
                "c e traffic",
                "the client’s secret for early data",
                "The client's secret for early data",
                "It protects what the client sends at once, before the server has said a word. No fresh key exchange is in it, and who recorded it can send it again.",
            ),
            (Self::Handshake, Side::Client) => (
                "CHTS",
                "c hs traffic",
                "the client’s secret for the handshake",
                "The client's secret for the handshake",
                "It protects what the client still sends in the handshake. The hash of both Hellos goes in: who saw others gets another secret.",
            ),
            (Self::Handshake, Side::Server) => (
                "SHTS",
                "s hs traffic",
                "the server’s secret for the handshake",
                "The server's secret for the handshake",
                "It protects what the server still sends in the handshake, its certificate among it. Another label makes it another secret.",
            ),
            (Self::Application(_), Side::Client) => (
                "CATS",
                "c ap traffic",
                "the client’s secret for data",
                "The client's secret for data",
                "It protects what the client sends once the handshake is done. The hash goes in of all messages up to the server's Finished.",
            ),
            (Self::Application(_), Side::Server) => (
                "SATS",
                "s ap traffic",
                "the server’s secret for data",
                "The server's secret for data",
                "It protects what the server sends once the handshake is done. Each side has its own, so that no record can be sent back to who made it.",
            ),
        };
        Told {
            id: id.into(),
            title: title.into(),
            says: says.into(),
            label,
            symbol: symbol.into(),
            meaning,
            section: "7.1",
        }
    }
}

impl TrafficSecret {
    pub(super) fn new(hash: Hash, stage: Stage, side: Side, secret: Value) -> Self {
        Self {
            hash,
            stage,
            side,
            secret,
        }
    }

    /// The secret.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.secret
    }

    /// The hash that it is expanded with.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Whose records it protects.
    #[must_use]
    pub fn side(&self) -> Side {
        self.side
    }

    /// The next secret of this side, after a KeyUpdate (RFC 8446 §7.2), which only
    /// secrets for data have. Tells one step, such as `client-application-1`.
    #[must_use]
    pub fn next(&self, observer: &mut impl Observer) -> Self {
        let times = match self.stage {
            Stage::Early | Stage::Handshake => 1,
            Stage::Application(times) => times.saturating_add(1),
        };
        let stage = Stage::Application(times);
        let (id, short) = stage.names(self.side);
        let told = Told {
            id: id.into(),
            title: "New keys for the same connection".into(),
            says: "The secret is expanded to the next one, and forgotten. Who finds the new one cannot read what was sent before.".into(),
            label: "traffic upd",
            symbol: format!("N_{short}").into(),
            meaning: "the next secret of this side",
            section: "7.2",
        };
        let secret = self.expand(told, self.hash.size(), observer);
        Self::new(self.hash, stage, self.side, secret)
    }

    fn expand(&self, told: Told, length: usize, observer: &mut impl Observer) -> Value {
        label::expand(self.hash, &self.secret, told, None, length, observer)
    }
}

impl TrafficKeys {
    /// The key, of so many bytes as the cipher takes, and the IV (RFC 8446 §7.3).
    /// Tells two steps, such as `client-handshake-key` and `client-handshake-iv`.
    pub fn of(secret: &TrafficSecret, key_length: usize, observer: &mut impl Observer) -> Self {
        let (id, short) = secret.stage.names(secret.side);
        let who = match secret.side {
            Side::Client => "client",
            Side::Server => "server",
        };
        let key = Told {
            id: format!("{id}-key").into(),
            title: format!("The {who}'s key").into(),
            says: "The label “key” makes the key of the cipher. Nothing is bound in again: the secret is bound already.".into(),
            label: "key",
            symbol: format!("tk_{short}").into(),
            meaning: "the key of the cipher",
            section: "7.3",
        };
        let iv = Told {
            id: format!("{id}-iv").into(),
            title: format!("The {who}'s IV").into(),
            says: "The label “iv” makes 12 bytes of which each record gets a nonce of its own."
                .into(),
            label: "iv",
            symbol: format!("iv_{short}").into(),
            meaning: "the IV of all records",
            section: "7.3",
        };
        Self {
            key: secret.expand(key, key_length, observer),
            iv: secret.expand(iv, IV, observer),
            id,
        }
    }

    /// The nonce of a record by its number, which counts from 0 (RFC 8446 §5.3). Tells
    /// one step, such as `client-handshake-nonce-0`.
    pub fn nonce(&self, sequence: u64, observer: &mut impl Observer) -> Value {
        let mut number = [0; IV];
        for (to, from) in number.iter_mut().rev().zip(sequence.to_le_bytes()) {
            *to = from;
        }
        let iv = bytes_of(&self.iv);
        let nonce: Vec<u8> = iv.iter().zip(number).map(|(a, b)| a ^ b).collect();
        let nonce = bytes("nonce", &nonce, self.iv.known_to).meaning("the nonce of this record");
        observer.step(|| {
            let n = Value::public("n", sequence).meaning("the number of the record, from 0");
            let filled = Value::public_bytes("N", number).meaning("the number in 12 bytes");
            Step::new(
                format!("{}-nonce-{sequence}", self.id),
                "The nonce of a record",
            )
            .says("The IV is mixed with the number of the record, so that no nonce comes twice with a key. The number is not sent: both sides count.")
            .equation(Equation::equal(Expr::i2osp(&n, constant(IV)), &filled))
            .equation(Equation::equal(Expr::xor(&self.iv, &filled), &nonce))
            .value(n)
            .value(filled)
            .value(nonce.clone())
            .source("RFC 8446", "5.3")
        });
        nonce
    }

    /// How a record is sealed (RFC 8446 §5.2): what goes into the cipher and what comes
    /// out of it, by the number of the record. Tells two steps, such as
    /// `client-handshake-nonce-0` and `client-handshake-seal-0`.
    pub fn seal(&self, record: &SealedRecord<'_>, observer: &mut impl Observer) {
        let nonce = self.nonce(record.sequence, observer);
        let known_to = self.key.known_to;
        let cut = record.body.len().saturating_sub(TAG);
        let (ciphertext, tag) = record.body.split_at_checked(cut).unwrap_or_default();
        observer.step(|| {
            let inner = bytes("P", record.inner, known_to)
                .meaning("the content, a byte that says of which type it is, and padding");
            let header = Value::public_bytes("A", record.header)
                .meaning("the header of the record: in the open, and bound in");
            let ciphertext = Value::public_bytes("C", ciphertext).meaning("P, sealed");
            let tag = Value::public_bytes("T", tag).meaning("the tag");
            let body = Value::public_bytes("R", record.body).meaning("what stands behind the header");
            let whole = Expr::concat(vec![(&ciphertext).into(), (&tag).into()]);
            Step::new(
                format!("{}-seal-{}", self.id, record.sequence),
                "The record is sealed",
            )
            .says("The cipher takes key, nonce, header and content, and gives as many bytes as it got, and a tag of 16. Who changes a bit of the header or of these bytes does not get the tag right. A crate computes it.")
            .equation(Equation::equal(&body, whole))
            .value(self.key.clone())
            .value(nonce)
            .value(header)
            .value(inner)
            .value(ciphertext)
            .value(tag)
            .value(body)
            .source("RFC 8446", "5.2")
        });
    }
}

/// A record, sealed, and what went into it.
#[derive(Clone, Copy, Debug)]
pub struct SealedRecord<'a> {
    /// Its number under its key, from 0.
    pub sequence: u64,
    /// Its header: the additional data.
    pub header: &'a [u8],
    /// The content, the byte of its type, and zeros.
    pub inner: &'a [u8],
    /// The ciphertext with its tag.
    pub body: &'a [u8],
}

/// How many bytes the tag of each suite's cipher has (RFC 8446 §5.2).
const TAG: usize = 16;

/// How an HMAC over messages is told, and what it is made with.
pub(super) struct Proof {
    /// What its steps are called; that of its key has `-key` behind it.
    pub(super) id: String,
    /// The symbols of its key and of itself.
    pub(super) symbols: (&'static str, &'static str),
    pub(super) titles: [&'static str; 2],
    pub(super) says: [&'static str; 2],
    pub(super) meaning: &'static str,
    pub(super) section: &'static str,
}

/// Makes a key for one HMAC of a secret, and the HMAC over a hash of messages
/// (RFC 8446 §4.4.4).
pub(super) fn prove(
    hash: Hash,
    secret: &Value,
    proof: Proof,
    transcript_hash: &Value,
    observer: &mut impl Observer,
) -> Value {
    let [key_title, title] = proof.titles;
    let [key_says, says] = proof.says;
    let told = Told {
        id: format!("{}-key", proof.id).into(),
        title: key_title.into(),
        says: key_says.into(),
        label: "finished",
        symbol: proof.symbols.0.into(),
        meaning: "a key for one HMAC",
        section: proof.section,
    };
    let key = label::expand(hash, secret, told, None, hash.size(), observer);
    let mac = compute::hmac(hash, bytes_of(&key), &[bytes_of(transcript_hash)]);
    let known_to = key.known_to.of_both(transcript_hash.known_to);
    let mac = bytes(proof.symbols.1, &mac, known_to).meaning(proof.meaning);
    observer.step(|| {
        Step::new(proof.id, title)
            .says(says)
            .equation(Equation::equal(
                Expr::hmac(hash, &key, transcript_hash),
                &mac,
            ))
            .value(mac.clone())
            .source("RFC 8446", proof.section)
    });
    mac
}

/// The HMAC that a side's Finished carries (RFC 8446 §4.4.4), with the secret of that
/// side for the handshake, over the hash of all messages before it. Tells two steps,
/// such as `client-handshake-finished-key` and `client-handshake-finished`.
pub fn finished(
    secret: &TrafficSecret,
    transcript_hash: &Value,
    observer: &mut impl Observer,
) -> Value {
    let (id, _) = secret.stage.names(secret.side);
    let proof = Proof {
        id: format!("{id}-finished"),
        symbols: match secret.side {
            Side::Client => ("fk_C", "CF"),
            Side::Server => ("fk_S", "SF"),
        },
        titles: [
            "The key of Finished",
            "Finished: an HMAC over the handshake",
        ],
        says: [
            "A key for nothing but this HMAC. Only who has the secret of the handshake can make it.",
            "An HMAC over the hash of all messages before. It shows that its sender has the keys and saw the very same messages.",
        ],
        meaning: "what Finished says",
        section: "4.4.4",
    };
    prove(
        secret.hash,
        &secret.secret,
        proof,
        transcript_hash,
        observer,
    )
}
