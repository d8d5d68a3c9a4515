//! The exhibits of RSA.

pub mod decrypt;
pub mod encrypt;
pub(super) mod form;
pub mod keygen;
pub(super) mod opening;
pub(super) mod rsa_crate;
pub mod sign;
pub mod verify;
pub mod why;
pub(super) mod wording;
