//! Names, requests, certificates and who signs them.
//!
//! | module | what it does |
//! |---|---|
//! | [`name`] | the subject: the questions that `openssl req` asks |
//! | [`host`] | the names of a server: DNS names and IP addresses |
//! | [`validity`] | from when until when |
//! | [`limits`] | how long public CAs let a server's certificate live |
//! | [`serial`] | the number of a certificate |
//! | [`kind`] | the kinds of keys |
//! | [`algorithm`] | what keys and signatures are made with, in words |
//! | [`key`] | a key that signs, and one that verifies |
//! | [`judge`] | whether a signature holds, by the crates, for all schemes of today |
//! | [`read`] | requests and certificates in DER, and which bytes were signed |
//! | [`extensions`] | each of their extensions: absent, understood or malformed |
//! | [`layout`] | what each of their bytes is |
//! | [`request`] | asking for a certificate, and proving that one has the key |
//! | [`certificate`] | the profiles: a root and a server |
//! | [`issue`] | what a request asks for against what it is granted |
//! | [`path`] | which certificates lead to one that is trusted, and what speaks against them |
//! | [`verify`] | the checks of one link of a chain, told one by one |
//! | [`tamper`] | one bit changed, so that the checks have something to find |
//! | `shown` | texts out of files, escaped and bounded for sentences |
//! | `pbkdf2` | a key from a passphrase, round by round |
//! | [`encrypted`] | private keys under a passphrase |
//!
//! The DER is made by the `x509-cert` crate, the signatures by the crates of
//! their keys. What is told about one of RSA is computed by
//! [`engine::rsa`](crate::engine::rsa) on the very bytes that are signed, and
//! both must come out equal. Of elliptic curves the crates `p256`, `p384` and
//! `ed25519-dalek` compute alone, and the steps say so.

pub mod algorithm;
pub mod certificate;
pub mod encrypted;
mod error;
pub mod extensions;
pub mod host;
pub mod issue;
pub mod judge;
pub mod key;
pub mod kind;
pub mod layout;
pub mod limits;
pub mod name;
pub mod path;
mod pbkdf2;
pub mod read;
pub mod request;
pub mod serial;
mod shown;
pub mod tamper;
pub mod validity;
pub mod verify;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::{NOW, pair};
