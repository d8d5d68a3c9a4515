//! One secret for both sides: padding, AES-128 in CBC mode, HMAC-SHA256 and
//! the Fernet token that is made of them.

pub mod aes;
pub mod aes_block;
pub mod base64url;
pub mod cbc;
pub mod fernet;
pub mod hmac;
pub mod lenient;
pub mod pkcs7;
