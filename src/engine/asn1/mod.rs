//! Any BER or DER, taken apart without ever failing.
//!
//! [`dissect`] knows nothing but tags and lengths; the others know a
//! structure and give each element the standard's name and its decoded
//! meaning. What does not fit stands in the problems of the dissection, and
//! its bytes still have an owner. [`pem`] reads the text armour around it, and
//! [`elements`] takes DER alone, for those who have to refuse the rest.

pub mod elements;
mod node;
mod oid;
pub mod pem;
mod primitive;
mod read;
mod refused;
mod schema;

pub use refused::refused;
pub use schema::{
    Structure, USAGES, dissect, dissect_any, dissect_certificate, dissect_digest_info,
    dissect_encrypted_private_key, dissect_private_key, dissect_public_key, dissect_request,
    dissect_rsa_private_key, dissect_rsa_public_key, recognise,
};

#[cfg(test)]
mod tests;
