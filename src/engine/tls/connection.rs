//! Both ends of a connection and the wire between them, record by record.

mod check;
mod interference;
mod peers;
mod reason;

pub use check::Check;
pub use interference::Interference;
pub use peers::Peer;
pub use reason::Reason;

use super::provider::{Group, HandshakeKey, Suite};
use super::recording::{self, Operation, Recording, What};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Actor;
use chacha20::ChaCha20Rng;
use std::collections::VecDeque;
use std::ops::Range;

/// How many bytes the header of a record has: type, version, length (RFC 8446 §5.1).
const HEADER: usize = 5;

/// The type of a record that holds an alert (RFC 8446 §5.1).
const ALERT: u8 = 21;

/// The alert that is no failure (RFC 8446 §6.1).
const CLOSE_NOTIFY: u8 = 0;

/// More records than any connection here has; a loop ends there.
const MOST: usize = 64;

/// What a client brings to a connection.
pub struct Client {
    /// The suites that it offers, in its order.
    pub suites: Vec<Suite>,
    /// The groups that it offers, in its order.
    pub groups: Vec<Group>,
    /// The certificates that it trusts, in DER.
    pub roots: Vec<Vec<u8>>,
    /// Whether it looks at the server's certificate at all.
    pub checks: bool,
    /// Whom it wants to reach.
    pub host: String,
    /// Its clock, in seconds since 1970-01-01 UTC.
    pub now: u64,
    /// The protocols that it offers above TLS (RFC 7301), such as `http/1.1`.
    pub protocols: Vec<String>,
    /// What it sends.
    pub request: Vec<u8>,
}

/// What a server brings to a connection.
pub struct Server {
    /// The suites that it takes.
    pub suites: Vec<Suite>,
    /// The groups that it takes.
    pub groups: Vec<Group>,
    /// Its certificate and those above it, in DER, in the order in which it
    /// sends them.
    pub chain: Vec<Vec<u8>>,
    /// The key that it signs with.
    pub key: HandshakeKey,
    /// The protocols that it speaks above TLS.
    pub protocols: Vec<String>,
    /// What it answers.
    pub response: Vec<u8>,
    /// Its clock, in seconds since 1970-01-01 UTC.
    pub now: u64,
}

/// What a client expects of a server's certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectation {
    /// The certificates that it trusts, in DER.
    pub roots: Vec<Vec<u8>>,
    /// Whether it looks at those of the server at all.
    pub checks: bool,
    /// Whom it wants to reach.
    pub host: String,
    /// Its clock, in seconds since 1970-01-01 UTC.
    pub now: u64,
}

/// A connection, from its first byte to its last.
#[derive(Clone, Debug)]
pub struct Connection {
    /// What the client expected of the server's certificates.
    pub expects: Expectation,
    /// What went over the wire, in order.
    pub records: Vec<Transmission>,
    /// What each end computed, in order.
    pub operations: Vec<Operation>,
    /// Why an end gave up, in order: at most one of each end.
    pub failures: Vec<Failure>,
    /// What the server read of the request.
    pub request: Vec<u8>,
    /// What the client read of the response.
    pub response: Vec<u8>,
    /// Whether the server said all that it had to say, and the client heard that it
    /// was all.
    pub closed: bool,
    /// Whether both ends finished the handshake.
    pub established: bool,
}

impl Connection {
    /// Whether all went as it should: a good handshake, and all that was said
    /// arrived.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.established && self.closed && self.failures.is_empty()
    }

    /// The first alert that tells of a failure: which end sends it, and its number
    /// (RFC 8446 §6.2).
    #[must_use]
    pub fn alert(&self) -> Option<(Actor, u8)> {
        let mut alerts = self.records.iter().filter_map(|record| {
            let body = record.bytes.get(HEADER..)?;
            let inner = self.operations.iter().find_map(|one| match &one.what {
                What::Seal(sealed) if sealed.body == body => Some(&**sealed.inner),
                _ => None,
            });
            let code = match (record.bytes.first()?, inner) {
                (&ALERT, _) => body.get(1),
                (_, Some([_, code, ALERT, ..])) => Some(code),
                _ => None,
            };
            Some((record.from, *code?))
        });
        alerts.find(|(_, code)| *code != CLOSE_NOTIFY)
    }
}

/// A record on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmission {
    /// Who sent it.
    pub from: Actor,
    /// Its bytes, as they were sent.
    pub bytes: Vec<u8>,
    /// How it arrived: what came instead of it, in order.
    pub arrived: Vec<Vec<u8>>,
    /// How many operations had been recorded when it was sent.
    pub sent_at: usize,
    /// The operations by which it was read.
    pub read: Range<usize>,
}

/// Why an end gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which end.
    pub by: Actor,
    /// Why.
    pub reason: Reason,
    /// What it says, in the words of rustls.
    pub says: String,
    /// After how many records.
    pub after: usize,
}

