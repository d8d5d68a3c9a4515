//! What the test crates share: the judges, the servers and the runs that several
//! of them need.
#![allow(dead_code, unreachable_pub, reason = "each crate uses some of it")]

pub(crate) mod built;
pub(crate) mod certificates;
pub(crate) mod command;
pub(crate) mod judges;
pub(crate) mod pki;
pub(crate) mod server;
