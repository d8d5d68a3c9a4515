//! Hooks: each returns a handle with a name.

mod address;
mod files;
mod padlock;

pub(crate) use address::use_address;
pub(crate) use files::{read, take_in, use_dropped_files};
pub(crate) use padlock::{Padlock, use_padlock, use_padlock_root};
