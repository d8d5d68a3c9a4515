//! The exhibits of Fernet and of what it is made of.

pub mod aes;
pub mod fernet_decrypt;
pub mod fernet_encrypt;
pub mod fernet_key;
pub(super) mod opening;