impl Failure {
    /// What it says in a few words: without the examples and the numbers behind them.
    #[must_use]
    pub fn short(&self) -> &str {
        let says = self.says.trim_start_matches("invalid peer certificate: ");
        if says.contains("CaUsedAsEndEntity") {
            return "the first certificate is of a CA";
        }
        let ends = [": verification", "; "].iter();
        let end = ends.filter_map(|end| says.find(end)).min();
        end.and_then(|end| says.get(..end)).unwrap_or(says)
    }

    /// What did not hold, where that is one of a client's checks.
    #[must_use]
    pub fn check(&self) -> Option<Check> {
        Check::failed(self.reason)
    }
}

/// Connects a client to a server, with somebody in between who may interfere, and
/// records all of it. Both draw from their own randomness, client first.
///
/// # Errors
/// When one of them cannot begin: no chain, a name that cannot be one.
pub fn connect(
    client: Client,
    server: Server,
    [client_random, server_random]: [ChaCha20Rng; 2],
    interference: Interference,
) -> Result<Connection, Diagnosis> {
    let expects = Expectation {
        roots: client.roots.clone(),
        checks: client.checks,
        host: client.host.clone(),
        now: client.now,
    };
    let run = || Wire::between(client, server, interference);
    let (wire, operations) = Recording::of(client_random, server_random, run);
    let Wire {
        ends: [client, server],
        records,
        failures,
        ..
    } = wire?;
    Ok(Connection {
        expects,
        records,
        operations,
        failures,
        established: client.is_established() && server.is_established(),
        closed: client.is_told_all,
        request: server.heard,
        response: client.heard,
    })
}

/// The same without a recording of what each end computes: whether both finished the
/// handshake.
///
/// # Errors
/// As above.
pub fn connect_unrecorded(
    client: Client,
    server: Server,
    [client_random, server_random]: [ChaCha20Rng; 2],
) -> Result<bool, Diagnosis> {
    let run = || Wire::between(client, server, Interference::Nothing);
    let wire = Recording::without(client_random, server_random, run)?;
    Ok(wire.ends.iter().all(Peer::is_established))
}

/// The two ends, client first, and what passes between them.
struct Wire {
    interference: Interference,
    ends: [Peer; 2],
    records: Vec<Transmission>,
    failures: Vec<Failure>,
    /// A record of each end that waits for the one behind it, client first.
    held: [Option<Vec<u8>>; 2],
}

impl Wire {
    /// Lets both talk until neither has anything to say.
    fn between(
        client: Client,
        server: Server,
        interference: Interference,
    ) -> Result<Self, Diagnosis> {
        let mut wire = Self {
            interference,
            ends: [client.peer()?, server.peer()?],
            records: Vec::new(),
            failures: Vec::new(),
            held: [None, None],
        };
        wire.run();
        Ok(wire)
    }

    /// Lets both ends talk in turns until neither has anything to say.
    fn run(&mut self) {
        let mut silent = 0;
        while silent < 2 && self.records.len() < MOST {
            for from in [0, 1] {
                match self.speak(from) {
                    true => silent = 0,
                    false => silent += 1,
                }
            }
        }
    }

    /// Lets one end say what it has to say; whether it said something.
    fn speak(&mut self, from: usize) -> bool {
        let [client, server] = &mut self.ends;
        let [of_client, of_server] = &mut self.held;
        let (speaker, listener, held) = match from {
            0 => (client, server, of_client),
            _ => (server, client, of_server),
        };
        recording::turn(speaker.actor());
        let said = speaker.says();
        let mut records: VecDeque<Vec<u8>> = split(&said).into();
        let spoke = !records.is_empty();
        while let Some(bytes) = records.pop_front() {
            let number = self.records.len();
            let arrived = self.interference.arrives(number, &bytes, held);
            let sent_at = recording::position();
            recording::turn(listener.actor());
            for record in &arrived {
                if let Err(says) = listener.hears(record) {
                    self.failures.push(Failure {
                        by: listener.actor(),
                        reason: listener.gave_up.unwrap_or(Reason::Other),
                        says,
                        after: number + 1,
                    });
                }
            }
            self.records.push(Transmission {
                from: speaker.actor(),
                bytes,
                arrived,
                sent_at,
                read: sent_at..recording::position(),
            });
        }
        spoke
    }
}

/// The records of what an end said at once.
#[must_use]
pub fn split(said: &[u8]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    let mut rest = said;
    while let [_, _, _, high, low, ..] = rest {
        let length = HEADER + usize::from(u16::from_be_bytes([*high, *low]));
        let (record, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        records.push(record.to_vec());
        rest = behind;
    }
    records
}

#[cfg(test)]
mod tests;
