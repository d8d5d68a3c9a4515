//! The exhibits of Fernet.

pub mod fernet_decrypt;
pub mod fernet_encrypt;
pub mod fernet_key;
pub(super) mod opening;
