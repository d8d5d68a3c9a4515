//! Hooks: each returns a handle with a name.

mod address;
mod files;
mod handle;
mod kept_desk;
mod leaving;
mod padlock;
mod runs;
mod words;

pub(crate) use address::use_address;
pub(crate) use files::{offer, read, take_in, use_dropped_files};
pub(crate) use handle::{Handle, use_handle};
pub(crate) use kept_desk::use_kept_desk;
pub(crate) use leaving::use_leaving;
pub(crate) use padlock::{Padlock, use_padlock, use_padlock_root};
pub(crate) use runs::use_runs;
pub(crate) use words::use_words;
