//! TLS 1.3 (RFC 8446): a connection between a client and a server in one thread,
//! what its bytes say, and how its keys come to be.
//!
//! | module | what it has |
//! |---|---|
//! | [`provider`] | the cryptography that rustls asks for, by the crates of the field |
//! | [`recording`] | what each end computed, in order |
//! | [`connection`] | both ends, and the wire between them |
//! | [`wire`] | takes records and messages apart: any bytes to a [`Dissection`](crate::engine::dissect::Dissection), never failing |
//! | [`schedule`] | the key schedule, from the shared secret to the nonce of each record |
//! | [`conversation`] | what happens in a connection, as steps |
//! | [`capture`] | a connection as files that Wireshark opens |

pub mod capture;
pub mod connection;
pub mod conversation;
pub mod provider;
pub mod recording;
pub mod schedule;
pub mod wire;

use crate::engine::knowers::{Actor, Knowers};

/// Those who know what a connection keeps from others: its two ends.
pub const ENDS: Knowers = Knowers::these(&[Actor::Client, Actor::Server]);

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The end that begins it.
    Client,
    /// The end that answers.
    Server,
}

impl Side {
    /// The end that an actor is: whoever does not answer begins.
    #[must_use]
    pub fn of(actor: Actor) -> Self {
        match actor {
            Actor::Server => Self::Server,
            _ => Self::Client,
        }
    }

    /// Who that is.
    #[must_use]
    pub fn actor(self) -> Actor {
        match self {
            Self::Client => Actor::Client,
            Self::Server => Actor::Server,
        }
    }

    /// The other end.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::connected;
