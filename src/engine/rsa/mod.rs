//! RSA (RFC 8017): keys, encryption, signatures and key files, each with
//! every step.
//!
//! | module | what |
//! |---|---|
//! | [`key`] | keys from two primes |
//! | `exponent` | which e will do, and the d that undoes it |
//! | [`generate`] | how a key is generated |
//! | [`mod@file`] | PKCS#8, PKCS#1 and SPKI |
//! | `primes` | whether p and q of a key are prime, as crate `crypto-primes` says |
//! | [`broken`] | what becomes of keys whose numbers do not fit |
//! | [`quick`] | the private-key operation with nothing told, blinded, on the fastest arithmetic |
//! | [`crt`] | the private-key operation: by the Chinese remainder theorem, or as one power |
//! | [`textbook`] | RSA on bare numbers, for the classroom: never to be used |
//! | [`pkcs1v15`] | encryption and signatures of PKCS#1 v1.5 |
//! | [`oaep`] | encryption with OAEP, SHA-256 |
//! | [`pss`] | signatures with PSS, SHA-256 |
//! | [`scheme`] | which of them a block follows |
//! | [`why`] | why the d-th power undoes the e-th power |
//!
//! The arithmetic here is there to be seen. It is not constant-time; what
//! leaves the page is computed by the `rsa` crate, and the two must agree.

mod block;
pub mod broken;
pub mod crt;
mod error;
mod exponent;
pub mod file;
mod generate;
pub mod key;
mod mended;
mod numbers;
pub mod oaep;
mod outcome;
pub mod pkcs1v15;
mod primes;
pub mod pss;
pub mod quick;
mod range;
pub mod scheme;
pub mod textbook;
pub mod why;

#[cfg(test)]
mod tests;

pub use crt::How;
pub use error::{Error, Flaw, NotCoprime};
pub use exponent::EXPONENT_BITS;
pub use generate::{Audience, Order, SIZES, generate, generate_alone};
pub use key::{PrivateKey, PublicKey};
pub use outcome::{DecryptionOutcome, VerificationOutcome};
pub use scheme::{Encryption, Signing};
