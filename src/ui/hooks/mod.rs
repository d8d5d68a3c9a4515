//! Hooks: each returns a handle with a name.

mod address;
mod padlock;

pub(crate) use address::use_address;
pub(crate) use padlock::{Padlock, use_padlock, use_padlock_root};
