//! What both ends of a connection computed, in order.
//!
//! rustls asks a provider for every operation and says nothing of who asks. Both
//! ends run in one thread, in turns, so that the recording knows whose turn it
//! is; it also holds the randomness of each, which makes a connection the same
//! whenever its inputs are.

use crate::engine::knowers::Actor;
use chacha20::ChaCha20Rng;
use rand::Rng;
use std::cell::RefCell;
use zeroize::Zeroizing;

/// Something that one end computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Which end.
    pub by: Actor,
    /// What.
    pub what: What,
}

/// What an end of a connection computes, with all that went in and came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A key pair for the exchange of a group.
    Pair {
        /// The group's number (RFC 8446 §4.2.7).
        group: u16,
        /// The private half: a scalar, or a seed and a scalar.
        private: Zeroizing<Vec<u8>>,
        /// The public half, as it goes into the key share.
        public: Vec<u8>,
    },
    /// The secret that comes of an own private half and the other's public one.
    Shared {
        /// The group's number.
        group: u16,
        /// The other's key share.
        peer: Vec<u8>,
        /// The secret.
        secret: Zeroizing<Vec<u8>>,
    },
    /// The hash of the messages so far.
    Digest(Vec<u8>),
    /// HKDF-Extract (RFC 5869 §2.2).
    Extract {
        /// The salt.
        salt: Vec<u8>,
        /// The keying material.
        material: Zeroizing<Vec<u8>>,
        /// What came out.
        key: Zeroizing<Vec<u8>>,
    },
    /// HKDF-Expand (RFC 5869 §2.3).
    Expand {
        /// Its info: an HkdfLabel (RFC 8446 §7.1).
        info: Vec<u8>,
        /// What came out.
        output: Zeroizing<Vec<u8>>,
    },
    /// An HMAC, made or to be compared with one that came.
    Mac {
        /// The key.
        key: Zeroizing<Vec<u8>>,
        /// The bytes.
        message: Vec<u8>,
        /// What came out.
        tag: Vec<u8>,
    },
    /// A record is sealed.
    Seal(Sealed),
    /// A record is opened.
    Open(Sealed),
    /// A record does not open.
    Refuse {
        /// Its number under this key, from 0.
        sequence: u64,
        /// Its body.
        body: Vec<u8>,
    },
    /// A signature is made.
    Sign {
        /// The scheme's number (RFC 8446 §4.2.3).
        scheme: u16,
        /// The bytes that are signed.
        message: Vec<u8>,
        /// The signature.
        signature: Vec<u8>,
    },
    /// A signature is checked: one of a certificate, or that of a handshake.
    Verify {
        /// The bytes that are signed.
        message: Vec<u8>,
        /// The signature.
        signature: Vec<u8>,
        /// Whether it holds.
        holds: bool,
    },
}

/// A record, sealed, and what is inside it (RFC 8446 §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its number under this key, from 0.
    pub sequence: u64,
    /// The key.
    pub key: Zeroizing<Vec<u8>>,
    /// The IV that the nonce is made of.
    pub iv: Zeroizing<Vec<u8>>,
    /// The content, the byte of its type, and zeros.
    pub inner: Zeroizing<Vec<u8>>,
    /// The ciphertext with its tag.
    pub body: Vec<u8>,
}

/// Both ends' randomness, whose turn it is, and what was computed so far.
#[derive(Debug)]
pub struct Recording {
    turn: Actor,
    client: ChaCha20Rng,
    server: ChaCha20Rng,
    /// `None` where nothing is kept.
    operations: Option<Vec<Operation>>,
}

thread_local! {
    static RECORDING: RefCell<Option<Recording>> = const { RefCell::new(None) };
}

impl Recording {
    /// Runs something whose operations are recorded, and gives back what it gives
    /// and the operations.
    pub fn of<T>(
        client: ChaCha20Rng,
        server: ChaCha20Rng,
        run: impl FnOnce() -> T,
    ) -> (T, Vec<Operation>) {
        let (result, operations) = Self::around(client, server, Some(Vec::new()), run);
        (result, operations.unwrap_or_default())
    }

    /// Runs something with the randomness of both ends, and keeps nothing of what they
    /// compute.
    pub fn without<T>(client: ChaCha20Rng, server: ChaCha20Rng, run: impl FnOnce() -> T) -> T {
        Self::around(client, server, None, run).0
    }

    fn around<T>(
        client: ChaCha20Rng,
        server: ChaCha20Rng,
        operations: Option<Vec<Operation>>,
        run: impl FnOnce() -> T,
    ) -> (T, Option<Vec<Operation>>) {
        let before = RECORDING.replace(Some(Self {
            turn: Actor::Client,
            client,
            server,
            operations,
        }));
        let result = run();
        let recorded = RECORDING.replace(before);
        (result, recorded.and_then(|all| all.operations))
    }
}

/// From now on, this end computes.
pub fn turn(of: Actor) {
    with(|recording| recording.turn = of);
}

/// How many operations were recorded so far.
#[must_use]
pub fn position() -> usize {
    with(|recording| recording.operations.as_ref().map(Vec::len))
        .flatten()
        .unwrap_or(0)
}

/// Notes what the end whose turn it is computed.
pub(super) fn record(what: impl FnOnce() -> What) {
    with(|recording| {
        let by = recording.turn;
        if let Some(operations) = &mut recording.operations {
            operations.push(Operation { by, what: what() });
        }
    });
}

/// Draws from the randomness of the end whose turn it is; `None` where nothing
/// is being recorded, since there is no other randomness here.
pub(super) fn draw(bytes: &mut [u8]) -> Option<()> {
    with(|recording| match recording.turn {
        Actor::Server => recording.server.fill_bytes(bytes),
        _ => recording.client.fill_bytes(bytes),
    })
}

fn with<T>(run: impl FnOnce(&mut Recording) -> T) -> Option<T> {
    RECORDING.with_borrow_mut(|recording| recording.as_mut().map(run))
}
