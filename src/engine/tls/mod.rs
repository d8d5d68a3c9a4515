//! TLS 1.3 (RFC 8446): what its bytes say, and how its keys come to be.
//!
//! | module | what it does |
//! |---|---|
//! | [`schedule`] | tells the key schedule: from a shared secret to the keys of each side, one type for each stage |
//! | [`wire`] | takes records and messages apart: any bytes to a [`Dissection`](crate::engine::dissect::Dissection), never failing |

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
